#include "engine/program.h"

#include "engine/test_program.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- scorecards ------------------------------------------------------------------------------------------------ */

/* 60 points for a from 0 to 10, 40 for b from 100 down to 0. */
static void two_measures(void)
{
    program_points(program, field("a"), 60, 0, 10);
    program_points(program, field("b"), 40, 100, 0);
    program_thresholds(program, 40, 70, 0.5);
}

static void points_are_earned_linearly_between_low_and_high(void **state)
{
    (void)state;
    Trace trace;
    two_measures();
    set_field(1, "a", 5);
    set_field(1, "b", 25);
    trace = trace_of(1);
    assert_true(trace.earned[0] == 30);
    assert_true(trace.earned[1] == 30);
    assert_int_equal(trace.score.points, 60);
    assert_int_equal(trace.score.band, BAND_NORMAL);
    assert_true(trace.score.coverage == 1);
    set_field(1, "a", 1000);
    set_field(1, "b", -5);
    assert_int_equal(score_of(1).points, 100);
    assert_int_equal(score_of(1).band, BAND_GOOD);
    set_field(1, "a", -3);
    set_field(1, "b", 300);
    assert_int_equal(score_of(1).points, 0);
    assert_int_equal(score_of(1).band, BAND_BAD);
}

/* Of 60 points "Yearly" earns all, "monthly" a quarter; of 40 the flag all when it is set. */
static void two_choices(void)
{
    int tier = program_attribute(program, "tier", 0), flag = program_attribute(program, "field:flag", 0);
    int tiers[] = { program_compare_text(program, tier, OP_EQ, "Yearly"),
                    program_compare_text(program, tier, OP_EQ, "monthly") };
    int flags[] = { program_compare(program, flag, OP_EQ, 0), program_compare(program, flag, OP_EQ, 1) };
    program_choices(program, tiers, (double[]) { 1, 0.25 }, 2, 60);
    program_choices(program, flags, (double[]) { 0, 1 }, 2, 40);
    program_thresholds(program, 40, 70, 0.5);
}

static void a_choice_earns_its_share_and_one_that_is_not_listed_is_unknown(void **state)
{
    (void)state;
    two_choices();
    set_text(1, "tier", "\uff39EARLY"); /* folded, width too */
    set_field(1, "flag", 0);
    assert_true(trace_of(1).earned[0] == 60 && trace_of(1).earned[1] == 0);
    assert_int_equal(score_of(1).points, 60);
    set_text(1, "tier", "monthly");
    set_field(1, "flag", 1);
    assert_true(trace_of(1).earned[0] == 15 && trace_of(1).earned[1] == 40);
    assert_true(score_of(1).coverage == 1);
    set_text(1, "tier", "weekly");
    assert_true(isnan(trace_of(1).earned[0]));
    assert_true(score_of(1).coverage == 0.4);
    assert_int_equal(score_of(1).band, BAND_UNKNOWN);
    engine_account_add(engine, 2);
    assert_int_equal(score_of(2).points, -1);
}

static void of_choices_that_are_both_true_the_first_counts(void **state)
{
    (void)state;
    int a = field("a");
    int nodes[] = { program_compare(program, a, OP_GE, 10), program_compare(program, a, OP_GE, 5) };
    program_choices(program, nodes, (double[]) { 1, 0.5 }, 2, 10);
    set_field(1, "a", 12);
    assert_true(trace_of(1).earned[0] == 10);
    set_field(1, "a", 7);
    assert_true(trace_of(1).earned[0] == 5);
    set_field(1, "a", 1);
    assert_true(isnan(trace_of(1).earned[0]));
}

static void what_if_keeps_a_chosen_text_and_changes_a_measure(void **state)
{
    (void)state;
    double values[8];
    two_choices();
    program_points(program, field("a"), 100, 0, 10);
    set_text(1, "tier", "yearly");
    set_field(1, "flag", 1);
    set_field(1, "a", 0);
    Trace now = trace_of(1);
    assert_int_equal(now.score.points, 50);
    memcpy(values, now.values, (size_t)program_operands(program) * sizeof(double));
    values[program_points_operand(program, 2)] = 10;
    const Trace *then = what_if(what_if_new(program, arena, &now), values);
    assert_int_equal(then->score.points, 100);
    assert_true(then->earned[0] == 60 && then->earned[1] == 40);
}

static void what_is_unknown_leaves_the_denominator_and_lowers_coverage(void **state)
{
    (void)state;
    two_measures();
    set_field(1, "a", 8);
    assert_int_equal(score_of(1).points, 80);
    assert_true(score_of(1).coverage == 0.6); /* as a filter writes it */
    assert_int_equal(score_of(1).band, BAND_GOOD);
    set_field(2, "b", 0);
    assert_int_equal(score_of(2).points, 100);
    assert_int_equal(score_of(2).band, BAND_UNKNOWN);
    engine_account_add(engine, 3);
    assert_int_equal(score_of(3).points, -1);
    assert_int_equal(score_of(3).band, BAND_UNKNOWN);
    assert_true(isnan(trace_of(3).earned[0]));
}

