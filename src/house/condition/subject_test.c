#include "house/condition/subject.h"

#include "db/db_testkit.h"
#include "jobs/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Attribute OF_ACCOUNTS[] = {
    { .name = "name", .type = ATTRIBUTE_TEXT },
    { .name = "stage", .type = ATTRIBUTE_TEXT, .choices = "onboarding|adoption|left" },
    { .name = "size", .type = ATTRIBUTE_NUMBER },
    { .name = "owner_id", .type = ATTRIBUTE_ID },
    { .name = "vip", .type = ATTRIBUTE_FLAG },
    { .name = "created_on", .type = ATTRIBUTE_DAY },
    { 0 },
};
static const Module TEST_MODULE = { .name = "test", .attributes = OF_ACCOUNTS };
static const Module *const TESTED[] = { &TEST_MODULE, NULL };

static const Attribute OF_THINGS[] = {
    { .name = "name", .type = ATTRIBUTE_TEXT, .sql = "t.name", .folded_sql = "t.name_folded" },
    { .name = "stage", .type = ATTRIBUTE_TEXT, .sql = "t.stage", .choices = "onboarding|adoption|left" },
    { .name = "size", .type = ATTRIBUTE_NUMBER, .sql = "t.size" },
    { .name = "owner_id", .type = ATTRIBUTE_ID, .sql = "t.owner_id" },
    { .name = "vip", .type = ATTRIBUTE_FLAG, .sql = "t.vip" },
    { .name = "created_on", .type = ATTRIBUTE_DAY, .sql = "t.created_on" },
    { .name = "word", .type = ATTRIBUTE_WORD, .sql = "t.words LIKE '%,' || ? || ',%'", .choices = "a|b_c" },
    { 0 },
};

static const SubjectSort SORTS[] = { { "id", "t.id", false }, { 0 } };

enum { ROWS = 60, TREES = 100, ACCOUNTS = 12, GONE = 99, TODAY = 20000 };

static Engine *accounts; /* those that things have */
static Engine *things;   /* the things as if they were accounts: what the program says of them is what SQL must say */
static Engine *filled;   /* the one of both that is being filled */
static int accounts_of[ROWS + 1][2]; /* 0 = none */
static Error error;

static const char *const WORDS[] = { ",a,", ",a,b_c,", "", ",abc," };

static uint64_t seed;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static const char *const NAMES[] = { "Tokyo 100%", "tokyo_base", "Ｏｓａｋａ", "back\\slash", "" };
static const char *const STAGES[] = { "onboarding", "adoption", "left" };

static void set(int64_t account, const char *column, ColumnType type, EngineValue value)
{
    engine_set(filled, &(EngineSet) { account, engine_column(filled, column, type, false), value }, 1);
}

/* A value for the engine, and as SQL where there is a text for rows; it is missing one time in four. */
static void add_text(Text *rows, int id, const char *column, const char *value)
{
    set(id, column, COLUMN_TEXT, engine_text(value));
    if (value)
        text_format(rows, ", CAST('%s' AS TEXT) AS %s", value, column);
    else
        text_format(rows, ", CAST(NULL AS TEXT) AS %s", column);
}

static void add_number(Text *rows, int id, const char *column, ColumnType type, int value)
{
    bool known = roll(4);
    set(id, column, type, known ? engine_int(value) : engine_unknown());
    text_format(rows, ", CAST(%s AS %s) AS %s", known ? arena_format(rows->arena, "%d", value) : "NULL",
                type == COLUMN_REAL ? "DOUBLE PRECISION" : "BIGINT", column);
}

static void add_row(Arena *arena, Text *rows, int id)
{
    const char *name = roll(4) ? NAMES[roll(5)] : NULL;
    text_format(rows, "%sSELECT CAST(%d AS BIGINT) AS id, CAST('%s' AS TEXT) AS words", id > 1 ? " UNION ALL " : "", id,
                WORDS[id % 4]);
    if (accounts_of[id][0])
        text_format(rows, ", CAST(%d AS BIGINT) AS account_id", accounts_of[id][0]);
    else
        text_add(rows, ", CAST(NULL AS BIGINT) AS account_id");
    add_text(rows, id, "name", name);
    add_text(rows, id, "name_folded", name ? text_fold(arena, name) : NULL);
    add_text(rows, id, "stage", roll(4) ? STAGES[roll(3)] : NULL);
    add_number(rows, id, "size", COLUMN_REAL, (int)roll(3));
    add_number(rows, id, "owner_id", COLUMN_INT, (int)roll(3));
    add_number(rows, id, "vip", COLUMN_FLAG, (int)roll(2));
    add_number(rows, id, "created_on", COLUMN_DAY, 20000 + (int)roll(4));
}

