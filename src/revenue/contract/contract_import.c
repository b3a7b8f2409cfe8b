/*
 * What the rows of a file of contracts mean: a row states a line, and with it the contract. In a dry run each step is
 * rolled back, so rows of earlier steps that may meet this one (of its contract, or of its account) are brought again
 * before it is judged.
 *
 * In order: the parts of a row; a dry run; taking a row.
 */
#include "base/money.h"
#include "base/reason.h"
#include "customer/account/account_import.h"
#include "customer/catalog/product.h"
#include "revenue/contract/contract_store.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static const ImportTarget CONTRACT_TARGETS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", true, IMPORT_ACCOUNT_NAMES, true },
    { "external_id", "Contract's external id", "契約の外部ID", false, "contractid,subscriptionid,契約id,契約番号",
      true },
    { "from_on", "First day", "開始日", true, "startdate,start,startson,from,契約開始日,利用開始日" },
    { "until_on", "End", "終了日", false, "enddate,end,endson,until,to,契約終了日,満了日", .is_end = true },
    { "product", "Product", "プロダクト", false, "productkey,productname,製品,商品,サービス" },
    { "plan", "Plan", "プラン", false, "planname,plantier,tier,プラン名,料金プラン" },
    { "seats", "Seats", "ライセンス数", false, "quantity,licenses,users,席数,id数,アカウント数,数量" },
    { "mrr", "Price per month", "月額", false, "mrramount,monthlyprice,monthlycharges,月額料金,月額費用" },
    { "price", "Price per term", "期間の価格", false, "amount,total,金額,契約金額,料金" },
    { "term_months", "Months of the term", "期間(月)", false, "billperiodmonths,months,term,契約月数,期間" },
    { "discount", "Discount (0 to 1)", "割引率(0〜1)", false, "discountrate,割引,割引率" },
    { "currency", "Currency", "通貨", false, "currencycode,通貨コード" },
    { "kind", "Kind (paid, trial, free)", "種別(paid, trial, free)", false, "type,契約種別" },
    { "is_trial", "Trial (yes or no)", "トライアル", false, "trial,istrial,無料トライアル" },
    { "renews_on", "Renewal", "更新日", false, "renewaldate,renewal,次回更新日,契約更新日" },
    { "cancelled_on", "Cancelled on", "解約申込日", false, "cancelledat,canceledon,cancellationdate,解約日" },
    { "auto_renews", "Auto-renews", "自動更新", false, "autorenew,autorenewflag,autorenewal" },
    { "notice_days", "Notice period (days)", "解約予告(日)", false,
      "noticeperiod,noticeperioddays,daysofnotice,解約予告日数" },
    { "grace_days", "Grace period (days)", "更新遅れの猶予(日)", false,
      "graceperiod,graceperioddays,daysofgrace,猶予日数" },
    { 0 },
};

static bool row_kind(const ImportRow *row, LineKind *kind, Error *error)
{
    const char *text = import_value(row, "kind");
    OptInt trial;
    *kind = LINE_PAID;
    if (!import_flag(row, "is_trial", &trial, error))
        return false;
    if (trial.known && trial.value)
        *kind = LINE_TRIAL;
    if (text == NULL || strcasecmp(text, "paid") == 0)
        return true;
    *kind = strcasecmp(text, "trial") == 0 ? LINE_TRIAL : LINE_FREE;
    return *kind == LINE_TRIAL || strcasecmp(text, "free") == 0 ||
           refuse(error, "kind", REASON_NOT_AMONG, text, "paid, trial, free");
}

/* A product that the catalog does not know is created, so that its lines are told apart; its features are named later.
 */
static bool product_bring(const ImportBatch *batch, const char *text, int64_t *product, Error *error)
{
    ProductGiven given = { .key = text, .name = text };
    Catalog catalog;
    Upsert outcome;
    *product = batch->product;
    if (text == NULL)
        return true;
    if (!catalog_read(batch->writer.db, batch->writer.arena, &catalog, error))
        return false;
    for (size_t i = 0; i < catalog.product_count; i++)
        if (strcasecmp(catalog.products[i].key, text) == 0 || strcmp(catalog.products[i].name, text) == 0) {
            *product = catalog.products[i].id;
            return true;
        }
    return product_upsert(&batch->writer, &given, product, &outcome, error);
}

static bool row_currency(const ImportRow *row, ContractGiven *given, Error *error)
{
    const char *currency = import_value(row, "currency");
    given->currency = currency != NULL ? currency : row->batch->currency;
    return currency_is_known(given->currency) || refuse(error, "currency", REASON_NO_CURRENCY, given->currency, NULL);
}

static bool row_term(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptInt months;
    if (!import_int(row, "term_months", &months, error))
        return false;
    given->term_months = months.known ? months.value : 1;
    return (given->term_months >= 1 && given->term_months <= TERM_MONTHS_MAX) ||
           refuse(error, "term_months", REASON_OUT_OF_RANGE, "1", "120");
}

