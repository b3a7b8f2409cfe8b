/*
 * Shapes: the one description of a C struct, from which its row mapping, its JSON in and out, its part of openapi.json
 * and its TypeScript type are derived. sqlgen prints a Shape for each row, and for what the API takes and gives of one;
 * a struct without a row has its Shape written by hand, with the macros below.
 *
 *   C type of a field      required            optional ("?")
 *   ID INT TIME DAY        int64_t             OptInt
 *   FLAG                   bool                OptInt (0 or 1)
 *   REAL                   double              OptReal
 *   TEXT JSON              const char *        const char * (NULL)
 *   BYTES                  Bytes               Bytes (data NULL)
 *   OBJECT                 const void *        const void * (NULL)
 *   INLINE                 the struct itself   -
 *   LIST                   List                List
 *   IDS, TEXTS             Ids, Texts          same
 *
 * In JSON the members of an INLINE struct are among those of the struct that holds it: AccountPage is AccountListed and
 * more. Such a shape is only written, never read.
 *
 * A field may belong to a circle; callers who do not see the circle get the object without the field.
 *
 * In JSON: TIME is RFC 3339 with milliseconds, DAY is YYYY-MM-DD, JSON is inserted unchanged, BYTES are base64, an
 * unset optional is null.
 *
 * Units: as the table says; limits of texts are characters, as JSON Schema's maxLength.
 * Errors: INPUT that names the field, and for an unknown key the nearest known one.
 * Forgets a person: holds nothing; it moves values between rows and JSON.
 */
#ifndef BANSO_BASE_SHAPE_H
#define BANSO_BASE_SHAPE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t value;
    bool known;
} OptInt;
typedef struct {
    double value;
    bool known;
} OptReal;
typedef struct {
    const uint8_t *data;
    size_t size;
} Bytes;
typedef struct {
    size_t count;
    const void *items;
} List; /* items: an array of the structs of the field's shape */
typedef struct {
    size_t count;
    const int64_t *items;
} Ids;
typedef struct {
    size_t count;
    const char *const *items;
} Texts;

typedef enum {
    FIELD_END,
    FIELD_ID,
    FIELD_INT,
    FIELD_REAL,
    FIELD_FLAG,
    FIELD_TEXT,
    FIELD_DAY,
    FIELD_TIME,
    FIELD_JSON,
    FIELD_BYTES,
    FIELD_OBJECT,
    FIELD_INLINE,
    FIELD_LIST,
    FIELD_IDS,
    FIELD_TEXTS
} FieldType;

typedef struct Shape Shape;

typedef struct {
    const char *name;
    FieldType type;
    bool optional;
    size_t offset;
    const Shape *shape;                  /* OBJECT, INLINE and LIST */
    const char *choices;                 /* TEXT and TEXTS: "low|high|tech"; NULL = free */
    const char *(*choose)(Arena *arena); /* the choices where only the running program knows them; else NULL */
    bool is_id;                          /* TEXT: read by base/ident.h; other texts count as absent */
    /* INT and REAL: bounds when min < max. TEXT: most characters in max (0 = 4,000), min = 1: not blank.
     * LIST, IDS, TEXTS: most items in max (0 = 10,000). */
    int64_t min, max;
    unsigned circle;   /* who may see it (base/circle.h); 0 = as its shape says, otherwise everybody */
    const char *about; /* one sentence for openapi.json, where the name does not say enough */
} Field;

/* One of the shapes that a JSON member `body` can have: which one, says the member `kind` beside it. */
typedef struct {
    const char *kind;
    const Shape *body; /* NULL = {} */
} ShapeCase;

struct Shape {
    const char *name;    /* the name of the type in OpenAPI and TypeScript: "Account" */
    size_t size;         /* sizeof the struct */
    const Field *fields; /* ended by FIELD_END */
    /* Instead of fields: the cases, ended by { 0 }; NULL = it is one struct. Only for a JSON member `body`. */
    const ShapeCase *(*cases)(Arena *arena);
    unsigned circle; /* who may see such things, wherever they are a field; 0 = everybody */
};

/* Who may see the field. */
static inline unsigned field_circle(const Field *field)
{
    return field->circle || !field->shape ? field->circle : field->shape->circle;
}

/* SHAPE_FIELD(Account, name, FIELD_TEXT, .max = 200), */
#define SHAPE_FIELD(type_, name_, kind_, ...)                                                                          \
    {                                                                                                                  \
        .name = #name_, .type = (kind_), .offset = offsetof(type_, name_), __VA_ARGS__                                 \
    }
#define SHAPE_OPT(type_, name_, kind_, ...) SHAPE_FIELD(type_, name_, kind_, .optional = true, __VA_ARGS__)
/* A member of a struct inside: SHAPE_AT(Contact, row, name, FIELD_TEXT) is contact.row.name. */
#define SHAPE_AT(type_, inner_, name_, kind_, ...)                                                                     \
    {                                                                                                                  \
        .name = #name_, .type = (kind_), .offset = offsetof(type_, inner_.name_), __VA_ARGS__                          \
    }

/* NULL when it has none of this name. */
const Field *shape_field(const Shape *shape, const char *name);

/* {"id":1,…} */
void shape_write(Text *text, const Shape *shape, const void *row);
/* The same without what is unset, at every depth: {"until":"2026-11-22"} and no "note":null. shape_read takes both. */
void shape_write_known(Text *text, const Shape *shape, const void *row);
/* [{…},{…}] */
void shape_write_list(Text *text, const Shape *shape, const void *rows, size_t count);
/* The same for a caller who sees the circles in `sees`: fields of other circles are left out, at every depth. */
void shape_write_seen(Text *text, const Shape *shape, const void *row, unsigned sees);
void shape_write_list_seen(Text *text, const Shape *shape, const void *rows, size_t count, unsigned sees);
/* A stored JSON body of one of the cases of `shape`, without what belongs to circles that are not in `sees`. A body
 * that cannot be read (an unknown case, damaged JSON) becomes {}. The functions above do this to a member with cases.
 */
const char *shape_case_seen(Arena *arena, const Shape *shape, const char *kind, const char *body, unsigned sees);
/*
 * Reads an object into `*out` (shape->size bytes, zeroed first). Missing required fields, wrong types, broken bounds
 * and unknown keys fail with INPUT and the field's name; an unknown key names the nearest known one.
 */
bool shape_read(Arena *arena, const Json *json, const Shape *shape, void *out, Error *error);
/* One field from its text form, as in a query string or a CSV cell; `out` is the struct that holds the field. IDS and
 * TEXTS are separated by commas. An optional field stays unset when the text is empty. */
bool shape_read_text(Arena *arena, const Field *field, const char *text, void *out, Error *error);
/* Whether a text may stand in the shape's field, by its length and choices; NULL may. For what comes in another way. */
bool shape_takes_text(Arena *arena, const Shape *shape, const char *name, const char *text, Error *error);

#endif
