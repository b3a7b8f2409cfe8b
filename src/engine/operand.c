/* Reading operands for a batch of accounts: the loops that everything else waits for. */
#include "engine/plan.h"

#include <string.h>

/* ---- one feature ----------------------------------------------------------------------------------------------- */

/* What one account has of one feature: its rank and running total on each day that any operand asks of it. These are
 * the instructions that a score is made of: `count` is a constant where this is called, so that the loop is unrolled
 * and the series stays in registers. */
INLINED void look_up_days(const GroupDay *days, size_t count, Series series, uint32_t *restrict ranks,
                          uint32_t *restrict totals)
{
    for (size_t d = 0; d < count; d++) {
        int64_t word = days[d].word - series.first;
        uint32_t rank = word < 0 ? 0 : series.days;
        if (word >= 0 && word < series.words)
            rank = series.before[word] + (uint32_t)__builtin_popcountll(series.bits[word] & days[d].mask);
        ranks[d * BATCH] = rank;
        totals[d * BATCH] = series.totals[rank];
    }
}

/* Two windows and a trend ask for six days, one window for two. */
INLINED void look_up_series(const Group *group, Series series, uint32_t *ranks, uint32_t *totals)
{
    switch (group->day_count) {
    case 2:
        look_up_days(group->days, 2, series, ranks, totals);
        break;
    case 3:
        look_up_days(group->days, 3, series, ranks, totals);
        break;
    case 6:
        look_up_days(group->days, 6, series, ranks, totals);
        break;
    default:
        look_up_days(group->days, group->day_count, series, ranks, totals);
    }
}

static void look_up_none(const Group *group, uint32_t *ranks, uint32_t *totals, int32_t *last, int32_t *first)
{
    for (size_t d = 0; d < group->day_count; d++)
        ranks[d * BATCH] = totals[d * BATCH] = 0;
    *last = *first = -1;
}

INLINED void look_up_one(const Group *group, const Block *block, int64_t as_of, Batch *batch, size_t g, size_t i)
{
    const Head *head = group->index == MAP_NONE ? NULL : block_feature(block, group->index);
    uint32_t *ranks = batch->ranks + group->base * BATCH + i, *totals = batch->totals + group->base * BATCH + i;
    int32_t *last = &batch->last[g * BATCH + i], *first = &batch->first[g * BATCH + i];
    if (!head) {
        look_up_none(group, ranks, totals, last, first);
        return;
    }
    Series series = block_series(block, head);
    look_up_series(group, series, ranks, totals);
    if (group->last)
        *last = (int32_t)series_last(&series, as_of);
    if (group->first)
        *first = (int32_t)series_first(&series);
}

static double first_heard(const Block *features, const Block *people)
{
    double first = features ? features->first_day : INFINITY;
    return people && people->first_day < first ? people->first_day : first;
}

/* Account by account and not feature by feature: so a block is read from one end to the other, which is fast. */
ENGINE_HOT static void look_up(const Plan *plan, Batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const Block *block = features_on(plan->engine, batch->slots[i], plan->as_of);
        const Block *people = people_on(plan->engine, batch->slots[i], plan->as_of);
        batch->heard[i] = first_heard(block, people);
        batch->silence[i] = batch->heard[i] <= (double)plan->as_of ? 0 : NAN;
        for (size_t g = 0; g < plan->group_count; g++)
            look_up_one(&plan->groups[g], block, plan->as_of, batch, g, i);
    }
}

static inline void use_difference(const Batch *batch, const uint32_t *from, const Use *use, double *values)
{
    const uint32_t *end = from + (size_t)use->at[0] * BATCH, *begin = from + (size_t)use->at[1] * BATCH;
    for (size_t i = 0; i < BATCH; i++)
        values[i] = (double)(int32_t)(end[i] - begin[i]) + batch->silence[i];
}

/* One quotient of whole numbers, as "-0.3" is when it is read: 7 / 10 - 1 would be a little less than that. */
static double trend(int32_t now, int32_t base)
{
    return ((double)now - (double)base) / (base > 0 ? (double)base : NAN);
}

static inline void use_trend(const Batch *batch, const uint32_t *totals, const Use *use, double *values)
{
    const uint32_t *end = totals + (size_t)use->at[0] * BATCH, *middle = totals + (size_t)use->at[1] * BATCH;
    const uint32_t *begin = totals + (size_t)use->at[2] * BATCH;
    double whole_from = (double)use->whole_from;
    for (size_t i = 0; i < BATCH; i++)
        values[i] = trend((int32_t)(end[i] - middle[i]), (int32_t)(middle[i] - begin[i])) +
                    (batch->heard[i] <= whole_from ? 0 : NAN);
}

