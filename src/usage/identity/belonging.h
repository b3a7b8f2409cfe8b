/*
 * Where a person belongs, by time: which account an event counts for that does not name one itself. It follows from
 * dates alone, so what came first and what came late give one answer:
 *
 *   what was last said of the person's account at or before that time (a group call, an identify with a group, a move
 *   by hand); else the account that was known last before it (since an event that names it, a file, a page); else the
 *   one known first of all; else none.
 *
 * Not for: keeping it (identity.sql), nor for the events that are placed by it (event/belongs.c).
 * Units: instants in ms. Errors: none.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_USAGE_IDENTITY_BELONGING_H
#define BANSO_USAGE_IDENTITY_BELONGING_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t at, account;
    bool said; /* else known since then: since the first that was said of it or that names it */
} Belonged;

typedef struct {
    Belonged *items; /* by time, after belonging_sort */
    size_t count;
} Belonging;

void belonging_add(Belonging *belonging, Belonged one); /* there must be room */
void belonging_sort(Belonging *belonging);
/* 0 = none is known. */
int64_t belonging_at(const Belonging *belonging, int64_t at);

/* From when until before when events that were placed in `account` may belong elsewhere. */
typedef struct {
    int64_t from, until, account;
} Moved;
/* Where the two differ; for at most before + after + 1 spans, in the order of time. */
size_t belonging_moves(Arena *arena, const Belonging *before, const Belonging *after, Moved **moves);

#endif
