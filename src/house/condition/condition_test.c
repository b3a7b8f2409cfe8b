#include "house/condition/condition.h"

#include "db/db_testkit.h"
#include "jobs/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Attribute ATTRIBUTES[] = {
    { "name", ATTRIBUTE_TEXT, "name", "t.name", "t.name_folded", NULL },
    { "stage", ATTRIBUTE_TEXT, "stage", "t.stage", NULL, "onboarding|adoption|left" },
    { "size", ATTRIBUTE_NUMBER, "size", "t.size", NULL, NULL },
    { "owner_id", ATTRIBUTE_ID, "owner_id", "t.owner_id", NULL, NULL },
    { "vip", ATTRIBUTE_FLAG, "vip", "t.vip", NULL, NULL },
    { "created_on", ATTRIBUTE_DAY, "created_on", "t.created_on", NULL, NULL },
    { "band", ATTRIBUTE_TEXT, "band", NULL, NULL, "GOOD|NORMAL|BAD|UNKNOWN" },
    { "product_id", ATTRIBUTE_PRODUCT, ENGINE_PRODUCT, NULL, NULL, NULL },
    { 0 },
};
static const Module TEST_MODULE = { .name = "test", .attributes = ATTRIBUTES };
static const Module *const TESTED[] = { &TEST_MODULE, NULL };

static Engine *engine;
static Error error;

static int open_engine(void **state)
{
    (void)state;
    modules_use(TESTED);
    return engine_open(&engine, &error) ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    engine_close(engine);
    return 0;
}

static const Condition *parsed(Arena *arena, const char *text)
{
    const Condition *condition = NULL;
    if (!condition_parse_text(arena, engine, CONDITION_GIVEN, text, "filter", &condition, &error))
        fail_msg("%s: %s", text, error.text);
    return condition;
}

static void what_is_read_is_printed_the_same(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "{\"and\":[]}",
        "{\"attribute\":\"name\",\"op\":\"contains\",\"value\":\"東京\"}",
        "{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"left\",\"adoption\"]}",
        "{\"not\":{\"attribute\":\"owner_id\",\"op\":\"=\",\"value\":9007199254740991}}",
        "{\"attribute\":\"vip\",\"op\":\"!=\",\"value\":true}",
        "{\"attribute\":\"created_on\",\"op\":\"<=\",\"value\":\"2026-02-28\"}",
        "{\"attribute\":\"size\",\"op\":\">\",\"value\":0.1}",
        "{\"attribute\":\"size\",\"op\":\"unknown\"}",
        "{\"attribute\":\"product_id\",\"op\":\"in\",\"value\":[1,2]}",
        "{\"or\":[{\"measure\":{\"measure\":\"active_days\",\"feature_id\":7,\"days\":14},\"op\":\"<\",\"value\":3},"
        "{\"measure\":{\"measure\":\"mrr\",\"product_id\":4},\"op\":\"known\"},"
        "{\"measure\":{\"measure\":\"field\",\"field\":\"staff\"},\"op\":\">=\",\"value\":-1.5}]}",
    };
    engine_column(engine, "field:staff", COLUMN_REAL, false);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        Arena *arena = arena_new();
        Text text = text_new(arena);
        condition_print(&text, parsed(arena, TEXTS[i]));
        assert_string_equal(text_string(&text), TEXTS[i]);
        arena_free(arena);
    }
}

static void equal_to_null_asks_whether_it_is_unknown(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text text = text_new(arena);
    condition_print(&text, parsed(arena, "{\"attribute\":\"size\",\"op\":\"!=\",\"value\":null}"));
    assert_string_equal(text_string(&text), "{\"attribute\":\"size\",\"op\":\"known\"}");
    arena_free(arena);
}

