#include "house/condition/condition.h"

#include "base/circle.h"
#include "base/test.h"
#include "jobs/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Attribute ATTRIBUTES[] = {
    { .name = "name", .type = ATTRIBUTE_TEXT },
    { .name = "stage", .type = ATTRIBUTE_TEXT, .choices = "onboarding|adoption|left" },
    { .name = "size", .type = ATTRIBUTE_NUMBER },
    { .name = "owner_id", .type = ATTRIBUTE_ID },
    { .name = "vip", .type = ATTRIBUTE_FLAG },
    { .name = "created_on", .type = ATTRIBUTE_DAY },
    { .name = "product_id", .type = ATTRIBUTE_PRODUCT, .column = ENGINE_PRODUCT },
    { .name = "segment", .type = ATTRIBUTE_SAVED },
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
    ConditionOf accounts = { .engine = engine, .sees = CIRCLES_ALL };
    if (!condition_parse_text(arena, &accounts, text, "filter", &condition, &error))
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
        { "{\"account\":{\"attribute\":\"stage\",\"op\":\"known\"}}", "ask an account its attributes themselves" },
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
        assert_false(condition_parse_text(arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL }, WRONG[i][0],
                                          "filter", &condition, &error));
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
    assert_false(condition_parse_text(arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL },
                                      text_string(&text), "filter", &condition, &error));
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

/* What `text` says of account 1, which has no field at all. */
static bool holds_as_stored(Arena *arena, const char *text)
{
    ConditionOf stored = { .engine = engine, .source = CONDITION_STORED };
    Program *program = program_new(arena);
    const Condition *condition;
    if (!condition_parse_text(arena, &stored, text, "when", &condition, &error))
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
    ConditionOf stored = { .engine = engine, .source = CONDITION_STORED };
    (void)state;
    engine_column(engine, "field:other", COLUMN_TEXT, false);
    for (size_t i = 0; i < sizeof STORED / sizeof *STORED; i++) {
        assert_int_equal(holds_as_stored(arena, STORED[i].text), STORED[i].holds);
        assert_false(condition_parse_text(arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL },
                                          STORED[i].text, "when", &condition, &error));
    }
    assert_false(condition_parse_text(arena, &stored, "{\"attribute\":\"nmae\",\"op\":\"=\",\"value\":\"a\"}", "when",
                                      &condition, &error));
    arena_free(arena);
}

static void nobody_asks_for_what_they_do_not_see(void **state)
{
    static const char ASKS[] = "{\"not\":{\"measure\":{\"measure\":\"mrr\"},\"op\":\"known\"}}";
    ConditionOf giver = { .engine = engine, .sees = CIRCLE_SUPPORT };
    const Condition *condition;
    Arena *arena = arena_new();
    (void)state;
    assert_false(condition_parse_text(arena, &giver, ASKS, "filter", &condition, &error));
    assert_int_equal(error.kind, ERROR_FORBIDDEN);
    giver.sees = CIRCLE_REVENUE;
    assert_true(condition_parse_text(arena, &giver, ASKS, "filter", &condition, &error));
    giver = (ConditionOf) { .engine = engine, .source = CONDITION_STORED };
    assert_true(condition_parse_text(arena, &giver, ASKS, "filter", &condition, &error));
    arena_free(arena);
}

/* Who kept a condition may ask of what is gone, and of nothing that they do not see. */
static void a_kept_condition_outlives_a_field_and_no_area(void **state)
{
    static const char GONE[] =
        "{\"and\":[{\"attribute\":\"field:gone\",\"op\":\"=\",\"value\":1},{\"not\":{\"measure\":{"
        "\"measure\":\"field\",\"field\":\"went\"},\"op\":\"known\"}},{\"attribute\":\"field:gone\","
        "\"op\":\"known\"},{\"attribute\":\"field:here\",\"op\":\"known\"}]}";
    ConditionOf of = { .engine = engine, .source = CONDITION_KEPT, .sees = CIRCLE_SUPPORT };
    const Texts here = { 1, (const char *const[]) { "here" } };
    const Condition *condition;
    Arena *arena = arena_new();
    (void)state;
    assert_true(condition_parse_text(arena, &of, GONE, "filter", &condition, &error));
    Texts missing = condition_missing(arena, condition, here, here);
    assert_int_equal(missing.count, 2);
    assert_string_equal(missing.items[0], "gone");
    assert_string_equal(missing.items[1], "went");
    assert_int_equal(condition_circles(condition), CIRCLE_NONE);
    assert_false(condition_parse_text(arena, &of, "{\"measure\":{\"measure\":\"mrr\"},\"op\":\"known\"}", "filter",
                                      &condition, &error));
    assert_int_equal(error.kind, ERROR_FORBIDDEN);
    arena_free(arena);
}

/* 3 is small accounts, 4 is all others by way of 3, and 6 is gone. */
static bool is_in(Arena *arena, const char *text, int64_t account)
{
    static const char SAVED[] = "{\"3\":{\"attribute\":\"size\",\"op\":\"<\",\"value\":10},"
                                "\"4\":{\"attribute\":\"segment\",\"op\":\"!=\",\"value\":3}}";
    ConditionOf of = { .engine = engine, .source = CONDITION_STORED };
    const Condition *condition;
    assert_true(json_parse(arena, SAVED, sizeof SAVED - 1, &of.pinned, &error));
    assert_true(condition_parse_text(arena, &of, text, "filter", &condition, &error));
    Program *program = program_new(arena);
    int node = condition_compile(condition, program);
    const EngineView *view = engine_view(engine);
    bool matches = program_matches(program, view, node, account, 20000);
    engine_view_close(view);
    return matches;
}

