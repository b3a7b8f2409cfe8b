/*
 * Binds a program to a view and a date, once per run: names of columns become indexes, texts numbers, windows days.
 * Operands of one feature are grouped, and each day that several of them need is looked up once; all others are read
 * account by account. Only what was asked for (plan_need_…) is planned, so a list's filter never reads a scorecard's
 * measures.
 */
#include "engine/plan.h"

static int64_t last_holiday(const Calendar *calendar, int64_t as_of)
{
    for (int64_t day = as_of; calendar_holidays(calendar, -1, day) > 0; day--)
        if (calendar_is_holiday(calendar, day))
            return day;
    return INT64_MIN;
}

Plan *plan_new(const Program *program, const EngineView *view, Arena *arena, int64_t as_of)
{
    Plan *plan = arena_make(arena, Plan);
    plan->program = program;
    plan->engine = view_engine(view);
    plan->arena = arena;
    plan->as_of = as_of;
    plan->calendar = engine_calendar(plan->engine);
    plan->last_holiday = last_holiday(plan->calendar, as_of);
    standing_ask(plan->engine, as_of);
    plan->product_column = (uint32_t)column_find(plan->engine, ENGINE_PRODUCT);
    plan->plan_column = (uint32_t)column_find(plan->engine, ENGINE_PLAN);
    plan->nodes = arena_array(arena, program->node_count + 1, sizeof(bool));
    plan->constant = arena_array(arena, program->node_count + 1, sizeof(double));
    plan->constants = arena_array(arena, program->node_count + 1, sizeof(double *));
    plan->stand_ins = arena_array(arena, program->node_count + 1, sizeof(char **));
    return plan;
}

static bool operand_is_there(const Plan *plan, int operand)
{
    for (size_t i = 0; i < plan->single_count; i++)
        if (plan->singles[i].operand == operand)
            return true;
    for (size_t g = 0; g < plan->group_count; g++)
        for (size_t u = 0; u < plan->groups[g].use_count; u++)
            if (plan->groups[g].uses[u].operand == operand)
                return true;
    return false;
}

/* ---- features -------------------------------------------------------------------------------------------------- */

static Group *group_of(Plan *plan, int64_t feature)
{
    for (size_t g = 0; g < plan->group_count; g++)
        if (plan->groups[g].feature == feature)
            return &plan->groups[g];
    PLAN_ROOM(plan->arena, plan->groups, plan->group_count, plan->group_room);
    plan->groups[plan->group_count] =
        (Group) { .feature = feature, .index = map_get(&plan->engine->features, feature) };
    return &plan->groups[plan->group_count++];
}

static int position(Plan *plan, Group *group, int64_t day)
{
    for (size_t i = 0; i < group->day_count; i++)
        if (group->days[i].day == day)
            return (int)i;
    PLAN_ROOM(plan->arena, group->days, group->day_count, group->day_room);
    group->days[group->day_count++] = (GroupDay) { day, day >> 6, ~(uint64_t)0 >> (63 - (day & 63)) };
    return (int)group->day_count - 1;
}

static Span span_of(const Plan *plan, int64_t end, int days)
{
    Rest *rests;
    Span span = { .begin = calendar_begin(plan->calendar, end, days), .end = end };
    span.rest_count = calendar_rests(plan->calendar, plan->arena, span.begin, end, &rests);
    span.rests = rests;
    return span;
}

/* Of a trend its base, too. */
static void spans_of(const Plan *plan, const MeasureRef *ref, Span *now, Span *base)
{
    bool trend = ref->kind->find == FIND_TREND;
    *now = span_of(plan, plan->as_of - trend, ref->days);
    *base = trend ? span_of(plan, now->begin, ref->days) : (Span) { 0 };
}

static void rests_at(Plan *plan, Group *group, const Span *span, RestAt *rests)
{
    for (size_t i = 0; i < span->rest_count; i++)
        rests[i] =
            (RestAt) { position(plan, group, span->rests[i].after), position(plan, group, span->rests[i].until) };
}

static void need_spans(Plan *plan, Group *group, const MeasureRef *ref, Use *use)
{
    Span now, base;
    spans_of(plan, ref, &now, &base);
    if (use->find == FIND_TREND)
        use->at[2] = position(plan, group, base.begin);
    use->at[0] = position(plan, group, now.end);
    use->at[1] = position(plan, group, now.begin);
    RestAt *rests = arena_array(plan->arena, now.rest_count + base.rest_count, sizeof *rests);
    rests_at(plan, group, &now, rests);
    rests_at(plan, group, &base, rests + now.rest_count);
    use->rests = rests;
    use->rest_count[0] = now.rest_count;
    use->rest_count[1] = base.rest_count;
    use->most = use->find == FIND_ACTIVE_DAYS ? ref->days : INFINITY;
    use->whole_from = base.begin + 1;
}

static void need_feature(Plan *plan, int operand, const MeasureRef *ref)
{
    Group *group = group_of(plan, ref->feature_id);
    Use use = { .find = ref->kind->find, .operand = operand };
    if (use.find == FIND_DAYS_SINCE)
        group->last = true;
    else if (use.find == FIND_DAYS_SINCE_FIRST)
        group->first = true;
    else
        need_spans(plan, group, ref, &use);
    PLAN_ROOM(plan->arena, group->uses, group->use_count, group->use_room);
    group->uses[group->use_count++] = use;
}

static bool is_of_feature(const MeasureRef *ref)
{
    switch (ref->kind->find) {
    case FIND_EVENTS:
    case FIND_ACTIVE_DAYS:
    case FIND_TREND:
    case FIND_DAYS_SINCE:
    case FIND_DAYS_SINCE_FIRST:
        return ref->feature_id != 0;
    default:
        return false;
    }
}

