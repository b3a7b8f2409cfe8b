/* Private to http: what openapi.json says of one Shape. */
#ifndef BANSO_HTTP_OPENAPI_H
#define BANSO_HTTP_OPENAPI_H

#include "base/shape.h"

enum { SHAPES_MAX = 512 };

/* The shapes met so far, each once; beside each the circles that all who can meet it see. */
typedef struct {
    Arena *arena;
    const Shape *shapes[SHAPES_MAX];
    unsigned circles[SHAPES_MAX];
    int count;
} Seen;

/* `circle`: of the route that takes or gives it. */
void shape_meet(Seen *seen, const Shape *shape, unsigned circle);
/* The schema of a field's value. */
void field_schema(Text *text, const Field *field);
/* "Name":{"type":"object",…}; `sees`: the circles of all who meet it. Fields of others may be left out and say whose
 * they are. */
void shape_schema(Text *text, const Shape *shape, unsigned sees);

#endif
