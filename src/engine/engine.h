/*
 * The measure engine: rollups and account attributes in memory, so that any measure at any date is a look-up or two.
 * All of it is *made*: rebuilt from the rollup tables at a start, or mapped from a snapshot and caught up. One writer
 * (hooks after COMMIT), many readers.
 *
 * A series is (account, kind, key) → counts by day:
 *   SERIES_FEATURE  key = feature id        events of that feature by day
 *   SERIES_PERSON   key = contact id, product = product id   events of that person in that product by day
 */
#ifndef BANSO_ENGINE_ENGINE_H
#define BANSO_ENGINE_ENGINE_H

#include "base/error.h"
#include "base/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Engine Engine;

typedef enum { SERIES_FEATURE, SERIES_PERSON } SeriesKind;

typedef struct {
    int64_t account;
    SeriesKind kind;
    int64_t product;
    int64_t key;
    int64_t day;
    int64_t count; /* may be negative: a correction */
} Delta;

bool engine_open(Engine **engine, Error *error);
void engine_close(Engine *engine);
/* All deltas of one commit, seen by readers together. */
void engine_apply(Engine *engine, const Delta *deltas, size_t count);
/* Forgets all series (before a rebuild). */
void engine_clear(Engine *engine);

#endif
