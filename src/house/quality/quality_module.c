/* What the program knows of data quality. */
#include "house/quality/quality_store.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "quality.changed", &QUALITY_TOLD, .wakes = { "quality" } },
    { "quality.counted" }, /* somebody asked for it */
    { 0 },
};

const Module QUALITY_MODULE = {
    .name = "quality",
    .routes = (const Route *const[]) { QUALITY_ROUTES, NULL },
    .jobs = QUALITY_JOBS,
    .schedules = QUALITY_SCHEDULES,
    .facts = FACTS,
};
