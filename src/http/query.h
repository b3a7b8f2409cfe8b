/* Percent-decoding, and query strings read into the struct of a Shape. */
#ifndef BANSO_HTTP_QUERY_H
#define BANSO_HTTP_QUERY_H

#include "base/shape.h"

/* NULL when an escape is broken, or a NUL or no UTF-8 comes out. `plus` reads + as a space. */
const char *percent_decode(Arena *arena, const char *text, size_t size, bool plus);
/* `query` may be NULL. *out is a zeroed struct of `shape`, filled; NULL when shape is NULL. Unknown names, names given
 * twice, broken values and missing required ones fail with INPUT. */
bool query_read(Arena *arena, const char *query, const Shape *shape, const void **out, Error *error);

#endif
