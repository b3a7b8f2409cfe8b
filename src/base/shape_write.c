/* Structs as JSON: values by the type of their field; with null for what is unset or without it; for all, or for a
 * caller who sees only some circles. */
#include "base/clock.h"
#include "base/error.h"
#include "base/shape.h"

#include <sodium.h>
#include <string.h>

/* How an object is written: `whole` with null for what is unset, and without what belongs to circles not in `sees`. */
typedef struct {
    bool whole;
    unsigned sees;
} Way;
static const Way WHOLE = { true, ~0u }, KNOWN = { false, ~0u };

static void bytes_to(Text *text, Bytes bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_ORIGINAL);
    char *base64 = arena_alloc(text->arena, room);
    sodium_bin2base64(base64, room, bytes.data, bytes.size, sodium_base64_VARIANT_ORIGINAL);
    json_string_to(text, base64);
}

static void ids_to(Text *text, const Ids *ids)
{
    text_char(text, '[');
    for (size_t i = 0; i < ids->count; i++) {
        if (i)
            text_char(text, ',');
        json_int_to(text, ids->items[i]);
    }
    text_char(text, ']');
}

static void texts_to(Text *text, const Texts *texts)
{
    text_char(text, '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i)
            text_char(text, ',');
        json_string_to(text, texts->items[i]);
    }
    text_char(text, ']');
}

/* The number in a required or optional field; false when it is unset. */
static bool integer_of(const Field *field, const void *at, int64_t *value)
{
    if (field->optional) {
        const OptInt *opt = at;
        *value = opt->value;
        return opt->known;
    }
    *value = field->type == FIELD_FLAG ? *(const bool *)at : *(const int64_t *)at;
    return true;
}

static void integer_to(Text *text, const Field *field, const void *at)
{
    int64_t value;
    if (!integer_of(field, at, &value))
        text_add(text, "null");
    else if (field->type == FIELD_FLAG)
        json_flag_to(text, value != 0);
    else if (field->type == FIELD_DAY)
        json_string_to(text, day_format(text->arena, value));
    else if (field->type == FIELD_TIME)
        json_string_to(text, time_format(text->arena, value));
    else
        json_int_to(text, value);
}

static void real_to(Text *text, const Field *field, const void *at)
{
    const OptReal *opt = at;
    if (field->optional && !opt->known)
        text_add(text, "null");
    else
        json_real_to(text, field->optional ? opt->value : *(const double *)at);
}

static void object_to(Text *text, const Shape *shape, const void *row, Way way);

static void pointer_to(Text *text, const Field *field, const void *at, Way way)
{
    const void *what = *(const void *const *)at;
    if (!what)
        text_add(text, "null");
    else if (field->type == FIELD_TEXT)
        json_string_to(text, what);
    else if (field->type == FIELD_JSON)
        text_add(text, what);
    else
        object_to(text, field->shape, what, way);
}

static void objects_to(Text *text, const Shape *shape, const void *rows, size_t count, Way way)
{
    text_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_char(text, ',');
        object_to(text, shape, (const char *)rows + i * shape->size, way);
    }
    text_char(text, ']');
}

static void list_to(Text *text, const Field *field, const void *at, Way way)
{
    switch (field->type) {
    case FIELD_LIST:
        objects_to(text, field->shape, ((const List *)at)->items, ((const List *)at)->count, way);
        break;
    case FIELD_IDS:
        ids_to(text, at);
        break;
    default:
        texts_to(text, at);
    }
}

static void field_to(Text *text, const Field *field, const void *at, Way way)
{
    switch (field->type) {
    case FIELD_ID:
    case FIELD_INT:
    case FIELD_FLAG:
    case FIELD_DAY:
    case FIELD_TIME:
        integer_to(text, field, at);
        break;
    case FIELD_REAL:
        real_to(text, field, at);
        break;
    case FIELD_TEXT:
    case FIELD_JSON:
    case FIELD_OBJECT:
        pointer_to(text, field, at, way);
        break;
    case FIELD_BYTES:
        if (((const Bytes *)at)->data)
            bytes_to(text, *(const Bytes *)at);
        else
            text_add(text, "null");
        break;
    default:
        list_to(text, field, at, way);
    }
}

