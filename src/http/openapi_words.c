/*
 * The words of openapi.json: names of operations, groups, what every list and answer has in common, the grammar of
 * filters; and examples of bodies, made from their Shapes where a route brings none.
 *
 * A group is the first word of the path. An operation's id is made of method and path, so it stays as long as both do.
 */
#include "http/openapi.h"

#include <ctype.h>
#include <string.h>

static const char OVERVIEW[] =
    "Everything that the web UI does, under `/api/v1`, and the tracking API of Segment's clients, under `/v1`.\n\n"
    "**Keys.** An admin creates keys under Settings → Keys. An API token is sent as `Authorization: Bearer TOKEN`; an "
    "ingest key as the user name of Basic, as Bearer, or as `writeKey` in the body. `x-right` says what a route needs: "
    "view < act < manage < admin. `x-circle` names areas that the caller must see.\n\n"
    "**Lists** answer `{items, next}`. Send `next` back as `cursor` for the following page; null is the end.\n\n"
    "**Money** is `{amount, currency}`, amount in minor units: 1250 is $12.50 and ¥1,250. **Days** are YYYY-MM-DD in "
    "the "
    "workspace's time zone, **times** RFC 3339. Ids are integers below 2^53.\n\n"
    "**Filters** are conditions as JSON (schema Condition), percent-encoded as `filter`. A leaf compares an attribute "
    "or a "
    "measure: `{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"renewal\"]}`, "
    "`{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\"<\",\"value\":5}`. Leaves are joined by "
    "`{\"and\":[…]}`, `{\"or\":[…]}`, `{\"not\":…}`; on lists of contacts and tasks `{\"account\":…}` asks about their "
    "account. `op`: `<`, `<=`, `>`, `>=`, `=`, `!=`, `in` (a list), `contains` (text), `known`, `unknown`. What is "
    "unknown is "
    "neither true nor false: `not` does not turn it around. A custom field is "
    "`field:KEY`; `GET /api/v1/measures` lists the measures; an unknown name is refused with the nearest known one.\n\n"
    "**Changes** that meet others: send the `version` that you read as `If-Match: \"3\"`; 412 says that someone else "
    "changed it first. A POST with an `Idempotency-Key` is done once, however often it is sent.\n\n"
    "**Errors** are problem+json: `code` for programs, `field` and `reason` for forms, `detail` for people, `request` "
    "to "
    "find it in the server's log.";

const char CONDITION_SCHEMA[] =
    "\"Condition\":{\"description\":\"What a filter or a scorecard asks; see the overview.\",\"anyOf\":["
    "{\"type\":\"object\",\"properties\":{\"and\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/"
    "Condition\"}}},\"required\":[\"and\"],\"additionalProperties\":false},"
    "{\"type\":\"object\",\"properties\":{\"or\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/"
    "Condition\"}}},\"required\":[\"or\"],\"additionalProperties\":false},"
    "{\"type\":\"object\",\"properties\":{\"not\":{\"$ref\":\"#/components/schemas/"
    "Condition\"}},\"required\":[\"not\"],"
    "\"additionalProperties\":false},"
    "{\"type\":\"object\",\"properties\":{\"account\":{\"$ref\":\"#/components/schemas/Condition\"}},\"required\":["
    "\"account\"],\"additionalProperties\":false},"
    "{\"type\":\"object\",\"properties\":{\"attribute\":{\"type\":\"string\"},\"op\":{\"type\":\"string\",\"enum\":[\"<"
    "\","
    "\"<=\",\">\",\">=\",\"=\",\"!=\",\"in\",\"contains\",\"known\",\"unknown\"]},\"value\":{}},\"required\":["
    "\"attribute\",\"op\"],\"additionalProperties\":false},"
    "{\"type\":\"object\",\"properties\":{\"measure\":{\"type\":\"object\"},\"op\":{\"type\":\"string\",\"enum\":[\"<"
    "\","
    "\"<=\",\">\",\">=\",\"=\",\"!=\",\"known\",\"unknown\"]},\"value\":{\"type\":\"number\"}},\"required\":["
    "\"measure\","
    "\"op\"],\"additionalProperties\":false}]}";

/* ---- operations ---- */

