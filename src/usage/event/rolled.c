/*
 * Rollup rows unpacked for feed, which fills the engine. A row is handed on as its difference from an empty day, and
 * the arena is emptied with each, so all accounts cost the memory of one row. Only rolled_before looks at fresh rollups
 * too: it runs while commits go on, the others when nothing is fresh.
 */
#include "usage/event/rolled.h"

#include "customer/account/account.h"
#include "rolled.sql.h"
#include "rolled_engine.sql.h"
#include "usage/event/event_store.h"
#include "usage/event/inbox.h"
#include "usage/event/rollup.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Arena *arena;
    RolledTake take;
    void *context;
    AccountsWent went;
} Taking;

static bool row_take(Taking *taking, int64_t filed, int64_t day, Bytes body, Error *error)
{
    int64_t account = account_where(&taking->went, filed);
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

/* For as long as rows are taken. */
static Taking taking_new(RolledTake take, void *context)
{
    return (Taking) { .arena = arena_new(), .take = take, .context = context };
}

bool rolled_all(Db *db, RolledTake take, void *context, Error *error)
{
    Taking taking = taking_new(take, context);
    bool ok = accounts_went_all(db, db_arena(db), &taking.went, error) && rolled_each(db, take_any, &taking, error);
    arena_free(taking.arena);
    return ok;
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Where accounts went into others, their rows come apart: they are gathered, added up, and told in order. */
typedef struct {
    Arena *arena;
    Delta *rows;
    size_t count, capacity;
} Parts;

static bool part_take(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error)
{
    Parts *parts = context;
    (void)account;
    (void)day;
    (void)error;
    parts->rows = arena_room(parts->arena, parts->rows, parts->count, count, &parts->capacity, sizeof *parts->rows);
    if (count > 0)
        memcpy(parts->rows + parts->count, rows, count * sizeof *rows);
    parts->count += count;
    return true;
}

static bool parts_tell(Parts *parts, RolledTake take, void *context, Error *error)
{
    size_t count = deltas_sum(parts->arena, parts->rows, parts->count);
    for (size_t i = 0, extent; i < count; i += extent) {
        extent = deltas_extent(parts->rows + i, count - i);
        if (!take(parts->rows[i].account, parts->rows[i].day, parts->rows + i, extent, context, error))
            return false;
    }
    return true;
}

/* Each pair of an account that others went into stands for all of them, one after another. */
static void pairs_spread(Arena *arena, const AccountsWent *went, Ids *accounts, Ids *days)
{
    int64_t *all = arena_array(arena, accounts->count * (went->count + 1) + 1, sizeof *all);
    int64_t *on = arena_array(arena, accounts->count * (went->count + 1) + 1, sizeof *on);
    size_t count = 0;
    for (size_t i = 0; i < accounts->count; i++) {
        all[count] = accounts->items[i];
        on[count++] = days->items[i];
        for (size_t k = 0; k < went->count; k++)
            if (went->items[k].now == accounts->items[i]) {
                all[count] = went->items[k].account;
                on[count++] = days->items[i];
            }
    }
    *accounts = (Ids) { count, all };
    *days = (Ids) { count, on };
}

bool rolled_at(Db *db, Ids accounts, Ids days, RolledTake take, void *context, Error *error)
{
    Taking taking = taking_new(take, context);
    Parts parts = { .arena = db_arena(db) };
    bool ok = accounts_went_into(db, db_arena(db), accounts, &taking.went, error);
    bool apart = ok && taking.went.count > 0;
    if (apart) {
        pairs_spread(db_arena(db), &taking.went, &accounts, &days);
        taking.take = part_take;
        taking.context = &parts;
    }
    ok = ok && rolled_each_at(db, accounts, days, take_at, &taking, error) &&
         (!apart || parts_tell(&parts, take, context, error));
    arena_free(taking.arena);
    return ok;
}

/* The accounts, and all that went into one of them. */
static void accounts_spread(Arena *arena, const AccountsWent *went, Ids *accounts)
{
    int64_t *all = arena_array(arena, accounts->count + went->count + 1, sizeof *all);
    for (size_t i = 0; i < accounts->count; i++)
        all[i] = accounts->items[i];
    for (size_t i = 0; i < went->count; i++)
        all[accounts->count + i] = went->items[i].account;
    qsort(all, accounts->count + went->count, sizeof *all, id_order);
    *accounts = (Ids) { accounts->count + went->count, all };
}

static bool whole_before(Db *db, Ids accounts, int64_t until, Taking *taking, Error *error)
{
    return rolled_each_before(db, accounts, until, take_before, taking, error) &&
           fresh_rollups(db, accounts, until, take_fresh, taking, error);
}

bool rolled_before(Db *db, Ids accounts, int64_t until, RolledTake take, void *context, Error *error)
{
    Taking taking = taking_new(take, context);
    Parts parts = { .arena = db_arena(db) };
    bool ok = accounts_went_into(db, db_arena(db), accounts, &taking.went, error);
    bool apart = ok && taking.went.count > 0;
    if (apart) {
        accounts_spread(db_arena(db), &taking.went, &accounts);
        taking.take = part_take;
        taking.context = &parts;
    }
    ok =
        ok && whole_before(db, accounts, until, &taking, error) && (!apart || parts_tell(&parts, take, context, error));
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