/* A list is unset when it is empty: Ids, Texts and List all begin with their count. */
static bool is_unset(const Field *field, const void *at)
{
    int64_t ignored;
    if (!field->optional)
        return false;
    switch (field->type) {
    case FIELD_REAL:
        return !((const OptReal *)at)->known;
    case FIELD_TEXT:
    case FIELD_JSON:
    case FIELD_OBJECT:
        return !*(const void *const *)at;
    case FIELD_BYTES:
        return !((const Bytes *)at)->data;
    case FIELD_LIST:
    case FIELD_IDS:
    case FIELD_TEXTS:
        return !*(const size_t *)at;
    default:
        return !integer_of(field, at, &ignored);
    }
}

/* ---- bodies of several shapes, stored as JSON ------------------------------------------------------------------- */

/* Whether something of it, at any depth, belongs to a circle that is not in `sees`. */
static bool shape_hides(const Shape *shape, unsigned sees)
{
    for (const Field *field = shape->fields; field && field->type != FIELD_END; field++) {
        bool inside = field->shape && !field->shape->cases && shape_hides(field->shape, sees);
        if (inside || field_circle(field) & ~sees)
            return true;
    }
    return false;
}

static const ShapeCase *case_find(Arena *arena, const Shape *shape, const char *kind)
{
    for (const ShapeCase *one = shape->cases(arena); one->kind; one++)
        if (text_equal(one->kind, kind))
            return one;
    return NULL;
}

const char *shape_case_seen(Arena *arena, const Shape *shape, const char *kind, const char *body, unsigned sees)
{
    const ShapeCase *one = case_find(arena, shape, kind);
    const Json *json;
    Error ignored = { 0 };
    if (one && (!one->body || !shape_hides(one->body, sees)))
        return body;
    if (!one || !json_parse(arena, body, strlen(body), &json, &ignored))
        return "{}";
    void *read = arena_alloc(arena, one->body->size);
    if (!shape_read(arena, json, one->body, read, &ignored))
        return "{}";
    Text seen = text_new(arena);
    object_to(&seen, one->body, read, (Way) { false, sees });
    return text_string(&seen);
}

/* The member `kind` of the object that has the body. */
static const char *kind_beside(const Shape *shape, const void *row)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (field->type == FIELD_TEXT && !strcmp(field->name, "kind"))
            return *(const char *const *)((const char *)row + field->offset);
    return NULL;
}

/* A reader of all circles gets a stored body unchanged. */
static bool has_cases(const Field *field, const void *at, Way way)
{
    return ~way.sees && field->type == FIELD_JSON && field->shape && field->shape->cases && *(const char *const *)at;
}

/* ---- objects ---------------------------------------------------------------------------------------------------- */

static void member_to(Text *text, const Shape *shape, const void *row, const Field *field, Way way)
{
    const void *at = (const char *)row + field->offset;
    if (!has_cases(field, at, way)) {
        field_to(text, field, at, way);
        return;
    }
    text_add(text,
             shape_case_seen(text->arena, field->shape, kind_beside(shape, row), *(const char *const *)at, way.sees));
}

static void members_to(Text *text, const Shape *shape, const void *row, Way way)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        const void *at = (const char *)row + field->offset;
        if (field_circle(field) & ~way.sees)
            continue;
        if (field->type == FIELD_INLINE) {
            members_to(text, field->shape, at, way);
            continue;
        }
        if (!way.whole && is_unset(field, at))
            continue;
        json_key_to(text, field->name);
        member_to(text, shape, row, field, way);
    }
}

static void object_to(Text *text, const Shape *shape, const void *row, Way way)
{
    text_char(text, '{');
    members_to(text, shape, row, way);
    text_char(text, '}');
}

void shape_write(Text *text, const Shape *shape, const void *row)
{
    object_to(text, shape, row, WHOLE);
}

void shape_write_known(Text *text, const Shape *shape, const void *row)
{
    object_to(text, shape, row, KNOWN);
}

void shape_write_list(Text *text, const Shape *shape, const void *rows, size_t count)
{
    objects_to(text, shape, rows, count, WHOLE);
}

void shape_write_seen(Text *text, const Shape *shape, const void *row, unsigned sees)
{
    object_to(text, shape, row, (Way) { true, sees });
}

void shape_write_list_seen(Text *text, const Shape *shape, const void *rows, size_t count, unsigned sees)
{
    objects_to(text, shape, rows, count, (Way) { true, sees });
}
