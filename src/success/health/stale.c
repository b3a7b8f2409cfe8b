/*
 * A queue without repeats: accounts in the order in which they were touched, and a map from each to its place. Commits
 * add from any thread, the round takes. What is taken leaves the map, so an account touched while it is being scored is
 * queued again.
 */
#include "success/health/stale.h"

#include "base/memory.h"
#include "engine/map.h"

#include <pthread.h>
#include <string.h>

static struct {
    pthread_mutex_t lock;
    Stale *items;
    size_t from, count, room; /* those before `from` were taken */
    Map places;               /* account → its item */
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

void stale_add(int64_t account_id, int64_t from_day)
{
    pthread_mutex_lock(&waiting.lock);
    uint32_t at = map_get(&waiting.places, account_id);
    if (at == MAP_NONE) {
        at = (uint32_t)waiting.count;
        waiting.items = memory_room(waiting.items, &waiting.room, waiting.count + 1, sizeof *waiting.items);
        waiting.items[waiting.count++] = (Stale) { account_id, from_day };
        map_put(&waiting.places, account_id, at);
    }
    if (waiting.items[at].from_day > from_day)
        waiting.items[at].from_day = from_day;
    pthread_mutex_unlock(&waiting.lock);
}

static int by_account(const void *a, const void *b)
{
    int64_t first = ((const Stale *)a)->account_id, second = ((const Stale *)b)->account_id;
    return first < second ? -1 : first > second;
}

/* In the order in which they were touched, so that nobody waits for ever. */
static void close_ranks(void)
{
    waiting.count -= waiting.from;
    memmove(waiting.items, waiting.items + waiting.from, waiting.count * sizeof *waiting.items);
    waiting.from = 0;
    for (size_t i = 0; i < waiting.count; i++)
        map_put(&waiting.places, waiting.items[i].account_id, (uint32_t)i);
}

size_t stale_take(Arena *arena, size_t most, Stale **stale)
{
    size_t taken = 0;
    *stale = arena_array(arena, most, sizeof **stale);
    pthread_mutex_lock(&waiting.lock);
    while (taken < most && waiting.from < waiting.count) {
        (*stale)[taken] = waiting.items[waiting.from++];
        map_remove(&waiting.places, (*stale)[taken++].account_id);
    }
    if (waiting.from > waiting.count / 2)
        close_ranks();
    pthread_mutex_unlock(&waiting.lock);
    qsort(*stale, taken, sizeof **stale, by_account);
    return taken;
}
