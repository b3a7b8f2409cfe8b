/*
 * Live updates. A browser holds one SSE stream; after a commit it is told which keys changed ("account:12", "today")
 * and reads the query again. Nothing of substance travels here. Still, a key of a circle ("contract:99") goes only to
 * callers who see the circle, since the fact that something happened is information, too. Wake-ups are coalesced to
 * four a second per stream; heartbeat every 15 s; all streams are resumed before stopping.
 *
 * Units: beats in ms, times in microseconds.
 * Errors: BUSY without streams, or without memory for one.
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
 * Checked at each heartbeat, for each listener: whether they still may listen. A stream ends after its session ended,
 * its key was revoked, a circle was taken away or the person was disabled, on any server. NULL = no more checks; a
 * check under way has ended when this returns.
 */
typedef struct {
    CallerKind kind;
    int64_t caller, session;
    unsigned rights; /* when the stream began: they decide what it is told */
} Listener;
typedef bool (*StreamGuard)(Services *services, const Listener *listener);
void stream_guard(Stream *stream, StreamGuard may_listen, Services *services);
/* Ends the streams of this caller, so that a disabled person hears no more. Thread-safe. */
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
