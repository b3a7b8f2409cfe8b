/*
 * The job that sends what waits for one webhook, oldest first. It looks, sends outside of any transaction, and notes
 * what came of it; cut off in between, it sends the same id again. After a while, or after a failure, it ends and asks
 * for its next run, behind those of other webhooks: one slow host holds one worker for one try at most.
 */
#include "house/webhook/webhook_store.h"

#include "base/json.h"

#include <string.h>

static const int64_t SLICE_US = 10 * 1000000LL, AFTER_FAILURE_MS = 1000;

typedef struct {
    Services *services;
    Arena *arena; /* of one delivery */
    int64_t webhook, job;
    WebhookRow *hook; /* NULL = gone, off or paused */
    WebhookDeliveryRow *due;
    WebhookFactRow *fact;
    WebhookTry tried;
    int64_t tried_at; /* ms; 0 = nothing was due */
    bool delivered;
} Sending;

static bool look(Db *db, void *context, Error *error)
{
    Sending *sending = context;
    sending->due = NULL;
    sending->fact = NULL;
    if (!webhook_by_id(db, sending->arena, sending->webhook, &sending->hook, error))
        return false;
    if (sending->hook && (!sending->hook->active || sending->hook->paused_at.known))
        sending->hook = NULL;
    if (!sending->hook)
        return true;
    if (!webhook_delivery_due(db, sending->arena, sending->webhook, clock_now(), &sending->due, error))
        return false;
    Viewer viewer = viewer_make(sending->arena, webhook_sees(sending->arena, sending->hook->circles), 0);
    return !sending->due || !sending->due->fact_id.known ||
           webhook_fact(db, sending->arena, sending->due->fact_id.value, &viewer, &sending->fact, error);
}

/* It was to be told of a fact that is gone, or that is not for this webhook any more. */
static bool has_nothing_to_tell(const Sending *sending)
{
    return sending->due->fact_id.known && !sending->fact;
}

static bool withdraw(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    return webhook_delivery_withdraw(db, sending->due->id, error);
}

/* The signature of the secret, and while it is being replaced that of the old one too; NULL = no secret opens. */
static const char *signatures(const Sending *sending, const WebhookMessage *message, int64_t now)
{
    const WebhookRow *hook = sending->hook;
    Arena *arena = sending->arena;
    Bytes secret, old;
    if (!webhook_secret_open(arena, sending->services, hook->id, hook->secret, &secret))
        return NULL;
    const char *signature = webhook_signature(arena, secret, message->id, now / 1000, message->body);
    bool two = hook->old_until.known && hook->old_until.value > now &&
               webhook_secret_open(arena, sending->services, hook->id, hook->old_secret, &old);
    return two ? arena_format(arena, "%s %s", signature,
                              webhook_signature(arena, old, message->id, now / 1000, message->body))
               : signature;
}

static bool attempt(Sending *sending, Error *error)
{
    Arena *arena = sending->arena;
    int64_t now = clock_now();
    WebhookMessage message = webhook_message(arena, sending->due, sending->fact, sending->hook->circles);
    const char *signature = signatures(sending, &message, now);
    if (!signature) {
        sending->tried = (WebhookTry) { .outcome = WEBHOOK_NO_SECRET };
        return true;
    }
    const char *headers[] = { "Content-Type: application/json", arena_format(arena, "webhook-id: %s", message.id),
                              arena_format(arena, "webhook-timestamp: %lld", (long long)now / 1000),
                              arena_format(arena, "webhook-signature: %s", signature), NULL };
    OutboundOutcome outcome =
        outbound_post(&(OutboundPost) { sending->hook->url, headers, message.body, strlen(message.body),
                                        sending->services->outbound_networks, &sending->services->stopping });
    sending->tried = (WebhookTry) { outbound_word(outcome.end), outcome.status, outcome.took_ms };
    return outcome.end != OUTBOUND_STOPPED || fail(error, ERROR_BUSY, NULL, "stopping");
}

static bool note(Db *db, void *context, Error *error)
{
    Sending *sending = context;
    Writer writer = { sending->services, db, sending->arena, "system", sending->tried_at };
    return webhook_note(&writer, sending->hook, sending->due, &sending->tried, &sending->delivered, error);
}

static bool finish(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    WebhookDeliveryNextRow *next = NULL;
    int64_t now = clock_now(), earliest = sending->delivered ? sending->tried_at : sending->tried_at + AFTER_FAILURE_MS;
    if (sending->hook && !webhook_delivery_next(db, db_arena(db), sending->webhook, &next, error))
        return false;
    if (next && !webhook_wake(db, sending->webhook, next->next_at > earliest ? next->next_at : earliest, error))
        return false;
    return job_finish(db, sending->job, now, error);
}

static bool send_all(Sending *sending, Error *error)
{
    int64_t began = clock_monotonic();
    Store *store = sending->services->store;
    do {
        arena_reset(sending->arena);
        if (!store_read(store, look, sending, error))
            return false;
        if (!sending->due)
            break;
        if (has_nothing_to_tell(sending)) {
            if (!store_write(store, withdraw, sending, error))
                return false;
            continue;
        }
        if (!attempt(sending, error))
            return false;
        sending->tried_at = clock_now();
        if (!store_write(store, note, sending, error))
            return false;
    } while (sending->delivered && clock_monotonic() - began < SLICE_US && !sending->services->stopping);
    return store_write(store, finish, sending, error);
}

bool webhook_send_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    Sending sending = { .services = services, .job = job_current(), .delivered = true };
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "webhook", &sending.webhook))
        return fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
    sending.arena = arena_new();
    bool ok = send_all(&sending, error);
    arena_free(sending.arena);
    return ok;
}
