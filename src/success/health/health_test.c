#include "base/test.h"

#include <stdlib.h>

#include "success/health/explain.h"
#include "success/health/tell.h"
#include "success/health/template.h"

#include <math.h>
#include <string.h>

enum { TODAY = 20000, ACCOUNT = 7, OTHER = 8, FEATURE = 1, PRODUCT = 5 };

typedef struct {
    Arena *arena;
    Engine *engine;
} House;

static int house_open(void **state)
{
    Error error = { 0 };
    House *house = calloc(1, sizeof *house);
    house->arena = arena_new();
    assert_true(engine_open(&house->engine, &error));
    engine_account_add(house->engine, ACCOUNT);
    engine_account_add(house->engine, OTHER);
    *state = house;
    return 0;
}

static int house_close(void **state)
{
    House *house = *state;
    engine_close(house->engine);
    arena_free(house->arena);
    free(house);
    return 0;
}

static void events_on(House *house, int64_t account, int64_t day, int64_t count)
{
    Delta delta = {
        .account = account, .kind = SERIES_FEATURE, .product = PRODUCT, .key = FEATURE, .day = day, .count = count
    };
    engine_apply(house->engine, &delta, 1);
}

static void status_is(House *house, int64_t account, int64_t from, const char *status)
{
    EngineStep step = { .key = 0, .from = from, .value = engine_text(status) };
    engine_steps_set(house->engine, account, engine_column(house->engine, ENGINE_STATUS, COLUMN_TEXT, true), &step, 1);
}

static void contract_since(House *house, int64_t account, int64_t day)
{
    EngineStep step = { .key = 0, .from = day, .value = engine_int(day) };
    engine_steps_set(house->engine, account, engine_column(house->engine, ENGINE_CONTRACT_START, COLUMN_DAY, true),
                     &step, 1);
}

static Judge judge_of(House *house, const char *definition, const char *segment, int64_t product)
{
    Error error = { 0 };
    Judge judge = { .name = "test", .purpose = "retention", .from_day = 0, .until_day = INT64_MAX, .number = 1 };
    const Json *json;
    const Condition *condition = NULL;
    if (!json_parse(house->arena, definition, strlen(definition), &json, &error) ||
        (segment && !condition_parse_text(house->arena, &(ConditionOf) { .engine = house->engine, .sees = CIRCLES_ALL },
                                          segment, "segment", &condition, &error)) ||
        !definition_compile(house->arena, &(ConditionOf) { .engine = house->engine, .sees = CIRCLES_ALL }, json,
                            condition, product, &judge, &error))
        fail_msg("%s: %s", error.field ? error.field : "", error.text);
    return judge;
}

