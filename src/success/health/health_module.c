/* What the program knows of health. */
#include "jobs/module.h"
#include "success/health/tell.h"

const Module HEALTH_MODULE = {
    .name = "health",
    .routes = (const Route *const[]) { HEALTH_ROUTES, SCORECARD_ROUTES, PREVIEW_ROUTES, NULL },
    .schedules = HEALTH_SCHEDULES,
    .readers = HEALTH_READERS,
    .followers = HEALTH_FOLLOWERS,
    .start = health_start,
    .rebuild = health_rebuild,
    .attributes = HEALTH_ATTRIBUTES,
    .accounts = &HEALTH_HOLDER,
    .past = &HEALTH_PAST,
    .timeline = &HEALTH_TIMELINE,
    .usage = &HEALTH_USAGE,
};
