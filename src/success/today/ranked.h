/* Inside today: the rows of all sources in one order, before they are worded. */
#ifndef BANSO_TODAY_RANKED_H
#define BANSO_TODAY_RANKED_H

#include "customer/account/today_source.h"
#include "customer/task/task.h"
#include "success/today/today.h"

/* What an account pays and when it may leave, on a day. */
typedef struct {
    int64_t account_id;
    OptInt owner_id, seats, renews_on, notice_on;
    OptInt mrr_micros;                   /* in the workspace's currency, by the rates: what is ranked by */
    OptInt own_micros;                   /* in the account's own: what is shown */
    const char *currency, *without_rate; /* NULL = none */
    bool monthly;                        /* can leave any month */
} Worth;

typedef struct {
    const TodaySource *source;
    const TodayRow *row;
    const Worth *worth;
    double weight; /* risk × nearness */
    double score;  /* never less than that of the next in the list */
    Urgency urgency;
} Ranked;

typedef struct {
    size_t count, worth_count;
    Ranked *items;       /* most urgent first */
    const Worth *worths; /* of the accounts that have rows, each once */
} Ranking;

/* The rows of all sources, for any owner. Outside of views. */
bool today_rows(const TodayAsked *asked, Ranking *ranking, Error *error);
/* Weighs them and puts them in order; those of other owners go. */
void today_rank(Ranking *ranking, const EngineView *view, Arena *arena, const TodayAsked *asked);
/* Whether the account is of the owner who was asked for. */
bool worth_is_asked(const Worth *worth, const TodayAsked *asked);
/* What is to be done by the day, of all sources together. */
bool today_dues(const TodayAsked *asked, int64_t most, TodayDues *dues, Error *error);

/* What today.snoozed says. */
typedef struct {
    int64_t until; /* day */
} TodaySnoozed;
extern const Shape TODAY_SNOOZED;

extern const AccountHolder TODAY_HOLDER;
extern const TimelineSource TODAY_TIMELINE;

#endif