/* "/api/v1/contracts/{id}/files/{name:text}" → "contracts_id_files_name" */
static const char *path_word(Arena *arena, const char *path)
{
    static const char API[] = "/api/v1/", BETWEEN[] = "/{}.-";
    Text text = text_new(arena);
    const char *at = text_starts(path, API) ? path + strlen(API) : path;
    for (at += strspn(at, BETWEEN); *at; at += strspn(at, BETWEEN)) {
        size_t size = strcspn(at, "/{}.-:");
        text_add(&text, text.size ? "_" : "");
        text_add_n(&text, at, size);
        at += strcspn(at, BETWEEN); /* over the type of a name, too */
    }
    return text.size ? text_string(&text) : "root";
}

/* "contracts": the first word of the path below /api/v1, "tracking" for the other API, "pages" for the rest. */
static const char *tag_of(Arena *arena, const Route *route)
{
    static const char API[] = "/api/v1/";
    if (route->flags & ROUTE_TRACKING)
        return "tracking";
    if (!text_starts(route->path, API))
        return "pages";
    const char *word = route->path + strlen(API);
    return arena_text_n(arena, word, strcspn(word, "/{."));
}

void operation_words(Text *text, const Route *route, const char *method, const char *right)
{
    Arena *arena = text->arena;
    const char *verb = route->flags & ROUTE_LIST ? "list" : method;
    text_add(text, ",\"operationId\":\"");
    for (const char *c = verb; *c; c++)
        text_char(text, (char)tolower((unsigned char)*c));
    const char *tag = tag_of(arena, route);
    text_format(text, "%s_%s\",\"tags\":[\"%s\"],\"description\":", !strcmp(tag, "pages") ? "_page" : "",
                path_word(arena, route->path), tag);
    const char *needs = route->right == RIGHT_PUBLIC      ? "Needs no key."
                        : route->right == RIGHT_SIGNED_IN ? "Needs a session: keys have none."
                                                          : arena_format(arena, "Needs the right `%s`.", right);
    json_string_to(text, arena_format(arena, "%s. %s%s%s", route->about, needs,
                                      route->circle ? " Needs access to areas: see x-circle." : "",
                                      route->flags & ROUTE_FILE ? " Answers with a file." : ""));
}

void document_words(Text *text, Arena *arena, const Route *const *routes)
{
    const char *before = "";
    text_add(text, "\"description\":");
    json_string_to(text, OVERVIEW);
    text_add(text, ",\"contact\":{\"name\":\"The administrator of this server\"}},\"servers\":[{\"url\":\"/\"}],"
                   "\"tags\":[");
    for (const Route *const *at = routes; *at; at++) {
        const char *tag = tag_of(arena, *at);
        const char *marked = arena_format(arena, "|%s|", tag);
        if (strstr(before, marked))
            continue;
        before = arena_format(arena, "%s%s", before, marked);
        json_comma_to(text);
        text_format(text, "{\"name\":\"%s\",\"description\":\"%s\"}", tag,
                    !strcmp(tag, "tracking") ? "What a product's users do, as Segment's clients send it"
                    : !strcmp(tag, "pages")  ? "Pages of the server, and probes"
                                             : tag);
    }
    text_char(text, ']');
}

/* ---- parameters that many lists have ---- */

static const struct {
    const char *name, *about, *example; /* the example as JSON */
} PARAMETERS[] = {
    { "cursor", "Where the page begins: `next` of the page before.", NULL },
    { "limit", "How many items at most; 50 when missing.", "50" },
    { "filter", "A condition as JSON, percent-encoded; its grammar is in the overview (Filters).", NULL },
    { "as_of", "As it was on this day of the workspace; today when missing.", "\"2026-11-20\"" },
    { "sort", "By which attribute; a minus before it turns the order around.", NULL },
    { "q", "Words to look for; width, case and kana do not matter.", "\"acme\"" },
};

/* What only one list knows, by the name of the shape that it asks. */
static const struct {
    const char *asks, *name, *example; /* a text */
} LIST_EXAMPLES[] = {
    { "AccountsAsk", "filter", "{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"renewal\"]}" },
    { "AccountsAsk", "sort", "-mrr" },
    { "ContactsAsk", "filter", "{\"attribute\":\"role\",\"op\":\"=\",\"value\":\"champion\"}" },
    { "ContactsAsk", "sort", "-last_seen_on" },
    { "TasksAsk", "filter", "{\"attribute\":\"due_on\",\"op\":\"<\",\"value\":\"2026-12-01\"}" },
    { "TasksAsk", "sort", "-due_on" },
};

