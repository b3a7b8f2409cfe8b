/* What the program knows of currency rates. */
#include "base/circle.h"
#include "jobs/module.h"
#include "revenue/rate/rate_store.h"

/* Everybody is judged again: who does not pay in that currency is found unchanged. */
#define RATE_KIND                                                                                                      \
    .wakes = { "accounts", "today" }, .list = "rates", .scores = SCORES_EVERYBODY, .circle = CIRCLE_REVENUE
static const FactKind FACTS[] = {
    { "rate.created", &RATE_TOLD, RATE_KIND },
    { "rate.changed", &RATE_TOLD, RATE_KIND },
    { "rate.deleted", &RATE_TOLD, RATE_KIND },
    { 0 },
};

const Module RATE_MODULE = {
    .name = "rate",
    .routes = (const Route *const[]) { RATE_ROUTES, NULL },
    .facts = FACTS,
    .imports = (const ImportKind *const[]) { &IMPORT_RATES, NULL },
};
