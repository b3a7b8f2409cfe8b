#include "http/repeat.h"

#include "http/idempotency.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

static _Atomic(const IdempotencyStore *) registered;

void idempotency_register(const IdempotencyStore *store)
{
    atomic_store(&registered, store);
}

static const char *repeat_name(const Exchange *exchange)
{
    const Request *request = &exchange->request;
    CallerKind kind = request->caller->kind;
    if (!atomic_load(&registered) || request->route->method != POST || request->route->right == RIGHT_INGEST)
        return NULL;
    return kind == CALLER_NOBODY ? NULL : exchange_header(exchange, "Idempotency-Key");
}

static const char *fingerprint(const Exchange *exchange)
{
    crypto_hash_sha256_state state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)exchange->target, strlen(exchange->target) + 1);
    crypto_hash_sha256_update(&state, exchange->request.body_bytes.data, exchange->request.body_bytes.size);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return arena_text(exchange->request.arena, hex);
}

static IdempotencyKey repeat_key(const Exchange *exchange, const char *name)
{
    return (IdempotencyKey) { .caller = request_actor(&exchange->request),
                              .key = name,
                              .fingerprint = fingerprint(exchange) };
}

static bool name_is_good(const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < size; i++)
        if (name[i] < 0x21 || name[i] > 0x7e)
            return false;
    return size >= 1 && size <= 255;
}

bool repeat_find(Exchange *exchange, Db *db, bool *done, Error *error)
{
    Request *request = &exchange->request;
    const char *name = repeat_name(exchange);
    IdempotentReply *reply = NULL;
    *done = false;
    if (!name)
        return true;
    if (!name_is_good(name))
        return fail(error, ERROR_INPUT, "Idempotency-Key", "an Idempotency-Key is 1 to 255 visible characters");
    IdempotencyKey key = repeat_key(exchange, name);
    if (!atomic_load(&registered)->find(db, request->arena, &key, &reply, error))
        return false;
    if (!reply)
        return true;
    if (strcmp(reply->fingerprint, key.fingerprint))
        return fail(error, ERROR_CONFLICT, "Idempotency-Key", "this key was used for another request");
    if (!reply->body)
        return fail(error, ERROR_CONFLICT, "Idempotency-Key", "this was done before, and its secret is told only once");
    *done = true;
    reply_header(request, "Idempotent-Replayed", "true");
    return reply->status == 204 ? reply_empty(request) : reply_json(request, reply->status, reply->body);
}

bool repeat_keep(Exchange *exchange, Db *db, Error *error)
{
    const Request *request = &exchange->request;
    const Reply *reply = &exchange->reply;
    const char *name = repeat_name(exchange);
    if (!name)
        return true;
    IdempotencyKey key = repeat_key(exchange, name);
    bool secret = request->route->flags & ROUTE_SECRET;
    IdempotentReply kept = {
        .fingerprint = key.fingerprint,
        .status = reply->status,
        .body = secret ? NULL : arena_text_n(request->arena, reply->bytes, reply->size),
    };
    return atomic_load(&registered)->keep(db, &key, &kept, request->now, error);
}
