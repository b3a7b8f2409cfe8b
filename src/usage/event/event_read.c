/*
 * An account's events and rollups from both places that may hold them. Filed chunks come before fresh events, which is
 * the order of receipt; days are merged newest first, and one that is in both places is added up. On PostgreSQL nothing
 * is fresh, and that half comes back empty (inbox.c).
 */
#include "usage/event/event_read.h"

#include "ingest.sql.h"
#include "reading.sql.h"
#include "usage/event/inbox.h"

#include <stdlib.h>
#include <string.h>

void ids_add(IdList *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == id)
            return;
    list->items = arena_room(list->arena, list->items, list->count, 1, &list->capacity, sizeof *list->items);
    list->items[list->count++] = id;
}

void chunks_add(Chunks *chunks, int64_t seq, Bytes body)
{
    uint8_t *copy = arena_alloc(chunks->arena, body.size + 1);
    chunks->items =
        arena_room(chunks->arena, chunks->items, chunks->count, 1, &chunks->capacity, sizeof *chunks->items);
    if (body.size > 0)
        memcpy(copy, body.data, body.size);
    chunks->items[chunks->count++] = (Chunk) { seq, { copy, body.size } };
}

static bool chunk_take(const ChunkOfDayRow *row, void *context, Error *error)
{
    (void)error;
    chunks_add(context, row->seq, row->body);
    return true;
}

bool chunks_read(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error)
{
    return chunk_of_day(db, day, account, chunk_take, chunks, error) && fresh_chunks(db, day, account, chunks, error);
}

static bool filed_days(Db *db, Arena *arena, int64_t account, int64_t from, int64_t before, AccountDay **days,
                       size_t *count, Error *error)
{
    AccountDaysBeforeRow *rows;
    if (!account_days_before(db, arena, account, from, before, &rows, count, error))
        return false;
    *days = arena_array(arena, *count + 1, sizeof **days);
    for (size_t i = 0; i < *count; i++) {
        (*days)[i].day = rows[i].day;
        if (!rollup_read(arena, rows[i].body, &(*days)[i].rollup))
            return fail(error, ERROR_INTERNAL, NULL,
                        "the rollup of account %lld, day %lld is damaged: run banso rebuild", (long long)account,
                        (long long)rows[i].day);
    }
    return true;
}

/* The newest of both, which moves on; a day that is in both becomes one. */
static AccountDay newest(Arena *arena, const AccountDay *a, size_t a_count, size_t *i, const AccountDay *b,
                         size_t b_count, size_t *j)
{
    if (*j == b_count || (*i < a_count && a[*i].day > b[*j].day))
        return a[(*i)++];
    if (*i == a_count || b[*j].day > a[*i].day)
        return b[(*j)++];
    const AccountDay *left = &a[(*i)++], *right = &b[(*j)++];
    return (AccountDay) { left->day, rollup_merge(arena, &left->rollup, &right->rollup) };
}

/* Full answers of the table are as long as ours: nothing that is left out there is passed over. */
bool account_days_read(Db *db, Arena *arena, int64_t account, int64_t from, int64_t before, AccountDay **days,
                       size_t *count, Error *error)
{
    AccountDay *filed, *fresh;
    size_t filed_count, fresh_count, i = 0, j = 0, n = 0;
    if (!filed_days(db, arena, account, from, before, &filed, &filed_count, error) ||
        !fresh_days(db, arena, account, &fresh, &fresh_count, error))
        return false;
    while (j < fresh_count && fresh[j].day >= before)
        j++;
    while (fresh_count > j && fresh[fresh_count - 1].day < from)
        fresh_count--;
    *days = arena_array(arena, ACCOUNT_DAYS_MAX, sizeof **days);
    while (n < ACCOUNT_DAYS_MAX && (i < filed_count || j < fresh_count))
        (*days)[n++] = newest(arena, filed, filed_count, &i, fresh, fresh_count, &j);
    *count = n;
    return true;
}

static int newest_first(const void *left, const void *right)
{
    const AccountDay *a = left, *b = right;
    return a->day > b->day ? -1 : a->day < b->day;
}

/* Days before the last one of a full answer may be missing in it: they are left for the next question. */
bool accounts_days_read(Db *db, Arena *arena, Ids accounts, int64_t from, int64_t before, AccountDay **days,
                        size_t *count, Error *error)
{
    AccountDay *all = arena_array(arena, accounts.count * ACCOUNT_DAYS_MAX + 1, sizeof *all);
    size_t found = 0, kept = 0;
    int64_t whole_from = INT64_MIN;
    for (size_t i = 0; i < accounts.count; i++) {
        AccountDay *some;
        size_t n;
        if (!account_days_read(db, arena, accounts.items[i], from, before, &some, &n, error))
            return false;
        if (n == ACCOUNT_DAYS_MAX && some[n - 1].day > whole_from)
            whole_from = some[n - 1].day;
        if (n)
            memcpy(all + found, some, n * sizeof *some);
        found += n;
    }
    qsort(all, found, sizeof *all, newest_first);
    for (size_t i = 0; i < found && all[i].day >= whole_from; i++) {
        if (kept && all[kept - 1].day == all[i].day)
            all[kept - 1].rollup = rollup_merge(arena, &all[kept - 1].rollup, &all[i].rollup);
        else
            all[kept++] = all[i];
    }
    *days = all;
    *count = kept;
    return true;
}
