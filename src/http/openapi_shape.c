#include "http/openapi.h"

#include <string.h>

void shape_meet(Seen *seen, const Shape *shape)
{
    if (!shape)
        return;
    for (int i = 0; i < seen->count; i++)
        if (!strcmp(seen->shapes[i]->name, shape->name))
            return;
    if (seen->count == SHAPES_MAX)
        bug("more than %d shapes", SHAPES_MAX);
    seen->shapes[seen->count++] = shape;
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        shape_meet(seen, field->shape);
}

static const char *const SCHEMAS[] = {
    [FIELD_ID] = "\"type\":\"integer\",\"format\":\"id\"",
    [FIELD_INT] = "\"type\":\"integer\"",
    [FIELD_REAL] = "\"type\":\"number\"",
    [FIELD_FLAG] = "\"type\":\"boolean\"",
    [FIELD_TEXT] = "\"type\":\"string\"",
    [FIELD_DAY] = "\"type\":\"string\",\"format\":\"date\"",
    [FIELD_TIME] = "\"type\":\"string\",\"format\":\"date-time\"",
    [FIELD_BYTES] = "\"type\":\"string\",\"format\":\"byte\"",
    [FIELD_IDS] = "\"type\":\"array\",\"items\":{\"type\":\"integer\",\"format\":\"id\"}",
    [FIELD_TEXTS] = "\"type\":\"array\",\"items\":{\"type\":\"string\"}",
};

static void choices_write(Text *text, const Field *field)
{
    text_add(text, ",\"enum\":[");
    for (const char *choice = field->choices; *choice;) {
        size_t size = strcspn(choice, "|");
        json_string_to(text, arena_text_n(text->arena, choice, size));
        choice += size;
        if (*choice == '|') {
            text_char(text, ',');
            choice++;
        }
    }
    text_add(text, field->optional ? ",null]" : "]");
}

static void reference_write(Text *text, const Field *field)
{
    const char *form = field->type == FIELD_LIST
                           ? "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}}"
                       : field->optional ? "{\"anyOf\":[{\"$ref\":\"#/components/schemas/%s\"},{\"type\":\"null\"}]}"
                                         : "{\"$ref\":\"#/components/schemas/%s\"}";
    const char *mark = strstr(form, "%s");
    text_add_n(text, form, (size_t)(mark - form));
    text_add(text, field->shape->name);
    text_add(text, mark + 2);
}

/* The values of a list of texts. */
static void texts_write(Text *text, const Field *field)
{
    Field one = *field;
    one.optional = false;
    text_add(text, "{\"type\":\"array\",\"items\":{\"type\":\"string\"");
    choices_write(text, &one);
    text_add(text, "}}");
}

static void bounds_write(Text *text, const Field *field)
{
    bool number = field->type == FIELD_INT || field->type == FIELD_REAL;
    if (number && field->min < field->max)
        text_format(text, ",\"minimum\":%lld,\"maximum\":%lld", (long long)field->min, (long long)field->max);
    if (field->type == FIELD_TEXT && field->max && !field->choices)
        text_format(text, ",\"maxLength\":%lld", (long long)field->max);
}

static void limits_write(Text *text, const Field *field)
{
    if (field->choices && field->type == FIELD_TEXT)
        choices_write(text, field);
    else
        bounds_write(text, field);
}

static bool is_reference(const Field *field)
{
    return field->shape && (field->type == FIELD_OBJECT || field->type == FIELD_LIST || field->type == FIELD_JSON);
}

void field_schema(Text *text, const Field *field)
{
    const char *schema = field->type < sizeof SCHEMAS / sizeof *SCHEMAS ? SCHEMAS[field->type] : NULL;
    if (is_reference(field)) {
        reference_write(text, field);
        return;
    }
    if (field->type == FIELD_TEXTS && field->choices) {
        texts_write(text, field);
        return;
    }
    text_char(text, '{');
    if (schema && field->optional) {
        /* "type":"x" → "type":["x","null"] */
        size_t kind = strcspn(schema + 8, "\"");
        text_format(text, "\"type\":[\"%.*s\",\"null\"]%s", (int)kind, schema + 8, schema + 9 + kind);
    } else if (schema) {
        text_add(text, schema);
    }
    limits_write(text, field);
    text_char(text, '}');
}

void shape_schema(Text *text, const Shape *shape)
{
    json_key_to(text, shape->name);
    text_add(text, "{\"type\":\"object\",\"properties\":{");
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        json_key_to(text, field->name);
        field_schema(text, field);
    }
    text_add(text, "},\"required\":[");
    bool any = false;
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        if (field->optional)
            continue;
        text_add(text, any ? "," : "");
        json_string_to(text, field->name);
        any = true;
    }
    text_add(text, "],\"additionalProperties\":false}");
}
