/*
 * Idempotency-Key on a POST: the same key from the same caller gets the first reply again, for as long as the store
 * keeps it (24 hours), and the handler does not run a second time. The same key with another request is a CONFLICT.
 * Anonymous requests and the tracking API (which has its own repeat filter) are left out.
 *
 * The rows belong to a layer to the right: its two functions are registered before the server starts. Both run in the
 * transaction of the write itself, so that reply and change are kept or lost together.
 *
 * Units: times in ms.
 * Errors: CONFLICT; those of the database.
 * Forgets a person: a kept reply may hold what was entered; it is emptied when its person is forgotten
 * (jobs/jobs.h), and goes after 24 hours. Replies with a secret are never kept.
 */
#ifndef BANSO_HTTP_IDEMPOTENCY_H
#define BANSO_HTTP_IDEMPOTENCY_H

#include "db/db.h"

typedef struct {
    const char *caller;      /* "staff:12": one caller's keys are not another's */
    const char *key;         /* 1 to 255 visible characters */
    const char *fingerprint; /* of path, query and body, keyed by a secret outside of the database */
} IdempotencyKey;

typedef struct {
    const char *fingerprint; /* of the request that got this reply */
    int status;
    const char *body; /* NULL = it held a secret and was not kept */
} IdempotentReply;

typedef struct {
    /* *reply = NULL when the key is new. */
    bool (*find)(Db *db, Arena *arena, const IdempotencyKey *key, IdempotentReply **reply, Error *error);
    bool (*keep)(Db *db, const IdempotencyKey *key, const IdempotentReply *reply, int64_t now, Error *error);
} IdempotencyStore;

/* Before the first request; NULL takes it away again (tests). */
void idempotency_register(const IdempotencyStore *store);

#endif
