/*
 * A step is one transaction: it counts up to 200 accounts of one local day again and moves the rebuild's place with it,
 * so a crash costs one step. The next day begins when all accounts of a day are done.
 *
 * Counts by name and day are dropped when it begins, and an id is drawn as its mark: events below the mark are counted
 * again, later ones were counted as they came. day_again does the same for one account and day inside a commit that
 * moved events (belongs.c, merge.c).
 *
 * In order: one account and day; a step; the job.
 */
#include "usage/event/rebuild.h"

#include "base/id.h"
#include "gauged.sql.h"
#include "ingest.sql.h"
#include "rebuild.sql.h"
#include "usage/event/archive.h"
#include "usage/event/event_read.h"
#include "usage/event/event_store.h"
#include "usage/event/gauged.h"
#include "usage/event/inbox.h"
#include "usage/event/uncounted.h"

#include <stdio.h>
#include <string.h>

bool rebuild_start(Db *db, int64_t now, int64_t *job, Error *error)
{
    RebuildWaitingRow *waiting;
    int64_t made = id_new(), added;
    char body[64];
    if (!rebuild_waiting(db, db_arena(db), &waiting, error))
        return false;
    if (waiting != NULL) {
        if (job != NULL)
            *job = waiting->job_id;
        return true;
    }
    snprintf(body, sizeof body, "{\"rebuild\":%lld}", (long long)made);
    if (!rebuild_add(db, made, now, error) || !job_add(db, "usage.rebuild", body, now, &added, error) ||
        !rebuild_job(db, made, added, error))
        return false;
    if (job != NULL)
        *job = added;
    return true;
}

/* ---- one account and day ---- */

typedef struct {
    Flush *flush;
    const RebuildFindRow *row;
    int64_t from, until; /* instants of the local day */
    Change *changes;
    size_t change_count;
    bool alone; /* no later day is counted again after it */
} Slice;

static bool slice_body(Slice *slice, int64_t account, Bytes body, Error *error)
{
    Flush *flush = slice->flush;
    EventRecord record;
    EventName *name;
    for (size_t offset = 0; event_next(body, &offset, &record);) {
        if (record.at < slice->from || record.at >= slice->until)
            continue;
        if (!names_of_stored(flush->names, flush->writer.db, record.name, record.name_size, &name, error))
            return false;
        /* Later events were counted as they came. */
        flush_keep(flush, &record, account, name, record.id >= slice->row->mark);
    }
    return true;
}

static bool slice_read(Slice *slice, int64_t account, Error *error)
{
    Chunks chunks = { .arena = slice->flush->writer.arena };
    slice->flush->kept_count = 0;
    for (int64_t day = event_day(slice->from); day <= event_day(slice->until - 1); day++)
        if (!chunks_read(slice->flush->writer.db, day, account, &chunks, error))
            return false;
    for (size_t i = 0; i < chunks.count; i++)
        if (!slice_body(slice, account, chunks.items[i].body, error))
            return false;
    return uncounted_mark(slice->flush, error);
}

static bool has_key(const RollupEntry *entries, size_t count, int64_t key)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].key == key)
            return true;
    return false;
}

/* The earliest day on which the account still uses the feature, after one on which it no longer does. */
static bool first_use_seek(Slice *slice, int64_t account, int64_t feature, Error *error)
{
    Db *db = slice->flush->writer.db;
    Arena *scratch = arena_new();
    AccountDay *days;
    int64_t before = INT32_MAX, first = INT32_MAX;
    bool ok = true;
    for (size_t count = 1; ok && count > 0;) {
        arena_reset(scratch);
        ok = account_days_read(db, scratch, account, slice->row->day + 1, before, &days, &count, error);
        for (size_t i = 0; ok && i < count; i++) {
            before = days[i].day;
            if (has_key(days[i].rollup.features, days[i].rollup.feature_count, feature))
                first = before;
        }
    }
    arena_free(scratch);
    return ok && (first == INT32_MAX || first_use_put(db, account, feature, first, error));
}

static bool first_use_gone(Slice *slice, int64_t account, int64_t feature, Error *error)
{
    Db *db = slice->flush->writer.db;
    FirstUseFindRow *row;
    if (!first_use_find(db, slice->flush->writer.arena, account, feature, &row, error))
        return false;
    if (row == NULL || row->day != slice->row->day)
        return true;
    return first_use_drop_at(db, account, feature, slice->row->day, error) &&
           (!slice->alone || first_use_seek(slice, account, feature, error));
}

/* Days come in order: a first use that is gone is dropped here, and found again on a later day. */
static bool first_uses_mend(Slice *slice, int64_t account, const RollupDay *before, const RollupDay *now, Error *error)
{
    Db *db = slice->flush->writer.db;
    FirstUseFindRow *row;
    first_uses_clear();
    for (size_t i = 0; i < before->feature_count; i++)
        if (!has_key(now->features, now->feature_count, before->features[i].key) &&
            !first_use_gone(slice, account, before->features[i].key, error))
            return false;
    for (size_t i = 0; i < now->feature_count; i++) {
        int64_t feature = now->features[i].key;
        if (feature == 0)
            continue;
        if (!first_use_find(db, slice->flush->writer.arena, account, feature, &row, error))
            return false;
        if ((row == NULL || row->day > slice->row->day) && !first_use_put(db, account, feature, slice->row->day, error))
            return false;
    }
    return true;
}

