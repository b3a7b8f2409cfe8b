/*
 * Engines of several servers: each follows the change log, which says what days of which accounts a commit changed, and
 * takes those days over from their rollups. A day is always replaced by what the database holds, never added to, so
 * that the order of commits does not matter and following twice changes nothing.
 */
#include "usage/feed/feed_store.h"

#include <string.h>

enum { TOLD_MAX = 1 << 12, AT_ONCE = 1 << 18 };

/* Under held_lock. */
static struct {
    int64_t xact, seq;      /* followed up to here; all before it is settled */
    int64_t told[TOLD_MAX]; /* behind it: commits that the engine has, our own since they were made */
} place;

/* ---- our own commits ---- */

void follow_own(Services *services, const EventCommit *commit)
{
    Change *changes = arena_array(commit->arena, commit->count + 1, sizeof *changes);
    Error ignored = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < commit->count; i++) {
        Change change = { commit->deltas[i].account, commit->deltas[i].day };
        if (count == 0 || memcmp(&changes[count - 1], &change, sizeof change) != 0)
            changes[count++] = change;
    }
    held_lock();
    /* What cannot be read now is found in the log. */
    if (held_days(services, changes, &count, &ignored))
        place.told[commit->change % TOLD_MAX] = commit->change;
    held_unlock();
}

/* ---- those of others ---- */

typedef struct {
    int64_t xact, seq;                 /* read up to here */
    int64_t settled_xact, settled_seq; /* and settled up to here */
    bool waits;                        /* behind that is one which is not, whatever has settled since */
} Cursor;

typedef struct {
    Arena *arena;
    Cursor cursor;
    Change *changes;
    size_t count, capacity;
    int64_t *unsettled; /* the commits that are told from now on */
    size_t unsettled_count, unsettled_capacity;
} Log;

static void log_add(Log *log, const ChangesAfterRow *row)
{
    size_t more = row->body.size / sizeof *log->changes;
    if (place.told[row->seq % TOLD_MAX] == row->seq)
        return;
    log->changes = arena_room(log->arena, log->changes, log->count, more, &log->capacity, sizeof *log->changes);
    if (more > 0)
        memcpy(log->changes + log->count, row->body.data, more * sizeof *log->changes);
    log->count += more;
    if (row->settled && !log->cursor.waits)
        return;
    log->unsettled = arena_room(log->arena, log->unsettled, log->unsettled_count, 1, &log->unsettled_capacity,
                                sizeof *log->unsettled);
    log->unsettled[log->unsettled_count++] = row->seq;
}

static bool log_read(Db *db, void *context, Error *error)
{
    Log *log = context;
    ChangesAfterRow *rows;
    size_t count;
    if (!changes_after(db, log->arena, log->cursor.xact, log->cursor.seq, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        log_add(log, &rows[i]);
        log->cursor.xact = rows[i].xact;
        log->cursor.seq = rows[i].seq;
        log->cursor.waits |= !rows[i].settled;
        if (!log->cursor.waits) {
            log->cursor.settled_xact = rows[i].xact;
            log->cursor.settled_seq = rows[i].seq;
        }
    }
    return true;
}

/* Under held_lock. Many changes at once, since those of one day and account are read but once. A commit that is not
 * settled is taken over too, for another transaction, even of another database, may go on for hours; the place waits
 * for it, since a change may still appear before this one. */
static bool changes_take(Services *services, Log *log, bool *more, Error *error)
{
    *more = true;
    while (*more && log->count < AT_ONCE) {
        Cursor before = log->cursor;
        if (!store_read_aside(services->store, log_read, log, error))
            return false;
        *more = log->cursor.xact != before.xact || log->cursor.seq != before.seq;
    }
    if (!held_days(services, log->changes, &log->count, error) ||
        !held_gauges(services, log->changes, log->count, error))
        return false;
    for (size_t i = 0; i < log->unsettled_count; i++)
        place.told[log->unsettled[i] % TOLD_MAX] = log->unsettled[i];
    place.xact = log->cursor.settled_xact;
    place.seq = log->cursor.settled_seq;
    return true;
}

static Cursor cursor_here(void)
{
    return (Cursor) { place.xact, place.seq, place.xact, place.seq, false };
}

/* Changes stand by account once their days were read. */
static void others_tell(Services *services, Arena *arena, const Change *changes, size_t count)
{
    UsageTouch *touches = arena_array(arena, count + 1, sizeof *touches);
    size_t touched = 0;
    for (size_t i = 0; i < count; i++)
        feed_touch(touches, &touched, changes[i].account, changes[i].day);
    if (touched > 0)
        feed_tell(services, arena, touches, touched);
}

static bool follow_others(Services *services, Error *error)
{
    Log log = { .arena = arena_new() };
    bool ok = true, more;
    if (feed_is_shared() && services->engine != NULL) {
        held_lock();
        log.cursor = cursor_here();
        ok = changes_take(services, &log, &more, error);
        held_unlock();
    }
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

bool follow_from(Services *services, int64_t xact, int64_t seq, Error *error)
{
    bool ok = true;
    held_lock();
    place.xact = xact;
    place.seq = seq;
    Cursor cursor = cursor_here();
    for (bool more = true; ok && more;) {
        Log log = { .arena = arena_new(), .cursor = cursor };
        ok = changes_take(services, &log, &more, error);
        cursor = log.cursor;
        arena_free(log.arena);
    }
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

const Follower FEED_FOLLOWERS[] = { { "feed", follow_others }, { 0 } };
