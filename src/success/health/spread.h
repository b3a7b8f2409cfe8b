/*
 * How the values of a measure are spread over accounts: deciles, a histogram, and the bounds that they propose. Pure.
 *
 * Percentiles are linear between neighbours. Bars are of one even width (1, 2 or 5 times a power of ten; of whole
 * numbers at least 1), at most BARS_MAX of them. A long tail does not flatten the rest: what is further from the middle
 * eighty percent than these are wide goes into the first and the last bar, which are then open.
 *
 * The bounds are the 10th and the 90th percentile, rounded outwards to about a hundredth of the distance between them;
 * where these two are one, the least and the most. They are unknown where all accounts have the same value.
 *
 * Units: those of the measure. Errors: none. Forgets a person: holds values of accounts alone.
 */
#ifndef BANSO_HEALTH_SPREAD_H
#define BANSO_HEALTH_SPREAD_H

#include "base/shape.h"

enum { BARS_MAX = 24, DECILES = 11 };

/* Accounts from `from` on and below `until`; one that is not known is open. */
typedef struct {
    OptReal from, until;
    int64_t accounts;
} Bar;

typedef struct {
    size_t known, bar_count;
    bool whole;              /* all that are known */
    double deciles[DECILES]; /* the least, the 10th percentile … the most; 0 where nothing is known */
    Bar *bars;
    OptReal lower, upper; /* lower < upper */
} Spread;

/* `values` are sorted; NAN = unknown. */
Spread spread_of(Arena *arena, double *values, size_t count);

#endif
