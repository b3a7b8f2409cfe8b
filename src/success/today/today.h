/*
 * Today: which accounts need help first, why, and what to do. One ranked list over all accounts or those of one owner,
 * and beside it what is to be done by the day. Both come from sources (Module.today, customer/account/today_source.h):
 * any module may offer rows, and this one knows none of them.
 *
 * Formulas (docs/en/metrics.md):
 *   expected loss = MRR × risk × nearness. The risk is the source's; nearness comes from the row's own day, else from
 *     the account's notice date. A notice date gone by decides: what renews by itself cannot be left before the notice
 *     date of the next term, which then counts; without that the renewal counts. Who pays by the month without an end
 *     is as near as can be.
 *   order = expected loss × what is recent, within the row's group. Recent is 1.5 on the day something happened and
 *     falls evenly to 1 over seven days, so a fall raises an account among its like and never trumps money.
 *   group: what asks for somebody (the source's level) and happened within seven days (fell); what asks for somebody
 *     (risk); what asks for a look (watch), such as a fall that did not reach BAD, which therefore never stands above
 *     BAD; what renews or may be cancelled within 30 days (renewal); the rest (steady). Without a contract there is
 *     nothing to lose: such rows stand at the end of their group.
 * MRR is counted in the workspace's currency, other currencies at their rates (revenue/rate/rate.h). Where that is
 * nothing, or there is no rate, its place is taken by seats × what a seat pays here on average, so that all stand in
 * one order; where no seat pays anything, seats alone decide.
 *
 * Units: money in micros of the workspace's currency, days as day numbers. Errors: INPUT for a snooze without a reason
 * or with a day that is not ahead; MISSING for an account that is not there.
 * Not for: judging (health), nor for what there is to be said of a ticket or a task (their sources).
 * Forgets a person: a snooze's reason is about a company, but what names the person unmistakably is replaced in it
 * (customer/contact/contact_words.h); staff erases its author.
 */
#ifndef BANSO_TODAY_TODAY_H
#define BANSO_TODAY_TODAY_H

#include "customer/account/today_source.h"

/* Pure. 1 when the date is here, less the further it is; a date gone by is as near as can be; unknown counts as far. */
double loss_nearness(OptInt days_left);
/* Pure. 1.5 on the day itself, 1 from seven days on, and when nothing happened. */
double recent_factor(OptInt days_ago);

/* In the order of the list. */
typedef enum { GROUP_FELL, GROUP_RISK, GROUP_WATCH, GROUP_RENEWAL, GROUP_STEADY, GROUP_DONE, GROUP_COUNT } TodayGroup;
extern const char *const TODAY_GROUP_NAMES[GROUP_COUNT + 1]; /* NULL-ended */
#define TODAY_GROUPS "fell|risk|watch|renewal|steady|done"

enum { RENEWAL_DAYS = 30 };

/* Days to (or, where negative, since) what decides a row's place; unset = there is none. */
typedef struct {
    OptInt happened_ago, to_renewal, to_notice;
} TodayDays;
/* Pure. Never GROUP_DONE, which is what somebody has done (done.h). */
TodayGroup today_group(TodayLevel level, const TodayDays *days);

/* A day as it decides: a notice date gone by makes way for the next one, or for the renewal. */
typedef struct {
    OptInt due_on, notice_on, next_notice_on, renews_on;
    bool monthly; /* can leave any month */
} LossDates;
/* Pure. The days until the account can be lost; unset = nothing says when. */
OptInt loss_days_left(const LossDates *dates, int64_t day);

typedef struct {
    TodayGroup group;
    bool contract; /* there is one to lose */
    double loss;   /* in micros of the workspace's currency; 0 when nobody pays */
    double seats;  /* seats × risk × nearness, in place of money */
} Urgency;
/* Pure. > 0 when a comes before b. */
int urgency_order(const Urgency *a, const Urgency *b);

extern const Route TODAY_ROUTES[];
extern const Route SNOOZE_ROUTES[];

#endif