static inline void use_distance(int64_t as_of, const int32_t *days, double *values)
{
    double from = (double)as_of;
    for (size_t i = 0; i < BATCH; i++) {
        double day = (double)days[i];
        values[i] = from - (day >= 0 && day <= from ? day : NAN);
    }
}

/* ---- the same where holidays are in the windows ---------------------------------------------------------------- */

/* What of account i lies on the holidays of a window. */
static int32_t rested(const uint32_t *from, const RestAt *rests, size_t count, size_t i)
{
    uint32_t sum = 0;
    for (size_t r = 0; r < count; r++)
        sum += from[(size_t)rests[r].until * BATCH + i] - from[(size_t)rests[r].after * BATCH + i];
    return (int32_t)sum;
}

static void rest_difference(const Batch *batch, const uint32_t *from, const Use *use, double *values)
{
    use_difference(batch, from, use, values);
    for (size_t i = 0; i < batch->count; i++) {
        double left = values[i] - rested(from, use->rests, use->rest_count[0], i);
        values[i] = left > use->most ? use->most : left;
    }
}

static void rest_trend(const Batch *batch, const uint32_t *totals, const Use *use, double *values)
{
    const uint32_t *end = totals + (size_t)use->at[0] * BATCH, *middle = totals + (size_t)use->at[1] * BATCH;
    const uint32_t *begin = totals + (size_t)use->at[2] * BATCH;
    for (size_t i = 0; i < batch->count; i++) {
        int32_t now = (int32_t)(end[i] - middle[i]) - rested(totals, use->rests, use->rest_count[0], i);
        int32_t base =
            (int32_t)(middle[i] - begin[i]) - rested(totals, use->rests + use->rest_count[0], use->rest_count[1], i);
        values[i] = batch->heard[i] <= (double)use->whole_from ? trend(now, base) : NAN;
    }
}

static void rest_distance(const Plan *plan, const Batch *batch, const int32_t *days, double *values)
{
    for (size_t i = 0; i < batch->count; i++)
        if (days[i] >= 0 && days[i] < plan->last_holiday)
            values[i] -= (double)calendar_holidays(plan->calendar, days[i], plan->as_of);
}

static void use_rested(const Batch *batch, const Use *use, const uint32_t *from, double *values)
{
    if (use->find == FIND_TREND)
        rest_trend(batch, from, use, values);
    else
        rest_difference(batch, from, use, values);
}

/* Whole batches, also where fewer accounts are in one: loops of a fixed length, which the compiler turns into vectors.
 */
ENGINE_HOT static void use_group(const Plan *plan, size_t g, Batch *batch)
{
    const Group *group = &plan->groups[g];
    const uint32_t *ranks = batch->ranks + group->base * BATCH, *totals = batch->totals + group->base * BATCH;
    for (size_t u = 0; u < group->use_count; u++) {
        const Use *use = &group->uses[u];
        double *values = batch_values(batch, use->operand);
        if (use->rest_count[0] + use->rest_count[1]) {
            use_rested(batch, use, use->find == FIND_ACTIVE_DAYS ? ranks : totals, values);
            continue;
        }
        switch (use->find) {
        case FIND_EVENTS:
            use_difference(batch, totals, use, values);
            break;
        case FIND_ACTIVE_DAYS:
            use_difference(batch, ranks, use, values);
            break;
        case FIND_TREND:
            use_trend(batch, totals, use, values);
            break;
        case FIND_DAYS_SINCE:
            use_distance(plan->as_of, batch->last + g * BATCH, values);
            rest_distance(plan, batch, batch->last + g * BATCH, values);
            break;
        default:
            use_distance(plan->as_of, batch->first + g * BATCH, values);
        }
    }
}

/* ---- a product, or all ----------------------------------------------------------------------------------------- */

static bool head_is_of(const Head *head, const Single *single)
{
    return !single->key || head->product == single->product;
}

static int64_t sum_of(const Block *block, const Single *single, int64_t after, int64_t until)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        if (head_is_of(head, single)) {
            Series series = block_series(block, head);
            sum += series_sum(&series, after, until);
        }
    }
    return sum;
}

