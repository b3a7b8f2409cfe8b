/*
 * From JSON or text into a struct, driven by the fields of its Shape. The first wrong field ends it, with its path
 * ("lines.0.price") and a reason. Unknown names are refused with the nearest known one, since a misspelled field that
 * is ignored looks like one that was saved.
 *
 * In order: bounds, values out of JSON, whole objects, and at the end one field from its text, for query strings and
 * CSV cells.
 */
#include "base/clock.h"
#include "base/ident.h"
#include "base/reason.h"
#include "base/shape.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4000, LIST_MAX = 10000 };
static const int64_t ID_MAX = 9007199254740991;

static bool put_integer(const Field *field, void *at, int64_t value)
{
    if (field->optional)
        *(OptInt *)at = (OptInt) { value, true };
    else if (field->type == FIELD_FLAG)
        *(bool *)at = value != 0;
    else
        *(int64_t *)at = value;
    return true;
}

static bool out_of_range(const Field *field, Error *error)
{
    char low[24], high[24];
    snprintf(low, sizeof low, "%lld", (long long)field->min);
    snprintf(high, sizeof high, "%lld", (long long)field->max);
    return refuse(error, field->name, REASON_OUT_OF_RANGE, low, high);
}

static bool bounded_integer(const Field *field, void *at, int64_t value, Error *error)
{
    if (field->type == FIELD_ID && (value < 1 || value > ID_MAX))
        return fail(error, ERROR_INPUT, field->name, "%s must be an id", field->name);
    if (field->min < field->max && (value < field->min || value > field->max))
        return out_of_range(field, error);
    return put_integer(field, at, value);
}

static bool bounded_real(const Field *field, void *at, double value, Error *error)
{
    if (!isfinite(value))
        return fail(error, ERROR_INPUT, field->name, "%s must be a finite number", field->name);
    if (field->min < field->max && (value < (double)field->min || value > (double)field->max))
        return out_of_range(field, error);
    if (field->optional)
        *(OptReal *)at = (OptReal) { value, true };
    else
        *(double *)at = value;
    return true;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t size = strlen(value);
    while (size) {
        const char *end = strchrnul(choices, '|');
        if ((size_t)(end - choices) == size && memcmp(choices, value, size) == 0)
            return true;
        if (!*end)
            return false;
        choices = end + 1;
    }
    return false;
}

static bool too_long(const Field *field, size_t longest, Error *error)
{
    char most[24];
    snprintf(most, sizeof most, "%zu", longest);
    return refuse(error, field->name, REASON_TOO_LONG, most, NULL);
}

static bool none_of(const Field *field, const char *value, Error *error)
{
    char known[ERROR_ARG_MAX];
    size_t used = 0;
    for (const char *from = field->choices; *from && used + 2 < sizeof known; from++) {
        known[used++] = *from == '|' ? ',' : *from;
        if (*from == '|')
            known[used++] = ' ';
    }
    known[used] = 0;
    return refuse(error, field->name, REASON_NOT_AMONG, value, known);
}

static bool bounded_text(const Field *field, void *at, const char *value, Error *error)
{
    size_t longest = field->max > 0 ? (size_t)field->max : TEXT_MAX;
    if (strnlen(value, longest + 1) > longest && text_characters(value) > longest)
        return too_long(field, longest, error);
    if (field->min > 0 && text_is_empty(value))
        return refuse(error, field->name, REASON_MISSING, NULL, NULL);
    if (field->choices && !is_choice(field->choices, value))
        return none_of(field, value, error);
    *(const char **)at = value;
    return true;
}

/* A text that is not an id ("undefined") leaves an optional field unset. */
static bool text_from(Arena *arena, const Field *field, void *at, const char *value, Error *error)
{
    const char *text = field->is_id ? ident_read(arena, value) : value;
    Field chosen = *field;
    if (text == NULL && field->optional)
        return true;
    if (field->choose)
        chosen.choices = field->choose(arena);
    return bounded_text(&chosen, at, text == NULL ? "" : text, error);
}

/* A day or a time from its text. */
static bool moment(const Field *field, void *at, const char *value, Error *error)
{
    int64_t number;
    if (field->type == FIELD_DAY ? day_parse(value, &number) : time_parse(value, &number))
        return put_integer(field, at, number);
    return refuse(error, field->name, field->type == FIELD_DAY ? REASON_NO_DATE : REASON_NO_TIME, value, NULL);
}

