/*
 * A connection's prepared statements: a hash table with open addressing, by the address of the Statement, which is a
 * constant of the program. One connection belongs to one thread at a time, so nothing is locked. Entries are never
 * removed one by one: there are as many as the program has statements, and all go when the connection does.
 */
#include "db/inside.h"

#include <stdlib.h>

static size_t slot_of(const CacheSlot *slots, size_t capacity, const Statement *key)
{
    /* Statements are aligned, so the lowest bits of their addresses do not differ. */
    size_t at = (size_t)(((uintptr_t)key >> 4) * 0x9E3779B97F4A7C15ull >> 20) & (capacity - 1);
    while (slots[at].key && slots[at].key != key)
        at = (at + 1) & (capacity - 1);
    return at;
}

void *cache_find(const Cache *cache, const Statement *key)
{
    return cache->capacity ? cache->slots[slot_of(cache->slots, cache->capacity, key)].value : NULL;
}

static void cache_grow(Cache *cache)
{
    size_t capacity = cache->capacity ? cache->capacity * 2 : 64;
    CacheSlot *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        bug("out of memory for %zu prepared statements", capacity);
    for (size_t i = 0; i < cache->capacity; i++)
        if (cache->slots[i].key)
            slots[slot_of(slots, capacity, cache->slots[i].key)] = cache->slots[i];
    free(cache->slots);
    cache->slots = slots;
    cache->capacity = capacity;
}

void cache_put(Cache *cache, const Statement *key, void *value)
{
    if (2 * (cache->count + 1) > cache->capacity)
        cache_grow(cache);
    cache->slots[slot_of(cache->slots, cache->capacity, key)] = (CacheSlot) { key, value };
    cache->count++;
}

void cache_clear(Cache *cache, void (*drop)(void *value))
{
    for (size_t i = 0; i < cache->capacity; i++)
        if (cache->slots[i].key && drop)
            drop(cache->slots[i].value);
    free(cache->slots);
    *cache = (Cache) { 0 };
}
