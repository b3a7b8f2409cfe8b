/* Inside overview: the condition of a figure's rows, as the filter of a list of accounts (house/condition/condition.h).
 */
#ifndef BANSO_OVERVIEW_ROWS_OF_H
#define BANSO_OVERVIEW_ROWS_OF_H

#include "base/text.h"

/* Each adds a part to an array of parts that all hold; `attribute` and texts as the condition language has them. */
void part_one_of(Text *parts, const char *attribute, const char *word);
void part_id(Text *parts, const char *attribute, int64_t id);
void part_unknown(Text *parts, const char *attribute);
/* None of these ids; nothing to ask where there are none. */
void part_none_of(Text *parts, const char *attribute, const int64_t *ids, size_t count);
/* Stands so on its day. */
void part_stand(Text *parts, int stand);
/* Renews on the day or within so many days after it. */
void part_renews(Text *parts, int days);

/* The whole filter as JSON: those of the day, of whom all parts hold; `parts` may be NULL. `past`: the day is over. */
const char *rows_filter(Arena *arena, const Text *parts, int64_t day, bool past);

#endif