static const char *random_word(Arena *arena)
{
    static const char *const SHAPES[] = {
        "{\"attribute\":\"word\",\"op\":\"=\",\"value\":\"%s\"}",
        "{\"attribute\":\"word\",\"op\":\"!=\",\"value\":\"%s\"}",
        "{\"attribute\":\"word\",\"op\":\"in\",\"value\":[\"%s\",\"b_c\"]}",
    };
    return arena_format(arena, SHAPES[roll(3)], roll(2) ? "a" : "b_c");
}

static const char *random_comparison(Arena *arena)
{
    static const char *const ORDER[] = { "<", "<=", ">", ">=", "=", "!=" };
    static const char *const NAMED[] = { "name", "stage", "size", "owner_id", "vip", "created_on" };
    static const char *const NEEDLES[] = { "TOKYO", "%", "_", "\\\\", "o", "" };
    switch (roll(9)) {
    case 8:
        return roll(2) ? "{\"attribute\":\"name\",\"op\":\"in\",\"value\":[\"OSAKA\",\"tokyo 100%\"]}"
                       : arena_format(arena, "{\"attribute\":\"name\",\"op\":\"%s\",\"value\":\"TOKYO_base\"}",
                                      ORDER[4 + roll(2)]);
    case 0:
        return arena_format(arena, "{\"attribute\":\"%s\",\"op\":\"%s\"}", NAMED[roll(6)],
                            roll(2) ? "known" : "unknown");
    case 1:
        return arena_format(arena, "{\"attribute\":\"name\",\"op\":\"contains\",\"value\":\"%s\"}", NEEDLES[roll(6)]);
    case 2:
        return arena_format(arena, "{\"attribute\":\"stage\",\"op\":\"%s\",\"value\":\"%s\"}", ORDER[4 + roll(2)],
                            STAGES[roll(3)]);
    case 3:
        return roll(4) ? "{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"left\",\"adoption\"]}"
                       : "{\"attribute\":\"owner_id\",\"op\":\"in\",\"value\":[]}";
    case 4:
        return arena_format(arena, "{\"attribute\":\"size\",\"op\":\"%s\",\"value\":%d.0}", ORDER[roll(6)],
                            (int)roll(2));
    case 5:
        return arena_format(arena, "{\"attribute\":\"owner_id\",\"op\":\"in\",\"value\":[%d,%d]}", (int)roll(3), 7);
    case 6:
        return arena_format(arena, "{\"attribute\":\"vip\",\"op\":\"%s\",\"value\":%s}", ORDER[4 + roll(2)],
                            roll(2) ? "true" : "false");
    default:
        return arena_format(arena, "{\"attribute\":\"created_on\",\"op\":\"%s\",\"value\":\"2024-10-0%d\"}",
                            ORDER[roll(6)], 4 + (int)roll(4));
    }
}

/* `asks_account`: how often it still may. */
static const char *random_tree(Arena *arena, int depth, int *asks_account)
{
    const char *a, *b;
    int none = 0;
    if (*asks_account && !roll(3)) {
        --*asks_account;
        return arena_format(arena, "{\"account\":%s}", random_tree(arena, 2, &none));
    }
    if (depth < 3 && *asks_account && !roll(6))
        return random_word(arena);
    if (!depth || !roll(3))
        return random_comparison(arena);
    a = random_tree(arena, depth - 1, asks_account);
    b = random_tree(arena, depth - 1, asks_account);
    if (!roll(3))
        return arena_format(arena, "{\"not\":%s}", a);
    return arena_format(arena, "{\"%s\":[%s,%s]}", roll(2) ? "and" : "or", a, b);
}

/* ---- the list --------------------------------------------------------------------------------------------------- */

static int some_account(void)
{
    return !roll(3) ? 0 : roll(8) ? 1 + (int)roll(ACCOUNTS) : GONE;
}

