/*
 * The measures that help can move, for one account and one scorecard: how far each goes, and where on its way anything
 * changes. Pure; nothing here judges, but for what a measure earns, which the scorecard's own program says.
 *
 * Not for: which of them to move (lift.c).
 * Units: places are whole steps of the measure (engine/measure_kind.h: Reach.per of them make 1).
 * Errors: none.
 * Forgets a person: nothing is stored.
 */
#ifndef BANSO_HEALTH_LEVER_H
#define BANSO_HEALTH_LEVER_H

#include "success/health/health.h"

enum { NO_RULE = -1 };

/* A comparison of the lever's measure. */
typedef struct {
    const Condition *asks;
    int rule;       /* NO_RULE: the segment's */
    bool is_wanted; /* the better band is nearer when it is true; else when it is false */
} Stake;

typedef struct {
    int operand;
    const MeasureRef *ref;
    Reach reach;
    double now;   /* NAN = unknown */
    double scale; /* the width of all that is asked about it */
    double gain;  /* the weight that it does not earn yet */
    size_t stake_count, stop_count, best_count;
    Stake *stakes;
    /* Ascending: both ends of every stretch on which no comparison changes its answer and the points go one way.
     * `best`: those that no other one beats in every comparison and in points, whatever the other levers do. */
    int64_t *stops, *best;
} Lever;

typedef struct {
    size_t count;
    Lever *items;
} Levers;

/* `trace`: the judgement as it is. Only levers that could help. */
Levers levers_find(const Judge *judge, Arena *arena, const Trace *trace, WhatIf *asked, double *values);

double lever_value(const Lever *lever, int64_t place);
/* How far a place is from now, in steps; where now is unknown, from the end that asks least. */
double lever_distance(const Lever *lever, int64_t place);

#endif
