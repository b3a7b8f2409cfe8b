/* What facts change in memory here: the columns of accounts. */
#include "customer/account/account_columns.h"
#include "house/workspace/workspace.h"

#include <stdlib.h>
#include <string.h>

/* ---- accounts -------------------------------------------------------------------------------------------------- */

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The accounts of the facts, ascending, each once. */
static Ids accounts_of(Arena *arena, const Fact *facts, size_t count)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        if (facts[i].account_id && text_starts(facts[i].kind, "account."))
            ids[found++] = facts[i].account_id;
    qsort(ids, found, sizeof *ids, id_order);
    for (size_t i = 0; i < found; i++)
        if (!kept || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return (Ids) { kept, ids };
}

static bool any_is(const Fact *facts, size_t count, const char *prefix)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(facts[i].kind, prefix))
            return true;
    return false;
}

static bool accounts_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    /* The facts of the demo's accounts go with them. */
    if (any_is(facts, count, "field.deleted") || any_is(facts, count, "demo.removed"))
        return account_columns_reload(services, error);
    if (any_is(facts, count, "field.created") && !account_columns_fields(services, error))
        return false;
    Arena *arena = arena_new();
    Ids accounts = accounts_of(arena, facts, count);
    bool ok = !accounts.count || account_columns_refresh(services, accounts, error);
    arena_free(arena);
    return ok;
}

/* ---- what other tables say in an account's columns -------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    int64_t owner, after;
    AccountIdsOfOwnerRow *rows;
    size_t count;
} Owned;

static bool owned_read(Db *db, void *context, Error *error)
{
    Owned *owned = context;
    return account_ids_of_owner(db, owned->arena, owned->owner, owned->after, &owned->rows, &owned->count, error);
}

/* The accounts of a person of the staff, whose name is a column. */
static bool owner_follow(Services *services, int64_t owner, Error *error)
{
    Owned owned = { .arena = arena_new(), .owner = owner, .count = 1 };
    bool ok = true;
    while (ok && owned.count) {
        arena_reset(owned.arena);
        ok = store_read(services->store, owned_read, &owned, error);
        int64_t *ids = arena_array(owned.arena, ok ? owned.count + 1 : 1, sizeof *ids);
        for (size_t i = 0; ok && i < owned.count; i++)
            owned.after = ids[i] = owned.rows[i].id;
        ok = ok && (!owned.count || account_columns_refresh(services, (Ids) { owned.count, ids }, error));
    }
    arena_free(owned.arena);
    return ok;
}

static bool neighbours_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (workspace_zone_moved(&facts[i]))
            return account_columns_reload(services, error);
        if (strcmp(facts[i].kind, "staff.changed") == 0 && facts[i].subject &&
            !owner_follow(services, strtoll(facts[i].subject + strcspn(facts[i].subject, ":") + 1, NULL, 10), error))
            return false;
    }
    return true;
}

const FactFollower ACCOUNT_FOLLOWERS[] = { { "accounts", accounts_follow, true },
                                           { "accounts' neighbours", neighbours_follow, false },
                                           { 0 } };