static const char *joins(Arena *arena)
{
    Text made = text_new(arena);
    text_add(&made, "SELECT CAST(0 AS BIGINT) AS thing_id, CAST(0 AS BIGINT) AS account_id");
    for (int id = 1; id <= ROWS; id++)
        for (int i = 0; i < 2; i++)
            if (accounts_of[id][i])
                text_format(&made, " UNION ALL SELECT %d, %d", id, accounts_of[id][i]);
    return text_string(&made);
}

static const char *rows_in(Arena *arena, Engine *engine, int count)
{
    Text rows = text_new(arena);
    filled = engine;
    for (int id = 1; id <= count; id++)
        add_row(arena, &rows, id);
    return text_string(&rows);
}

static Subject things_as(Arena *arena, bool several)
{
    seed = 5;
    rows_in(arena, accounts, ACCOUNTS);
    for (int id = 1; id <= ROWS; id++) {
        accounts_of[id][0] = some_account();
        accounts_of[id][1] = several ? some_account() : 0;
    }
    return (Subject) {
        .name = "thing",
        .from = arena_format(arena, "(%s) AS t", rows_in(arena, things, ROWS)),
        .id = "t.id",
        .account = several ? "j.account_id" : "t.account_id",
        .accounts = several ? arena_format(arena, "(%s) AS j", joins(arena)) : NULL,
        .thing = "j.thing_id",
        .attributes = OF_THINGS,
        .sorts = SORTS,
    };
}

/* ---- the oracle: three-valued, a leaf by the program ---------------------------------------------------------------
 */

typedef struct {
    uint8_t of[ROWS + 1]; /* by thing */
} Truths;

/* Of accounts 1 to `most`, by their ids; one that is not there makes everything unknown. */
static Truths truths_by_program(Engine *engine, const Condition *condition, int most)
{
    Arena *arena = arena_new();
    Program *program = program_new(arena);
    int node = condition_compile(condition, program), other = program_not(program, node);
    const EngineView *view = engine_view(engine);
    Truths truths;
    Ids ids;
    memset(truths.of, TRUTH_UNKNOWN, sizeof truths.of);
    program_select(program, view, arena, node, TODAY, &ids);
    for (size_t i = 0; i < ids.count && ids.items[i] <= most; i++)
        truths.of[ids.items[i]] = TRUTH_YES;
    program_select(program, view, arena, other, TODAY, &ids);
    for (size_t i = 0; i < ids.count && ids.items[i] <= most; i++)
        truths.of[ids.items[i]] = TRUTH_NO;
    engine_view_close(view);
    arena_free(arena);
    return truths;
}

/* The best of a thing's accounts. */
static Truths truths_of_account(const Condition *condition)
{
    Truths by_account = truths_by_program(accounts, condition, ACCOUNTS), truths;
    for (int id = 1; id <= ROWS; id++) {
        int best = -1;
        for (int i = 0; i < 2; i++) {
            int account = accounts_of[id][i];
            int truth = !account ? -1 : account == GONE ? TRUTH_UNKNOWN : by_account.of[account];
            best = truth > best ? truth : best;
        }
        truths.of[id] = (uint8_t)(best < 0 ? TRUTH_UNKNOWN : best);
    }
    return truths;
}

static Truths truths_of_word(const Condition *condition)
{
    Truths truths;
    for (int id = 1; id <= ROWS; id++) {
        bool any = false;
        for (size_t i = 0; i < condition->value_count; i++) {
            char word[16];
            snprintf(word, sizeof word, ",%s,", condition->values[i].text);
            any = any || strstr(WORDS[id % 4], word);
        }
        truths.of[id] = any == (condition->op != OP_NE) ? TRUTH_YES : TRUTH_NO;
    }
    return truths;
}

static Truths truths_of(const Condition *condition)
{
    Truths truths;
    if (condition->kind == CONDITION_ACCOUNT)
        return truths_of_account(condition->parts[0]);
    if (condition->kind == CONDITION_ATTRIBUTE)
        return condition->attribute->type == ATTRIBUTE_WORD ? truths_of_word(condition)
                                                            : truths_by_program(things, condition, ROWS);
    memset(truths.of, condition->kind == CONDITION_OR ? TRUTH_NO : TRUTH_YES, sizeof truths.of);
    for (size_t i = 0; i < condition->count; i++) {
        Truths part = truths_of(condition->parts[i]);
        for (int id = 1; id <= ROWS; id++) {
            uint8_t other = condition->kind == CONDITION_NOT ? (uint8_t)(TRUTH_YES - part.of[id]) : part.of[id];
            bool takes = condition->kind == CONDITION_OR ? other > truths.of[id] : other < truths.of[id];
            truths.of[id] = takes ? other : truths.of[id];
        }
    }
    return truths;
}