static void a_wrong_condition_says_what_is_wrong_and_names_the_nearest(void **state)
{
    (void)state;
    static const char *const WRONG[][2] = {
        { "[]", "a condition must be an object" },
        { "{}", "exactly one of" },
        { "{\"and\":{}}", "take a list" },
        { "{\"and\":[],\"or\":[]}", "exactly one of" },
        { "{\"nott\":{}}", "did you mean \"not\"?" },
        { "{\"attribute\":\"stge\",\"op\":\"=\",\"value\":\"left\"}", "did you mean \"stage\"?" },
        { "{\"attribute\":\"field:staf\",\"op\":\"=\",\"value\":1}", "did you mean \"field:staff\"?" },
        { "{\"attribute\":\"stage\",\"op\":\"=\",\"value\":\"lef\"}", "must be one of onboarding|adoption|left" },
        { "{\"attribute\":\"stage\",\"op\":\"=\",\"value\":\"\"}", "must be one of onboarding|adoption|left" },
        { "{\"attribute\":\"stage\",\"op\":\"<\",\"value\":\"left\"}", "unknown operator for this \"<\"" },
        { "{\"attribute\":\"name\",\"op\":\"contain\",\"value\":\"x\"}", "did you mean \"contains\"?" },
        { "{\"attribute\":\"size\",\"op\":\"=\",\"value\":\"big\"}", "compare size with a number" },
        { "{\"attribute\":\"size\",\"op\":\"<\",\"value\":null}", "compare size with a number" },
        { "{\"attribute\":\"vip\",\"op\":\"=\",\"value\":1}", "must be true or false" },
        { "{\"attribute\":\"created_on\",\"op\":\"=\",\"value\":\"2026-02-29\"}", "a day like" },
        { "{\"attribute\":\"owner_id\",\"op\":\"in\",\"value\":3}", "takes a list" },
        { "{\"attribute\":\"owner_id\",\"op\":\"in\",\"value\":[1.5]}", "compare owner_id with an id" },
        { "{\"attribute\":\"owner_id\",\"op\":\"known\",\"value\":3}", "take no value" },
        { "{\"attribute\":\"owner_id\",\"op\":\"known\",\"valu\":3}", "did you mean \"value\"?" },
        { "{\"measure\":{\"measure\":\"actve_days\"},\"op\":\"<\",\"value\":3}", "did you mean \"active_days\"?" },
        { "{\"measure\":{\"measure\":\"mrr\",\"days\":3},\"op\":\"<\",\"value\":3}", "takes no days" },
        { "{\"measure\":{\"measure\":\"events\",\"days\":0},\"op\":\"<\",\"value\":3}", "must be 1–1000" },
        { "{\"measure\":{\"measure\":\"events\",\"day\":7},\"op\":\"<\",\"value\":3}", "did you mean \"days\"?" },
        { "{\"measure\":{\"measure\":\"field\"},\"op\":\"<\",\"value\":3}", "needs a field" },
        { "{\"measure\":{\"measure\":\"field\",\"field\":\"stuff\"},\"op\":\"<\",\"value\":3}", "field:staff" },
        { "{\"measure\":{\"measure\":\"field\",\"field\":\"city\"},\"op\":\"<\",\"value\":3}",
          "is a text, not a number" },
        { "{\"measure\":{\"measure\":\"events\"},\"op\":\"<\"}", "compare a measure with a number" },
        { "{\"measure\":{\"measure\":\"events\"},\"op\":\"contains\",\"value\":1}", "unknown operator" },
    };
    engine_column(engine, "field:staff", COLUMN_REAL, false);
    engine_column(engine, "field:city", COLUMN_TEXT, false);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        Arena *arena = arena_new();
        const Condition *condition = NULL;
        assert_false(condition_parse_text(arena, engine, CONDITION_GIVEN, WRONG[i][0], "filter", &condition, &error));
        if (!strstr(error.text, WRONG[i][1]))
            fail_msg("%s says \"%s\"", WRONG[i][0], error.text);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.field, "filter");
        arena_free(arena);
    }
}

static void a_tree_of_too_many_parts_is_refused(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const Condition *condition;
    Text text = text_new(arena);
    text_add(&text, "{\"or\":[");
    for (int i = 0; i < CONDITION_PARTS_MAX; i++)
        text_format(&text, "%s{\"attribute\":\"size\",\"op\":\"=\",\"value\":%d}", i ? "," : "", i);
    text_add(&text, "]}");
    assert_false(
        condition_parse_text(arena, engine, CONDITION_GIVEN, text_string(&text), "filter", &condition, &error));
    assert_non_null(strstr(error.text, "too many parts"));
    arena_free(arena);
}

