/* What the program knows of health. */
#include "jobs/module.h"
#include "success/health/health_today.h"
#include "success/health/tell.h"

static const FactKind FACTS[] = {
    { "health.fell", .group = "health", .wakes = { "accounts", "today" } },
    { "health.rose", .group = "health", .wakes = { "accounts", "today" } },
    { "health.known", .group = "health", .wakes = { "accounts", "today" } },
    { "health.lost", .group = "health", .wakes = { "accounts", "today" } },
    { "health.corrected", .group = "health", .wakes = { "accounts", "today" } },
    { "judgement.made", .group = "health", .wakes = { "judgements", "health" }, .touches = true },
    { "scorecard.created", .wakes = { "scorecards" } },
    { "scorecard.changed", .wakes = { "scorecards" } },
    { "scorecard.published", .wakes = { "scorecards" } },
    { "scorecard.deleted", .wakes = { "scorecards" } },
    { 0 },
};

const Module HEALTH_MODULE = {
    .name = "health",
    .routes = (const Route *const[]) { HEALTH_ROUTES, SCORECARD_ROUTES, PREVIEW_ROUTES, NULL },
    .schedules = HEALTH_SCHEDULES,
    .facts = FACTS,
    .readers = HEALTH_READERS,
    .followers = HEALTH_FOLLOWERS,
    .start = health_start,
    .rebuild = health_rebuild,
    .attributes = HEALTH_ATTRIBUTES,
    .accounts = &HEALTH_HOLDER,
    .today = &HEALTH_TODAY,
    .past = &HEALTH_PAST,
    .timeline = &HEALTH_TIMELINE,
    .usage = &HEALTH_USAGE,
};
