/* The job that queues what happened since a time once more, some hundred facts in a transaction. It may begin again: a
 * fact has one delivery for each webhook, which is set back to its first try. */
#include "house/webhook/webhook_store.h"

#include "base/id.h"
#include "base/json.h"

#include <string.h>

enum { FACTS_AT_ONCE = 500 };

typedef struct {
    Services *services;
    int64_t webhook, at, after;
    int64_t next_at, next_after; /* where the transaction ended, once it is committed */
    bool more;
} Replay;

static bool queue_one(Db *db, const Replay *replay, const WebhookFactsSinceRow *fact, int64_t now, Error *error)
{
    if (fact->delivery_id.known)
        return webhook_delivery_again(db, fact->delivery_id.value, now, error);
    return webhook_delivery_insert(db, id_new(), replay->webhook, (OptInt) { fact->id, true }, fact->kind, now, now,
                                   error);
}

static bool queue_some(Db *db, void *context, Error *error)
{
    Replay *replay = context;
    Arena *arena = db_arena(db);
    WebhookRow *hook;
    WebhookFactsSinceRow *facts;
    size_t count;
    int64_t now = clock_now();
    Viewer viewer;
    replay->more = false;
    if (!webhook_by_id(db, arena, replay->webhook, &hook, error))
        return false;
    if (!hook)
        return true;
    viewer = viewer_make(arena, webhook_sees(arena, hook->circles), 0);
    if (!webhook_facts_since(db, arena, hook->id, replay->at, replay->after, FACTS_AT_ONCE, &viewer, &facts, &count,
                             error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (webhook_wants(arena, hook->kinds, facts[i].kind) && !queue_one(db, replay, &facts[i], now, error))
            return false;
    replay->more = count == FACTS_AT_ONCE;
    if (count > 0) {
        replay->next_at = facts[count - 1].at;
        replay->next_after = facts[count - 1].id;
    }
    return webhook_wake(db, hook->id, now, error);
}

bool webhook_replay_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    Replay replay = { .services = services, .more = true };
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "webhook", &replay.webhook) ||
        !json_get_int(json, "since", &replay.at))
        return fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
    while (replay.more) {
        if (services->stopping)
            return fail(error, ERROR_BUSY, NULL, "stopping");
        if (!store_write(services->store, queue_some, &replay, error))
            return false;
        replay.at = replay.next_at;
        replay.after = replay.next_after;
    }
    return true;
}
