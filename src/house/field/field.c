/*
 * What is defined, one value checked and written as JSON, and the object of values merged.
 *
 * A value comes as JSON (the API) or as text (files, imports); both end in the same checks of its kind. merge() walks
 * the defined fields, not the old object, so a value whose field was deleted drops out at the next change. Facts never
 * tell the contents of text fields, which may name a person: they tell the field alone.
 *
 * In order: the definitions; one value; the object.
 */
#include "house/field/field.h"

#include "field.sql.h"

#include "base/clock.h"
#include "base/reason.h"
#include "base/texts.h"
#include "http/edit.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { FIELD_TEXT_MAX = 4000 };

static const char *const KINDS[] = { "text", "number", "date", "choice", "flag" };

static FieldKind kind_named(const char *name)
{
    for (int kind = FIELD_KIND_TEXT; kind <= FIELD_KIND_FLAG; kind++)
        if (strcmp(KINDS[kind], name) == 0)
            return (FieldKind)kind;
    bug("a custom field of kind %s", name);
}

static bool field_defined(Arena *arena, const CustomFieldRow *row, FieldDefined *field, Error *error)
{
    *field = (FieldDefined) { .id = row->id,
                              .key = row->key,
                              .name = row->name,
                              .name_ja = row->name_ja,
                              .kind = kind_named(row->kind),
                              .position = row->position };
    return texts_parse(arena, row->choices, &field->choices, error);
}

bool fields_read(Db *db, Arena *arena, const char *object, FieldsDefined *fields, Error *error)
{
    CustomFieldRow *rows;
    size_t count;
    if (!custom_field_of(db, arena, object, &rows, &count, error))
        return false;
    FieldDefined *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        if (!field_defined(arena, &rows[i], &items[i], error))
            return false;
    *fields = (FieldsDefined) { count, items };
    return true;
}

const FieldDefined *field_by_key(const FieldsDefined *fields, const char *key)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].key, key) == 0)
            return &fields->items[i];
    return NULL;
}

/* ---- one value as JSON ----------------------------------------------------------------------------------------- */

static const char *box(Arena *arena, const FieldDefined *field)
{
    return arena_format(arena, "field:%s", field->key);
}

static bool wrong(Arena *arena, const FieldDefined *field, Reason reason, const char *given, Error *error)
{
    return refuse(error, box(arena, field), reason, given, NULL);
}

static const char *string_json(Arena *arena, const char *value)
{
    Text json = text_new(arena);
    json_string_to(&json, value);
    return text_string(&json);
}

static bool text_value(Arena *arena, const FieldDefined *field, const char *value, const char **json, Error *error)
{
    if (text_characters(value) > FIELD_TEXT_MAX)
        return wrong(arena, field, REASON_TOO_LONG, "4,000", error);
    *json = string_json(arena, value);
    return true;
}

static bool date_value(Arena *arena, const FieldDefined *field, const char *value, const char **json, Error *error)
{
    int64_t day;
    if (!day_parse(value, &day))
        return wrong(arena, field, REASON_NO_DATE, value, error);
    *json = string_json(arena, value);
    return true;
}

static bool choice_value(Arena *arena, const FieldDefined *field, const char *value, const char **json, Error *error)
{
    Text known = text_new(arena);
    for (size_t i = 0; i < field->choices.count; i++) {
        if (strcmp(field->choices.items[i], value) == 0) {
            *json = string_json(arena, value);
            return true;
        }
        text_format(&known, "%s%s", i ? ", " : "", field->choices.items[i]);
    }
    return refuse(error, box(arena, field), REASON_NOT_AMONG, value, text_string(&known));
}

static bool number_value(Arena *arena, double value, const char **json)
{
    Text text = text_new(arena);
    json_real_to(&text, value);
    *json = text_string(&text);
    return true;
}

typedef bool (*StringValue)(Arena *arena, const FieldDefined *field, const char *value, const char **json,
                            Error *error);

