/*
 * What the engine holds of usage: loaded from the rollups at a start, kept up with each commit, of this server and of
 * others; the newest days in full, older ones read when somebody asks and let go again.
 *
 * Where several servers share the database, who replaces days reads them under one lock: what is read later is newer.
 * Where this is the only one, days grow by what each commit adds, and the past of an account is read at a moment when
 * the engine has heard of just the commits that the reading sees, so that none is counted twice or not at all.
 */
#ifndef BANSO_USAGE_FEED_FEED_H
#define BANSO_USAGE_FEED_FEED_H

#include "engine/engine.h"
#include "http/services.h"

/* An account and a day whose rollup changed; as the change log writes it. */
typedef struct {
    int64_t account, day;
} Change;

/* At a start, when nothing is fresh: from the snapshot and the log, else from all rollups. */
bool held_load(Services *services, Error *error);
/* At the end: the snapshot, if anything has changed since it was written. */
void held_end(Services *services);
/* Up to where in the change log the engine has heard of everything. */
void held_place(int64_t *xact, int64_t *seq);
/* After COMMIT of this process, the only one there is, and the commit's place in the change log (0 = none). */
void held_grow(Services *services, const Delta *deltas, size_t count, int64_t seq);
/* These days as the database has them; sorts the changes. Under the lock, and when nothing is fresh. */
bool held_days(Services *services, Change *changes, size_t count, Error *error);
void held_lock(void);
void held_unlock(void);
/* Every few seconds: the days that are held move on, old ones that nobody asks for are let go. */
bool held_care(Services *services, Arena *arena, int64_t now, Error *error);

#endif
