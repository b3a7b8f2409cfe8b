/*
 * Reasons out of the trace of a scorecard's program: first rules that fired, then what cost most points. What asks for
 * a circle that the reader does not see is left out before anything is worded, and counted (`withheld`). Evidence is
 * read only for reasons that are shown, since each asks the engine; lists take the first few (`most`) without its days.
 *
 * In order: shapes; evidence; reasons; what the reader sees; the whole.
 */
#include "success/health/explain.h"

#include "base/circle.h"
#include "customer/account/beginning.h"
#include "engine/gauge.h"
#include "success/health/choices.h"
#include "success/measure/measure.h"

#include <math.h>
#include <stdlib.h>

static const Field MEASURE_REF_FIELDS[] = {
    SHAPE_FIELD(RefShown, measure, FIELD_TEXT),
    SHAPE_OPT(RefShown, product_id, FIELD_ID),
    SHAPE_OPT(RefShown, feature_id, FIELD_ID),
    SHAPE_OPT(RefShown, gauge_id, FIELD_ID),
    SHAPE_OPT(RefShown, days, FIELD_INT),
    SHAPE_OPT(RefShown, field, FIELD_TEXT),
    { 0 },
};
const Shape MEASURE_REF = { "MeasureRef", sizeof(RefShown), MEASURE_REF_FIELDS };

static const Field EVIDENCE_FIELDS[] = {
    SHAPE_FIELD(Evidence, from, FIELD_DAY),
    SHAPE_FIELD(Evidence, until, FIELD_DAY),
    SHAPE_FIELD(Evidence, days, FIELD_LIST, .shape = &DAY_COUNT),
    SHAPE_OPT(Evidence, feature_id, FIELD_ID),
    SHAPE_OPT(Evidence, last_on, FIELD_DAY),
    { 0 },
};
static const Shape EVIDENCE = { "Evidence", sizeof(Evidence), EVIDENCE_FIELDS };

static const Field BEND_FIELDS[] = { SHAPE_FIELD(Bend, at, FIELD_REAL), SHAPE_FIELD(Bend, share, FIELD_REAL), { 0 } };
static const Shape BEND = { "PointsPiece", sizeof(Bend), BEND_FIELDS };

