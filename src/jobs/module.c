/*
 * The modules in use, and what they have of each kind as one list of tables. `used` is set once, before any thread
 * starts (modules_use), and only read after that; tests set a shorter list. Nothing is copied out of the records except
 * pointers.
 */
#include "jobs/module.h"

static const Module *const NONE[] = { NULL };
static const Module *const *used = NONE;

void modules_use(const Module *const *modules)
{
    used = modules;
    for (const Module *const *at = used; *at; at++)
        for (const MeasureKind *kind = (*at)->measures; kind && kind->id; kind++)
            measure_register(kind);
}

const Module *const *modules_used(void)
{
    return used;
}

static size_t modules_count(void)
{
    size_t count = 0;
    while (used[count])
        count++;
    return count;
}

const Route *const *modules_routes(Arena *arena)
{
    size_t count = 0;
    for (const Module *const *at = used; *at; at++)
        for (const Route *const *table = (*at)->routes; table && *table; table++)
            count++;
    const Route **tables = arena_array(arena, count + 1, sizeof *tables);
    count = 0;
    for (const Module *const *at = used; *at; at++)
        for (const Route *const *table = (*at)->routes; table && *table; table++)
            tables[count++] = *table;
    return tables;
}

/* The table of one kind that a module may have. */
#define TABLES_OF(type, member)                                                                                        \
    static const type *const *all_##member(Arena *arena)                                                               \
    {                                                                                                                  \
        const type **tables = arena_array(arena, modules_count() + 1, sizeof *tables);                                 \
        size_t count = 0;                                                                                              \
        for (const Module *const *at = used; *at; at++)                                                                \
            if ((*at)->member)                                                                                         \
                tables[count++] = (*at)->member;                                                                       \
        return tables;                                                                                                 \
    }
TABLES_OF(JobKind, jobs)
TABLES_OF(Schedule, schedules)
TABLES_OF(FactReader, readers)
TABLES_OF(Follower, followers)

/* Those of the modules, and then the keeper of columns: it reads with the clock and the rates that others follow. */
static const FactFollower *const *all_fact_followers(Arena *arena)
{
    static const FactFollower KEEPER[] = { { "columns", columns_follow, false }, { 0 } };
    const FactFollower **tables = arena_array(arena, modules_count() + 2, sizeof *tables);
    size_t count = 0;
    for (const Module *const *at = used; *at; at++)
        if ((*at)->fact_followers)
            tables[count++] = (*at)->fact_followers;
    tables[count] = KEEPER;
    return tables;
}

JobsOptions modules_jobs(Arena *arena)
{
    return (JobsOptions) { all_jobs(arena), all_schedules(arena), all_readers(arena), all_followers(arena),
                           all_fact_followers(arena) };
}

Identify modules_identify(void)
{
    for (const Module *const *at = used; *at; at++)
        if ((*at)->identify)
            return (*at)->identify;
    bug("no module knows who is asking");
}
