/* What the program knows of Today. */
#include "jobs/module.h"
#include "success/today/done.h"
#include "success/today/ranked.h"
#include "today.sql.h"

static const FactKind FACTS[] = {
    { "today.snoozed", &TODAY_SNOOZED, .group = "task" },
    { "today.woken", .group = "task" },
    { "today.done", .group = "task", .handles = true },
    { "today.reopened", .group = "task", .news = true },
    { "today.rest_changed", &REST_CHANGED, .wakes = { "today" } },
    { 0 },
};

static const AccountMoved MOVED[] = { { "snoozes", snooze_ids_of_account, snooze_account_move, NULL, true }, { 0 } };

const Module TODAY_MODULE = {
    .name = "today",
    .routes = (const Route *const[]) { TODAY_ROUTES, DONE_ROUTES, SNOOZE_ROUTES, NULL },
    .facts = FACTS,
    .stop = worths_forget,
    .accounts = &TODAY_HOLDER,
    .moved = MOVED,
    .persons = &TODAY_CONTACTS,
    .timeline = TODAY_TIMELINE,
};
