#include "house/import/seen.h"

#include <string.h>

struct ImportSeen {
    Arena *arena;
    uint64_t *slots; /* 0 = free */
    size_t capacity, count;
};

enum { CAPACITY_FIRST = 1024 };

ImportSeen *seen_new(Arena *arena)
{
    ImportSeen *seen = arena_make(arena, ImportSeen);
    seen->arena = arena;
    seen->capacity = CAPACITY_FIRST;
    seen->slots = arena_array(arena, seen->capacity, sizeof *seen->slots);
    return seen;
}

/* FNV-1a; 0 is kept for free slots. */
static uint64_t key_hash(const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *key != 0; key++)
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    return hash == 0 ? 1 : hash;
}

/* Where the hash stands, or would. */
static uint64_t *slot_of(const ImportSeen *seen, uint64_t hash)
{
    size_t at = hash & (seen->capacity - 1);
    while (seen->slots[at] != 0 && seen->slots[at] != hash)
        at = (at + 1) & (seen->capacity - 1);
    return &seen->slots[at];
}

static void seen_grow(ImportSeen *seen)
{
    const uint64_t *old = seen->slots;
    size_t count = seen->capacity;
    seen->capacity *= 2;
    seen->slots = arena_array(seen->arena, seen->capacity, sizeof *seen->slots);
    for (size_t i = 0; i < count; i++)
        if (old[i] != 0)
            *slot_of(seen, old[i]) = old[i];
}

bool import_was_seen(const ImportBatch *batch, const char *key)
{
    return batch->seen != NULL && *slot_of(batch->seen, key_hash(key)) != 0;
}

void import_see(ImportBatch *batch, const char *key)
{
    ImportSeen *seen = batch->seen;
    if (seen == NULL || key == NULL)
        return;
    uint64_t hash = key_hash(key), *slot = slot_of(seen, hash);
    if (*slot == hash)
        return;
    *slot = hash;
    if (++seen->count * 2 > seen->capacity)
        seen_grow(seen);
}