static const char *refused(House *house, const char *definition)
{
    Error error = { 0 };
    Judge judge = { 0 };
    const Json *json;
    assert_true(json_parse(house->arena, definition, strlen(definition), &json, &error));
    assert_false(definition_compile(house->arena, &(ConditionOf) { .engine = house->engine, .sees = CIRCLES_ALL }, json,
                                    NULL, 0, &judge, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    return error.field;
}

static HealthList judged(House *house, const Judge *judges, size_t count, int64_t day)
{
    Judges all = { .count = count, .items = judges };
    const EngineView *view = engine_view(house->engine);
    HealthList list = health_judge(&all, view, house->arena, "retention", day, (Ids) { 0 });
    engine_view_close(view);
    return list;
}

static HealthShown *explained(House *house, const Health *health)
{
    const EngineView *view = engine_view(house->engine);
    HealthShown *shown = health_explain(health, view, house->arena, (ExplainAsk) { 0, CIRCLES_ALL });
    engine_view_close(view);
    return shown;
}

#define SILENT                                                                                                         \
    "{\"rules\":[{\"key\":\"silent\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"measure\":{\"measure\":\"days_"        \
    "since\"},"                                                                                                        \
    "\"op\":\">=\",\"value\":14}}],\"points\":[{\"key\":\"days\",\"name\":\"\",\"measure\":{\"measure\":\"active_"     \
    "days\","                                                                                                          \
    "\"days\":28},\"weight\":30,\"low\":0,\"high\":10},{\"key\":\"age\",\"name\":\"\",\"measure\":{\"measure\":"       \
    "\"contract_age_days\"},\"weight\":10,\"low\":0,\"high\":100}],\"bad_below\":40,\"good_from\":70,\"unknown_"       \
    "below\":0.8}"

static void an_account_silent_for_two_weeks_is_bad_and_the_rule_says_so(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    for (int64_t day = TODAY - 30; day <= TODAY - 14; day++)
        events_on(house, ACCOUNT, day, 3);
    contract_since(house, ACCOUNT, TODAY - 400);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.items[0].account_id, ACCOUNT);
    assert_int_equal(list.items[0].band, BAND_BAD);
    HealthShown *shown = explained(house, &list.items[0]);
    assert_string_equal(shown->forced_by, "silent");
    const HealthReason *first = shown->reasons.items;
    assert_string_equal(first->rule, "silent");
    assert_true(first->value.value == 14);
    assert_int_equal(first->evidence->last_on.value, TODAY - 14);
}

static void the_day_before_it_was_not_yet_silent(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    for (int64_t day = TODAY - 30; day <= TODAY - 14; day++)
        events_on(house, ACCOUNT, day, 3);
    contract_since(house, ACCOUNT, TODAY - 400);
    HealthList list = judged(house, &judge, 1, TODAY - 1);
    assert_int_equal(list.items[0].band, BAND_GOOD);
}

static void what_is_unknown_leaves_the_denominator_and_lowers_coverage(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    for (int64_t day = TODAY - 4; day <= TODAY; day++)
        events_on(house, ACCOUNT, day, 1);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.items[0].points.value, 50); /* 15 of 30; the contract's 10 are unknown */
    assert_true(fabs(list.items[0].coverage - 0.75) < 1e-6);
    assert_int_equal(list.items[0].band, BAND_UNKNOWN); /* under 0.8 */
}

static void a_fired_bad_rule_beats_unknown(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    events_on(house, ACCOUNT, TODAY - 20, 1);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.items[0].band, BAND_BAD);
    assert_true(list.items[0].coverage < 0.8);
}

static void an_account_without_any_event_is_unknown_and_never_good(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, TEMPLATES[0].definition, NULL, 0);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].band, BAND_UNKNOWN);
}

static void an_account_that_left_is_judged_up_to_its_last_day_only(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    events_on(house, ACCOUNT, TODAY - 40, 1);
    status_is(house, ACCOUNT, TODAY - 5, "left");
    assert_int_equal(judged(house, &judge, 1, TODAY - 6).count, 2);
    assert_int_equal(judged(house, &judge, 1, TODAY).count, 1);
}

static void of_several_scorecards_that_fit_the_first_judges(void **state)
{
    House *house = *state;
    Judge judges[] = { judge_of(house, SILENT, "{\"measure\":{\"measure\":\"days_since\"},\"op\":\">\",\"value\":100}",
                                0),
                       judge_of(house, SILENT, NULL, 0) };
    judges[0].name = "old";
    events_on(house, ACCOUNT, TODAY - 200, 1);
    events_on(house, OTHER, TODAY, 1);
    HealthList list = judged(house, judges, 2, TODAY);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].judge->name, "old");
    assert_string_equal(list.items[1].judge->name, "test");
}

static void a_scorecard_of_a_product_judges_only_those_who_have_or_use_it(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, PRODUCT);
    events_on(house, ACCOUNT, TODAY, 1);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].product_id, PRODUCT);
}

