/* What the program knows of holidays. */
#include "house/holiday/holiday_store.h"
#include "jobs/module.h"

/* Every window may hold such a day, so everybody is judged again. */
#define HOLIDAY_KIND .wakes = { "holidays", "calendar", "accounts", "today" }, .scores = SCORES_EVERYBODY
static const FactKind FACTS[] = {
    { "calendar.changed", &CALENDAR_TOLD, HOLIDAY_KIND },
    { "holiday.created", &HOLIDAY_TOLD, HOLIDAY_KIND },
    { "holiday.changed", &HOLIDAY_TOLD, HOLIDAY_KIND },
    { "holiday.deleted", &HOLIDAY_TOLD, HOLIDAY_KIND },
    { 0 },
};

const Module HOLIDAY_MODULE = {
    .name = "holiday",
    .routes = (const Route *const[]) { HOLIDAY_ROUTES, NULL },
    .facts = FACTS,
    .fact_followers = HOLIDAY_FOLLOWERS,
    .start = holiday_start,
    .imports = (const ImportKind *const[]) { &IMPORT_HOLIDAYS, NULL },
};
