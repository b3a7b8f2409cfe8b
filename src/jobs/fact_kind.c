/* Finds kinds of facts among those that the modules in use declare. */
#include "jobs/fact_kind.h"

#include "jobs/module.h"

#include <string.h>

const FactKind *fact_kind_find(const char *name)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const FactKind *kind = (*at)->facts; kind && kind->name; kind++)
            if (strcmp(kind->name, name) == 0)
                return kind;
    return NULL;
}

static size_t fitting(bool (*fits)(const FactKind *kind, const void *argument), const void *argument,
                      const char **names)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const FactKind *kind = (*at)->facts; kind && kind->name; kind++) {
            if (!fits(kind, argument))
                continue;
            if (names)
                names[count] = kind->name;
            count++;
        }
    return count;
}

Texts fact_kinds_that(Arena *arena, bool (*fits)(const FactKind *kind, const void *argument), const void *argument)
{
    const char **names = arena_array(arena, fitting(fits, argument, NULL) + 1, sizeof *names);
    return (Texts) { fitting(fits, argument, names), names };
}
