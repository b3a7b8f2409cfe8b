#include "base/clock.h"
#include "base/error.h"
#include "base/shape.h"

#include <sodium.h>
#include <string.h>

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

/* The number behind a required or optional field; false when it is unset. */
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

static void pointer_to(Text *text, const Field *field, const void *at)
{
    const void *what = *(const void *const *)at;
    if (!what)
        text_add(text, "null");
    else if (field->type == FIELD_TEXT)
        json_string_to(text, what);
    else if (field->type == FIELD_JSON)
        text_add(text, what);
    else
        shape_write(text, field->shape, what);
}

static void list_to(Text *text, const Field *field, const void *at)
{
    switch (field->type) {
    case FIELD_LIST:
        shape_write_list(text, field->shape, ((const List *)at)->items, ((const List *)at)->count);
        break;
    case FIELD_IDS:
        ids_to(text, at);
        break;
    default:
        texts_to(text, at);
    }
}

static void field_to(Text *text, const Field *field, const void *at)
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
        pointer_to(text, field, at);
        break;
    case FIELD_BYTES:
        if (((const Bytes *)at)->data)
            bytes_to(text, *(const Bytes *)at);
        else
            text_add(text, "null");
        break;
    default:
        list_to(text, field, at);
    }
}

void shape_write(Text *text, const Shape *shape, const void *row)
{
    text_char(text, '{');
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        json_key_to(text, field->name);
        field_to(text, field, (const char *)row + field->offset);
    }
    text_char(text, '}');
}

void shape_write_list(Text *text, const Shape *shape, const void *rows, size_t count)
{
    text_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_char(text, ',');
        shape_write(text, shape, (const char *)rows + i * shape->size);
    }
    text_char(text, ']');
}
