/* What is counted is in the header. In order: percentiles; the width of bars; bars; bounds; the whole. */
#include "success/health/spread.h"

#include <math.h>
#include <stdlib.h>

/* ---- percentiles ----------------------------------------------------------------------------------------------- */

static int value_order(const void *a, const void *b)
{
    const double *first = a, *second = b;
    return (*first > *second) - (*first < *second);
}

/* Moves what is known to the front, ascending. */
static size_t known_first(double *values, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]))
            values[known++] = values[i];
    qsort(values, known, sizeof *values, value_order);
    return known;
}

static double percentile(const double *sorted, size_t count, double share)
{
    double at = share * (double)(count - 1);
    size_t below = (size_t)at, above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}

static bool all_whole(const double *sorted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sorted[i] != floor(sorted[i]))
            return false;
    return true;
}

/* ---- the width of bars ----------------------------------------------------------------------------------------- */

/* `factor` × 10^`power`. Edges are made of whole numbers, so that the third of 0.1 is 0.3. */
typedef struct {
    int factor, power;
} Width;

static double edge(Width width, double steps)
{
    double times = steps * width.factor;
    return width.power < 0 ? times / pow(10, -width.power) : times * pow(10, width.power);
}

/* A value that is an edge but for a rounding is that edge. */
static double steps_below(Width width, double value)
{
    return floor(value / edge(width, 1) + 1e-9);
}

static Width wider(Width width)
{
    if (width.factor == 5)
        return (Width) { 1, width.power + 1 };
    return (Width) { width.factor == 1 ? 2 : 5, width.power };
}

static Width width_for(double from, double to, bool whole)
{
    Width width = { 1, to > from ? (int)floor(log10((to - from) / BARS_MAX)) : 0 };
    if (whole && width.power < 0)
        width.power = 0;
    while (steps_below(width, to) - steps_below(width, from) >= BARS_MAX)
        width = wider(width);
    return width;
}

/* ---- bars ------------------------------------------------------------------------------------------------------ */

static void bars_fill(Spread *spread, Arena *arena, const double *sorted, double from, double to)
{
    Width width = width_for(from, to, spread->whole);
    double first = steps_below(width, from);
    size_t last = (size_t)(steps_below(width, to) - first);
    spread->bar_count = last + 1;
    spread->bars = arena_array(arena, spread->bar_count, sizeof *spread->bars);
    for (size_t i = 0; i <= last; i++)
        spread->bars[i] = (Bar) { .from = { edge(width, first + (double)i), true },
                                  .until = { edge(width, first + (double)i + 1), true } };
    for (size_t i = 0; i < spread->known; i++) {
        double steps = steps_below(width, sorted[i]) - first;
        spread->bars[steps < 0 ? 0 : steps > (double)last ? last : (size_t)steps].accounts++;
    }
    spread->bars[0].from.known = from == sorted[0];
    spread->bars[last].until.known = to == sorted[spread->known - 1];
}

/* ---- bounds ---------------------------------------------------------------------------------------------------- */

static void bounds_fill(Spread *spread, double lower, double upper)
{
    if (lower == upper)
        return;
    Width step = { 1, (int)floor(log10((upper - lower) / 100)) };
    if (spread->whole && step.power < 0)
        step.power = 0;
    spread->lower = (OptReal) { edge(step, steps_below(step, lower)), true };
    spread->upper = (OptReal) { edge(step, -steps_below(step, -upper)), true };
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

Spread spread_of(Arena *arena, double *values, size_t count)
{
    Spread spread = { .known = known_first(values, count) };
    if (!spread.known)
        return spread;
    spread.whole = all_whole(values, spread.known);
    for (int i = 0; i < DECILES; i++)
        spread.deciles[i] = percentile(values, spread.known, i / 10.0);
    double least = values[0], most = values[spread.known - 1];
    double lower = spread.deciles[1], upper = spread.deciles[9], wide = upper - lower;
    bool is_one = lower == upper;
    bars_fill(&spread, arena, values, is_one ? least : fmax(least, lower - wide),
              is_one ? most : fmin(most, upper + wide));
    bounds_fill(&spread, is_one ? least : lower, is_one ? most : upper);
    return spread;
}