static void an_account_is_in_a_saved_condition_or_it_is_not(void **state)
{
    static const char IN[] = "{\"attribute\":\"segment\",\"op\":\"=\",\"value\":3}";
    static const char NOT_IN[] = "{\"not\":{\"attribute\":\"segment\",\"op\":\"in\",\"value\":[3,6]}}";
    static const char OTHERS[] = "{\"attribute\":\"segment\",\"op\":\"=\",\"value\":4}";
    enum { SMALL = 1, LARGE, UNKNOWN };
    int size = engine_column(engine, "size", COLUMN_REAL, false);
    const EngineSet sets[] = { { SMALL, size, engine_real(5) },
                               { LARGE, size, engine_real(50) },
                               { UNKNOWN, size, engine_unknown() } };
    Arena *arena = arena_new();
    (void)state;
    engine_set(engine, sets, 3);
    for (int64_t account = SMALL; account <= UNKNOWN; account++) {
        assert_int_equal(is_in(arena, IN, account), account == SMALL);
        assert_int_equal(is_in(arena, NOT_IN, account), account != SMALL);
        assert_int_equal(is_in(arena, OTHERS, account), account != SMALL);
        assert_false(is_in(arena, "{\"attribute\":\"segment\",\"op\":\"=\",\"value\":6}", account));
    }
    arena_free(arena);
}

static void a_saved_condition_that_asks_for_itself_ends(void **state)
{
    static const char LOOP[] = "{\"5\":{\"attribute\":\"segment\",\"op\":\"=\",\"value\":5}}";
    ConditionOf of = { .engine = engine, .source = CONDITION_STORED };
    const Condition *condition;
    Arena *arena = arena_new();
    (void)state;
    assert_true(json_parse(arena, LOOP, sizeof LOOP - 1, &of.pinned, &error));
    assert_false(condition_parse_text(arena, &of, "{\"attribute\":\"segment\",\"op\":\"=\",\"value\":5}", "filter",
                                      &condition, &error));
    assert_non_null(strstr(error.text, "too many segments"));
    arena_free(arena);
}

/* 200 times a saved condition of 101 parts. */
static void a_condition_with_its_saved_ones_is_bounded(void **state)
{
    Arena *arena = arena_new();
    Text saved = text_new(arena), asks = text_new(arena);
    ConditionOf of = { .engine = engine, .source = CONDITION_KEPT, .sees = CIRCLES_ALL };
    const Condition *condition;
    (void)state;
    text_add(&saved, "{\"3\":{\"or\":[");
    for (int i = 0; i < CONDITION_PARTS_MAX / 2; i++)
        text_format(&saved, "%s{\"attribute\":\"size\",\"op\":\"=\",\"value\":%d}", i ? "," : "", i);
    text_add(&saved, "]}}");
    assert_true(json_parse(arena, text_string(&saved), saved.size, &of.pinned, &error));
    text_add(&asks, "{\"and\":[{\"attribute\":\"size\",\"op\":\"known\"}");
    for (int i = 2; i < CONDITION_PARTS_MAX; i++)
        text_add(&asks, ",{\"attribute\":\"segment\",\"op\":\"=\",\"value\":3}");
    text_add(&asks, "]}");
    assert_false(condition_parse_text(arena, &of, text_string(&asks), "filter", &condition, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, "too many parts"));
    of.source = CONDITION_STORED;
    assert_true(condition_parse_text(arena, &of, text_string(&asks), "filter", &condition, &error));
    arena_free(arena);
}

static void a_saved_condition_that_is_named_twice_is_read_once(void **state)
{
    static const char SAVED[] = "{\"3\":{\"attribute\":\"size\",\"op\":\"<\",\"value\":10}}";
    ConditionOf of = { .engine = engine, .source = CONDITION_STORED };
    const Condition *condition;
    Arena *arena = arena_new();
    (void)state;
    engine_column(engine, "size", COLUMN_REAL, false);
    assert_true(json_parse(arena, SAVED, sizeof SAVED - 1, &of.pinned, &error));
    assert_true(condition_parse_text(arena, &of, "{\"attribute\":\"segment\",\"op\":\"in\",\"value\":[3,4,3,3]}",
                                     "filter", &condition, &error));
    assert_int_equal(condition->value_count, 2);
    arena_free(arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_engine, close_engine)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_asks_for_what_they_do_not_see),
        TEST(what_is_read_is_printed_the_same),
        TEST(equal_to_null_asks_whether_it_is_unknown),
        TEST(a_wrong_condition_says_what_is_wrong_and_names_the_nearest),
        TEST(a_tree_of_too_many_parts_is_refused),
        TEST(a_stored_condition_outlives_the_custom_field_it_asks),
        TEST(a_kept_condition_outlives_a_field_and_no_area),
        TEST(a_product_is_asked_at_its_date),
        TEST(an_account_is_in_a_saved_condition_or_it_is_not),
        TEST(a_saved_condition_that_asks_for_itself_ends),
        TEST(a_condition_with_its_saved_ones_is_bounded),
        TEST(a_saved_condition_that_is_named_twice_is_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
