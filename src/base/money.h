/*
 * Money. MRR is kept in micros: millionths of the major unit, rounded only at display, after summing.
 * Other money is an integer of minor units (yen, cents) and an ISO 4217 currency.
 *
 * Errors: false for a text that is not an amount, or that could mean two.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_MONEY_H
#define BANSO_BASE_MONEY_H

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
/* "1,234.50", "¥980", "1200" in major units to micros; false when it is not an amount. */
bool money_parse_micros(const char *text, int64_t *micros);

#endif
