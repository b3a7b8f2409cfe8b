/*
 * Which accounts are to be scored again, and since which day something changed about them. What usage touches is
 * gathered in memory (a start scores everybody, so nothing is lost with it); what facts tell waits in a table.
 */
#ifndef BANSO_HEALTH_STALE_H
#define BANSO_HEALTH_STALE_H

#include "base/arena.h"
#include "base/shape.h"

typedef struct {
    int64_t account_id;
    int64_t from_day; /* the earliest day that changed */
} Stale;

/* Thread-safe, short. */
void stale_add(int64_t account_id, int64_t from_day);
/* Takes up to `most`, ascending by account; what is touched after that waits for the next call. */
size_t stale_take(Arena *arena, size_t most, Stale **stale);

#endif
