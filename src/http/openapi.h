/* Private to http: what openapi.json says of one Shape, and its words and examples. */
#ifndef BANSO_HTTP_OPENAPI_H
#define BANSO_HTTP_OPENAPI_H

#include "base/shape.h"
#include "http/route.h"

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

/* ---- openapi_words.c ---- */

/* "Condition":{…}: what filters and scorecards ask. */
extern const char CONDITION_SCHEMA[];
/* A body of this shape with what it must have. */
void shape_example(Text *text, const Shape *shape);
/* ,"description":…,"example":… of a parameter that many lists have, right behind its schema; `asks`: the name of the
 * shape that it is in. */
void parameter_words(Text *text, const char *asks, const char *name);
/* ,"operationId":…,"tags":…,"description":…; `method` and `right` by their names. */
void operation_words(Text *text, const Route *route, const char *method, const char *right);
/* The rest of info, the address, and all tags. `routes` ends with NULL. */
void document_words(Text *text, Arena *arena, const Route *const *routes);

#endif
