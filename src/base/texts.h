/*
 * Lists of texts as they lie in a column: a JSON array of strings.
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

/* What in the array is no string is left out. INPUT when it is no JSON. */
bool texts_parse(Arena *arena, const char *json, Texts *texts, Error *error);
const char *texts_print(Arena *arena, Texts texts);
/* "GBP KWD": what stands apart by one blank; NULL and "" are none. */
Texts texts_words(Arena *arena, const char *words);

#endif
