/*
 * What a commit kept, into the tables, in one transaction. flush_settle comes before any event is written, since it
 * decides their accounts, and rollups are counted from those. Then events and rollups (fresh on SQLite, filed on
 * PostgreSQL), events that wait, traces of anonymous visitors; then who follows is told which rollups changed, and
 * counts by name and day are added.
 *
 * In order: waiting and traces; who follows; counts; the whole.
 */
#include "usage/event/archive.h"
#include "usage/event/gauged.h"
#include "usage/event/inbox.h"
#include "usage/event/uncounted.h"

#include "ingest.sql.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

/* ---- what waits for an account, and who may claim it ---- */

static bool write_waiting(Flush *flush, Error *error)
{
    for (size_t i = 0; i < flush->kept_count; i++) {
        const EventRecord *record = &flush->kept[i].record;
        if (flush->kept[i].account != 0)
            continue;
        Bytes body = { arena_alloc(flush->writer.arena, event_size(record)), event_size(record) };
        const char *anonymous = record->anonymous_size == 0
                                    ? ""
                                    : arena_text_n(flush->writer.arena, record->anonymous, record->anonymous_size);
        WaitingAddIn row = { record->contact, anonymous, record->id, 1, record->at, body };
        event_write((uint8_t *)(uintptr_t)body.data, record);
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

/* ---- who follows ---- */

bool changes_tell(Flush *flush, const Change *changes, size_t count, Error *error)
{
    for (const Module *const *at = modules_used(); count > 0 && *at; at++)
        if ((*at)->events &&
            !(*at)->events->changed(flush->writer.db, flush->writer.now, changes, count, &flush->change, error))
            return false;
    return true;
}

/* ---- counts ---- */

typedef struct {
    Arena *arena;
    UsageDayAddIn *rows;
    size_t count, capacity;
} DayTotals;

/* The newest first: most events are of the day of the one before. */
static void totals_add(DayTotals *totals, int64_t day, const EventRecord *record)
{
    size_t i = totals->count;
    while (i > 0 && totals->rows[i - 1].day != day)
        i--;
    if (i == 0) {
        totals->rows =
            arena_room(totals->arena, totals->rows, totals->count, 1, &totals->capacity, sizeof *totals->rows);
        totals->rows[totals->count++] = (UsageDayAddIn) { day, 0, record->at, 0 };
        i = totals->count;
    }
    UsageDayAddIn *row = &totals->rows[i - 1];
    row->events++;
    row->robots += record->robot && record->contact == 0;
    if (record->at > row->last_at)
        row->last_at = record->at;
}

static bool names_write(Flush *flush, Error *error)
{
    EventNameAddIn *rows = NULL;
    size_t count = 0, capacity = 0;
    for (EventName *name = flush->names->touched; name != NULL; name = name->touched) {
        rows = arena_room(flush->writer.arena, rows, count, 1, &capacity, sizeof *rows);
        rows[count++] = (EventNameAddIn) { name->text, name->events, name->last_on };
    }
    return event_name_add(flush->writer.db, rows, count, error);
}

bool write_counts(Flush *flush, Error *error)
{
    DayTotals totals = { .arena = flush->writer.arena };
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        if (kept->counted || !track_type_counts(kept->record.type))
            continue;
        int64_t day = flush_day(flush, kept->record.at);
        names_count(flush->names, kept->name, day);
        totals_add(&totals, day, &kept->record);
    }
    return usage_day_add(flush->writer.db, totals.rows, totals.count, error) && names_write(flush, error) &&
           gauged_count(flush, error);
}

static bool write_changes(Flush *flush, Error *error)
{
    Change *changes = arena_array(flush->writer.arena, flush->delta_count + 1, sizeof *changes);
    size_t n = 0;
    for (size_t i = 0; i < flush->delta_count; i += deltas_extent(flush->deltas + i, flush->delta_count - i))
        changes[n++] = (Change) { flush->deltas[i].account, flush->deltas[i].day };
    return changes_tell(flush, changes, n, error);
}

/* Several servers read each other's rollups: there everything is filed at once. */
static bool write_usage(Flush *flush, Error *error)
{
    if (USAGE.shared)
        return file_events(flush, flush->kept, flush->kept_count, error) &&
               file_rollups(flush, flush->deltas, flush->delta_count, true, error);
    return first_uses_mark(flush, flush->deltas, flush->delta_count, error) && fresh_write(flush, error) &&
           fresh_bound(flush, error);
}

/* Who follows hears of it with the rest. */
static void rolled_join(Flush *flush)
{
    if (flush->rolled_count == 0)
        return;
    Arena *arena = flush->writer.arena;
    flush->deltas = deltas_join(arena, flush->deltas, flush->delta_count, flush->rolled, flush->rolled_count);
    flush->delta_count = deltas_sum(arena, flush->deltas, flush->delta_count + flush->rolled_count);
}

/* What was kept: the events, and what is counted of them. */
static bool write_kept(Flush *flush, Error *error)
{
    if (!uncounted_mark(flush, error))
        return false;
    flush->deltas = kept_deltas(flush, &flush->delta_count);
    return write_usage(flush, error) && gauged_write(flush, error) && write_waiting(flush, error) &&
           write_traces(flush, error);
}

bool flush_write(Flush *flush, Error *error)
{
    if (!repeats_write(&flush->messages, error) || !flush_settle(flush, error))
        return false;
    if (flush->kept_count + flush->rolled_count == 0)
        return true;
    if (!write_kept(flush, error))
        return false;
    rolled_join(flush);
    return deltas_reach(flush, error) && write_changes(flush, error) && write_counts(flush, error) &&
           last_seen_tell(flush, error);
}
