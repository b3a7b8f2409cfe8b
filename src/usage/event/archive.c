/*
 * What is filed: an account's events into its chunks, its counts into its rollups, in the transaction of a commit. On
 * PostgreSQL each commit files its own, on SQLite a filing many commits' worth (inbox.c).
 *
 * Rollups are added to the rows that are there: read first (in one question on PostgreSQL), then written all at once.
 * People who are new in a rollup are noted in person_place, by which an erasure finds their accounts.
 *
 * In order: raw events; rollups.
 */
#include "usage/event/archive.h"

#include "base/id.h"
#include "ingest.sql.h"
#include "rolled_engine.sql.h"

#include <stdlib.h>
#include <string.h>

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
        rows[row_count++] = (ChunkAddIn) { placed[i].day, placed[i].account, id_new(), (int64_t)extent,
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

/* What one account's day gets, and its row so far. */
typedef struct {
    const Delta *deltas;
    size_t count;
    Bytes before;
} Filing;

typedef struct {
    Arena *arena;
    Filing *items;
    size_t count, at;
} Filings;

/* Whether `entries` (rising) hold this one; `at` moves on with questions that rise too. */
static bool has_entry(const RollupEntry *entries, size_t count, size_t *at, const RollupEntry *entry)
{
    while (*at < count && rollup_compare(&entries[*at], entry) < 0)
        ++*at;
    return *at < count && rollup_compare(&entries[*at], entry) == 0;
}

static void file_firsts(FirstUses *firsts, int64_t account, int64_t day, const RollupDay *before, const RollupDay *more)
{
    for (size_t i = 0, at = 0; i < more->feature_count; i++) {
        const RollupEntry *entry = &more->features[i];
        if (entry->key != 0 && !has_entry(before->features, before->feature_count, &at, entry))
            first_uses_add(firsts, account, entry->key, day);
    }
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

static int compare_places(const void *left, const void *right)
{
    const PersonPlaceAddIn *a = left, *b = right;
    if (a->contact_id != b->contact_id)
        return a->contact_id < b->contact_id ? -1 : 1;
    return a->account_id < b->account_id ? -1 : a->account_id > b->account_id;
}

/* A person is met again in each product and on each day; the place is one. */
static bool places_write(Db *db, Places *places, Error *error)
{
    size_t n = 0;
    if (places->count > 0)
        qsort(places->rows, places->count, sizeof *places->rows, compare_places);
    for (size_t i = 0; i < places->count; i++)
        if (n == 0 || compare_places(&places->rows[n - 1], &places->rows[i]) != 0)
            places->rows[n++] = places->rows[i];
    return person_place_add(db, places->rows, n, error);
}

bool file_places(Flush *flush, int64_t account, const RollupDay *before, const RollupDay *now, Error *error)
{
    Places places = { .arena = flush->writer.arena };
    places_find(&places, account, before, now);
    return places_write(flush->writer.db, &places, error);
}

/* Rows come in the order of the question. */
static bool before_take(const RolledEachAtRow *row, void *context, Error *error)
{
    Filings *filings = context;
    (void)error;
    for (; filings->at < filings->count; filings->at++) {
        Filing *filing = &filings->items[filings->at];
        if (filing->deltas->account != row->account_id || filing->deltas->day != row->day)
            continue;
        uint8_t *copy = arena_raw(filings->arena, row->body.size + 1);
        memcpy(copy, row->body.data, row->body.size);
        filing->before = (Bytes) { copy, row->body.size };
        return true;
    }
    return true;
}

/* All of them in one question: a journey to the server and back for each would cost more than all the rest. */
static bool befores_ask(Db *db, Filings *filings, Error *error)
{
    int64_t *accounts = arena_array(filings->arena, filings->count + 1, sizeof *accounts);
    int64_t *days = arena_array(filings->arena, filings->count + 1, sizeof *days);
    for (size_t i = 0; i < filings->count; i++) {
        accounts[i] = filings->items[i].deltas->account;
        days[i] = filings->items[i].deltas->day;
    }
    return rolled_each_at(db, (Ids) { filings->count, accounts }, (Ids) { filings->count, days }, before_take, filings,
                          error);
}

static bool befores_find(Db *db, Filings *filings, Error *error)
{
    for (size_t i = 0; i < filings->count; i++) {
        Filing *filing = &filings->items[i];
        RollupFindRow *row;
        if (!rollup_find(db, filings->arena, filing->deltas->account, filing->deltas->day, &row, error))
            return false;
        if (row != NULL)
            filing->before = row->body;
    }
    return true;
}

static Filings filings_of(Arena *arena, const Delta *deltas, size_t count)
{
    Filings filings = { .arena = arena, .items = arena_array(arena, count + 1, sizeof *filings.items) };
    for (size_t i = 0, extent; i < count; i += extent) {
        extent = deltas_extent(deltas + i, count - i);
        filings.items[filings.count++] = (Filing) { .deltas = deltas + i, .count = extent };
    }
    return filings;
}

/* Adds one account's day to its row. */
static bool rollup_add(Arena *arena, const Filing *filing, RollupPutIn *put, FirstUses *firsts, Places *places,
                       Error *error)
{
    int64_t account = filing->deltas->account, day = filing->deltas->day;
    RollupDay before = { 0 }, more = deltas_day(arena, filing->deltas, filing->count), sum;
    if (filing->before.size > 0 && !rollup_read(arena, filing->before, &before))
        return fail(error, ERROR_INTERNAL, NULL, "the rollup of account %lld, day %lld is damaged", (long long)account,
                    (long long)day);
    sum = rollup_merge(arena, &before, &more);
    *put = (RollupPutIn) { account, day, rollup_write(arena, &sum) };
    places_find(places, account, &before, &more);
    file_firsts(firsts, account, day, &before, &more);
    return true;
}

bool file_rollups(Flush *flush, const Delta *deltas, size_t count, bool firsts, Error *error)
{
    Arena *arena = flush->writer.arena;
    Db *db = flush->writer.db;
    Filings filings = filings_of(arena, deltas, count);
    RollupPutIn *puts = arena_array(arena, filings.count + 1, sizeof *puts);
    FirstUses uses = { .arena = arena };
    Places places = { .arena = arena };
    if (!(USAGE.shared ? befores_ask(db, &filings, error) : befores_find(db, &filings, error)))
        return false;
    for (size_t i = 0; i < filings.count; i++)
        if (!rollup_add(arena, &filings.items[i], &puts[i], &uses, &places, error))
            return false;
    return rollup_put(db, puts, filings.count, error) && places_write(db, &places, error) &&
           (!firsts || first_uses_mark_all(flush, &uses, error));
}
