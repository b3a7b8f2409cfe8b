/*
 * Building programs: operands, nodes, rules and points are appended to arrays in the program's arena and named by their
 * index. Equal operands are one, so a measure that ten rules use is read once. A node may only refer to earlier ones,
 * which rules out cycles. At the end, questions about a program: which days and circles it needs, what a node looks at.
 */
#include "base/circle.h"
#include "engine/plan.h"

static const char *const OP_NAMES[OP_COUNT] = { "<", "<=", ">", ">=", "=", "!=", "in", "contains", "known", "unknown" };
static const char *const BAND_NAMES[BAND_COUNT] = { "GOOD", "NORMAL", "BAD", "UNKNOWN" };

const char *op_name(Op op)
{
    return OP_NAMES[op];
}

const char *band_name(Band band)
{
    return BAND_NAMES[band];
}

bool band_parse(const char *name, Band *band)
{
    for (int i = 0; i < BAND_COUNT; i++)
        if (name && !strcmp(name, BAND_NAMES[i])) {
            *band = (Band)i;
            return true;
        }
    return false;
}

Band band_worse(Band a, Band b)
{
    static const int BADNESS[BAND_COUNT] = { [BAND_UNKNOWN] = 0, [BAND_GOOD] = 1, [BAND_NORMAL] = 2, [BAND_BAD] = 3 };
    return BADNESS[a] >= BADNESS[b] ? a : b;
}

Program *program_new(Arena *arena)
{
    Program *program = arena_make(arena, Program);
    program->arena = arena;
    program->segment = -1;
    program->good_from = 101;
    return program;
}

Arena *program_arena(const Program *program)
{
    return program->arena;
}

static bool texts_equal(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool operands_equal(const ProgramOperand *a, const ProgramOperand *b)
{
    return a->is_measure == b->is_measure && a->key == b->key && texts_equal(a->column, b->column) &&
           (!a->is_measure || measure_same(&a->ref, &b->ref));
}

static int add_operand(Program *program, const ProgramOperand *operand)
{
    for (size_t i = 0; i < program->operand_count; i++)
        if (operands_equal(&program->operands[i], operand))
            return (int)i;
    PLAN_ROOM(program->arena, program->operands, program->operand_count, program->operand_room);
    program->operands[program->operand_count] = *operand;
    return (int)program->operand_count++;
}

int program_measure(Program *program, const MeasureRef *ref)
{
    ProgramOperand operand = { .is_measure = true, .ref = *ref };
    if (!operand.ref.days)
        operand.ref.days = ref->kind->days;
    operand.ref.field = arena_text(program->arena, ref->field);
    return add_operand(program, &operand);
}

int program_attribute(Program *program, const char *column, int64_t key)
{
    return add_operand(program, &(ProgramOperand) { .column = arena_text(program->arena, column), .key = key });
}

static int add_node(Program *program, const Node *node)
{
    PLAN_ROOM(program->arena, program->nodes, program->node_count, program->node_room);
    program->nodes[program->node_count] = *node;
    return (int)program->node_count++;
}

int program_compare(Program *program, int operand, Op op, double value)
{
    return add_node(program, &(Node) { .kind = NODE_COMPARE, .op = op, .operand = operand, .value = value });
}

int program_compare_text(Program *program, int operand, Op op, const char *text)
{
    return add_node(
        program,
        &(Node) { .kind = NODE_COMPARE_TEXT, .op = op, .operand = operand, .text = text_fold(program->arena, text) });
}

int program_in(Program *program, int operand, const double *values, size_t count)
{
    double *copy = arena_array(program->arena, count + 1, sizeof(double));
    if (count)
        memcpy(copy, values, count * sizeof(double));
    return add_node(program, &(Node) { .kind = NODE_IN, .operand = operand, .values = copy, .count = count });
}

int program_in_texts(Program *program, int operand, const char *const *texts, size_t count)
{
    const char **copy = arena_array(program->arena, count + 1, sizeof(char *));
    for (size_t i = 0; i < count; i++)
        copy[i] = text_fold(program->arena, texts[i]);
    return add_node(program, &(Node) { .kind = NODE_IN_TEXTS, .operand = operand, .texts = copy, .count = count });
}

int program_is_known(Program *program, int operand)
{
    return add_node(program, &(Node) { .kind = NODE_KNOWN, .operand = operand });
}

static int add_joint(Program *program, NodeKind kind, const int *nodes, size_t count)
{
    int *copy = arena_array(program->arena, count + 1, sizeof(int));
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] < 0 || (size_t)nodes[i] >= program->node_count)
            bug("a program has no node %d", nodes[i]);
        copy[i] = nodes[i];
    }
    return add_node(program, &(Node) { .kind = kind, .operand = -1, .parts = copy, .count = count });
}

