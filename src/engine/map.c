/*
 * Linear probing at a load of at most two thirds. A cell stores value + 1, so that zeroed memory is an empty table and
 * any key is possible. Removing leaves no tombstone: the cells behind the hole are put in again, up to the next free
 * one.
 */
#include "engine/map.h"

#include "base/memory.h"

static size_t home(const Map *map, int64_t key)
{
    return (size_t)(((uint64_t)key * 0x9E3779B97F4A7C15u) >> 20) & (map->capacity - 1);
}

/* The cell that holds the key, or the free one where it belongs. */
static MapCell *find(const Map *map, int64_t key)
{
    size_t at = home(map, key);
    while (map->cells[at].value_and_one && map->cells[at].key != key)
        at = (at + 1) & (map->capacity - 1);
    return &map->cells[at];
}

uint32_t map_get(const Map *map, int64_t key)
{
    if (!map->count)
        return MAP_NONE;
    return find(map, key)->value_and_one - 1;
}

static void grow(Map *map)
{
    Map larger = { .capacity = map->capacity ? map->capacity * 2 : 16 };
    larger.cells = memory_new(larger.capacity, sizeof(MapCell));
    for (size_t i = 0; i < map->capacity; i++)
        if (map->cells[i].value_and_one)
            *find(&larger, map->cells[i].key) = map->cells[i];
    larger.count = map->count;
    free(map->cells);
    *map = larger;
}

void map_put(Map *map, int64_t key, uint32_t value)
{
    MapCell *cell;
    if (map->count * 3 >= map->capacity * 2)
        grow(map);
    cell = find(map, key);
    map->count += !cell->value_and_one;
    *cell = (MapCell) { key, value + 1 };
}

void map_remove(Map *map, int64_t key)
{
    MapCell *hole;
    size_t at;
    if (!map->count)
        return;
    hole = find(map, key);
    if (!hole->value_and_one)
        return;
    map->count--;
    hole->value_and_one = 0;
    /* Entries that were placed behind the removed one move up, so that no search ends at the hole. */
    at = (size_t)(hole - map->cells);
    for (at = (at + 1) & (map->capacity - 1); map->cells[at].value_and_one; at = (at + 1) & (map->capacity - 1)) {
        MapCell moved = map->cells[at];
        map->cells[at].value_and_one = 0;
        *find(map, moved.key) = moved;
    }
}

void map_clear(Map *map)
{
    free(map->cells);
    *map = (Map) { 0 };
}
