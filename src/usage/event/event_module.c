/* What the program knows of events. */
#include "jobs/module.h"
#include "usage/event/event_store.h"
#include "usage/event/forget.h"

static const FactKind FACTS[] = {
    { "usage.first", &USAGE_FIRST, .group = "usage", .wakes = { "accounts" } },
    { 0 },
};

const Module EVENT_MODULE = {
    .name = "event",
    .routes = (const Route *const[]) { USAGE_ROUTES, EVENT_ROUTES, UNASSIGNED_ROUTES, ACCOUNT_GAUGE_ROUTES,
                                       UNCOUNTED_ROUTES, NULL },
    .jobs = EVENT_JOBS,
    .schedules = EVENT_SCHEDULES,
    .facts = FACTS,
    .quality = EVENT_CHECKS,
    .setup = EVENT_SETUP,
    .readers = EVENT_READERS,
    .start = usage_start,
    .stop = usage_stop,
    .rebuild = usage_rebuild,
    .rebuilds = "usage",
    .imports = (const ImportKind *const[]) { &IMPORT_EVENTS, NULL },
    .catalog = &USAGE_CATALOG,
    .accounts = &USAGE_ACCOUNTS,
    .persons = &USAGE_CONTACTS,
    .track = &EVENT_TAKER,
    .messages = &EVENT_MESSAGES,
};
