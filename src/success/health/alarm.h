/*
 * Alarms: what a scorecard said of an account, week by week, and whether that was right. Pure, and fed in the order of
 * days; one course for each account and scorecard. For the sheet before publishing, and for whoever counts movements.
 *
 * The terms, defined here and nowhere else (docs/en/metrics.md):
 * An alarm begins on the day on which the account is BAD and no alarm stands, and stands until a day on which it is
 * GOOD or NORMAL. UNKNOWN, and not being scored, neither begin nor end one. What stands already on the first day is no
 * alarm of the time looked at, but is one that can be right. An account that left was `caught` when an alarm stood as
 * it left, `withdrawn` when there was one that had ended, and `missed` otherwise. What is said of it on the day it left
 * and later does not count. Of an account that stayed, an alarm was false when it ended, or when it has stood for
 * ALARM_PATIENCE days; one that stands for less is open: it may yet be right.
 *
 * Units: days as day numbers. Errors: none. Forgets a person: holds bands of accounts alone.
 */
#ifndef BANSO_HEALTH_ALARM_H
#define BANSO_HEALTH_ALARM_H

#include "engine/program.h"

#include <stdbool.h>
#include <stdint.h>

enum { ALARM_PATIENCE = 91 };

/* Starts as { 0 }. */
typedef struct {
    int32_t since;    /* since when an alarm stands; 0 = none does */
    uint16_t begun;   /* alarms that began in the time looked at */
    bool ended;       /* an alarm ended, whenever it began */
    bool begun_ended; /* one that began in the time looked at ended */
    bool since_begun; /* the one that stands began in that time */
} Alarms;

/* What it says on a day; BAND_COUNT = it does not score the account. `first`: the day is the one before the time looked
 * at. True when an alarm of that time begins. */
bool alarms_on(Alarms *alarms, int64_t day, int band, bool first);

typedef enum { LEAVER_CAUGHT, LEAVER_WITHDRAWN, LEAVER_MISSED } Leaver;
enum { LEAVER_COUNT = LEAVER_MISSED + 1 };
extern const char *const LEAVER_NAMES[LEAVER_COUNT];
#define LEAVER_CHOICES "caught|withdrawn|missed"
/* Of an account that left on that day; *early is for how many days the alarm had stood (of the caught). */
Leaver alarms_left(const Alarms *alarms, int64_t left_on, int64_t *early);

typedef enum { STAYER_QUIET, STAYER_OPEN, STAYER_FALSE } Stayer;
/* Of an account that is still there on the last day. */
Stayer alarms_stayed(const Alarms *alarms, int64_t last_day);

/* Wilson's 95 % interval of a share; 0 to 1 where `of` is 0. */
typedef struct {
    double low, high;
} Interval;
Interval wilson(int64_t hits, int64_t of);

/* The value below which that share of the sorted numbers is, linear between neighbours; `count` is above 0. */
double quantile(const int64_t *sorted, size_t count, double share);

#endif
