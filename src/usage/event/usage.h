/*
 * Usage: what the customers' people do, as their products tell it. Raw events, daily rollups, counts by name and day,
 * and reading all of it.
 *
 * An event is durable before it is acknowledged; event, rollups and identities are one transaction. Calls that come
 * together share a commit, and their rollups are written once for all of them. Who follows (below) is told what a
 * commit changed. To the right of feed, which fills the engine in this way, everything reads the engine, never these
 * tables.
 *
 * Not for: judging usage (health), and not for counting what is not use: identify, group and alias are kept as events
 * but never counted.
 *
 * Units: instants in ms UTC; days are local dates of the workspace (a change of time zone is a rebuild).
 * Errors: INPUT for bad JSON and sizes; a bad event of a good batch goes to the rejected list with its reason.
 * Forgets a person: properties, traits and anonymous ids of their events are erased, their waiting and rejected events
 * deleted; counts stay. Exports: all their events.
 */
#ifndef BANSO_USAGE_EVENT_USAGE_H
#define BANSO_USAGE_EVENT_USAGE_H

#include "engine/engine.h"
#include "jobs/jobs.h"
#include "usage/event/event.h"
#include "usage/track/call.h"

/* In a separate piece of work: several calls in a list, written before it returns. */
bool usage_take(Db *db, TrackCall *calls, Error *error);

/* Joins a person to an account by hand, from the beginning: their waiting events are taken. */
bool usage_assign(Db *db, const char *actor, int64_t now, int64_t contact, int64_t account, Error *error);

/* Rollups, first uses and counts by name and day, from the raw events; in a job that was cut off it goes on where it
 * stopped. BUSY while the process stops. */
bool usage_rebuild(Services *services, Error *error);

/* Every event that counts as use, once, in any order, with its account; not those that wait for one. Files what is
 * fresh first. Outside of any transaction; the record is gone after the call. BUSY while the process stops. */
typedef void (*EventSee)(int64_t account, const EventRecord *record, void *context);
bool events_walk(Services *services, EventSee see, void *context, Error *error);

/* ---- who follows ----------------------------------------------------------------------------------------------- */

/* An account and a local day whose rollup changed. */
typedef struct {
    int64_t account, day;
} Change;

/* A commit, after COMMIT; gone after the call. */
typedef struct {
    const Delta *deltas; /* what was added to rollups, by account and day, equal ones added up */
    size_t count;
    const Change *gauged; /* accounts and days whose gauges changed (gauged.h); some stand twice */
    size_t gauged_count;
    int64_t change; /* what EventFollower.changed called it; 0 = it was not asked */
    Arena *arena;
} EventCommit;

/* The module that keeps what rollups say elsewhere (Module.events; one module has it). */
typedef struct EventFollower {
    /* In the transaction: these rollups are others from its COMMIT on. Sets *change, by which the commit is known. */
    bool (*changed)(Db *db, int64_t now, const Change *changes, size_t count, int64_t *change, Error *error);
    /* After it, on the thread that wrote: keep it short. */
    void (*committed)(Services *services, const EventCommit *commit);
} EventFollower;

#endif
