/* What comparisons say of known and unknown values: see program.h. */
#include "engine/test_program.h"

static void an_empty_attribute_is_unlike_every_value(void **state)
{
    (void)state;
    int stage = program_attribute(program, "stage", 0);
    int is_left = program_compare_text(program, stage, OP_EQ, "left");
    int is_not_left = program_compare_text(program, stage, OP_NE, "left");
    int nowhere = program_compare_text(program, stage, OP_NE, "a text that nobody has");
    set_text(1, "stage", "left");
    set_text(2, "stage", "renewal");
    set_text(3, "stage", NULL);
    assert_true(matches(is_left, 1) && !matches(is_left, 2) && !matches(is_left, 3));
    assert_true(!matches(is_not_left, 1) && matches(is_not_left, 2) && matches(is_not_left, 3));
    assert_true(matches(program_not(program, is_left), 3));
    assert_true(matches(nowhere, 1) && matches(nowhere, 3));
    assert_true(matches(program_is_known(program, stage), 1) && !matches(program_is_known(program, stage), 3));
    assert_false(matches(is_left, 4));
}

/* A number gives the same answer as a measure and as an attribute, and so does an unknown one. */
static void what_is_unknown_has_one_truth_however_it_is_asked(void **state)
{
    (void)state;
    static const struct {
        Op op;
        uint8_t plain, turned;
    } TABLE[] = {
        { OP_LT, TRUTH_UNKNOWN, TRUTH_UNKNOWN }, { OP_LE, TRUTH_UNKNOWN, TRUTH_UNKNOWN },
        { OP_GT, TRUTH_UNKNOWN, TRUTH_UNKNOWN }, { OP_GE, TRUTH_UNKNOWN, TRUTH_UNKNOWN },
        { OP_EQ, TRUTH_NO, TRUTH_YES },          { OP_NE, TRUTH_YES, TRUTH_NO },
    };
    enum { OPS = sizeof TABLE / sizeof *TABLE };
    const int operands[] = { field("a"), program_attribute(program, "field:a", 0) };
    const double numbers[] = { 5, 7 };
    engine_account_add(engine, 1);
    set_field(2, "a", 3);
    for (int o = 0; o < 2; o++) {
        for (int i = 0; i < OPS; i++) {
            int node = program_compare(program, operands[o], TABLE[i].op, 5);
            program_rule(program, BAND_BAD, node);
            program_rule(program, BAND_BAD, program_not(program, node));
        }
        program_rule(program, BAND_BAD, program_in(program, operands[o], numbers, 2));
    }
    Trace trace = trace_of(1);
    for (int o = 0; o < 2; o++) {
        const uint8_t *rules = trace.rules + o * (2 * OPS + 1);
        for (int i = 0; i < OPS; i++) {
            assert_int_equal(rules[2 * i], TABLE[i].plain);
            assert_int_equal(rules[2 * i + 1], TABLE[i].turned);
        }
        assert_int_equal(rules[2 * OPS], TRUTH_NO);
    }
}

static void texts_and_numbers_can_be_one_of_several(void **state)
{
    (void)state;
    const char *const two[] = { "left", "renewal" };
    const double numbers[] = { 5, 7 };
    int stage = program_attribute(program, "stage", 0);
    set_text(1, "stage", "left");
    set_text(2, "stage", "adoption");
    set_text(2, "name", "tokyo trading");
    set_field(2, "a", 7);
    assert_true(matches(program_in_texts(program, stage, two, 2), 1));
    assert_false(matches(program_in_texts(program, stage, two, 2), 2));
    assert_true(matches(program_in(program, field("a"), numbers, 2), 2));
    assert_false(matches(program_in(program, field("a"), numbers, 2), 1));
    assert_true(matches(program_compare_text(program, program_attribute(program, "name", 0), OP_CONTAINS, "trad"), 2));
    assert_false(matches(program_compare_text(program, program_attribute(program, "name", 0), OP_CONTAINS, "xx"), 2));
}