/* ---- tests ------------------------------------------------------------------------------------------------------ */

static int open_engines(void)
{
    modules_use(TESTED);
    return engine_open(&accounts, &error) && engine_open(&things, &error) ? 0 : -1;
}

static void close_engines(void)
{
    engine_close(accounts);
    engine_close(things);
}

typedef struct {
    Arena *arena;
    Subject subject;
} Tested;

static SubjectAsk ask_of(const Tested *tested, const char *filter)
{
    return (SubjectAsk) { .of = { .subject = &tested->subject, .engine = accounts, .today = TODAY },
                          .filter = filter,
                          .limit = DB_MANY_MAX - 1 };
}

/* Where no other account is judged, each thing is found just so. */
static bool compare_alone(Db *db, const Tested *tested, const char *filter, const Truths *truths, Error *failure)
{
    SubjectAsk ask = ask_of(tested, filter);
    for (int id = 1; id <= ROWS; id++) {
        int64_t counted;
        ask.of.only_account = (OptInt) { accounts_of[id][0], true };
        ask.also[0] = (SubjectAlso) { "t.id = ?", { .type = FIELD_INT, .known = true, .integer = id } };
        if (!subject_count(db, tested->arena, &ask, &counted, failure))
            return false;
        if (counted != (truths->of[id] == TRUTH_YES))
            fail_msg("%s: thing %d of account %d alone is %sfound", filter, id, accounts_of[id][0],
                     counted ? "" : "not ");
    }
    return true;
}

static bool compare_one(Db *db, const Tested *tested, const char *filter, Error *failure)
{
    SubjectAsk ask = ask_of(tested, filter);
    const Condition *condition;
    SubjectPage page;
    int64_t counted;
    size_t at = 0;
    if (!condition_parse_text(tested->arena, &ask.of, filter, "filter", &condition, failure) ||
        !subject_page(db, tested->arena, &ask, &page, failure) ||
        !subject_count(db, tested->arena, &ask, &counted, failure))
        return false;
    assert_int_equal(counted, page.ids.count);
    Truths truths = truths_of(condition);
    for (int id = 1; id <= ROWS; id++) {
        bool listed = at < page.ids.count && page.ids.items[at] == id;
        if (listed != (truths.of[id] == TRUTH_YES))
            fail_msg("%s: thing %d is %slisted", filter, id, listed ? "" : "not ");
        at += listed;
    }
    assert_int_equal(at, page.ids.count);
    return true;
}

static bool compare_trees_alone(Db *db, void *context, Error *failure)
{
    enum { ALONE = 20 };
    const Tested *tested = context;
    for (int i = 0; i < ALONE; i++) {
        int asks = 3;
        const char *filter = random_tree(tested->arena, 3, &asks);
        const Condition *condition;
        SubjectAsk ask = ask_of(tested, filter);
        if (!condition_parse_text(tested->arena, &ask.of, filter, "filter", &condition, failure))
            return false;
        Truths truths = truths_of(condition);
        if (!compare_alone(db, tested, filter, &truths, failure))
            return false;
    }
    return true;
}

static bool compare_trees(Db *db, void *context, Error *failure)
{
    const Tested *tested = context;
    for (int i = 0; i < TREES; i++) {
        int asks = 3;
        if (!compare_one(db, tested, random_tree(tested->arena, 3, &asks), failure))
            return false;
    }
    return true;
}

/* More values than a statement of a module has parameters. */
static bool ask_with_many_values(Db *db, void *context, Error *failure)
{
    const Tested *tested = context;
    Text filter = text_new(tested->arena);
    text_add(&filter, "{\"or\":[");
    for (int i = 0; i < 90; i++)
        text_format(&filter, "%s{\"attribute\":\"size\",\"op\":\"in\",\"value\":[%d.5,%d]}", i ? "," : "", i, i);
    text_add(&filter, "]}");
    return compare_one(db, tested, text_string(&filter), failure);
}