/* The active days of one word of 64, over all series that count. */
static uint64_t days_of_word(const Block *block, const Single *single, int64_t word)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        int64_t at = word - head->first;
        if (head_is_of(head, single) && at >= 0 && at < head->words)
            bits |= block_series(block, head).bits[at];
    }
    return bits;
}

ENGINE_HOT static int64_t union_of(const Block *block, const Single *single, int64_t after, int64_t until)
{
    int64_t count = 0, from = after + 1 < 0 ? 0 : after + 1;
    for (int64_t word = from >> 6; word <= until >> 6; word++) {
        uint64_t bits = days_of_word(block, single, word);
        if (word == from >> 6)
            bits &= ~(uint64_t)0 << (from & 63);
        if (word == until >> 6)
            bits &= ~(uint64_t)0 >> (63 - (until & 63));
        count += __builtin_popcountll(bits);
    }
    return count;
}

/* Of one feature in the window, without its holidays. */
static int64_t feature_in(const Block *block, const Single *single)
{
    const Head *head = block_feature(block, single->feature);
    if (!head)
        return 0;
    Series series = block_series(block, head);
    int64_t sum = series_sum(&series, single->now.begin, single->now.end);
    for (size_t i = 0; i < single->now.rest_count; i++)
        sum -= series_sum(&series, single->now.rests[i].after, single->now.rests[i].until);
    return sum;
}

/* Of a whole window, without its holidays. */
static int64_t sum_in(const Block *block, const Single *single, const Span *span)
{
    int64_t sum = sum_of(block, single, span->begin, span->end);
    for (size_t i = 0; i < span->rest_count; i++)
        sum -= sum_of(block, single, span->rests[i].after, span->rests[i].until);
    return sum;
}

/* The feature's part of all, or the product's. */
static double share_of(const Block *block, const Single *single)
{
    Single any = *single;
    any.key = 0;
    int64_t all = block ? sum_in(block, &any, &single->now) : 0, part = 0;
    if (all <= 0)
        return NAN;
    if (!single->ref->feature_id)
        part = sum_in(block, single, &single->now);
    else if (single->feature != MAP_NONE)
        part = feature_in(block, single);
    return (double)part / (double)all;
}

static int64_t days_in(const Block *block, const Single *single, const Span *span)
{
    int64_t days = union_of(block, single, span->begin, span->end);
    for (size_t i = 0; i < span->rest_count; i++)
        days -= union_of(block, single, span->rests[i].after, span->rests[i].until);
    return days < single->days ? days : single->days;
}

static double distance_of(const Block *block, const Single *single, int64_t as_of)
{
    int64_t found = -1;
    for (uint32_t i = 0; i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        Series series = block_series(block, head);
        int64_t day = single->find == FIND_DAYS_SINCE ? series_last(&series, as_of) : series_first(&series);
        if (!head_is_of(head, single) || day < 0 || day > as_of)
            continue;
        if (found < 0 || (single->find == FIND_DAYS_SINCE ? day > found : day < found))
            found = day;
    }
    return found < 0 ? NAN : (double)(as_of - found);
}

static double worked_distance_of(const Block *block, const Single *single, const Plan *plan)
{
    double days = distance_of(block, single, plan->as_of);
    if (isnan(days) || single->find != FIND_DAYS_SINCE)
        return days;
    return days - (double)calendar_holidays(plan->calendar, plan->as_of - (int64_t)days, plan->as_of);
}

/* Heads of one person stand together, one per product. */
ENGINE_HOT static double people_of(const Block *block, const Single *single, int64_t as_of)
{
    int64_t counted = 0, people = 0;
    bool any = false;
    for (uint32_t i = 0; block && i < block->heads; i++) {
        const Head *head = &block_heads(block)[i];
        Series series;
        if (!head_is_of(head, single) || (any && head->key == counted))
            continue;
        series = block_series(block, head);
        if (series_rank(&series, as_of) == series_rank(&series, single->now.begin))
            continue;
        any = true;
        counted = head->key;
        people++;
    }
    return (double)people;
}

/* ---- breadth and depth ----------------------------------------------------------------------------------------- */

static bool has_steps(const StepBlock *steps, uint32_t column, int64_t key)
{
    for (uint32_t i = 0; steps && i < steps->heads; i++)
        if (step_heads(steps)[i].column == column && step_heads(steps)[i].key == key)
            return true;
    return false;
}

