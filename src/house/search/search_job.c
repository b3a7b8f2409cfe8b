/*
 * What runs beside requests: filing what waits, and the rebuild.
 *
 * A rebuild empties the index, reads all things of all modules again, and files them. While it runs, documents wait and
 * are read one by one: a search is slower, and finds the same.
 *
 * Order: filing, the rebuild, the start.
 */
#include "house/search/index.h"
#include "house/search/inside.h"
#include "jobs/module.h"

enum {
    FILE_EVERY_MS = 2000,
    FILED_FROM = 512, /* fewer are read one by one in a millisecond or two */
    STEP = 500,
    RULES = 1 /* raise it when normal forms or tokens change: documents are indexed again */
};
#define REBUILD_JOB "search.rebuild"

static bool file_now(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return index_file(services, FILED_FROM, error);
}

const Schedule SEARCH_SCHEDULES[] = { { "search.file", FILE_EVERY_MS, file_now, false }, { 0 } };

/* ---- the rebuild ----------------------------------------------------------------------------------------------- */

typedef struct {
    const SearchSource *source;
    int64_t after;
    bool stored;  /* walks the documents, not the things: for those whose things are gone */
    int64_t next; /* what a step found out: taken over once it is committed */
    bool ended;
} SourceWalk;

static bool stored_after(Db *db, Arena *arena, const SourceWalk *walk, Ids *ids, Error *error)
{
    return search_ids_after(db, arena, walk->source->kind, walk->after, STEP, ids, error);
}

static bool walk_step(Db *db, void *context, Error *error)
{
    SourceWalk *walk = context;
    Arena *arena = db_arena(db);
    Ids ids;
    if (!(walk->stored ? stored_after(db, arena, walk, &ids, error)
                       : walk->source->ids_after(db, arena, walk->after, STEP, &ids, error)) ||
        !search_keep(db, walk->source, ids))
        return false;
    walk->ended = ids.count < STEP;
    walk->next = ids.count ? ids.items[ids.count - 1] : walk->after;
    return true;
}

static bool source_walk(Services *services, const SearchSource *source, bool stored, Error *error)
{
    SourceWalk walk = { .source = source, .stored = stored };
    for (; !walk.ended; walk.after = walk.next)
        if (!search_go_on(services, error) || !store_write(services->store, walk_step, &walk, error))
            return false;
    return true;
}

bool search_rebuild(Services *services, Error *error)
{
    if (!index_empty(services, error))
        return false;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const SearchSource *const *source = (*at)->search; source && *source; source++)
            if (!source_walk(services, *source, false, error) || !source_walk(services, *source, true, error))
                return false;
    return index_file(services, 1, error);
}

static bool rebuild_run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    (void)body;
    return search_rebuild(services, error);
}

const JobKind SEARCH_JOBS[] = { { REBUILD_JOB, rebuild_run }, { 0 } };

/* ---- the start ------------------------------------------------------------------------------------------------- */

static bool rules_check(Db *db, void *context, Error *error)
{
    (void)context;
    SearchRulesReadRow *rows;
    size_t count;
    if (!search_rules_read(db, db_arena(db), &rows, &count, error))
        return false;
    if (count == 1 && rows->version == RULES)
        return true;
    return search_rules_clear(db, error) && search_rules_put(db, RULES, error) &&
           job_add(db, REBUILD_JOB, NULL, 0, NULL, error);
}

bool search_start(Services *services, Error *error)
{
    return store_write(services->store, rules_check, NULL, error);
}
