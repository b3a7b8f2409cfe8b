/*
 * The engine's snapshot in the data folder: written when much has changed, at least hourly, and at the end; a start
 * maps it and follows the change log from its place on. *Made*: without it, or when the log does not reach back to it
 * any more, all rollups are read.
 */
#ifndef BANSO_USAGE_FEED_FEED_SNAPSHOT_H
#define BANSO_USAGE_FEED_FEED_SNAPSHOT_H

#include "engine/engine.h"
#include "http/services.h"

/* *mapped = false: there is none that can be trusted; the engine holds nothing then. */
bool saved_load(Services *services, bool *mapped, Error *error);
bool saved_write(Services *services, Error *error);
/* So many changes were made since it was written last; `now` in microseconds, monotonic. */
bool saved_is_due(size_t changes, int64_t now);
/* Writes the file of older days (engine_old_make) when it is due; what fails is tried again later. */
void saved_older(Services *services, Arena *arena);

#endif
