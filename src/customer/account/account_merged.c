/*
 * Where accounts are that went: for modules that file by the account that was named, and show by the one that is there.
 * All of it is read from the database in the transaction that asks, so no process remembers an earlier state. While no
 * account ever went, the questions cost a look at an empty table.
 */
#include "customer/account/account_merge.h"

#include <stdlib.h>

static int by_account(const void *a, const void *b)
{
    const AccountWent *x = a, *y = b;
    return x->account < y->account ? -1 : x->account > y->account;
}

typedef struct {
    Arena *arena;
    AccountWent *items;
    size_t count, capacity;
} Gathering;

static bool went_add(Gathering *gathering, int64_t account, int64_t now)
{
    gathering->items = arena_room(gathering->arena, gathering->items, gathering->count, 1, &gathering->capacity,
                                  sizeof *gathering->items);
    gathering->items[gathering->count++] = (AccountWent) { account, now };
    return true;
}

static bool among_take(const MergedAmongRow *row, void *context, Error *error)
{
    (void)error;
    return went_add(context, row->account_id, row->into_id);
}

static bool around_take(const MergedAroundRow *row, void *context, Error *error)
{
    (void)error;
    return went_add(context, row->account_id, row->into_id);
}

static bool all_take(const MergedAllRow *row, void *context, Error *error)
{
    (void)error;
    return went_add(context, row->account_id, row->into_id);
}

static AccountsWent went_of(Gathering *gathering)
{
    if (gathering->count)
        qsort(gathering->items, gathering->count, sizeof *gathering->items, by_account);
    return (AccountsWent) { gathering->count, gathering->items };
}

bool accounts_went(Db *db, Arena *arena, Ids accounts, AccountsWent *went, Error *error)
{
    Gathering gathering = { .arena = arena };
    if (accounts.count && !merged_among(db, accounts, among_take, &gathering, error))
        return false;
    *went = went_of(&gathering);
    return true;
}

bool accounts_went_into(Db *db, Arena *arena, Ids accounts, AccountsWent *went, Error *error)
{
    Gathering gathering = { .arena = arena };
    if (accounts.count && !merged_around(db, accounts, around_take, &gathering, error))
        return false;
    *went = went_of(&gathering);
    return true;
}

bool accounts_went_all(Db *db, Arena *arena, AccountsWent *went, Error *error)
{
    Gathering gathering = { .arena = arena };
    if (!merged_all(db, all_take, &gathering, error))
        return false;
    *went = went_of(&gathering);
    return true;
}

int64_t account_where(const AccountsWent *went, int64_t account)
{
    const AccountWent key = { account, 0 };
    const AccountWent *found = went->count ? bsearch(&key, went->items, went->count, sizeof key, by_account) : NULL;
    return found ? found->now : account;
}

bool account_now(Db *db, Arena *arena, int64_t account, int64_t *now, Error *error)
{
    MergedIntoRow *row;
    if (!merged_into(db, arena, account, &row, error))
        return false;
    *now = row ? row->into_id : account;
    return true;
}

bool account_went_through(Db *db, Arena *arena, int64_t account, Ids *accounts, Error *error)
{
    return merged_below(db, arena, account, accounts, error);
}

bool account_filed_as(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error)
{
    AccountFiledKeyRow *row;
    if (!account_filed_key(db, arena, external_id, &row, error))
        return false;
    *id = row ? row->id : 0;
    return true;
}
