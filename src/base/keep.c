/* A few results under their keys, behind one lock. A result counts its users (the table, and each request through its
 * arena), and the last one frees it, so replacing an entry never frees what a request still reads. The entry that has
 * not been used for longest is replaced. */
#include "base/keep.h"

#include <stdatomic.h>
#include <string.h>

struct Kept {
    Arena *arena; /* holds this struct, too */
    const void *value;
    atomic_int users;
};

static void kept_release(void *what)
{
    Kept *kept = what;
    if (atomic_fetch_sub(&kept->users, 1) == 1)
        arena_free(kept->arena);
}

static void kept_use(Kept *kept, Arena *until)
{
    atomic_fetch_add(&kept->users, 1);
    arena_defer(until, kept_release, kept);
}

static bool same_key(const KeepKey *a, const KeepKey *b)
{
    return memcmp(a->words, b->words, sizeof a->words) == 0;
}

const void *keep_find(Keep *keep, KeepKey key, Arena *until)
{
    const void *value = NULL;
    pthread_mutex_lock(&keep->lock);
    for (size_t i = 0; i < keep->places && !value; i++) {
        if (!keep->entries[i].kept || !same_key(&keep->entries[i].key, &key))
            continue;
        keep->entries[i].used = ++keep->clock;
        kept_use(keep->entries[i].kept, until);
        value = keep->entries[i].kept->value;
    }
    pthread_mutex_unlock(&keep->lock);
    return value;
}

Arena *keep_arena(void)
{
    return arena_new();
}

/* The place of the same key, else a free one, else the one that has not been used for longest. */
static size_t place_for(const Keep *keep, const KeepKey *key)
{
    size_t place = 0;
    for (size_t i = 0; i < keep->places; i++) {
        if (keep->entries[i].kept && same_key(&keep->entries[i].key, key))
            return i;
        if (keep->entries[i].used < keep->entries[place].used)
            place = i;
    }
    return place;
}

void keep_put(Keep *keep, KeepKey key, Arena *arena, const void *value, Arena *until)
{
    Kept *kept = arena_make(arena, Kept), *before;
    kept->arena = arena;
    kept->value = value;
    atomic_init(&kept->users, 1);
    kept_use(kept, until);
    pthread_mutex_lock(&keep->lock);
    size_t place = place_for(keep, &key);
    before = keep->entries[place].kept;
    keep->entries[place].key = key;
    keep->entries[place].kept = kept;
    keep->entries[place].used = ++keep->clock;
    pthread_mutex_unlock(&keep->lock);
    if (before)
        kept_release(before);
}

void keep_clear(Keep *keep)
{
    for (size_t i = 0; i < keep->places; i++) {
        pthread_mutex_lock(&keep->lock);
        Kept *kept = keep->entries[i].kept;
        keep->entries[i].kept = NULL;
        keep->entries[i].used = 0;
        pthread_mutex_unlock(&keep->lock);
        if (kept)
            kept_release(kept);
    }
}
