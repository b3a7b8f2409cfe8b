/*
 * Circles: who may see what not everybody may see. Each wing that has such things has one (support, success, revenue).
 * A member of staff, a key and a webhook hold a set of them beside their rights: a right says what they may do, a
 * circle what they may see. What belongs to one names it where it is declared: a route (http/route.h), a field of a
 * shape and a shape as a whole (base/shape.h), a kind of fact, of import, of measure, a document of the search.
 *
 * For rows that are for some only, see base/viewer.h.
 *
 * Not for: rights (http/route.h). A circle gives none.
 * Units: bits above those of rights, so that one set holds both.
 * Errors: INPUT for stored circles that are not JSON.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_CIRCLE_H
#define BANSO_BASE_CIRCLE_H

#include "base/shape.h"

typedef enum {
    CIRCLE_NONE = 0,
    CIRCLE_SUPPORT = 1 << 16,
    CIRCLE_SUCCESS = 1 << 17,
    CIRCLE_REVENUE = 1 << 18, /* contracts, currency rates, MRR and every amount made of them */
    CIRCLE_AUTHOR = 1 << 19   /* what is for its author alone: the command line's, given to nobody */
} Circle;
enum { CIRCLES_ALL = CIRCLE_SUPPORT | CIRCLE_SUCCESS | CIRCLE_REVENUE };
#define CIRCLE_CHOICES "support|success|revenue"

/* The first circle in the set, NULL = none. */
const char *circle_name(unsigned circles);
/* Sets and their names, in the order of the list above; other bits are left out. */
Texts circles_named(Arena *arena, unsigned circles);
unsigned circles_of(Texts names);
/* As a column stores them: ["support","revenue"]. Equal sets are equal texts. */
const char *circles_print(Arena *arena, unsigned circles);
bool circles_parse(Arena *arena, const char *json, unsigned *circles, Error *error);

#endif
