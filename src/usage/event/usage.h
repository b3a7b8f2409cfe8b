/*
 * Usage: what the customers' people do, as their products tell it. The tracking API (compatible with Segment's), raw
 * events, daily rollups, who did it for which account, the repeat filter, and reading all of it.
 *
 * An event is durable before it is acknowledged; event, rollups and identities are one transaction. Calls that come
 * together share a commit, and their rollups are written once for all of them. After COMMIT the engine gets the deltas
 * and the watchers the accounts that were touched. Everything to the right reads the engine, never these tables.
 *
 * Not for: judging usage (health), and not for counting what is no use: identify, group and alias are kept as events
 * but never counted.
 *
 * Units: instants in ms UTC; days are local dates of the workspace (a change of time zone is a rebuild).
 * Errors: INPUT for bad JSON and sizes; a bad event of a good batch goes to the rejected list with its reason.
 * Forgets a person: properties, traits and anonymous ids of their events are erased, their bindings, waiting and
 * rejected events deleted; counts stay. Exports: all their events, bindings and anonymous ids.
 */
#ifndef BANSO_USAGE_EVENT_USAGE_H
#define BANSO_USAGE_EVENT_USAGE_H

#include "http/route.h"
#include "jobs/jobs.h"
#include "usage/track/track.h"

/* Parsed and checked calls, for those who bring events by another way than HTTP (imports, the demo). */
typedef struct UsageCall UsageCall;
struct UsageCall {
    TrackBody body;                   /* events after track_check */
    int64_t source;                   /* which key's message ids these are; 0 = imports */
    const char *actor;                /* "key:7" */
    bool only_adds;                   /* of persons and accounts: fills what is empty, changes nothing that is there */
    int64_t received_at;              /* ms */
    size_t taken, repeated, rejected; /* told after usage_take returned */
    UsageCall *next;
};

/* In a piece of work of one's own: several calls in a list, written before it returns. */
bool usage_take(Db *db, UsageCall *calls, Error *error);

/* An account whose use changed, and the earliest day on which it did: late events touch days long gone. */
typedef struct {
    int64_t account, first_day;
} UsageTouch;

/* Called after each COMMIT that touched accounts, of this server on the writer's thread, of others once the change log
 * told of it: keep it short (Module.usage). */
typedef struct UsageWatcher {
    const char *name;
    void (*touched)(Services *services, const UsageTouch *touches, size_t count);
} UsageWatcher;

/* Joins a person to an account by hand, from the beginning: their waiting events are taken. */
bool usage_assign(Db *db, const char *actor, int64_t now, int64_t contact, int64_t account, Error *error);

bool usage_start(Services *services, Error *error);
void usage_stop(void);
/* Rollups, first uses and counts by name and day, from the raw events; in a job that was cut off it goes on where it
 * stopped. BUSY while the process stops. */
bool usage_rebuild(Services *services, Error *error);

extern const Route TRACK_ROUTES[]; /* /v1/… */
extern const Route EVENT_ROUTES[];
extern const Route UNASSIGNED_ROUTES[];
extern const Route USAGE_ROUTES[];
extern const JobKind USAGE_JOBS[];
extern const Schedule USAGE_SCHEDULES[];
extern const FactReader USAGE_READERS[];
extern const Follower USAGE_FOLLOWERS[];

#endif
