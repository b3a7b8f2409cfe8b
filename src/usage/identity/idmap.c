/*
 * Open addressing, at most half full, over hashes with a key. Maps draw their key at random when the process starts, so
 * nobody can choose ids that share one chain. Messages have a fixed key, because their hashes outlive the process in
 * files, mixed with the sender's id. Entries are never removed one by one: a map is cleared as a whole.
 */
#include "usage/identity/idmap.h"

#include "base/pages.h"

#include <sodium.h>
#include <string.h>

enum { IDMAP_FIRST = 1024 };

/* Of messages: fixed, since runs of their hashes are on disk. */
static const unsigned char HASH_KEY[crypto_shorthash_siphashx24_KEYBYTES] = "banso.usage.map";

/* Of the maps, which live as long as the process: nobody can choose ids that all fall into one place. */
static unsigned char map_key[crypto_shorthash_siphashx24_KEYBYTES];

__attribute__((constructor)) static void map_key_make(void)
{
    randombytes_buf(map_key, sizeof map_key);
}

IdKey idmap_key(char kind, const char *text)
{
    unsigned char hash[crypto_shorthash_siphashx24_BYTES];
    IdKey key;
    size_t size = strlen(text);
    crypto_shorthash_siphashx24(hash, (const unsigned char *)text, size, map_key);
    memcpy(&key, hash, sizeof key);
    key.low ^= (uint64_t)(unsigned char)kind * UINT64_C(0x9e3779b97f4a7c15);
    if (key.low == 0 && key.high == 0)
        key.low = 1;
    return key;
}

IdKey idmap_id_key(int64_t id)
{
    return (IdKey) { (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15), (uint64_t)id };
}

uint64_t idmap_message(int64_t source, const char *message_id)
{
    unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t hash;
    memcpy(key, HASH_KEY, sizeof key);
    for (size_t i = 0; i < sizeof source; i++)
        key[i] ^= (unsigned char)((uint64_t)source >> (8 * i));
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)message_id, strlen(message_id), key);
    return hash != 0 ? hash : 1;
}

static IdSlot *slot_of(const IdMap *map, IdKey key)
{
    size_t mask = map->capacity - 1;
    for (size_t at = key.low & mask;; at = (at + 1) & mask) {
        IdSlot *slot = &map->slots[at];
        if ((slot->low == key.low && slot->high == key.high) || (slot->low == 0 && slot->high == 0))
            return slot;
    }
}

bool idmap_find(const IdMap *map, IdKey key, int64_t *id)
{
    if (map->capacity == 0)
        return false;
    const IdSlot *slot = slot_of(map, key);
    if (slot->low == 0 && slot->high == 0)
        return false;
    *id = slot->id;
    return true;
}

static void idmap_grow(IdMap *map)
{
    IdMap larger = { .capacity = map->capacity == 0 ? IDMAP_FIRST : map->capacity * 2, .count = map->count };
    larger.slots = pages_take(larger.capacity * sizeof(IdSlot));
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].low != 0 || map->slots[i].high != 0)
            *slot_of(&larger, (IdKey) { map->slots[i].low, map->slots[i].high }) = map->slots[i];
    pages_give(map->slots, map->capacity * sizeof(IdSlot));
    *map = larger;
}

void idmap_put(IdMap *map, IdKey key, int64_t id)
{
    if ((map->count + 1) * 2 > map->capacity)
        idmap_grow(map);
    IdSlot *slot = slot_of(map, key);
    if (slot->low == 0 && slot->high == 0)
        map->count++;
    *slot = (IdSlot) { key.low, key.high, id };
}

void idmap_clear(IdMap *map)
{
    pages_give(map->slots, map->capacity * sizeof(IdSlot));
    *map = (IdMap) { 0 };
}