static bool rollup_write_row(Slice *slice, int64_t account, const RollupDay *now, Error *error)
{
    Db *db = slice->flush->writer.db;
    if (now->feature_count + now->person_count == 0)
        return rollup_drop(db, account, slice->row->day, error);
    RollupPutIn put = { account, slice->row->day, rollup_write(slice->flush->writer.arena, now) };
    return rollup_put(db, &put, 1, error);
}

/* For the engine, after COMMIT. */
static void slice_deltas(Slice *slice, const Delta *deltas, size_t count)
{
    Flush *flush = slice->flush;
    flush->deltas = deltas_join(flush->writer.arena, flush->deltas, flush->delta_count, deltas, count);
    flush->delta_count += count;
}

/* A damaged rollup counts as empty: this is how it is repaired. */
static bool rollup_before(Slice *slice, int64_t account, RollupDay *before, bool *is_there, Error *error)
{
    Arena *arena = slice->flush->writer.arena;
    RollupFindRow *row;
    *before = (RollupDay) { 0 };
    if (!rollup_find(slice->flush->writer.db, arena, account, slice->row->day, &row, error))
        return false;
    *is_there = row != NULL;
    if (row != NULL && !rollup_read(arena, row->body, before))
        *before = (RollupDay) { 0 };
    return true;
}

static bool slice_account(Slice *slice, int64_t account, Error *error)
{
    Flush *flush = slice->flush;
    RollupDay before, now;
    Delta *deltas;
    size_t count;
    bool is_there, gauged;
    if (!slice_read(slice, account, error) || !gauged_again(flush, account, slice->row->day, &gauged, error) ||
        !rollup_before(slice, account, &before, &is_there, error))
        return false;
    deltas = kept_deltas(flush, &count);
    now = deltas_day(flush->writer.arena, deltas, count);
    rollup_deltas(flush->writer.arena, account, slice->row->day, &before, &now, &deltas, &count);
    if (!write_counts(flush, error) || !first_uses_mend(slice, account, &before, &now, error) ||
        !file_places(flush, account, &before, &now, error))
        return false;
    names_settle(flush->names);
    /* Without a row the day is written all the same: a person seen without use counts 0 and still stands in it. */
    if (count == 0 && is_there && !gauged)
        return true;
    slice->changes[slice->change_count++] = (Change) { account, slice->row->day };
    slice_deltas(slice, deltas, count);
    return rollup_write_row(slice, account, &now, error);
}

static void gauged_join(Flush *flush, const Flush *aside)
{
    flush->gauged = arena_room(flush->writer.arena, flush->gauged, flush->gauged_count, aside->gauged_count,
                               &flush->gauged_capacity, sizeof *flush->gauged);
    for (size_t i = 0; i < aside->gauged_count; i++)
        flush->gauged[flush->gauged_count++] = aside->gauged[i];
}

bool day_again(Flush *flush, int64_t account, int64_t day, Error *error)
{
    const Zone *zone = atomic_load(&flush->writer.services->zone);
    Flush aside = { .writer = flush->writer, .identity = flush->identity, .names = flush->names };
    RebuildFindRow row = { .day = day }; /* mark 0: all of its events were counted by name when they came */
    Change change;
    Slice slice = { .flush = &aside, .row = &row, .changes = &change, .alone = true };
    slice.from = zone_midnight(zone, day);
    slice.until = zone_midnight(zone, day + 1);
    if (!slice_account(&slice, account, error))
        return false;
    rolled_add(flush, aside.deltas, aside.delta_count);
    gauged_join(flush, &aside);
    return true;
}

/* ---- a step: some accounts of one day ---- */

enum { ACCOUNTS_AT_ONCE = 200 };

typedef struct {
    int64_t id;
    int64_t now;
    double progress;
    bool done;
} Step;

/* The days that events or rollups have; raw events are kept by days of UTC, a day to either side of the local one. */
static void span_days(const RebuildSpanRow *span, int64_t *first, int64_t *last)
{
    bool events = span->first_event.known, rollups = span->first_rollup.known;
    *first = events ? span->first_event.value - 1 : rollups ? span->first_rollup.value : 0;
    *last = events ? span->last_event.value + 1 : rollups ? span->last_rollup.value : 0;
    if (rollups && span->first_rollup.value < *first)
        *first = span->first_rollup.value;
    if (rollups && span->last_rollup.value > *last)
        *last = span->last_rollup.value;
}

static bool step_begin(Step *step, Db *db, Arena *arena, Error *error)
{
    Flush *flush = flush_new(db, "system", step->now);
    RebuildSpanRow *span;
    int64_t first, last;
    if (!flush_close(flush, fresh_file_all(flush, error)) || !rebuild_span(db, arena, &span, error))
        return false;
    span_days(span, &first, &last);
    return rebuild_supersede(db, step->id, error) && names_drop(db, error) && usage_days_drop(db, error) &&
           gauge_seen_drop(db, error) && rebuild_begin(db, step->id, id_new(), first, last, error);
}

