/*
 * What accounts pay on a day and when they may leave, out of the engine's columns: what Today ranks by and the overview
 * sums up, so that both count one money.
 *
 * Units: money in micros, days as day numbers. Errors: none.
 * Not for: how likely an account leaves (success/health/health_today.h).
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_TODAY_WORTH_H
#define BANSO_TODAY_WORTH_H

#include "base/shape.h"
#include "engine/engine.h"

/* What an account pays and when it may leave, on a day. */
typedef struct {
    int64_t account_id;
    OptInt owner_id, standing_in_id, seats, renews_on, notice_on;
    OptInt next_notice_on;               /* known = it renews by itself */
    OptInt mrr_micros;                   /* in the workspace's currency, by the rates: what is ranked by */
    OptInt own_micros;                   /* in the account's own: what is shown */
    const char *currency, *without_rate; /* NULL = none */
    bool monthly;                        /* can leave any month */
    bool contract, left;                 /* pays, tries or is served for free; was there and left */
} Worth;
typedef struct {
    size_t count;
    Worth *items; /* of all accounts, ascending */
} Worths;
/* The columns that it is read in, NULL-ended: for keys of what is worked out of it. */
extern const char *const WORTH_COLUMNS[];
/* Kept until one of the columns changes; good until the arena is freed. */
const Worths *worths_on(const EngineView *view, Arena *arena, int64_t day);
void worths_forget(void);
/* How near the loss is (loss_nearness): by a day of its own, else by the account's dates. */
double worth_nearness(const Worth *worth, OptInt due_on, int64_t day);

#endif
