/* What the program knows of accounts. */
#include "customer/account/account_bulk.h"
#include "customer/account/account_columns.h"
#include "customer/account/account_import.h"
#include "customer/account/account_store.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "account.created", &EDIT_TOLD, .group = "account", .wakes = { "accounts", "today" },
      .scores = SCORES_ACCOUNT_FROM_NOW },
    { "account.changed", &EDIT_TOLD, .group = "account", .wakes = { "accounts", "today" },
      .scores = SCORES_ACCOUNT_FROM_NOW },
    { "account.uncounted", .group = "account", .wakes = { "accounts", "today" } },
    /* It counts again: what modules have of it is read anew. */
    { "account.counted", .group = "account", .wakes = { "accounts", "today" }, .moves_all = true,
      .scores = SCORES_ACCOUNT_FROM_NOW },
    { "account.deleted", .wakes = { "accounts", "today" } },
    { 0 },
};

static const TimelineSource TIMELINE[] = { { .of = TIMELINE_ACCOUNT, .read = account_words }, { 0 } };

const Module ACCOUNT_MODULE = {
    .name = "account",
    .routes = (const Route *const[]) { ACCOUNT_ROUTES, ACCOUNT_BULK_ROUTES, ACCOUNT_TEST_ROUTES, NULL },
    .jobs = ACCOUNT_BULK_JOBS,
    .schedules = ACCOUNT_BULK_SCHEDULES,
    .facts = FACTS,
    .quality = ACCOUNT_CHECKS,
    .setup = ACCOUNT_SETUP,
    .columns = ACCOUNT_COLUMNS,
    .attributes = ACCOUNT_ATTRIBUTES,
    .fields = &ACCOUNT_FIELD_HOLDER,
    .ids = &ACCOUNT_IDS,
    .imports = (const ImportKind *const[]) { &IMPORT_ACCOUNTS, NULL },
    .search = (const SearchSource *const[]) { &ACCOUNT_SEARCH, NULL },
    .timeline = TIMELINE,
};
