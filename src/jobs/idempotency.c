/* The rows behind http's Idempotency-Key. */
#include "jobs.sql.h"
#include "jobs/jobs.h"

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

bool idempotency_forget(Db *db, int64_t id, Error *error)
{
    return idempotency_empty(db, arena_format(db_arena(db), "%%%lld%%", (long long)id), error);
}

const IdempotencyStore IDEMPOTENCY_STORE = { find, keep };
