/*
 * Collects the body of one request, called by libmicrohttpd's thread piece by piece as it arrives. The buffer doubles
 * up to the limit of its route; its growth is added to the process's total before it is allocated, so that many large
 * bodies at once are refused instead of exhausting the memory. A gzip body is inflated while it comes in and refused as
 * soon as it is a bomb. A finished body ends in zeroes that do not count (BODY_PADDING), which simdjson reads past the
 * end.
 */
#include "http/body.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

static atomic_size_t held;

size_t bodies_held(void)
{
    return atomic_load(&held);
}

void body_free(Body *body)
{
    if (body->inflate) {
        inflateEnd(body->inflate);
        free(body->inflate);
    }
    free(body->data);
    atomic_fetch_sub(&held, body->capacity);
    body->inflate = NULL;
    body->data = NULL;
    body->size = body->capacity = 0;
}

void body_clear(Body *body)
{
    body->size = 0;
}

static bool body_refuse(Body *body, Error *error, ErrorKind kind, const char *text)
{
    body_free(body);
    return fail(error, kind, NULL, "%s", text);
}

bool body_start(Body *body, size_t max, const char *content_encoding, Error *error)
{
    *body = (Body) { .max = max };
    if (!content_encoding || !strcasecmp(content_encoding, "identity"))
        return true;
    if (strcasecmp(content_encoding, "gzip") && strcasecmp(content_encoding, "x-gzip"))
        return fail(error, ERROR_INPUT, "Content-Encoding", "Content-Encoding must be gzip or absent");
    z_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return fail(error, ERROR_BUSY, NULL, "no memory for the body");
    if (inflateInit2(stream, 15 + 16) != Z_OK) {
        free(stream);
        return fail(error, ERROR_BUSY, NULL, "no memory for the body");
    }
    body->inflate = stream;
    return true;
}

/* Room for `more` bytes and the padding; doubles, but never beyond the limit. */
static bool body_reserve(Body *body, size_t more, Error *error)
{
    size_t need = body->size + more + BODY_PADDING;
    if (need <= body->capacity)
        return true;
    size_t capacity = body->capacity ? body->capacity * 2 : 1024;
    if (capacity < need)
        capacity = need;
    if (capacity > body->max + BODY_PADDING)
        capacity = body->max + BODY_PADDING;
    size_t growth = capacity - body->capacity;
    if (atomic_fetch_add(&held, growth) + growth > BODIES_MAX) {
        atomic_fetch_sub(&held, growth);
        return body_refuse(body, error, ERROR_BUSY, "too many large bodies at once");
    }
    uint8_t *data = realloc(body->data, capacity);
    if (!data) {
        atomic_fetch_sub(&held, growth);
        return body_refuse(body, error, ERROR_BUSY, "no memory for the body");
    }
    body->data = data;
    body->capacity = capacity;
    return true;
}

static bool body_append(Body *body, const void *bytes, size_t size, Error *error)
{
    if (size > body->max - body->size)
        return body_refuse(body, error, ERROR_TOO_LARGE, "the body is too large");
    if (!body_reserve(body, size, error))
        return false;
    memcpy(body->data + body->size, bytes, size);
    body->size += size;
    return true;
}

static bool body_is_bomb(const Body *body)
{
    return body->size > BODY_RATIO_FROM && body->size / BODY_RATIO_MAX > body->received;
}

static bool inflate_went_on(Body *body, int result, Error *error)
{
    if (result == Z_MEM_ERROR)
        return body_refuse(body, error, ERROR_BUSY, "no memory for the body");
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ||
           body_refuse(body, error, ERROR_INPUT, "the body is not gzip");
}

/* One step of inflating; false ends it, with an error or without. */
static bool inflate_step(Body *body, z_stream *stream, bool *more, Error *error)
{
    uint8_t block[16384];
    stream->next_out = block;
    stream->avail_out = sizeof block;
    int result = inflate(stream, Z_NO_FLUSH);
    if (!inflate_went_on(body, result, error))
        return false;
    if (!body_append(body, block, sizeof block - stream->avail_out, error))
        return false;
    if (body_is_bomb(body))
        return body_refuse(body, error, ERROR_TOO_LARGE, "the body inflates to more than a hundred times its size");
    body->ended = result == Z_STREAM_END;
    /* gzip allows several members in a row. */
    if (body->ended && stream->avail_in && inflateReset(stream) != Z_OK)
        return body_refuse(body, error, ERROR_INPUT, "the body is not gzip");
    *more = stream->avail_in > 0 || stream->avail_out == 0;
    return true;
}

bool body_add(Body *body, const void *bytes, size_t size, Error *error)
{
    body->received += size;
    if (!body->inflate)
        return body_append(body, bytes, size, error);
    z_stream *stream = body->inflate;
    stream->next_in = (Bytef *)(uintptr_t)bytes;
    stream->avail_in = (uInt)size;
    bool more = true;
    while (more)
        if (!inflate_step(body, stream, &more, error))
            return false;
    return true;
}

bool body_finish(Body *body, Error *error)
{
    if (body->inflate && !body->ended)
        return body_refuse(body, error, ERROR_INPUT, "the gzip body is incomplete");
    if (!body->size)
        return true;
    if (!body_reserve(body, 0, error))
        return false;
    memset(body->data + body->size, 0, BODY_PADDING);
    return true;
}
