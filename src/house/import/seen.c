/*
 * What the steps of a dry run leave for later ones: each step is rolled back, so the database forgets it. One job uses
 * it, in one thread; all memory is in the job's arena.
 *
 * Keys go into a set with open addressing and stay. What kinds keep goes into a stack per key, the newest on top; when
 * a step is tried again, its journal takes these off the stacks, because keeping a thing twice would count it twice.
 *
 * In order: keys; what is kept of rows.
 */
#include "house/import/seen.h"

#include <string.h>

/* What is kept under one key. */
typedef struct Shelf {
    uint64_t hash;
    const ImportKept *newest;
    struct Shelf *next; /* of the same bucket */
} Shelf;

/* What the step kept, for a step that is tried again. */
typedef struct Journal {
    Shelf *shelf;
    struct Journal *before;
} Journal;

enum { SHELVES = 4096 };

struct ImportSeen {
    Arena *arena;
    Shelf **shelves; /* SHELVES buckets; NULL until something is kept */
    Journal *journal;
    uint64_t step;
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
    if (seen == NULL || key == NULL || batch->trial)
        return;
    uint64_t hash = key_hash(key), *slot = slot_of(seen, hash);
    if (*slot == hash)
        return;
    *slot = hash;
    /* At most half full, so that a search always meets a free slot. */
    if (++seen->count * 2 > seen->capacity)
        seen_grow(seen);
}

/* ---- what is kept of rows -------------------------------------------------------------------------------------- */

void seen_step(ImportSeen *seen, bool ended)
{
    if (seen == NULL)
        return;
    for (const Journal *kept = seen->journal; !ended && kept != NULL; kept = kept->before)
        kept->shelf->newest = kept->shelf->newest->before;
    seen->journal = NULL;
    seen->step++;
}

uint64_t import_step(const ImportBatch *batch)
{
    return batch->seen != NULL ? batch->seen->step : 0;
}

static Shelf *shelf_of(const ImportSeen *seen, uint64_t hash)
{
    Shelf *shelf = seen->shelves != NULL ? seen->shelves[hash % SHELVES] : NULL;
    while (shelf != NULL && shelf->hash != hash)
        shelf = shelf->next;
    return shelf;
}

static Shelf *shelf_new(ImportSeen *seen, uint64_t hash)
{
    if (seen->shelves == NULL)
        seen->shelves = arena_array(seen->arena, SHELVES, sizeof(Shelf *));
    Shelf *shelf = arena_make(seen->arena, Shelf);
    *shelf = (Shelf) { .hash = hash, .next = seen->shelves[hash % SHELVES] };
    seen->shelves[hash % SHELVES] = shelf;
    return shelf;
}

const ImportKept *import_kept(const ImportBatch *batch, const char *key)
{
    const Shelf *shelf = batch->seen != NULL ? shelf_of(batch->seen, key_hash(key)) : NULL;
    return shelf != NULL ? shelf->newest : NULL;
}

void import_keep(ImportBatch *batch, const char *key, const void *thing, size_t size)
{
    ImportSeen *seen = batch->seen;
    if (seen == NULL || batch->trial)
        return;
    uint64_t hash = key_hash(key);
    Shelf *shelf = shelf_of(seen, hash);
    if (shelf == NULL)
        shelf = shelf_new(seen, hash);
    ImportKept *kept = arena_make(seen->arena, ImportKept);
    *kept = (ImportKept) { shelf->newest, arena_alloc(seen->arena, size), seen->step };
    memcpy(kept->thing, thing, size);
    shelf->newest = kept;
    Journal *entry = arena_make(seen->arena, Journal);
    *entry = (Journal) { shelf, seen->journal };
    seen->journal = entry;
}

const char *import_keep_text(ImportBatch *batch, const char *text)
{
    return batch->seen != NULL ? arena_text(batch->seen->arena, text) : text;
}
