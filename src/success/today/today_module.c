/* What the program knows of Today. */
#include "jobs/module.h"
#include "success/today/done.h"
#include "success/today/ranked.h"

static const FactKind FACTS[] = {
    { "today.snoozed", &TODAY_SNOOZED, .group = "task" },
    { "today.woken", .group = "task" },
    { "today.done", .group = "task", .handles = true },
    { "today.reopened", .group = "task", .news = true },
    { "today.rest_changed", &REST_CHANGED, .wakes = { "today" } },
    { 0 },
};

const Module TODAY_MODULE = {
    .name = "today",
    .routes = (const Route *const[]) { TODAY_ROUTES, DONE_ROUTES, SNOOZE_ROUTES, NULL },
    .facts = FACTS,
    .stop = worths_forget,
    .accounts = &TODAY_HOLDER,
    .persons = &TODAY_CONTACTS,
    .timeline = TODAY_TIMELINE,
};
