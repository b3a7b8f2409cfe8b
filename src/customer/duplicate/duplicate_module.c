/* What the program knows of duplicates. */
#include "customer/duplicate/duplicate.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "duplicate.changed", .wakes = { "duplicates" } },
    { "duplicate.dismissed", .wakes = { "duplicates" } },
    { "duplicate.reopened", .wakes = { "duplicates" } },
    { 0 },
};

static const QualityCheck CHECKS[] = {
    { "duplicate.accounts",
      { "Possible duplicate accounts", "重複の可能性がある企業" },
      { "Pairs of accounts that look the same, by name, ID, e-mail domain or telephone number. Merge them, or say that "
        "they are not the same.",
        "名前・ID・メールのドメイン・電話番号から、同じ企業と思われる組です。統合するか、別の企業として記録します。" },
      { "See duplicates", "重複を確認" },
      .to = "/settings/duplicates",
      .count_is = duplicate_found,
      .rows_are = duplicate_rows },
    { 0 },
};

const Module DUPLICATE_MODULE = {
    .name = "duplicate",
    .routes = (const Route *const[]) { DUPLICATE_ROUTES, NULL },
    .schedules = DUPLICATE_SCHEDULES,
    .facts = FACTS,
    .readers = DUPLICATE_READERS,
    .quality = CHECKS,
    .accounts = &DUPLICATE_ACCOUNTS,
    .persons = &DUPLICATE_CONTACTS,
    .rebuild = duplicate_rebuild,
    .rebuilds = "duplicates",
};
