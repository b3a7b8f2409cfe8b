/*
 * Live updates. A browser holds one SSE stream; after a commit it is told which keys changed ("account:12", "today")
 * and reads the query again. Nothing of substance travels here; still, a key of a circle ("contract:99") goes only to
 * those who see the circle, since that something happened says something as well. Wake-ups are coalesced to four a
 * second per stream; heartbeat every 15 s; all streams are resumed before stopping.
 *
 * Units: beats in ms, times in microseconds.
 * Errors: BUSY where there are no streams or no memory for one.
 * Forgets a person: keys hold ids.
 */
#ifndef BANSO_HTTP_STREAM_H
#define BANSO_HTTP_STREAM_H

#include "http/route.h"

#include <stdint.h>

typedef struct Stream Stream;

/* One per process, made before the server and freed after it. `beat_ms` 0 = 15,000. */
Stream *stream_new(int beat_ms);
void stream_free(Stream *stream);
/*
 * Asked at each heartbeat, for each who listens: whether they still may. Nobody hears on after their session ended,
 * their key was revoked, a circle was taken from them or they were disabled, on whichever server that happened. NULL =
 * nobody is asked any more; what is asked just now has been answered when this returns.
 */
typedef struct {
    CallerKind kind;
    int64_t caller, session;
    unsigned rights; /* when the stream began: what it is told goes by them */
} Listener;
typedef bool (*StreamGuard)(Services *services, const Listener *listener);
void stream_guard(Stream *stream, StreamGuard may_listen, Services *services);
/* Ends the streams of this caller, so that who was disabled hears no more. Thread-safe. */
void stream_drop(Stream *stream, CallerKind kind, int64_t caller_id);

/* The key that says that anything may have changed; it is also told when more keys wait than are remembered. */
#define STREAM_ALL "*"
/* Thread-safe, never blocks: event "changed" with {"keys":["accounts","account:12"]}. Keys are copied. */
void stream_publish(Stream *stream, const char *const *keys, int count);
/* The same where some are not for everybody. */
typedef struct {
    const char *name;
    unsigned circle; /* 0 = for everybody */
    int64_t author;  /* the member of staff who is told whatever they see; 0 = none */
} StreamKey;
void stream_publish_narrowed(Stream *stream, const StreamKey *keys, int count);
int stream_count(Stream *stream); /* open streams, for /metrics */

#endif
