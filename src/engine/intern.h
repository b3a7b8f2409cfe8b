/*
 * Texts as numbers, from 1; equal texts have one number. Each text has the number of its folded form (text_fold), by
 * which texts are compared: texts that differ only in case or width are equal. A text stays until the engine closes, so
 * an old name is forgotten at the next start.
 */
#ifndef BANSO_ENGINE_INTERN_H
#define BANSO_ENGINE_INTERN_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    char **texts;     /* [0] is NULL */
    uint64_t *starts; /* the first eight bytes, so that most comparisons need no look at the text */
    uint32_t *folds;  /* the number of its folded form, which is its own where the text is folded already */
    uint32_t *cells;  /* hash table of numbers, 0 = free */
    size_t count, room, start_room, fold_room, cell_count;
    Arena *folding; /* for one text at a time */
    char *slab;     /* where the next text goes */
    size_t slab_left;
    char **slabs;
    size_t slab_count, slab_room;
    size_t bytes;
} Intern;

uint32_t intern_put(Intern *intern, const char *text);
uint32_t intern_find(const Intern *intern, const char *text); /* 0 when absent */
void intern_free(Intern *intern);

#endif
