/*
 * Letters that are the same letter in another shape: 髙 and 高, 﨑 and 崎, 邊, 邉 and 辺. Names are heard and then
 * typed with the first shape that the keyboard offers, so the search takes all shapes for one.
 *
 * Not for: what Unicode itself treats as equal (compatibility ideographs, variation selectors): normal.h does that
 * first.
 * Units: code points. Errors: none. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_SEARCH_VARIANTS_H
#define BANSO_SEARCH_VARIANTS_H

#include <stdint.h>

/* The shape that stands for all of them; the letter itself where it has no other. */
int32_t variant_fold(int32_t letter);

/* Each group as one string, the shape that stands for all first; ended by NULL. For the test. */
extern const char *const VARIANTS[];

#endif
