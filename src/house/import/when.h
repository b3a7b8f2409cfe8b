/* Days and times as people write them, and what a cell tells of the order of days in its column. Pure. */
#ifndef BANSO_IMPORT_WHEN_H
#define BANSO_IMPORT_WHEN_H

#include "base/clock.h"
#include "house/import/import.h"

/* A day with the year last: which of the other two numbers can be the month. */
typedef struct {
    bool day_first;   /* the second number is no month's: 04/25/2026 makes it false */
    bool month_first; /* the first number is no month's: 25/04/2026 makes it false */
} DayLook;

/* False when the cell is no day with the year last. */
bool day_look(const char *text, DayLook *look);

typedef struct {
    int64_t day;
    bool timed;      /* a time of day stands behind it */
    int64_t of_day;  /* ms */
    bool zoned;      /* with a zone of its own: `instant` */
    int64_t instant; /* ms */
} When;

/*
 * "2026-04-01", "2026/4/1 9:05", "2026年4月1日10:30", "令和8年4月1日", "R8.4.1", "20260401", "1-Apr-2026", a serial of
 * a spreadsheet (46113), or in the order given "01/04/2026". False when it is none of them, or when something else
 * stands behind the day.
 */
bool when_read(const char *text, DateOrder order, When *when);

#endif