/* The kinds whose JSON is a string. */
static const StringValue STRING_VALUES[] = {
    [FIELD_KIND_TEXT] = text_value,
    [FIELD_KIND_DATE] = date_value,
    [FIELD_KIND_CHOICE] = choice_value,
    [FIELD_KIND_FLAG] = NULL,
};

static bool value_from_json(Arena *arena, const FieldDefined *field, const Json *given, const char **json, Error *error)
{
    const char *string;
    double number;
    bool flag;
    *json = NULL;
    if (json_is_null(given))
        return true;
    if (STRING_VALUES[field->kind]) {
        if (!json_text_value(given, &string))
            return fail(error, ERROR_INPUT, box(arena, field), "%s must be a text", field->key);
        return !*string || STRING_VALUES[field->kind](arena, field, string, json, error);
    }
    if (field->kind == FIELD_KIND_NUMBER)
        return json_real_value(given, &number) ? number_value(arena, number, json)
                                               : wrong(arena, field, REASON_NO_NUMBER, json_print(arena, given), error);
    if (!json_flag_value(given, &flag))
        return wrong(arena, field, REASON_NO_FLAG, json_print(arena, given), error);
    *json = flag ? "true" : "false";
    return true;
}

typedef struct {
    OptReal number;
} Plain;

static const Field PLAIN_NUMBER = SHAPE_OPT(Plain, number, FIELD_REAL);

bool field_flag_of(const char *text, bool *flag)
{
    static const char *const YES[] = { "true", "yes", "y", "1",  "t", "on", "はい", "有", "有り", "あり",
                                       "する", "○",   "◯", "〇", "◎", "✓",  "✔",    "１", NULL };
    static const char *const NO[] = { "false", "no",     "n", "0", "f", "off", "いいえ", "無", "無し",
                                      "なし",  "しない", "×", "✕", "✗", "✖",   "０",     NULL };
    const char *const *words[] = { NO, YES };
    for (int which = 0; which < 2; which++)
        for (const char *const *word = words[which]; *word; word++)
            if (strcasecmp(text, *word) == 0) {
                *flag = which == 1;
                return true;
            }
    return false;
}

static bool value_from_text(Arena *arena, const FieldDefined *field, const char *given, const char **json, Error *error)
{
    Plain plain = { 0 };
    *json = NULL;
    if (text_is_empty(given))
        return true;
    if (STRING_VALUES[field->kind])
        return STRING_VALUES[field->kind](arena, field, given, json, error);
    if (field->kind == FIELD_KIND_NUMBER)
        return shape_read_text(arena, &PLAIN_NUMBER, given, &plain, error)
                   ? number_value(arena, plain.number.value, json)
                   : wrong(arena, field, REASON_NO_NUMBER, given, error);
    bool flag;
    if (!field_flag_of(given, &flag))
        return wrong(arena, field, REASON_NO_FLAG, given, error);
    *json = flag ? "true" : "false";
    return true;
}

/* ---- the object ------------------------------------------------------------------------------------------------ */

/* What is given for one defined field: nothing, or a value as JSON (NULL = cleared). */
typedef struct {
    bool given;
    const char *json;
} Given;

static EditChange change_of(Arena *arena, const FieldDefined *field, const char *before, const char *after)
{
    EditChange change = { .field = box(arena, field) };
    if (field->kind != FIELD_KIND_TEXT) {
        change.from = before ? before : "null";
        change.to = after ? after : "null";
    }
    return change;
}

static bool merge(Arena *arena, const FieldsDefined *fields, const char *before, const Given *given, const char **after,
                  List *changed, Error *error)
{
    const Json *old;
    if (!json_parse(arena, before, strlen(before), &old, error))
        return false;
    Text object = text_new(arena);
    EditChange *changes = arena_array(arena, fields->count + 1, sizeof *changes);
    *changed = (List) { 0, changes };
    text_char(&object, '{');
    for (size_t i = 0; i < fields->count; i++) {
        const Json *was = json_get(old, fields->items[i].key);
        const char *from = json_is_null(was) ? NULL : json_print(arena, was);
        const char *to = given[i].given ? given[i].json : from;
        if (!text_equal(from, to))
            changes[changed->count++] = change_of(arena, &fields->items[i], from, to);
        if (!to)
            continue;
        json_key_to(&object, fields->items[i].key);
        text_add(&object, to);
    }
    text_char(&object, '}');
    *after = text_string(&object);
    return true;
}

