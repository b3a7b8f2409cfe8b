/*
 * Counts by key, one table each: requests, streams and connections by address, bytes by caller. A hash table of lists
 * under one lock; an entry exists only while its count is above 0, so the table is as large as what is going on now,
 * whatever addresses an attacker invents.
 */
#include "http/server_inside.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

typedef struct Entry {
    struct Entry *next;
    size_t count;
    char key[64];
} Entry;

struct Limit {
    pthread_mutex_t lock;
    size_t max, total_max;
    size_t total;
    Entry *buckets[BUCKETS];
};

Limit *limit_new(size_t max, size_t total_max)
{
    Limit *limit = calloc(1, sizeof *limit);
    if (!limit)
        bug("no memory for a table of limits");
    pthread_mutex_init(&limit->lock, NULL);
    limit->max = max;
    limit->total_max = total_max ? total_max : SIZE_MAX;
    return limit;
}

void limit_free(Limit *limit)
{
    for (int i = 0; i < BUCKETS; i++)
        while (limit->buckets[i]) {
            Entry *entry = limit->buckets[i];
            limit->buckets[i] = entry->next;
            free(entry);
        }
    pthread_mutex_destroy(&limit->lock);
    free(limit);
}

static Entry **entry_find(Limit *limit, const char *key)
{
    unsigned hash = 2166136261u;
    for (const char *c = key; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    Entry **entry = &limit->buckets[hash % BUCKETS];
    while (*entry && strcmp((*entry)->key, key))
        entry = &(*entry)->next;
    return entry;
}

static bool fits(size_t held, size_t amount, size_t max)
{
    return held < max && amount <= max - held;
}

bool limit_enter(Limit *limit, const char *key, size_t amount)
{
    pthread_mutex_lock(&limit->lock);
    Entry **place = entry_find(limit, key);
    size_t held = *place ? (*place)->count : 0;
    /* The first always fits: nobody is shut out by others, and amounts above the limit come one at a time. */
    bool ok = held == 0 || (fits(held, amount, limit->max) && fits(limit->total, amount, limit->total_max));
    if (ok && !*place) {
        *place = memory_new(1, sizeof **place);
        strncpy((*place)->key, key, sizeof(*place)->key - 1);
    }
    if (ok) {
        (*place)->count += amount;
        limit->total += amount;
    }
    pthread_mutex_unlock(&limit->lock);
    return ok;
}

bool limit_has_room(Limit *limit, const char *key)
{
    pthread_mutex_lock(&limit->lock);
    const Entry *entry = *entry_find(limit, key);
    bool room = !entry || entry->count < limit->max;
    pthread_mutex_unlock(&limit->lock);
    return room;
}

void limit_leave(Limit *limit, const char *key, size_t amount)
{
    pthread_mutex_lock(&limit->lock);
    Entry **place = entry_find(limit, key);
    Entry *entry = *place;
    if (entry) {
        limit->total -= amount;
        entry->count -= amount;
        if (entry->count == 0) {
            *place = entry->next;
            free(entry);
        }
    }
    pthread_mutex_unlock(&limit->lock);
}

size_t limit_total(Limit *limit)
{
    pthread_mutex_lock(&limit->lock);
    size_t total = limit->total;
    pthread_mutex_unlock(&limit->lock);
    return total;
}
