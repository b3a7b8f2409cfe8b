/*
 * The address of a site as browsers write it in the header Origin: scheme and host in lower case, a name with other
 * letters in its ASCII form (日本.jp is xn--wgv71a.jp), without the default port.
 *
 * Not for: addresses with a path, a query or a password.
 * Units: none.
 * Errors: false for any other text.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_ORIGIN_H
#define BANSO_BASE_ORIGIN_H

#include "base/arena.h"

#include <stdbool.h>

/* "HTTPS://日本.jp:443/" becomes "https://xn--wgv71a.jp". */
bool origin_plain(Arena *arena, const char *text, const char **plain);

#endif
