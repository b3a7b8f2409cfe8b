/*
 * Results that are dear to work out and that many requests use: a few of the latest are kept under a key, which names
 * everything that they were worked out of (a day, versions). Each has an arena of its own, and lives as long as it is
 * kept or a request uses it. Nothing is ever told to be out of date: another version is another key, and what nobody
 * asks for any longer makes room.
 *
 * Thread-safe. Two threads that miss at once both work it out.
 * Units: none. Errors: none; memory as in base/arena.h.
 * Forgets a person: not to be used for what was read of one.
 */
#ifndef BANSO_BASE_KEEP_H
#define BANSO_BASE_KEEP_H

#include "base/arena.h"

#include <pthread.h>
#include <stdbool.h>

enum { KEEP_PLACES = 64 };

typedef struct {
    uint64_t words[4];
} KeepKey;

typedef struct Kept Kept;

typedef struct {
    pthread_mutex_t lock;
    size_t places; /* how many are kept, at most KEEP_PLACES */
    uint64_t clock;
    struct {
        KeepKey key;
        Kept *kept;
        uint64_t used;
    } entries[KEEP_PLACES];
} Keep;
/* static Keep days = KEEP_OF(8); */
#define KEEP_OF(places_)                                                                                               \
    {                                                                                                                  \
        .lock = PTHREAD_MUTEX_INITIALIZER, .places = (places_)                                                         \
    }

/* What was kept under that key, good until the arena is freed or reset; NULL = nothing. */
const void *keep_find(Keep *keep, KeepKey key, Arena *until);
/* A new one: fill `arena` and hand both back with keep_put, or give it up with arena_free. */
Arena *keep_arena(void);
/* Takes the arena; `value` lies in it, and is good until `until` is freed or reset. */
void keep_put(Keep *keep, KeepKey key, Arena *arena, const void *value, Arena *until);
/* Lets go of all; what requests use stays until they end. */
void keep_clear(Keep *keep);

#endif