static void a_fired_bad_rule_beats_unknown_and_points_and_the_number_stays_visible(void **state)
{
    (void)state;
    two_measures();
    program_rule(program, BAND_GOOD, program_compare(program, field("a"), OP_GT, 9));
    program_rule(program, BAND_BAD, program_compare(program, field("c"), OP_GE, 1));
    set_field(1, "a", 10);
    set_field(1, "b", 0);
    set_field(1, "c", 1);
    assert_int_equal(score_of(1).band, BAND_BAD);
    assert_int_equal(score_of(1).forced_by, 1);
    assert_int_equal(score_of(1).fired, 3);
    assert_int_equal(score_of(1).points, 100);
    set_field(2, "c", 1);
    assert_int_equal(score_of(2).band, BAND_BAD);
    assert_int_equal(score_of(2).points, -1);
}

static void a_fired_good_rule_does_not_beat_unknown_but_beats_points(void **state)
{
    (void)state;
    two_measures();
    program_rule(program, BAND_GOOD, program_compare(program, field("c"), OP_GT, 9));
    set_field(1, "c", 10);
    assert_int_equal(score_of(1).band, BAND_UNKNOWN);
    assert_int_equal(score_of(1).forced_by, -1);
    assert_int_equal(score_of(1).fired, 1);
    set_field(1, "a", 0);
    set_field(1, "b", 100);
    assert_int_equal(score_of(1).band, BAND_GOOD);
    assert_int_equal(score_of(1).forced_by, 0);
    assert_int_equal(score_of(1).points, 0);
}

static void of_several_bad_rules_the_first_is_named(void **state)
{
    (void)state;
    program_rule(program, BAND_NORMAL, program_and(program, NULL, 0));
    program_rule(program, BAND_BAD, program_compare(program, field("a"), OP_GT, 1));
    program_rule(program, BAND_BAD, program_and(program, NULL, 0));
    set_field(1, "a", 2);
    assert_int_equal(score_of(1).forced_by, 1);
    set_field(1, "a", 1);
    assert_int_equal(score_of(1).forced_by, 2);
}

static void a_card_of_rules_alone_is_normal_when_none_fires(void **state)
{
    (void)state;
    program_rule(program, BAND_BAD, program_compare(program, field("a"), OP_GT, 1));
    engine_account_add(engine, 1);
    assert_int_equal(score_of(1).band, BAND_NORMAL);
    assert_int_equal(score_of(1).points, -1);
    assert_true(score_of(1).coverage == 1);
}

static void an_unknown_measure_fires_nothing_not_even_turned_round(void **state)
{
    (void)state;
    int low = program_compare(program, field("a"), OP_LT, 3);
    program_rule(program, BAND_BAD, low);
    program_rule(program, BAND_BAD, program_not(program, low));
    engine_account_add(engine, 1);
    assert_int_equal(score_of(1).fired, 0);
    assert_int_equal(trace_of(1).rules[0], TRUTH_UNKNOWN);
    assert_int_equal(trace_of(1).rules[1], TRUTH_UNKNOWN);
    set_field(1, "a", 3);
    assert_int_equal(score_of(1).fired, 2);
}

static void the_worst_band_is_bad_and_unknown_only_where_nothing_is_known(void **state)
{
    (void)state;
    Band band;
    assert_int_equal(band_worse(BAND_GOOD, BAND_BAD), BAND_BAD);
    assert_int_equal(band_worse(BAND_NORMAL, BAND_GOOD), BAND_NORMAL);
    assert_int_equal(band_worse(BAND_UNKNOWN, BAND_GOOD), BAND_GOOD);
    assert_int_equal(band_worse(BAND_UNKNOWN, BAND_UNKNOWN), BAND_UNKNOWN);
    assert_true(band_parse("BAD", &band) && band == BAND_BAD);
    assert_false(band_parse("bad", &band));
}

static void what_if_is_the_same_judgement_on_other_values(void **state)
{
    (void)state;
    Trace now;
    const Trace *then;
    double values[8];
    int enterprise = program_compare_text(program, program_attribute(program, "tier", 0), OP_EQ, "enterprise");
    int few[] = { program_compare(program, field("a"), OP_LT, 3), enterprise };
    two_measures();
    program_rule(program, BAND_BAD, program_and(program, few, 2));
    set_field(1, "a", 2);
    set_field(1, "b", 0);
    set_text(1, "tier", "enterprise");
    now = trace_of(1);
    assert_int_equal(now.score.forced_by, 0);
    memcpy(values, now.values, (size_t)program_operands(program) * sizeof(double));
    values[program_points_operand(program, 0)] = 9;
    WhatIf *asked = what_if_new(program, arena, &now);
    then = what_if(asked, values);
    assert_int_equal(then->score.band, BAND_GOOD);
    assert_int_equal(then->score.points, 94);
    assert_int_equal(then->rules[0], TRUTH_NO);
    then = what_if(asked, now.values);
    assert_int_equal(then->score.band, now.score.band);
    assert_int_equal(then->score.points, now.score.points);
}

