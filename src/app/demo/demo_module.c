/* What the program knows of the demo. */
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
