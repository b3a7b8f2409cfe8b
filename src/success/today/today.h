/*
 * Today: which accounts need help first, why, and what to do. One ranked list over all accounts or those of one owner,
 * and beside it what is to be done by the day. Both come from sources (Module.today, customer/account/today_source.h):
 * any module may offer rows, and this one knows none of them.
 *
 * Formula: expected loss = MRR × risk × nearness. The risk is the source's; nearness comes from the row's own day, else
 * from the account's notice date, else its renewal; who pays by the month without an end is as near as can be. What has
 * just happened (an account fell within the last seven days) comes first. MRR is counted in the workspace's currency,
 * other currencies at their rates (revenue/rate/rate.h). Where that is nothing, or there is no rate, its place is taken
 * by seats × what a seat pays here on average, so that all stand in one order; where no seat pays anything, seats alone
 * decide.
 *
 * Units: money in micros of the workspace's currency, days as day numbers. Errors: INPUT for a snooze without a reason
 * or with a day that is not ahead; MISSING for an account that is not there.
 * Not for: judging (health), nor for what there is to be said of a ticket or a task (their sources).
 * Forgets a person: a snooze's reason is about a company, but what names the person unmistakably is replaced in it
 * (customer/contact/contact_words.h); staff erases its author.
 */
#ifndef BANSO_TODAY_TODAY_H
#define BANSO_TODAY_TODAY_H

#include "http/route.h"

/* Pure. 1 when the date is here, less the further it is; a date gone by is as near as can be; unknown counts as far. */
double loss_nearness(OptInt days_left);

typedef struct {
    bool first;
    double loss;  /* in micros of the workspace's currency; 0 when nobody pays */
    double seats; /* seats × risk × nearness, in place of money */
} Urgency;
/* Pure. > 0 when a comes before b. */
int urgency_order(const Urgency *a, const Urgency *b);

extern const Route TODAY_ROUTES[];
extern const Route SNOOZE_ROUTES[];

#endif
