/*
 * What the rows of a file of contracts mean: a row states a line, and with it the contract. In a dry run each step is
 * rolled back, so rows of earlier steps that may meet this one (of its contract, or of its account) are brought again
 * before it is judged.
 *
 * The price of a term is never taken for that of a month: its months are said, or those between the row's two days, or
 * follow from the price of a month or a year beside it. A line without an end and without a renewal day is priced by
 * the month unless it says otherwise.
 *
 * In order: the parts of a row; what it costs; a dry run; taking a row.
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
    { "account", "Account's external id", "顧客企業の外部ID", true, IMPORT_ACCOUNT_NAMES, CELL_ID,
      .ids_of = "account" },
    { "external_id", "Contract's external id", "契約の外部ID", false,
      "contractid,contractno,contractnumber,subscriptionid,契約id,契約番号,契約コード,契約no,注文番号,受注番号,id",
      CELL_ID, .ids_of = "contract" },
    { "contract_name", "Contract name", "契約名", false,
      "subscriptionname,agreementname,契約名称,契約件名,件名,案件名" },
    { "from_on", "First day", "開始日", true,
      "startdate,start,startson,startedon,from,contractstart,contractstartdate,termstart,effectivedate,effectivefrom,"
      "契約開始日,契約開始,契約開始年月日,契約期間開始,契約期間開始日,契約期間自,利用開始日,利用開始,適用開始日,"
      "サービス開始日,課金開始日,開始年月日,開始",
      CELL_DAY },
    { "until_on", "End", "終了日", false,
      "enddate,end,endson,endedon,until,to,contractend,contractenddate,termend,expirydate,expirationdate,expireson,"
      "validuntil,契約終了日,契約終了,契約終了年月日,契約満了日,契約満了,満了日,契約期間終了,契約期間終了日,契約期間至,"
      "利用終了日,利用終了,契約終了予定日,契約期限,有効期限,終了年月日,終了",
      CELL_DAY, .is_end = true },
    { "last_on", "Last day", "最終日", false,
      "lastdayinforce,lastdate,lastdayofservice,契約最終日,利用最終日,最終利用可能日", CELL_DAY },
    { "product", "Product", "プロダクト", false,
      "productkey,productname,製品,製品名,商品,商品名,サービス,サービス名,プロダクト名,契約商品,契約サービス" },
    { "plan", "Plan", "プラン", false,
      "planname,plantier,tier,edition,プラン名,料金プラン,契約プラン,コース,コース名,エディション" },
    { "seats", "Seats", "ライセンス数", false,
      "quantity,qty,licenses,licences,licensecount,seatcount,users,usercount,席数,契約席数,id数,契約id数,アカウント数,"
      "契約アカウント数,ユーザー数,契約ユーザー数,契約ライセンス数,ライセンス,利用人数,契約数量,数量,人数",
      CELL_NUMBER, .drops = true },
    { "mrr", "Price per month", "月額", false,
      "mrramount,monthlyprice,monthlycharges,monthlyfee,monthlyamount,monthlyrecurringrevenue,月額料金,月額費用,"
      "月額利用料,月額利用料金,月額金額,月額料,月次利用料,月間利用料",
      CELL_MONEY },
    { "arr", "Price per year", "年額", false,
      "annualprice,annualamount,annualfee,annualcontractvalue,annualrecurringrevenue,acv,yearlyprice,yearlyamount,"
      "年額料金,年額費用,年額利用料,年額金額,年間利用料,年間契約金額,年間料金,年間費用",
      CELL_MONEY },
    { "price", "Price per term", "期間の価格", false,
      "amount,contractvalue,contractamount,tcv,totalprice,total,契約金額,契約総額,受注金額,総額,合計金額,金額,料金,"
      "利用料",
      CELL_MONEY },
    { "term_months", "Months of the term", "期間(月)", false,
      "billperiodmonths,months,term,termlength,contractterm,contractmonths,契約月数,契約期間月数,利用月数,月数,"
      "契約期間,"
      "期間",
      CELL_NUMBER },
    { "discount", "Discount (0 to 1)", "割引率(0〜1)", false,
      "discountrate,discountpercent,割引率,割引,値引率,値引き率", CELL_NUMBER },
    { "currency", "Currency", "通貨", false, "currencycode,通貨コード,通貨単位" },
    { "kind", "Kind (paid, trial, free)", "種別(paid, trial, free)", false,
      "type,契約種別,有償無償,有償無償区分,有料無料,種別" },
    { "is_trial", "Trial (yes or no)", "トライアル", false, "trial,istrial,無料トライアル,トライアル有無" },
    { "renews_on", "Renewal", "更新日", false,
      "renewaldate,renewal,nextrenewal,nextrenewaldate,次回更新日,次回更新,契約更新日,更新予定日,次回契約更新日",
      CELL_DAY },
    { "cancelled_on", "Cancelled on", "解約申込日", false,
      "cancelledat,canceledat,canceledon,cancellationdate,canceldate,churndate,解約日,解約受付日,解約申請日",
      CELL_DAY },
    { "auto_renews", "Auto-renews", "自動更新", false,
      "autorenew,autorenewflag,autorenewal,自動更新有無,自動更新の有無,自動更新フラグ,自動継続" },
    { "notice_days", "Notice period (days)", "解約予告(日)", false,
      "noticeperiod,noticeperioddays,daysofnotice,解約予告日数,解約予告期間,解約予告,解約通知期間,解約通知日数",
      CELL_NUMBER },
    { "grace_days", "Grace period (days)", "更新遅れの猶予(日)", false,
      "graceperiod,graceperioddays,daysofgrace,猶予日数,猶予期間", CELL_NUMBER },
    { 0 },
};

static const ImportWord KIND_WORDS[] = {
    { "有料", "paid" },
    { "有償", "paid" },
    { "本契約", "paid" },
    { "トライアル", "trial" },
    { "無料トライアル", "trial" },
    { "試用", "trial" },
    { "お試し", "trial" },
    { "無料", "free" },
    { "無償", "free" },
    { 0 },
};

static bool row_kind(const ImportRow *row, LineKind *kind, Error *error)
{
    const char *text = import_words(row, "kind", KIND_WORDS);
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

enum { PRODUCT_KEY_MAX = 100 }; /* as the API has it */

