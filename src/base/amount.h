/*
 * Money as the API shows it: an integer of minor units (yen, cents) and an ISO 4217 currency. Its shape belongs to the
 * circle revenue, so a reply to a caller who does not see that circle holds no amount, in whatever object.
 *
 * Units: minor units of the currency.
 * Errors: none; an unknown currency is refused where it is read (base/money.h).
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_AMOUNT_H
#define BANSO_BASE_AMOUNT_H

#include "base/shape.h"

typedef struct {
    int64_t amount;
    const char *currency;
} Money;

extern const Shape MONEY;

/* What is shown of a sum in micros: rounded here and nowhere before. NULL without a currency. */
const Money *money_shown(Arena *arena, int64_t micros, const char *currency);

#endif
