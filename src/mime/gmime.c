/* The one file that knows GMime, and GLib behind it. What GMime allocates is copied into the arena and given back at
 * once. */
#include "mime/gmime.h"

#include "base/clock.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

static void start(void)
{
    g_mime_init();
}

void gmime_start(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
}

Transfer transfer_named(const char *name)
{
    switch (g_mime_content_encoding_from_string(name ? name : "")) {
    case GMIME_CONTENT_ENCODING_BASE64:
        return TRANSFER_BASE64;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        return TRANSFER_QUOTED;
    case GMIME_CONTENT_ENCODING_UUENCODE:
        return TRANSFER_UU;
    default:
        return TRANSFER_PLAIN;
    }
}

static GMimeContentEncoding encoding_of(Transfer transfer)
{
    switch (transfer) {
    case TRANSFER_BASE64:
        return GMIME_CONTENT_ENCODING_BASE64;
    case TRANSFER_QUOTED:
        return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
    case TRANSFER_UU:
        return GMIME_CONTENT_ENCODING_UUENCODE;
    default:
        return GMIME_CONTENT_ENCODING_BINARY;
    }
}

enum { PIECE = 8 << 10, PIECE_OUT = 32 << 10 };

bool transfer_decode(Transfer transfer, Bytes bytes, TransferTake take, void *context, Error *error)
{
    if (transfer == TRANSFER_PLAIN)
        return bytes.size == 0 || take((const char *)bytes.data, bytes.size, context, error);
    GMimeEncoding encoding;
    char out[PIECE_OUT];
    g_mime_encoding_init_decode(&encoding, encoding_of(transfer));
    for (size_t at = 0; at < bytes.size; at += PIECE) {
        size_t size = bytes.size - at < PIECE ? bytes.size - at : PIECE;
        size_t made = g_mime_encoding_step(&encoding, (const char *)bytes.data + at, size, out);
        if (made && !take(out, made, context, error))
            return false;
    }
    return true;
}

struct TransferEncoder {
    GMimeEncoding encoding;
    TransferTake take;
    void *context;
};

TransferEncoder *transfer_encoder(Arena *arena, Transfer transfer, TransferTake take, void *context)
{
    TransferEncoder *encoder = arena_make(arena, TransferEncoder);
    g_mime_encoding_init_encode(&encoder->encoding, encoding_of(transfer));
    encoder->take = take;
    encoder->context = context;
    return encoder;
}

bool transfer_encode(TransferEncoder *encoder, const char *bytes, size_t size, Error *error)
{
    char out[PIECE_OUT];
    for (size_t at = 0; at < size; at += PIECE) {
        size_t left = size - at < PIECE ? size - at : PIECE;
        size_t made = g_mime_encoding_step(&encoder->encoding, bytes + at, left, out);
        if (made && !encoder->take(out, made, encoder->context, error))
            return false;
    }
    return true;
}

bool transfer_end(TransferEncoder *encoder, Error *error)
{
    char out[PIECE_OUT];
    size_t made = g_mime_encoding_flush(&encoder->encoding, "", 0, out);
    return made == 0 || encoder->take(out, made, encoder->context, error);
}

bool mail_date(const char *text, int64_t *ms)
{
    GDateTime *date = g_mime_utils_header_decode_date(text);
    if (!date)
        return false;
    *ms = g_date_time_to_unix(date) * MS_PER_SECOND;
    g_date_time_unref(date);
    return true;
}