static const Field HEALTH_REASON_FIELDS[] = {
    SHAPE_FIELD(HealthReason, kind, FIELD_TEXT, .choices = "rule|points"),
    SHAPE_OPT(HealthReason, rule, FIELD_TEXT),
    SHAPE_OPT(HealthReason, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_FIELD(HealthReason, name, FIELD_TEXT),
    SHAPE_OPT(HealthReason, ref, FIELD_OBJECT, .shape = &MEASURE_REF),
    SHAPE_FIELD(HealthReason, measure, FIELD_TEXT),
    SHAPE_OPT(HealthReason, attribute, FIELD_TEXT, .about = "Of points for choices, in place of a measure."),
    SHAPE_OPT(HealthReason, choice, FIELD_TEXT, .about = "What the account has: a text, true or false."),
    SHAPE_OPT(HealthReason, when, FIELD_JSON),
    SHAPE_OPT(HealthReason, because, FIELD_JSON),
    SHAPE_OPT(HealthReason, value, FIELD_REAL),
    SHAPE_OPT(HealthReason, low, FIELD_REAL),
    SHAPE_OPT(HealthReason, high, FIELD_REAL),
    SHAPE_OPT(HealthReason, weight, FIELD_REAL),
    SHAPE_OPT(HealthReason, earned, FIELD_REAL),
    SHAPE_OPT(HealthReason, scale, FIELD_TEXT, .choices = "linear|log|pieces",
              .about = "Of a measure with points: linear and log go from low to high."),
    SHAPE_FIELD(HealthReason, pieces, FIELD_LIST, .shape = &BEND,
                .about = "Which share of the weight the values at the bends earn; straight between them."),
    SHAPE_OPT(HealthReason, fired, FIELD_FLAG),
    SHAPE_OPT(HealthReason, evidence, FIELD_OBJECT, .shape = &EVIDENCE),
    { 0 },
};
const Shape HEALTH_REASON = { "Reason", sizeof(HealthReason), HEALTH_REASON_FIELDS };

static const Field LIFT_FIELDS[] = {
    SHAPE_FIELD(Lift, kind, FIELD_TEXT, .choices = "rule|points"),
    SHAPE_FIELD(Lift, key, FIELD_TEXT),
    SHAPE_FIELD(Lift, name, FIELD_TEXT),
    SHAPE_OPT(Lift, ref, FIELD_OBJECT, .shape = &MEASURE_REF),
    SHAPE_FIELD(Lift, measure, FIELD_TEXT),
    SHAPE_OPT(Lift, now, FIELD_REAL),
    SHAPE_FIELD(Lift, needed, FIELD_REAL),
    SHAPE_FIELD(Lift, gives, FIELD_INT),
    SHAPE_FIELD(Lift, band, FIELD_TEXT, .choices = BAND_CHOICES),
    { 0 },
};
static const Shape LIFT = { "Lift", sizeof(Lift), LIFT_FIELDS };

static const Field HEALTH_FIELDS[] = {
    SHAPE_FIELD(HealthShown, account_id, FIELD_ID),
    SHAPE_OPT(HealthShown, product_id, FIELD_ID),
    SHAPE_FIELD(HealthShown, as_of, FIELD_DAY),
    SHAPE_OPT(HealthShown, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(HealthShown, left_on, FIELD_DAY),
    SHAPE_OPT(HealthShown, points, FIELD_INT),
    SHAPE_FIELD(HealthShown, coverage, FIELD_REAL),
    SHAPE_OPT(HealthShown, beginning, FIELD_TEXT, .choices = BEGINNING_CHOICES),
    SHAPE_OPT(HealthShown, beginning_days, FIELD_INT),
    SHAPE_OPT(HealthShown, forced_by, FIELD_TEXT),
    SHAPE_OPT(HealthShown, scorecard_id, FIELD_ID),
    SHAPE_OPT(HealthShown, scorecard, FIELD_TEXT),
    SHAPE_OPT(HealthShown, version, FIELD_INT),
    SHAPE_OPT(HealthShown, bad_below, FIELD_REAL),
    SHAPE_OPT(HealthShown, good_from, FIELD_REAL),
    SHAPE_FIELD(HealthShown, reasons, FIELD_LIST, .shape = &HEALTH_REASON),
    SHAPE_FIELD(HealthShown, withheld, FIELD_INT),
    SHAPE_FIELD(HealthShown, lift, FIELD_LIST, .shape = &LIFT),
    { 0 },
};
const Shape HEALTH = { "Health", sizeof(HealthShown), HEALTH_FIELDS };

typedef struct {
    const Health *health;
    const EngineView *view;
    Arena *arena;
    Trace trace;
    ExplainAsk ask;
} Explaining;

/* ---- evidence -------------------------------------------------------------------------------------------------- */

static OptInt some_id(int64_t id)
{
    return (OptInt) { .value = id, .known = id != 0 };
}

static OptReal real_or_unknown(double value)
{
    return (OptReal) { .value = value, .known = !isnan(value) };
}

const RefShown *ref_shown(Arena *arena, const MeasureRef *ref)
{
    RefShown *shown = arena_make(arena, RefShown);
    *shown = (RefShown) { .measure = ref->kind->id,
                          .product_id = some_id(ref->product_id),
                          .feature_id = some_id(ref->feature_id),
                          .gauge_id = some_id(ref->gauge_id),
                          .days = some_id(ref->days),
                          .field = ref->field };
    return shown;
}

static OptInt last_day(const Explaining *of, const MeasureRef *ref)
{
    int64_t account = of->health->account_id, as_of = of->health->day;
    if (ref->gauge_id) {
        const GaugeDay *days;
        size_t count;
        view_gauge_days(of->view, of->arena, account, ref->gauge_id, 0, as_of + 1, &days, &count);
        return (OptInt) { .value = count ? days[count - 1].day : 0, .known = count > 0 };
    }
    int64_t last = view_last_day(of->view, account, ref->product_id, ref->feature_id, as_of);
    return (OptInt) { .value = last, .known = last >= 0 };
}

static const Evidence *evidence_of(const Explaining *of, const MeasureRef *ref)
{
    const Health *health = of->health;
    const EngineView *view = of->view;
    Arena *arena = of->arena;
    Evidence *evidence = arena_make(arena, Evidence);
    const DayCount *days;
    measure_window(view_calendar(view), ref, health->day, &evidence->from, &evidence->until);
    if (of->ask.most == 0) {
        measure_days(view, arena, health->account_id, ref, health->day, &days, &evidence->days.count);
        evidence->days.items = days;
    }
    evidence->feature_id = some_id(ref->feature_id);
    evidence->last_on = last_day(of, ref);
    return evidence;
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

/* What a rule is about: the first measure of use in it, else its first measure; "age over 60 days" only limits it. */
static const MeasureRef *first_measure(const Condition *condition, bool only_lifted)
{
    if (condition->kind == CONDITION_MEASURE && (!only_lifted || condition->measure.kind->reach))
        return &condition->measure;
    for (size_t i = 0; i < condition->count; i++) {
        const MeasureRef *found = first_measure(condition->parts[i], only_lifted);
        if (found)
            return found;
    }
    return NULL;
}

static const MeasureRef *rule_ref(const JudgeRule *rule)
{
    const MeasureRef *ref = first_measure(rule->when, true);
    return ref ? ref : first_measure(rule->when, false);
}

/* Judged by itself as in the scorecard: it holds or it does not, and unknown is not. */
static bool branch_holds(const Explaining *of, const Condition *condition)
{
    Program *program = program_new(of->arena);
    int node = condition_compile(condition, program);
    return program_matches(program, of->view, node, of->health->account_id, of->health->day);
}

static const Condition *segment_because(const Explaining *of, const Condition *condition, bool is_inside);

/* The same within the segments that the condition asks for. */
static const Condition *saved_because(const Explaining *of, const Condition *condition)
{
    const Condition *found = NULL;
    if (condition->op == OP_NE)
        return NULL;
    for (size_t i = 0; i < condition->value_count && !found; i++)
        if (condition->values[i].saved)
            found = segment_because(of, condition->values[i].saved, true);
    return found;
}

/* Why the account is in a segment: the first comparison of a measure in it that holds, within parts that hold alone;
 * what holds beside one that does not, "active and churned", is no reason. NULL where none says it. */
static const Condition *segment_because(const Explaining *of, const Condition *condition, bool is_inside)
{
    const Condition *found = NULL;
    if (condition->kind == CONDITION_NOT || !branch_holds(of, condition))
        return NULL;
    if (is_inside && condition->kind == CONDITION_MEASURE && condition->value_count == 1)
        return condition;
    for (size_t i = 0; i < condition->count && !found; i++)
        found = segment_because(of, condition->parts[i], is_inside);
    return found ? found : saved_because(of, condition);
}

static HealthReason rule_reason(const Explaining *of, size_t index)
{
    const JudgeRule *rule = &of->health->judge->rules[index];
    const MeasureRef *ref = rule_ref(rule);
    Text when = text_new(of->arena);
    condition_print(&when, rule->when);
    HealthReason reason = { .kind = "rule",
                            .rule = rule->key,
                            .band = band_name(rule->band),
                            .name = rule->name,
                            .measure = ref ? ref->kind->id : "",
                            .when = text_string(&when) };
    reason.fired = (OptInt) { .value = of->trace.rules[index] == 2, .known = of->trace.rules[index] != 1 };
    if (!ref && reason.fired.known && reason.fired.value) {
        const Condition *because = segment_because(of, rule->when, false);
        Text text = text_new(of->arena);
        if (because) {
            condition_print(&text, because);
            reason.because = text_string(&text);
            ref = &because->measure;
            reason.measure = ref->kind->id;
        }
    }
    if (!ref)
        return reason;
    reason.asks = ref;
    reason.ref = ref_shown(of->arena, ref);
    reason.value = real_or_unknown(measure_value(of->view, of->health->account_id, ref, of->health->day));
    return reason;
}

static HealthReason choices_reason(const Explaining *of, size_t index)
{
    const JudgePoints *points = &of->health->judge->points[index];
    return (HealthReason) { .kind = "points",
                            .rule = points->key,
                            .name = points->name,
                            .measure = "",
                            .attribute = points->attribute->name,
                            .choice =
                                attribute_text(of->view, of->health->account_id, points->attribute, of->health->day),
                            .weight = { points->weight, true },
                            .earned = real_or_unknown(of->trace.earned[index]) };
}

static HealthReason points_reason(const Explaining *of, size_t index)
{
    const JudgePoints *points = &of->health->judge->points[index];
    if (points->attribute)
        return choices_reason(of, index);
    return (HealthReason) { .kind = "points",
                            .rule = points->key,
                            .name = points->name,
                            .asks = &points->ref,
                            .ref = ref_shown(of->arena, &points->ref),
                            .measure = points->ref.kind->id,
                            .value = real_or_unknown(of->trace.values[points->operand]),
                            .scale = points->bend_count ? "pieces"
                                     : points->is_log   ? "log"
                                                        : "linear",
                            .pieces = { points->bend_count, points->bends },
                            .low = { points->low, points->bend_count == 0 },
                            .high = { points->high, points->bend_count == 0 },
                            .weight = { points->weight, true },
                            .earned = real_or_unknown(of->trace.earned[index]) };
}

/* What decided first: rules that fired, then the points that are missing most, then the unknown, then quiet rules. */
static double reason_rank(const HealthReason *reason)
{
    if (reason->weight.known)
        return reason->earned.known ? reason->weight.value - reason->earned.value : -1;
    return reason->fired.known && reason->fired.value ? 1e9 : -2;
}

static int reasons_order(const void *a, const void *b)
{
    double first = reason_rank(a), second = reason_rank(b);
    return first > second ? -1 : first < second;
}

static bool same_ref(const RefShown *a, const RefShown *b)
{
    return a && b && text_equal(a->measure, b->measure) && text_equal(a->field, b->field) &&
           a->product_id.value == b->product_id.value && a->feature_id.value == b->feature_id.value &&
           a->gauge_id.value == b->gauge_id.value && a->days.value == b->days.value;
}

/* A list tells the worst in three sentences: none repeats another, and none tells what is well. */
static size_t without_repeats(HealthReason *reasons, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool said = reason_rank(&reasons[i]) <= 0;
        for (size_t k = 0; k < kept && !said; k++)
            said = same_ref(reasons[k].ref, reasons[i].ref);
        if (!said)
            reasons[kept++] = reasons[i];
    }
    return kept;
}

/* Only for reasons that are shown: each asks the engine for the days behind it. */
static void evidence_add(const Explaining *of, HealthReason *reason)
{
    if (reason->asks)
        reason->evidence = evidence_of(of, reason->asks);
}

/* ---- what the reader sees -------------------------------------------------------------------------------------- */

static unsigned points_circle(const JudgePoints *points)
{
    return points->attribute ? column_circle(attribute_column(points->attribute)) : measure_circle(points->ref.kind);
}

/* A reason that asks for an amount is not told at all: the value stands in it, and with its bounds and what it earned
 * the value could be worked out. */
static HealthReason *reasons_seen(const Explaining *of, size_t *count)
{
    const Judge *judge = of->health->judge;
    HealthReason *reasons = arena_array(of->arena, judge->rule_count + judge->points_count + 1, sizeof *reasons);
    *count = 0;
    for (size_t i = 0; i < judge->rule_count; i++)
        if (!(condition_circles(judge->rules[i].when) & ~of->ask.sees))
            reasons[(*count)++] = rule_reason(of, i);
    for (size_t i = 0; i < judge->points_count; i++)
        if (!(points_circle(&judge->points[i]) & ~of->ask.sees))
            reasons[(*count)++] = points_reason(of, i);
    return reasons;
}

/* The same for the rule that decided. */
static const char *forced_by(const Explaining *of)
{
    if (of->health->forced_by < 0)
        return NULL;
    const JudgeRule *rule = &of->health->judge->rules[of->health->forced_by];
    return condition_circles(rule->when) & ~of->ask.sees ? NULL : rule->key;
}

static List reasons_of(const Explaining *of, int64_t *withheld)
{
    size_t count, most = of->ask.most;
    HealthReason *reasons = reasons_seen(of, &count);
    *withheld = (int64_t)(of->health->judge->rule_count + of->health->judge->points_count - count);
    qsort(reasons, count, sizeof *reasons, reasons_order);
    if (most)
        count = without_repeats(reasons, count);
    if (most && most < count)
        count = most;
    for (size_t i = 0; i < count; i++)
        evidence_add(of, &reasons[i]);
    return (List) { .count = count, .items = reasons };
}

/* The same for what would lift the band. */
static void lifts_seen(const Explaining *of, List *lifts)
{
    Lift *kept = arena_array(of->arena, lifts->count + 1, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < lifts->count; i++) {
        const Lift *lift = (const Lift *)lifts->items + i;
        const MeasureKind *kind = measure_find(lift->measure);
        if (!kind || !(measure_circle(kind) & ~of->ask.sees))
            kept[count++] = *lift;
    }
    *lifts = (List) { count, kept };
}

/* Since when it has left; not known = it has not. */
static OptInt left_on(const EngineView *view, int64_t account_id, int64_t as_of)
{
    int column = view_column(view, ENGINE_LEFT_ON);
    EngineValue value = column < 0 ? engine_unknown() : view_value(view, account_id, column, 0, as_of);
    return (OptInt) { value.integer, value.known };
}

HealthShown *health_without_judge(const EngineView *view, Arena *arena, int64_t account_id, int64_t as_of)
{
    HealthShown *shown = arena_make(arena, HealthShown);
    Beginning beginning = account_beginning(view, account_id, as_of);
    OptInt left = left_on(view, account_id, as_of);
    *shown = (HealthShown) { .account_id = account_id,
                             .as_of = as_of,
                             .band = left.known ? NULL : band_name(BAND_UNKNOWN),
                             .left_on = left,
                             .beginning = beginning.state,
                             .beginning_days = beginning.days };
    return shown;
}

HealthShown *health_explain(const Health *health, const EngineView *view, Arena *arena, ExplainAsk ask)
{
    const Judge *judge = health->judge;
    HealthShown *shown = health_without_judge(view, arena, health->account_id, health->day);
    Explaining of = { .health = health, .view = view, .arena = arena, .ask = ask };
    if (!program_trace(judge->program, view, arena, health->account_id, health->day, &of.trace))
        return shown;
    shown->product_id = some_id(health->product_id);
    shown->band = band_name(health->band);
    shown->points = health->points;
    shown->coverage = health->coverage;
    shown->forced_by = forced_by(&of);
    shown->scorecard_id = some_id(judge->scorecard_id);
    shown->scorecard = judge->name;
    shown->version = (OptInt) { .value = judge->number, .known = judge->number > 0 };
    shown->bad_below = real_or_unknown(judge->bad_below);
    shown->good_from = real_or_unknown(judge->good_from);
    shown->reasons = reasons_of(&of, &shown->withheld);
    if (ask.most == 0) {
        lift_find(judge, arena, &of.trace, &shown->lift);
        lifts_seen(&of, &shown->lift);
    }
    return shown;
}
