#include "features/health/stale.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *days; /* account → earliest day; both fit into a pointer */

void stale_add(int64_t account_id, int64_t from_day)
{
    gpointer key = GSIZE_TO_POINTER((gsize)account_id), known;
    pthread_mutex_lock(&lock);
    if (!days)
        days = g_hash_table_new(g_direct_hash, g_direct_equal);
    if (!g_hash_table_lookup_extended(days, key, NULL, &known) || (int64_t)GPOINTER_TO_SIZE(known) > from_day)
        g_hash_table_insert(days, key, GSIZE_TO_POINTER((gsize)from_day));
    pthread_mutex_unlock(&lock);
}

static int by_account(const void *a, const void *b)
{
    int64_t first = ((const Stale *)a)->account_id, second = ((const Stale *)b)->account_id;
    return first < second ? -1 : first > second;
}

size_t stale_take(Arena *arena, size_t most, Stale **stale)
{
    GHashTableIter iter;
    gpointer key, day;
    size_t count = 0;
    *stale = arena_array(arena, most, sizeof **stale);
    pthread_mutex_lock(&lock);
    if (days) {
        g_hash_table_iter_init(&iter, days);
        while (count < most && g_hash_table_iter_next(&iter, &key, &day)) {
            (*stale)[count++] = (Stale) { (int64_t)GPOINTER_TO_SIZE(key), (int64_t)GPOINTER_TO_SIZE(day) };
            g_hash_table_iter_remove(&iter);
        }
    }
    pthread_mutex_unlock(&lock);
    qsort(*stale, count, sizeof **stale, by_account);
    return count;
}
