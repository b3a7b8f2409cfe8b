/* Conditions on accounts as a program over the engine's columns and measures. */
#include "house/condition/condition.h"

#include <string.h>

static int compile_list(Program *program, int operand, const Condition *condition)
{
    Arena *arena = program_arena(program);
    const char **texts = arena_array(arena, condition->value_count + 1, sizeof(char *));
    double *numbers = arena_array(arena, condition->value_count + 1, sizeof(double));
    for (size_t i = 0; i < condition->value_count; i++) {
        texts[i] = condition->values[i].text;
        numbers[i] = condition->values[i].number;
    }
    if (condition->attribute->type == ATTRIBUTE_TEXT)
        return program_in_texts(program, operand, texts, condition->value_count);
    return program_in(program, operand, numbers, condition->value_count);
}

/* "Has product": one dated column, asked at each product's key. */
static int compile_products(Program *program, const Condition *condition)
{
    int nodes[CONDITION_PARTS_MAX];
    int any;
    for (size_t i = 0; i < condition->value_count; i++)
        nodes[i] = program_compare(
            program, program_attribute(program, condition->attribute->column, (int64_t)condition->values[i].number),
            OP_EQ, 1);
    any = program_or(program, nodes, condition->value_count);
    return condition->op == OP_NE ? program_not(program, any) : any;
}

/* "Is in segment": the conditions of those, in place; one that is gone holds for nobody. */
static int compile_saved(Program *program, const Condition *condition)
{
    int nodes[CONDITION_PARTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].saved)
            nodes[count++] = program_surely(program, condition_compile(condition->values[i].saved, program));
    int any = program_or(program, nodes, count);
    return condition->op == OP_NE ? program_not(program, any) : any;
}

static const char *column_of(const Attribute *attribute)
{
    return attribute->column ? attribute->column : attribute->name;
}

static int compile_attribute(Program *program, const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    int operand;
    if (attribute->type == ATTRIBUTE_PRODUCT)
        return compile_products(program, condition);
    if (attribute->type == ATTRIBUTE_SAVED)
        return compile_saved(program, condition);
    operand = program_attribute(program, column_of(attribute), 0);
    if (condition->op == OP_IN)
        return compile_list(program, operand, condition);
    if (attribute->type == ATTRIBUTE_TEXT)
        return program_compare_text(program, operand, condition->op, condition->values[0].text);
    return program_compare(program, operand, condition->op, condition->values[0].number);
}

static int compile_joint(const Condition *condition, Program *program)
{
    int nodes[CONDITION_PARTS_MAX];
    for (size_t i = 0; i < condition->count; i++)
        nodes[i] = condition_compile(condition->parts[i], program);
    if (condition->kind == CONDITION_NOT)
        return program_not(program, nodes[0]);
    return condition->kind == CONDITION_AND ? program_and(program, nodes, condition->count)
                                            : program_or(program, nodes, condition->count);
}

int condition_compile(const Condition *condition, Program *program)
{
    int operand;
    if (condition->kind == CONDITION_ACCOUNT)
        bug("an account is asked its account");
    if (condition->kind <= CONDITION_NOT)
        return compile_joint(condition, program);
    if (condition->op == OP_KNOWN || condition->op == OP_UNKNOWN) {
        operand = condition->kind == CONDITION_MEASURE ? program_measure(program, &condition->measure)
                                                       : program_attribute(program, column_of(condition->attribute), 0);
        return condition->op == OP_KNOWN ? program_is_known(program, operand)
                                         : program_not(program, program_is_known(program, operand));
    }
    if (condition->kind == CONDITION_ATTRIBUTE)
        return compile_attribute(program, condition);
    return program_compare(program, program_measure(program, &condition->measure), condition->op,
                           condition->values[0].number);
}
