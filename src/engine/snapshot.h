/*
 * The snapshot: all series in one file, mapped at a start instead of being read row by row, with its place in the log
 * of changes. It is *made* data: a file that is missing, torn, or from another version or machine is refused, and the
 * caller rebuilds. Columns are not in it: they are read from their tables.
 *
 * Units: places are transactions and sequence numbers of the change log.
 * Errors: FULL, INTERNAL, and MISSING without a file.
 * Forgets a person: counts by contact id are in it and no names; after an erasure the id names nobody.
 */
#ifndef BANSO_ENGINE_SNAPSHOT_H
#define BANSO_ENGINE_SNAPSHOT_H

#include "engine/engine.h"

/* Where in the log of changes: all up to `from` are in it, none behind `until` is. What lies between is followed once
 * more, day by day (engine_days_replace is repeatable). */
typedef struct {
    int64_t from_xact, from_seq;
    int64_t until_xact, until_seq;
} SnapshotPlace;

/* Copies all series into `path`.new, some accounts at a time: readers go on, a writer waits for memory and not for the
 * disk. The caller knows `from` before and `until` only after it. FULL or INTERNAL. */
typedef struct Snapshot Snapshot;
bool snapshot_open(Engine *engine, const char *path, Snapshot **snapshot, Error *error);
/* Renames it into place, so that a torn one never has the name; false in `keep` deletes it. Nothing waits for the disk:
 * a file that a power loss has damaged is refused by its checksum. */
bool snapshot_close(Snapshot *snapshot, const SnapshotPlace *place, bool keep, Error *error);

/* Replaces all series, and the floor. MISSING without a file, INTERNAL with the reason when it is refused; the engine
 * is then as before. */
bool snapshot_map(Engine *engine, const char *path, SnapshotPlace *place, Error *error);

#endif
