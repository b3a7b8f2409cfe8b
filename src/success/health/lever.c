/*
 * What can be moved, and where anything changes on the way. A comparison changes its answer only next to the value that
 * it compares with, and points bend only at their bounds, so a few places stand for all: the search of lift.c tries
 * those and no others, and misses nothing.
 *
 * Order of the file: places, stakes, stops, the best of them.
 */
#include "success/health/lever.h"

#include <math.h>
#include <stdlib.h>

#define PLACE_MAX 1e15 /* as far as whole numbers and their neighbours are exact */

/* ---- places ---------------------------------------------------------------------------------------------------- */

double lever_value(const Lever *lever, int64_t place)
{
    return (double)place / lever->reach.per;
}

double lever_distance(const Lever *lever, int64_t place)
{
    if (!isnan(lever->now))
        return fabs((double)place - lever->now * lever->reach.per);
    return lever->ref->kind->higher_is_better ? (double)(place - lever->stops[0])
                                              : (double)(lever->stops[lever->stop_count - 1] - place);
}

/* The last whole step at or before a value; one that is a step but for a rounding is that step. */
static double place_before(const Lever *lever, double value)
{
    double place = floor(value * lever->reach.per + 1e-7);
    return fmax(-PLACE_MAX, fmin(PLACE_MAX, place));
}

/* ---- stakes ---------------------------------------------------------------------------------------------------- */

static size_t comparisons_of(const Condition *condition)
{
    size_t count = condition->kind == CONDITION_MEASURE;
    for (size_t i = 0; i < condition->count; i++)
        count += comparisons_of(condition->parts[i]);
    for (size_t i = 0; i < condition->value_count; i++)
        count += condition->values[i].saved ? comparisons_of(condition->values[i].saved) : 0;
    return count;
}

static void stakes_add(Lever *lever, const Condition *condition, int rule, bool is_wanted)
{
    if (condition->kind == CONDITION_MEASURE && measure_same(&condition->measure, lever->ref))
        lever->stakes[lever->stake_count++] = (Stake) { condition, rule, is_wanted };
    for (size_t i = 0; i < condition->count; i++)
        stakes_add(lever, condition->parts[i], rule, condition->kind == CONDITION_NOT ? !is_wanted : is_wanted);
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].saved)
            stakes_add(lever, condition->values[i].saved, rule, condition->op == OP_NE ? !is_wanted : is_wanted);
}

/* From NORMAL only GOOD is better; from BAD or UNKNOWN any rule that is not of BAD leads to something better. */
static bool rule_is_wanted(const JudgeRule *rule, Band from)
{
    return rule->band == BAND_GOOD || (rule->band == BAND_NORMAL && from != BAND_NORMAL);
}

static void stakes_find(Lever *lever, const Judge *judge, Arena *arena, Band from)
{
    size_t room = judge->within ? comparisons_of(judge->within) : 0;
    for (size_t i = 0; i < judge->rule_count; i++)
        room += comparisons_of(judge->rules[i].when);
    lever->stakes = arena_array(arena, room + 1, sizeof *lever->stakes);
    for (size_t i = 0; i < judge->rule_count; i++)
        stakes_add(lever, judge->rules[i].when, (int)i, rule_is_wanted(&judge->rules[i], from));
    if (judge->within)
        stakes_add(lever, judge->within, NO_RULE, true);
}

/* ---- stops ----------------------------------------------------------------------------------------------------- */

static void stop_add(Lever *lever, double place)
{
    if (place < lever->reach.least * lever->reach.per - 1e-7 || place > lever->reach.most * lever->reach.per + 1e-7)
        return;
    if (!isnan(lever->now) && fabs(place - lever->now * lever->reach.per) < 1e-7)
        return;
    lever->stops[lever->stop_count++] = (int64_t)place;
}

static void stops_around(Lever *lever, double value)
{
    double place = place_before(lever, value);
    for (int i = -1; i <= 1; i++)
        stop_add(lever, place + i);
}

/* A log scale bends at its bounds only, and rises or falls all the way between them, which is as good as a line. */
static void stops_of_scale(Lever *lever, const JudgePoints *points)
{
    for (size_t i = 0; i < points->bend_count; i++)
        stops_around(lever, points->bends[i].at);
    if (points->bend_count)
        return;
    stops_around(lever, points->low);
    stops_around(lever, points->high);
}

static int place_order(const void *a, const void *b)
{
    const int64_t *first = a, *second = b;
    return *first < *second ? -1 : *first > *second;
}

static void stops_sort(Lever *lever)
{
    size_t kept = 0;
    qsort(lever->stops, lever->stop_count, sizeof *lever->stops, place_order);
    for (size_t i = 0; i < lever->stop_count; i++)
        if (kept == 0 || lever->stops[kept - 1] != lever->stops[i])
            lever->stops[kept++] = lever->stops[i];
    lever->stop_count = kept;
}

static void stops_find(Lever *lever, const Judge *judge, Arena *arena)
{
    size_t room = 9;
    for (size_t i = 0; i < judge->points_count; i++)
        room += 6 + 3 * judge->points[i].bend_count;
    for (size_t i = 0; i < lever->stake_count; i++)
        room += 3 * lever->stakes[i].asks->value_count;
    lever->stops = arena_array(arena, room, sizeof *lever->stops);
    for (size_t i = 0; i < lever->stake_count; i++)
        for (size_t v = 0; v < lever->stakes[i].asks->value_count; v++)
            stops_around(lever, lever->stakes[i].asks->values[v].number);
    for (size_t i = 0; i < judge->points_count; i++)
        if (judge->points[i].operand == lever->operand)
            stops_of_scale(lever, &judge->points[i]);
    if (isfinite(lever->now))
        stops_around(lever, lever->now);
    stops_around(lever, lever->reach.least);
    if (isfinite(lever->reach.most))
        stops_around(lever, lever->reach.most);
    stops_sort(lever);
    lever->scale = 1;
    if (lever->stop_count > 1)
        lever->scale = (double)(lever->stops[lever->stop_count - 1] - lever->stops[0]);
}

