/* Chunks of raw events, copied out of the table, so that it may be written while they are looked at. */
#ifndef BANSO_USAGE_CHUNK_H
#define BANSO_USAGE_CHUNK_H

#include "db/db.h"

typedef struct {
    int64_t seq;
    Bytes body;
} Chunk;

typedef struct {
    Arena *arena;
    Chunk *items;
    size_t count, capacity;
} Chunks;

/* Adds those of one account and UTC day, in the order of receipt. */
bool chunks_read(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error);

#endif