/* Its key comes first, as a name may stand for several; 0 = the catalog has neither. */
static int64_t product_named(const Catalog *catalog, const char *text)
{
    for (size_t i = 0; i < catalog->product_count; i++)
        if (strcasecmp(catalog->products[i].key, text) == 0)
            return catalog->products[i].id;
    for (size_t i = 0; i < catalog->product_count; i++)
        if (strcmp(catalog->products[i].name, text) == 0)
            return catalog->products[i].id;
    return 0;
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
    *product = product_named(&catalog, text);
    if (*product)
        return true;
    if (text_characters(text) > PRODUCT_KEY_MAX)
        return refuse(error, "product", REASON_TOO_LONG, "100", NULL);
    return product_upsert(&batch->writer, &given, product, &outcome, error);
}

/* ---- what it costs --------------------------------------------------------------------------------------------- */

/* The prices that a row gives, of which all must say the same. */
typedef struct {
    ImportMoney mrr, arr, price;
    OptInt months;
} RowPrices;

static const ImportMoney *prices_first(const RowPrices *prices)
{
    const ImportMoney *all[] = { &prices->price, &prices->mrr, &prices->arr };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->value.known)
            return all[i];
    return NULL;
}

/* The currency's own column, else what stands at an amount, else that of the import. */
static const char *currency_named(const ImportRow *row, const RowPrices *prices)
{
    const char *currency = import_value(row, "currency");
    const ImportMoney *all[] = { &prices->price, &prices->mrr, &prices->arr };
    for (size_t i = 0; !currency && i < sizeof all / sizeof *all; i++)
        if (all[i]->value.known && *all[i]->typed.code)
            currency = arena_text(row->batch->writer.arena, all[i]->typed.code);
    return currency ? currency : row->batch->currency;
}

static bool amount_fits(const char *key, const ImportMoney *money, const char *currency, Error *error)
{
    if (!money->value.known)
        return true;
    if (!money_fits(&money->typed, currency))
        return refuse(error, key, REASON_OTHER_CURRENCY, money->text, currency);
    if (money->typed.decimals > currency_digits(currency))
        return refuse(error, key, REASON_MANY_DECIMALS, money->text, currency);
    if (money->value.value < 0)
        return refuse(error, key, REASON_NEGATIVE, NULL, NULL);
    return money->value.value <= (double)PRICE_MAX || refuse(error, key, REASON_OUT_OF_RANGE, "0", "1,000,000,000,000");
}

static bool row_currency(const ImportRow *row, const RowPrices *prices, ContractGiven *given, Error *error)
{
    given->currency = currency_named(row, prices);
    if (!currency_is_known(given->currency))
        return refuse(error, "currency", REASON_NO_CURRENCY, given->currency, NULL);
    return amount_fits("price", &prices->price, given->currency, error) &&
           amount_fits("mrr", &prices->mrr, given->currency, error) &&
           amount_fits("arr", &prices->arr, given->currency, error);
}