/* {"type":"string"} → {"type":"string","contentSchema":…}: a text that holds JSON of its own. */
static void condition_inside(Text *text)
{
    text->size--;
    text_add(text, ",\"contentMediaType\":\"application/json\",\"contentSchema\":{\"$ref\":"
                   "\"#/components/schemas/Condition\"}}");
}

static void list_example(Text *text, const char *asks, const char *name)
{
    for (size_t i = 0; i < sizeof LIST_EXAMPLES / sizeof *LIST_EXAMPLES; i++)
        if (!strcmp(LIST_EXAMPLES[i].asks, asks) && !strcmp(LIST_EXAMPLES[i].name, name)) {
            json_key_to(text, "example");
            json_string_to(text, LIST_EXAMPLES[i].example);
        }
}

void parameter_words(Text *text, const char *asks, const char *name)
{
    if (!strcmp(name, "filter"))
        condition_inside(text);
    for (size_t i = 0; i < sizeof PARAMETERS / sizeof *PARAMETERS; i++) {
        if (strcmp(PARAMETERS[i].name, name) != 0)
            continue;
        text_add(text, ",\"description\":");
        json_string_to(text, PARAMETERS[i].about);
        if (PARAMETERS[i].example)
            text_format(text, ",\"example\":%s", PARAMETERS[i].example);
    }
    list_example(text, asks, name);
}

/* ---- examples of bodies ---- */

static const struct {
    const char *name, *example;
} TEXTS_BY_NAME[] = {
    { "name", "Acme Ltd" },
    { "email", "jane@example.com" },
    { "url", "https://example.com/hook" },
    { "title", "Call about growth" },
    { "currency", "USD" },
    { "country", "GB" },
    { "time_zone", "Europe/London" },
    { "password", "a long passphrase" },
    { "external_id", "acme" },
    { "key", "sector" },
    { "from", "USD" },
    { "to", "JPY" },
};

static const char *text_example(Arena *arena, const Field *field)
{
    const char *choices = field->choose ? field->choose(arena) : field->choices;
    if (choices)
        return arena_text_n(arena, choices, strcspn(choices, "|"));
    for (size_t i = 0; i < sizeof TEXTS_BY_NAME / sizeof *TEXTS_BY_NAME; i++)
        if (!strcmp(TEXTS_BY_NAME[i].name, field->name))
            return TEXTS_BY_NAME[i].example;
    return "text";
}

static int64_t number_example(const Field *field)
{
    bool bounded = field->min < field->max;
    return !bounded || (field->min <= 1 && field->max >= 1) ? 1 : field->min;
}

static void value_example(Text *text, const Field *field)
{
    static const char *const FIXED[] = {
        [FIELD_ID] = "376652764479892", [FIELD_FLAG] = "true",
        [FIELD_DAY] = "\"2026-11-20\"", [FIELD_TIME] = "\"2026-11-20T03:00:00.000Z\"",
        [FIELD_BYTES] = "\"YmFuc28=\"", [FIELD_IDS] = "[376652764479892]",
    };
    if (field->type < sizeof FIXED / sizeof *FIXED && FIXED[field->type])
        text_add(text, FIXED[field->type]);
    else if (field->type == FIELD_INT || field->type == FIELD_REAL)
        text_format(text, "%lld", (long long)number_example(field));
    else if (field->type == FIELD_TEXT)
        json_string_to(text, text_example(text->arena, field));
    else if (field->type == FIELD_TEXTS) {
        text_char(text, '[');
        json_string_to(text, text_example(text->arena, field));
        text_char(text, ']');
    } else if (field->shape && field->type == FIELD_LIST) {
        text_char(text, '[');
        shape_example(text, field->shape);
        text_char(text, ']');
    } else if (field->shape)
        shape_example(text, field->shape);
    else
        text_add(text, "{}");
}

static bool has_required(const Shape *shape)
{
    for (const Field *field = shape->fields; field->type != FIELD_END; field++)
        if (!field->optional)
            return true;
    return false;
}

/* What it must have; where it must have nothing, the first member. */
void shape_example(Text *text, const Shape *shape)
{
    bool required = has_required(shape);
    text_char(text, '{');
    for (const Field *field = shape->fields; field->type != FIELD_END; field++) {
        if (field->optional && (required || field != shape->fields))
            continue;
        json_key_to(text, field->name);
        value_example(text, field);
    }
    text_char(text, '}');
}
