/* What the program knows of health. */
#include "health_setup.sql.h"
#include "house/setup/setup.h"
#include "jobs/module.h"
#include "success/health/health_today.h"
#include "success/health/scorecard.h"
#include "success/health/sheet.h"
#include "success/health/tell.h"

static const FactKind FACTS[] = {
    { "health.fell", &HEALTH_TOLD, .group = "health", .wakes = { "accounts", "today" }, .news = true },
    { "health.rose", &HEALTH_TOLD, .group = "health", .wakes = { "accounts", "today" }, .news = true },
    { "health.known", &HEALTH_TOLD, .group = "health", .wakes = { "accounts", "today" }, .news = true },
    { "health.lost", &HEALTH_TOLD, .group = "health", .wakes = { "accounts", "today" }, .news = true },
    { "health.corrected", &HEALTH_CORRECTED, .group = "health", .wakes = { "accounts", "today" } },
    { "judgement.made", &JUDGEMENT_TOLD, .group = "health", .wakes = { "judgements", "health", "today" },
      .touches = true },
    { "scorecard.created", &SCORECARD_TOLD, .wakes = { "scorecards" } },
    { "scorecard.changed", .wakes = { "scorecards" } },
    { "scorecard.published", &SCORECARD_TOLD, .wakes = { "scorecards" } },
    { "scorecard.applied", &SCORECARD_APPLIED, .wakes = { "accounts", "today" } },
    { "scorecard.deleted", .wakes = { "scorecards" } },
    { 0 },
};

static const SetupStep SETUP[] = {
    { "health.scorecard",
      80,
      { "Publish a scorecard", "スコアカードを公開" },
      { "It decides which accounts are healthy. Until you publish one, none is scored.",
        "顧客の良し悪しを判定する基準です。公開するまで、どの企業も判定されません。" },
      { "Open scorecards", "スコアカードを開く" },
      .to = "/health",
      .is = scorecard_setup },
    { 0 },
};

static const AccountMoved MOVED[] = { { "judgements", judgement_ids_of_account, judgement_account_move, NULL, false },
                                      { 0 } };

const Module HEALTH_MODULE = {
    .name = "health",
    .routes = (const Route *const[]) { HEALTH_ROUTES, SCORECARD_ROUTES, PREVIEW_ROUTES, DISTRIBUTION_ROUTES,
                                       SHEET_ROUTES, VERSION_ROUTES, NULL },
    .schedules = HEALTH_SCHEDULES,
    .facts = FACTS,
    .readers = HEALTH_READERS,
    .followers = HEALTH_FOLLOWERS,
    .columns = HEALTH_COLUMNS,
    .start = health_start,
    .stop = health_stop,
    .rebuild = health_rebuild,
    .rebuilds = "health",
    .attributes = HEALTH_ATTRIBUTES,
    .segments = &HEALTH_SEGMENTS,
    .accounts = &HEALTH_HOLDER,
    .moved = MOVED,
    .persons = &HEALTH_CONTACTS,
    .today = &HEALTH_TODAY,
    .past = &HEALTH_PAST,
    .timeline = HEALTH_TIMELINE,
    .usage = &HEALTH_USAGE,
    .setup = SETUP,
};
