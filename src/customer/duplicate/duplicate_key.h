/*
 * In what form two accounts have something in common: names without legal forms, ids as people type them, domains,
 * telephone numbers. Equal forms mean "probably the same", never "the same".
 *
 * Not for: keys by which something is found again (base/ident.h), nor for the search (house/search/normal.h).
 * Units: none. Errors: none: what has no such form is NULL. Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_DUPLICATE_DUPLICATE_KEY_H
#define BANSO_DUPLICATE_DUPLICATE_KEY_H

#include "base/arena.h"

#include <stdbool.h>

/* 株式会社アクメ, (株)ｱｸﾒ and あくめ are one, as are Acme Co., Ltd. and ACME. */
const char *key_of_name(Arena *arena, const char *name);
/* A-001, a1 and ａ－１ are one: without case, width, marks, and zeros before a number. */
const char *key_of_id(Arena *arena, const char *external_id);
/* Of an address, a URL or a domain; NULL for public mail providers. */
const char *key_of_domain(Arena *arena, const char *given);
/* +81 3-1234-5678, 03（1234）5678 and 0312345678 are one. */
const char *key_of_phone(Arena *arena, const char *phone);

#endif
