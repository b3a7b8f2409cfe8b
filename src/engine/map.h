/*
 * A hash map from ids to small numbers. Open addressing; any key, 0 too.
 *
 * Units: values below 2^32 - 1.
 * Errors: none; without memory it is bug().
 * Forgets a person: the owner of the map removes the id.
 */
#ifndef BANSO_ENGINE_MAP_H
#define BANSO_ENGINE_MAP_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t key;
    uint32_t value_and_one; /* 0 = free */
} MapCell;

typedef struct {
    MapCell *cells;
    size_t capacity; /* a power of two */
    size_t count;
} Map;

#define MAP_NONE UINT32_MAX

uint32_t map_get(const Map *map, int64_t key); /* MAP_NONE when absent */
void map_put(Map *map, int64_t key, uint32_t value);
void map_remove(Map *map, int64_t key);
void map_clear(Map *map); /* gives the memory back */

#endif
