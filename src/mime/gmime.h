/*
 * What we ask of GMime: transfer encodings and dates. Only gmime.c includes it, so that nothing else knows
 * GLib. The structure of a mail is read by mime/part.c, because GMime's own tree limits neither parts nor fields: 25
 * MiB of "a:" lines took 4.2 GB there (GMime 3.2.13).
 *
 * Units: bytes; dates in ms since 1970 UTC.
 * Errors: none; false says that a text is not a date.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_MIME_GMIME_H
#define BANSO_MIME_GMIME_H

#include "base/shape.h"

/* Whoever reads or writes mail calls it first; once for the process. */
void gmime_start(void);

typedef enum { TRANSFER_PLAIN, TRANSFER_BASE64, TRANSFER_QUOTED, TRANSFER_UU } Transfer;

/* "base64" in any case and with what people put around it; PLAIN for the rest. */
Transfer transfer_named(const char *name);

/* Takes the next piece; false ends the work. */
typedef bool (*TransferTake)(const char *bytes, size_t size, void *context, Error *error);
/* Decodes or encodes piece by piece, in memory that does not grow with the bytes. false only if `take` said so. */
bool transfer_decode(Transfer transfer, Bytes bytes, TransferTake take, void *context, Error *error);

/* Encoding of what comes in pieces. */
typedef struct TransferEncoder TransferEncoder;
TransferEncoder *transfer_encoder(Arena *arena, Transfer transfer, TransferTake take, void *context);
bool transfer_encode(TransferEncoder *encoder, const char *bytes, size_t size, Error *error);
bool transfer_end(TransferEncoder *encoder, Error *error);

/* A date of a mail, however badly written. */
bool mail_date(const char *text, int64_t *ms);

#endif
