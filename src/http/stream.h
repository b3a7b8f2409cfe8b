/*
 * Live updates. A browser holds one SSE stream; after a commit it is told which keys changed ("account:12", "today")
 * and reads the query again. Nothing of substance travels here. Wake-ups are coalesced to four a second per stream;
 * heartbeat every 15 s; all streams are resumed before stopping.
 */
#ifndef BANSO_HTTP_STREAM_H
#define BANSO_HTTP_STREAM_H

#include "http/route.h"

#include <stdint.h>

typedef struct Stream Stream;

/* One per process, made before the server and freed after it. */
Stream *stream_new(void);
void stream_free(Stream *stream);
/* Ends the streams of this caller, so that who was disabled hears no more. Thread-safe. */
void stream_drop(Stream *stream, CallerKind kind, int64_t caller_id);

/* Thread-safe, never blocks: event "changed" with {"keys":["accounts","account:12"]}. Keys are copied. */
void stream_publish(Stream *stream, const char *const *keys, int count);
int stream_count(const Stream *stream); /* open streams, for /metrics */

#endif
