/*
 * What a tracking call says, read from its JSON: the C face of the parser (track_parse.cpp, simdjson) and the rules
 * that make an event good or bad (track.c). Pure: no database, no clock.
 *
 * Not for: who a person is or where an event counts (identity, event).
 *
 * Units: instants in ms UTC. Slices point into the body that was parsed; texts live in the arena.
 * Errors: bad JSON is INPUT for the whole body; a bad event in a good batch carries its reason in `reject`, also one
 * whose texts are JSON and cannot be kept (NUL, half of a character).
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_USAGE_TRACK_TRACK_H
#define BANSO_USAGE_TRACK_TRACK_H

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

/* Why an event cannot be taken: name, the word by which it is kept and that the web UI says in each language, and what
 * its client is told. */
#define TRACK_REFUSALS(X)                                                                                              \
    X(EVENT_MISSING, "event_missing", "event is missing")                                                              \
    X(TYPE_MISSING, "type_missing", "type is missing; use identify, track, page, screen, group or alias")              \
    X(TYPE_UNKNOWN, "type_unknown", "unknown type; use identify, track, page, screen, group or alias")                 \
    X(USER_MISSING, "user_missing", "userId or anonymousId is missing")                                                \
    X(GROUP_MISSING, "group_missing", "groupId is missing")                                                            \
    X(ALIAS_MISSING, "alias_missing", "alias needs previousId and userId")                                             \
    X(ALIAS_TAKEN, "alias_taken", "previousId belongs to somebody else already")                                       \
    X(ALIAS_PUBLIC, "alias_public", "a browser key joins no two known people")                                         \
    X(NO_TIME, "no_time", "timestamp is not a time")                                                                   \
    X(NO_OBJECT, "no_object", "an event must be an object")                                                            \
    X(NO_PROPERTIES, "no_properties", "properties and traits must be objects")                                         \
    X(NUL, "nul", "a text contains NUL")                                                                               \
    X(HALF_CHARACTER, "half_character", "a text contains half a character")                                            \
    X(TOO_DEEP, "too_deep", "the event is nested more than 64 levels deep")                                            \
    X(NUMBER_LARGE, "number_large", "a number is larger than a double holds")                                          \
    X(TRAIT, "trait", "a trait does not fit; the rest was saved")                                                      \
    X(TOO_LARGE, "too_large", "the event is larger than 32 KB")                                                        \
    X(MESSAGE_ID_LONG, "message_id_long", "messageId is longer than 512 characters")                                   \
    X(USER_ID_LONG, "user_id_long", "userId or anonymousId is longer than 512 characters")                             \
    X(GROUP_ID_LONG, "group_id_long", "groupId is longer than 512 characters")                                         \
    X(PREVIOUS_ID_LONG, "previous_id_long", "previousId is longer than 512 characters")                                \
    X(NAME_LONG, "name_long", "the name is longer than 512 characters")
#define TRACK_REFUSAL_NAME(name, word, text) TRACK_##name,
typedef enum { TRACK_GOOD, TRACK_REFUSALS(TRACK_REFUSAL_NAME) TRACK_REFUSAL_COUNT } TrackRefusal;
#undef TRACK_REFUSAL_NAME
/* For the shape that prints it: "event_missing|type_missing|…" */
#define TRACK_REFUSAL_CHOICE(name, word, text) "|" word
#define TRACK_REFUSAL_CHOICES                  (&("" TRACK_REFUSALS(TRACK_REFUSAL_CHOICE))[1])

typedef struct {
    const char *data; /* raw JSON, walked and found valid; NULL = absent */
    size_t size;
} TrackSlice;

/* An event as the body gives it. Texts are NULL when absent, empty or null. */
typedef struct {
    TrackRefusal reject;
    TrackType type;
    const char *type_name;
    const char *message_id, *user_id, *anonymous_id, *group_id, *previous_id;
    const char *name;
    const char *agent;         /* context.userAgent, or $raw_user_agent of PostHog's clients */
    const char *context_group; /* context.groupId, else of properties.$groups: the account it happened in */
    const char *timestamp, *original_timestamp, *sent_at;
    const char *capture_uuid, *capture_user_id, *capture_sent_at; /* of PostHog's clients; see track_capture */
    TrackSlice properties;                                        /* of track, page, screen */
    TrackSlice traits;                                            /* of identify, group */
    TrackSlice raw;                                               /* all of it */
    int64_t at;                                                   /* corrected; after track_check */
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
 * static sentence in *problem when it is no JSON object that could be a call, or TRACK_NO_MEMORY itself when the system
 * refused the memory to read it: then it may come again.
 */
extern const char TRACK_NO_MEMORY[];
bool track_parse(Arena *arena, const char *body, size_t size, TrackType type, TrackBody *out, const char **problem);
/* Only the writeKey of a body that may be anything; NULL when there is none. False when the system refused the memory
 * to read it: whether there is one is not known. */
bool track_parse_key(Arena *arena, const char *body, size_t size, const char **key);

/*
 * The rules of a good event, and its time: receivedAt − (sentAt − timestamp) where the client said when it sent
 * (https://segment.com/docs/connections/spec/common/#timestamps), the time given where not or with `as_given` (import);
 * more than 24 h ahead becomes the time of receipt.
 */
void track_check(const TrackBody *body, TrackEvent *event, int64_t received_at, bool as_given);

/* Events of PostHog's clients, before track_check: they name no type, and who a person or an account is comes as an
 * event of a reserved name. What no person causes, as a flag that was read or an exception, is no use: it is left out.
 */
void track_capture(TrackBody *body);

/* Static texts. */
const char *track_refusal_word(TrackRefusal refusal);
const char *track_refusal_text(TrackRefusal refusal);

/* Whether a browser's user agent names a crawler, a headless browser or a monitor. */
bool track_is_robot(const char *agent); /* NULL = no */

TrackType track_type_of(const char *name);
extern const char *const TRACK_TYPE_NAMES[TRACK_TYPES];
/* For the parser, whose C++ reads no other header of ours. */
bool track_number_is_json(const char *bytes, size_t size);
/* Whether every escape of a text is one of JSON's, from behind its first quote to its last one. */
bool track_escapes_are_json(const char *at);
/* Only what a person does counts as use; identify, group and alias tell who they are. */
bool track_type_counts(TrackType type);

#ifdef __cplusplus
}
#endif

#endif
