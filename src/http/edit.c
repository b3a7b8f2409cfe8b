#include "http/edit.h"

#include "base/texts.h"

#include <string.h>

/* A field's value, whatever its type. */
typedef struct {
    bool known;
    int64_t integer;
    double real;
    const char *text;
} Slot;

static const Field *field_named(const Shape *shape, const char *name)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

static bool is_words(FieldType type)
{
    return type == FIELD_TEXT || type == FIELD_JSON || type == FIELD_TEXTS;
}

static bool is_compound(FieldType type)
{
    return type == FIELD_OBJECT || type == FIELD_LIST || type == FIELD_IDS || type == FIELD_BYTES;
}

static Slot slot_read(Arena *arena, const Field *field, const void *row)
{
    const void *at = (const char *)row + field->offset;
    if (field->type == FIELD_TEXTS)
        return (Slot) { true, .text = texts_print(arena, *(const Texts *)at) };
    if (is_words(field->type)) {
        const char *text = *(const char *const *)at;
        return (Slot) { text != NULL, .text = text };
    }
    if (field->type == FIELD_REAL) {
        OptReal real = field->optional ? *(const OptReal *)at : (OptReal) { *(const double *)at, true };
        return (Slot) { real.known, .real = real.value };
    }
    if (field->optional)
        return (Slot) { ((const OptInt *)at)->known, .integer = ((const OptInt *)at)->value };
    if (field->type == FIELD_FLAG)
        return (Slot) { true, .integer = *(const bool *)at };
    return (Slot) { true, .integer = *(const int64_t *)at };
}

static void slot_write(const Field *field, void *row, Slot slot)
{
    void *at = (char *)row + field->offset;
    if (is_words(field->type))
        *(const char **)at = slot.text;
    else if (field->type == FIELD_REAL && field->optional)
        *(OptReal *)at = (OptReal) { slot.real, slot.known };
    else if (field->type == FIELD_REAL)
        *(double *)at = slot.real;
    else if (field->optional)
        *(OptInt *)at = (OptInt) { slot.integer, slot.known };
    else if (field->type == FIELD_FLAG)
        *(bool *)at = slot.integer != 0;
    else
        *(int64_t *)at = slot.integer;
}

bool edit_apply(const Request *request, const Shape *patch, const void *input, const Shape *shape, void *row,
                Error *error)
{
    return edit_apply_from(request->arena, request->body, patch, input, shape, row, error);
}

/* "undefined" is no id and counts as absent; null alone clears one. */
static bool is_no_id(const Field *given, const Json *value)
{
    return given->is_id && !json_is_null(value);
}

bool edit_apply_from(Arena *arena, const Json *body, const Shape *patch, const void *input, const Shape *shape,
                     void *row, Error *error)
{
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = field_named(shape, given->name);
        if (!kept || is_compound(given->type) || !body || !json_get(body, given->name))
            continue;
        Slot slot = slot_read(arena, given, input);
        if (!slot.known && is_no_id(given, json_get(body, given->name)))
            continue;
        if (!slot.known && !kept->optional)
            return fail(error, ERROR_INPUT, given->name, "%s cannot be empty", given->name);
        slot_write(kept, row, slot);
    }
    return true;
}

void edit_fill(Arena *arena, const Shape *patch, const void *input, const Shape *shape, void *row)
{
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = field_named(shape, given->name);
        if (!kept || is_compound(given->type))
            continue;
        Slot slot = slot_read(arena, given, input);
        if (slot.known)
            slot_write(kept, row, slot);
    }
}

void edit_keep(Arena *arena, const Shape *patch, const Shape *shape, const void *before, void *row)
{
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = field_named(shape, given->name);
        if (!kept || is_compound(given->type))
            continue;
        Slot slot = slot_read(arena, kept, before);
        if (slot.known && !(is_words(kept->type) && text_is_empty(slot.text)))
            slot_write(kept, row, slot);
    }
}

static bool slot_equal(const Field *field, Slot a, Slot b)
{
    if (a.known != b.known)
        return false;
    if (!a.known)
        return true;
    if (is_words(field->type))
        return text_equal(a.text, b.text);
    return field->type == FIELD_REAL ? a.real == b.real : a.integer == b.integer;
}

static void slot_to(Text *body, const Field *field, Slot slot)
{
    if (!slot.known)
        text_add(body, "null");
    else if (field->type == FIELD_TEXT)
        json_string_to(body, slot.text);
    else if (field->type == FIELD_REAL)
        json_real_to(body, slot.real);
    else if (field->type == FIELD_FLAG)
        json_flag_to(body, slot.integer != 0);
    else if (field->type == FIELD_DAY)
        json_string_to(body, day_format(body->arena, slot.integer));
    else if (field->type == FIELD_TIME)
        json_string_to(body, time_format(body->arena, slot.integer));
    else
        json_int_to(body, slot.integer);
}

/* A choice is the workspace's vocabulary; any other text may be somebody's words, which facts never hold. */
static bool may_be_told(const Field *field)
{
    return !is_words(field->type) || (field->type == FIELD_TEXT && field->choices);
}

static void change_to(Text *body, const Field *field, Slot before, Slot after)
{
    text_add(body, "{\"field\":");
    json_string_to(body, field->name);
    if (may_be_told(field)) {
        text_add(body, ",\"from\":");
        slot_to(body, field, before);
        text_add(body, ",\"to\":");
        slot_to(body, field, after);
    }
    text_char(body, '}');
}

static void comma_to(Text *list)
{
    if (list->size)
        text_char(list, ',');
}

/* NULL where the row has no such field, or one that a fact says nothing of. */
static const Field *told_field(const Shape *shape, const char *name)
{
    const Field *kept = field_named(shape, name);
    return kept && !is_compound(kept->type) && kept->type != FIELD_JSON ? kept : NULL;
}

const char *edit_told(Arena *arena, const Shape *patch, const Shape *shape, const void *before, const void *after,
                      const char *more)
{
    Text list = text_new(arena);
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = told_field(shape, given->name);
        if (!kept)
            continue;
        Slot from = slot_read(arena, kept, before), to = slot_read(arena, kept, after);
        if (slot_equal(kept, from, to))
            continue;
        comma_to(&list);
        change_to(&list, kept, from, to);
    }
    if (more && *more) {
        comma_to(&list);
        text_add(&list, more);
    }
    return list.size ? arena_format(arena, "{\"changed\":[%s]}", text_string(&list)) : NULL;
}
