/*
 * Ids that others give to their people, companies and contracts: user ids, anonymous ids, group ids, external ids. They
 * arrive through the tracking API, files, the API and by hand, and are read here so that an id is the same however it
 * arrives. An id is NFKC, without invisible characters and without blanks at its ends; capitals stay, since "A1" and
 * "a1" may be two people.
 *
 * What programs write in place of an id that they do not have ("undefined", "null", "[object Object]", "NaN", "#N/A")
 * is not an id: otherwise all such mistakes together would become one customer.
 *
 * Not for: names and addresses (text_fold), nor message ids, which are compared byte by byte.
 * Units: IDENT_MAX in characters.
 * Errors: none; the caller checks the length.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_BASE_IDENT_H
#define BANSO_BASE_IDENT_H

#include "base/arena.h"

#include <stdbool.h>

enum { IDENT_MAX = 512 };

/* NULL when it is absent; `given` itself when nothing needs to change, as for nearly all. */
const char *ident_read(Arena *arena, const char *given);
bool ident_is_long(const char *ident);

#endif
