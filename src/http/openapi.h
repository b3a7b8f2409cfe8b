/* Private to http: what openapi.json says of one Shape. */
#ifndef BANSO_HTTP_OPENAPI_H
#define BANSO_HTTP_OPENAPI_H

#include "base/shape.h"

enum { SHAPES_MAX = 512 };

/* The shapes met so far, each once. */
typedef struct {
    Arena *arena;
    const Shape *shapes[SHAPES_MAX];
    int count;
} Seen;

void shape_meet(Seen *seen, const Shape *shape);
/* The schema of a field's value. */
void field_schema(Text *text, const Field *field);
/* "Name":{"type":"object",…} */
void shape_schema(Text *text, const Shape *shape);

#endif
