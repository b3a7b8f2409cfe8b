/*
 * Lists of texts as a column holds them: a JSON array of strings.
 *
 * Not for: what a shape reads or writes by itself.
 * Units: UTF-8.
 * Errors: INPUT.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_BASE_TEXTS_H
#define BANSO_BASE_TEXTS_H

#include "base/error.h"
#include "base/shape.h"

/* Items that are not strings are left out. INPUT when it is not JSON. */
bool texts_parse(Arena *arena, const char *json, Texts *texts, Error *error);
const char *texts_print(Arena *arena, Texts texts);
/* "GBP KWD": words separated by one blank; NULL and "" are none. */
Texts texts_words(Arena *arena, const char *words);

#endif
