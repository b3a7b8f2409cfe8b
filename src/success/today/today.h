/*
 * Today: whom to help first, why, and what to do. One ranked list over all accounts or those of one owner.
 *
 * Formula: expected loss = MRR × risk × nearness. Risk comes from band and points, nearness from the notice date, else
 * the renewal; who pays by the month without an end is as near as can be. Accounts that fell within the last seven days
 * come first; UNKNOWN counts as "no data" at the risk of NORMAL, never last. Without MRR above 0 in the workspace's
 * currency its place is taken by seats × what a seat pays here on average, so that all stand in one order; where no
 * seat pays anything, seats alone decide.
 *
 * Units: money in micros of the workspace's currency, days as day numbers. Errors: INPUT for a snooze without a reason
 * or with a day that is not ahead; MISSING for an account that is not there.
 * Not for: judging (health), nor for plays and requests, which will add their rows.
 * Forgets a person: a snooze's reason is about a company; staff erases its author.
 */
#ifndef BANSO_TODAY_TODAY_H
#define BANSO_TODAY_TODAY_H

#include "success/health/health.h"

enum { FALL_DAYS = 7 };

/* Pure. Share of a year's loss that is likely: 0.02 … 0.95. */
double loss_risk(Band band, OptInt points);
/* Pure. 1 when the date is here, less the further it is; a date gone by is as near as can be; unknown counts as far. */
double loss_nearness(OptInt days_left);

typedef struct {
    bool fell;
    double loss;  /* in micros of the workspace's currency; 0 when nobody pays */
    double seats; /* seats × risk × nearness, in place of money */
} Urgency;
/* Pure. > 0 when a comes before b. */
int urgency_order(const Urgency *a, const Urgency *b);

extern const Route TODAY_ROUTES[];

#endif
