/* What is missing in accounts themselves. */
#include "account_checks.sql.h"
#include "customer/account/account_store.h"
#include "house/quality/quality.h"

const QualityCheck ACCOUNT_CHECKS[] = {
    { "account.unowned",
      { "Accounts without an owner", "担当CSMのいない企業" },
      { "Accounts that nobody owns, or whose owner can no longer sign in; those in the stage Churned do not count.",
        "担当CSMがいない企業、または担当CSMのアカウントが無効になっている企業です。ステージが「解約」の企業は除きます"
        "。" },
      { "Assign owners", "担当を割り当てる" },
      .to = "/accounts",
      .filter = "{\"attribute\":\"owner_id\",\"op\":\"unknown\"}",
      .count_is = account_unowned_found,
      .rows_are = account_unowned_rows },
    { 0 },
};

const SetupStep ACCOUNT_SETUP[] = {
    { "account.first",
      30,
      { "Bring in your accounts", "顧客企業を登録" },
      { "Events find their customer by the id that your product uses, too.",
        "プロダクトと同じIDで登録すると、イベントが顧客に結びつきます。" },
      { "Import accounts", "企業を取り込む" },
      .to = "/settings/imports",
      .is = account_setup },
    { "account.owners",
      70,
      { "Give every account an owner", "すべての企業に担当を設定" },
      { "Today shows each person their own accounts; one without an owner is on nobody's list.",
        "「今日」は担当CSMごとに表示します。担当のいない企業は、誰の一覧にも出ません。" },
      { "Assign owners", "担当を割り当てる" },
      .to = "/accounts",
      .is = account_owners_setup },
    { 0 },
};