/* From the first day to the end; 0 when they are not whole months apart. */
static int64_t months_between(int64_t from, int64_t until)
{
    int year, month, day, other_year, other_month, other_day;
    day_split(from, &year, &month, &day);
    day_split(until, &other_year, &other_month, &other_day);
    int months = (other_year - year) * 12 + other_month - month;
    return months > 0 && day_add_months(from, months) == until ? months : 0;
}

/* 0 = nothing says them. A line that only renews on a day has a term, and nothing says how long it is. */
static int64_t months_of_term(const RowPrices *prices, const ContractGiven *given)
{
    if (given->until_on.known)
        return months_between(given->from_on, given->until_on.value);
    if (prices->arr.value.known)
        return 12;
    return given->renews_on.known ? 0 : 1;
}

/* The price of a term without its months: they are those of the row's days, or follow from the price of a month or a
 * year. */
static bool term_of_price(const RowPrices *prices, ContractGiven *given, Error *error)
{
    if (prices->mrr.value.known && prices->mrr.value.value > 0) {
        double months = prices->price.value.value / prices->mrr.value.value;
        given->term_months = (int64_t)llround(months);
        return (fabs(months - (double)given->term_months) < 0.01 && given->term_months >= 1) ||
               refuse(error, "price", REASON_PRICES_DIFFER, prices->price.text, prices->mrr.text);
    }
    if (prices->price.value.value == 0)
        return true;
    given->term_months = months_of_term(prices, given);
    return (given->term_months >= 1 && given->term_months <= TERM_MONTHS_MAX) ||
           refuse(error, "term_months", REASON_NEEDS_MONTHS, NULL, NULL);
}

static bool row_term(const ImportRow *row, RowPrices *prices, ContractGiven *given, Error *error)
{
    if (!import_int(row, "term_months", &prices->months, error))
        return false;
    given->term_months = prices->months.known ? prices->months.value
                         : prices->arr.value.known && !prices->price.value.known && !prices->mrr.value.known ? 12
                                                                                                             : 1;
    if (given->term_months < 1 || given->term_months > TERM_MONTHS_MAX)
        return refuse(error, "term_months", REASON_OUT_OF_RANGE, "1", "120");
    return prices->months.known || !prices->price.value.known || term_of_price(prices, given, error);
}

/* Two prices of one row; the one that is multiplied may have been rounded to the smallest unit of its currency. */
static bool prices_agree(const char *key, const ImportMoney *one, const ImportMoney *other, double times,
                         const char *currency, Error *error)
{
    if (!one->value.known || !other->value.known)
        return true;
    double unit = (double)money_micros_from_minor(1, currency) / MICROS_PER_MAJOR;
    double slack = unit * (times > 1 ? times : 1);
    return fabs(one->value.value * times - other->value.value) <= slack ||
           refuse(error, key, REASON_PRICES_DIFFER, one->text, other->text);
}

static bool row_prices_agree(const RowPrices *prices, const ContractGiven *given, Error *error)
{
    double months = (double)given->term_months;
    return prices_agree("mrr", &prices->mrr, &prices->price, months, given->currency, error) &&
           prices_agree("mrr", &prices->mrr, &prices->arr, 12, given->currency, error) &&
           prices_agree("arr", &prices->arr, &prices->price, months / 12, given->currency, error);
}

/* Of the term, in major units. */
static double price_of_term(const RowPrices *prices, int64_t term_months)
{
    const ImportMoney *first = prices_first(prices);
    double months = (double)term_months;
    double factor = first == &prices->mrr ? months : first == &prices->arr ? months / 12 : 1;
    return first ? first->value.value * factor : 0;
}

