/* What the program knows of usage. */
#include "jobs/module.h"
#include "usage/event/event_commit.h"
#include "usage/event/forget.h"

static const FactKind FACTS[] = {
    { "usage.first", &USAGE_FIRST, .group = "usage", .wakes = { "accounts" } },
    { 0 },
};

const Module USAGE_MODULE = {
    .name = "usage",
    .routes = (const Route *const[]) { USAGE_ROUTES, TRACK_ROUTES, EVENT_ROUTES, UNASSIGNED_ROUTES, NULL },
    .jobs = USAGE_JOBS,
    .schedules = USAGE_SCHEDULES,
    .facts = FACTS,
    .readers = USAGE_READERS,
    .followers = USAGE_FOLLOWERS,
    .start = usage_start,
    .stop = usage_stop,
    .rebuild = usage_rebuild,
    .imports = (const ImportKind *const[]) { &IMPORT_EVENTS, NULL },
    .catalog = &USAGE_CATALOG,
    .accounts = &USAGE_ACCOUNTS,
    .persons = &USAGE_CONTACTS,
};
