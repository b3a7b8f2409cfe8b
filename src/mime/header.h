/*
 * The head of a mail or of one of its parts: fields as they came, without a copy, and what their values say: words in
 * other charsets (RFC 2047), raw bytes, parameters (RFC 2231), addresses, ids. Everything is read with patience: what
 * breaks the standards is common, and a value that cannot be understood is shown as it stands.
 *
 * Not for: judging a mail (mime/mail.h), nor for writing one (mime/compose.h).
 * Units: sizes in bytes.
 * Errors: none.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_HEADER_H
#define BANSO_MIME_HEADER_H

#include "base/shape.h"

typedef struct {
    const char *name; /* not ended by NUL */
    size_t name_size;
    Bytes value; /* raw and folded, without the end of its last line */
} HeaderField;

typedef struct {
    Arena *arena;
    const char *charset; /* of raw 8-bit values; NULL = it is guessed */
    HeaderField *fields;
    size_t count, capacity;
} Headers;

/* At most this many fields are kept; a head with more is an attack or damaged. */
enum { HEADER_FIELDS_MAX = 2000 };

/* Reads the fields at the start of `bytes`; *body = where the body begins. */
Headers headers_read(Arena *arena, Bytes bytes, size_t *body);
/* The n-th field of this name, from the top; NULL when there are fewer. */
const HeaderField *headers_nth(const Headers *headers, const char *name, size_t n);

/* The first value of the name as one line of raw bytes; no bytes when it is missing. */
Bytes header_raw(const Headers *headers, const char *name);
/* The same as text, its words decoded; NULL when it is missing. */
const char *header_text(const Headers *headers, const char *name);
/* Decodes words and raw bytes of a value that is already one line. */
const char *words_text(Arena *arena, Bytes value, const char *charset);
/* All between "<" and ">" (or, in a field without any, all words with "@"), without the brackets. */
Texts header_ids(const Headers *headers, const char *name);

/* "text/plain; charset=x": the value in lower case, and its parameters. */
typedef struct {
    const char *name; /* lower case */
    const char *value;
} HeaderParam;
typedef struct {
    const char *value; /* lower case; "" when the field is missing */
    const HeaderParam *params;
    size_t count;
} HeaderValue;
HeaderValue header_value(const Headers *headers, const char *name);
const char *header_param(const HeaderValue *value, const char *name); /* NULL when it is missing */

typedef struct {
    const char *name; /* "" = none was given */
    const char *address;
} MailAddress;
/* All addresses of all fields of the name; items are MailAddress. What holds no address is kept as an address when it
 * is all there is, so that nothing is lost. */
List header_addresses(const Headers *headers, const char *name);

#endif
