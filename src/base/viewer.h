/*
 * Who asks, for rows that are not for everybody: a note that its author keeps to themselves or to a circle. Such a row
 * says in one column who sees it (`visible_to`: a circle, or "me"; NULL = everybody) and in another whose it is, who
 * always does. tools/sqlgen demands a Viewer of each statement that reads such a table, and writes the condition.
 *
 * Not for: rights, nor for fields of a circle (base/circle.h), which are left out of a row that is seen.
 * Units: none. Errors: none.
 * Forgets a person: holds ids.
 */
#ifndef BANSO_BASE_VIEWER_H
#define BANSO_BASE_VIEWER_H

#include "base/circle.h"

#define VISIBLE_TO_ME "me"
#define VISIBLE_TO    CIRCLE_CHOICES "|" VISIBLE_TO_ME

typedef struct {
    Texts sees;       /* what `visible_to` may say */
    int64_t staff_id; /* whose rows are seen whatever they say; 0 = nobody's */
} Viewer;
/* `sees` is a set of Circle; CIRCLE_AUTHOR in it = everything. */
Viewer viewer_make(Arena *arena, unsigned sees, int64_t staff_id);

/* For whom a thing is, beside its author. Empty = for everybody. */
typedef struct {
    const char *visible_to; /* NULL = everybody */
    int64_t author_id;      /* 0 = none */
} Audience;
/* What one must see to see such a thing without being its author; 0 = nothing. */
unsigned visible_needs(const char *visible_to);

#endif
