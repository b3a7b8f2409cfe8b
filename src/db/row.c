/*
 * From columns to a struct, driven by its Shape: the same for both engines. Fields of optional types get `known`, a
 * NULL in a field that is not optional is a wrong signature and fails. Lists as parameters (IN LIST) become the one
 * text that each engine unpacks: JSON for SQLite, an array literal for PostgreSQL.
 */
#include "db/inside.h"

#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

int shape_width(const Shape *shape)
{
    int width = 0;
    while (shape->fields[width].type != FIELD_END)
        width++;
    return width;
}

bool whole_number(double real, int64_t *integer)
{
    if (!(fabs(real) < 9007199254740992.0) || real != floor(real))
        return false;
    *integer = (int64_t)real;
    return true;
}

static void put_text(const DbValue *column, Arena *arena, void *at)
{
    const char *text = column->known ? column->text : NULL;
    if (arena)
        text = arena_text(arena, text);
    memcpy(at, &text, sizeof text);
}

static void put_bytes(const DbValue *column, Arena *arena, void *at)
{
    Bytes bytes = column->known ? column->bytes : (Bytes) { NULL, 0 };
    if (arena && bytes.data)
        bytes.data = (const uint8_t *)arena_text_n(arena, (const char *)bytes.data, bytes.size);
    memcpy(at, &bytes, sizeof bytes);
}

static void put_integer(const Field *field, const DbValue *column, void *at)
{
    OptInt optional = { column->known ? column->integer : 0, column->known };
    if (field->optional)
        memcpy(at, &optional, sizeof optional);
    else if (field->type == FIELD_FLAG)
        *(bool *)at = optional.value != 0;
    else
        memcpy(at, &optional.value, sizeof optional.value);
}

static void put_real(const Field *field, const DbValue *column, void *at)
{
    OptReal optional = { column->known ? column->real : 0, column->known };
    if (field->optional)
        memcpy(at, &optional, sizeof optional);
    else
        memcpy(at, &optional.value, sizeof optional.value);
}

bool row_fill(const Shape *shape, const DbValue *columns, Arena *arena, void *row, Error *error)
{
    for (int i = 0; shape->fields[i].type != FIELD_END; i++) {
        const Field *field = &shape->fields[i];
        void *at = (char *)row + field->offset;
        if (!columns[i].known && !field->optional)
            return fail(error, ERROR_INTERNAL, NULL, "%s.%s is NULL, but declared without ?", shape->name, field->name);
        switch (field->type) {
        case FIELD_TEXT:
        case FIELD_JSON:
            put_text(&columns[i], arena, at);
            break;
        case FIELD_BYTES:
            put_bytes(&columns[i], arena, at);
            break;
        case FIELD_REAL:
            put_real(field, &columns[i], at);
            break;
        default:
            put_integer(field, &columns[i], at);
        }
    }
    return true;
}

/* ---- lists ---------------------------------------------------------------------------------------------------- */

static void quoted_to(Text *text, const char *string, DbKind kind)
{
    if (kind == DB_SQLITE) {
        json_string_to(text, string);
        return;
    }
    text_char(text, '"');
    for (const char *c = string; *c; c++) {
        if (*c == '"' || *c == '\\')
            text_char(text, '\\');
        text_char(text, *c);
    }
    text_char(text, '"');
}

const char *list_text(Arena *arena, const DbValue *value, DbKind kind)
{
    Text text = text_new(arena);
    text_char(&text, kind == DB_SQLITE ? '[' : '{');
    for (size_t i = 0; i < value->bytes.size; i++) {
        if (i > 0)
            text_char(&text, ',');
        if (value->type == FIELD_IDS)
            text_format(&text, "%lld", (long long)((const int64_t *)(const void *)value->bytes.data)[i]);
        else
            quoted_to(&text, ((const char *const *)(const void *)value->bytes.data)[i], kind);
    }
    text_char(&text, kind == DB_SQLITE ? ']' : '}');
    return text_string(&text);
}
