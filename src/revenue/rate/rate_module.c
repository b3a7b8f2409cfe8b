/* What the program knows of currency rates. */
#include "jobs/module.h"
#include "revenue/rate/rate_store.h"

/* Everybody is judged again: who does not pay in that currency is found unchanged. */
static const FactKind FACTS[] = {
    { "rate.created", &RATE_TOLD, .wakes = { "rates", "accounts", "today" }, .scores = SCORES_EVERYBODY },
    { "rate.changed", &RATE_TOLD, .wakes = { "rates", "accounts", "today" }, .scores = SCORES_EVERYBODY },
    { "rate.deleted", &RATE_TOLD, .wakes = { "rates", "accounts", "today" }, .scores = SCORES_EVERYBODY },
    { 0 },
};

const Module RATE_MODULE = {
    .name = "rate",
    .routes = (const Route *const[]) { RATE_ROUTES, NULL },
    .facts = FACTS,
    .imports = (const ImportKind *const[]) { &IMPORT_RATES, NULL },
};
