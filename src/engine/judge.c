/*
 * Nodes and bands over a batch of 32 accounts. Nodes come in the order in which they were built, so the parts of a node
 * are judged before it.
 *
 * In order: comparisons (numbers, then texts by their folded numbers), and/or/not, the band.
 */
#include "engine/plan.h"

/* An unknown value differs from every value and has no place in an order: see program.h. */
static uint8_t truth_of_nothing(const Node *node)
{
    if (node->kind == NODE_COMPARE && node->op <= OP_GE)
        return TRUTH_UNKNOWN;
    return (node->kind == NODE_COMPARE || node->kind == NODE_COMPARE_TEXT) && node->op == OP_NE ? TRUTH_YES : TRUTH_NO;
}

#define COMPARE_ALL(sign)                                                                                              \
    for (size_t i = 0; i < count; i++)                                                                                 \
    truth[i] = isnan(values[i]) ? nothing : values[i] sign against ? TRUTH_YES : TRUTH_NO

static void compare(const double *values, size_t count, Op op, double against, uint8_t nothing, uint8_t *truth)
{
    switch (op) {
    case OP_LT:
        COMPARE_ALL(<);
        break;
    case OP_LE:
        COMPARE_ALL(<=);
        break;
    case OP_GT:
        COMPARE_ALL(>);
        break;
    case OP_GE:
        COMPARE_ALL(>=);
        break;
    case OP_NE:
        COMPARE_ALL(!=);
        break;
    default:
        COMPARE_ALL(==);
    }
}

static void find_in(const double *values, size_t count, const double *set, size_t size, uint8_t nothing, uint8_t *truth)
{
    for (size_t i = 0; i < count; i++) {
        truth[i] = isnan(values[i]) ? nothing : TRUTH_NO;
        for (size_t s = 0; s < size; s++)
            if (values[i] == set[s])
                truth[i] = TRUTH_YES;
    }
}

/* `values` are numbers of folded texts. */
static void contains(const Plan *plan, int at, const double *values, size_t count, uint8_t *truth)
{
    const char *const *texts =
        plan->stand_ins[at] ? plan->stand_ins[at] : (const char *const *)plan->engine->texts.texts;
    const char *text = plan->program->nodes[at].text;
    for (size_t i = 0; i < count; i++)
        truth[i] = !isnan(values[i]) && strstr(texts[(uint32_t)values[i]], text) ? TRUTH_YES : TRUTH_NO;
}

/* A comparison of texts, all of them by the number of their folded form. */
static void judge_texts(const Plan *plan, int at, const double *values, size_t count, uint8_t nothing, uint8_t *truth)
{
    const Node *node = &plan->program->nodes[at];
    double folded[BATCH];
    for (size_t i = 0; i < count; i++)
        folded[i] =
            isnan(values[i]) || plan->stand_ins[at] ? values[i] : plan->engine->texts.folds[(uint32_t)values[i]];
    if (node->kind == NODE_IN_TEXTS)
        find_in(folded, count, plan->constants[at], node->count, nothing, truth);
    else if (node->op == OP_CONTAINS)
        contains(plan, at, folded, count, truth);
    else
        compare(folded, count, node->op, plan->constant[at], nothing, truth);
}

/* Three-valued: no < unknown < yes, so that "and" is the least and "or" the greatest. */
static void join(const Node *node, const Batch *batch, uint8_t *truth)
{
    memset(truth, node->kind == NODE_OR ? TRUTH_NO : TRUTH_YES, BATCH);
    for (size_t p = 0; p < node->count; p++) {
        const uint8_t *part = batch_truth(batch, node->parts[p]);
        for (size_t i = 0; i < BATCH; i++)
            if (node->kind == NODE_NOT)
                truth[i] = (uint8_t)(TRUTH_YES - part[i]);
            else if (node->kind == NODE_SURELY)
                truth[i] = part[i] == TRUTH_YES ? TRUTH_YES : TRUTH_NO;
            else if (node->kind == NODE_AND ? part[i] < truth[i] : part[i] > truth[i])
                truth[i] = part[i];
    }
}

static void judge_node(const Plan *plan, int at, Batch *batch)
{
    const Node *node = &plan->program->nodes[at];
    const double *values = node->operand >= 0 ? batch_values(batch, node->operand) : NULL;
    uint8_t *truth = batch_truth(batch, at);
    uint8_t nothing = truth_of_nothing(node);
    switch (node->kind) {
    case NODE_COMPARE:
        compare(values, batch->count, node->op, node->value, nothing, truth);
        break;
    case NODE_COMPARE_TEXT:
    case NODE_IN_TEXTS:
        judge_texts(plan, at, values, batch->count, nothing, truth);
        break;
    case NODE_IN:
        find_in(values, batch->count, node->values, node->count, nothing, truth);
        break;
    case NODE_KNOWN:
        for (size_t i = 0; i < batch->count; i++)
            truth[i] = isnan(values[i]) ? TRUTH_NO : TRUTH_YES;
        break;
    default:
        join(node, batch, truth);
    }
}

void batch_judge_nodes(const Plan *plan, Batch *batch, const uint8_t *like)
{
    for (size_t n = 0; n < plan->program->node_count; n++) {
        NodeKind kind = plan->program->nodes[n].kind;
        if (!plan->nodes[n])
            continue;
        if (like && (kind == NODE_COMPARE_TEXT || kind == NODE_IN_TEXTS))
            batch_truth(batch, (int)n)[0] = like[n];
        else
            judge_node(plan, (int)n, batch);
    }
}

static int first_fired(const Program *program, uint64_t fired, bool bad)
{
    for (int r = 0; r < program->rule_count; r++)
        if ((fired >> r & 1) && (program->rules[r].band == BAND_BAD) == bad)
            return r;
    return -1;
}

static Band band_of_points(const Program *program, double points)
{
    if (points < program->bad_below)
        return BAND_BAD;
    return points >= program->good_from ? BAND_GOOD : BAND_NORMAL;
}

/* A fired BAD rule beats UNKNOWN and points; any other rule does not beat UNKNOWN. */
static void decide(const Program *program, Score *score, double coverage)
{
    int rule = first_fired(program, score->fired, true);
    score->forced_by = -1;
    if (rule < 0 && program->weight > 0 && (score->points < 0 || coverage < program->unknown_below)) {
        score->band = BAND_UNKNOWN;
        return;
    }
    if (rule < 0)
        rule = first_fired(program, score->fired, false);
    score->forced_by = (int8_t)rule;
    if (rule >= 0)
        score->band = (uint8_t)program->rules[rule].band;
    else
        score->band = (uint8_t)(score->points < 0 ? BAND_NORMAL : band_of_points(program, score->points));
}

void batch_score(const Program *program, const Batch *batch, size_t i, Score *score)
{
    double coverage = program->weight > 0 ? batch->known[i] / program->weight : 1;
    score->fired = 0;
    for (int r = 0; r < program->rule_count; r++)
        if (batch_truth(batch, program->rules[r].node)[i] == TRUTH_YES)
            score->fired |= (uint64_t)1 << r;
    score->coverage = coverage;
    score->points = batch->known[i] > 0 ? (int16_t)(100 * batch->got[i] / batch->known[i] + 0.5) : -1;
    decide(program, score, coverage);
}