static bool row_price(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptReal price, mrr;
    if (!import_real(row, "price", &price, error) || !import_real(row, "mrr", &mrr, error) ||
        !row_currency(row, given, error) || !row_term(row, given, error))
        return false;
    double major = price.known ? price.value : mrr.known ? mrr.value * (double)given->term_months : 0;
    const char *key = price.known ? "price" : "mrr";
    if (major < 0)
        return refuse(error, key, REASON_NEGATIVE, NULL, NULL);
    if (major > (double)PRICE_MAX)
        return refuse(error, key, REASON_OUT_OF_RANGE, "0", "1,000,000,000,000");
    given->price_minor = money_minor_from_micros(llround(major * MICROS_PER_MAJOR), given->currency);
    return true;
}

static bool ends_after_start(const ContractGiven *given, Error *error)
{
    if (given->until_on.known && given->until_on.value <= given->from_on)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    if (given->cancelled_on.known && !given->until_on.known && given->cancelled_on.value < given->from_on)
        return refuse(error, "cancelled_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    return true;
}

static bool row_dates(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptInt from;
    if (!import_day(row, "from_on", &from, error) || !import_day(row, "until_on", &given->until_on, error) ||
        !import_day(row, "renews_on", &given->renews_on, error) ||
        !import_day(row, "cancelled_on", &given->cancelled_on, error))
        return false;
    if (given->until_on.known && row->batch->ends == ENDS_INCLUSIVE)
        given->until_on.value++;
    given->from_on = from.value;
    return ends_after_start(given, error);
}

static bool row_discount(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptReal discount;
    if (!import_real(row, "discount", &discount, error))
        return false;
    given->discount = discount.known ? discount.value : 0;
    return (given->discount >= 0 && given->discount <= 1) || refuse(error, "discount", REASON_OUT_OF_RANGE, "0", "1");
}

static bool row_days(const ImportRow *row, const char *key, OptInt *days, Error *error)
{
    const Field *field = shape_field(&NEW_CONTRACT, key);
    if (!import_int(row, key, days, error))
        return false;
    return !days->known || (days->value >= field->min && days->value <= field->max) ||
           refuse(error, key, REASON_OUT_OF_RANGE, "0", "3,650");
}

/* What the row says by itself comes first: a product is created only for a row that will be taken. */
static bool row_read(const ImportRow *row, ContractGiven *given, Error *error)
{
    return row_dates(row, given, error) && row_price(row, given, error) && row_kind(row, &given->kind, error) &&
           import_int(row, "seats", &given->seats, error) && row_discount(row, given, error) &&
           import_flag(row, "auto_renews", &given->auto_renews, error) &&
           row_days(row, "notice_days", &given->notice_days, error) &&
           row_days(row, "grace_days", &given->grace_days, error);
}

/* ---- a dry run, whose steps are rolled back -------------------------------------------------------------------- */

enum { KEPT_MOST = 500 };

/* A row that was taken. Its product may be created again in each step, under another id. */
typedef struct {
    ContractGiven given;
    const char *product;
} Taken;

/* Rows that may meet: of one contract, or without one of one account. */
static const char *place_of(const ImportRow *row, const ContractGiven *given)
{
    if (given->external_id != NULL)
        return given->external_id;
    return arena_format(row->batch->writer.arena, "account %lld", (long long)given->account_id);
}

static void taken_keep(const ImportRow *row, const char *place, const ContractGiven *given)
{
    Taken taken = { *given, import_keep_text(row->batch, import_value(row, "product")) };
    taken.given.external_id = import_keep_text(row->batch, given->external_id);
    taken.given.plan = import_keep_text(row->batch, given->plan);
    taken.given.currency = import_keep_text(row->batch, given->currency);
    import_keep(row->batch, place, &taken, sizeof taken);
}

static bool taken_bring(const ImportBatch *batch, const Taken *taken, Error *error)
{
    ContractGiven given = taken->given;
    int64_t id;
    Upsert outcome;
    return product_bring(batch, taken->product, &given.product_id, error) &&
           contract_upsert(&batch->writer, &given, &id, &outcome, error);
}

/* The rows that earlier steps took are brought again, so that this one is judged beside them. */
static bool earlier_bring(const ImportRow *row, const char *place, Error *error)
{
    const ImportKept *kept = import_kept(row->batch, place);
    const Taken *taken[KEPT_MOST];
    size_t count = 0;
    if (kept == NULL || kept->step == import_step(row->batch))
        return true;
    for (; kept != NULL && count < KEPT_MOST; kept = kept->before)
        taken[count++] = kept->thing;
    while (count > 0)
        if (!taken_bring(row->batch, taken[--count], error))
            return false;
    return true;
}

static bool contract_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    ContractGiven given = { .external_id = import_value(row, "external_id"),
                            .import = row->batch->import,
                            .plan = import_value(row, "plan") };
    int64_t id;
    if (!import_account_of(row, "account", &given.account_id, error) || !row_read(row, &given, error))
        return false;
    const char *place = place_of(row, &given);
    if (!earlier_bring(row, place, error) ||
        !product_bring(row->batch, import_value(row, "product"), &given.product_id, error) ||
        !contract_upsert(&row->batch->writer, &given, &id, outcome, error))
        return false;
    taken_keep(row, place, &given);
    return true;
}

const ImportKind IMPORT_CONTRACTS = { "contracts", CONTRACT_TARGETS,         NULL,          contract_take,
                                      NULL,        catalog_product_is_there, CIRCLE_REVENUE };
