/*
 * Contracts as a file: a row is a line with what its contract says, under names and headings that the import of
 * contracts reads, so the file can be brought back. For people it says the last day in force, which leaves nothing to
 * ask; for programs `until_on`, the day after, as the API has it. What a line comes to a month after its discount
 * stands beside the price, under a heading that no import takes for a price.
 *
 * All contracts, those of one account, or those of the accounts that a list shows (its filter and words). Lines that a
 * cancellation ended before they began are left out.
 *
 * In order: cells; columns; a page; routes.
 */
#include "base/amount.h"
#include "house/field/list_file.h"
#include "http/page.h"
#include "revenue/contract/contract_store.h"

/* ---- cells ----------------------------------------------------------------------------------------------------- */

typedef struct {
    ContractFiledRow row;
    const Money *price, *mrr;
} Filed;

static ListCell price_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    return list_amount(arena, ((const Filed *)row)->price);
}

static ListCell mrr_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    return list_amount(arena, ((const Filed *)row)->mrr);
}

static ListCell last_on_cell(const Request *request, Arena *arena, const void *row)
{
    OptInt until = ((const Filed *)row)->row.until_on;
    (void)request;
    (void)arena;
    return until.known ? (ListCell) { .type = LIST_DAY, .value = until.value - 1 } : (ListCell) { 0 };
}

/* A made key would be another contract's, or nobody's, where the file is brought back. */
static ListCell external_id_cell(const Request *request, Arena *arena, const void *row)
{
    const char *id = ((const Filed *)row)->row.external_id;
    (void)request;
    (void)arena;
    return id && !contract_key_is_made(id) ? (ListCell) { .type = LIST_TEXT, .text = id } : (ListCell) { 0 };
}

static ListCell auto_renews_cell(const Request *request, Arena *arena, const void *row)
{
    bool renews = ((const Filed *)row)->row.auto_renews;
    bool ja = text_equal(request->caller->language, "ja");
    (void)arena;
    return (ListCell) { .type = LIST_TEXT, .text = renews ? (ja ? "はい" : "yes") : (ja ? "いいえ" : "no") };
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

static const ListColumn COLUMNS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", NULL, NULL, 0 },
    { "account_name", "Account name", "企業名", NULL, NULL, 0 },
    { "external_id", "Contract's external id", "契約の外部ID", NULL, external_id_cell, 0 },
    { "contract_name", "Contract name", "契約名", NULL, NULL, 0 },
    { "product", "Product", "プロダクト", NULL, NULL, 0 },
    { "plan", "Plan", "プラン", NULL, NULL, 0 },
    { "kind", "Kind", "種別", NULL, NULL, 0 },
    { "from_on", "First day", "開始日", NULL, NULL, 0 },
    { "until_on", "End (the day after the last)", "終了日(最終日の翌日)", NULL, NULL, 0 },
    { "last_on", "Last day", "最終日", NULL, last_on_cell, 0 },
    { "seats", "Seats", "ライセンス数", NULL, NULL, 0 },
    { "price", "Price per term", "期間の価格", "currency", price_cell, CIRCLE_REVENUE },
    { "currency", "Currency", "通貨", NULL, NULL, 0 },
    { "term_months", "Months of the term", "期間(月)", NULL, NULL, 0 },
    { "discount", "Discount", "割引率", NULL, NULL, 0 },
    { "mrr", "MRR after the discount", "割引後のMRR", "currency", mrr_cell, CIRCLE_REVENUE },
    { "renews_on", "Renewal", "更新日", NULL, NULL, 0 },
    { "auto_renews", "Auto-renews", "自動更新", NULL, auto_renews_cell, 0 },
    { "cancelled_on", "Cancelled on", "解約申込日", NULL, NULL, 0 },
    { "notice_days", "Notice period (days)", "解約予告(日)", NULL, NULL, 0 },
    { "grace_days", "Grace period (days)", "更新遅れの猶予(日)", NULL, NULL, 0 },
    { "corrected_at", "Corrected", "訂正日時", NULL, NULL, 0 },
    { 0 },
};
#define COLUMNS_UP_TO_END "account,account_name,external_id,contract_name,product,plan,kind,from_on,"
#define COLUMNS_AFTER_END                                                                                              \
    ",seats,price,currency,term_months,discount,mrr,renews_on,auto_renews,cancelled_on,notice_days,grace_days"
