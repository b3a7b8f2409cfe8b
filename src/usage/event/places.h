/*
 * Where a person, or an account, has events: accounts and UTC days, found by the rollups, so that no other chunk is
 * read.
 *
 * Not for: what is to be counted (rollup.h).
 * Errors: INTERNAL for a damaged row.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_USAGE_EVENT_PLACES_H
#define BANSO_USAGE_EVENT_PLACES_H

#include "usage/event/event_read.h"
#include "usage/event/event_store.h"

typedef struct {
    Arena *arena;
    int64_t contact; /* 0 = anybody */
    Change *items;   /* account and UTC day, each once; of one account the newest first */
    size_t count, capacity;
} Places;

void place_add(Places *places, int64_t account, int64_t first_day, int64_t last_day);
/* Adds those of one account, on local days from `from` on and before `before`. */
bool place_days(Places *places, Db *db, int64_t account, int64_t from, int64_t before, Error *error);
/* All of a person. */
bool places_find(Db *db, Arena *arena, int64_t contact, Places *places, Error *error);

/* `arena` is emptied after each day. */
typedef bool (*PlaceVisit)(const Chunk *chunk, const Change *place, Arena *arena, void *context, Error *error);
/* Every chunk of the places, the oldest day of an account first. */
bool places_visit(Db *db, const Places *places, PlaceVisit visit, void *context, Error *error);

#endif
