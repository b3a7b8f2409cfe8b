/* What the program knows of the workspace. */
#include "house/workspace/workspace.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "workspace.changed", &WORKSPACE_CHANGED, .wakes = { "accounts", "today" }, .scores = SCORES_EVERYBODY },
    { 0 },
};

const Module WORKSPACE_MODULE = {
    .name = "workspace",
    .routes = (const Route *const[]) { WORKSPACE_ROUTES, NULL },
    .facts = FACTS,
    .fact_followers = WORKSPACE_FOLLOWERS,
    .start = workspace_start,
};
