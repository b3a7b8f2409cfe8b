/*
 * Facts: one thing that happened, written in the same transaction as the change it tells of. Timeline, audit, triggers,
 * webhooks and live updates are readers of this one table. A fact holds ids and typed arguments, never a person's words
 * or address (those live in tables that can be erased). Delivery is at least once, in commit order, with a stable id.
 *
 * Forgets a person: there is nothing to forget; `contact_id` and the actor are ids of rows that the owning modules
 * empty.
 * Units: times in ms UTC.
 * Errors: those of the database; a fact that its reader fails on ten times is put aside.
 */
#ifndef BANSO_JOBS_FACT_H
#define BANSO_JOBS_FACT_H

#include "db/db.h"

struct Services;

typedef struct {
    const char *kind;    /* "account.created", "health.fell", "task.done"; declared in a FactKind (fact_kind.h) */
    int64_t account_id;  /* 0 = none */
    int64_t contact_id;  /* 0 = none */
    const char *actor;   /* "staff:12", "key:7", "system" */
    const char *subject; /* "contract:99": what it is about, for reading it again; NULL = none */
    const char *body;    /* JSON object of typed arguments; NULL = {} */
    int64_t at;          /* ms: when it happened */
} Fact;

/*
 * `id` may be NULL. After COMMIT live readers are told: "account:ID", the subject, the module ("account") and the lists
 * that show such things ("accounts", "today"; FactKind.wakes).
 */
bool fact_write(Db *db, const Fact *fact, int64_t *id, Error *error);
/* Whether the body has a member of this name: "time_zone" in a workspace.changed. */
bool fact_says(const Fact *fact, const char *key);

/*
 * A reader of all facts in order; its offset is a row that moves in the transaction of `take`, so inside the database
 * nothing is missed or seen twice. A fact on which `take` fails FACT_TRIES_MAX times (the database being well) is put
 * aside in fact_skipped, with one error in the log, so that it cannot hold up all others.
 */
enum { FACT_TRIES_MAX = 10 };
typedef struct {
    const char *name;
    bool (*take)(struct Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error);
} FactReader;

#endif
