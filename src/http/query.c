/*
 * Reads a query string into the struct of the route's Shape. Stricter than browsers need: unknown names, names given
 * twice and broken escapes are refused, because a filter that is silently ignored shows the wrong list.
 */
#include "http/query.h"

#include "base/text.h"

#include <string.h>

enum { QUERY_FIELDS_MAX = 64 };

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *percent_decode(Arena *arena, const char *text, size_t size, bool plus)
{
    char *out = arena_alloc(arena, size + 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%') {
            if (size - i < 3)
                return NULL;
            int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high < 0 || low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        if (!c)
            return NULL;
        out[length++] = c;
    }
    return text_is_utf8(out, length) ? out : NULL;
}

const char *percent_encode(Arena *arena, const char *text)
{
    static const char PLAIN[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~/";
    Text out = text_new(arena);
    for (const char *c = text; *c; c++) {
        if (strchr(PLAIN, *c))
            text_char(&out, *c);
        else
            text_format(&out, "%%%02X", (unsigned char)*c);
    }
    return text_string(&out);
}

static const Field *field_find(const Shape *shape, const char *name)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (!strcmp(field->name, name))
            return field;
    return NULL;
}

static bool query_unknown(Arena *arena, const Shape *shape, const char *name, Error *error)
{
    const char *names[QUERY_FIELDS_MAX + 1] = { 0 };
    int count = 0;
    for (const Field *field = shape ? shape->fields : NULL; field && field->type != FIELD_END; field++)
        if (count < QUERY_FIELDS_MAX)
            names[count++] = field->name;
    const char *nearest = text_nearest(name, names);
    const char *field = arena_text(arena, name);
    if (nearest)
        return fail(error, ERROR_INPUT, field, "unknown parameter \"%.60s\"; did you mean \"%s\"?", name, nearest);
    return fail(error, ERROR_INPUT, field, "unknown parameter \"%.60s\"", name);
}

static bool pair_read(Arena *arena, const char *pair, size_t size, const Shape *shape, void *row, bool *given,
                      Error *error)
{
    const char *equals = memchr(pair, '=', size);
    size_t name_size = equals ? (size_t)(equals - pair) : size;
    const char *name = percent_decode(arena, pair, name_size, true);
    const char *value = equals ? percent_decode(arena, equals + 1, size - name_size - 1, true) : "";
    if (!name || !value)
        return fail(error, ERROR_INPUT, NULL, "the query is not percent-encoded UTF-8");
    const Field *field = shape ? field_find(shape, name) : NULL;
    if (!field)
        return query_unknown(arena, shape, name, error);
    if (given[field - shape->fields])
        return fail(error, ERROR_INPUT, field->name, "%s is given twice", field->name);
    given[field - shape->fields] = true;
    return shape_read_text(arena, field, value, row, error);
}

static bool nothing_is_missing(const Shape *shape, const bool *given, Error *error)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (!field->optional && !given[field - shape->fields])
            return fail(error, ERROR_INPUT, field->name, "%s is missing", field->name);
    return true;
}

bool query_read(Arena *arena, const char *query, const Shape *shape, const void **out, Error *error)
{
    bool given[QUERY_FIELDS_MAX] = { 0 };
    void *row = shape ? arena_alloc(arena, shape->size) : NULL;
    const char *pair = query ? query : "";
    while (*pair) {
        size_t size = strcspn(pair, "&");
        if (size && !pair_read(arena, pair, size, shape, row, given, error))
            return false;
        pair += size + (pair[size] == '&');
    }
    if (shape && !nothing_is_missing(shape, given, error))
        return false;
    *out = row;
    return true;
}