/* ---- the best -------------------------------------------------------------------------------------------------- */

static int truth_of_unknown(Op op)
{
    if (op <= OP_GE)
        return TRUTH_UNKNOWN;
    return op == OP_NE || op == OP_UNKNOWN ? TRUTH_YES : TRUTH_NO;
}

static bool is_among(const Condition *asks, double value)
{
    for (size_t i = 0; i < asks->value_count; i++)
        if (asks->values[i].number == value)
            return true;
    return false;
}

/* What the comparison says of a value: the table of program.h, here only to tell which places are worth a try. */
static int truth_of(const Condition *asks, double value)
{
    double against = asks->value_count ? asks->values[0].number : 0;
    const bool says[OP_COUNT] = { [OP_LT] = value<against, [OP_LE] = value <= against, [OP_GT] = value> against,
                                  [OP_GE] = value >= against,
                                  [OP_EQ] = value == against,
                                  [OP_NE] = value != against,
                                  [OP_KNOWN] = true,
                                  [OP_IN] = is_among(asks, value) };
    if (isnan(value))
        return truth_of_unknown(asks->op);
    return says[asks->op] ? TRUTH_YES : TRUTH_NO;
}

/* A value and what it earns; NAN = unknown. */
typedef struct {
    double value, earned;
} Standing;

/* In no comparison worse, and not in points. Nothing known has no place among points: only all of them beat it. */
static bool beats(const Lever *lever, Standing one, Standing other, double weight)
{
    for (size_t i = 0; i < lever->stake_count; i++) {
        int gained = truth_of(lever->stakes[i].asks, one.value) - truth_of(lever->stakes[i].asks, other.value);
        if (lever->stakes[i].is_wanted ? gained < 0 : gained > 0)
            return false;
    }
    if (isnan(other.value))
        return weight <= 0 || one.earned >= weight;
    return !isnan(one.value) && one.earned >= other.earned;
}

static double weight_of(const Judge *judge, int operand)
{
    double weight = 0;
    for (size_t i = 0; i < judge->points_count; i++)
        if (judge->points[i].operand == operand)
            weight += judge->points[i].weight;
    return weight;
}

static double earned_of(const Judge *judge, int operand, const Trace *trace)
{
    double earned = 0;
    for (size_t i = 0; i < judge->points_count; i++)
        if (judge->points[i].operand == operand)
            earned += trace->earned[i];
    return earned;
}

static bool is_beaten(const Lever *lever, const Standing *standings, size_t at, double weight)
{
    for (size_t i = 0; i < lever->stop_count; i++) {
        if (i == at || !beats(lever, standings[i], standings[at], weight))
            continue;
        bool even = beats(lever, standings[at], standings[i], weight);
        double nearer = lever_distance(lever, lever->stops[at]) - lever_distance(lever, lever->stops[i]);
        if (!even || nearer > 0 || (nearer == 0 && i < at))
            return true;
    }
    return false;
}

static void best_find(Lever *lever, const Judge *judge, Arena *arena, const Trace *trace, WhatIf *asked, double *values)
{
    double weight = weight_of(judge, lever->operand);
    Standing now = { lever->now, earned_of(judge, lever->operand, trace) };
    Standing *standings = arena_array(arena, lever->stop_count + 1, sizeof *standings);
    for (size_t i = 0; i < lever->stop_count; i++) {
        values[lever->operand] = lever_value(lever, lever->stops[i]);
        standings[i] = (Standing) { values[lever->operand], earned_of(judge, lever->operand, what_if(asked, values)) };
    }
    values[lever->operand] = lever->now;
    lever->best = arena_array(arena, lever->stop_count + 1, sizeof *lever->best);
    for (size_t i = 0; i < lever->stop_count; i++)
        if (!(!isnan(now.value) && beats(lever, now, standings[i], weight)) && !is_beaten(lever, standings, i, weight))
            lever->best[lever->best_count++] = lever->stops[i];
    lever->gain = weight - (isnan(now.earned) ? 0 : now.earned);
}

static bool is_asked(const Lever *lever, const Judge *judge)
{
    return lever->stake_count > 0 || weight_of(judge, lever->operand) > 0;
}

Levers levers_find(const Judge *judge, Arena *arena, const Trace *trace, WhatIf *asked, double *values)
{
    int operands = program_operands(judge->program);
    Levers levers = { .items = arena_array(arena, (size_t)operands + 1, sizeof(Lever)) };
    for (int i = 0; i < operands; i++) {
        Lever lever = { .operand = i, .ref = program_operand_measure(judge->program, i), .now = trace->values[i] };
        if (!lever.ref || !measure_reach(lever.ref, lever.now, &lever.reach))
            continue;
        stakes_find(&lever, judge, arena, (Band)trace->score.band);
        if (!is_asked(&lever, judge))
            continue;
        stops_find(&lever, judge, arena);
        best_find(&lever, judge, arena, trace, asked, values);
        if (lever.best_count)
            levers.items[levers.count++] = lever;
    }
    return levers;
}
