/*
 * Engines of several servers: each follows the change log, which says what days of which accounts a commit changed, and
 * takes those days over from their rollups. A day is always replaced by what the database holds, never added to, so
 * that the order of commits does not matter and following twice changes nothing.
 */
#include "features/usage/inside.h"

#include "change_engine.sql.h"
#include "http/stream.h"
#include "ingest.sql.h"

#include <string.h>

enum { TOLD_MAX = 1 << 12, KEYS_MAX = 64, AT_ONCE = 1 << 18 };

/* Under held_lock. */
static struct {
    int64_t xact, seq;      /* followed up to here */
    int64_t told[TOLD_MAX]; /* our own commits, which the engine has since they were made */
} place;

/* ---- our own commits ---- */

void follow_own(Flush *flush)
{
    Change *changes = arena_array(flush->writer.arena, flush->delta_count + 1, sizeof *changes);
    Error ignored = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < flush->delta_count; i++) {
        Change change = { flush->deltas[i].account, flush->deltas[i].day };
        if (count == 0 || memcmp(&changes[count - 1], &change, sizeof change) != 0)
            changes[count++] = change;
    }
    held_lock();
    /* What cannot be read now is found in the log. */
    if (held_days(flush->writer.services, changes, count, &ignored))
        place.told[flush->change_seq % TOLD_MAX] = flush->change_seq;
    held_unlock();
}

/* ---- those of others ---- */

typedef struct {
    Arena *arena;
    int64_t xact, seq;
    Change *changes;
    size_t count, capacity;
} Log;

static void log_add(Log *log, Bytes body)
{
    size_t more = body.size / sizeof *log->changes;
    log->changes = arena_room(log->arena, log->changes, log->count, more, &log->capacity, sizeof *log->changes);
    if (more > 0)
        memcpy(log->changes + log->count, body.data, more * sizeof *log->changes);
    log->count += more;
}

static bool log_read(Db *db, void *context, Error *error)
{
    Log *log = context;
    ChangesAfterRow *rows;
    size_t count;
    if (!changes_after(db, log->arena, log->xact, log->seq, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (place.told[rows[i].seq % TOLD_MAX] != rows[i].seq)
            log_add(log, rows[i].body);
        log->xact = rows[i].xact;
        log->seq = rows[i].seq;
    }
    return true;
}

static void others_tell(Services *services, Arena *arena, const Change *changes, size_t count)
{
    UsageTouch *touches = arena_array(arena, count + 1, sizeof *touches);
    const char *keys[KEYS_MAX] = { "usage" };
    int key_count = 1;
    for (size_t i = 0; i < count; i++) {
        touches[i] = (UsageTouch) { changes[i].account, changes[i].day };
        if (key_count < KEYS_MAX)
            keys[key_count++] = arena_format(arena, "account:%lld", (long long)changes[i].account);
    }
    if (count == 0)
        return;
    usage_touched(services, touches, count);
    if (services->stream != NULL)
        stream_publish(services->stream, keys, key_count);
}

static bool others_take(Services *services, Log *log, Error *error)
{
    held_lock();
    log->xact = place.xact;
    log->seq = place.seq;
    bool ok = store_read(services->store, log_read, log, error) && held_days(services, log->changes, log->count, error);
    if (ok) {
        place.xact = log->xact;
        place.seq = log->seq;
    }
    held_unlock();
    return ok;
}

static bool follow_others(Services *services, Error *error)
{
    Log log = { .arena = arena_new() };
    bool ok = !USAGE.shared || services->engine == NULL || others_take(services, &log, error);
    if (ok)
        others_tell(services, log.arena, log.changes, log.count);
    arena_free(log.arena);
    return ok;
}

/* ---- the start ---- */

void follow_place(int64_t *xact, int64_t *seq)
{
    *xact = place.xact;
    *seq = place.seq;
}

/* Many changes at once: those of one day and account are read but once. */
static bool page_take(Services *services, bool *more, Error *error)
{
    Log log = { .arena = arena_new(), .xact = place.xact, .seq = place.seq };
    bool ok = true, rows = true;
    while (ok && rows && log.count < AT_ONCE) {
        int64_t xact = log.xact, seq = log.seq;
        ok = store_read_aside(services->store, log_read, &log, error);
        rows = log.xact != xact || log.seq != seq;
    }
    ok = ok && held_days(services, log.changes, log.count, error);
    if (ok) {
        place.xact = log.xact;
        place.seq = log.seq;
    }
    arena_free(log.arena);
    *more = rows;
    return ok;
}

bool follow_from(Services *services, int64_t xact, int64_t seq, Error *error)
{
    bool ok = true;
    held_lock();
    place.xact = xact;
    place.seq = seq;
    for (bool more = true; ok && more;)
        ok = page_take(services, &more, error);
    held_unlock();
    return ok;
}

static bool horizon_read(Db *db, void *context, Error *error)
{
    ChangeHorizonRow *row;
    (void)context;
    if (!change_horizon(db, db_arena(db), &row, error))
        return false;
    place.xact = row->xact;
    place.seq = INT64_MAX;
    return true;
}

bool follow_begin(Services *services, Error *error)
{
    held_lock();
    bool ok = store_read(services->store, horizon_read, NULL, error);
    held_unlock();
    return ok;
}

const Follower USAGE_FOLLOWERS[] = { { "usage", follow_others }, { 0 } };
