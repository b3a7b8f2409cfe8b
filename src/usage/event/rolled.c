/*
 * Rollup rows unpacked for feed, which fills the engine. A row is handed on as its difference from an empty day, and
 * the arena is emptied with each, so all accounts cost the memory of one row. Only rolled_before looks at fresh rollups
 * too: it runs while commits go on, the others when nothing is fresh.
 */
#include "usage/event/rolled.h"

#include "rolled.sql.h"
#include "rolled_engine.sql.h"
#include "usage/event/inbox.h"
#include "usage/event/rollup.h"

typedef struct {
    Arena *arena;
    RolledTake take;
    void *context;
} Taking;

static bool row_take(Taking *taking, int64_t account, int64_t day, Bytes body, Error *error)
{
    RollupDay none = { 0 }, now;
    Delta *rows;
    size_t count;
    arena_reset(taking->arena);
    if (!rollup_read(taking->arena, body, &now))
        return fail(error, ERROR_INTERNAL, NULL, "the rollup of account %lld, day %lld is damaged: run banso rebuild",
                    (long long)account, (long long)day);
    rollup_deltas(taking->arena, account, day, &none, &now, &rows, &count);
    return taking->take(account, day, rows, count, taking->context, error);
}

static bool take_any(const RolledEachRow *row, void *context, Error *error)
{
    return row_take(context, row->account_id, row->day, row->body, error);
}

static bool take_at(const RolledEachAtRow *row, void *context, Error *error)
{
    return row_take(context, row->account_id, row->day, row->body, error);
}

static bool take_before(const RolledEachBeforeRow *row, void *context, Error *error)
{
    return row_take(context, row->account_id, row->day, row->body, error);
}

static bool take_fresh(int64_t account, int64_t day, Bytes packed, void *context, Error *error)
{
    return row_take(context, account, day, packed, error);
}

bool rolled_all(Db *db, RolledTake take, void *context, Error *error)
{
    Taking taking = { arena_new(), take, context };
    bool ok = rolled_each(db, take_any, &taking, error);
    arena_free(taking.arena);
    return ok;
}

bool rolled_at(Db *db, Ids accounts, Ids days, RolledTake take, void *context, Error *error)
{
    Taking taking = { arena_new(), take, context };
    bool ok = rolled_each_at(db, accounts, days, take_at, &taking, error);
    arena_free(taking.arena);
    return ok;
}

bool rolled_before(Db *db, Ids accounts, int64_t until, RolledTake take, void *context, Error *error)
{
    Taking taking = { arena_new(), take, context };
    bool ok = rolled_each_before(db, accounts, until, take_before, &taking, error) &&
              fresh_rollups(db, accounts, until, take_fresh, &taking, error);
    arena_free(taking.arena);
    return ok;
}

bool rolled_newest(Db *db, int64_t *day, Error *error)
{
    RolledLastRow *row;
    if (!rolled_last(db, db_arena(db), &row, error))
        return false;
    *day = row != NULL && row->day.known ? row->day.value : INT64_MIN;
    return true;
}

int rolled_shelf(int64_t account)
{
    return fresh_shelf(account);
}