typedef struct {
    Flush *flush;
    int64_t mark;
} WaitingCount;

static bool waiting_counted(const WaitingEachRow *row, void *context, Error *error)
{
    WaitingCount *counting = context;
    Flush *flush = counting->flush;
    uint8_t *copy = arena_alloc(flush->writer.arena, row->body.size + 1);
    EventRecord record;
    EventName *name;
    memcpy(copy, row->body.data, row->body.size);
    for (size_t offset = 0; event_next((Bytes) { copy, row->body.size }, &offset, &record);) {
        if (!names_of_stored(flush->names, flush->writer.db, record.name, record.name_size, &name, error))
            return false;
        flush_keep(flush, &record, 0, name, record.id >= counting->mark);
    }
    return true;
}

static bool step_end(Flush *flush, const RebuildFindRow *row, Error *error)
{
    WaitingCount counting = { flush, row->mark };
    flush->kept_count = 0;
    return waiting_each(flush->writer.db, waiting_counted, &counting, error) && write_counts(flush, error) &&
           rebuild_move(flush->writer.db, row->id, "done", row->last_day, 0, error);
}

static bool step_accounts(Slice *slice, const RebuildAccountsRow *rows, size_t count, Error *error)
{
    const RebuildFindRow *row = slice->row;
    slice->changes = arena_array(slice->flush->writer.arena, count + 1, sizeof *slice->changes);
    for (size_t i = 0; i < count; i++)
        if (!slice_account(slice, rows[i].account_id, error))
            return false;
    if (!deltas_reach(slice->flush, error) || !changes_tell(slice->flush, slice->changes, slice->change_count, error))
        return false;
    if (count < ACCOUNTS_AT_ONCE)
        return rebuild_move(slice->flush->writer.db, row->id, "running", row->day + 1, 0, error);
    return rebuild_move(slice->flush->writer.db, row->id, "running", row->day, rows[count - 1].account_id, error);
}

static bool step_day(Flush *flush, const RebuildFindRow *row, Error *error)
{
    const Zone *zone = atomic_load(&flush->writer.services->zone);
    Slice slice = { .flush = flush, .row = row };
    RebuildAccountsRow *rows;
    size_t count;
    slice.from = zone_midnight(zone, row->day);
    slice.until = zone_midnight(zone, row->day + 1);
    return rebuild_accounts(flush->writer.db, flush->writer.arena, event_day(slice.from), event_day(slice.until - 1),
                            row->day, row->account_id, ACCOUNTS_AT_ONCE, &rows, &count, error) &&
           step_accounts(&slice, rows, count, error);
}

static bool step_on(Flush *flush, const RebuildFindRow *row, Error *error)
{
    return row->day > row->last_day ? step_end(flush, row, error) : step_day(flush, row, error);
}

static bool step_work(Db *db, void *context, Error *error)
{
    Step *step = context;
    Arena *arena = db_arena(db);
    RebuildFindRow *row;
    step->done = false;
    if (!rebuild_find(db, arena, step->id, &row, error))
        return false;
    if (row == NULL || strcmp(row->state, "done") == 0) {
        step->done = true;
        return true;
    }
    if (strcmp(row->state, "waiting") == 0)
        return step_begin(step, db, arena, error);
    step->progress = (double)(row->day - row->first_day) / (double)(row->last_day - row->first_day + 1);
    Flush *flush = flush_new(db, "system", step->now);
    return flush_close(flush, fresh_file_all(flush, error) && step_on(flush, row, error));
}

static bool rebuild_steps(Services *services, int64_t id, Error *error)
{
    Step step = { .id = id, .now = clock_now() };
    while (!step.done) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the rebuild resumes after the next start");
        if (!store_write(services->store, step_work, &step, error) ||
            (job_current() != 0 && !job_keep(step.progress, error)))
            return false;
    }
    return true;
}

bool rebuild_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    int64_t id;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    if (!json_get_int(json, "rebuild", &id))
        return fail(error, ERROR_INTERNAL, NULL, "a rebuild job without its rebuild");
    return rebuild_steps(services, id, error);
}

typedef struct {
    int64_t job, id;
} Asked;

/* A job that was cut off goes on with the rebuild that it had begun. */
static bool begin_work(Db *db, void *context, Error *error)
{
    Asked *asked = context;
    RebuildOfJobRow *row = NULL;
    if (asked->job != 0 && !rebuild_of_job(db, db_arena(db), asked->job, &row, error))
        return false;
    asked->id = row == NULL ? id_new() : row->id;
    if (row != NULL)
        return true;
    return rebuild_add(db, asked->id, clock_now(), error) &&
           (asked->job == 0 || rebuild_job(db, asked->id, asked->job, error));
}

bool usage_rebuild(Services *services, Error *error)
{
    Asked asked = { .job = job_current() };
    return store_write(services->store, begin_work, &asked, error) && rebuild_steps(services, asked.id, error);
}