static void the_worst_product_makes_the_accounts_band(void **state)
{
    (void)state;
    Health rows[] = { { .account_id = 1, .band = BAND_UNKNOWN },
                      { .account_id = 1, .product_id = 2, .band = BAND_GOOD, .points = { 90, true } },
                      { .account_id = 1, .product_id = 3, .band = BAND_NORMAL, .points = { 50, true } },
                      { .account_id = 2, .band = BAND_BAD } };
    size_t own;
    assert_ptr_equal(health_worst(rows, 4, &own), &rows[2]);
    assert_int_equal(own, 3);
}

/* Doing what is asked must lead to the band that is promised, by the same program. */
static void lifts_done_one_after_the_other_reach_the_band_they_promise(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    events_on(house, ACCOUNT, TODAY - 20, 1);
    contract_since(house, ACCOUNT, TODAY - 10);
    HealthList list = judged(house, &judge, 1, TODAY);
    HealthShown *shown = explained(house, &list.items[0]);
    const Lift *lifts = shown->lift.items;
    assert_int_equal(shown->lift.count, 2);
    assert_string_equal(lifts[0].kind, "rule");
    assert_true(lifts[0].needed == 13);
    assert_string_equal(lifts[0].band, "BAD"); /* the points hold it down as well */
    assert_string_equal(lifts[1].key, "days");
    assert_true(lifts[1].needed == 5); /* 15 + 1 of 40 = 40 points; with 4 days it would be 33 */
    assert_string_equal(lifts[1].band, "NORMAL");
    assert_int_equal(lifts[1].gives, 40 - 10); /* from 3 + 1 of 40 */
}

static void a_good_account_needs_no_lift(void **state)
{
    House *house = *state;
    Judge judge = judge_of(house, SILENT, NULL, 0);
    for (int64_t day = TODAY - 20; day <= TODAY; day++)
        events_on(house, ACCOUNT, day, 1);
    contract_since(house, ACCOUNT, TODAY - 100);
    HealthList list = judged(house, &judge, 1, TODAY);
    assert_int_equal(list.items[0].band, BAND_GOOD);
    assert_int_equal(explained(house, &list.items[0])->lift.count, 0);
}

static void a_change_of_band_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(change_kind(BAND_GOOD, BAND_BAD), "health.fell");
    assert_string_equal(change_kind(BAND_BAD, BAND_NORMAL), "health.rose");
    assert_string_equal(change_kind(BAND_UNKNOWN, BAND_BAD), "health.known");
    assert_string_equal(change_kind(BAND_GOOD, BAND_UNKNOWN), "health.lost");
    assert_null(change_kind(BAND_COUNT, BAND_BAD));
    assert_null(change_kind(BAND_GOOD, BAND_GOOD));
}

static void what_is_wrong_in_a_definition_is_named_by_its_place(void **state)
{
    House *house = *state;
    assert_string_equal(
        refused(house, "{\"rules\":[],\"points\":[],\"bad_below\":1,\"good_from\":2,\"unknown_below\":0}"),
        "definition");
    assert_string_equal(refused(house, "{\"rulez\":[]}"), "definition");
    assert_string_equal(refused(house, "{\"rules\":[{\"key\":\"a\",\"band\":\"UNKNOWN\"}]}"), "rules[0].band");
    assert_string_equal(
        refused(house, "{\"rules\":[{\"key\":\"a\",\"band\":\"BAD\",\"when\":{\"measure\":{\"measure\":\"events\"},"
                       "\"op\":\"<\",\"value\":1}},{\"key\":\"a\",\"band\":\"BAD\"}]}"),
        "rules[1].key");
    assert_string_equal(
        refused(house, "{\"points\":[{\"key\":\"a\",\"measure\":{\"measure\":\"events\"},\"weight\":1,\"low\":2,"
                       "\"high\":2}]}"),
        "points[0].high");
}

static void every_template_compiles_and_is_sane(void **state)
{
    House *house = *state;
    Error error = { 0 };
    for (int i = 0; TEMPLATES[i].key; i++) {
        Judge judge = judge_of(house, TEMPLATES[i].definition, TEMPLATES[i].segment, 0);
        if (!definition_sane(house->arena, &judge, &error))
            fail_msg("%s: %s", TEMPLATES[i].key, error.text);
    }
}

