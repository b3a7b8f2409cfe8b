/*
 * Inside health: what a new version of a scorecard changed without the accounts having changed. Counted while accounts
 * are told, and told in one line of the audit for each recalculation, not for each account, and on no timeline.
 */
#ifndef BANSO_HEALTH_APPLIED_H
#define BANSO_HEALTH_APPLIED_H

#include "success/health/tell.h"

typedef struct {
    int64_t scorecard_id;
    ScorecardApplied told;
} Applied;
/* Starts as { .arena = … }. */
typedef struct {
    Arena *arena;
    Applied *items;
    size_t count, room;
} AppliedList;

/* The row of the same account and product; NULL = there is none. */
const Health *health_same(const HealthList *list, const Health *health);
/* The judge of the row says its band, where another version said `before`. */
void applied_count(AppliedList *list, const Health *health, Band before);
void applied_add(AppliedList *all, const AppliedList *more);
/* The facts scorecard.applied, one for each version. */
bool applied_tell(Services *services, const AppliedList *list, int64_t now, Error *error);

#endif