static void a_list_holds_exactly_what_is_true(void **state)
{
    TestDb *test = *state;
    assert_int_equal(open_engines(), 0);
    for (int several = 0; several < 2; several++) {
        Tested tested = { test->arena, things_as(test->arena, several) };
        db_test_read(test, compare_trees, &tested);
        db_test_read(test, ask_with_many_values, &tested);
    }
    close_engines();
}

static void a_thing_is_found_just_so_where_its_account_alone_is_judged(void **state)
{
    TestDb *test = *state;
    assert_int_equal(open_engines(), 0);
    Tested tested = { test->arena, things_as(test->arena, 0) };
    db_test_read(test, compare_trees_alone, &tested);
    close_engines();
}

static bool ask_of_many(Db *db, void *context, Error *failure)
{
    static const char *const ASKED = "{\"account\":{\"attribute\":\"size\",\"op\":\">=\",\"value\":0}}";
    const Tested *tested = context;
    int64_t yes, no;
    SubjectAsk ask = ask_of(tested, ASKED);
    if (!subject_count(db, tested->arena, &ask, &yes, failure))
        return false;
    ask.filter = arena_format(tested->arena, "{\"not\":%s}", ASKED);
    if (!subject_count(db, tested->arena, &ask, &no, failure))
        return false;
    assert_int_equal(yes, 40);
    assert_int_equal(no, 20);
    return true;
}

/* Two of three things are of an account with a size of 1, the third of one with a size of -1. */
static void ids_of_a_hundred_thousand_accounts_are_one_value(void **state)
{
    enum { MANY = 100000 };
    TestDb *test = *state;
    EngineSet *sets = arena_array(test->arena, MANY, sizeof *sets);
    Text rows = text_new(test->arena);
    assert_int_equal(open_engines(), 0);
    int size = engine_column(accounts, "size", COLUMN_REAL, false);
    for (int i = 0; i < MANY; i++)
        sets[i] = (EngineSet) { 1000 + i, size, engine_real(i % 3 ? 1 : -1) };
    engine_set(accounts, sets, MANY);
    for (int id = 0; id < ROWS; id++)
        text_format(&rows, "%sSELECT CAST(%d AS BIGINT) AS id, CAST(%d AS BIGINT) AS account_id",
                    id ? " UNION ALL " : "", id + 1, 1000 + MANY - ROWS + id + 1 - 1);
    Tested tested = { test->arena,
                      { .name = "thing",
                        .from = arena_format(test->arena, "(%s) AS t", text_string(&rows)),
                        .id = "t.id",
                        .account = "t.account_id",
                        .attributes = OF_THINGS,
                        .sorts = SORTS } };
    db_test_read(test, ask_of_many, &tested);
    close_engines();
}

static void a_condition_asks_of_accounts_a_few_times_at_most(void **state)
{
    Arena *arena = arena_new();
    Subject subject = { .name = "thing", .account = "t.account_id", .attributes = OF_THINGS, .sorts = SORTS };
    ConditionOf of = { .subject = &subject };
    Text text = text_new(arena), again = text_new(arena);
    const Condition *condition;
    (void)state;
    modules_use(TESTED);
    text_add(&text, "{\"and\":[");
    for (int i = 0; i < CONDITION_ACCOUNTS_MAX; i++)
        text_format(&text, "%s{\"account\":{\"attribute\":\"vip\",\"op\":\"=\",\"value\":true}}", i ? "," : "");
    const char *good = arena_format(arena, "%s]}", text_string(&text));
    const char *bad = arena_format(arena, "%s,{\"account\":{\"and\":[]}}]}", text_string(&text));
    assert_true(condition_parse_text(arena, &of, good, "filter", &condition, &error));
    condition_print(&again, condition);
    assert_string_equal(text_string(&again), good);
    assert_false(condition_parse_text(arena, &of, bad, "filter", &condition, &error));
    assert_non_null(strstr(error.text, "too often of accounts"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_asks_of_accounts_a_few_times_at_most),
        DB_TEST(a_list_holds_exactly_what_is_true),
        DB_TEST(a_thing_is_found_just_so_where_its_account_alone_is_judged),
        DB_TEST(ids_of_a_hundred_thousand_accounts_are_one_value),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
