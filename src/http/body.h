/*
 * The body of a request as it comes in, inflated on the way when it is gzip. Never holds more than its limit, and all
 * bodies of the process together never more than BODIES_MAX.
 */
#ifndef BANSO_HTTP_BODY_H
#define BANSO_HTTP_BODY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BODY_PADDING = 64,         /* zero bytes after the end, for simdjson */
    BODY_RATIO_MAX = 100,      /* inflated : received, once … */
    BODY_RATIO_FROM = 1 << 20, /* … more than this came out */
    BODY_SWALLOW = 8 << 20,    /* of a body that is too large: read and dropped, so that its sender hears 413 */
};
#define BODIES_MAX ((size_t)256 << 20)

typedef struct {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t max;
    size_t received; /* bytes on the wire */
    void *inflate;   /* a z_stream, when it is gzip */
    bool ended;      /* of the gzip stream */
} Body;

bool body_start(Body *body, size_t max, const char *content_encoding, Error *error);
/* Fails with INPUT, TOO_LARGE or BUSY; the memory is freed at once. */
bool body_add(Body *body, const void *bytes, size_t size, Error *error);
/* Ends the body: a gzip stream that was cut off fails. Pads, unless nothing came: then data stays NULL. */
bool body_finish(Body *body, Error *error);
void body_free(Body *body);
/* Empties it, and keeps the memory for what comes next. */
void body_clear(Body *body);
/* What all bodies hold now; for /metrics. */
size_t bodies_held(void);

#endif