static const char FOR_PEOPLE[] = COLUMNS_UP_TO_END "last_on" COLUMNS_AFTER_END;
static const char FOR_PROGRAMS[] = COLUMNS_UP_TO_END "until_on" COLUMNS_AFTER_END;

/* ---- a page ---------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt account_id;
    const char *filter, *q, *cursor, *columns, *heads;
} ContractFileAsk;
static const Field CONTRACT_FILE_ASK_FIELDS[] = {
    SHAPE_OPT(ContractFileAsk, account_id, FIELD_ID),
    SHAPE_OPT(ContractFileAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(ContractFileAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(ContractFileAsk, cursor, FIELD_TEXT, .max = 60),
    LIST_FILE_FIELDS(ContractFileAsk),
    { 0 },
};
static const Shape CONTRACT_FILE_ASK = { "ContractFileAsk", sizeof(ContractFileAsk), CONTRACT_FILE_ASK_FIELDS };

static bool rows_read(Request *request, const Cursor *after, size_t limit, ContractFiledRow **rows, size_t *count,
                      Error *error)
{
    const ContractFileAsk *ask = request->query;
    Db *db = request->db;
    Arena *arena = request->arena;
    Ids accounts;
    if (!ask->account_id.known && !ask->filter && !ask->q)
        return contract_filed(db, arena, after->place, after->id, (int64_t)limit, rows, count, error);
    if (ask->account_id.known)
        accounts = (Ids) { 1, &ask->account_id.value };
    else if (!accounts_shown(request, ask->filter, ask->q, &accounts, error))
        return false;
    return contract_filed_of(db, arena, accounts, after->place, after->id, (int64_t)limit, rows, count, error);
}

static Filed filed(Arena *arena, const ContractFiledRow *row)
{
    DatedLine line = { .price_minor = row->price_minor,
                       .currency = row->currency,
                       .term_months = row->term_months,
                       .discount = row->discount,
                       .kind = line_kind(row->kind) };
    Money *price = arena_make(arena, Money);
    *price = (Money) { row->price_minor, row->currency };
    return (Filed) { *row, price, money_shown(arena, line_mrr_micros(&line), row->currency) };
}

static bool page_read(Request *request, const char *cursor, size_t limit, ListFilePage *page, Error *error)
{
    Cursor after = { 0 };
    ContractFiledRow *rows;
    size_t count;
    if (!cursor_read(cursor, &after, error) || !rows_read(request, &after, limit + 1, &rows, &count, error))
        return false;
    bool goes_on = page_goes_on(&count, (int64_t)limit);
    Filed *out = arena_array(request->arena, count + 1, sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = filed(request->arena, &rows[i]);
    const char *next =
        goes_on ? cursor_text(request->arena, rows[count - 1].contract_id, rows[count - 1].line_id) : NULL;
    *page = (ListFilePage) { out, count, sizeof *out, next };
    return true;
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

static const ListFile CONTRACTS = {
    .row = &CONTRACT_FILED_ROW,
    .usual = FOR_PROGRAMS,
    .columns = COLUMNS,
    .page = page_read,
};

static bool contract_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const ContractFileAsk *ask = request->query;
    const char *columns = !ask->columns && text_equal(ask->heads, "words") ? FOR_PEOPLE : ask->columns;
    return list_file_piece(request, &CONTRACTS, &(ListFileAsk) { columns, ask->heads, ask->cursor }, from, out, next,
                           error);
}

static bool contract_file(Request *request, Error *error)
{
    return list_file_reply(request, "contracts", contract_piece, error);
}

const Route CONTRACT_FILE_ROUTES[] = {
    { GET, "/api/v1/contracts.csv", contract_file, RIGHT_VIEW,
      "Get the lines of contracts as a CSV file: all, of one account, or of the accounts of a filter",
      .asks = &CONTRACT_FILE_ASK, .flags = ROUTE_FILE | ROUTE_SLOW, .circle = CIRCLE_REVENUE },
    { GET, "/api/v1/contracts.xlsx", contract_file, RIGHT_VIEW, "Get the same file as an Excel workbook",
      .asks = &CONTRACT_FILE_ASK, .flags = ROUTE_FILE | ROUTE_SLOW, .circle = CIRCLE_REVENUE },
    { 0 },
};
