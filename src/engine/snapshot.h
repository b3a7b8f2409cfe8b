/*
 * The snapshot: all series in one file, mapped at a start instead of being read row by row, with its place in the
 * change log (`sequence`). *Made*: a file that is missing, torn, of another version or machine, or older than `oldest`
 * is refused, and the caller rebuilds. Columns are not in it: they are read from their tables.
 */
#ifndef BANSO_ENGINE_SNAPSHOT_H
#define BANSO_ENGINE_SNAPSHOT_H

#include "engine/engine.h"

/* Written beside and renamed, so that a torn one never has the name. Readers go on; a writer waits for the copying. All
 * changes up to `sequence` must have been applied; later ones may be in it (the log is followed with
 * engine_day_replace, which is repeatable). */
bool snapshot_write(Engine *engine, const char *path, int64_t sequence, Error *error);
/* Replaces all series. *sequence is where to follow the log from. MISSING when there is no file, INTERNAL with the
 * reason when it is refused; the engine is then as before. */
bool snapshot_map(Engine *engine, const char *path, int64_t oldest, int64_t *sequence, Error *error);

#endif