static void a_product_is_asked_at_its_date(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Program *program = program_new(arena);
    EngineStep step = { 5, 100, engine_int(1) };
    int has = condition_compile(parsed(arena, "{\"attribute\":\"product_id\",\"op\":\"in\",\"value\":[4,5]}"), program);
    int has_not = condition_compile(parsed(arena, "{\"attribute\":\"product_id\",\"op\":\"!=\",\"value\":5}"), program);
    const EngineView *view;
    engine_account_add(engine, 1);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_PRODUCT, COLUMN_FLAG, true), &step, 1);
    view = engine_view(engine);
    assert_true(program_matches(program, view, has, 1, 100));
    assert_false(program_matches(program, view, has, 1, 99));
    assert_true(program_matches(program, view, has_not, 1, 99));
    assert_false(program_matches(program, view, has_not, 1, 100));
    engine_view_close(view);
    arena_free(arena);
}

/* ---- both back ends say the same ------------------------------------------------------------------------------ */

enum { ROWS = 60, TREES = 120 };

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
    engine_set(engine, &(EngineSet) { account, engine_column(engine, column, type, false), value }, 1);
}

/* A value for the engine and as SQL text; it is missing one time in four. */
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
    text_format(rows, "%sSELECT CAST(%d AS BIGINT) AS id", id > 1 ? " UNION ALL " : "", id);
    add_text(rows, id, "name", name);
    add_text(rows, id, "name_folded", name ? text_fold(arena, name) : NULL);
    add_text(rows, id, "stage", roll(4) ? STAGES[roll(3)] : NULL);
    add_number(rows, id, "size", COLUMN_REAL, (int)roll(3));
    add_number(rows, id, "owner_id", COLUMN_INT, (int)roll(3));
    add_number(rows, id, "vip", COLUMN_FLAG, (int)roll(2));
    add_number(rows, id, "created_on", COLUMN_DAY, 20000 + (int)roll(4));
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

static const char *random_tree(Arena *arena, int depth)
{
    const char *a, *b;
    if (!depth || !roll(3))
        return random_comparison(arena);
    a = random_tree(arena, depth - 1);
    b = random_tree(arena, depth - 1);
    if (!roll(3))
        return arena_format(arena, "{\"not\":%s}", a);
    return arena_format(arena, "{\"%s\":[%s,%s]}", roll(2) ? "and" : "or", a, b);
}

typedef struct {
    int64_t id;
} IdRow;
static const Field ID_FIELDS[] = { SHAPE_FIELD(IdRow, id, FIELD_ID), { 0 } };
static const Shape ID_ROW = { "IdRow", sizeof(IdRow), ID_FIELDS };

typedef struct {
    Arena *arena;
    const char *rows;
} Agreement;

static bool compare_back_ends(Db *db, Agreement *agreement, const char *json, Error *failure)
{
    Arena *arena = agreement->arena;
    Program *program = program_new(arena);
    const Condition *condition = parsed(arena, json);
    const EngineView *view;
    const DbValue *values;
    const char *sql;
    void *found;
    size_t count;
    int bound;
    Ids ids;
    if (!condition_sql(arena, condition, 1, &sql, &values, &bound, "filter", failure))
        return false;
    sql = arena_format(arena, "SELECT id FROM (%s) AS t WHERE %s ORDER BY id", agreement->rows, sql);
    if (!db_list(db, arena, sql, values, bound, &ID_ROW, &found, &count, failure))
        return false;
    view = engine_view(engine);
    program_select(program, view, arena, condition_compile(condition, program), 20000, &ids);
    engine_view_close(view);
    if (ids.count != count)
        fail_msg("%s: %zu by program, %zu by %s", json, ids.count, count, sql);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(ids.items[i], ((IdRow *)found)[i].id);
    return true;
}

static bool compare_trees(Db *db, void *context, Error *failure)
{
    Agreement *agreement = context;
    for (int i = 0; i < TREES; i++)
        if (!compare_back_ends(db, agreement, random_tree(agreement->arena, 3), failure))
            return false;
    return true;
}

