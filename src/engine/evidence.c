/*
 * The days behind a measure's value, for each way of finding one; a measure kind names its own. They are read from the
 * same series and steps as the value itself, within the same window, so what is shown agrees with what was judged.
 */
#include "engine/internal.h"
#include "engine/measure_kind.h"

/* Days that do not count are no evidence. */
static void without_holidays(const Calendar *calendar, const DayCount *days, size_t *count)
{
    DayCount *kept = (DayCount *)(uintptr_t)days;
    size_t left = 0;
    for (size_t i = 0; i < *count; i++)
        if (!calendar_is_holiday(calendar, days[i].day))
            kept[left++] = days[i];
    *count = left;
}

void evidence_events(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                     const DayCount **days, size_t *count)
{
    int64_t from, until;
    measure_window(view_calendar(view), ref, as_of, &from, &until);
    view_days(view, arena, account, ref->product_id, ref->feature_id, from, until, days, count);
    if (ref->kind->find != FIND_BREADTH) /* what was used on a holiday is used */
        without_holidays(view_calendar(view), *days, count);
}

void evidence_people(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                     const DayCount **days, size_t *count)
{
    int64_t from, until;
    measure_window(view_calendar(view), ref, as_of, &from, &until);
    view_people_days(view, arena, account, ref->product_id, from, until, days, count);
}

/* The use before the silence: the four weeks up to the last day with an event. */
void evidence_last(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                   const DayCount **days, size_t *count)
{
    view_days(view, arena, account, ref->product_id, ref->feature_id, 0, as_of + 1, days, count);
    int64_t from = *count ? (*days)[*count - 1].day - 27 : 0;
    for (; *count && (*days)->day < from; (*count)--)
        (*days)++;
}

void evidence_first(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                    const DayCount **days, size_t *count)
{
    view_days(view, arena, account, ref->product_id, ref->feature_id, 0, as_of + 1, days, count);
    *count = *count ? 1 : 0;
}

static const StepHead *head_of(const Slot *slot, uint32_t column, int64_t key)
{
    const StepBlock *steps = slot ? slot->steps : NULL;
    for (uint32_t i = 0; steps && i < steps->heads; i++)
        if (step_heads(steps)[i].column == column && step_heads(steps)[i].key == key)
            return &step_heads(steps)[i];
    return NULL;
}

void evidence_sum(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                  const DayCount **days, size_t *count)
{
    const Engine *engine = view_engine(view);
    const Slot *slot = slot_find(engine, account);
    const StepHead *head = head_of(slot, (uint32_t)column_find(engine, ref->kind->column), ref->product_id);
    const StepEntry *entries = head ? step_entries(slot->steps) + head->at : NULL;
    DayCount *found = arena_array(arena, head ? head->count : 0, sizeof *found);
    int64_t from, until;
    double before = 0;
    measure_window(view_calendar(view), ref, as_of, &from, &until);
    *days = found;
    *count = 0;
    for (uint32_t i = 0; head && i < head->count && entries[i].from < until; i++) {
        double value = isnan(entries[i].value) ? 0 : entries[i].value;
        if (entries[i].from >= from && value != before)
            found[(*count)++] = (DayCount) { entries[i].from, (int64_t)(value - before) };
        before = value;
    }
}

void evidence_gauge(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                    const DayCount **days, size_t *count)
{
    const GaugeDay *gauged;
    int64_t from, until;
    measure_window(view_calendar(view), ref, as_of, &from, &until);
    view_gauge_days(view, arena, account, ref->gauge_id, from, until, &gauged, count);
    DayCount *found = arena_array(arena, *count + 1, sizeof *found);
    for (size_t i = 0; i < *count; i++)
        found[i] = (DayCount) { gauged[i].day, gauged[i].events };
    *days = found;
}
