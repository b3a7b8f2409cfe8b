/*
 * A field is known by its name, so that a script that runs every night finds the one of the first night. Its key is
 * made as in the web UI: letters and digits of the name; a name in another script has none, so its place in the file
 * stands for it.
 *
 * In order: what is asked; the fields there are; a new one; the whole.
 */
#include "app/import_fields.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

int64_t import_column_named(const Json *import, const char *name)
{
    for (const Json *column = json_first(json_get(import, "columns")); column; column = json_next(column)) {
        const char *other;
        int64_t index;
        if (json_get_text(column, "name", &other) && json_get_int(column, "index", &index) && text_equal(name, other))
            return index;
    }
    return -1;
}

/* ---- what is asked --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name, *kind; /* kind NULL = as the cells of the column say */
    int64_t column;
    const char *key; /* of the field; NULL = there is none yet */
} FieldAsked;

static const char *const KINDS[] = { "text", "number", "date", "flag", NULL };

static const char *kind_named(const char *text)
{
    for (size_t i = 0; KINDS[i]; i++)
        if (text_equal(KINDS[i], text))
            return KINDS[i];
    return NULL;
}

/* "業種=text", or "業種" alone. A column may have a "=" in its name. */
static bool asked_read(const Command *command, const Json *import, const char *given, FieldAsked *asked, Error *error)
{
    const char *equals = strrchr(given, '=');
    *asked = (FieldAsked) { .name = given, .column = import_column_named(import, given) };
    if (asked->column >= 0)
        return true;
    if (!equals)
        return fail(error, ERROR_INPUT, "field", "no column \"%.60s\" in the file", given);
    asked->name = arena_text_n(command->arena, given, (size_t)(equals - given));
    asked->kind = kind_named(equals + 1);
    asked->column = import_column_named(import, asked->name);
    if (!asked->kind)
        return fail(error, ERROR_INPUT, "field",
                    "--field must be COLUMN=KIND with KIND text, number, date or flag, not "
                    "\"%.60s\"",
                    given);
    return asked->column >= 0 || fail(error, ERROR_INPUT, "field", "no column \"%.60s\" in the file", asked->name);
}

/* As the program would guess a custom field of this column. */
static const char *kind_guessed(const Json *import, int64_t at)
{
    const char *kind = "text";
    for (const Json *column = json_first(json_get(import, "columns")); column; column = json_next(column)) {
        int64_t index = -1;
        if (json_get_int(column, "index", &index) && index == at)
            json_get_text(column, "field_kind", &kind);
    }
    return kind;
}

/* ---- the fields there are -------------------------------------------------------------------------------------- */

typedef struct {
    FieldAsked *asked;
    const char *object;
} FieldLook;

static bool field_look(const Json *field, void *context, Error *error)
{
    const FieldLook *look = context;
    FieldAsked *asked = look->asked;
    const char *object = NULL, *name = NULL, *name_ja = NULL, *kind = NULL, *key = NULL;
    json_get_text(field, "object", &object);
    json_get_text(field, "name", &name);
    json_get_text(field, "name_ja", &name_ja);
    json_get_text(field, "kind", &kind);
    json_get_text(field, "key", &key);
    if (asked->key || !text_equal(object, look->object) ||
        (!text_equal(name, asked->name) && !text_equal(name_ja, asked->name)))
        return true;
    if (asked->kind && !text_equal(kind, asked->kind))
        return fail(error, ERROR_INPUT, "field", "the field \"%.60s\" holds %s, not %s", asked->name, kind,
                    asked->kind);
    asked->key = key;
    return true;
}

/* ---- a new one ------------------------------------------------------------------------------------------------- */

static bool key_is_taken(const Json *import, const char *key)
{
    for (const Json *target = json_first(json_get(import, "targets")); target; target = json_next(target)) {
        const char *other;
        if (json_get_text(target, "key", &other) && text_starts(other, "field:") && text_equal(other + 6, key))
            return true;
    }
    return false;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void key_trim(Text *key)
{
    while (key->size && key->data[key->size - 1] == '_')
        key->data[--key->size] = 0;
}

static const char *key_made(Arena *arena, const FieldAsked *asked)
{
    enum { KEY_MOST = 30 };
    Text key = text_new(arena);
    for (const char *c = text_fold(arena, asked->name); *c && key.size < KEY_MOST; c++)
        if (is_plain(*c) || (key.size && key.data[key.size - 1] != '_'))
            text_char(&key, is_plain(*c) ? *c : '_');
    key_trim(&key);
    const char *made = text_string(&key);
    return *made >= 'a' && *made <= 'z' ? made : arena_format(arena, "column_%lld", (long long)asked->column + 1);
}

static const char *key_new(Arena *arena, const Json *import, const FieldAsked *asked)
{
    const char *base = key_made(arena, asked), *key = base;
    for (int nth = 2; key_is_taken(import, key); nth++)
        key = arena_format(arena, "%s_%d", base, nth);
    return key;
}

static bool field_create(Line *line, const Json *import, const char *object, FieldAsked *asked, Error *error)
{
    Text body = text_new(line->arena);
    asked->key = key_new(line->arena, import, asked);
    text_char(&body, '{');
    json_key_to(&body, "object");
    json_string_to(&body, object);
    json_key_to(&body, "key");
    json_string_to(&body, asked->key);
    json_key_to(&body, "name");
    json_string_to(&body, asked->name);
    json_key_to(&body, "kind");
    json_string_to(&body, asked->kind);
    text_char(&body, '}');
    return line_call(line, POST, "/api/v1/fields", text_string(&body), NULL, error);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool field_map(Line *line, const char *path, const FieldAsked *asked, const Json **import, Error *error)
{
    const char *body =
        arena_format(line->arena, "{\"mapping\":{\"%lld\":\"field:%s\"}}", (long long)asked->column, asked->key);
    return line_call(line, PATCH, path, body, import, error);
}

static bool field_bring(Line *line, const Command *command, const char *path, const char *given, const Json **import,
                        Error *error)
{
    const char *object = NULL;
    FieldAsked asked;
    if (!asked_read(command, *import, given, &asked, error))
        return false;
    if (!json_get_text(*import, "fields_of", &object) || !object)
        return fail(error, ERROR_INPUT, "field", "%s have no custom fields", command->words[0]);
    if (!line_list(line, "/api/v1/fields?", field_look, &(FieldLook) { &asked, object }, error))
        return false;
    if (!asked.kind)
        asked.kind = kind_guessed(*import, asked.column);
    if (!asked.key && command_option(command, "dry-run")) {
        printf("%s → a new field (%s)\n", asked.name, asked.kind);
        return true;
    }
    return (asked.key || field_create(line, *import, object, &asked, error)) &&
           field_map(line, path, &asked, import, error);
}

bool import_fields_bring(Line *line, const Command *command, const char *path, const Json **import, Error *error)
{
    const char *given;
    for (int n = 0; (given = command_option_nth(command, "field", n)) != NULL; n++)
        if (!field_bring(line, command, path, given, import, error))
            return false;
    return true;
}
