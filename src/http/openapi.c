/*
 * openapi.json, printed from the tables of routes, so the description is what the program does. What the standard has
 * no word for is in x-right, x-circle and x-flags, from which the tests of access are generated. Printed on demand,
 * without a database. The schemas are in openapi_shape.c, words and examples in openapi_words.c.
 */
#include "http/openapi.h"

#include "http/html.h"
#include "http/router.h"

#include <string.h>

static const struct {
    Right right;
    const char *name;
} RIGHT_NAMES[] = {
    { RIGHT_PUBLIC, "public" }, { RIGHT_SIGNED_IN, "signed_in" }, { RIGHT_VIEW, "view" },     { RIGHT_ACT, "act" },
    { RIGHT_MANAGE, "manage" }, { RIGHT_ADMIN, "admin" },         { RIGHT_INGEST, "ingest" },
};

static const struct {
    unsigned flag;
    const char *name;
} FLAG_NAMES[] = {
    { ROUTE_RAW, "raw" },     { ROUTE_FILE, "file" },   { ROUTE_STREAM, "stream" },     { ROUTE_CORS, "cors" },
    { ROUTE_LOCAL, "local" }, { ROUTE_READS, "reads" }, { ROUTE_TRACKING, "tracking" }, { ROUTE_UI, "ui" },
};

static const char *right_name(Right right)
{
    for (size_t i = 0; i < sizeof RIGHT_NAMES / sizeof *RIGHT_NAMES; i++)
        if (RIGHT_NAMES[i].right == right)
            return RIGHT_NAMES[i].name;
    bug("a right without a name");
}

/* "/a/{name:text}" → "/a/{name}" */
static const char *path_plain(Arena *arena, const char *path)
{
    Text text = text_new(arena);
    for (const char *c = path; *c; c++) {
        if (!strncmp(c, ":text}", 6))
            c += 5;
        text_char(&text, *c);
    }
    return text_string(&text);
}

/* The same path may be in several tables: it is printed at the first one. */
static bool is_first(const Route *const *routes, const Route *const *at)
{
    for (const Route *const *route = routes; route < at; route++)
        if (!strcmp((*route)->path, (*at)->path))
            return false;
    return true;
}

static void path_parameters(Text *text, const char *path)
{
    for (const char *open = strchr(path, '{'); open; open = strchr(open + 1, '{')) {
        size_t size = strcspn(open + 1, ":}");
        bool is_text = open[1 + size] == ':';
        json_comma_to(text);
        text_format(text, "{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"%s\"}}",
                    (int)size, open + 1, is_text ? "string" : "integer");
    }
}

static void query_parameters(Text *text, const Shape *asks)
{
    for (const Field *field = asks ? asks->fields : NULL; field && field->type != FIELD_END; field++) {
        json_comma_to(text);
        text_add(text, "{\"name\":");
        json_string_to(text, field->name);
        text_format(text, ",\"in\":\"query\",\"required\":%s,\"schema\":", field->optional ? "false" : "true");
        Field plain = *field;
        plain.optional = false;
        field_schema(text, &plain);
        parameter_words(text, asks->name, field->name);
        text_char(text, '}');
    }
}

static const char *body_type(const Route *route)
{
    if (route->flags & ROUTE_FORM)
        return "application/x-www-form-urlencoded";
    return route->takes || route->body ? "application/json" : "*/*";
}

static void body_example(Text *text, const Route *route)
{
    if (!route->takes && !route->body)
        return;
    text_add(text, ",\"example\":");
    if (route->example)
        text_add(text, route->example);
    else if (route->takes)
        shape_example(text, route->takes);
    else
        text_add(text, "{}");
}

static void body_write(Text *text, const Route *route)
{
    if (!route->takes && !(route->flags & ROUTE_RAW))
        return;
    text_format(text, ",\"requestBody\":{\"required\":true,\"content\":{\"%s\":{\"schema\":", body_type(route));
    if (route->takes)
        text_format(text, "{\"$ref\":\"#/components/schemas/%s\"}", route->takes->name);
    else
        text_add(text, route->body ? route->body : "{}");
    body_example(text, route);
    text_add(text, "}}}");
}

static void schema_given(Text *text, const Route *route)
{
    if (route->flags & ROUTE_LIST)
        text_format(text,
                    "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
                    "\"#/components/schemas/%s\"}},\"next\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\","
                    "\"next\"]}",
                    route->gives->name);
    else
        text_format(text, "{\"$ref\":\"#/components/schemas/%s\"}", route->gives->name);
}

