/*
 * Idempotency-Key for POST: before the handler, the reply kept under the key is looked for; after it, the reply is kept
 * in the same transaction as the change, so that either both are stored or neither is. The rows belong to jobs, whose
 * functions the program registers at the start: http may not include a module to its right. The tracking API has its
 * own repeat filter and is left out.
 */
#include "http/repeat.h"

#include "base/secret.h"
#include "http/idempotency.h"

#include <pthread.h>
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

static unsigned char process_secret[SECRET_SIZE];

static void process_secret_make(void)
{
    randombytes_buf(process_secret, sizeof process_secret);
}

static const unsigned char *secret_of(const Services *services)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, process_secret_make);
    return services->secret ? services->secret : process_secret;
}

/*
 * "KEY:DIGEST". The rows are in the database and in backups, and a body can be guessed: so the digest is keyed by a
 * secret that is in neither, and KEY says by which. A request that takes or gives a secret gets no digest at all.
 */
enum { KEY_NAME = 8 };

static const char *fingerprint(const Exchange *exchange)
{
    const Request *request = &exchange->request;
    const unsigned char *secret = secret_of(request->services);
    char name[SECRET_DIGEST], digest[SECRET_DIGEST];
    if (request->route->flags & (ROUTE_SECRET | ROUTE_TAKES_SECRET))
        return exchange->path;
    const Uploaded *stream = request->uploaded;
    Bytes body = stream ? (Bytes) { stream->sha256, sizeof stream->sha256 } : request->body_bytes;
    secret_digest(secret, "", 0, "", 0, name);
    secret_digest(secret, exchange->target, strlen(exchange->target), body.data, body.size, digest);
    return arena_format(request->arena, "%.*s:%s", KEY_NAME, name, digest);
}

/* A server with another secret wrote it: the digests cannot be compared, so the key alone decides. */
static bool is_same_request(const char *kept, const char *now)
{
    bool both_digests = kept[0] != '/' && now[0] != '/';
    return !strcmp(kept, now) || (both_digests && strncmp(kept, now, KEY_NAME + 1) != 0);
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
        return fail(error, ERROR_INPUT, "Idempotency-Key", "Idempotency-Key must be 1 to 255 visible characters");
    IdempotencyKey key = repeat_key(exchange, name);
    if (!atomic_load(&registered)->find(db, request->arena, &key, &reply, error))
        return false;
    if (!reply)
        return true;
    if (!is_same_request(reply->fingerprint, key.fingerprint))
        return fail(error, ERROR_CONFLICT, "Idempotency-Key", "this key was used for another request");
    if (!reply->body)
        return fail(error, ERROR_CONFLICT, "Idempotency-Key", "already done; the secret is returned only once");
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
