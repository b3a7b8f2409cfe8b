/* What a commit kept, into the tables: chunks, rollups, counts, the change log. */
#include "features/usage/inside.h"

#include "base/id.h"
#include "change_engine.sql.h"
#include "ingest.sql.h"
#include "jobs/fact.h"

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
    uint8_t *body = arena_alloc(arena, size), *at = body;
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

static bool write_chunks(Flush *flush, Error *error)
{
    Arena *arena = flush->writer.arena;
    Placed *placed = arena_array(arena, flush->kept_count + 1, sizeof *placed);
    ChunkAddIn *rows = arena_array(arena, flush->kept_count + 1, sizeof *rows);
    size_t count = 0, row_count = 0;
    for (size_t i = 0; i < flush->kept_count; i++)
        if (flush->kept[i].account != 0)
            placed[count++] = (Placed) { event_day(flush->kept[i].record.at), flush->kept[i].account, &flush->kept[i] };
    qsort(placed, count, sizeof *placed, compare_placed);
    for (size_t i = 0, size; i < count;) {
        size_t extent = chunk_extent(placed + i, count - i, &size);
        rows[row_count++] = (ChunkAddIn) { placed[i].day, placed[i].account, placed[i].kept->record.id, (int64_t)extent,
                                           placed_body(arena, placed + i, extent, size) };
        i += extent;
    }
    return chunk_add(flush->writer.db, rows, row_count, error);
}

static bool write_waiting(Flush *flush, Error *error)
{
    for (size_t i = 0; i < flush->kept_count; i++) {
        const EventRecord *record = &flush->kept[i].record;
        if (flush->kept[i].account != 0)
            continue;
        Placed one = { 0, 0, &flush->kept[i] };
        const char *anonymous = record->anonymous_size == 0
                                    ? ""
                                    : arena_text_n(flush->writer.arena, record->anonymous, record->anonymous_size);
        WaitingAddIn row = { record->contact, anonymous,
                             record->id,      1,
                             record->at,      placed_body(flush->writer.arena, &one, 1, event_size(record)) };
        if (!waiting_add(flush->writer.db, &row, 1, error))
            return false;
    }
    return true;
}

/* An anonymous visitor of a known account: remembered, so that a later binding finds these events. */
static bool write_traces(Flush *flush, Error *error)
{
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        int64_t day = event_day(kept->record.at);
        if (kept->account == 0 || kept->record.anonymous_size == 0)
            continue;
        AnonymousTraceAddIn row = { arena_text_n(flush->writer.arena, kept->record.anonymous,
                                                 kept->record.anonymous_size),
                                    kept->account, day, day };
        if (!anonymous_trace_add(flush->writer.db, &row, 1, error))
            return false;
    }
    return true;
}

/* ---- rollups ---- */

static int compare_deltas(const void *left, const void *right)
{
    const Delta *a = left, *b = right;
    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->product != b->product)
        return a->product < b->product ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

/* Sorted, with equal ones added up. */
static size_t deltas_sum(Delta *deltas, size_t count)
{
    size_t n = 0;
    qsort(deltas, count, sizeof *deltas, compare_deltas);
    for (size_t i = 0; i < count; i++) {
        if (n > 0 && compare_deltas(&deltas[n - 1], &deltas[i]) == 0)
            deltas[n - 1].count += deltas[i].count;
        else
            deltas[n++] = deltas[i];
    }
    return n;
}

Delta *kept_deltas(Flush *flush, size_t *count)
{
    Delta *deltas = arena_array(flush->writer.arena, flush->kept_count * 2 + flush->more_count + 1, sizeof *deltas);
    size_t n = flush->more_count;
    if (n > 0)
        memcpy(deltas, flush->more, n * sizeof *deltas);
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        bool counts = track_type_counts(kept->record.type);
        int64_t day = flush_day(flush, kept->record.at), product = counts ? kept->name->product : 0;
        if (kept->account == 0)
            continue;
        if (counts)
            deltas[n++] = (Delta) { kept->account, SERIES_FEATURE, product, kept->name->feature, day, 1 };
        if (kept->record.contact != 0)
            deltas[n++] = (Delta) { kept->account, SERIES_PERSON, product, kept->record.contact, day, counts };
    }
    *count = deltas_sum(deltas, n);
    return deltas;
}

void flush_add_deltas(Flush *flush, const Delta *deltas, size_t count)
{
    Delta *more = arena_array(flush->writer.arena, flush->more_count + count + 1, sizeof *more);
    if (flush->more_count > 0)
        memcpy(more, flush->more, flush->more_count * sizeof *more);
    if (count > 0)
        memcpy(more + flush->more_count, deltas, count * sizeof *more);
    flush->more = more;
    flush->more_count += count;
}

RollupDay deltas_day(Arena *arena, const Delta *deltas, size_t count)
{
    RollupDay day = { 0 };
    RollupEntry *entries = arena_array(arena, count + 1, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        entries[i] = (RollupEntry) { deltas[i].product, deltas[i].key, deltas[i].count };
        if (deltas[i].kind == SERIES_FEATURE)
            day.feature_count++;
    }
    day.person_count = count - day.feature_count;
    day.features = entries;
    day.people = entries + day.feature_count;
    return day;
}