static bool no_such_field(Arena *arena, const FieldsDefined *fields, const char *key, Error *error)
{
    const char **names = arena_array(arena, fields->count + 1, sizeof *names);
    for (size_t i = 0; i < fields->count; i++)
        names[i] = fields->items[i].key;
    const char *nearest = text_nearest(key, names);
    return fail(error, ERROR_INPUT, arena_format(arena, "field:%.60s", key), "unknown custom field \"%.60s\"%s%s%s",
                key, nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

bool fields_merge_json(Arena *arena, const FieldsDefined *fields, const char *before, const Json *given,
                       const char **after, List *changed, Error *error)
{
    Given *values = arena_array(arena, fields->count + 1, sizeof *values);
    if (!json_is_null(given) && !json_is_object(given))
        return fail(error, ERROR_INPUT, "fields", "fields must be an object of custom fields");
    for (const Json *value = json_is_null(given) ? NULL : json_first(given); value; value = json_next(value)) {
        const FieldDefined *field = field_by_key(fields, json_key(value));
        if (!field)
            return no_such_field(arena, fields, json_key(value), error);
        Given *slot = &values[field - fields->items];
        slot->given = true;
        if (!value_from_json(arena, field, value, &slot->json, error))
            return false;
    }
    return merge(arena, fields, before, values, after, changed, error);
}

bool fields_merge_text(Arena *arena, const FieldsDefined *fields, const char *before, const FieldGiven *given,
                       size_t count, const char **after, List *changed, Error *error)
{
    Given *values = arena_array(arena, fields->count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        const FieldDefined *field = field_by_key(fields, given[i].key);
        if (!field)
            return no_such_field(arena, fields, given[i].key, error);
        Given *slot = &values[field - fields->items];
        slot->given = true;
        if (!value_from_text(arena, field, given[i].value, &slot->json, error))
            return false;
    }
    return merge(arena, fields, before, values, after, changed, error);
}

/* Those of the given ones for which `before` has no value. */
static bool missing_of(Arena *arena, const char *before, FieldsGiven given, FieldsGiven *missing, Error *error)
{
    const Json *known;
    FieldGiven *items = arena_array(arena, given.count + 1, sizeof *items);
    *missing = (FieldsGiven) { .items = items };
    if (!json_parse(arena, before, strlen(before), &known, error))
        return false;
    for (size_t i = 0; i < given.count; i++)
        if (json_is_null(json_get(known, given.items[i].key)))
            items[missing->count++] = given.items[i];
    return true;
}

bool fields_bring(Db *db, Arena *arena, const char *object, FieldsGiven given, bool only_adds, const char **values,
                  List *changed, Error *error)
{
    FieldsDefined fields;
    *changed = (List) { 0 };
    if (only_adds && !missing_of(arena, *values, given, &given, error))
        return false;
    if (!given.count)
        return true;
    return fields_read(db, arena, object, &fields, error) &&
           fields_merge_text(arena, &fields, *values, given.items, given.count, values, changed, error);
}

bool fields_restore(Db *db, Arena *arena, const char *object, const char *now, const char *then, const char **after,
                    List *changed, Error *error)
{
    FieldsDefined fields;
    const Json *values;
    if (!fields_read(db, arena, object, &fields, error) || !json_parse_exact(arena, then, strlen(then), &values, error))
        return false;
    Given *given = arena_array(arena, fields.count + 1, sizeof *given);
    for (size_t i = 0; i < fields.count; i++) {
        const Json *value = json_get(values, fields.items[i].key);
        given[i] = (Given) { true, json_is_null(value) ? NULL : json_print(arena, value) };
    }
    return merge(arena, &fields, now, given, after, changed, error);
}
