/*
 * The rules of webhooks (when to try again, when to give up, who is sent what), and the rows that follow from them. The
 * fact reader adds one delivery for each webhook that listens and wakes its job, in one transaction; deliver.c sends,
 * and webhook_note writes down how a try ended.
 *
 * In order: rules; secrets; telling and waking; what came of a try; facts come in, and rows go.
 */
#include "house/webhook/webhook_store.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/json.h"
#include "base/seal.h"
#include "base/text.h"
#include "http/stream.h"

#include <sodium.h>
#include <string.h>

/* ---- rules ----------------------------------------------------------------------------------------------------- */

/* Together 75 hours and a half: a receiver that breaks on a Friday night is mended on Monday. */
int64_t webhook_pause_after(int64_t tries, int chance)
{
    static const int64_t SECONDS[WEBHOOK_TRIES - 1] = { 5,         5 * 60,    30 * 60,   2 * 3600, 5 * 3600,
                                                        10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600 };
    int64_t pause = 1000 * SECONDS[tries < WEBHOOK_TRIES - 1 ? tries - 1 : WEBHOOK_TRIES - 2];
    return pause + pause / 5 * chance / 1000;
}

bool webhook_wants(Arena *arena, const char *kinds, const char *kind)
{
    const Json *list;
    Error ignored = { 0 };
    if (!json_parse(arena, kinds, strlen(kinds), &list, &ignored))
        return false;
    const char *wanted;
    for (const Json *at = json_first(list); at; at = json_next(at))
        if (json_text_value(at, &wanted) && strcmp(wanted, kind) == 0)
            return true;
    return json_count(list) == 0;
}

unsigned webhook_sees(Arena *arena, const char *circles)
{
    unsigned sees = 0;
    Error ignored = { 0 };
    return circles_parse(arena, circles, &sees, &ignored) ? sees : 0;
}

/* ---- secrets --------------------------------------------------------------------------------------------------- */

static const char *purpose_of(Arena *arena, int64_t webhook)
{
    return arena_format(arena, "webhook:%lld", (long long)webhook);
}

Bytes webhook_secret_new(Arena *arena, const Services *services, int64_t webhook, const char **shown)
{
    unsigned char secret[WEBHOOK_SECRET_SIZE];
    randombytes_buf(secret, sizeof secret);
    Bytes plain = { secret, sizeof secret };
    *shown = webhook_secret_text(arena, plain);
    Bytes sealed = seal(arena, services->seal_key, purpose_of(arena, webhook), plain);
    sodium_memzero(secret, sizeof secret);
    return sealed;
}

bool webhook_secret_open(Arena *arena, const Services *services, int64_t webhook, Bytes sealed, Bytes *secret)
{
    return seal_open(arena, services->seal_key, purpose_of(arena, webhook), sealed, secret);
}

bool webhook_health(Db *db, Arena *arena, const Services *services, WebhookHealth *health, Error *error)
{
    WebhookRow *rows;
    size_t count;
    Bytes secret;
    if (!webhook_all(db, arena, &rows, &count, error))
        return false;
    *health = (WebhookHealth) { .count = (int64_t)count };
    for (size_t i = 0; i < count; i++) {
        health->paused += rows[i].active && rows[i].paused_at.known;
        health->unreadable += !webhook_secret_open(arena, services, rows[i].id, rows[i].secret, &secret);
    }
    return true;
}

static const Field PAUSED_FIELDS[] = { SHAPE_FIELD(WebhookPaused, because, FIELD_TEXT, .choices = "failing|gone"),
                                       { 0 } };
const Shape WEBHOOK_PAUSED = { "WebhookPaused", sizeof(WebhookPaused), PAUSED_FIELDS };

/* ---- telling and waking ---------------------------------------------------------------------------------------- */

