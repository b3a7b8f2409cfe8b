/*
 * Ids that others give to their people, companies and contracts: user ids, anonymous ids, group ids, external ids. They
 * come by the tracking API, by files, by the API and by hand, and one id is the same on all of these roads: it is read
 * here. Read so, an id is NFKC, without what cannot be seen and without blanks at its ends; letters stay as they are,
 * for "A1" and "a1" may be two people.
 *
 * What programs write in place of an id that they do not have ("undefined", "null", "[object Object]", "NaN", "#N/A")
 * is none: one customer would be made of all the slips.
 *
 * Not for: names and addresses (text_fold), nor message ids, which are compared byte by byte.
 * Units: IDENT_MAX in characters.
 * Errors: none; whoever reads judges the length.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_BASE_IDENT_H
#define BANSO_BASE_IDENT_H

#include "base/arena.h"

#include <stdbool.h>

enum { IDENT_MAX = 512 };

/* NULL when it is absent; `given` itself when it is as it should be, which nearly all are. */
const char *ident_read(Arena *arena, const char *given);
bool ident_is_long(const char *ident);

#endif
