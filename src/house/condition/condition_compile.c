/* The two back ends: a program over the engine's columns, and a WHERE text with every value bound. */
#include "house/condition/condition.h"

#include <string.h>

/* ---- the program ----------------------------------------------------------------------------------------------- */

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

/* ---- SQL ------------------------------------------------------------------------------------------------------- */

typedef struct {
    Text text;
    DbValue *values;
    int count, room;
    int first;
    const char *field;
    Error *error;
} Sql;

/* Words of a list are as they stand in it; other texts are compared folded. */
static const char *expression_of(const Attribute *attribute)
{
    return attribute->folded_sql ? attribute->folded_sql : attribute->sql;
}

/* Binds a value and writes its place: $7, cast where the engine could not tell its type. */
static void bind(Sql *sql, const DbValue *value)
{
    if (sql->count == sql->room) {
        int room = sql->room ? sql->room * 2 : 8;
        DbValue *grown = arena_array(sql->text.arena, (size_t)room, sizeof(DbValue));
        if (sql->count)
            memcpy(grown, sql->values, (size_t)sql->count * sizeof(DbValue));
        sql->values = grown;
        sql->room = room;
    }
    sql->values[sql->count] = *value;
    text_format(&sql->text, "CAST($%d AS %s)", sql->first + sql->count,
                value->type == FIELD_TEXT   ? "TEXT"
                : value->type == FIELD_REAL ? "DOUBLE PRECISION"
                                            : "BIGINT");
    sql->count++;
}

static void bind_value(Sql *sql, const Attribute *attribute, const ConditionValue *value)
{
    DbValue bound = { .known = true };
    if (value->kind == VALUE_TEXT) {
        bound.type = FIELD_TEXT;
        bound.text = attribute->folded_sql ? text_fold(sql->text.arena, value->text) : value->text;
    } else if (attribute->type == ATTRIBUTE_NUMBER) {
        bound.type = FIELD_REAL;
        bound.real = value->number;
    } else {
        bound.type = FIELD_INT;
        bound.integer = (int64_t)value->number;
    }
    bind(sql, &bound);
}

static void write_contains(Sql *sql, const Condition *condition)
{
    Arena *arena = sql->text.arena;
    const char *expression = expression_of(condition->attribute);
    const char *text = text_fold(arena, condition->values[0].text);
    Text pattern = text_new(arena);
    text_add(&pattern, "%");
    for (; *text; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            text_char(&pattern, '\\');
        text_char(&pattern, *text);
    }
    text_add(&pattern, "%");
    text_format(&sql->text, "(%s IS NOT NULL AND %s LIKE ", expression, expression);
    bind(sql, &(DbValue) { .type = FIELD_TEXT, .known = true, .text = text_string(&pattern) });
    text_add(&sql->text, " ESCAPE '\\')");
}

/* The same truth as the program's: what is empty is unlike every value, and in no order with one, which is NULL. */
static void write_comparison(Sql *sql, const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    const char *expression = expression_of(attribute);
    if (condition->op == OP_NE) {
        text_format(&sql->text, "(%s IS DISTINCT FROM ", expression);
        bind_value(sql, attribute, condition->values);
        text_add(&sql->text, ")");
        return;
    }
    if (condition->op <= OP_GE)
        text_format(&sql->text, "(%s %s ", expression, op_name(condition->op));
    else
        text_format(&sql->text, "(%s IS NOT NULL AND %s %s ", expression, expression,
                    condition->op == OP_IN ? "IN (" : op_name(condition->op));
    for (size_t i = 0; i < condition->value_count; i++) {
        text_add(&sql->text, i ? ", " : "");
        bind_value(sql, attribute, &condition->values[i]);
    }
    text_add(&sql->text, condition->op == OP_IN ? "))" : ")");
}

/* The attribute's SQL is a subquery of product ids. */
static void write_products(Sql *sql, const Condition *condition)
{
    text_add(&sql->text, condition->op == OP_NE ? "(NOT (" : "((");
    for (size_t i = 0; i < condition->value_count; i++) {
        text_add(&sql->text, i ? " OR " : "");
        bind_value(sql, condition->attribute, &condition->values[i]);
        text_format(&sql->text, " IN %s", condition->attribute->sql);
    }
    text_add(&sql->text, "))");
}

/* Free text needs its folded form beside it, unless the question is only whether it is there. */
static bool can_be_asked(const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    bool as_listed = attribute->choices && condition->op != OP_CONTAINS;
    if (!attribute->sql || attribute->type != ATTRIBUTE_TEXT || as_listed || attribute->folded_sql)
        return attribute->sql;
    return condition->op == OP_KNOWN || condition->op == OP_UNKNOWN;
}

static bool write_attribute(Sql *sql, const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    if (!can_be_asked(condition))
        return fail(sql->error, ERROR_INPUT, sql->field, "%s cannot be asked in this list", attribute->name);
    if (condition->op == OP_KNOWN || condition->op == OP_UNKNOWN)
        text_format(&sql->text, "(%s IS %sNULL)", attribute->sql, condition->op == OP_KNOWN ? "NOT " : "");
    else if (condition->op == OP_IN && !condition->value_count)
        text_add(&sql->text, "(1 = 0)");
    else if (attribute->type == ATTRIBUTE_PRODUCT)
        write_products(sql, condition);
    else if (condition->op == OP_CONTAINS)
        write_contains(sql, condition);
    else
        write_comparison(sql, condition);
    return true;
}

static bool write_condition(Sql *sql, const Condition *condition)
{
    if (condition->kind == CONDITION_MEASURE)
        return fail(sql->error, ERROR_INPUT, sql->field, "the measure \"%s\" cannot be asked in this list",
                    condition->measure.kind->id);
    if (condition->kind == CONDITION_ATTRIBUTE)
        return write_attribute(sql, condition);
    if (!condition->count) {
        text_add(&sql->text, condition->kind == CONDITION_AND ? "(1 = 1)" : "(1 = 0)");
        return true;
    }
    text_add(&sql->text, condition->kind == CONDITION_NOT ? "(NOT " : "(");
    for (size_t i = 0; i < condition->count; i++) {
        text_add(&sql->text, !i ? "" : condition->kind == CONDITION_AND ? " AND " : " OR ");
        if (!write_condition(sql, condition->parts[i]))
            return false;
    }
    text_add(&sql->text, ")");
    return true;
}

bool condition_sql(Arena *arena, const Condition *condition, int first, const char **sql, const DbValue **values,
                   int *count, const char *field, Error *error)
{
    Sql writing = { .text = text_new(arena), .first = first, .field = field, .error = error };
    if (!write_condition(&writing, condition))
        return false;
    *sql = text_string(&writing.text);
    *values = writing.values;
    *count = writing.count;
    return true;
}