static void a_measure_asked_twice_is_read_once_and_a_rule_says_what_it_reads(void **state)
{
    (void)state;
    int operands[4];
    int a = field("a"), b = field("b"), parts[3];
    assert_int_equal(field("a"), a);
    parts[0] = program_compare(program, b, OP_LT, 3);
    parts[1] = program_not(program, program_compare(program, a, OP_LT, 3));
    parts[2] = program_is_known(program, b);
    assert_int_equal(program_node_operands(program, program_or(program, parts, 3), operands, 4), 2);
    assert_int_equal(operands[0], a);
    assert_string_equal(program_operand_measure(program, b)->field, "b");
    assert_null(program_operand_measure(program, program_attribute(program, "stage", 0)));
}

static void many_accounts_on_all_cores_score_as_each_one_alone(void **state)
{
    (void)state;
    enum { MANY = 9000 };
    const EngineView *view;
    Score *scores;
    size_t count;
    MeasureRef days = { measure_find("active_days"), 0, 7, 0, 30, NULL };
    int big = program_compare(program, field("a"), OP_GE, 3);
    two_measures();
    program_points(program, program_measure(program, &days), 50, 0, 10);
    program_rule(program, BAND_BAD, program_compare(program, program_measure(program, &days), OP_LT, 2));
    program_segment(program, big);
    for (int i = 1; i <= MANY; i++) {
        set_field(i, "a", i % 10);
        set_field(i, "b", i % 97);
        for (int d = 0; d < i % 7; d++)
            engine_apply(engine, &(Delta) { i, SERIES_FEATURE, 1, 7, TODAY - d * 3, 1 }, 1);
    }
    view = engine_view(engine);
    program_score(program, view, arena, (Ids) { 0 }, TODAY, &scores, &count);
    assert_int_equal(count, MANY / 10 * 7);
    for (size_t i = 0; i < count; i += 13) {
        Trace trace;
        assert_true(i == 0 || scores[i - 1].account < scores[i].account);
        assert_true(program_trace(program, view, arena, scores[i].account, TODAY, &trace));
        assert_int_equal(trace.score.band, scores[i].band);
        assert_int_equal(trace.score.points, scores[i].points);
        assert_int_equal(trace.score.fired, scores[i].fired);
    }
    program_score(program, view, arena, (Ids) { 3, (const int64_t[]) { 13, 11, 77777 } }, TODAY, &scores, &count);
    assert_int_equal(count, 1);
    assert_int_equal(scores[0].account, 13);
    engine_view_close(view);
}

/* ---- lists ----------------------------------------------------------------------------------------------------- */

static ListPage page_of(const ListAsk *ask)
{
    ListPage page;
    const EngineView *view = engine_view(engine);
    assert_true(program_list(program, view, arena, ask, &page, &error));
    engine_view_close(view);
    return page;
}

static const char *const NAMES[] = { "same beginning A", "same beginning B", "x", "", NULL };

static const char *name_of(int64_t account)
{
    return NAMES[account * 7 % 5];
}

/* Reads all pages into `ids`; gives back how many. */
static int read_pages(ListAsk *ask, int64_t *ids, int most)
{
    int found = 0;
    do {
        ListPage page = page_of(ask);
        assert_int_equal(page.total, most);
        for (size_t i = 0; i < page.ids.count && found < most; i++)
            ids[found++] = page.ids.items[i];
        ask->after = page.next;
    } while (ask->after);
    return found;
}

static void a_list_pages_through_everything_once_in_order(void **state)
{
    (void)state;
    static const char *const ORDER[2][5] = { { "", "same beginning A", "same beginning B", "x", NULL },
                                             { "x", "same beginning B", "same beginning A", "", NULL } };
    for (int i = 1; i <= 100; i++)
        set_text(i, "order", name_of(i));
    for (int descending = 0; descending < 2; descending++) {
        ListAsk ask = { .filter = -1, .descending = descending, .limit = 7, .as_of = TODAY };
        int64_t ids[100];
        ask.sort = program_attribute(program, "order", 0);
        assert_int_equal(read_pages(&ask, ids, 100), 100);
        for (int i = 0; i < 100; i++) {
            assert_true(text_equal(name_of(ids[i]), ORDER[descending][i / 20]));
            assert_true(i % 20 == 0 || ids[i - 1] < ids[i]);
        }
    }
}

