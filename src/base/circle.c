/*
 * The names of circles, and sets of them as texts. One table gives the order, so that equal sets are equal texts, which
 * is how columns compare them. A name that this version does not know is dropped: it opens nothing.
 */
#include "base/circle.h"

#include "base/texts.h"

#include <string.h>

static const struct {
    unsigned circle;
    const char *name;
} NAMES[] = { { CIRCLE_SUPPORT, "support" }, { CIRCLE_SUCCESS, "success" }, { CIRCLE_REVENUE, "revenue" } };
enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES };

const char *circle_name(unsigned circles)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        if (circles & NAMES[i].circle)
            return NAMES[i].name;
    return NULL;
}

Texts circles_named(Arena *arena, unsigned circles)
{
    const char **names = arena_array(arena, NAME_COUNT, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < NAME_COUNT; i++)
        if (circles & NAMES[i].circle)
            names[count++] = NAMES[i].name;
    return (Texts) { count, names };
}

unsigned circles_of(Texts names)
{
    unsigned circles = 0;
    for (size_t i = 0; i < names.count; i++)
        for (size_t n = 0; n < NAME_COUNT; n++)
            if (!strcmp(names.items[i], NAMES[n].name))
                circles |= NAMES[n].circle;
    return circles;
}

const char *circles_print(Arena *arena, unsigned circles)
{
    return texts_print(arena, circles_named(arena, circles));
}

bool circles_parse(Arena *arena, const char *json, unsigned *circles, Error *error)
{
    Texts names;
    if (!texts_parse(arena, json, &names, error))
        return false;
    *circles = circles_of(names);
    return true;
}
