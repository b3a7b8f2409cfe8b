/*
 * The rows behind http's Idempotency-Key, in jobs because they need a table and a sweep (jobs.sweep removes those older
 * than a day). Erasing a person empties the kept replies that name their id.
 */
#include "jobs.sql.h"
#include "jobs/jobs.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
enum { ID_DIGITS = 18 };

static bool find(Db *db, Arena *arena, const IdempotencyKey *key, IdempotentReply **reply, Error *error)
{
    IdempotencyFirstRow *row;
    if (!idempotency_first(db, arena, key->caller, key->key, clock_now() - MS_PER_DAY, &row, error))
        return false;
    *reply = NULL;
    if (!row)
        return true;
    *reply = arena_make(arena, IdempotentReply);
    **reply = (IdempotentReply) { row->fingerprint, (int)row->status, row->body };
    return true;
}

static bool keep(Db *db, const IdempotencyKey *key, const IdempotentReply *reply, int64_t now, Error *error)
{
    return idempotency_insert(db, key->caller, key->key, reply->fingerprint, reply->status, reply->body, now, error);
}

/* ---- forgetting ---- */

typedef struct {
    Arena *arena;
    const int64_t *ids; /* sorted */
    size_t id_count;
    IdempotencyEmptyIn *items; /* of replies that name one of them */
    size_t count, capacity;
} Naming;

static int by_id(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left, other = *(const int64_t *)right;
    return (one > other) - (one < other);
}

/* Wherever an id is written, it is all the digits that stand there together. */
static bool names_any(const char *body, const int64_t *ids, size_t count)
{
    for (const char *at = body + strcspn(body, DIGITS); *at; at += strcspn(at, DIGITS)) {
        size_t size = strspn(at, DIGITS);
        int64_t id = size <= ID_DIGITS ? strtoll(at, NULL, 10) : 0;
        if (bsearch(&id, ids, count, sizeof id, by_id))
            return true;
        at += size;
    }
    return false;
}

static bool body_look(const IdempotencyBodiesRow *row, void *context, Error *error)
{
    Naming *naming = context;
    (void)error;
    if (!names_any(row->body, naming->ids, naming->id_count))
        return true;
    naming->items =
        arena_room(naming->arena, naming->items, naming->count, 1, &naming->capacity, sizeof *naming->items);
    naming->items[naming->count++] =
        (IdempotencyEmptyIn) { arena_text(naming->arena, row->caller), arena_text(naming->arena, row->key) };
    return true;
}

bool idempotency_forget(Db *db, Ids ids, Error *error)
{
    Arena *arena = db_arena(db);
    int64_t *sorted = arena_array(arena, ids.count + 1, sizeof *sorted);
    Naming naming = { .arena = arena, .ids = sorted, .id_count = ids.count };
    if (!ids.count)
        return true;
    memcpy(sorted, ids.items, ids.count * sizeof *sorted);
    qsort(sorted, ids.count, sizeof *sorted, by_id);
    return idempotency_bodies(db, body_look, &naming, error) &&
           idempotency_empty(db, naming.items, naming.count, error);
}

const IdempotencyStore IDEMPOTENCY_STORE = { find, keep };
