/* Custom fields as attributes, then the folded texts of a row. */
#include "house/field/field_attribute.h"

#include <string.h>

static const char *over(Arena *arena, const char *pattern, const char *column)
{
    return arena_format(arena, pattern, column);
}

static Attribute attribute_of(Arena *arena, const Subject *subject, const FieldDefined *field)
{
    Attribute made = { .name = arena_format(arena, "field:%s", field->key),
                       .key = field->key,
                       .sql = over(arena, "JSON_TEXT(%s, ?)", subject->fields) };
    switch (field->kind) {
    case FIELD_KIND_NUMBER:
        made.type = ATTRIBUTE_NUMBER;
        made.sql = over(arena, "JSON_NUMBER(%s, ?)", subject->fields);
        break;
    case FIELD_KIND_DATE:
        made.type = ATTRIBUTE_DAY;
        made.day_is_text = true;
        break;
    case FIELD_KIND_FLAG: /* true is 1 in one engine and "true" in the other */
        made.type = ATTRIBUTE_FLAG;
        made.sql = over(arena,
                        "CASE JSON_TEXT(%s, ?) WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 "
                        "END",
                        subject->fields);
        break;
    default:
        made.type = ATTRIBUTE_TEXT;
        made.folded_sql = over(arena, "JSON_TEXT(%s, ?)", subject->folded);
    }
    return made;
}

bool field_attributes(Db *db, Arena *arena, const Subject *subject, const Attribute **attributes, Error *error)
{
    FieldsDefined fields;
    Attribute *made;
    *attributes = NULL;
    if (!subject->fields)
        return true;
    if (!fields_read(db, arena, subject->name, &fields, error))
        return false;
    made = arena_array(arena, fields.count + 1, sizeof *made);
    for (size_t i = 0; i < fields.count; i++)
        made[i] = attribute_of(arena, subject, &fields.items[i]);
    *attributes = made;
    return true;
}

/* ---- folded ---------------------------------------------------------------------------------------------------- */

static void folded_add(Text *json, const char *key, const char *text)
{
    json_key_to(json, key);
    json_string_to(json, text_fold(json->arena, text));
}

bool field_folded(Arena *arena, const FoldedText *texts, const char *values, const char **json, Error *error)
{
    Text made = text_new(arena);
    const Json *object;
    const char *text;
    if (!json_parse(arena, values, strlen(values), &object, error))
        return false;
    text_char(&made, '{');
    for (; texts->name; texts++)
        if (texts->text)
            folded_add(&made, arena_format(arena, ".%s", texts->name), texts->text);
    for (const Json *at = json_first(object); at; at = json_next(at))
        if (json_text_value(at, &text))
            folded_add(&made, json_key(at), text);
    text_char(&made, '}');
    *json = text_string(&made);
    return true;
}
