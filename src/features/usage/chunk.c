#include "features/usage/chunk.h"

#include "ingest.sql.h"

#include <string.h>

static bool chunk_copy(const ChunkOfDayRow *row, void *context, Error *error)
{
    Chunks *chunks = context;
    uint8_t *copy = arena_alloc(chunks->arena, row->body.size + 1);
    (void)error;
    if (chunks->count == chunks->capacity) {
        size_t capacity = chunks->capacity == 0 ? 16 : chunks->capacity * 2;
        Chunk *more = arena_array(chunks->arena, capacity, sizeof *more);
        if (chunks->count > 0)
            memcpy(more, chunks->items, chunks->count * sizeof *more);
        chunks->items = more;
        chunks->capacity = capacity;
    }
    memcpy(copy, row->body.data, row->body.size);
    chunks->items[chunks->count++] = (Chunk) { row->seq, { copy, row->body.size } };
    return true;
}

bool chunks_read(Db *db, int64_t day, int64_t account, Chunks *chunks, Error *error)
{
    return chunk_of_day(db, day, account, chunk_copy, chunks, error);
}
