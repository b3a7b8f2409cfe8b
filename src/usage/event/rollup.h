/*
 * Rollups: what one account did on one local day of the workspace, packed into one row: events per feature, and events
 * per product and person. *Made*: the same numbers follow from the raw events (rebuild.h).
 *
 *   body = count, features…, count, people…   all LEB128; entries rise by (product, key), keys as differences
 *
 * Feature 0 of product 0 holds events that no rule maps. A person with a count of 0 was seen (identify) without use.
 * Not for: windows and sums, which the engine answers from memory.
 * Forgets a person: counts by contact id stay; the id points at an anonymous row then.
 */
#ifndef BANSO_USAGE_EVENT_ROLLUP_H
#define BANSO_USAGE_EVENT_ROLLUP_H

#include "base/arena.h"
#include "base/shape.h"
#include "engine/engine.h"

typedef struct {
    int64_t product;
    int64_t key; /* feature or contact */
    int64_t count;
} RollupEntry;

typedef struct {
    size_t feature_count, person_count;
    RollupEntry *features, *people;
} RollupDay;

/* An empty body is an empty day. False when it is damaged. */
bool rollup_read(Arena *arena, Bytes body, RollupDay *day);
Bytes rollup_write(Arena *arena, const RollupDay *day);
/* The order of entries: by product, then key. */
int rollup_compare(const RollupEntry *a, const RollupEntry *b);
/* a + b, entry by entry. */
RollupDay rollup_merge(Arena *arena, const RollupDay *a, const RollupDay *b);
/* As a list of deltas: `now` − `before`. */
void rollup_deltas(Arena *arena, int64_t account, int64_t day, const RollupDay *before, const RollupDay *now,
                   Delta **deltas, size_t *count);

#endif
