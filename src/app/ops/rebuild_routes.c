/*
 * Rebuilds derived data when an admin asks for it. Which modules have something to rebuild, and how, is in their
 * records (jobs/module.h); here it becomes a job, so that the rebuild survives a restart, and two routes. In order:
 * what can be named, the job, the routes.
 */
#include "app/ops/inside.h"
#include "jobs/module.h"

#include <string.h>

#define ALL "all"

/* ---- what can be named ----------------------------------------------------------------------------------------- */

const char *ops_rebuilds(Arena *arena)
{
    Text names = text_new(arena);
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->rebuild)
            text_format(&names, "%s|", (*at)->rebuilds);
    text_add(&names, ALL);
    return text_string(&names);
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

/* In the order of the modules: data that is derived from another module's comes after it. When a module failed or was
 * stopped, the job's next attempt starts again with the first one. */
bool ops_rebuild_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    const char *what;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    if (!json_get_text(json, "what", &what))
        return fail(error, ERROR_INPUT, NULL, "a rebuild job that does not say what");
    for (const Module *const *at = modules_used(); *at; at++) {
        bool wanted = strcmp(what, ALL) == 0 || ((*at)->rebuilds && strcmp(what, (*at)->rebuilds) == 0);
        if (wanted && (*at)->rebuild && !(*at)->rebuild(services, error))
            return false;
    }
    return true;
}

/* ---- the routes ------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *what;
} RebuildAsked;
static const Field REBUILD_ASKED_FIELDS[] = {
    SHAPE_FIELD(RebuildAsked, what, FIELD_TEXT, .choose = ops_rebuilds),
    { 0 },
};
const Shape REBUILD_ASKED = { "RebuildAsked", sizeof(RebuildAsked), REBUILD_ASKED_FIELDS };

typedef struct {
    int64_t job_id;
} JobMade;
static const Field JOB_MADE_FIELDS[] = { SHAPE_FIELD(JobMade, job_id, FIELD_ID), { 0 } };
const Shape JOB_MADE = { "JobMade", sizeof(JobMade), JOB_MADE_FIELDS };

bool ops_rebuild_ask(Request *request, Error *error)
{
    const RebuildAsked *asked = request->input;
    const char *body = arena_format(request->arena, "{\"what\":\"%s\"}", asked->what);
    Fact fact = { .kind = "ops.rebuild", .actor = request_actor(request), .body = asked, .at = request->now };
    JobMade made;
    if (!job_add(request->db, REBUILD_JOB, body, 0, &made.job_id, error) ||
        !fact_write(request->db, &fact, NULL, error))
        return false;
    return reply_row(request, 202, &JOB_MADE, &made);
}

bool ops_rebuild_state(Request *request, Error *error)
{
    JobState *state;
    if (!job_state(request->db, request->arena, request->path_id[0], &state, error))
        return false;
    if (state == NULL || strcmp(state->kind, REBUILD_JOB) != 0)
        return fail(error, ERROR_MISSING, NULL, "rebuild %lld not found", (long long)request->path_id[0]);
    return reply_row(request, 200, &JOB_STATE, state);
}