/* Points of each measure, as "MEASURE",low,high. */
static const char *not_sane(House *house, const char *first, const char *second)
{
    Error error = { 0 };
    /* the text of a point ends the object of its measure itself */
    const char *form = "{\"key\":\"%s\",\"weight\":1,\"measure\":{\"measure\":%s}";
    const char *one = arena_format(house->arena, form, "a", first);
    const char *two = second ? arena_format(house->arena, form, "b", second) : NULL;
    Judge judge = judge_of(house,
                           arena_format(house->arena,
                                        "{\"points\":[%s%s%s],\"bad_below\":40,\"good_from\":70,\"unknown_below\":0.5}",
                                        one, two ? "," : "", two ? two : ""),
                           NULL, 0);
    return definition_sane(house->arena, &judge, &error) ? "" : error.field;
}

static void bounds_that_cannot_be_and_measures_that_are_there_twice_are_refused(void **state)
{
    House *house = *state;
#define DAYS(days, low, high)     "\"active_days\",\"days\":" #days "},\"low\":" #low ",\"high\":" #high
#define OTHER(measure, low, high) "\"" measure "\"},\"low\":" #low ",\"high\":" #high
    assert_string_equal(not_sane(house, DAYS(28, 7, 30), NULL), "points[0].high");
    assert_string_equal(not_sane(house, DAYS(28, 30, 7), NULL), "points[0].low");
    assert_string_equal(not_sane(house, DAYS(28, 7, 28), NULL), "");
    assert_string_equal(not_sane(house, DAYS(60, 7, 30), NULL), "");
    assert_string_equal(not_sane(house, DAYS(28, -1, 7), NULL), "points[0].low");
    assert_string_equal(not_sane(house, OTHER("breadth", 0.2, 1.1), NULL), "points[0].high");
    assert_string_equal(not_sane(house, OTHER("trend", -0.5, 3), NULL), "");
    assert_string_equal(not_sane(house, OTHER("days_since", 30, -1), NULL), "points[0].high");
    assert_string_equal(not_sane(house, OTHER("events", 0, 100000), NULL), "");
    assert_string_equal(not_sane(house, DAYS(28, 0, 9), DAYS(28, 2, 20)), "points[1].measure");
    assert_string_equal(not_sane(house, OTHER("active_days", 0, 9), DAYS(28, 2, 20)), "points[1].measure");
    assert_string_equal(not_sane(house, DAYS(28, 0, 9), DAYS(7, 0, 7)), "");
}

int main(void)
{
#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_open, house_close)
    const struct CMUnitTest tests[] = {
        IN_HOUSE(an_account_silent_for_two_weeks_is_bad_and_the_rule_says_so),
        IN_HOUSE(the_day_before_it_was_not_yet_silent),
        IN_HOUSE(what_is_unknown_leaves_the_denominator_and_lowers_coverage),
        IN_HOUSE(a_fired_bad_rule_beats_unknown),
        IN_HOUSE(an_account_without_any_event_is_unknown_and_never_good),
        IN_HOUSE(an_account_that_left_is_judged_up_to_its_last_day_only),
        IN_HOUSE(of_several_scorecards_that_fit_the_first_judges),
        IN_HOUSE(a_scorecard_of_a_product_judges_only_those_who_have_or_use_it),
        cmocka_unit_test(the_worst_product_makes_the_accounts_band),
        IN_HOUSE(lifts_done_one_after_the_other_reach_the_band_they_promise),
        IN_HOUSE(a_good_account_needs_no_lift),
        cmocka_unit_test(a_change_of_band_has_its_name),
        IN_HOUSE(what_is_wrong_in_a_definition_is_named_by_its_place),
        IN_HOUSE(every_template_compiles_and_is_sane),
        IN_HOUSE(bounds_that_cannot_be_and_measures_that_are_there_twice_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
