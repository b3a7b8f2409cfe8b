/* After COMMIT: the engine gets the deltas, the watchers the accounts, open pages their keys. */
#include "usage/event/event_commit.h"

#include "http/stream.h"
#include "jobs/module.h"

enum { KEYS_MAX = 64 };

void usage_touched(Services *services, const UsageTouch *touches, size_t count)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->usage)
            (*at)->usage->touched(services, touches, count);
}

static void publish_keys(Flush *flush, const UsageTouch *touches, size_t count)
{
    const char *keys[KEYS_MAX];
    int key_count = 0;
    if (flush->writer.services->stream == NULL || stream_count(flush->writer.services->stream) == 0)
        return;
    keys[key_count++] = "usage";
    for (size_t i = 0; i < count && key_count < KEYS_MAX; i++)
        keys[key_count++] = arena_format(flush->writer.arena, "account:%lld", (long long)touches[i].account);
    stream_publish(flush->writer.services->stream, keys, key_count);
}

/* Deltas stand by account: one touch for each, with its earliest day. */
static size_t touches_of(const Flush *flush, UsageTouch *touches)
{
    size_t count = 0;
    for (size_t i = 0; i < flush->delta_count; i++) {
        const Delta *delta = &flush->deltas[i];
        if (count == 0 || touches[count - 1].account != delta->account)
            touches[count++] = (UsageTouch) { delta->account, delta->day };
        if (delta->day < touches[count - 1].first_day)
            touches[count - 1].first_day = delta->day;
    }
    return count;
}

static void engine_tell(Flush *flush)
{
    Services *services = flush->writer.services;
    if (services->engine == NULL)
        return;
    if (USAGE.shared)
        follow_own(flush);
    else
        held_grow(services, flush->deltas, flush->delta_count, flush->change_seq);
}

void flush_publish(Flush *flush)
{
    UsageTouch *touches = arena_array(flush->writer.arena, flush->delta_count + 1, sizeof *touches);
    size_t count = touches_of(flush, touches);
    engine_tell(flush);
    if (count > 0)
        usage_touched(flush->writer.services, touches, count);
    publish_keys(flush, touches, count);
}
