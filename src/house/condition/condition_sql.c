/*
 * Conditions on all other subjects as the WHERE of a list: a statement that is written piece by piece with every value
 * bound, then the comparisons with the truth that the program gives them, then what is asked of accounts.
 */
#include "house/condition/condition.h"

#include "base/clock.h"
#include "house/condition/subject.h"

#include <string.h>

/* ---- a statement being written --------------------------------------------------------------------------------- */

static int bind_at(ListSql *sql, const DbValue *value)
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
    return ++sql->count;
}

/* $7, cast where the engine could not tell its type; a list stands in IN LIST and has none. */
static void place_add(ListSql *sql, int at, FieldType type)
{
    if (type == FIELD_IDS || type == FIELD_TEXTS)
        text_format(&sql->text, "$%d", at);
    else
        text_format(&sql->text, "CAST($%d AS %s)", at,
                    type == FIELD_TEXT   ? "TEXT"
                    : type == FIELD_REAL ? "DOUBLE PRECISION"
                                         : "BIGINT");
}

void list_sql_add(ListSql *sql, const char *text, const DbValue *value)
{
    const char *mark = value ? strchr(text, '?') : NULL;
    int at = mark ? bind_at(sql, value) : 0;
    for (; mark; text = mark + 1, mark = strchr(text, '?')) {
        text_add_n(&sql->text, text, (size_t)(mark - text));
        place_add(sql, at, value->type);
    }
    text_add(&sql->text, text);
}

/* ---- comparisons ----------------------------------------------------------------------------------------------- */

typedef struct {
    ListSql *sql;
    const ConditionOf *of;
    const char *field;
    Error *error;
    bool negated; /* below a "not": what is unknown must be told from what is false */
} Writing;

static bool as_listed(const Condition *condition)
{
    return condition->attribute->choices && condition->op != OP_CONTAINS;
}

/* A text with listed choices is compared as listed; other texts are compared folded. */
static bool is_folded(const Condition *condition)
{
    return condition->attribute->type == ATTRIBUTE_TEXT && condition->attribute->folded_sql && !as_listed(condition);
}

static DbValue text_of(const char *text)
{
    return (DbValue) { .type = FIELD_TEXT, .known = true, .text = text };
}

static void write_expression(Writing *to, const char *expression, const Attribute *attribute)
{
    bool of_time = attribute->of_today || attribute->of_now;
    DbValue time = { .type = FIELD_INT, .known = true, .integer = attribute->of_now ? to->of->now : to->of->today };
    DbValue key = of_time ? time : text_of(attribute->key);
    list_sql_add(to->sql, expression, of_time || attribute->key ? &key : NULL);
}

static void write_attribute_value(Writing *to, const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    write_expression(to, is_folded(condition) ? attribute->folded_sql : attribute->sql, attribute);
}

static const char *word_of(const Writing *to, const Condition *condition, const ConditionValue *value)
{
    Arena *arena = to->sql->text.arena;
    if (condition->attribute->type == ATTRIBUTE_DAY)
        return day_format(arena, (int64_t)value->number);
    return is_folded(condition) ? text_fold(arena, value->text) : value->text;
}

static bool is_text(const Attribute *attribute)
{
    return attribute->type == ATTRIBUTE_TEXT || (attribute->type == ATTRIBUTE_DAY && attribute->day_is_text);
}

static DbValue value_of(const Writing *to, const Condition *condition, const ConditionValue *value)
{
    if (is_text(condition->attribute))
        return text_of(word_of(to, condition, value));
    if (condition->attribute->type == ATTRIBUTE_NUMBER)
        return (DbValue) { .type = FIELD_REAL, .known = true, .real = value->number };
    return (DbValue) { .type = FIELD_INT, .known = true, .integer = (int64_t)value->number };
}

/* These are false for unknown values. Where nothing is negated, NULL serves as well and an index can be used. */
static void write_false_begin(Writing *to)
{
    text_add(&to->sql->text, to->negated ? "COALESCE(" : "(");
}

static void write_false_end(Writing *to)
{
    text_add(&to->sql->text, to->negated ? ", 1 = 0)" : ")");
}

static void write_contains(Writing *to, const Condition *condition)
{
    Arena *arena = to->sql->text.arena;
    const char *text = text_fold(arena, condition->values[0].text);
    Text pattern = text_new(arena);
    text_add(&pattern, "%");
    for (; *text; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            text_char(&pattern, '\\');
        text_char(&pattern, *text);
    }
    text_add(&pattern, "%");
    DbValue bound = text_of(text_string(&pattern));
    write_false_begin(to);
    write_attribute_value(to, condition);
    list_sql_add(to->sql, " LIKE ? ESCAPE '\\'", &bound);
    write_false_end(to);
}

