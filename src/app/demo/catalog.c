/*
 * The three products of the demo with their features, each with the one event name that counts for it. Everything else
 * in the demo refers to this table by index. Both are written by upsert: a run after one that was cut off meets its own
 * rows.
 */
#include "app/demo/world.h"
#include "customer/catalog/product.h"

const DemoProduct DEMO_CATALOG[DEMO_PRODUCTS] = {
    { "billing",
      "Billing Cloud",
      "請求クラウド",
      { { "login", "signed_in", "Sign-in", "ログイン" },
        { "approve", "invoice_approved", "Approve invoice", "請求承認" },
        { "create", "invoice_created", "Create invoice", "請求書作成" },
        { "match", "payment_matched", "Match payments", "入金消込" },
        { "sync", "accounting_synced", "Accounting sync", "会計連携" },
        { "report", "billing_report_opened", "Reports", "レポート" } },
      { 1200, 800 } },
    { "expenses",
      "Expenses",
      "経費精算",
      { { "submit", "expense_submitted", "Submit expense", "経費申請" },
        { "approve", "expense_approved", "Approve expense", "経費承認" },
        { "scan", "receipt_scanned", "Scan receipt", "領収書読取" },
        { "card", "card_imported", "Import card", "カード明細取込" },
        { "export", "expense_exported", "Export", "仕訳出力" },
        { "policy", "policy_edited", "Policies", "規程の設定" } },
      { 600, 400 } },
    { "time",
      "Time",
      "勤怠管理",
      { { "clock", "clocked_in", "Clock in", "打刻" },
        { "leave", "leave_requested", "Request leave", "休暇申請" },
        { "shift", "shift_planned", "Plan shifts", "シフト作成" },
        { "overtime", "overtime_checked", "Check overtime", "残業の確認" },
        { "close", "month_closed", "Close the month", "月次締め" },
        { "payroll", "payroll_exported", "Payroll export", "給与連携" } },
      { 400, 300 } },
};

static bool features_make(const Writer *writer, const DemoProduct *product, int64_t product_id, Error *error)
{
    for (int f = 0; f < DEMO_FEATURES; f++) {
        const char *const *row = product->features[f];
        FeatureGiven given = { .product_id = product_id,
                               .key = arena_format(writer->arena, "%s.%s", product->key, row[0]),
                               .name = row[2],
                               .name_ja = row[3],
                               .rules = { 1, &row[1] },
                               .core = f < 2,
                               .position = { f, true } };
        Upsert outcome;
        int64_t id;
        if (!feature_upsert(writer, &given, &id, &outcome, error))
            return false;
    }
    return true;
}

static bool catalog_work(Db *db, void *context, Error *error)
{
    World *world = context;
    Writer writer = {
        .services = world->services, .db = db, .arena = db_arena(db), .actor = "system", .now = world->now
    };
    for (int p = 0; p < DEMO_PRODUCTS; p++) {
        const DemoProduct *product = &DEMO_CATALOG[p];
        ProductGiven given = {
            .key = product->key, .name = product->name, .name_ja = product->name_ja, .position = { p, true }
        };
        Upsert outcome;
        if (!product_upsert(&writer, &given, &world->products[p], &outcome, error) ||
            !features_make(&writer, product, world->products[p], error))
            return false;
    }
    return true;
}

bool catalog_make(World *world, Error *error)
{
    return store_write(world->services->store, catalog_work, world, error);
}
