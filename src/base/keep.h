/*
 * Results that are expensive to compute and that many requests use. A few of the latest are kept under a key that names
 * everything they were computed from (a day, versions). Each has its own arena, and lives as long as it is kept or a
 * request uses it. Nothing is ever invalidated: another version is another key, and the result that has not been used
 * for longest gives way.
 *
 * Thread-safe. Two threads that miss at once both work it out.
 * Units: none. Errors: none; memory as in base/arena.h.
 * Forgets a person: not to be used for data of a person.
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
/* For a new result: fill this arena and hand both back with keep_put, or give up with arena_free. */
Arena *keep_arena(void);
/* Takes the arena, which holds `value`; both stay valid until `until` is freed or reset. */
void keep_put(Keep *keep, KeepKey key, Arena *arena, const void *value, Arena *until);
/* Drops all results; those that requests use stay until the requests end. */
void keep_clear(Keep *keep);

#endif
