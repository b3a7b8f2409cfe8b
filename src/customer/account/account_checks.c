/* What is missing in accounts themselves. */
#include "account_checks.sql.h"
#include "customer/account/account_store.h"
#include "house/quality/quality.h"

const QualityCheck ACCOUNT_CHECKS[] = {
    { "account.unowned",
      { "Accounts without an owner", "担当CSMのいない企業" },
      { "Accounts that nobody owns, or whose owner can no longer sign in; those in the stage Left do not count.",
        "担当CSMがいない企業、または担当者のアカウントが無効になっている企業です。ステージが「解約」の企業は除きます"
        "。" },
      { "Assign owners", "担当を割り当てる" },
      .to = "/accounts",
      .filter = "{\"attribute\":\"owner_id\",\"op\":\"unknown\"}",
      .count_is = account_unowned_found,
      .rows_are = account_unowned_rows },
    { 0 },
};