static void a_list_sorts_numbers_below_zero_and_filters(void **state)
{
    (void)state;
    ListAsk ask = { .limit = 3, .as_of = TODAY };
    ListPage page;
    for (int i = 1; i <= 10; i++)
        set_field(i, "a", (i * 7 % 11) - 5.5);
    ask.sort = field("a");
    ask.filter = program_compare(program, field("a"), OP_LT, 2);
    page = page_of(&ask);
    assert_int_equal(page.total, 7);
    assert_int_equal(page.ids.items[0], 8); /* 56 % 11 = 1 */
    assert_int_equal(page.ids.items[1], 5); /* 35 % 11 = 2 */
    ask.descending = true;
    ask.filter = -1;
    page = page_of(&ask);
    assert_int_equal(page.ids.items[0], 3); /* 21 % 11 = 10 */
}

static void a_cursor_of_another_list_is_refused(void **state)
{
    (void)state;
    static const char *const WRONG[] = { "", "x", "n.", "nzz.1", "t6.1", "t6g.1", "u1.2", "1", "n12.x", "t00.1" };
    const EngineView *view;
    ListPage page;
    set_field(1, "a", 1);
    view = engine_view(engine);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        ListAsk ask = { .filter = -1, .sort = field("a"), .limit = 1, .after = WRONG[i], .as_of = TODAY };
        error = (Error) { 0 };
        assert_false(program_list(program, view, arena, &ask, &page, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
    }
    engine_view_close(view);
}

/* ---- other values for a column --------------------------------------------------------------------------------- */

static const char *const SIZES[] = { "small", "large", NULL };

static bool lists(const StandIns *given, int filter, int sort, const char *expected)
{
    ListAsk ask = { .filter = filter, .sort = sort, .limit = 9, .as_of = TODAY };
    Text ids = text_new(arena);
    const EngineView *view = engine_view(engine);
    ListPage page;
    program_stand_in(program, given);
    assert_true(program_list(program, view, arena, &ask, &page, &error));
    engine_view_close(view);
    for (size_t i = 0; i < page.ids.count; i++)
        text_format(&ids, "%lld ", (long long)page.ids.items[i]);
    return !strcmp(text_string(&ids), expected);
}

/* None of the texts need be one that any account has now. */
static void what_stands_in_for_a_column_is_filtered_and_sorted_by_instead(void **state)
{
    (void)state;
    static const int64_t accounts[] = { 1, 3 };
    static const double then[] = { 1, 0 };
    const StandIn size = { "size", { 2, accounts }, then, SIZES };
    const StandIns given = { 1, &size };
    for (int account = 1; account <= 3; account++)
        set_text(account, "size", "medium");
    int operand = program_attribute(program, "size", 0);
    int large = program_compare_text(program, operand, OP_EQ, "large");
    int either = program_in_texts(program, operand, (const char *const[]) { "large", "medium" }, 2);
    int has_a = program_compare_text(program, operand, OP_CONTAINS, "mall");
    assert_true(lists(NULL, large, -1, ""));
    assert_true(lists(NULL, either, -1, "1 2 3 "));
    assert_true(lists(&given, large, -1, "1 "));
    assert_true(lists(&given, either, -1, "1 "));
    assert_true(lists(&given, has_a, -1, "3 "));
    assert_true(lists(&given, -1, operand, "3 1 2 "));
    assert_true(lists(&given, program_is_known(program, operand), -1, "1 3 "));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(points_are_earned_linearly_between_low_and_high),
        TEST(a_choice_earns_its_share_and_one_that_is_not_listed_is_unknown),
        TEST(of_choices_that_are_both_true_the_first_counts),
        TEST(what_if_keeps_a_chosen_text_and_changes_a_measure),
        TEST(what_is_unknown_leaves_the_denominator_and_lowers_coverage),
        TEST(a_fired_bad_rule_beats_unknown_and_points_and_the_number_stays_visible),
        TEST(a_fired_good_rule_does_not_beat_unknown_but_beats_points),
        TEST(of_several_bad_rules_the_first_is_named),
        TEST(a_card_of_rules_alone_is_normal_when_none_fires),
        TEST(an_unknown_measure_fires_nothing_not_even_turned_round),
        TEST(the_worst_band_is_bad_and_unknown_only_where_nothing_is_known),
        TEST(what_if_is_the_same_judgement_on_other_values),
        TEST(a_measure_asked_twice_is_read_once_and_a_rule_says_what_it_reads),
        TEST(many_accounts_on_all_cores_score_as_each_one_alone),
        TEST(a_list_pages_through_everything_once_in_order),
        TEST(a_list_sorts_numbers_below_zero_and_filters),
        TEST(a_cursor_of_another_list_is_refused),
        TEST(what_stands_in_for_a_column_is_filtered_and_sorted_by_instead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
