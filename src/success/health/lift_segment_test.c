/* What would lift an account is the same, whether a scorecard asks for a measure itself or for a segment that does. */
#include "base/test.h"

#include "engine/test_engine.h"
#include "jobs/module.h"
#include "success/health/explain.h"

#include <string.h>

static const Attribute ATTRIBUTES[] = { { .name = "segment", .type = ATTRIBUTE_SAVED }, { 0 } };
static const Module ASKS_SEGMENTS = { .name = "test", .attributes = ATTRIBUTES };
static const Module *const TESTED[] = { &ASKS_SEGMENTS, NULL };

/* 3 is who is seldom active, 4 who is often, and 5 is 4 by way of 3. */
static const char SAVED[] = "{\"3\":{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\"<\",\"value\":5},"
                            "\"4\":{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\">=\",\"value\":5},"
                            "\"5\":{\"not\":{\"attribute\":\"segment\",\"op\":\"=\",\"value\":3}}}";
#define ASKS(op, value) "{\"attribute\":\"segment\",\"op\":\"" op "\",\"value\":" value "}"
#define ITSELF          "{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\"<\",\"value\":5}"

/* The steps that are said to an account that was active on 2 days, of a scorecard with this rule. */
static List said(const char *band, const char *when)
{
    Judge judge;
    const Json *json;
    List found = { 0 };
    ConditionOf of = { .engine = engine, .source = CONDITION_STORED, .sees = CIRCLES_ALL };
    const char *text = arena_format(arena,
                                    "{\"rules\":[{\"key\":\"r\",\"band\":\"%s\",\"name\":\"\",\"when\":%s}],"
                                    "\"points\":[],\"bad_below\":0,\"good_from\":101,\"unknown_below\":0}",
                                    band, when);
    if (!json_parse(arena, SAVED, strlen(SAVED), &of.pinned, &error) ||
        !json_parse(arena, text, strlen(text), &json, &error) ||
        !definition_compile(arena, &of, json, NULL, 0, &judge, &error))
        fail_msg("%s: %s", when, error.text);
    Trace *like = arena_make(arena, Trace);
    like->nodes = arena_array(arena, 4096, 1);
    size_t operands = (size_t)program_operands(judge.program);
    double *values = arena_array(arena, operands + 1, sizeof *values);
    for (size_t i = 0; i < operands; i++)
        values[i] = program_operand_measure(judge.program, (int)i) ? 2 : 0;
    const Trace *now = what_if(what_if_new(judge.program, arena, like), values);
    uint8_t rule = now->rules[0];
    Trace before = { .score = now->score,
                     .values = values,
                     .earned = arena_array(arena, 1, sizeof(double)),
                     .rules = &rule,
                     .nodes = arena_array(arena, 4096, 1) };
    lift_find(&judge, arena, &before, &found);
    return found;
}

static void a_segment_is_lifted_out_of_as_its_condition_is(void **state)
{
    static const char *const BAD[] = { ITSELF,          ASKS("=", "3"),  ASKS("in", "[9,3]"),
                                       ASKS("!=", "4"), ASKS("!=", "5"), "{\"not\":" ASKS("in", "[4]") "}" };
    static const char *const GOOD[] = { ASKS("=", "4"), ASKS("!=", "3"), ASKS("=", "5") };
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD + sizeof GOOD / sizeof *GOOD; i++) {
        bool is_bad = i < sizeof BAD / sizeof *BAD;
        const char *when = is_bad ? BAD[i] : GOOD[i - sizeof BAD / sizeof *BAD];
        List found = said(is_bad ? "BAD" : "GOOD", when);
        if (found.count != 1)
            fail_msg("%s: %zu steps", when, found.count);
        const Lift *lift = found.items;
        assert_string_equal(lift->measure, "active_days");
        assert_float_equal(lift->needed, 5, 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_segment_is_lifted_out_of_as_its_condition_is, engine_set_up,
                                        engine_tear_down),
    };
    modules_use(TESTED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
