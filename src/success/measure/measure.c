#include "success/measure/measure.h"

#include "base/clock.h"

void measure_days(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                  const DayCount **days, size_t *count)
{
    int64_t from, until;
    *days = NULL;
    *count = 0;
    measure_window(ref, as_of, &from, &until);
    switch (ref->kind->find) {
    case FIND_PEOPLE:
    case FIND_DEPTH:
        view_people_days(view, arena, account, ref->product_id, from, until, days, count);
        break;
    case FIND_EVENTS:
    case FIND_ACTIVE_DAYS:
    case FIND_BREADTH:
    case FIND_TREND:
        view_days(view, arena, account, ref->product_id, ref->feature_id, from, until, days, count);
        break;
    case FIND_DAYS_SINCE:
        /* What was there before the silence: the four weeks up to the last day with an event. */
        view_days(view, arena, account, ref->product_id, ref->feature_id, 0, until, days, count);
        for (from = *count ? (*days)[*count - 1].day - 27 : 0; *count && (*days)->day < from; (*count)--)
            (*days)++;
        break;
    case FIND_DAYS_SINCE_FIRST:
        view_days(view, arena, account, ref->product_id, ref->feature_id, 0, until, days, count);
        *count = *count ? 1 : 0;
        break;
    default:
        break;
    }
}
