/*
 * A change of a row, described by two shapes: what may be given (the patch) and what is stored (the row). Given fields
 * are copied by name. The fact names the fields that differ afterwards: ids, days, numbers, flags and choices with from
 * and to, free words by name only.
 *
 * Units: those of the shapes.
 * Errors: none; what may not be given was refused when it was read.
 * Forgets a person: a fact gets the names of changed fields, never the words in them.
 */
#ifndef BANSO_HTTP_EDIT_H
#define BANSO_HTTP_EDIT_H

#include "base/shape.h"
#include "http/route.h"

/* Copies each given field that the row has as well. Absent = unchanged, null = cleared; INPUT when a required field of
 * the row is cleared. */
bool edit_apply(const Request *request, const Shape *patch, const void *input, const Shape *shape, void *row,
                Error *error);
/* The same for a part of the body: `body` is the object that `input` was read from. */
bool edit_apply_from(Arena *arena, const Json *body, const Shape *patch, const void *input, const Shape *shape,
                     void *row, Error *error);
/* The same where everything that is known in the input counts as given, and nothing is cleared: imports. */
void edit_fill(Arena *arena, const Shape *patch, const void *input, const Shape *shape, void *row);
/* Restores what was known before: of a change only what fills an empty field remains. */
void edit_keep(Arena *arena, const Shape *patch, const Shape *shape, const void *before, void *row);

/* One changed field: {"field":"stage","from":"adoption","to":"renewal"}, or of words {"field":"name"}. */
typedef struct {
    const char *field;
    const char *from, *to; /* as JSON; "null" = was or is not set, NULL = not told */
} EditChange;
extern const Shape EDIT_CHANGE;
/* {"changed":[…]}: the body of a fact about a change. */
typedef struct {
    List changed; /* of EditChange */
} EditTold;
extern const Shape EDIT_TOLD;

/* NULL when nothing differs in the patch's fields. `more`: further changes. */
const EditTold *edit_told(Arena *arena, const Shape *patch, const Shape *shape, const void *before, const void *after,
                          List more);
/* Both lists of changes as one. */
List edit_join(Arena *arena, List first, List second);

#endif
