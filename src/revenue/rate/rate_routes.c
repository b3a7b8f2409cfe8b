/* Rates over the API: the table of all years, as a list and as a file, and whose money has none. */
#include "base/csv.h"
#include "base/reason.h"
#include "base/text.h"
#include "house/workspace/fiscal.h"
#include "house/workspace/workspace.h"
#include "revenue/rate/missing.h"
#include "revenue/rate/rate_store.h"

#include <string.h>

enum { RATE_TEXT_MAX = 40 };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t id, fiscal_year, from_on, until_on; /* the year's first day, and the first one after it */
    const char *from, *to, *rate;
    bool used; /* one of the two is the workspace's currency */
    int64_t version;
} RateShown;
static const Field RATE_SHOWN_FIELDS[] = {
    SHAPE_FIELD(RateShown, id, FIELD_ID),       SHAPE_FIELD(RateShown, fiscal_year, FIELD_INT),
    SHAPE_FIELD(RateShown, from_on, FIELD_DAY), SHAPE_FIELD(RateShown, until_on, FIELD_DAY),
    SHAPE_FIELD(RateShown, from, FIELD_TEXT),   SHAPE_FIELD(RateShown, to, FIELD_TEXT),
    SHAPE_FIELD(RateShown, rate, FIELD_TEXT),   SHAPE_FIELD(RateShown, used, FIELD_FLAG),
    SHAPE_FIELD(RateShown, version, FIELD_INT), { 0 },
};
static const Shape RATE_SHOWN = { "Rate", sizeof(RateShown), RATE_SHOWN_FIELDS };

typedef struct {
    int64_t fiscal_year;
    const char *from, *to, *rate;
} NewRate;
static const Field NEW_RATE_FIELDS[] = {
    SHAPE_FIELD(NewRate, fiscal_year, FIELD_INT, .min = FISCAL_YEAR_MIN, .max = FISCAL_YEAR_MAX),
    SHAPE_FIELD(NewRate, from, FIELD_TEXT, .min = 1, .max = 3),
    SHAPE_FIELD(NewRate, to, FIELD_TEXT, .min = 1, .max = 3),
    SHAPE_FIELD(NewRate, rate, FIELD_TEXT, .min = 1, .max = RATE_TEXT_MAX),
    { 0 },
};
static const Shape NEW_RATE = { "NewRate", sizeof(NewRate), NEW_RATE_FIELDS };

typedef struct {
    const char *from, *to, *rate;
} RatePatch;
static const Field RATE_PATCH_FIELDS[] = {
    SHAPE_OPT(RatePatch, from, FIELD_TEXT, .min = 1, .max = 3),
    SHAPE_OPT(RatePatch, to, FIELD_TEXT, .min = 1, .max = 3),
    SHAPE_OPT(RatePatch, rate, FIELD_TEXT, .min = 1, .max = RATE_TEXT_MAX),
    { 0 },
};
static const Shape RATE_PATCH = { "RatePatch", sizeof(RatePatch), RATE_PATCH_FIELDS };