static bool bytes_from(Arena *arena, const Field *field, void *at, const char *base64, Error *error)
{
    size_t room = strlen(base64) / 4 * 3 + 3, size;
    uint8_t *data = arena_alloc(arena, room);
    if (sodium_base642bin(data, room, base64, strlen(base64), NULL, &size, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return fail(error, ERROR_INPUT, field->name, "%s must be base64", field->name);
    *(Bytes *)at = (Bytes) { data, size };
    return true;
}

static bool wrong_type(const Field *field, const char *wanted, Error *error)
{
    return fail(error, ERROR_INPUT, field->name, "%s must be %s", field->name, wanted);
}

static bool list_start(const Field *field, const Json *json, size_t *count, Error *error)
{
    if (!json_is_array(json))
        return wrong_type(field, "a list", error);
    size_t most = field->max > 0 ? (size_t)field->max : LIST_MAX;
    *count = json_count(json);
    if (*count > most)
        return fail(error, ERROR_INPUT, field->name, "%s takes at most %zu items, not %zu", field->name, most, *count);
    return true;
}

static bool ids_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    size_t count = 0, i = 0;
    if (!list_start(field, json, &count, error))
        return false;
    int64_t *items = arena_array(arena, count, sizeof *items);
    for (const Json *child = json_first(json); child; child = json_next(child), i++)
        if (!json_int_value(child, &items[i]) || items[i] < 1)
            return wrong_type(field, "a list of ids", error);
    *(Ids *)at = (Ids) { count, items };
    return true;
}

static bool texts_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    size_t count = 0, i = 0;
    if (!list_start(field, json, &count, error))
        return false;
    const char **items = arena_array(arena, count, sizeof *items);
    const char *choices = field->choose ? field->choose(arena) : field->choices;
    Field item = { .name = field->name, .type = FIELD_TEXT, .choices = choices };
    for (const Json *child = json_first(json); child; child = json_next(child), i++) {
        const char *value;
        if (!json_text_value(child, &value))
            return wrong_type(field, "a list of texts", error);
        if (!bounded_text(&item, &items[i], value, error))
            return false;
    }
    *(Texts *)at = (Texts) { count, items };
    return true;
}

/* The path to a field inside: "lines.0.price". */
static bool inner_failed(Arena *arena, const char *outer, Error *error)
{
    error->field = error->field ? arena_format(arena, "%s.%s", outer, error->field) : outer;
    return false;
}

static bool list_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    size_t count = 0, i = 0;
    if (!list_start(field, json, &count, error))
        return false;
    char *items = arena_array(arena, count, field->shape->size);
    for (const Json *child = json_first(json); child; child = json_next(child), i++)
        if (!shape_read(arena, child, field->shape, items + i * field->shape->size, error))
            return inner_failed(arena, arena_format(arena, "%s.%zu", field->name, i), error);
    *(List *)at = (List) { count, items };
    return true;
}

static bool object_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    void *object = arena_alloc(arena, field->shape->size);
    if (!shape_read(arena, json, field->shape, object, error))
        return inner_failed(arena, field->name, error);
    *(const void **)at = object;
    return true;
}

static bool number_from(const Field *field, const Json *json, void *at, Error *error)
{
    double real;
    int64_t integer;
    bool flag;
    switch (field->type) {
    case FIELD_REAL:
        return json_real_value(json, &real) ? bounded_real(field, at, real, error)
                                            : wrong_type(field, "a number", error);
    case FIELD_FLAG:
        return json_flag_value(json, &flag) ? put_integer(field, at, flag) : wrong_type(field, "true or false", error);
    default:
        return json_int_value(json, &integer) ? bounded_integer(field, at, integer, error)
                                              : wrong_type(field, "a whole number", error);
    }
}

static bool string_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    const char *value;
    if (!json_text_value(json, &value))
        return wrong_type(field, "a text", error);
    if (field->type == FIELD_TEXT)
        return text_from(arena, field, at, value, error);
    if (field->type == FIELD_BYTES)
        return bytes_from(arena, field, at, value, error);
    return moment(field, at, value, error);
}

static bool json_from(Arena *arena, const Json *json, void *at)
{
    *(const char **)at = json_print(arena, json);
    return true;
}

static bool field_from(Arena *arena, const Field *field, const Json *json, void *at, Error *error)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_DAY:
    case FIELD_TIME:
    case FIELD_BYTES:
        return string_from(arena, field, json, at, error);
    case FIELD_JSON:
        return json_from(arena, json, at);
    case FIELD_OBJECT:
        return object_from(arena, field, json, at, error);
    case FIELD_LIST:
        return list_from(arena, field, json, at, error);
    case FIELD_IDS:
        return ids_from(arena, field, json, at, error);
    case FIELD_TEXTS:
        return texts_from(arena, field, json, at, error);
    default:
        return number_from(field, json, at, error);
    }
}

const Field *shape_field(const Shape *shape, const char *name)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

static const char *field_nearest(Arena *arena, const Shape *shape, const char *name)
{
    size_t count = 0;
    while (shape->fields[count].type != FIELD_END)
        count++;
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = shape->fields[i].name;
    return text_nearest(name, names);
}

