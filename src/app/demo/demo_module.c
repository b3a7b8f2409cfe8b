/*
 * The demo's record: routes and one fact. The demo writes through other modules' functions, so it has no tables of its
 * own; `demo.removed` moves all columns and scores, because its rows are deleted without a fact for each.
 */
#include "app/demo/demo.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "demo.removed", .wakes = { "accounts", "today", "tasks", "rates" }, .scores = SCORES_EVERYBODY,
      .moves_all = true },
    { 0 },
};

const Module DEMO_MODULE = {
    .name = "demo",
    .routes = (const Route *const[]) { DEMO_ROUTES, NULL },
    .facts = FACTS,
};
