/*
 * What a tracking call says, read from its JSON: the C face of the parser (track_parse.cpp, simdjson) and the rules
 * that make an event good or bad (track.c). Pure: no database, no clock.
 *
 * Not for: who a person is or where an event counts (identity.h, ingest.h).
 *
 * Units: instants in ms UTC. Slices point into the body that was parsed; texts live in the arena.
 * Errors: bad JSON is INPUT for the whole body; a bad event in a good batch carries its reason in `reject`, also one
 * whose texts are JSON and cannot be kept (NUL, half of a character).
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_USAGE_TRACK_H
#define BANSO_USAGE_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "base/arena.h"

enum { TRACK_EVENT_MAX = 32 * 1024, TRACK_BATCH_MAX = 500 * 1024, TRACK_ID_MAX = 512, TRACK_NAME_MAX = 512 };

typedef enum {
    TRACK_NONE, /* a batch names the type in each event */
    TRACK_IDENTIFY,
    TRACK_TRACK,
    TRACK_PAGE,
    TRACK_SCREEN,
    TRACK_GROUP,
    TRACK_ALIAS,
    TRACK_TYPES
} TrackType;

typedef struct {
    const char *data; /* raw JSON, walked and found valid; NULL = absent */
    size_t size;
} TrackSlice;

/* An event as it stood in the body. Texts are NULL when absent, empty or null. */
typedef struct {
    const char *reject; /* static text: why it cannot be taken; NULL = good */
    TrackType type;
    const char *type_name;
    const char *message_id, *user_id, *anonymous_id, *group_id, *previous_id;
    const char *name;
    const char *context_group; /* context.groupId, else of properties.$groups: the account it happened in */
    const char *timestamp, *original_timestamp, *sent_at;
    TrackSlice properties; /* of track, page, screen */
    TrackSlice traits;     /* of identify, group */
    TrackSlice raw;        /* all of it */
    int64_t at;            /* corrected; after track_check */
} TrackEvent;

typedef struct {
    TrackEvent *events;
    size_t count;
    bool is_batch;         /* the body held `batch` */
    const char *sent_at;   /* of the batch */
    const char *group_id;  /* of the batch's context */
    const char *write_key; /* in the body; NULL = none */
} TrackBody;

/*
 * `body` is followed by 64 readable bytes. `type` is what the path says, TRACK_NONE for batch and import. False with a
 * static sentence in *problem when it is no JSON object that could be a call.
 */
bool track_parse(Arena *arena, const char *body, size_t size, TrackType type, TrackBody *out, const char **problem);
/* Only the writeKey of a body that may be anything; NULL when there is none. */
const char *track_parse_key(Arena *arena, const char *body, size_t size);

/*
 * The rules of a good event, and its time: receivedAt − (sentAt − timestamp) where the client said when it sent
 * (https://segment.com/docs/connections/spec/common/#timestamps), the time given where not or with `as_given` (import);
 * more than 24 h ahead becomes the time of receipt.
 */
void track_check(const TrackBody *body, TrackEvent *event, int64_t received_at, bool as_given);

TrackType track_type_of(const char *name);
extern const char *const TRACK_TYPE_NAMES[TRACK_TYPES];
/* Only what a person does counts as use; identify, group and alias tell who they are. */
bool track_type_counts(TrackType type);

#ifdef __cplusplus
}
#endif

#endif
