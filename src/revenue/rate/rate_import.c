/* What the rows of a file of currency rates mean: a year, two currencies, a decimal. */
#include "base/reason.h"
#include "base/text.h"
#include "revenue/rate/rate_store.h"

#include <stdlib.h>
#include <string.h>

static const ImportTarget RATE_TARGETS[] = {
    { "fiscal_year", "Fiscal year", "会計年度", true, "fy,year,年度,事業年度" },
    { "from", "Currency", "通貨", true, "fromcurrency,currency,currencycode,basecurrency,通貨コード,換算元" },
    { "to", "In currency", "換算先の通貨", false, "tocurrency,quotecurrency,targetcurrency,換算先" },
    { "rate", "Rate", "レート", true, "exchangerate,fxrate,換算レート,為替レート" },
    { 0 },
};

static const char *after(const char *text, const char *word)
{
    return text_starts(text, word) ? text + strlen(word) : text;
}

/* "2026", "FY2026", "2026年度". */
static bool year_read(const ImportRow *row, int64_t *year, Error *error)
{
    Arena *arena = row->batch->writer.arena;
    const char *given = import_value(row, "fiscal_year");
    const char *digits = after(text_trim(arena, after(text_fold(arena, text_trim(arena, given)), "fy")), "'");
    char *end;
    *year = strtoll(digits, &end, 10);
    const char *rest = after(after(end, "年"), "度");
    if (end - digits != 4 || *rest)
        return refuse(error, "fiscal_year", REASON_NO_YEAR, given, NULL);
    return true;
}

static const char *currency_read(const ImportRow *row, const char *key)
{
    Arena *arena = row->batch->writer.arena;
    const char *given = import_value(row, key);
    if (!given)
        return row->batch->currency;
    char *code = arena_text(arena, text_fold(arena, text_trim(arena, given)));
    for (char *c = code; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    return code;
}

static bool rate_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    RateGiven given = { .from = currency_read(row, "from"), .to = currency_read(row, "to") };
    const char *rate = import_value(row, "rate");
    if (!year_read(row, &given.fiscal_year, error))
        return false;
    if (!exact_parse(row->batch->writer.arena, rate, &given.rate))
        return refuse(error, "rate", REASON_NO_RATE, rate, NULL);
    return rate_upsert(&row->batch->writer, &given, outcome, error);
}

const ImportKind IMPORT_RATES = {
    .name = "rates", .targets = RATE_TARGETS, .take = rate_take, .circle = CIRCLE_REVENUE
};
