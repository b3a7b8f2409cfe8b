/* Inside today: the rows of all sources in one order, before they are worded. */
#ifndef BANSO_TODAY_RANKED_H
#define BANSO_TODAY_RANKED_H

#include "customer/account/today_source.h"
#include "customer/task/task.h"
#include "house/timeline/timeline.h"
#include "revenue/rate/missing.h"
#include "success/today/done.h"
#include "success/today/today.h"
#include "success/today/worth.h"

/* Whether the account is of the owner who was asked for. */
bool worth_is_asked(const Worth *worth, const TodayAsked *asked);

typedef struct {
    const TodaySource *source;
    TodayRows rows;
} SourceRows;

typedef struct {
    const TodaySource *source;
    const TodayRow *row;
    const Worth *worth;
    double nearness, recent; /* what the row's risk is multiplied by */
    double score;            /* what orders it within its group */
    Urgency urgency;
    const Handled *handled; /* why it is in GROUP_DONE; NULL = it is not */
} Ranked;

typedef struct {
    size_t most;          /* rows to show */
    unsigned groups;      /* a bit for each */
    Ids snoozed;          /* accounts that are put off, ascending */
    HandledList *handled; /* accounts for which something was done; marked where that moved a row */
    bool only_snoozed;    /* those, else all others */
    const char *currency; /* the workspace's */
} RankAsk;

/* A group with those of its rows that are not shown. */
typedef struct {
    int64_t rows;
    double loss;          /* Σ expected loss of its accounts, in micros of the workspace's currency */
    int64_t converted;    /* accounts whose money is in it by a rate */
    WithoutRates without; /* accounts whose money is not in it */
} GroupSum;

typedef struct {
    size_t count;
    Ranked *items;                    /* the most urgent ones, most urgent first */
    int64_t total;                    /* with those beyond `most` */
    int64_t snoozed;                  /* rows of accounts that are put off, shown or not */
    int64_t done;                     /* rows for which something was done on the day itself */
    GroupSum groups[GROUP_COUNT];     /* of all groups, asked for or not */
    int64_t renewals, renewal_micros; /* accounts with rows that renew within RENEWAL_DAYS, and their MRR */
    WithoutRates without;             /* what has no rate is not in that MRR, and is counted beside it */
} Ranking;

/* The rows of all sources, for any owner; `sources` ended by one without a source. Outside of views. */
bool today_rows(const TodayAsked *asked, SourceRows **sources, Error *error);
Ranking today_rank(const SourceRows *sources, const Worths *worths, const TodayAsked *asked, const RankAsk *ask);
/* What is to be done by the day, of all sources together. */
bool today_dues(const TodayAsked *asked, int64_t most, TodayDues *dues, Error *error);

/* What today.snoozed says. */
typedef struct {
    int64_t until; /* day */
} TodaySnoozed;
extern const Shape TODAY_SNOOZED;

extern const AccountHolder TODAY_HOLDER;
extern const struct ContactHolder TODAY_CONTACTS;
extern const TimelineSource TODAY_TIMELINE[];

#endif