/* One list, however many there are; numbers with a point have none. */
static DbValue list_of(const Writing *to, const Condition *condition)
{
    Arena *arena = to->sql->text.arena;
    size_t count = condition->value_count;
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    bool text = is_text(condition->attribute);
    for (size_t i = 0; i < count; i++) {
        ids[i] = (int64_t)condition->values[i].number;
        texts[i] = text ? word_of(to, condition, &condition->values[i]) : NULL;
    }
    return (DbValue) { .type = text ? FIELD_TEXTS : FIELD_IDS,
                       .known = true,
                       .bytes = { text ? (const void *)texts : (const void *)ids, count } };
}

static void write_in(Writing *to, const Condition *condition)
{
    DbValue list = list_of(to, condition);
    write_false_begin(to);
    write_attribute_value(to, condition);
    if (condition->attribute->type != ATTRIBUTE_NUMBER)
        list_sql_add(to->sql, " IN LIST(?)", &list);
    for (size_t i = 0; condition->attribute->type == ATTRIBUTE_NUMBER && i < condition->value_count; i++) {
        DbValue one = value_of(to, condition, &condition->values[i]);
        list_sql_add(to->sql, i ? ", ?" : " IN (?", &one);
    }
    text_add(&to->sql->text, condition->attribute->type == ATTRIBUTE_NUMBER ? ")" : "");
    write_false_end(to);
}

/* The same truth as the program's: an empty value differs from every value, and has no order with one (NULL). */
static void write_comparison(Writing *to, const Condition *condition)
{
    Arena *arena = to->sql->text.arena;
    DbValue value = value_of(to, condition, condition->values);
    if (condition->op == OP_EQ)
        write_false_begin(to);
    else
        text_add(&to->sql->text, "(");
    write_attribute_value(to, condition);
    list_sql_add(to->sql,
                 condition->op == OP_NE ? " IS DISTINCT FROM ?" : arena_format(arena, " %s ?", op_name(condition->op)),
                 &value);
    if (condition->op == OP_EQ)
        write_false_end(to);
    else
        text_add(&to->sql->text, ")");
}

/* A thing may have several words: the attribute's SQL tests one. */
static void write_words(Writing *to, const Condition *condition)
{
    text_add(&to->sql->text, condition->op == OP_NE ? "(NOT (" : "((");
    for (size_t i = 0; i < condition->value_count; i++) {
        DbValue word = text_of(condition->values[i].text);
        text_add(&to->sql->text, i ? " OR " : "");
        list_sql_add(to->sql, condition->attribute->sql, &word);
    }
    text_add(&to->sql->text, "))");
}

static void write_known(Writing *to, const Condition *condition)
{
    text_add(&to->sql->text, "(");
    write_expression(to, condition->attribute->sql, condition->attribute);
    text_add(&to->sql->text, condition->op == OP_KNOWN ? " IS NOT NULL)" : " IS NULL)");
}

/* Free text needs its folded form beside it, unless the question is only whether it is there. */
static bool can_be_asked(const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    if (!attribute->sql || attribute->type != ATTRIBUTE_TEXT || condition->op >= OP_KNOWN)
        return attribute->sql;
    return as_listed(condition) || attribute->folded_sql;
}

/* A value that nobody has. */
static void write_gone(Writing *to, Op op)
{
    if (op == OP_UNKNOWN || op == OP_NE)
        text_add(&to->sql->text, "(1 = 1)");
    else
        text_add(&to->sql->text, op == OP_KNOWN ? "(1 = 0)" : "(CASE WHEN 1 = 0 THEN 1 = 1 END)");
}

static bool write_attribute(Writing *to, const Condition *condition)
{
    const Attribute *attribute = condition->attribute;
    if (attribute->gone) {
        write_gone(to, condition->op);
        return true;
    }
    if (!can_be_asked(condition))
        return fail(to->error, ERROR_INPUT, to->field, "%s cannot be asked in this list", attribute->name);
    if (condition->op >= OP_KNOWN)
        write_known(to, condition);
    else if (condition->op == OP_IN && !condition->value_count)
        text_add(&to->sql->text, "(1 = 0)");
    else if (attribute->type == ATTRIBUTE_WORD)
        write_words(to, condition);
    else if (condition->op == OP_CONTAINS)
        write_contains(to, condition);
    else if (condition->op == OP_IN)
        write_in(to, condition);
    else
        write_comparison(to, condition);
    return true;
}

/* ---- accounts -------------------------------------------------------------------------------------------------- */

static Ids ids_if(Arena *arena, int64_t id, bool is)
{
    int64_t *one = arena_make(arena, int64_t);
    *one = id;
    return (Ids) { is, one };
}

