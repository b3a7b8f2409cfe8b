/*
 * banso rebuild: starts the rebuild's job and waits for it. Beside a server the server's workers do it; alone, this
 * process starts its own (`jobs` of line_open), and a rebuild that is interrupted goes on with the next start.
 */
#include "app/ops/ops.h"
#include "app/verbs.h"
#include "app/wait.h"

#include <stdio.h>

static bool rebuild_on(Line *line, Command *command, Error *error)
{
    static const char *const RUNNING[] = { "waiting", "running", NULL };
    Text body = text_new(command->arena);
    text_add(&body, "{\"what\":");
    json_string_to(&body, command->words[0]);
    text_char(&body, '}');
    const Json *reply;
    int64_t job;
    const char *state = NULL, *why = NULL;
    if (!line_call(line, POST, "/api/v1/rebuilds", text_string(&body), &reply, error))
        return false;
    if (!json_get_int(reply, "job_id", &job))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not start a rebuild");
    const char *path = arena_format(command->arena, "/api/v1/rebuilds/%lld", (long long)job);
    if (!wait_while(line, path, RUNNING, &reply, error))
        return false;
    json_get_text(reply, "state", &state);
    json_get_text(reply, "error", &why);
    if (!text_equal(state, "done"))
        return fail(error, ERROR_INTERNAL, NULL, "the rebuild failed%s%s", why ? ": " : "", why ? why : "");
    printf("Rebuilt: %s.\n", command->words[0]);
    return true;
}

static bool rebuild(Command *command, Error *error)
{
    return line_with(command, true, rebuild_on, error);
}

const Action REBUILD_ACTIONS[] = {
    { NULL, "WHAT", 1, 1,
      "Rebuild the search, usage from events, scores from usage, or all; works while the server is running", NULL,
      rebuild, .choices = ops_rebuilds },
    { 0 },
};
