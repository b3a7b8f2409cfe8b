/*
 * The schemas of openapi.json. First all shapes that routes mention are met, each with the circles that every reader of
 * it sees (`circles` only ever shrinks, so a shape is walked again when it does). Then each is printed once: a field
 * outside those circles gets x-circle and is not required.
 *
 * In order: meeting, one field, the members of an object, shapes with cases (facts), which become a oneOf.
 */
#include "http/openapi.h"

#include "base/circle.h"

#include <string.h>

/* Whether the shape is new, or is now met by a caller who sees less than all before. */
static bool is_news(Seen *seen, const Shape *shape, unsigned circle)
{
    for (int i = 0; i < seen->count; i++) {
        unsigned before = seen->circles[i];
        if (strcmp(seen->shapes[i]->name, shape->name) != 0)
            continue;
        seen->circles[i] &= circle;
        return seen->circles[i] != before;
    }
    if (seen->count == SHAPES_MAX)
        bug("more than %d shapes", SHAPES_MAX);
    seen->circles[seen->count] = circle;
    seen->shapes[seen->count++] = shape;
    return true;
}

/* Those that fields name; an inline one has no name of its own in the API. */
static void shapes_meet(Seen *seen, const Field *fields, unsigned circle)
{
    for (const Field *field = fields; field && field->type != FIELD_END; field++)
        if (field->type == FIELD_INLINE)
            shapes_meet(seen, field->shape->fields, circle);
        else
            shape_meet(seen, field->shape, circle);
}

void shape_meet(Seen *seen, const Shape *shape, unsigned circle)
{
    if (!shape || !is_news(seen, shape, circle))
        return;
    for (const ShapeCase *one = shape->cases ? shape->cases(seen->arena) : NULL; one && one->kind; one++)
        shape_meet(seen, one->body, circle);
    shapes_meet(seen, shape->fields, circle);
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

/* JSON of any kind has no type before it. */
static void about_write(Text *text, const Field *field)
{
    if (!field->about)
        return;
    text_format(text, "%s\"description\":", text->data[text->size - 1] == '{' ? "" : ",");
    json_string_to(text, field->about);
}

void field_schema(Text *text, const Field *field)
{
    Field chosen = *field;
    if (field->choose)
        chosen.choices = field->choose(text->arena);
    field = &chosen;
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
    about_write(text, field);
    text_char(text, '}');
}

static const Field *cases_of(const Shape *shape)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (field->shape && field->shape->cases)
            return field;
    return NULL;
}

/* In a shape with a member that has cases, the cases say what `kind` and `body` are. */
static bool is_left_to_cases(const Shape *shape, const Field *field)
{
    const Field *cases = cases_of(shape);
    return cases && (field == cases || !strcmp(field->name, "kind"));
}

/* The circle of a field that some who meet its shape do not see; 0 = all see it. */
static unsigned hidden_circle(const Field *field, unsigned sees)
{
    return field_circle(field) & ~sees;
}

static void property_write(Text *text, const Field *field, unsigned sees)
{
    json_key_to(text, field->name);
    field_schema(text, field);
    if (!hidden_circle(field, sees))
        return;
    /* {"type":"integer"} → {"type":"integer","x-circle":["revenue"]} */
    text->size--;
    if (text->data[text->size - 1] != '{')
        text_char(text, ',');
    text_format(text, "\"x-circle\":%s}", circles_print(text->arena, hidden_circle(field, sees)));
}

static void members_write(Text *text, const Shape *shape, unsigned sees)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        if (field->type == FIELD_INLINE)
            members_write(text, field->shape, sees);
        else if (!is_left_to_cases(shape, field))
            property_write(text, field, sees);
    }
}

static void required_write(Text *text, const Shape *shape, unsigned sees, const char **between)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        if (field->type == FIELD_INLINE)
            required_write(text, field->shape, sees, between);
        if (field->type == FIELD_INLINE || field->optional || hidden_circle(field, sees) ||
            is_left_to_cases(shape, field))
            continue;
        text_add(text, *between);
        json_string_to(text, field->name);
        *between = ",";
    }
}

static void properties_write(Text *text, const Shape *shape, unsigned sees)
{
    const char *between = "";
    text_add(text, "{\"type\":\"object\",\"properties\":{");
    members_write(text, shape, sees);
    text_add(text, "},\"required\":[");
    required_write(text, shape, sees, &between);
    text_add(text, cases_of(shape) ? "]}" : "],\"additionalProperties\":false}");
}

static void case_schema(Text *text, const Shape *shape, const ShapeCase *one)
{
    json_key_to(text, arena_format(text->arena, "%s.%s", shape->name, one->kind));
    text_format(text, "{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"%s\"},\"body\":", one->kind);
    if (one->body)
        text_format(text, "{\"$ref\":\"#/components/schemas/%s\"}", one->body->name);
    else
        text_add(text, "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
    text_add(text, "},\"required\":[\"kind\",\"body\"]}");
}

/* One schema for each case, and one that is any of them. */
static void cases_schema(Text *text, const Shape *shape)
{
    const ShapeCase *cases = shape->cases(text->arena);
    for (const ShapeCase *one = cases; one->kind; one++)
        case_schema(text, shape, one);
    json_key_to(text, shape->name);
    text_add(text, "{\"oneOf\":[");
    for (const ShapeCase *one = cases; one->kind; one++)
        text_format(text, "%s{\"$ref\":\"#/components/schemas/%s.%s\"}", one == cases ? "" : ",", shape->name,
                    one->kind);
    text_add(text, "],\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{");
    for (const ShapeCase *one = cases; one->kind; one++) {
        json_key_to(text, one->kind);
        text_format(text, "\"#/components/schemas/%s.%s\"", shape->name, one->kind);
    }
    text_add(text, "}}}");
}

void shape_schema(Text *text, const Shape *shape, unsigned sees)
{
    if (shape->cases) {
        cases_schema(text, shape);
        return;
    }
    const Field *cases = cases_of(shape);
    json_key_to(text, shape->name);
    if (cases)
        text_add(text, "{\"allOf\":[");
    properties_write(text, shape, sees);
    if (cases)
        text_format(text, ",{\"$ref\":\"#/components/schemas/%s\"}]}", cases->shape->name);
}
