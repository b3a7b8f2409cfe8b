/*
 * PATCH, imports and merges change rows by the names that two shapes share. A value of any type travels as a Slot, so
 * copying and comparing are written once and not per field; lists and objects are left to their modules.
 *
 * In order: slots, applying a change, comparing, and what a fact may tell of it: from and to of everything except words
 * that people typed.
 */
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

/* "undefined" is not an id and counts as absent; only null clears one. */
static bool is_no_id(const Field *given, const Json *value)
{
    return given->is_id && !json_is_null(value);
}

bool edit_apply_from(Arena *arena, const Json *body, const Shape *patch, const void *input, const Shape *shape,
                     void *row, Error *error)
{
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = shape_field(shape, given->name);
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
        const Field *kept = shape_field(shape, given->name);
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
        const Field *kept = shape_field(shape, given->name);
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

/* ---- what is told ---------------------------------------------------------------------------------------------- */

static const Field EDIT_CHANGE_FIELDS[] = { SHAPE_FIELD(EditChange, field, FIELD_TEXT),
                                            SHAPE_OPT(EditChange, from, FIELD_JSON),
                                            SHAPE_OPT(EditChange, to, FIELD_JSON),
                                            { 0 } };
const Shape EDIT_CHANGE = { "Change", sizeof(EditChange), EDIT_CHANGE_FIELDS };
static const Field EDIT_TOLD_FIELDS[] = { SHAPE_OPT(EditTold, changed, FIELD_LIST, .shape = &EDIT_CHANGE), { 0 } };
const Shape EDIT_TOLD = { "Changes", sizeof(EditTold), EDIT_TOLD_FIELDS };

static const char *slot_json(Arena *arena, const Field *field, Slot slot)
{
    Text json = text_new(arena);
    if (!slot.known)
        text_add(&json, "null");
    else if (field->type == FIELD_TEXT)
        json_string_to(&json, slot.text);
    else if (field->type == FIELD_REAL)
        json_real_to(&json, slot.real);
    else if (field->type == FIELD_FLAG)
        json_flag_to(&json, slot.integer != 0);
    else if (field->type == FIELD_DAY)
        json_string_to(&json, day_format(arena, slot.integer));
    else if (field->type == FIELD_TIME)
        json_string_to(&json, time_format(arena, slot.integer));
    else
        json_int_to(&json, slot.integer);
    return text_string(&json);
}

/* A choice is the workspace's vocabulary; any other text may be somebody's words, which facts never hold. */
static bool may_be_told(const Field *field)
{
    return !is_words(field->type) || (field->type == FIELD_TEXT && field->choices);
}

/* NULL when the row does not have the field, or facts never mention it. */
static const Field *told_field(const Shape *shape, const char *name)
{
    const Field *kept = shape_field(shape, name);
    return kept && !is_compound(kept->type) && kept->type != FIELD_JSON ? kept : NULL;
}

static size_t fields_of(const Shape *shape)
{
    size_t count = 0;
    while (shape->fields[count].type != FIELD_END)
        count++;
    return count;
}

List edit_join(Arena *arena, List first, List second)
{
    EditChange *both = arena_array(arena, first.count + second.count + 1, sizeof *both);
    if (first.count)
        memcpy(both, first.items, first.count * sizeof *both);
    if (second.count)
        memcpy(both + first.count, second.items, second.count * sizeof *both);
    return (List) { first.count + second.count, both };
}

const EditTold *edit_told(Arena *arena, const Shape *patch, const Shape *shape, const void *before, const void *after,
                          List more)
{
    EditChange *changes = arena_array(arena, fields_of(patch) + 1, sizeof *changes);
    List own = { 0, changes };
    for (const Field *given = patch->fields; given->type != FIELD_END; given++) {
        const Field *kept = told_field(shape, given->name);
        if (!kept)
            continue;
        Slot from = slot_read(arena, kept, before), to = slot_read(arena, kept, after);
        if (slot_equal(kept, from, to))
            continue;
        EditChange *change = &changes[own.count++];
        *change = (EditChange) { .field = kept->name };
        if (may_be_told(kept)) {
            change->from = slot_json(arena, kept, from);
            change->to = slot_json(arena, kept, to);
        }
    }
    EditTold *told = arena_make(arena, EditTold);
    told->changed = edit_join(arena, own, more);
    return told->changed.count ? told : NULL;
}
