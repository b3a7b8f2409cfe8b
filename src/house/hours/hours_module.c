/* What the program knows of business hours. */
#include "house/hours/hours_store.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "hours.created", .wakes = { "hours" } },
    { "hours.changed", &HOURS_TOLD, .wakes = { "hours" } },
    { "hours.deleted", .wakes = { "hours" } },
    { 0 },
};

const Module HOURS_MODULE = {
    .name = "hours",
    .routes = (const Route *const[]) { HOURS_ROUTES, NULL },
    .facts = FACTS,
};
