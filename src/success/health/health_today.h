/*
 * Health on Today: as a source of rows, how the account of any row stands, and how its points went.
 *
 * Units: days as day numbers; risk a likelihood from 0 to 1. Errors: those of judging (health.h).
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HEALTH_HEALTH_TODAY_H
#define BANSO_HEALTH_HEALTH_TODAY_H

#include "customer/account/today_source.h"
#include "success/health/explain.h"

enum { FALL_DAYS = TODAY_FRESH_DAYS };

/* Pure. How likely the account's MRR is lost: 0.02 … 0.95. */
double loss_risk(Band band, OptInt points);
/* Pure. Becoming UNKNOWN is not a fall: the account is only not seen any more. */
bool is_fall(Band before, Band now);

typedef struct {
    const HealthShown *shown;  /* with at most as many reasons as were asked for */
    const char *previous_band; /* seven days earlier, where it was another one; else NULL */
    OptInt changed_on;         /* the day within those seven on which it came into its present band */
    bool fell;
} Standing;
Standing health_standing(const Judges *judges, const EngineView *view, Arena *arena, int64_t account, int64_t day,
                         ExplainAsk ask);

/* Points of an account at the end of a week; unset = no scorecard judged it, or too little was known. */
typedef struct {
    int64_t day;
    OptInt points;
} WeekPoints;
extern const Shape WEEK_POINTS;
/* Of these accounts (ascending, each once), week by week, ending on `day`; all days under the scorecards in force on
 * it, so that a new version is no fall. Lists of WeekPoints, one for each account. Outside of views: each day is judged
 * in one of its own. */
bool points_by_week(const Judges *judges, Engine *engine, Arena *arena, Ids accounts, int64_t day, int weeks,
                    List **lists, Error *error);

extern const TodaySource HEALTH_TODAY;

#endif
