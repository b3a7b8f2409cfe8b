/* A scorecard of many measures: the search for what lifts an account ends, whether there is an answer or not. Trying
 * all combinations of forty would not. */
#include "base/test.h"

#include "engine/test_engine.h"
#include "success/health/explain.h"

#include <string.h>

enum { MANY = 40 };

typedef struct {
    Arena *arena;
    Judge judge;
    Trace before;
} Case;

/* Forty measures, of which the account has 0 each, and these rules. */
static Case case_of(const char *rules, int bad_below)
{
    Case made = { .arena = arena_new() };
    const Json *json;
    Text text = text_new(made.arena);
    Trace *like = arena_make(made.arena, Trace);
    like->nodes = arena_array(made.arena, 4096, 1);
    text_format(&text, "{\"rules\":[%s],\"points\":[", rules);
    for (int i = 0; i < MANY; i++)
        text_format(&text,
                    "%s{\"key\":\"p%d\",\"name\":\"\",\"measure\":{\"measure\":\"events\",\"days\":%d},\"weight\":1,"
                    "\"low\":0,\"high\":5}",
                    i ? "," : "", i, i + 2);
    text_format(&text, "],\"bad_below\":%d,\"good_from\":101,\"unknown_below\":0}", bad_below);
    if (!json_parse(made.arena, text.data, text.size, &json, &error) ||
        !definition_compile(made.arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL }, json, NULL, 0,
                            &made.judge, &error))
        fail_msg("%s", error.text);
    double *values = arena_array(made.arena, (size_t)program_operands(made.judge.program) + 1, sizeof *values);
    const Trace *now = what_if(what_if_new(made.judge.program, made.arena, like), values);
    uint8_t *told = arena_array(made.arena, made.judge.rule_count + 1, 1);
    double *earned = arena_array(made.arena, MANY, sizeof *earned);
    memcpy(told, now->rules, made.judge.rule_count);
    made.before = (Trace) { .score = now->score,
                            .values = values,
                            .earned = earned,
                            .rules = told,
                            .nodes = arena_array(made.arena, 4096, 1) };
    return made;
}

static size_t said(const char *rules, int bad_below)
{
    Case of = case_of(rules, bad_below);
    List found = { 0 };
    assert_int_equal(of.before.score.band, BAND_BAD);
    lift_find(&of.judge, of.arena, &of.before, &found);
    arena_free(of.arena);
    return found.count;
}

static void what_nothing_lifts_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(said("{\"key\":\"old\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"measure\":{\"measure\":"
                          "\"contract_age_days\"},\"op\":\">=\",\"value\":0}}",
                          0),
                     0);
}

static void what_needs_all_measures_says_them_all(void **state)
{
    (void)state;
    assert_int_equal(said("", 100), MANY);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = { TEST(what_nothing_lifts_says_nothing),
                                        TEST(what_needs_all_measures_says_them_all) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
