/*
 * Inside the module: what the engine holds of usage.
 *
 * Where several servers share the database, who replaces days reads them under one lock: what is read later is newer.
 * Where this is the only one, days grow by what each commit adds, and the past of an account is read at a moment when
 * the engine has heard of just the commits that the reading sees, so that none is counted twice or not at all.
 */
#ifndef BANSO_USAGE_FEED_FEED_STORE_H
#define BANSO_USAGE_FEED_FEED_STORE_H

#include "change.sql.h"
#include "change_engine.sql.h"

#include "engine/engine.h"
#include "jobs/jobs.h"
#include "usage/event/usage.h"
#include "usage/feed/feed.h"

/* ---- feed.c ---- */

bool feed_start(Services *services, Error *error);
void feed_stop(void);
bool feed_is_shared(void);
/* Up to where in the change log the engine has heard of everything. */
void held_place(int64_t *xact, int64_t *seq);
/* After COMMIT of this process, the only one there is, and the commit's place in the change log (0 = none). */
void held_grow(Services *services, const Delta *deltas, size_t count, int64_t seq);
/* These days as the database has them; sorts the changes and leaves each once. Under the lock, and when nothing is
 * fresh. */
bool held_days(Services *services, Change *changes, size_t *count, Error *error);
/* Sorts them, with the account that is there in place of one that was merged, and leaves each once. */
bool held_changes(Services *services, Change *changes, size_t *count, Error *error);
size_t changes_once(Change *changes, size_t count);
/* The same for the gauges of these days, which are sorted by account and day and stand once; under the lock. */
bool held_gauges(Services *services, const Change *changes, size_t count, Error *error);
/* All of them, at a start. */
bool held_gauges_load(Services *services, Error *error);
/* After COMMIT: the engine takes the gauges that the commit changed. */
void held_gauges_own(Services *services, const EventCommit *commit);
void held_lock(void);
void held_unlock(void);

extern const Schedule FEED_SCHEDULES[];

/* ---- feed_follow.c ---- */

/* After COMMIT, on a database that several servers share: the engine takes the commit's days from their rollups. */
void follow_own(Services *services, const EventCommit *commit);
/* From now on; the rollups are loaded after it. */
bool follow_begin(Services *services, Error *error);
/* From there on, and at once up to now; where this is the only server, when nothing is fresh. */
bool follow_from(Services *services, int64_t xact, int64_t seq, Error *error);
/* Under held_lock. */
void follow_place(int64_t *xact, int64_t *seq);

extern const Follower FEED_FOLLOWERS[];

/* ---- feed_tell.c ---- */

/* Of what stands by account, one touch for each account, with its earliest day. */
void feed_touch(UsageTouch *touches, size_t *count, int64_t account, int64_t day);
/* To watchers and open pages. */
void feed_tell(Services *services, Arena *arena, const UsageTouch *touches, size_t count);

extern const EventFollower FEED_EVENTS;

#endif
