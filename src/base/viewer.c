/* Sets of circles as what a column may say, and back. */
#include "base/viewer.h"

#include <string.h>

Viewer viewer_make(Arena *arena, unsigned sees, int64_t staff_id)
{
    Texts circles = circles_named(arena, sees);
    if (!(sees & CIRCLE_AUTHOR))
        return (Viewer) { circles, staff_id };
    const char **names = arena_array(arena, circles.count + 1, sizeof *names);
    for (size_t i = 0; i < circles.count; i++)
        names[i] = circles.items[i];
    names[circles.count] = VISIBLE_TO_ME;
    return (Viewer) { { circles.count + 1, names }, staff_id };
}

unsigned visible_needs(const char *visible_to)
{
    if (!visible_to)
        return CIRCLE_NONE;
    unsigned circle = circles_of((Texts) { 1, &visible_to });
    return circle ? circle : CIRCLE_AUTHOR; /* what is not known is for the author alone */
}