/* `plans`: interned; one plan, or several of one product that are in force. */
static bool names_plan(const Engine *engine, uint32_t plans, uint32_t plan)
{
    const char *text = engine->texts.texts[plans], *name = engine->texts.texts[plan];
    if (plans == plan || !text || !strchr(text, ENGINE_PLANS_APART))
        return plans == plan;
    size_t length = strlen(name);
    for (const char *at = text; at; at = strchr(at, ENGINE_PLANS_APART)) {
        at += at != text;
        if (strncmp(at, name, length) == 0 && (at[length] == 0 || at[length] == ENGINE_PLANS_APART))
            return true;
    }
    return false;
}

static bool is_entitled(const Plan *run, const Slot *slot, const CatalogueFeature *feature)
{
    int64_t product = run->engine->product_ids[feature->product];
    double plan;
    if (!has_steps(slot->steps, run->product_column, product))
        return feature->plan_count == 0;
    if (!(steps_value(slot->steps, run->product_column, product, run->as_of) > 0))
        return false;
    if (!feature->plan_count)
        return true;
    plan = steps_value(slot->steps, run->plan_column, product, run->as_of);
    for (size_t i = 0; !isnan(plan) && i < feature->plan_count; i++)
        if (names_plan(run->engine, (uint32_t)plan, feature->plans[i]))
            return true;
    return false;
}

static double breadth_of(const Plan *plan, uint32_t at, const Single *single)
{
    const Engine *engine = plan->engine;
    const Slot *slot = &engine->slots[at];
    const Block *block = features_on(engine, at, plan->as_of);
    int64_t as_of = plan->as_of;
    int entitled = 0, used = 0;
    for (size_t i = 0; i < engine->catalogue_count; i++) {
        const CatalogueFeature *feature = &engine->catalogue[i];
        const Head *head;
        if ((single->key && feature->product != single->product) || !is_entitled(plan, slot, feature))
            continue;
        entitled++;
        head = block_feature(block, feature->index);
        if (head) {
            Series series = block_series(block, head);
            used += series_rank(&series, as_of) != series_rank(&series, single->now.begin);
        }
    }
    return entitled ? (double)used / entitled : NAN;
}

static double depth_of(const Engine *engine, uint32_t at, const Single *single, int64_t as_of)
{
    const StepBlock *steps = engine->slots[at].steps;
    double seats = single->column ? steps_value(steps, single->column_number, single->key, as_of) : NAN;
    return seats > 0 ? people_of(people_on(engine, at, as_of), single, as_of) / seats : NAN;
}

/* ---- account by account ---------------------------------------------------------------------------------------- */

static double trend_of(const Block *block, const Single *single, double heard)
{
    if (!block || !(heard <= (double)(single->base.begin + 1)))
        return NAN;
    return trend((int32_t)sum_in(block, single, &single->now), (int32_t)sum_in(block, single, &single->base));
}

/* `heard`: the first day on which anything was received of the account. */
static double value_of_use(const Plan *plan, const Single *single, uint32_t at, double heard)
{
    const Block *block = features_on(plan->engine, at, plan->as_of);
    int64_t as_of = plan->as_of;
    switch (single->find) {
    case FIND_EVENTS:
        return block ? (double)sum_in(block, single, &single->now) : 0;
    case FIND_SHARE:
        return share_of(block, single);
    case FIND_ACTIVE_DAYS:
        return block ? (double)days_in(block, single, &single->now) : 0;
    case FIND_TREND:
        return trend_of(block, single, heard);
    case FIND_PEOPLE:
        return people_of(people_on(plan->engine, at, as_of), single, as_of);
    case FIND_BREADTH:
        return breadth_of(plan, at, single);
    case FIND_DEPTH:
        return depth_of(plan->engine, at, single, as_of);
    default:
        return block ? worked_distance_of(block, single, plan) : NAN;
    }
}

static void read_single(const Plan *plan, const Single *single, Batch *batch)
{
    double *values = batch_values(batch, single->operand);
    for (size_t i = 0; i < batch->count; i++) {
        if (single->find < FIND_COLUMN)
            values[i] = isnan(batch->silence[i]) ? NAN : value_of_use(plan, single, batch->slots[i], batch->heard[i]);
        else
            values[i] = value_beside(plan, single, batch->slots[i]);
    }
}

void batch_read(const Plan *plan, Batch *batch)
{
    if (plan->hears)
        look_up(plan, batch);
    for (size_t g = 0; g < plan->group_count; g++)
        use_group(plan, g, batch);
    for (size_t s = 0; s < plan->single_count; s++)
        read_single(plan, &plan->singles[s], batch);
}