int program_and(Program *program, const int *nodes, size_t count)
{
    return add_joint(program, NODE_AND, nodes, count);
}

int program_or(Program *program, const int *nodes, size_t count)
{
    return add_joint(program, NODE_OR, nodes, count);
}

int program_not(Program *program, int node)
{
    return add_joint(program, NODE_NOT, &node, 1);
}

int program_surely(Program *program, int node)
{
    return add_joint(program, NODE_SURELY, &node, 1);
}

int program_rule(Program *program, Band band, int node)
{
    if (program->rule_count == RULES_MAX)
        return -1;
    program->rules[program->rule_count] = (Rule) { band, node };
    return program->rule_count++;
}

static int add_points(Program *program, Points points)
{
    if (program->points_count == POINTS_MAX)
        return -1;
    program->points[program->points_count] = points;
    program->weight += points.weight;
    return program->points_count++;
}

int program_points(Program *program, int operand, double weight, double low, double high)
{
    return add_points(program, (Points) { .operand = operand, .weight = weight, .low = low, .high = high });
}

int program_log(Program *program, int operand, double weight, double low, double high)
{
    return add_points(
        program, (Points) { .operand = operand, .weight = weight, .low = log(low), .high = log(high), .is_log = true });
}

int program_bends(Program *program, int operand, double weight, const Bend *bends, size_t count)
{
    Bend *copy = arena_array(program->arena, count, sizeof *copy);
    memcpy(copy, bends, count * sizeof *copy);
    return add_points(program, (Points) { .operand = operand, .weight = weight, .bends = copy, .bend_count = count });
}

int program_choices(Program *program, const int *nodes, const double *shares, size_t count, double weight)
{
    int *choices = arena_array(program->arena, count + 1, sizeof *choices);
    double *copy = arena_array(program->arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        choices[i] = nodes[i];
        copy[i] = shares[i];
    }
    return add_points(
        program,
        (Points) { .operand = -1, .weight = weight, .choices = choices, .shares = copy, .choice_count = count });
}

void program_thresholds(Program *program, double bad_below, double good_from, double unknown_below)
{
    program->bad_below = bad_below;
    program->good_from = good_from;
    program->unknown_below = unknown_below;
}

void program_segment(Program *program, int node)
{
    program->segment = node;
}

/* ---- asking ---------------------------------------------------------------------------------------------------- */

int64_t program_since(const Program *program, const Calendar *calendar, int64_t as_of)
{
    int64_t since = INT64_MAX;
    for (size_t i = 0; i < program->operand_count; i++) {
        const ProgramOperand *operand = &program->operands[i];
        int64_t from = operand->is_measure ? measure_since(calendar, &operand->ref, as_of) : INT64_MAX;
        if (from < since)
            since = from;
    }
    return since;
}

int program_operands(const Program *program)
{
    return (int)program->operand_count;
}

unsigned program_circles(const Program *program)
{
    unsigned circles = CIRCLE_NONE;
    for (int i = 0; i < program_operands(program); i++) {
        const MeasureRef *ref = program_operand_measure(program, i);
        circles |= ref ? measure_circle(ref->kind) : column_circle(program_operand_column(program, i));
    }
    return circles;
}

const MeasureRef *program_operand_measure(const Program *program, int operand)
{
    return program->operands[operand].is_measure ? &program->operands[operand].ref : NULL;
}

const char *program_operand_column(const Program *program, int operand)
{
    return program->operands[operand].is_measure ? NULL : program->operands[operand].column;
}

static void mark_operands(const Program *program, int node, bool *marks)
{
    const Node *at = &program->nodes[node];
    if (at->operand >= 0)
        marks[at->operand] = true;
    for (size_t i = 0; at->parts && i < at->count; i++)
        mark_operands(program, at->parts[i], marks);
}

size_t program_node_operands(const Program *program, int node, int *operands, size_t max)
{
    bool *marks = arena_array(program->arena, program->operand_count + 1, sizeof(bool));
    size_t found = 0;
    mark_operands(program, node, marks);
    for (size_t i = 0; i < program->operand_count; i++)
        if (marks[i] && found < max)
            operands[found++] = (int)i;
    return found;
}

int program_points_operand(const Program *program, int points)
{
    return program->points[points].operand;
}