typedef struct {
    OptInt as_of;
} MissingAsk;
static const Field MISSING_ASK_FIELDS[] = {
    SHAPE_OPT(MissingAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape MISSING_ASK = { "MissingRatesAsk", sizeof(MissingAsk), MISSING_ASK_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static RateShown rate_shown(Arena *arena, const CurrencyRateRow *row, const Workspace *workspace)
{
    bool used =
        strcmp(row->from_currency, workspace->currency) == 0 || strcmp(row->to_currency, workspace->currency) == 0;
    return (RateShown) { .id = row->id,
                         .fiscal_year = row->fiscal_year,
                         .from_on = fiscal_year_first(row->fiscal_year, workspace->fiscal_month),
                         .until_on = fiscal_year_first(row->fiscal_year + 1, workspace->fiscal_month),
                         .from = row->from_currency,
                         .to = row->to_currency,
                         .rate = exact_print(arena, rate_of_row(row)),
                         .used = used,
                         .version = row->version };
}

static bool rates_shown(Request *request, RateShown **shown, size_t *count, Error *error)
{
    Workspace *workspace;
    CurrencyRateRow *rows;
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !currency_rate_all(request->db, request->arena, &rows, count, error))
        return false;
    *shown = arena_array(request->arena, *count, sizeof **shown);
    for (size_t i = 0; i < *count; i++)
        (*shown)[i] = rate_shown(request->arena, &rows[i], workspace);
    return true;
}

static bool rate_list(Request *request, Error *error)
{
    RateShown *shown;
    size_t count;
    return rates_shown(request, &shown, &count, error) && reply_list(request, &RATE_SHOWN, shown, count, NULL);
}

/* With the headings that the import guesses: what is exported can be imported. */
static bool rate_file(Request *request, Error *error)
{
    RateShown *shown;
    size_t count;
    if (!rates_shown(request, &shown, &count, error))
        return false;
    Text csv = text_new(request->arena);
    text_add(&csv, CSV_MARK "fiscal_year,from,to,rate");
    csv_end_to(&csv);
    for (size_t i = 0; i < count; i++) {
        csv_plain_to(&csv, arena_format(request->arena, "%lld", (long long)shown[i].fiscal_year));
        csv_plain_to(&csv, shown[i].from);
        csv_plain_to(&csv, shown[i].to);
        csv_plain_to(&csv, shown[i].rate);
        csv_end_to(&csv);
    }
    return reply_file(request, "text/csv; charset=utf-8", "rates.csv", text_string(&csv), csv.size);
}

static bool rate_reply(Request *request, int status, int64_t id, Error *error)
{
    Workspace *workspace;
    CurrencyRateRow *row;
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !currency_rate_by_id(request->db, request->arena, id, &row, error))
        return false;
    RateShown shown = rate_shown(request->arena, row, workspace);
    return reply_row(request, status, &RATE_SHOWN, &shown);
}

/* ---- whose money has none -------------------------------------------------------------------------------------- */

static bool missing_list(Request *request, Error *error)
{
    const MissingAsk *ask = request->query;
    int64_t day;
    if (!workspace_day(request, ask->as_of, &day, error))
        return false;
    const EngineView *view = engine_view(request->services->engine);
    WithoutRates all = without_rates_on(view, request->arena, day);
    engine_view_close(view);
    return reply_list(request, &WITHOUT_RATE, all.items, all.count, NULL);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool rate_read(Arena *arena, const char *text, Exact *rate, Error *error)
{
    return exact_parse(arena, text, rate) || refuse(error, "rate", REASON_NO_RATE, text, NULL);
}

static bool rate_create(Request *request, Error *error)
{
    const NewRate *in = request->input;
    Writer writer = writer_of(request);
    RateGiven given = { .fiscal_year = in->fiscal_year, .from = in->from, .to = in->to };
    CurrencyRateRow *other;
    int64_t id;
    if (!rate_read(request->arena, in->rate, &given.rate, error) || !rate_fits(&writer, &given, error) ||
        !currency_rate_of(request->db, request->arena, given.fiscal_year, given.from, given.to, &other, error))
        return false;
    if (other)
        return refuse(error, "from", REASON_TAKEN,
                      arena_format(request->arena, "%s/%s %lld", given.from, given.to, (long long)given.fiscal_year),
                      NULL);
    return rate_insert(&writer, &given, &id, error) && rate_reply(request, 201, id, error);
}

static bool rate_of_path(Request *request, CurrencyRateRow **row, Error *error)
{
    if (!currency_rate_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "rate %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static RateGiven given_of_row(const CurrencyRateRow *row)
{
    return (RateGiven) { row->fiscal_year, row->from_currency, row->to_currency, rate_of_row(row), false };
}

/* Which of the two is counted in the other may change; another pair of currencies is another rate. */
static bool same_pair(const CurrencyRateRow *row, const RateGiven *given)
{
    return strcmp(row->from_currency, given->from) == 0
               ? strcmp(row->to_currency, given->to) == 0
               : strcmp(row->from_currency, given->to) == 0 && strcmp(row->to_currency, given->from) == 0;
}

static bool rate_change(Request *request, Error *error)
{
    const RatePatch *in = request->input;
    Writer writer = writer_of(request);
    CurrencyRateRow *before;
    bool changed;
    if (!rate_of_path(request, &before, error))
        return false;
    RateGiven given = given_of_row(before);
    given.from = in->from ? in->from : given.from;
    given.to = in->to ? in->to : given.to;
    if (in->rate && !rate_read(request->arena, in->rate, &given.rate, error))
        return false;
    if (!same_pair(before, &given))
        return refuse(error, "from", REASON_OTHER_PAIR, NULL, NULL);
    return rate_put(&writer, before, &given, &changed, error) && rate_reply(request, 200, before->id, error);
}

static bool rate_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    CurrencyRateRow *row;
    if (!rate_of_path(request, &row, error))
        return false;
    RateGiven gone = given_of_row(row);
    return currency_rate_remove(request->db, row->id, error) &&
           rate_tell(&writer, "rate.deleted", row->id, &gone, NULL, error) && reply_empty(request);
}

const Route RATE_ROUTES[] = {
    { GET, "/api/v1/rates", rate_list, RIGHT_VIEW, "List all currency rates, the newest fiscal year first",
      .gives = &RATE_SHOWN, .flags = ROUTE_LIST, .circle = CIRCLE_REVENUE },
    { GET, "/api/v1/rates.csv", rate_file, RIGHT_VIEW, "Get all currency rates as a CSV file", .flags = ROUTE_FILE,
      .circle = CIRCLE_REVENUE },
    { GET, "/api/v1/rates/missing", missing_list, RIGHT_VIEW,
      "Count the accounts that pay in a currency without a rate, by currency", .asks = &MISSING_ASK,
      .gives = &WITHOUT_RATE, .flags = ROUTE_LIST | ROUTE_NO_DB, .circle = CIRCLE_REVENUE },
    { POST, "/api/v1/rates", rate_create, RIGHT_MANAGE,
      "Add the rate of a fiscal year: 1 of one currency in the other, as a decimal", .takes = &NEW_RATE,
      .gives = &RATE_SHOWN, .circle = CIRCLE_REVENUE },
    { PATCH, "/api/v1/rates/{id}", rate_change, RIGHT_MANAGE, "Change a rate", .takes = &RATE_PATCH,
      .gives = &RATE_SHOWN, .circle = CIRCLE_REVENUE },
    { DELETE, "/api/v1/rates/{id}", rate_delete, RIGHT_MANAGE, "Delete a rate", .circle = CIRCLE_REVENUE },
    { 0 },
};
