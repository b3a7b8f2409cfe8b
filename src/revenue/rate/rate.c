/*
 * Rates in memory and in the table. First what is pure: which rate counts on a day, and what money is worth by it. Then
 * how a rate is checked, written and told; rate_routes.c and rate_import.c come in through that.
 */
#include "revenue/rate/rate.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/money.h"
#include "base/reason.h"
#include "house/workspace/fiscal.h"
#include "house/workspace/workspace.h"
#include "jobs/fact.h"
#include "revenue/rate/rate_store.h"

#include <string.h>

/* ---- conversion ------------------------------------------------------------------------------------------------ */

static bool is_between(const Rate *rate, const char *a, const char *b)
{
    return strcmp(rate->from, a) == 0 && strcmp(rate->to, b) == 0;
}

bool rates_convert(const Rates *rates, int64_t micros, const char *currency, int64_t day, int64_t *home)
{
    *home = micros;
    if (!micros || strcmp(currency, rates->home) == 0)
        return true;
    int64_t year = fiscal_year_of(day, rates->fiscal_month);
    for (size_t i = 0; i < rates->count; i++) {
        const Rate *rate = &rates->items[i];
        bool direct = is_between(rate, currency, rates->home);
        if (rate->fiscal_year != year || (!direct && !is_between(rate, rates->home, currency)))
            continue;
        *home = direct ? exact_times(micros, rate->rate) : exact_share(micros, rate->rate);
        return true;
    }
    return false;
}

Exact rate_of_row(const CurrencyRateRow *row)
{
    return (Exact) { row->units, row->scale };
}

bool rates_read(Db *db, Arena *arena, Rates *rates, Error *error)
{
    Workspace *workspace;
    CurrencyRateRow *rows;
    size_t count;
    if (!workspace_get(db, arena, &workspace, error) || !currency_rate_all(db, arena, &rows, &count, error))
        return false;
    Rate *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (Rate) { rows[i].fiscal_year, rows[i].from_currency, rows[i].to_currency, rate_of_row(&rows[i]) };
    *rates = (Rates) { workspace->currency, workspace->fiscal_month, count, items };
    return true;
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

static bool currencies_fit(const RateGiven *given, const char *home, Error *error)
{
    if (!currency_is_known(given->from))
        return refuse(error, "from", REASON_NO_CURRENCY, given->from, NULL);
    if (!currency_is_known(given->to))
        return refuse(error, "to", REASON_NO_CURRENCY, given->to, NULL);
    if (strcmp(given->from, given->to) == 0)
        return refuse(error, "to", REASON_SAME_CURRENCY, NULL, NULL);
    return strcmp(given->from, home) == 0 || strcmp(given->to, home) == 0 ||
           refuse(error, "to", REASON_NOT_HOME_CURRENCY, home, NULL);
}

bool rate_fits(const Writer *writer, const RateGiven *given, Error *error)
{
    Workspace *workspace;
    if (given->fiscal_year < FISCAL_YEAR_MIN || given->fiscal_year > FISCAL_YEAR_MAX)
        return refuse(error, "fiscal_year", REASON_OUT_OF_RANGE, "1980", "2200");
    return workspace_get(writer->db, writer->arena, &workspace, error) &&
           currencies_fit(given, workspace->currency, error);
}

/* ---- facts ----------------------------------------------------------------------------------------------------- */

static const Field RATE_TOLD_FIELDS[] = {
    SHAPE_FIELD(RateTold, fiscal_year, FIELD_INT),
    SHAPE_FIELD(RateTold, from, FIELD_TEXT),
    SHAPE_FIELD(RateTold, to, FIELD_TEXT),
    SHAPE_FIELD(RateTold, rate, FIELD_TEXT, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(RateTold, was, FIELD_TEXT, .circle = CIRCLE_REVENUE),
    { 0 },
};
const Shape RATE_TOLD = { "RateTold", sizeof(RateTold), RATE_TOLD_FIELDS };

bool rate_tell(const Writer *writer, const char *kind, int64_t id, const RateGiven *given, const CurrencyRateRow *was,
               Error *error)
{
    bool same = was && strcmp(was->from_currency, given->from) == 0;
    RateTold told = { .fiscal_year = given->fiscal_year,
                      .from = given->from,
                      .to = given->to,
                      .rate = exact_print(writer->arena, given->rate),
                      .was = same ? exact_print(writer->arena, rate_of_row(was)) : NULL };
    Fact fact = { .kind = kind,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "rate:%lld", (long long)id),
                  .body = &told,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

bool rate_insert(const Writer *writer, const RateGiven *given, int64_t *id, Error *error)
{
    CurrencyRateCountRow *all;
    if (!currency_rate_count(writer->db, writer->arena, &all, error))
        return false;
    if (all->count >= RATES_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "1,000", NULL);
    *id = id_new();
    return currency_rate_insert(writer->db, *id, given->fiscal_year, given->from, given->to, given->rate.units,
                                given->rate.scale, given->demo, error) &&
           rate_tell(writer, "rate.created", *id, given, NULL, error);
}

bool rate_put(const Writer *writer, const CurrencyRateRow *before, const RateGiven *given, bool *changed, Error *error)
{
    *changed = strcmp(before->from_currency, given->from) != 0 || before->units != given->rate.units ||
               before->scale != given->rate.scale;
    if (!*changed)
        return true;
    return currency_rate_update(writer->db, before->id, given->from, given->to, given->rate.units, given->rate.scale,
                                error) &&
           rate_tell(writer, "rate.changed", before->id, given, before, error);
}

bool rate_upsert(const Writer *writer, const RateGiven *given, Upsert *outcome, Error *error)
{
    CurrencyRateRow *before;
    int64_t id;
    bool changed;
    if (!rate_fits(writer, given, error) ||
        !currency_rate_of(writer->db, writer->arena, given->fiscal_year, given->from, given->to, &before, error))
        return false;
    if (!before) {
        *outcome = UPSERT_ADDED;
        return rate_insert(writer, given, &id, error);
    }
    if (!rate_put(writer, before, given, &changed, error))
        return false;
    *outcome = changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}
