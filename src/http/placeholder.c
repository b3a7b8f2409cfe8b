/* Looks through the text before the library does: what it lets pass has known names, and each part is closed in its
 * order. */
#include "http/placeholder.h"

#include "base/reason.h"
#include "http/template.h"

#include <string.h>

enum { DEPTH_MAX = 8, NAME_MAX_SHOWN = 40 };

typedef struct {
    Arena *arena;
    const char *const *known;
    const char *field;
    const char *open[DEPTH_MAX]; /* the parts that stand open, the outermost first */
    size_t depth;
    const char **asked;
    size_t asked_count;
} Reading;

static const char *known_as(const Reading *reading, const char *name)
{
    for (const char *const *at = reading->known; *at; at++)
        if (strcmp(*at, name) == 0)
            return *at;
    return NULL;
}

static const char *names_print(const Reading *reading)
{
    Text names = text_new(reading->arena);
    for (const char *const *at = reading->known; *at; at++)
        text_format(&names, "%s{{%s}}", at == reading->known ? "" : ", ", *at);
    return text_string(&names);
}

static void ask(Reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->asked_count; i++)
        if (reading->asked[i] == name)
            return;
    reading->asked[reading->asked_count++] = name;
}

static bool part_open(Reading *reading, const char *name, Error *error)
{
    if (reading->depth == DEPTH_MAX)
        return fail(error, ERROR_INPUT, reading->field, "at most %d parts may stand in one another", DEPTH_MAX);
    reading->open[reading->depth++] = name;
    return true;
}

static bool part_close(Reading *reading, const char *name, Error *error)
{
    if (!reading->depth || reading->open[reading->depth - 1] != name)
        return refuse(error, reading->field, REASON_PLACEHOLDER_OPEN, arena_format(reading->arena, "{{/%s}}", name),
                      NULL);
    reading->depth--;
    return true;
}

/* `tag`: what stands between the braces. */
static bool tag_read(Reading *reading, const char *tag, Error *error)
{
    char sign = strchr("#^/", *tag) && *tag ? *tag : 0;
    const char *said = text_trim(reading->arena, tag + (sign != 0)), *name = known_as(reading, said);
    if (!name)
        return refuse(error, reading->field, REASON_NO_PLACEHOLDER,
                      arena_format(reading->arena, "{{%.*s}}", NAME_MAX_SHOWN, said), names_print(reading));
    if (sign == '/')
        return part_close(reading, name, error);
    if (sign)
        return part_open(reading, name, error);
    ask(reading, name);
    return true;
}

bool placeholders_read(Arena *arena, const char *text, const char *const *known, const char *field, Texts *asked,
                       Error *error)
{
    Reading reading = { .arena = arena, .known = known, .field = field };
    size_t names = 0;
    while (known[names])
        names++;
    reading.asked = arena_array(arena, names + 1, sizeof *reading.asked);
    for (const char *at = strstr(text, "{{"); at; at = strstr(at, "{{")) {
        const char *end = strstr(at + 2, "}}");
        if (!end)
            return refuse(error, field, REASON_PLACEHOLDER_OPEN, "{{", NULL);
        if (!tag_read(&reading, arena_text_n(arena, at + 2, (size_t)(end - at) - 2), error))
            return false;
        at = end + 2;
    }
    if (reading.depth)
        return refuse(error, field, REASON_PLACEHOLDER_OPEN,
                      arena_format(arena, "{{#%s}}", reading.open[reading.depth - 1]), NULL);
    *asked = (Texts) { reading.asked_count, reading.asked };
    return true;
}

bool placeholders_fill(Arena *arena, const char *text, const Json *values, size_t most, const char **filled,
                       Error *error)
{
    Text out = text_new(arena);
    if (!template_fill(&(Template) { "text", text }, values, most, &out, error))
        return false;
    *filled = text_string(&out);
    return true;
}
