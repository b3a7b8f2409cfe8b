/*
 * Money. MRR is kept in micros: millionths of the major unit, rounded only at display, after summing.
 * Other money is an integer of minor units (yen, cents) and an ISO 4217 currency.
 *
 * Errors: false for a text that is not an amount, or that could mean two.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_MONEY_H
#define BANSO_BASE_MONEY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { MICROS_PER_MAJOR = 1000000 };

bool currency_is_known(const char *code);
int currency_digits(const char *code);                             /* JPY 0, USD 2, KWD 3; 2 when unknown */
int64_t money_minor_from_micros(int64_t micros, const char *code); /* half away from zero */
int64_t money_micros_from_minor(int64_t minor, const char *code);
/* a + b, limited to ±MONEY_MICROS_MAX, which a double still holds exactly. */
#define MONEY_MICROS_MAX INT64_C(9000000000000000000)
int64_t money_sum(int64_t a, int64_t b);
/* An amount as people type it: "1,234.50", "¥980", "1.234,50 €", "１２００", "USD 1,200", "10%". */
typedef struct {
    int64_t micros;    /* of the major unit */
    int decimals;      /* digits behind the decimal mark; 0 when they are all zero, unless they are three */
    bool percent;      /* micros hold what stands before the sign */
    char code[4];      /* the currency that it names; "" = none */
    const char *codes; /* those that its sign can mean, "USD AUD …"; NULL = it has none */
} MoneyTyped;

/* False when it is not an amount. `decimal` is '.' or ','; the other one, blanks and apostrophes group digits by three.
 */
bool money_read(Arena *arena, const char *text, char decimal, MoneyTyped *typed);
/* Whether what it says of its currency fits this one. */
bool money_fits(const MoneyTyped *typed, const char *code);

#endif