static bool first_use_mark(Flush *flush, int64_t account, int64_t feature, int64_t day, Error *error)
{
    int64_t midnight = zone_midnight(atomic_load(&flush->writer.services->zone), day);
    FirstUseFindRow *row;
    int64_t id;
    if (!first_use_find(flush->writer.db, flush->writer.arena, account, feature, &row, error))
        return false;
    if (row != NULL && row->day <= day)
        return true;
    if (!first_use_put(flush->writer.db, account, feature, day, error))
        return false;
    if (row != NULL)
        return true;
    Fact fact = { .kind = "usage.first",
                  .account_id = account,
                  .actor = "system",
                  .subject = arena_format(flush->writer.arena, "feature:%lld", (long long)feature),
                  .body = arena_format(flush->writer.arena, "{\"feature_id\":%lld}", (long long)feature),
                  .at =
                      midnight > flush->writer.now ? flush->writer.now : midnight }; /* backfilled: when it happened */
    return fact_write(flush->writer.db, &fact, &id, error);
}

static bool has_feature(const RollupDay *day, int64_t feature)
{
    for (size_t i = 0; i < day->feature_count; i++)
        if (day->features[i].key == feature)
            return true;
    return false;
}

static bool mark_first_uses(Flush *flush, int64_t account, int64_t day, const RollupDay *before, const RollupDay *more,
                            Error *error)
{
    for (size_t i = 0; i < more->feature_count; i++) {
        int64_t feature = more->features[i].key;
        if (feature != 0 && !has_feature(before, feature) && !first_use_mark(flush, account, feature, day, error))
            return false;
    }
    return true;
}

/* Adds one account's day to its row. */
static bool rollup_add(Flush *flush, const Delta *deltas, size_t count, RollupPutIn *put, Error *error)
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
    return mark_first_uses(flush, account, day, &before, &more, error);
}

bool change_log_add(Flush *flush, const Change *changes, size_t count, Error *error)
{
    if (count == 0)
        return true;
    Bytes body = { (const uint8_t *)changes, count * sizeof *changes };
    flush->change_seq = id_new();
    return change_add(flush->writer.db, flush->change_seq, flush->writer.now, body, error);
}

static bool rollup_apply(Flush *flush, const Delta *deltas, size_t count, Error *error)
{
    RollupPutIn *puts = arena_array(flush->writer.arena, count + 1, sizeof *puts);
    Change *changes = arena_array(flush->writer.arena, count + 1, sizeof *changes);
    size_t n = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && deltas[end].account == deltas[i].account && deltas[end].day == deltas[i].day)
            end++;
        changes[n] = (Change) { deltas[i].account, deltas[i].day };
        if (!rollup_add(flush, deltas + i, end - i, &puts[n++], error))
            return false;
        i = end;
    }
    return rollup_put(flush->writer.db, puts, n, error) && change_log_add(flush, changes, n, error);
}

/* ---- counts ---- */

typedef struct {
    UsageDayAddIn rows[8];
    size_t count;
} DayTotals;

static bool totals_write(Flush *flush, DayTotals *totals, Error *error)
{
    bool ok = usage_day_add(flush->writer.db, totals->rows, totals->count, error);
    totals->count = 0;
    return ok;
}

static bool totals_add(Flush *flush, DayTotals *totals, int64_t day, int64_t at, Error *error)
{
    for (size_t i = 0; i < totals->count; i++) {
        if (totals->rows[i].day != day)
            continue;
        totals->rows[i].events++;
        if (at > totals->rows[i].last_at)
            totals->rows[i].last_at = at;
        return true;
    }
    if (totals->count == sizeof totals->rows / sizeof *totals->rows && !totals_write(flush, totals, error))
        return false;
    totals->rows[totals->count++] = (UsageDayAddIn) { day, 1, at };
    return true;
}

static bool names_write(Flush *flush, Error *error)
{
    for (EventName *name = flush->names->touched; name != NULL; name = name->touched) {
        EventNameAddIn row = { name->text, name->events, name->last_on };
        if (!event_name_add(flush->writer.db, &row, 1, error))
            return false;
    }
    return true;
}

bool write_counts(Flush *flush, Error *error)
{
    DayTotals totals = { 0 };
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        if (kept->counted || !track_type_counts(kept->record.type))
            continue;
        int64_t day = flush_day(flush, kept->record.at);
        names_count(flush->names, kept->name, day);
        if (!totals_add(flush, &totals, day, kept->record.at, error))
            return false;
    }
    return totals_write(flush, &totals, error) && names_write(flush, error);
}

bool flush_write(Flush *flush, Error *error)
{
    if (!repeat_write(flush, error))
        return false;
    if (flush->kept_count + flush->more_count == 0)
        return true;
    flush->last_at = flush->writer.now;
    flush->deltas = kept_deltas(flush, &flush->delta_count);
    return write_chunks(flush, error) && write_waiting(flush, error) && write_traces(flush, error) &&
           rollup_apply(flush, flush->deltas, flush->delta_count, error) && write_counts(flush, error);
}