static bool row_price(const ImportRow *row, ContractGiven *given, Error *error)
{
    RowPrices prices = { 0 };
    if (!import_money(row, "price", &prices.price, error) || !import_money(row, "mrr", &prices.mrr, error) ||
        !import_money(row, "arr", &prices.arr, error) || !row_currency(row, &prices, given, error) ||
        !row_term(row, &prices, given, error) || !row_prices_agree(&prices, given, error))
        return false;
    double major = price_of_term(&prices, given->term_months);
    if (major > (double)PRICE_MAX)
        return refuse(error, "price", REASON_OUT_OF_RANGE, "0", "1,000,000,000,000");
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

/* The end, exclusive: a column of its own says the last day in force, whatever the ends of the file are. */
static bool row_end(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptInt last;
    if (!import_day(row, "until_on", &given->until_on, error) || !import_day(row, "last_on", &last, error))
        return false;
    if (given->until_on.known && row->batch->ends == ENDS_INCLUSIVE)
        given->until_on.value++;
    if (!last.known)
        return true;
    if (given->until_on.known && given->until_on.value != last.value + 1)
        return refuse(error, "last_on", REASON_ENDS_DIFFER, import_value(row, "last_on"),
                      import_value(row, "until_on"));
    given->until_on = (OptInt) { last.value + 1, true };
    return true;
}

static bool row_dates(const ImportRow *row, ContractGiven *given, Error *error)
{
    OptInt from;
    if (!import_day(row, "from_on", &from, error) || !row_end(row, given, error) ||
        !import_day(row, "renews_on", &given->renews_on, error) ||
        !import_day(row, "cancelled_on", &given->cancelled_on, error))
        return false;
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

/* Within the bounds that the API has. */
static bool row_int(const ImportRow *row, const Shape *shape, const char *key, OptInt *value, Error *error)
{
    Arena *arena = row->batch->writer.arena;
    const Field *field = shape_field(shape, key);
    if (!import_int(row, key, value, error))
        return false;
    return !value->known || (value->value >= field->min && value->value <= field->max) ||
           refuse(error, key, REASON_OUT_OF_RANGE, arena_format(arena, "%lld", (long long)field->min),
                  arena_format(arena, "%lld", (long long)field->max));
}

static bool name_fits(const ImportRow *row, const char *name, Error *error)
{
    if (shape_takes_text(row->batch->writer.arena, &NEW_CONTRACT, "name", name, error))
        return true;
    error->field = "contract_name";
    return false;
}

static bool texts_fit(const ImportRow *row, const ContractGiven *given, Error *error)
{
    Arena *arena = row->batch->writer.arena;
    return shape_takes_text(arena, &NEW_CONTRACT, "external_id", given->external_id, error) &&
           name_fits(row, given->name, error) &&
           shape_takes_text(arena, &NEW_CONTRACT_LINE, "plan", given->plan, error);
}

/* What the row says by itself comes first: a product is created only for a row that will be taken. */
static bool row_read(const ImportRow *row, ContractGiven *given, Error *error)
{
    return row_dates(row, given, error) && row_price(row, given, error) && row_kind(row, &given->kind, error) &&
           row_int(row, &NEW_CONTRACT_LINE, "seats", &given->seats, error) && row_discount(row, given, error) &&
           texts_fit(row, given, error) && import_flag(row, "auto_renews", &given->auto_renews, error) &&
           row_int(row, &NEW_CONTRACT, "notice_days", &given->notice_days, error) &&
           row_int(row, &NEW_CONTRACT, "grace_days", &given->grace_days, error);
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
    taken.given.name = import_keep_text(row->batch, given->name);
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

/* As an undo will want it; NULL = it is not there yet. */
static bool contract_before(const ImportRow *row, const ContractGiven *given, const char **state, Error *error)
{
    const Writer *writer = &row->batch->writer;
    ContractRow *known;
    if (row->batch->dry)
        return true;
    return contract_given_find(writer, given, &known, error) &&
           (!known || contract_state(writer->db, writer->arena, known, state, error));
}

static bool contract_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    ContractGiven given = { .external_id = import_value(row, "external_id"),
                            .import = row->batch->import,
                            .name = import_value(row, "contract_name"),
                            .plan = import_value(row, "plan") };
    const char *before = NULL;
    int64_t id;
    if (!row_read(row, &given, error) || !import_account_of(row, "account", &given.account_id, error))
        return false;
    const char *place = place_of(row, &given);
    if (!earlier_bring(row, place, error) ||
        !product_bring(row->batch, import_value(row, "product"), &given.product_id, error) ||
        !contract_before(row, &given, &before, error) ||
        !contract_upsert(&row->batch->writer, &given, &id, outcome, error))
        return false;
    taken_keep(row, place, &given);
    return import_touched(row, id, before, before && *outcome == UPSERT_ADDED ? UPSERT_CHANGED : *outcome, error);
}

const ImportKind IMPORT_CONTRACTS = { .name = "contracts",
                                      .targets = CONTRACT_TARGETS,
                                      .take = contract_take,
                                      .product_fits = catalog_product_is_there,
                                      .circle = CIRCLE_REVENUE,
                                      .undo = &CONTRACT_UNDO };

const ImportIds CONTRACT_IDS = { "contract", contract_import_ids };
