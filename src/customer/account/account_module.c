/* What the program knows of accounts. */
#include "customer/account/account_bulk.h"
#include "customer/account/account_columns.h"
#include "customer/account/account_import.h"
#include "customer/account/account_merge.h"
#include "customer/account/account_store.h"
#include "house/notice/notice.h"
#include "house/team/team.h"
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
    { "account.merged", &MERGE_TOLD, .group = "account", .wakes = { "accounts", "today", "duplicates" }, .news = true,
      .scores = SCORES_ACCOUNT_ALWAYS, .moves_account = true },
    { "account.absorbed", &MERGE_TOLD, .wakes = { "accounts", "today" }, .moves_account = true },
    { "account.unmerged", &MERGE_TOLD, .group = "account", .wakes = { "accounts", "today", "duplicates" }, .news = true,
      .scores = SCORES_ACCOUNT_ALWAYS, .moves_account = true },
    { "account.restored", &MERGE_TOLD, .group = "account", .wakes = { "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS, .moves_account = true },
    { "account.deleted", .wakes = { "accounts", "today" } },
    { 0 },
};

static const TimelineSource TIMELINE[] = { { .of = TIMELINE_ACCOUNT, .read = account_words },
                                           { .subject = "merge", .read = merge_words },
                                           { 0 } };

static const Schedule SCHEDULES[] = { { "account.bulk.expire", 3600000, bulk_expire_run },
                                      { "account.merge.settle", 3600000, merge_settle_run },
                                      { 0 } };

static bool own_stand_in(Db *db, Arena *arena, int64_t account_id, int64_t owner_id, int64_t *staff_id, Error *error)
{
    AccountCareRow *row;
    size_t count;
    if (!account_care_in(db, arena, (Ids) { 1, &account_id }, &row, &count, error))
        return false;
    *staff_id = count && row->owner_id.value == owner_id ? row->stand_in_id.value : 0;
    return true;
}
static const NoticeStandIn ACCOUNT_STAND_IN = { own_stand_in };

const Module ACCOUNT_MODULE = {
    .name = "account",
    .routes =
        (const Route *const[]) { ACCOUNT_ROUTES, ACCOUNT_BULK_ROUTES, ACCOUNT_TEST_ROUTES, ACCOUNT_MERGE_ROUTES, NULL },
    .jobs = ACCOUNT_BULK_JOBS,
    .schedules = SCHEDULES,
    .facts = FACTS,
    .quality = ACCOUNT_CHECKS,
    .setup = ACCOUNT_SETUP,
    .columns = ACCOUNT_COLUMNS,
    .attributes = ACCOUNT_ATTRIBUTES,
    .teams = &ACCOUNT_TEAMS,
    .notice_stand_in = &ACCOUNT_STAND_IN,
    .fields = &ACCOUNT_FIELD_HOLDER,
    .ids = &ACCOUNT_IDS,
    .imports = (const ImportKind *const[]) { &IMPORT_ACCOUNTS, NULL },
    .search = (const SearchSource *const[]) { &ACCOUNT_SEARCH, NULL },
    .timeline = TIMELINE,
};
