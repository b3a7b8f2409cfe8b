/* What the rows of a file of contracts mean. */
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
    { "until_on", "End", "終了日", false, "enddate,end,endson,until,to,契約終了日,満了日" },
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

/* An open product of the file is made, so that its lines are told apart; its features are named later. */
static bool row_product(const ImportRow *row, int64_t *product, Error *error)
{
    const char *text = import_value(row, "product");
    ProductGiven given = { .key = text, .name = text };
    Catalog catalog;
    Upsert outcome;
    *product = row->batch->product;
    if (text == NULL)
        return true;
    if (!catalog_read(row->batch->writer.db, row->batch->writer.arena, &catalog, error))
        return false;
    for (size_t i = 0; i < catalog.product_count; i++)
        if (strcasecmp(catalog.products[i].key, text) == 0 || strcmp(catalog.products[i].name, text) == 0) {
            *product = catalog.products[i].id;
            return true;
        }
    return product_upsert(&row->batch->writer, &given, product, &outcome, error);
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

static bool row_dates(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptInt from;
    if (!import_day(row, "from_on", &from, error) || !import_day(row, "until_on", &given->until_on, error) ||
        !import_day(row, "renews_on", &given->renews_on, error) ||
        !import_day(row, "cancelled_on", &given->cancelled_on, error))
        return false;
    if (given->until_on.known && row->batch->ends == ENDS_INCLUSIVE)
        given->until_on.value++;
    if (given->until_on.known && given->until_on.value <= from.value)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    given->from_on = from.value;
    return true;
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
    if (!import_int(row, key, days, error))
        return false;
    return !days->known || (days->value >= 0 && days->value <= TERMS_DAYS_MAX) ||
           refuse(error, key, REASON_OUT_OF_RANGE, "0", "3,650");
}

/* What the row says by itself comes first: a product is made only for a row that will be taken. */
static bool row_read(const ImportRow *row, ContractGiven *given, Error *error)
{
    return row_dates(row, given, error) && row_price(row, given, error) && row_kind(row, &given->kind, error) &&
           import_int(row, "seats", &given->seats, error) && row_discount(row, given, error) &&
           import_flag(row, "auto_renews", &given->auto_renews, error) &&
           row_days(row, "notice_days", &given->notice_days, error) &&
           row_days(row, "grace_days", &given->grace_days, error);
}

static bool contract_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    ContractGiven given = { .external_id = import_value(row, "external_id"), .plan = import_value(row, "plan") };
    int64_t id;
    if (!import_account_of(row, "account", &given.account_id, error) || !row_read(row, &given, error) ||
        !row_product(row, &given.product_id, error))
        return false;
    return contract_upsert(&row->batch->writer, &given, &id, outcome, error);
}

const ImportKind IMPORT_CONTRACTS = {
    "contracts", CONTRACT_TARGETS, NULL, contract_take, NULL, catalog_product_is_there
};
