/*
 * Facts: one row for each thing that happened, written in the same transaction as the change itself. Timeline, audit,
 * triggers, webhooks and live updates are readers of this one table. A fact holds ids and typed arguments, never a
 * person's words or address (those live in tables that can be erased). Delivery is at least once, in commit order, with
 * a stable id.
 *
 * The arguments are a struct, whose Shape the kind names (FactKind.body): fact_write writes it, fact_body reads it.
 * Facts of earlier versions stay as they were written, so a member of such a Shape is never removed, and a new one is
 * optional.
 *
 * Forgets a person: there is nothing to forget; `contact_id` and the actor are ids of rows that the owning modules
 * empty.
 * Units: times in ms UTC.
 * Errors: those of the database; a fact that its reader fails on ten times is put aside. A body without a Shape, and a
 * Shape that is not the kind's, are our bugs and end the process.
 */
#ifndef BANSO_JOBS_FACT_H
#define BANSO_JOBS_FACT_H

#include "base/shape.h"
#include "base/viewer.h"
#include "db/db.h"

struct Services;

typedef struct {
    const char *kind;    /* "account.created", "health.fell", "task.done"; declared in a FactKind (fact_kind.h) */
    int64_t account_id;  /* 0 = none */
    int64_t contact_id;  /* 0 = none */
    const char *actor;   /* "staff:12", "key:7", "system" */
    const char *subject; /* "contract:99": what it is about, for reading it again; NULL = none */
    int64_t at;          /* ms: when it happened */
    const void *body;    /* to be written: the struct of the kind's Shape; NULL = nothing more to say */
    const char *json;    /* of a fact that was read: the same as it is stored; fact_body reads it */
    Audience audience;   /* who may see it; that of its subject */
} Fact;

/*
 * `id` may be NULL. After COMMIT live readers are told: "account:ID", the subject, the module ("account") and the lists
 * that show such things ("accounts", "today"; FactKind.wakes).
 */
bool fact_write(Db *db, const Fact *fact, int64_t *id, Error *error);
/* The thing `fact->subject` is for somebody else now, who stands in `fact->audience`: so are all its facts, and those
 * of its parts, whose body names it as `of`; then fact_write. The kind is one that declares `.sight`. */
bool fact_show(Db *db, const Fact *fact, Error *error);
/* The facts of an account, for a merge (AccountMoved). What is told of accounts that are one is told of the one that
 * stays. */
bool facts_of_account(Db *db, Arena *arena, int64_t account, int64_t after, int64_t most, Ids *ids, Error *error);
bool facts_move(Db *db, Ids ids, int64_t from, int64_t into, Error *error);
/* The body of a fact that was read, as the struct of its kind's Shape. */
bool fact_body(Arena *arena, const Fact *fact, const Shape *shape, void *body, Error *error);

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
