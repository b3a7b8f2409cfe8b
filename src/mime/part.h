/*
 * The tree of parts of a mail: slices of its raw bytes, nothing decoded. Limits hold memory and time to what the size
 * of the mail explains: 1,000 parts, 32 levels.
 *
 * Units: sizes in bytes.
 * Errors: none; `is_cut` says that a limit ended the reading.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_PART_H
#define BANSO_MIME_PART_H

#include "mime/gmime.h"
#include "mime/header.h"

typedef struct {
    Headers headers;
    HeaderValue type, disposition;
    Bytes body; /* raw, without the line end that belongs to the boundary */
    Transfer transfer;
    int parent; /* index; -1 = the mail itself */
    int depth;
    bool is_first; /* of its parent */
} Part;

typedef struct {
    Arena *arena;
    Part *items;
    size_t count, capacity;
    size_t most, deepest; /* limits */
    const char *charset;
    bool is_cut;
} Parts;

/* Fills `parts` whose arena, most, deepest and charset are given; the first part is the mail itself. */
void parts_read(Parts *parts, Bytes raw);
bool part_is(const Part *part, const char *type); /* "text/plain"; "multipart/" is any type that begins so */

#endif
