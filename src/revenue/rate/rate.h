/*
 * Currency rates: one fixed rate per fiscal year and pair of currencies, by which money in other currencies is counted
 * in the workspace's, for ranking, sums and conditions. Amounts themselves keep their currency. Which year's rate
 * counts is decided by the day asked for, so past days keep theirs.
 *
 * A rate says that 1 `from` is `rate` of `to`, in major units: 1 USD = 149.25 JPY. One of the two is the workspace's
 * currency; either may be, and the other way is the exact reciprocal. A year has one rate of two currencies. Rates are
 * decimals and kept as such (units / 10^scale); what is converted is rounded once, to a millionth of the major unit.
 *
 * Not for: daily rates, nor for amounts that are paid or invoiced. Without a rate nothing is converted: the caller says
 * so, and no other year's rate takes its place.
 * Units: money in micros, days as day numbers, fiscal years by the calendar year in which they begin.
 * Errors: INPUT with the field (fiscal_year, from, to, rate); CONFLICT on a second rate of two currencies in a year.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_RATE_RATE_H
#define BANSO_RATE_RATE_H

#include "base/shape.h"
#include "http/route.h"
#include "jobs/writer.h"

enum { RATE_SCALE_MAX = 12, RATE_DIGITS_MAX = 18, RATES_MAX = 1000, FISCAL_YEAR_MIN = 1980, FISCAL_YEAR_MAX = 2200 };

/* A decimal above 0: units / 10^scale, without zeros at its end. */
typedef struct {
    int64_t units, scale;
} Exact;

/* Pure. "149.25", "1,234.5", full-width digits; false for what is not a decimal, is not above 0, or has too many
 * digits. */
bool exact_parse(Arena *arena, const char *text, Exact *exact);
const char *exact_print(Arena *arena, Exact exact);
/* Pure. micros × exact, or micros / exact; half away from zero, never beyond the most (base/money.h). */
int64_t exact_times(int64_t micros, Exact exact);
int64_t exact_share(int64_t micros, Exact exact);

typedef struct {
    int64_t fiscal_year;
    const char *from, *to;
    Exact rate;
} Rate;

/* All rates, and what a workspace needs to use them. */
typedef struct {
    const char *home; /* the workspace's currency */
    int64_t fiscal_month;
    size_t count;
    const Rate *items;
} Rates;

bool rates_read(Db *db, Arena *arena, Rates *rates, Error *error);
/* Pure. In the workspace's currency by the rate of the day's fiscal year; false when there is none. 0 is 0 without a
 * rate as well. */
bool rates_convert(const Rates *rates, int64_t micros, const char *currency, int64_t day, int64_t *home);

typedef struct {
    int64_t fiscal_year;
    const char *from, *to;
    Exact rate;
    bool demo;
} RateGiven;
/* Adds the rate of its year and its two currencies, or puts it in place of the one that is there. */
bool rate_upsert(const Writer *writer, const RateGiven *given, Upsert *outcome, Error *error);

extern const Route RATE_ROUTES[];

#endif