/* The same of one account. */
static bool account_judge(const Writing *to, const Program *program, int node, int other, Ids *yes, Ids *no)
{
    Arena *arena = to->sql->text.arena;
    Engine *engine = to->of->engine;
    int64_t account = to->of->only_account.value;
    const EngineView *view;
    if (!account)
        return true;
    if (!engine_view_of(engine, (Ids) { 1, &account }, program_since(program, engine_calendar(engine), to->of->today),
                        &view, to->error))
        return false;
    *yes = ids_if(arena, account, program_matches(program, view, node, account, to->of->today));
    if (to->negated)
        *no = ids_if(arena, account, program_matches(program, view, other, account, to->of->today));
    engine_view_close(view);
    return true;
}

/* The accounts for which the condition is true and, where that matters, those for which it is false. */
static bool accounts_judge(const Writing *to, const Condition *condition, Ids *yes, Ids *no, Error *error)
{
    Arena *arena = to->sql->text.arena;
    Program *program = program_new(arena);
    int node = condition_compile(condition->parts[0], program), other = program_not(program, node);
    const EngineView *view;
    if (to->of->only_account.known)
        return account_judge(to, program, node, other, yes, no);
    if (!engine_view_since(to->of->engine, program_since(program, engine_calendar(to->of->engine), to->of->today),
                           to->of->today, &view, error))
        return false;
    program_select(program, view, arena, node, to->of->today, yes);
    if (to->negated)
        program_select(program, view, arena, other, to->of->today, no);
    engine_view_close(view);
    return true;
}

static DbValue ids_of(Ids ids)
{
    return (DbValue) { .type = FIELD_IDS, .known = true, .bytes = { (const uint8_t *)ids.items, ids.count } };
}

/* "account IN LIST(…)"; for a thing with several: it is among the things of such an account, which are found from the
 * accounts once, not again for each thing. */
static void write_among(Writing *to, const char *in, Ids ids)
{
    const Subject *subject = to->of->subject;
    Arena *arena = to->sql->text.arena;
    DbValue list = ids_of(ids);
    const char *among = arena_format(arena, "%s %s LIST(?)", subject->account, in);
    if (subject->accounts)
        among = arena_format(arena, "%s IN (SELECT %s FROM %s WHERE %s)", subject->id, subject->thing,
                             subject->accounts, among);
    list_sql_add(to->sql, among, &list);
}

/* False only for a thing that has accounts, when it is false for all of them. */
static bool write_account(Writing *to, const Condition *condition)
{
    const Subject *subject = to->of->subject;
    Ids yes = { 0 }, no = { 0 };
    if (!accounts_judge(to, condition, &yes, &no, to->error))
        return false;
    if (!to->negated) {
        write_among(to, "IN", yes);
        return true;
    }
    text_add(&to->sql->text, "(CASE WHEN ");
    write_among(to, "IN", yes);
    text_add(&to->sql->text, " THEN 1 = 1 WHEN ");
    if (subject->accounts) {
        text_format(&to->sql->text, "%s IN (SELECT %s FROM %s) AND NOT ", subject->id, subject->thing,
                    subject->accounts);
        write_among(to, "NOT IN", no);
    } else
        write_among(to, "IN", no);
    text_add(&to->sql->text, " THEN 1 = 0 END)");
    return true;
}

/* ---- the tree -------------------------------------------------------------------------------------------------- */

static bool write_condition(Writing *to, const Condition *condition);

static bool write_joint(Writing *to, const Condition *condition)
{
    Text *text = &to->sql->text;
    bool negated = to->negated;
    if (!condition->count) {
        text_add(text, condition->kind == CONDITION_AND ? "(1 = 1)" : "(1 = 0)");
        return true;
    }
    to->negated = negated || condition->kind == CONDITION_NOT;
    text_add(text, condition->kind == CONDITION_NOT ? "(NOT " : "(");
    for (size_t i = 0; i < condition->count; i++) {
        text_add(text, !i ? "" : condition->kind == CONDITION_AND ? " AND " : " OR ");
        if (!write_condition(to, condition->parts[i]))
            return false;
    }
    text_add(text, ")");
    to->negated = negated;
    return true;
}

static bool write_condition(Writing *to, const Condition *condition)
{
    if (condition->kind == CONDITION_ACCOUNT)
        return write_account(to, condition);
    return condition->kind == CONDITION_ATTRIBUTE ? write_attribute(to, condition) : write_joint(to, condition);
}

bool condition_sql(ListSql *sql, const ConditionOf *of, const Condition *condition, const char *field, Error *error)
{
    return write_condition(&(Writing) { .sql = sql, .of = of, .field = field, .error = error }, condition);
}
