/*
 * Whose money has no rate: counted by currency, so that a sum can say what it leaves out ("2 accounts in GBP without a
 * rate"). The currencies of an account stand in one text, apart by a blank, as the engine's column has them
 * (COLUMN_WITHOUT_RATE of customer/account/account.h).
 *
 * Units: numbers of accounts. Errors: none.
 * Not for: why there is none.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_RATE_MISSING_H
#define BANSO_RATE_MISSING_H

#include "engine/engine.h"

typedef struct {
    const char *currency;
    int64_t accounts;
} WithoutRate;
extern const Shape WITHOUT_RATE;

/* By currency, by letter. Starts as { .arena = … }. */
typedef struct {
    Arena *arena;
    WithoutRate *items;
    size_t count, room;
} WithoutRates;

/* One account more; NULL = nothing of it is without a rate. */
void without_rates_add(WithoutRates *all, const char *currencies);
/* Of all accounts, as of a day: also one that is yet to come. */
WithoutRates without_rates_on(const EngineView *view, Arena *arena, int64_t day);

#endif
