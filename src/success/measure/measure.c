/*
 * The days behind a measure, for its route and for health's reasons. A kind of measure brings its own function for them
 * (engine/measure_kind.h); kinds without one look at no days.
 */
#include "success/measure/measure.h"

void measure_days(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                  const DayCount **days, size_t *count)
{
    *days = NULL;
    *count = 0;
    if (ref->kind->evidence)
        ref->kind->evidence(view, arena, account, ref, as_of, days, count);
}
