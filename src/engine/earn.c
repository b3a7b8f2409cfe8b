/*
 * What points earn, over a batch of 32 accounts. The loops always run over the whole batch: a fixed length becomes
 * vector instructions, and results behind the last account are never used. An unknown value (NAN) earns NAN, which
 * counts neither as earned nor as known.
 *
 * In order: one measure (a line, a step, a log scale, pieces), choices, the sum.
 */
#include "engine/plan.h"

/* Linear between low and high, cut at both ends. */
ENGINE_HOT static void earn_line(Points points, const double *restrict values, double *restrict earned)
{
    double low = points.low, width = points.high - points.low, weight = points.weight;
    for (size_t i = 0; i < BATCH; i++) {
        double share = (values[i] - low) / width;
        double floored = share < 0 ? 0 : share;
        double cut = floored > 1 ? 1 : floored;
        earned[i] = weight * cut;
    }
}

/* Where low and high are one, it is a step. */
static void earn_step(Points points, const double *restrict values, double *restrict earned)
{
    for (size_t i = 0; i < BATCH; i++)
        earned[i] = isnan(values[i]) ? NAN : values[i] >= points.low ? points.weight : 0;
}

/* What is not above 0 has no logarithm: it is less than every value that has one. */
static void earn_log(Points points, const double *restrict values, double *restrict earned)
{
    double logs[BATCH];
    for (size_t i = 0; i < BATCH; i++)
        logs[i] = values[i] <= 0 ? -INFINITY : log(values[i]);
    earn_line(points, logs, earned);
}

/* From one bend to the next, each over what the one before it said: so a value at a bend earns exactly what it says. */
ENGINE_HOT static void earn_piece(Bend from, Bend until, double weight, const double *restrict values,
                                  double *restrict earned)
{
    double width = until.at - from.at, rise = until.share - from.share;
    for (size_t i = 0; i < BATCH; i++) {
        double share = from.share + rise * ((values[i] - from.at) / width);
        earned[i] = values[i] >= from.at ? weight * share : earned[i];
        earned[i] = values[i] >= until.at ? weight * until.share : earned[i];
    }
}

static void earn_bends(const Points *points, const double *values, double *earned)
{
    for (size_t i = 0; i < BATCH; i++)
        earned[i] = isnan(values[i]) ? NAN : points->weight * points->bends[0].share;
    for (size_t b = 1; b < points->bend_count; b++)
        earn_piece(points->bends[b - 1], points->bends[b], points->weight, values, earned);
}

/* From the last to the first, so that the first that is true stays. */
ENGINE_HOT static void earn_choice(const uint8_t *restrict truth, double worth, double *restrict earned)
{
    for (size_t i = 0; i < BATCH; i++)
        earned[i] = truth[i] == TRUTH_YES ? worth : earned[i];
}

static void earn_choices(const Points *points, const Batch *batch, double *earned)
{
    for (size_t i = 0; i < BATCH; i++)
        earned[i] = NAN;
    for (size_t c = points->choice_count; c-- > 0;)
        earn_choice(batch_truth(batch, points->choices[c]), points->weight * points->shares[c], earned);
}

ENGINE_HOT static void add_earned(double weight, const double *restrict earned, double *restrict got,
                                  double *restrict known)
{
    for (size_t i = 0; i < BATCH; i++) {
        bool is_known = earned[i] == earned[i];
        got[i] += is_known ? earned[i] : 0;
        known[i] += is_known ? weight : 0;
    }
}

static void earn_one(const Points *points, const Batch *batch, double *earned)
{
    if (points->operand < 0)
        earn_choices(points, batch, earned);
    else if (points->bend_count)
        earn_bends(points, batch_values(batch, points->operand), earned);
    else if (points->is_log)
        earn_log(*points, batch_values(batch, points->operand), earned);
    else if (points->high != points->low)
        earn_line(*points, batch_values(batch, points->operand), earned);
    else
        earn_step(*points, batch_values(batch, points->operand), earned);
}

void batch_earn(const Program *program, Batch *batch)
{
    double unasked[BATCH];
    memset(batch->got, 0, sizeof batch->got);
    memset(batch->known, 0, sizeof batch->known);
    for (int p = 0; p < program->points_count; p++) {
        const Points *points = &program->points[p];
        double *earned = batch->earned ? batch->earned + (size_t)p * BATCH : unasked;
        earn_one(points, batch, earned);
        add_earned(points->weight, earned, batch->got, batch->known);
    }
}
