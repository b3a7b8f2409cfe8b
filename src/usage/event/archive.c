/* What is filed: an account's events into its chunks, its counts into its rollups. */
#include "usage/event/archive.h"

#include "ingest.sql.h"

#include <stdlib.h>

/* ---- raw events ---- */

typedef struct {
    int64_t day, account;
    const Kept *kept;
} Placed;

static int compare_placed(const void *left, const void *right)
{
    const Placed *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    return a->kept->record.id < b->kept->record.id ? -1 : a->kept->record.id > b->kept->record.id;
}

static Bytes placed_body(Arena *arena, const Placed *placed, size_t count, size_t size)
{
    uint8_t *body = arena_raw(arena, size), *at = body;
    for (size_t i = 0; i < count; i++) {
        event_write(at, &placed[i].kept->record);
        at += event_size(&placed[i].kept->record);
    }
    return (Bytes) { body, size };
}

/* How many of `placed` go into one chunk: one account, one day, at most EVENT_CHUNK_MAX bytes. */
static size_t chunk_extent(const Placed *placed, size_t count, size_t *size)
{
    size_t n = 0;
    *size = 0;
    while (n < count && placed[n].day == placed[0].day && placed[n].account == placed[0].account) {
        size_t more = event_size(&placed[n].kept->record);
        if (n > 0 && *size + more > EVENT_CHUNK_MAX)
            break;
        *size += more;
        n++;
    }
    return n;
}

bool file_events(Flush *flush, const Kept *kept, size_t count, Error *error)
{
    Arena *arena = flush->writer.arena;
    Placed *placed = arena_array(arena, count + 1, sizeof *placed);
    ChunkAddIn *rows = arena_array(arena, count + 1, sizeof *rows);
    size_t placed_count = 0, row_count = 0;
    for (size_t i = 0; i < count; i++)
        if (kept[i].account != 0)
            placed[placed_count++] = (Placed) { event_day(kept[i].record.at), kept[i].account, &kept[i] };
    qsort(placed, placed_count, sizeof *placed, compare_placed);
    for (size_t i = 0, size; i < placed_count;) {
        size_t extent = chunk_extent(placed + i, placed_count - i, &size);
        rows[row_count++] = (ChunkAddIn) { placed[i].day, placed[i].account, placed[i].kept->record.id, (int64_t)extent,
                                           placed_body(arena, placed + i, extent, size) };
        i += extent;
    }
    return chunk_add(flush->writer.db, rows, row_count, error);
}

/* ---- rollups ---- */

typedef struct {
    Arena *arena;
    PersonPlaceAddIn *rows;
    size_t count, capacity;
} Places;

/* Whether `entries` (rising) hold this one; `at` moves on with questions that rise too. */
static bool has_entry(const RollupEntry *entries, size_t count, size_t *at, const RollupEntry *entry)
{
    while (*at < count && rollup_compare(&entries[*at], entry) < 0)
        ++*at;
    return *at < count && rollup_compare(&entries[*at], entry) == 0;
}

static bool file_firsts(Flush *flush, int64_t account, int64_t day, const RollupDay *before, const RollupDay *more,
                        Error *error)
{
    for (size_t i = 0, at = 0; i < more->feature_count; i++) {
        const RollupEntry *entry = &more->features[i];
        if (entry->key != 0 && !has_entry(before->features, before->feature_count, &at, entry) &&
            !first_use_mark(flush, account, entry->key, day, error))
            return false;
    }
    return true;
}

/* Remembers where the people of `now` who are not in `before` have events. */
static void places_find(Places *places, int64_t account, const RollupDay *before, const RollupDay *now)
{
    places->rows = arena_room(places->arena, places->rows, places->count, now->person_count, &places->capacity,
                              sizeof *places->rows);
    for (size_t i = 0, at = 0; i < now->person_count; i++) {
        const RollupEntry *entry = &now->people[i];
        if (entry->key != 0 && !has_entry(before->people, before->person_count, &at, entry))
            places->rows[places->count++] = (PersonPlaceAddIn) { entry->key, account };
    }
}

bool file_places(Flush *flush, int64_t account, const RollupDay *before, const RollupDay *now, Error *error)
{
    Places places = { .arena = flush->writer.arena };
    places_find(&places, account, before, now);
    return person_place_add(flush->writer.db, places.rows, places.count, error);
}

/* Adds one account's day to its row. */
static bool rollup_add(Flush *flush, const Delta *deltas, size_t count, bool firsts, RollupPutIn *put, Places *places,
                       Error *error)
{
    Arena *arena = flush->writer.arena;
    int64_t account = deltas[0].account, day = deltas[0].day;
    RollupFindRow *row;
    RollupDay before = { 0 }, more = deltas_day(arena, deltas, count), sum;
    if (!rollup_find(flush->writer.db, arena, account, day, &row, error))
        return false;
    if (row != NULL && !rollup_read(arena, row->body, &before))
        return fail(error, ERROR_INTERNAL, NULL, "the rollup of account %lld, day %lld is damaged", (long long)account,
                    (long long)day);
    sum = rollup_merge(arena, &before, &more);
    *put = (RollupPutIn) { account, day, rollup_write(arena, &sum) };
    places_find(places, account, &before, &more);
    return !firsts || file_firsts(flush, account, day, &before, &more, error);
}

bool file_rollups(Flush *flush, const Delta *deltas, size_t count, bool firsts, Error *error)
{
    RollupPutIn *puts = arena_array(flush->writer.arena, count + 1, sizeof *puts);
    Places places = { .arena = flush->writer.arena };
    size_t n = 0;
    for (size_t i = 0, extent; i < count; i += extent) {
        extent = deltas_extent(deltas + i, count - i);
        if (!rollup_add(flush, deltas + i, extent, firsts, &puts[n++], &places, error))
            return false;
    }
    return rollup_put(flush->writer.db, puts, n, error) &&
           person_place_add(flush->writer.db, places.rows, places.count, error);
}
