/*
 * When the snapshot is written, and whether it can be trusted.
 *
 * A snapshot names two places of the change log: `from`, up to which the engine had followed, and `until`, the newest
 * change while the file was written. The log must still reach back to the first and know the second, else it is the log
 * of another database. Then following from `from` is enough, because it replaces days and adds nothing twice.
 * saved_load runs at a start, saved_write on the schedule of feed and at the end.
 */
#include "usage/feed/feed_snapshot.h"

#include "base/clock.h"
#include "base/log.h"
#include "engine/snapshot.h"
#include "usage/feed/feed_store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Following takes some microseconds per change, so that a start stays within two seconds; a pause between two, so that
 * a large workspace under load does not write all the time. */
enum { CHANGES_MAX = 1 << 18 };
static const int64_t PAUSE_US = INT64_C(60000000), HOUR_US = INT64_C(3600000000);

static int64_t written_at;  /* microseconds, monotonic; 0 = not yet */
static int64_t older_tried; /* the same of older days */

static const char *path_of(const Services *services, Arena *arena)
{
    return arena_format(arena, "%s/engine/series", services->data);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

typedef struct {
    SnapshotPlace place;
    bool covered;
} Covering;

static bool covering_read(Db *db, void *context, Error *error)
{
    Covering *covering = context;
    const SnapshotPlace *place = &covering->place;
    ChangeCoversRow *row;
    if (!change_covers(db, db_arena(db), place->from_xact, place->from_seq, place->until_xact, place->until_seq, &row,
                       error))
        return false;
    covering->covered = row->good > 0;
    return true;
}

static bool refused(Services *services, const char *why)
{
    log_line(LOG_INFO, "%s: all rollups are read", why);
    engine_clear(services->engine);
    return true;
}

bool saved_load(Services *services, bool *mapped, Error *error)
{
    Arena *arena = arena_new();
    Covering covering = { 0 };
    Error why = { 0 };
    written_at = clock_monotonic();
    older_tried = 0;
    bool found = snapshot_map(services->engine, path_of(services, arena), &covering.place, &why);
    arena_free(arena);
    *mapped = false;
    if (!found)
        return why.kind == ERROR_MISSING || refused(services, why.text);
    if (!store_read(services->store, covering_read, &covering, error))
        return false;
    if (!covering.covered)
        return refused(services, "the change log does not reach back to the snapshot");
    *mapped = follow_from(services, covering.place.from_xact, covering.place.from_seq, error);
    if (*mapped) {
        engine_strangers_drop(services->engine);
        log_line(LOG_INFO, "the snapshot of the engine is mapped");
    }
    return *mapped;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

typedef struct {
    SnapshotPlace place;
    bool found;
} Newest;

static bool newest_read(Db *db, void *context, Error *error)
{
    Newest *newest = context;
    ChangeNewestRow *row;
    if (!change_newest(db, db_arena(db), &row, error))
        return false;
    newest->found = row != NULL;
    if (row != NULL) {
        newest->place.until_xact = row->xact;
        newest->place.until_seq = row->seq;
    }
    return true;
}

static bool folder_make(const Services *services, Arena *arena, Error *error)
{
    const char *folder = arena_format(arena, "%s/engine", services->data);
    if (mkdir(folder, 0700) == 0 || errno == EEXIST)
        return true;
    return fail(error, errno == ENOSPC ? ERROR_FULL : ERROR_INTERNAL, NULL, "%s: %s", folder, strerror(errno));
}

bool saved_write(Services *services, Error *error)
{
    Arena *arena = arena_new();
    Newest newest = { 0 };
    Snapshot *snapshot;
    written_at = clock_monotonic();
    held_place(&newest.place.from_xact, &newest.place.from_seq);
    bool ok = folder_make(services, arena, error) &&
              snapshot_open(services->engine, path_of(services, arena), &snapshot, error);
    if (ok) {
        ok = store_read(services->store, newest_read, &newest, error);
        ok = snapshot_close(snapshot, &newest.place, ok && newest.found, error) && ok;
    }
    arena_free(arena);
    return ok;
}

bool saved_is_due(size_t changes, int64_t now)
{
    int64_t since = now - written_at;
    return changes > 0 && (since >= HOUR_US || (changes >= CHANGES_MAX && since >= PAUSE_US));
}

void saved_older(Services *services, Arena *arena)
{
    int64_t until = engine_old_due(services->engine), now = clock_monotonic();
    Error why = { 0 };
    if (until == INT64_MIN || services->data == NULL || (older_tried && now - older_tried < PAUSE_US))
        return;
    older_tried = now;
    const char *path = arena_format(arena, "%s/engine/older", services->data);
    if (folder_make(services, arena, &why) && engine_old_make(services->engine, path, until, &why))
        log_line(LOG_INFO, "the days before %s are filed", day_format(arena, until));
    else if (!atomic_load(&services->stopping)) {
        log_line(LOG_WARN, "older days are read on demand: %s", why.text);
        older_tried = now + HOUR_US - PAUSE_US; /* a disk without room is not asked each minute */
    }
}
