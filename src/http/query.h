/*
 * Percent-encoding, and query strings (and bodies of forms) read into the struct of a Shape.
 *
 * Units: sizes in bytes.
 * Errors: INPUT for what cannot be read.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_HTTP_QUERY_H
#define BANSO_HTTP_QUERY_H

#include "base/shape.h"

/* NULL when an escape is broken, or a NUL or no UTF-8 comes out. `plus` reads + as a space. */
const char *percent_decode(Arena *arena, const char *text, size_t size, bool plus);
/* So that it can stand as a value in a query: all but letters, digits, "-", ".", "_", "~" and "/" is escaped. */
const char *percent_encode(Arena *arena, const char *text);
/* `query` may be NULL. *out is a zeroed struct of `shape`, filled; NULL when shape is NULL. Unknown names, names given
 * twice, broken values and missing required ones fail with INPUT. */
bool query_read(Arena *arena, const char *query, const Shape *shape, const void **out, Error *error);

#endif
