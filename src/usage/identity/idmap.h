/*
 * A map from texts to ids that lives as long as the process: user ids to contacts, group ids to accounts. It keeps a
 * keyed 128-bit hash in place of the text, so a hundred thousand people take 5 MB. One thread at a time.
 *
 * Not for: the truth, which is in the database; a miss asks there.
 * Units: none. Errors: none. Forgets a person: the owner of a map clears it when a contact or account goes.
 */
#ifndef BANSO_USAGE_IDENTITY_IDMAP_H
#define BANSO_USAGE_IDENTITY_IDMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t low, high; /* both 0 = free */
    int64_t id;
} IdSlot;

typedef struct {
    IdSlot *slots;
    size_t capacity; /* power of two; 0 = nothing yet */
    size_t count;
} IdMap;

typedef struct {
    uint64_t low, high;
} IdKey;

/* `kind` keeps texts of different sorts apart in one map. */
IdKey idmap_key(char kind, const char *text);
/* Of an id in place of a text: ids are close to one another, their keys are not. */
IdKey idmap_id_key(int64_t id);
bool idmap_find(const IdMap *map, IdKey key, int64_t *id);
void idmap_put(IdMap *map, IdKey key, int64_t id);
void idmap_clear(IdMap *map);

/* The 64-bit hash by which a message is known again: of the ingest key's id and the messageId. Never 0. */
uint64_t idmap_message(int64_t source, const char *message_id);

#endif
