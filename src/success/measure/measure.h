/*
 * Measures over the API: the catalogue of definitions, and one measure of one account with the days behind it. The
 * kinds and their computation are the engine's (engine/measure_kind.h); a module adds one with measure_register there.
 *
 * Units: those of the measure (unit_name); days as day numbers. Errors: INPUT for an unknown measure, for what it does
 * not take, and for a day after today; MISSING for an account that is not there.
 * Not for: judging (health does).
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_MEASURE_MEASURE_H
#define BANSO_MEASURE_MEASURE_H

#include "engine/measure_kind.h"
#include "http/route.h"

extern const Route MEASURE_ROUTES[];

/* One day of evidence: {day, count}. */
extern const Shape DAY_COUNT;

/* The days that a measure looked at, with what happened on each (only days with something): events, or for people and
 * depth how many people. Empty for measures that look at no days. */
void measure_days(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                  const DayCount **days, size_t *count);

#endif