static void program_and_sql_choose_the_same_accounts(void **state)
{
    TestDb *test = *state;
    Text rows = text_new(test->arena);
    Agreement agreement = { .arena = test->arena };
    seed = 5;
    open_engine(NULL);
    for (int id = 1; id <= ROWS; id++)
        add_row(test->arena, &rows, id);
    agreement.rows = text_string(&rows);
    db_test_read(test, compare_trees, &agreement);
    close_engine(NULL);
}

static void what_is_not_in_the_database_cannot_be_asked_of_it(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *sql;
    const DbValue *values;
    int count;
    assert_false(condition_sql(arena, parsed(arena, "{\"attribute\":\"band\",\"op\":\"=\",\"value\":\"BAD\"}"), 1, &sql,
                               &values, &count, "filter", &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_false(condition_sql(arena, parsed(arena, "{\"measure\":{\"measure\":\"mrr\"},\"op\":\">\",\"value\":1}"), 1,
                               &sql, &values, &count, "filter", &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    arena_free(arena);
}

/* What `text` says of account 1, which has no field at all. */
static bool holds_as_stored(Arena *arena, const char *text)
{
    Program *program = program_new(arena);
    const Condition *condition;
    if (!condition_parse_text(arena, engine, CONDITION_STORED, text, "when", &condition, &error))
        fail_msg("%s: %s", text, error.text);
    Text again = text_new(arena);
    condition_print(&again, condition);
    assert_string_equal(text_string(&again), text);
    int node = condition_compile(condition, program);
    engine_account_add(engine, 1);
    const EngineView *view = engine_view(engine);
    size_t count = program_select(program, view, arena, node, 20000, NULL);
    engine_view_close(view);
    return count == 1;
}

static void a_stored_condition_outlives_the_custom_field_it_asks(void **state)
{
    static const struct {
        const char *text;
        bool holds;
    } STORED[] = {
        { "{\"attribute\":\"field:gone\",\"op\":\"<\",\"value\":5}", false },
        { "{\"attribute\":\"field:gone\",\"op\":\">=\",\"value\":\"2026-01-31\"}", false },
        { "{\"attribute\":\"field:gone\",\"op\":\"contains\",\"value\":\"2026-01-31\"}", false },
        { "{\"attribute\":\"field:gone\",\"op\":\"in\",\"value\":[\"a\",\"b\"]}", false },
        { "{\"attribute\":\"field:gone\",\"op\":\"=\",\"value\":true}", false },
        { "{\"attribute\":\"field:gone\",\"op\":\"unknown\"}", true },
        { "{\"attribute\":\"field:gone\",\"op\":\"!=\",\"value\":\"a\"}", true },
        { "{\"measure\":{\"measure\":\"field\",\"field\":\"gone\"},\"op\":\"<\",\"value\":5}", false },
        { "{\"attribute\":\"field:other\",\"op\":\"<\",\"value\":5}", false }, /* came again as a text */
    };
    Arena *arena = arena_new();
    const Condition *condition;
    (void)state;
    engine_column(engine, "field:other", COLUMN_TEXT, false);
    for (size_t i = 0; i < sizeof STORED / sizeof *STORED; i++) {
        assert_int_equal(holds_as_stored(arena, STORED[i].text), STORED[i].holds);
        assert_false(condition_parse_text(arena, engine, CONDITION_GIVEN, STORED[i].text, "when", &condition, &error));
    }
    assert_false(condition_parse_text(arena, engine, CONDITION_STORED,
                                      "{\"attribute\":\"nmae\",\"op\":\"=\",\"value\":\"a\"}", "when", &condition,
                                      &error));
    arena_free(arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_engine, close_engine)
    const struct CMUnitTest tests[] = {
        TEST(what_is_read_is_printed_the_same),
        TEST(equal_to_null_asks_whether_it_is_unknown),
        TEST(a_wrong_condition_says_what_is_wrong_and_names_the_nearest),
        TEST(a_tree_of_too_many_parts_is_refused),
        TEST(a_stored_condition_outlives_the_custom_field_it_asks),
        TEST(a_product_is_asked_at_its_date),
        TEST(what_is_not_in_the_database_cannot_be_asked_of_it),
        DB_TEST(program_and_sql_choose_the_same_accounts),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
