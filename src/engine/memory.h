/*
 * The engine's own memory: as malloc, but never NULL. Only src/engine holds memory beyond a request.
 *
 * Units: counts and sizes in bytes.
 * Errors: none; without memory it is bug().
 * Forgets a person: holds what the engine does.
 */
#ifndef BANSO_ENGINE_MEMORY_H
#define BANSO_ENGINE_MEMORY_H

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static inline void *memory_new(size_t count, size_t size)
{
    void *made = calloc(count ? count : 1, size);
    if (!made)
        bug("out of memory: %zu × %zu bytes", count, size);
    return made;
}

static inline void *memory_resize(void *old, size_t count, size_t size)
{
    void *made = reallocarray(old, count ? count : 1, size);
    if (!made)
        bug("out of memory: %zu × %zu bytes", count, size);
    return made;
}

/* Makes room for `wanted` items of `size` bytes, doubling; what is new is not zeroed. */
static inline void *memory_room(void *items, size_t *capacity, size_t wanted, size_t size)
{
    size_t grown = *capacity ? *capacity : 16;
    if (wanted <= *capacity)
        return items;
    while (grown < wanted)
        grown *= 2;
    *capacity = grown;
    return memory_resize(items, grown, size);
}

#endif
