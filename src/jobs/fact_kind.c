/*
 * Finds kinds of facts among those that the modules in use declare, by walking their tables: there are some dozens, and
 * a copy would be a second list to keep right. FACT, the union of all kinds, gets its cases the same way, so
 * openapi.json and the hiding of circles follow the declarations.
 */
#include "jobs/fact_kind.h"

#include "base/circle.h"
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

bool fact_sees_to(const FactKind *kind, const void *unused)
{
    (void)unused;
    return (kind->touches && !kind->hangs_on) || kind->handles;
}

bool fact_takes_back(const FactKind *kind, const void *unused)
{
    (void)unused;
    return kind->takes_back;
}

Texts fact_kinds_that(Arena *arena, bool (*fits)(const FactKind *kind, const void *argument), const void *argument)
{
    const char **names = arena_array(arena, fitting(fits, argument, NULL) + 1, sizeof *names);
    return (Texts) { fitting(fits, argument, names), names };
}

static bool holds(const Texts *texts, const char *one)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->items[i], one) == 0)
            return true;
    return false;
}

static bool is_any(const FactKind *kind, const void *unused)
{
    (void)kind;
    (void)unused;
    return true;
}

const char *fact_groups(Arena *arena)
{
    Texts kinds = fact_kinds_that(arena, is_any, NULL);
    const char **groups = arena_array(arena, kinds.count + 1, sizeof *groups);
    Texts known = { 0, groups };
    Text joined = text_new(arena);
    for (size_t i = 0; i < kinds.count; i++) {
        const char *group = fact_kind_find(kinds.items[i])->group;
        if (!group || holds(&known, group))
            continue;
        groups[known.count++] = group;
        text_format(&joined, "%s%s", joined.size ? "|" : "", group);
    }
    return text_string(&joined);
}

static const ShapeCase *fact_cases(Arena *arena)
{
    Texts kinds = fact_kinds_that(arena, is_any, NULL);
    ShapeCase *cases = arena_array(arena, kinds.count + 1, sizeof *cases);
    for (size_t i = 0; i < kinds.count; i++)
        cases[i] = (ShapeCase) { kinds.items[i], fact_kind_find(kinds.items[i])->body };
    return cases;
}

static const Field NO_FIELDS[] = { { 0 } };
const Shape FACT = { "Fact", 0, NO_FIELDS, .cases = fact_cases };

const char *fact_body_seen(Arena *arena, const char *kind, const char *json, unsigned sees)
{
    return CIRCLES_ALL & ~sees ? shape_case_seen(arena, &FACT, kind, json, sees) : json;
}
