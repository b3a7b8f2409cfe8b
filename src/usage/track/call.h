/*
 * A parsed call of the tracking API, or what is brought in its form (files, the demo), on its way to the module that
 * keeps events. That module stands to the right and is asked through its record (Module.track).
 *
 * Not for: what the JSON says (track.h).
 * Units: instants in ms UTC.
 * Errors: the taker of a call says INPUT for what nobody can take; bad events of a good call are told by their counts.
 * Forgets a person: holds nothing beyond the request.
 */
#ifndef BANSO_USAGE_TRACK_CALL_H
#define BANSO_USAGE_TRACK_CALL_H

#include "db/db.h"
#include "usage/track/track.h"

typedef struct TrackCall TrackCall;
struct TrackCall {
    TrackBody body;                   /* events after track_check */
    int64_t source;                   /* which key's message ids these are; 0 = imports */
    const char *actor;                /* "key:7" */
    bool only_adds;                   /* of persons and accounts: fills what is empty, changes nothing that is there */
    int64_t received_at;              /* ms */
    size_t taken, repeated, rejected; /* told once it is taken */
    TrackCall *next;
};

/* Who takes calls; one module does. */
typedef struct TrackTaker {
    /* Calls of one transaction are taken together, just before COMMIT: the counts are told by then. The call lives as
     * long as the transaction. */
    bool (*take)(Db *db, TrackCall *call, Error *error);
} TrackTaker;

#endif