static void responses_write(Text *text, const Route *route)
{
    text_add(text, ",\"responses\":{\"2XX\":{\"description\":\"Success\"");
    if (route->gives) {
        text_add(text, ",\"content\":{\"application/json\":{\"schema\":");
        schema_given(text, route);
        text_add(text, "}}");
    }
    if (route->page || route->flags & ROUTE_UI)
        text_add(text, ",\"content\":{\"text/html\":{\"schema\":{\"type\":\"string\"}}}");
    text_add(text, "},\"default\":{\"description\":\"Error\",\"content\":{\"application/problem+json\":{\"schema\":{"
                   "\"$ref\":\"#/components/schemas/Problem\"}}}}}");
}

static void flags_write(Text *text, const Route *route)
{
    text_add(text, ",\"x-flags\":[");
    for (size_t i = 0; i < sizeof FLAG_NAMES / sizeof *FLAG_NAMES; i++)
        if (route->flags & FLAG_NAMES[i].flag) {
            json_comma_to(text);
            json_string_to(text, FLAG_NAMES[i].name);
        }
    text_char(text, ']');
}

static void operation_write(Text *text, const Route *route)
{
    char method[8] = "";
    const char *name = method_name(route->method);
    for (size_t i = 0; name[i] && i < sizeof method - 1; i++)
        method[i] = (char)(name[i] | 0x20);
    json_key_to(text, method);
    text_add(text, "{\"summary\":");
    json_string_to(text, route->about);
    operation_words(text, route, name, right_name(route->right));
    text_format(text, ",\"x-right\":\"%s\"", right_name(route->right));
    if (route->page) {
        text_add(text, ",\"x-policy\":");
        json_string_to(text, page_policy(text->arena, route->page));
    }
    if (route->circle)
        text_format(text, ",\"x-circle\":%s", circles_print(text->arena, route->circle));
    flags_write(text, route);
    if (route->right == RIGHT_PUBLIC)
        text_add(text, ",\"security\":[]");
    text_add(text, ",\"parameters\":[");
    path_parameters(text, route->path);
    query_parameters(text, route->asks);
    text_char(text, ']');
    body_write(text, route);
    responses_write(text, route);
    text_char(text, '}');
}

static void paths_write(Text *text, Arena *arena, const Route *const *routes, Seen *seen)
{
    for (const Route *const *at = routes; *at; at++) {
        shape_meet(seen, (*at)->takes, (*at)->circle);
        shape_meet(seen, (*at)->gives, (*at)->circle);
        if (!is_first(routes, at))
            continue;
        json_key_to(text, path_plain(arena, (*at)->path));
        text_char(text, '{');
        for (const Route *const *other = at; *other; other++)
            if (!strcmp((*other)->path, (*at)->path))
                operation_write(text, *other);
        text_char(text, '}');
    }
}

static const char PROBLEM[] =
    "\"Problem\":{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\",\"enum\":[\"input\",\"auth\",\"forbidden\","
    "\"missing\",\"conflict\",\"too_large\",\"limit\",\"full\",\"busy\",\"internal\"]},\"detail\":{\"type\":\"string\"}"
    ","
    "\"field\":{\"type\":\"string\"},\"fields\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
    "\"field\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}},\"required\":[\"field\",\"text\"]}},"
    "\"reason\":{\"type\":\"string\"},\"args\":{"
    "\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"request\":{\"type\":\"string\"}},\"required\":[\"type\","
    "\"title\",\"status\",\"code\",\"detail\",\"request\"]}";

static const char SECURITY[] =
    "\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"banso_session\"},"
    "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"key\":{\"type\":\"http\",\"scheme\":\"basic\"}}}";

const char *openapi_print(Arena *arena, const Route *const *tables)
{
    Router *router = router_new(tables);
    Seen *seen = arena_make(arena, Seen);
    seen->arena = arena;
    Text text = text_new(arena);
    text_add(&text, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Banso\",\"version\":\"" BANSO_VERSION
                    "\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"},");
    document_words(&text, arena, router_routes(router));
    text_add(&text, ",\"security\":[{\"session\":[]},{\"token\":[]},{\"key\":[]}],\"paths\":{");
    paths_write(&text, arena, router_routes(router), seen);
    text_add(&text, "},\"components\":{\"schemas\":{");
    text_add(&text, PROBLEM);
    text_char(&text, ',');
    text_add(&text, CONDITION_SCHEMA);
    for (int i = 0; i < seen->count; i++)
        shape_schema(&text, seen->shapes[i], seen->circles[i]);
    text_add(&text, "},");
    text_add(&text, SECURITY);
    text_char(&text, '}');
    router_free(router);
    return text_string(&text);
}
