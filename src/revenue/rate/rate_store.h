/* Inside the module: rates as they are stored, checked and told. */
#ifndef BANSO_RATE_RATE_STORE_H
#define BANSO_RATE_RATE_STORE_H

#include "rate.sql.h"

#include "house/import/import.h"
#include "revenue/rate/rate.h"

Exact rate_of_row(const CurrencyRateRow *row);
/* INPUT with the field where the year, the currencies or the pair cannot be. */
bool rate_fits(const Writer *writer, const RateGiven *given, Error *error);
bool rate_insert(const Writer *writer, const RateGiven *given, int64_t *id, Error *error);
/* What differs from before is stored and told. */
bool rate_put(const Writer *writer, const CurrencyRateRow *before, const RateGiven *given, bool *changed, Error *error);
/* What the facts of a rate say; `was`: the rate before, where the currencies are the same. Rates are decimal numbers.
 */
typedef struct {
    int64_t fiscal_year;
    const char *from, *to, *rate, *was;
} RateTold;
extern const Shape RATE_TOLD;
bool rate_tell(const Writer *writer, const char *kind, int64_t id, const RateGiven *given, const CurrencyRateRow *was,
               Error *error);

extern const ImportKind IMPORT_RATES;

#endif
