/* What the program knows of the workspace. */
#include "house/workspace/workspace.h"
#include "jobs/module.h"

const Module WORKSPACE_MODULE = {
    .name = "workspace",
    .routes = (const Route *const[]) { WORKSPACE_ROUTES, NULL },
    .fact_followers = WORKSPACE_FOLLOWERS,
    .start = workspace_start,
};