static void a_dated_attribute_is_read_at_the_date_and_key(void **state)
{
    (void)state;
    int column = engine_column(engine, ENGINE_PRODUCT, COLUMN_FLAG, true);
    int has = program_compare(program, program_attribute(program, ENGINE_PRODUCT, 9), OP_EQ, 1);
    EngineStep steps[] = { { 9, TODAY - 10, engine_int(1) }, { 9, TODAY + 1, engine_unknown() } };
    const EngineView *view;
    Ids ids;
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    engine_steps_set(engine, 1, column, steps, 2);
    view = engine_view(engine);
    assert_int_equal(program_select(program, view, arena, has, TODAY, &ids), 1);
    assert_int_equal(ids.items[0], 1);
    assert_int_equal(program_select(program, view, arena, has, TODAY + 1, NULL), 0);
    assert_int_equal(program_select(program, view, arena, has, TODAY - 11, NULL), 0);
    engine_view_close(view);
}

/* Full width and half width, capitals and small letters, katakana and hiragana. */
static void texts_that_differ_in_case_or_width_alone_are_one(void **state)
{
    (void)state;
    static const char *const SAME[] = { "Tokyo ﾄｳｷｮｳ", "ＴＯＫＹＯ とうきょう", "tokyo トウキョウ" };
    enum { COUNT = sizeof SAME / sizeof *SAME };
    int city = program_attribute(program, "field:city", 0);
    for (int i = 0; i < COUNT; i++)
        set_text(i + 1, "field:city", SAME[i]);
    set_text(9, "field:city", "Osaka");
    for (int i = 0; i < COUNT; i++) {
        int equal = program_compare_text(program, city, OP_EQ, SAME[i]);
        int other = program_compare_text(program, city, OP_NE, SAME[i]);
        int either = program_in_texts(program, city, &SAME[i], 1);
        int part = program_compare_text(program, city, OP_CONTAINS, i ? "トウ" : "YO ﾄ");
        for (int account = 1; account <= COUNT; account++) {
            assert_true(matches(equal, account) && matches(either, account) && matches(part, account));
            assert_false(matches(other, account));
        }
        assert_true(matches(other, 9) && !matches(equal, 9) && !matches(either, 9) && !matches(part, 9));
    }
}

static void texts_that_stand_in_are_compared_the_same_way(void **state)
{
    (void)state;
    static const int64_t accounts[] = { 1, 2 };
    static const double then[] = { 0, 1 };
    static const char *const texts[] = { "Ｌａｒｇｅ", "small", NULL };
    const StandIn size = { "size", { 2, accounts }, then, texts };
    const StandIns given = { 1, &size };
    int operand = program_attribute(program, "size", 0);
    const char *one = "LARGE";
    set_text(1, "size", "medium");
    set_text(2, "size", "medium");
    program_stand_in(program, &given);
    assert_true(matches(program_compare_text(program, operand, OP_EQ, "large"), 1));
    assert_true(matches(program_in_texts(program, operand, &one, 1), 1));
    assert_true(matches(program_compare_text(program, operand, OP_CONTAINS, "ARG"), 1));
    assert_false(matches(program_compare_text(program, operand, OP_CONTAINS, "ARG"), 2));
}

/* In one pass each node is counted as if it were asked alone. */
static void many_conditions_are_counted_in_one_pass(void **state)
{
    (void)state;
    const EngineView *view;
    set_text(1, "stage", "left");
    set_text(2, "stage", "renewal");
    set_text(3, "stage", "renewal");
    int stage = program_attribute(program, "stage", 0);
    int nodes[] = { program_compare_text(program, stage, OP_EQ, "renewal"), program_and(program, NULL, 0),
                    program_compare_text(program, stage, OP_EQ, "left"), program_or(program, NULL, 0) };
    size_t matches[4];
    view = engine_view(engine);
    program_tally(program, view, arena, nodes, 4, TODAY, matches);
    for (int i = 0; i < 4; i++)
        assert_int_equal(matches[i], program_select(program, view, arena, nodes[i], TODAY, NULL));
    engine_view_close(view);
    assert_int_equal(matches[0], 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_attribute_is_unlike_every_value),      TEST(what_is_unknown_has_one_truth_however_it_is_asked),
        TEST(texts_and_numbers_can_be_one_of_several),       TEST(a_dated_attribute_is_read_at_the_date_and_key),
        TEST(many_conditions_are_counted_in_one_pass),       TEST(texts_that_differ_in_case_or_width_alone_are_one),
        TEST(texts_that_stand_in_are_compared_the_same_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
