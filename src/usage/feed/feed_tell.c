/* A commit of events on its way to the engine: into the change log with the commit, to the engine after it; then
 * watchers get the accounts, and open pages their keys. */
#include "usage/feed/feed_store.h"

#include "base/id.h"
#include "http/stream.h"
#include "jobs/module.h"

enum { KEYS_MAX = 64 };

/* A few at a time; what is more than the stream remembers it tells as "anything". */
static void keys_publish(Services *services, Arena *arena, const UsageTouch *touches, size_t count)
{
    const char *keys[KEYS_MAX] = { "usage" };
    int key_count = 1;
    if (!services->stream || stream_count(services->stream) == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (key_count == KEYS_MAX) {
            stream_publish(services->stream, keys, key_count);
            key_count = 0;
        }
        keys[key_count++] = arena_format(arena, "account:%lld", (long long)touches[i].account);
    }
    stream_publish(services->stream, keys, key_count);
}

void feed_tell(Services *services, Arena *arena, const UsageTouch *touches, size_t count)
{
    for (const Module *const *at = modules_used(); count > 0 && *at; at++)
        if ((*at)->usage)
            (*at)->usage->touched(services, touches, count);
    keys_publish(services, arena, touches, count);
}

void feed_touch(UsageTouch *touches, size_t *count, int64_t account, int64_t day)
{
    if (*count == 0 || touches[*count - 1].account != account)
        touches[(*count)++] = (UsageTouch) { account, day };
    if (day < touches[*count - 1].first_day)
        touches[*count - 1].first_day = day;
}

/* Where a gauge is declared, days change whose counts stay. */
static void gauges_tell(Services *services, const EventCommit *commit)
{
    UsageTouch *touches = arena_array(commit->arena, commit->gauged_count + 1, sizeof *touches);
    size_t count = 0;
    for (size_t i = 0; i < commit->gauged_count; i++)
        feed_touch(touches, &count, commit->gauged[i].account, commit->gauged[i].day);
    if (count)
        feed_tell(services, commit->arena, touches, count);
}

static void commit_take(Services *services, const EventCommit *commit)
{
    UsageTouch *touches = arena_array(commit->arena, commit->count + 1, sizeof *touches);
    size_t count = 0;
    for (size_t i = 0; i < commit->count; i++)
        feed_touch(touches, &count, commit->deltas[i].account, commit->deltas[i].day);
    if (services->engine && feed_is_shared())
        follow_own(services, commit);
    else if (services->engine)
        held_grow(services, commit->deltas, commit->count, commit->change);
    if (services->engine && commit->gauged_count)
        held_gauges_own(services, commit);
    feed_tell(services, commit->arena, touches, count);
    gauges_tell(services, commit);
}

static bool commit_log(Db *db, int64_t now, const Change *changes, size_t count, int64_t *change, Error *error)
{
    Bytes body = { (const uint8_t *)changes, count * sizeof *changes };
    *change = id_new();
    return change_add(db, *change, now, body, error);
}

const EventFollower FEED_EVENTS = { .changed = commit_log, .committed = commit_take };