static bool keys_are_known(Arena *arena, const Json *json, const Shape *shape, Error *error)
{
    for (const Json *child = json_first(json); child; child = json_next(child)) {
        const char *key = json_key(child);
        if (shape_field(shape, key))
            continue;
        const char *nearest = field_nearest(arena, shape, key);
        if (nearest)
            return fail(error, ERROR_INPUT, key, "unknown field \"%.60s\"; did you mean \"%s\"?", key, nearest);
        return fail(error, ERROR_INPUT, key, "unknown field \"%.60s\"", key);
    }
    return true;
}

bool shape_read(Arena *arena, const Json *json, const Shape *shape, void *out, Error *error)
{
    if (!json_is_object(json))
        return fail(error, ERROR_INPUT, NULL, "expected an object: %s", shape->name);
    if (!keys_are_known(arena, json, shape, error))
        return false;
    memset(out, 0, shape->size);
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        const Json *value = json_get(json, field->name);
        if (json_is_null(value)) {
            if (!field->optional)
                return refuse(error, field->name, REASON_MISSING, NULL, NULL);
            continue;
        }
        if (!field_from(arena, field, value, (char *)out + field->offset, error))
            return false;
    }
    return true;
}

/* ---- one field from its text ---------------------------------------------------------------------------------- */

static bool flag_text(const Field *field, const char *text, void *at, Error *error)
{
    static const struct {
        const char *text;
        bool value;
    } FLAGS[] = {
        { "true", true }, { "1", true }, { "yes", true }, { "false", false }, { "0", false }, { "no", false }
    };
    for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++)
        if (strcmp(text, FLAGS[i].text) == 0)
            return put_integer(field, at, FLAGS[i].value);
    return wrong_type(field, "true or false", error);
}

/* Only the characters of a decimal number: strtod would take "inf", "0x1p3" and leading blanks as well. */
static bool real_text(const Field *field, const char *text, void *at, Error *error)
{
    char *end;
    double value = strtod(text, &end);
    if (*end || end == text || strspn(text, "+-.0123456789eE") != strlen(text))
        return wrong_type(field, "a number", error);
    return bounded_real(field, at, value, error);
}

static bool integer_text(const Field *field, const char *text, void *at, Error *error)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (*end || end == text || strspn(text, "+-0123456789") != strlen(text))
        return wrong_type(field, "a whole number", error);
    if (value > ID_MAX || value < -ID_MAX)
        return wrong_type(field, "a whole number below 2^53", error);
    return bounded_integer(field, at, value, error);
}

/* "1,2,3" → the JSON list that ids_from and texts_from read. */
static bool list_text(Arena *arena, const Field *field, const char *text, void *at, Error *error)
{
    Text list = text_new(arena);
    text_char(&list, '[');
    for (const char *start = text, *end;; start = end + 1) {
        end = strchrnul(start, ',');
        const char *item = text_trim(arena, arena_text_n(arena, start, (size_t)(end - start)));
        if (list.size > 1)
            text_char(&list, ',');
        if (field->type == FIELD_TEXTS)
            json_string_to(&list, item);
        else
            text_add(&list, item);
        if (!*end)
            break;
    }
    text_char(&list, ']');
    const Json *json;
    if (!json_parse(arena, list.data, list.size, &json, error))
        return wrong_type(field, "a comma-separated list", error);
    return field_from(arena, field, json, at, error);
}

static bool json_text(Arena *arena, const Field *field, const char *text, void *at, Error *error)
{
    const Json *json;
    if (!json_parse(arena, text, strlen(text), &json, error)) {
        error->field = field->name;
        return false;
    }
    return field_from(arena, field, json, at, error);
}

static bool plain_text(Arena *arena, const Field *field, const char *text, void *at, Error *error)
{
    switch (field->type) {
    case FIELD_TEXT:
        return text_from(arena, field, at, text, error);
    case FIELD_BYTES:
        return bytes_from(arena, field, at, text, error);
    case FIELD_DAY:
    case FIELD_TIME:
        return moment(field, at, text, error);
    case FIELD_FLAG:
        return flag_text(field, text, at, error);
    case FIELD_REAL:
        return real_text(field, text, at, error);
    default:
        return integer_text(field, text, at, error);
    }
}

bool shape_read_text(Arena *arena, const Field *field, const char *text, void *out, Error *error)
{
    void *at = (char *)out + field->offset;
    if (!*text && field->optional)
        return true;
    if (field->type == FIELD_IDS || field->type == FIELD_TEXTS)
        return list_text(arena, field, text, at, error);
    if (field->type == FIELD_JSON || field->type == FIELD_OBJECT || field->type == FIELD_LIST)
        return json_text(arena, field, text, at, error);
    return plain_text(arena, field, text, at, error);
}

bool shape_takes_text(Arena *arena, const Shape *shape, const char *name, const char *text, Error *error)
{
    Field field = *shape_field(shape, name);
    field.optional = false; /* "" is not a choice */
    return !text || shape_read_text(arena, &field, text, arena_alloc(arena, shape->size), error);
}