bool webhook_tell(const Writer *writer, const char *kind, int64_t webhook, const void *body, Error *error)
{
    Fact fact = { .kind = kind,
                  .actor = writer->actor,
                  .subject = purpose_of(writer->arena, webhook),
                  .body = body,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

bool webhook_wake(Db *db, int64_t webhook, int64_t at, Error *error)
{
    Arena *arena = db_arena(db);
    return job_once(db, "webhook.send", arena_format(arena, "%lld", (long long)webhook),
                    arena_format(arena, "{\"webhook\":%lld}", (long long)webhook), at, error);
}

/* ---- what came of a try ---------------------------------------------------------------------------------------- */

typedef struct {
    struct Stream *stream;
    const char *key;
} Shown;

static void show(void *context)
{
    const Shown *shown = context;
    stream_publish(shown->stream, &shown->key, 1);
}

/* Who looks at the log sees it move; no fact is written for each delivery. */
static void show_after_commit(const Writer *writer, int64_t webhook)
{
    Shown *shown = arena_make(db_arena(writer->db), Shown);
    *shown = (Shown) { writer->services->stream, purpose_of(db_arena(writer->db), webhook) };
    if (shown->stream)
        db_after_commit(writer->db, show, shown);
}

enum { GONE = 410 };

static bool note_failure(const Writer *writer, const WebhookRow *hook, const WebhookTry *tried, Error *error)
{
    bool gone = tried->status == GONE;
    bool long_ago =
        hook->failing_since.known && writer->now - hook->failing_since.value >= (int64_t)WEBHOOK_FAIL_DAYS * MS_PER_DAY;
    if (!webhook_fails(writer->db, hook->id, writer->now, error))
        return false;
    if (!gone && !long_ago)
        return true;
    return webhook_pause(writer->db, hook->id, writer->now, error) &&
           webhook_tell(writer, "webhook.paused", hook->id, &(WebhookPaused) { gone ? "gone" : "failing" }, error);
}

static bool note_try(const Writer *writer, const WebhookDeliveryRow *delivery, const WebhookTry *tried, bool ok,
                     Error *error)
{
    bool last = delivery->attempts + 1 >= WEBHOOK_TRIES;
    int64_t next = writer->now + webhook_pause_after(delivery->attempts + 1, (int)randombytes_uniform(1000));
    OptInt status = { tried->status, tried->status != 0 };
    return webhook_delivery_tried(writer->db, delivery->id,
                                  ok     ? "delivered"
                                  : last ? "failed"
                                         : "waiting",
                                  next, writer->now, tried->outcome, status, tried->took_ms, delivery->attempts, error);
}

/* The request may have taken 15 s: a webhook that was changed or deleted in that time is not judged by how the earlier
 * one fared. */
bool webhook_note(const Writer *writer, const WebhookRow *sent, const WebhookDeliveryRow *delivery,
                  const WebhookTry *tried, bool *delivered, Error *error)
{
    bool ok = tried->status >= 200 && tried->status < 300;
    WebhookRow *hook;
    *delivered = ok;
    show_after_commit(writer, sent->id);
    if (!note_try(writer, delivery, tried, ok, error) ||
        !webhook_by_id(writer->db, writer->arena, sent->id, &hook, error))
        return false;
    if (!hook || hook->version != sent->version)
        return true;
    return ok ? webhook_answers(writer->db, hook->id, error) : note_failure(writer, hook, tried, error);
}

/* ---- facts come in, and rows go -------------------------------------------------------------------------------- */

/* Ids rise with time: a webhook is not sent what happened before it was added. */
bool webhook_take_fact(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    WebhookListeningRow *hooks;
    size_t count;
    int64_t now = clock_now();
    unsigned needs = visible_needs(fact->audience.visible_to);
    (void)services;
    if (!webhook_listening(db, db_arena(db), &hooks, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (hooks[i].id > fact_id || !webhook_wants(db_arena(db), hooks[i].kinds, fact->kind) ||
            needs & ~webhook_sees(db_arena(db), hooks[i].circles))
            continue;
        if (!webhook_delivery_insert(db, id_new(), hooks[i].id, (OptInt) { fact_id, true }, fact->kind, now, now,
                                     error) ||
            !webhook_wake(db, hooks[i].id, now, error))
            return false;
    }
    return true;
}

static bool sweep(Db *db, void *context, Error *error)
{
    return webhook_delivery_sweep(db, *(const int64_t *)context - (int64_t)WEBHOOK_KEEP_DAYS * MS_PER_DAY, error);
}

bool webhook_sweep(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, sweep, &now, error);
}
