/* What a measure or attribute is that is not counted from events: of a column, of a gauge, of a module's function. */
#include "engine/plan.h"

/* How much a cumulative count grew in the window. Before its first step it is 0. */
static double growth_of(const Engine *engine, const Single *single, uint32_t at, int64_t as_of)
{
    double none = single->ref->kind->none_is_zero ? 0 : NAN;
    if (!single->column || !single->column->dated)
        return none;
    double end = dated_value(engine, at, single->column_number, single->key, as_of);
    double begin = steps_value(engine->slots[at].steps, single->column_number, single->key, as_of - single->days);
    return isnan(end) ? none : (end - (isnan(begin) ? 0 : begin)) / single->divisor;
}

static double value_of_column(const Engine *engine, const Single *single, uint32_t at, int64_t as_of)
{
    const Column *column = single->column;
    double value = NAN;
    if (single->stand_in)
        value = stand_in_number(single->stand_in, engine->slots[at].account);
    else if (column && column->dated)
        value = dated_value(engine, at, single->column_number, single->key, as_of);
    else if (column && column->values)
        value = column->values[at];
    if (single->find == FIND_DAYS_AFTER)
        return (double)as_of - value;
    if (single->find == FIND_DAYS_BEFORE)
        return value - (double)as_of;
    return value / single->divisor;
}

/* Holidays count: a number is said on one day, and holds on others. */
static double value_of_gauge(const Plan *plan, const Single *single, const Slot *slot)
{
    return gauge_value(slot->gauges, single->ref->kind->gauge, single->ref->gauge_id, plan->as_of - single->days,
                       plan->as_of);
}

static double value_of_function(const Plan *plan, const Single *single, const Slot *slot)
{
    return single->ref->kind->function((const EngineView *)plan->engine, slot->account, single->ref->product_id,
                                       single->ref->feature_id, single->days, plan->as_of);
}

double value_beside(const Plan *plan, const Single *single, uint32_t at)
{
    const Slot *slot = &plan->engine->slots[at];
    switch (single->find) {
    case FIND_FUNCTION:
        return value_of_function(plan, single, slot);
    case FIND_GAUGE:
        return value_of_gauge(plan, single, slot);
    case FIND_SUM:
        return growth_of(plan->engine, single, at, plan->as_of);
    default:
        return value_of_column(plan->engine, single, at, plan->as_of);
    }
}