/* ---- the rest -------------------------------------------------------------------------------------------------- */

static void bind_column(Plan *plan, Single *single, const char *name)
{
    int column = column_find(plan->engine, name);
    if (!single->ref)
        single->stand_in = stand_in_find(plan->program->stand_ins, name);
    if (column < 0)
        return;
    /* A text has no value as a number: the measure of a text field stays unknown. */
    if (single->ref && plan->engine->columns[column].type == COLUMN_TEXT)
        return;
    single->column = &plan->engine->columns[column];
    single->column_number = (uint32_t)column;
}

static Single bind_measure(Plan *plan, int operand, const MeasureRef *ref)
{
    Single single = { .operand = operand,
                      .find = ref->kind->find,
                      .ref = ref,
                      .days = ref->days,
                      .key = ref->product_id,
                      .product = map_get(&plan->engine->products, ref->product_id),
                      .feature = map_get(&plan->engine->features, ref->feature_id),
                      .divisor = ref->kind->divisor ? ref->kind->divisor : 1 };
    if (single.find < FIND_COLUMN)
        spans_of(plan, ref, &single.now, &single.base);
    if (single.find == FIND_FIELD)
        bind_column(plan, &single, arena_format(plan->arena, "field:%s", ref->field ? ref->field : ""));
    else if (ref->kind->column)
        bind_column(plan, &single, ref->kind->column);
    return single;
}

void plan_need_operand(Plan *plan, int operand)
{
    const ProgramOperand *from = &plan->program->operands[operand];
    Single single;
    if (operand_is_there(plan, operand))
        return;
    if (from->is_measure && is_of_feature(&from->ref)) {
        need_feature(plan, operand, &from->ref);
        return;
    }
    if (from->is_measure) {
        single = bind_measure(plan, operand, &from->ref);
    } else {
        single = (Single) { .operand = operand, .find = FIND_COLUMN, .key = from->key, .divisor = 1 };
        bind_column(plan, &single, from->column);
    }
    PLAN_ROOM(plan->arena, plan->singles, plan->single_count, plan->single_room);
    plan->singles[plan->single_count++] = single;
}

const StandIn *operand_stand_in(const Program *program, int operand)
{
    const ProgramOperand *from = &program->operands[operand];
    return from->is_measure ? NULL : stand_in_find(program->stand_ins, from->column);
}

/* Of a folded text; −1 when no account has one that folds to it. */
static double text_number(const Plan *plan, int node, const char *text)
{
    if (plan->stand_ins[node])
        return stand_in_text_number(plan->stand_ins[node], text);
    uint32_t number = intern_find(&plan->engine->texts, text);
    return number ? (double)number : -1;
}

static void need_texts(Plan *plan, int node)
{
    const Node *at = &plan->program->nodes[node];
    const StandIn *stand_in = operand_stand_in(plan->program, at->operand);
    if (stand_in)
        plan->stand_ins[node] = stand_in_folded(stand_in, plan->arena);
    if (at->kind == NODE_COMPARE_TEXT) {
        plan->constant[node] = text_number(plan, node, at->text);
        return;
    }
    plan->constants[node] = arena_array(plan->arena, at->count + 1, sizeof(double));
    for (size_t i = 0; i < at->count; i++)
        plan->constants[node][i] = text_number(plan, node, at->texts[i]);
}

void plan_need_node(Plan *plan, int node)
{
    const Node *at = &plan->program->nodes[node];
    if (plan->nodes[node])
        return;
    plan->nodes[node] = true;
    if (at->operand >= 0)
        plan_need_operand(plan, at->operand);
    for (size_t i = 0; at->parts && i < at->count; i++)
        plan_need_node(plan, at->parts[i]);
    if (at->kind == NODE_COMPARE_TEXT || at->kind == NODE_IN_TEXTS)
        need_texts(plan, node);
}

void plan_need_scorecard(Plan *plan)
{
    const Program *program = plan->program;
    for (int i = 0; i < program->rule_count; i++)
        plan_need_node(plan, program->rules[i].node);
    for (int i = 0; i < program->points_count; i++) {
        const Points *points = &program->points[i];
        if (points->operand >= 0)
            plan_need_operand(plan, points->operand);
        for (size_t c = 0; c < points->choice_count; c++)
            plan_need_node(plan, points->choices[c]);
    }
}

void plan_close(Plan *plan)
{
    plan->hears = plan->group_count > 0;
    for (size_t i = 0; i < plan->single_count; i++)
        plan->hears |= plan->singles[i].find < FIND_COLUMN;
    plan->day_total = 0;
    for (size_t g = 0; g < plan->group_count; g++) {
        plan->groups[g].base = plan->day_total;
        plan->day_total += plan->groups[g].day_count;
    }
}

Batch *batch_new(const Plan *plan, Arena *arena)
{
    const Program *program = plan->program;
    Batch *batch = arena_make(arena, Batch);
    batch->values = arena_array(arena, program->operand_count + 1, BATCH * sizeof(double));
    batch->truth = arena_array(arena, program->node_count + 1, BATCH);
    batch->ranks = arena_array(arena, plan->day_total + 1, BATCH * sizeof(uint32_t));
    batch->totals = arena_array(arena, plan->day_total + 1, BATCH * sizeof(uint32_t));
    batch->last = arena_array(arena, plan->group_count + 1, BATCH * sizeof(int32_t));
    batch->first = arena_array(arena, plan->group_count + 1, BATCH * sizeof(int32_t));
    return batch;
}

void batch_keep_earned(Batch *batch, const Program *program, Arena *arena)
{
    batch->earned = arena_array(arena, (size_t)program->points_count + 1, BATCH * sizeof(double));
}
