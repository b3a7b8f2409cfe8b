/* What the program knows of teams. */
#include "house/team/team_store.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "team.created", .wakes = { "teams" } },
    { "team.changed", &EDIT_TOLD, .wakes = { "teams", "accounts", "tasks" } },
    { "team.deleted", .wakes = { "teams" } },
    { 0 },
};

const Module TEAM_MODULE = {
    .name = "team",
    .routes = (const Route *const[]) { TEAM_ROUTES, NULL },
    .facts = FACTS,
};
