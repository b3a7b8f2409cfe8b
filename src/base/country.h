/*
 * Countries by ISO 3166-1: two letters, as JP or GB. Names come from ICU, so that no list is kept by hand.
 *
 * Not for: regions, languages, which currency is used where.
 * Units: codes of two letters, names in any writing.
 * Errors: false or NULL for an unknown country.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_COUNTRY_H
#define BANSO_BASE_COUNTRY_H

#include "base/arena.h"

#include <stdbool.h>

/* Exactly two capital letters that are a country's code today. */
bool country_is_known(const char *code);

/* The code of what people write: JP, jp, JPN, Japan, 日本. NULL when it is not a country; static otherwise. */
const char *country_find(Arena *arena, const char *text);

#endif
