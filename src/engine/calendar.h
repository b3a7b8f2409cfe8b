/*
 * Days that do not count in measures of use: public holidays and a company's own days off. A customer who rests on them
 * has not fallen behind, so a window of n days reaches further back, by as many working days as holidays took from it;
 * what happened on a holiday is not counted, or those who work through it would seem to rise and then to fall.
 *
 * A holiday is one only where it falls on a working day of the week: weekends are in every week, and windows of whole
 * weeks hold the same number of them. Without a calendar (NULL) every day counts and a window is n days.
 *
 * A calendar does not change. The engine keeps each different one that it was given until it is closed, so whoever read
 * the pointer may go on with it.
 *
 * Units: days as day numbers from 0 to 65,534; others are no holidays.
 * Errors: none. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_ENGINE_CALENDAR_H
#define BANSO_ENGINE_CALENDAR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Calendar Calendar;

/* Bit d: the weekday d is one of rest; 0 = Sunday. */
enum { WEEKEND_SAT_SUN = 1 << 0 | 1 << 6, WEEKEND_FRI_SAT = 1 << 5 | 1 << 6, WEEKEND_SUN = 1 << 0 };
int day_of_week(int64_t day); /* 0 = Sunday */

/* `days` in any order, with repeats or not. Freed by calendar_free, or by the engine that is given it. */
Calendar *calendar_new(unsigned weekend, const int64_t *days, size_t count);
void calendar_free(Calendar *calendar);
bool calendar_equal(const Calendar *a, const Calendar *b);

/* Holidays in (after, until]. */
int64_t calendar_holidays(const Calendar *calendar, int64_t after, int64_t until);
static inline bool calendar_is_holiday(const Calendar *calendar, int64_t day)
{
    return calendar_holidays(calendar, day - 1, day) != 0;
}

/* The day before the first one of the window of `days` days that ends with `until`: the window is (begin, until]. */
int64_t calendar_begin(const Calendar *calendar, int64_t until, int64_t days);

/* A run of holidays: (after, until]. */
typedef struct {
    int64_t after, until;
} Rest;
/* The runs within (after, until], ascending, in the arena. */
size_t calendar_rests(const Calendar *calendar, Arena *arena, int64_t after, int64_t until, Rest **rests);

#endif
