#include "success/health/explain.h"

#include <math.h>
#include <string.h>

/* What would lift an account to the next better band: first the fired rules that hold it down, then the measures with
 * the most points to gain. Each step is tried on the scorecard's own program with the values changed so far. */

enum { LIFTS_MAX = 4, LEAVES_MAX = 32 };

typedef struct {
    const Health *health;
    Arena *arena;
    const Trace *before;
    double *values; /* with the lifts so far */
    Trace now;      /* the judgement on them */
    Lift *lifts;
    size_t count;
} Lifting;

/* Age and dates pass by themselves, and price is not what help changes. */
bool measure_can_be_lifted(const MeasureKind *kind)
{
    switch (kind->find) {
    case FIND_EVENTS:
    case FIND_ACTIVE_DAYS:
    case FIND_PEOPLE:
    case FIND_BREADTH:
    case FIND_DEPTH:
    case FIND_TREND:
    case FIND_DAYS_SINCE:
    case FIND_FUNCTION:
        return true;
    default:
        return false;
    }
}

static double step_of(const MeasureKind *kind)
{
    return kind->unit == UNIT_RATIO ? 0.01 : 1;
}

static void judge_again(Lifting *lifting)
{
    program_trace_if(lifting->health->judge->program, lifting->arena, lifting->before, lifting->values, &lifting->now);
}

static void lift_add(Lifting *lifting, Lift lift, const MeasureRef *ref, double now)
{
    if (lifting->count == LIFTS_MAX)
        return;
    lift.ref = ref_shown(lifting->arena, ref);
    lift.measure = ref->kind->id;
    lift.now = (OptReal) { .value = now, .known = !isnan(now) };
    lift.band = band_name((Band)lifting->now.score.band);
    lifting->lifts[lifting->count++] = lift;
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static size_t leaves_of(const Condition *condition, const Condition **leaves, size_t count)
{
    if (condition->kind == CONDITION_MEASURE && measure_can_be_lifted(condition->measure.kind) && count < LEAVES_MAX)
        leaves[count++] = condition;
    for (size_t i = 0; i < condition->count; i++)
        count = leaves_of(condition->parts[i], leaves, count);
    return count;
}

/* The nearest value for which the comparison gives the other answer. */
static double value_across(const Condition *leaf)
{
    double value = leaf->value_count ? leaf->values[0].number : 0, step = step_of(leaf->measure.kind);
    switch (leaf->op) {
    case OP_GE:
        return value - step;
    case OP_LE:
        return value + step;
    case OP_GT:
    case OP_LT:
        return value;
    default:
        return value + step;
    }
}

static void rule_lift(Lifting *lifting, size_t index)
{
    const JudgeRule *rule = &lifting->health->judge->rules[index];
    const Condition *leaves[LEAVES_MAX];
    size_t count = leaves_of(rule->when, leaves, 0);
    for (size_t i = 0; i < count && lifting->now.rules[index] == 2; i++) {
        int operand = program_measure(lifting->health->judge->program, &leaves[i]->measure);
        double now = lifting->values[operand];
        lifting->values[operand] = value_across(leaves[i]);
        judge_again(lifting);
        lift_add(lifting,
                 (Lift) { .kind = "rule", .key = rule->key, .name = rule->name, .needed = lifting->values[operand] },
                 &leaves[i]->measure, now);
    }
}

/* ---- points ---------------------------------------------------------------------------------------------------- */

static double gain_of(const Lifting *lifting, size_t index)
{
    const JudgePoints *points = &lifting->health->judge->points[index];
    double earned = lifting->now.earned[index];
    if (!measure_can_be_lifted(points->ref.kind))
        return 0;
    if (isnan(earned))
        return lifting->now.score.band == BAND_UNKNOWN ? points->weight : 0;
    return points->weight - earned;
}

static bool is_reached(const Lifting *lifting, Band target)
{
    Band band = (Band)lifting->now.score.band;
    return band != BAND_UNKNOWN && (band == target || band == BAND_GOOD);
}

static double rounded_up(double value, const JudgePoints *points)
{
    double step = step_of(points->ref.kind);
    return (points->high > points->low ? ceil(value / step - 1e-9) : floor(value / step + 1e-9)) * step;
}

/* The least value between where it is and its high bound that reaches the target, to a whole step. */
static double least_value(Lifting *lifting, const JudgePoints *points, double from, Band target)
{
    double low = isnan(from) ? points->low : from, high = points->high;
    for (int i = 0; i < 24; i++) {
        lifting->values[points->operand] = (low + high) / 2;
        judge_again(lifting);
        if (is_reached(lifting, target))
            high = (low + high) / 2;
        else
            low = (low + high) / 2;
    }
    return rounded_up(high, points);
}

static void points_lift(Lifting *lifting, size_t index, Band target)
{
    const JudgePoints *points = &lifting->health->judge->points[index];
    double now = lifting->values[points->operand];
    int before = lifting->now.score.points < 0 ? 0 : lifting->now.score.points;
    lifting->values[points->operand] = points->high;
    judge_again(lifting);
    if (is_reached(lifting, target)) {
        lifting->values[points->operand] = least_value(lifting, points, now, target);
        judge_again(lifting);
    }
    lift_add(lifting,
             (Lift) { .kind = "points",
                      .key = points->key,
                      .name = points->name,
                      .needed = lifting->values[points->operand],
                      .gives = lifting->now.score.points - before },
             &points->ref, now);
}

static void points_lifts(Lifting *lifting, Band target)
{
    size_t count = lifting->health->judge->points_count;
    for (size_t round = 0; round < count && !is_reached(lifting, target); round++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (gain_of(lifting, i) > gain_of(lifting, best))
                best = i;
        if (gain_of(lifting, best) <= 0)
            return;
        points_lift(lifting, best, target);
    }
}

void lift_find(const Health *health, Arena *arena, const Trace *trace, List *lifts)
{
    const Judge *judge = health->judge;
    size_t operands = (size_t)program_operands(judge->program);
    Lifting lifting = { .health = health, .arena = arena, .before = trace, .now = *trace };
    if (health->band == BAND_GOOD)
        return;
    lifting.values = arena_array(arena, operands + 1, sizeof *lifting.values);
    memcpy(lifting.values, trace->values, operands * sizeof *lifting.values);
    lifting.lifts = arena_array(arena, LIFTS_MAX, sizeof *lifting.lifts);
    for (size_t i = 0; i < judge->rule_count; i++)
        if (judge->rules[i].band == BAND_BAD && trace->rules[i] == 2)
            rule_lift(&lifting, i);
    points_lifts(&lifting, health->band == BAND_NORMAL ? BAND_GOOD : BAND_NORMAL);
    *lifts = (List) { .count = lifting.count, .items = lifting.lifts };
}
