/* Inside today: the ranked accounts before they are worded. */
#ifndef BANSO_TODAY_RANKED_H
#define BANSO_TODAY_RANKED_H

#include "customer/task/task.h"
#include "success/today/today.h"

typedef struct {
    const Health *health; /* the account's worst row on the day */
    const Health *before; /* seven days earlier; NULL = was not judged */
    OptInt owner_id, seats, renews_on, notice_on;
    OptInt mrr_micros; /* in the workspace's currency: what is ranked by */
    OptInt own_micros; /* in the account's own: what is shown */
    const char *currency;
    bool monthly;  /* can leave any month */
    double weight; /* risk × nearness */
    double score;  /* never less than that of the next in the list */
    Urgency urgency;
} Ranked;

typedef struct {
    size_t count;
    Ranked *items; /* most urgent first */
} Ranking;

/* owner 0 = all. */
Ranking today_rank(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, int64_t owner);
/* The day within the last seven on which the account came into its present band. */
int64_t changed_on(const Judges *judges, const EngineView *view, Arena *arena, const Health *health);

extern const AccountHolder TODAY_HOLDER;
extern const TimelineSource TODAY_TIMELINE;

#endif
