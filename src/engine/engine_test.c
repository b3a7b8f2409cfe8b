#include "engine/engine.h"

#include "engine/measure_kind.h"
#include "engine/program.h"
#include "engine/test_engine.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double ask_at(int64_t account, const char *id, int64_t product, int64_t feature, int days, int64_t as_of)
{
    MeasureRef ref = { measure_find(id), product, feature, 0, days, NULL };
    const EngineView *view = engine_view(engine);
    double value = measure_value(view, account, &ref, as_of);
    engine_view_close(view);
    return value;
}

static void used(int64_t account, int64_t feature, int64_t day, int64_t count)
{
    engine_apply(engine, &(Delta) { account, SERIES_FEATURE, 1, feature, day, count }, 1);
}

static void seen(int64_t account, int64_t product, int64_t contact, int64_t day, int64_t count)
{
    engine_apply(engine, &(Delta) { account, SERIES_PERSON, product, contact, day, count }, 1);
}

/* ---- sentences ------------------------------------------------------------------------------------------------- */

static void a_window_of_seven_days_ends_with_the_day_asked_for(void **state)
{
    (void)state;
    engine_account_add(engine, 1);
    for (int day = 20001; day <= 20014; day++)
        used(1, 7, day, day - 20000);
    assert_true(ask_at(1, "events", 0, 7, 7, 20014) == 8 + 9 + 10 + 11 + 12 + 13 + 14);
    assert_true(ask_at(1, "events", 0, 7, 7, 20020) == 14);
    assert_true(ask_at(1, "active_days", 0, 7, 7, 20003) == 3);
    assert_true(ask_at(1, "days_since", 0, 7, 0, 20020) == 6);
    assert_true(ask_at(1, "days_since_first", 0, 7, 0, 20020) == 19);
}

static void a_trend_uses_full_days_only_and_a_base_of_nothing_is_unknown(void **state)
{
    (void)state;
    engine_account_add(engine, 1);
    used(1, 7, 20001, 10);
    used(1, 7, 20008, 5);
    used(1, 7, 20015, 1000);
    /* As of 20015 the last seven full days are 20008 … 20014, the seven before 20001 … 20007. */
    assert_true(ask_at(1, "trend", 0, 7, 7, 20015) == -0.5);
    assert_true(isnan(ask_at(1, "trend", 0, 7, 7, 20007)));
    assert_true(isnan(ask_at(1, "trend", 0, 8, 7, 20015)));
}

static void an_account_of_which_nothing_was_received_is_unknown_and_not_silent(void **state)
{
    (void)state;
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    used(2, 7, 20010, 1);
    assert_true(isnan(ask_at(1, "events", 0, 7, 7, 20010)));
    assert_true(isnan(ask_at(1, "people", 0, 0, 7, 20010)));
    assert_true(isnan(ask_at(2, "events", 0, 7, 7, 20009)));
    assert_true(ask_at(2, "events", 0, 8, 7, 20010) == 0);
    assert_true(isnan(ask_at(2, "days_since", 0, 8, 0, 20010)));
}

static void a_person_of_two_products_is_one_person(void **state)
{
    (void)state;
    engine_account_add(engine, 1);
    seen(1, 10, 100, 20000, 3);
    seen(1, 11, 100, 20001, 3);
    seen(1, 11, 101, 20001, 1);
    seen(1, 11, 102, 19900, 1);
    assert_true(ask_at(1, "people", 0, 0, 28, 20001) == 2);
    assert_true(ask_at(1, "people", 10, 0, 28, 20001) == 1);
    assert_true(ask_at(1, "people", 11, 0, 28, 20001) == 2);
    assert_true(ask_at(1, "people", 12, 0, 28, 20001) == 0);
}

static void depth_is_people_per_seat_and_unknown_without_seats(void **state)
{
    (void)state;
    int seats = engine_column(engine, ENGINE_SEATS, COLUMN_INT, true);
    EngineStep steps[] = { { 0, 20000, engine_int(4) }, { 0, 20100, engine_int(8) } };
    engine_account_add(engine, 1);
    seen(1, 10, 100, 19990, 1);
    seen(1, 10, 100, 20000, 1);
    seen(1, 10, 100, 20100, 1);
    engine_steps_set(engine, 1, seats, steps, 2);
    assert_true(isnan(ask_at(1, "depth", 0, 0, 28, 19995)));
    assert_true(ask_at(1, "depth", 0, 0, 28, 20000) == 0.25);
    assert_true(ask_at(1, "depth", 0, 0, 28, 20100) == 0.125);
}

static void breadth_counts_entitled_features_only(void **state)
{
    (void)state;
    const char *const pro[] = { "pro" };
    EngineFeature features[] = { { 1, 10, true, { 0 } }, { 2, 10, false, { 0 } }, { 3, 10, false, { 1, pro } } };
    int product = engine_column(engine, ENGINE_PRODUCT, COLUMN_FLAG, true);
    int plan = engine_column(engine, ENGINE_PLAN, COLUMN_TEXT, true);
    EngineStep in_force[] = { { 10, 20000, engine_int(1) }, { 10, 20300, engine_unknown() } };
    EngineStep plans[] = { { 10, 20000, engine_text("basic") }, { 10, 20200, engine_text("pro") } };
    engine_features_set(engine, features, 3);
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    used(1, 1, 20001, 1);
    used(1, 1, 20201, 1);
    used(1, 1, 20301, 1);
    used(1, 3, 20201, 1);
    used(2, 3, 20001, 1);
    engine_steps_set(engine, 1, product, in_force, 2);
    engine_steps_set(engine, 1, plan, plans, 2);
    assert_true(ask_at(1, "breadth", 10, 0, 28, 20001) == 0.5);
    assert_true(fabs(ask_at(1, "breadth", 10, 0, 28, 20201) - 2.0 / 3) < 1e-12);
    assert_true(isnan(ask_at(1, "breadth", 10, 0, 28, 20301)));
    assert_true(ask_at(2, "breadth", 10, 0, 28, 20001) == 0); /* no line at all: the features open to every plan */
    assert_true(isnan(ask_at(2, "breadth", 11, 0, 28, 20001)));
}

static void two_plans_of_a_product_in_force_both_entitle(void **state)
{
    (void)state;
    const char *const pro[] = { "pro" }, *const basic[] = { "basic" }, *const bas[] = { "bas" };
    EngineFeature features[] = { { 1, 10, true, { 1, basic } },
                                 { 2, 10, false, { 1, pro } },
                                 { 3, 10, false, { 1, bas } } };
    EngineStep in_force = { 10, 20000, engine_int(1) }, both = { 10, 20000, engine_text("basic\x1fpro") };
    engine_features_set(engine, features, 3);
    engine_account_add(engine, 1);
    used(1, 2, 20001, 1);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_PRODUCT, COLUMN_FLAG, true), &in_force, 1);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_PLAN, COLUMN_TEXT, true), &both, 1);
    assert_true(ask_at(1, "breadth", 10, 0, 28, 20001) == 0.5); /* "bas" is only the beginning of one */
}

static void contract_measures_are_those_of_the_date(void **state)
{
    (void)state;
    EngineStep mrr[] = { { 0, 20100, engine_int(150000000) }, { 0, 20000, engine_int(100000000) } };
    EngineStep renews[] = { { 0, 20000, engine_int(20365) }, { 0, 20365, engine_int(20730) } };
    EngineStep start[] = { { 0, 20000, engine_int(20000) } };
    engine_account_add(engine, 1);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_MRR, COLUMN_INT, true), mrr, 2);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_RENEWS_ON, COLUMN_DAY, true), renews, 2);
    engine_steps_set(engine, 1, engine_column(engine, ENGINE_CONTRACT_START, COLUMN_DAY, true), start, 1);
    assert_true(isnan(ask_at(1, "mrr", 0, 0, 0, 19999)));
    assert_true(ask_at(1, "mrr", 0, 0, 0, 20099) == 100);
    assert_true(ask_at(1, "mrr", 0, 0, 0, 20100) == 150);
    assert_true(ask_at(1, "days_to_renewal", 0, 0, 0, 20360) == 5);
    assert_true(ask_at(1, "days_to_renewal", 0, 0, 0, 20365) == 365);
    assert_true(ask_at(1, "contract_age_days", 0, 0, 0, 20010) == 10);
    assert_true(isnan(ask_at(1, "mrr", 77, 0, 0, 20100)));
}

/* What a person writes as 49.99 is read as the nearest double to it, and so must be what the engine says. */
static void amounts_with_cents_equal_what_a_person_writes(void **state)
{
    (void)state;
    int column = engine_column(engine, ENGINE_MRR, COLUMN_INT, true);
    engine_account_add(engine, 1);
    for (int64_t cents = 1; cents < 20000; cents++) {
        char written[32];
        EngineStep mrr[] = { { 0, 20000, engine_int(cents * 10000) } };
        snprintf(written, sizeof written, "%" PRId64 ".%02" PRId64, cents / 100, cents % 100);
        engine_steps_set(engine, 1, column, mrr, 1);
        assert_true(ask_at(1, "mrr", 0, 0, 0, 20000) == strtod(written, NULL));
    }
}

static void a_trend_equals_the_share_that_a_person_writes(void **state)
{
    (void)state;
    static const char *const WRITTEN[] = { "-1",   "-0.9", "-0.8", "-0.7", "-0.6", "-0.5", "-0.4",
                                           "-0.3", "-0.2", "-0.1", "0",    "0.1",  "0.2",  "0.3" };
    for (uint32_t now = 0; now < sizeof WRITTEN / sizeof *WRITTEN; now++) {
        int64_t account = 1 + now;
        engine_account_add(engine, account);
        used(account, 7, 20000, 10);
        if (now)
            used(account, 7, 20001, now);
        assert_true(ask_at(account, "trend", 0, 7, 1, 20002) == strtod(WRITTEN[now], NULL));
        assert_true(ask_at(account, "trend", 0, 0, 1, 20002) == strtod(WRITTEN[now], NULL));
    }
}

static void mrr_is(int64_t account, int64_t day, int64_t micros)
{
    const EngineView *view = engine_view(engine);
    EngineValue value = view_value(view, account, view_column(view, ENGINE_MRR), 0, day);
    double measured = ask_at(account, "mrr", 0, 0, 0, day);
    engine_view_close(view);
    assert_int_equal(value.known, micros >= 0);
    assert_int_equal(isnan(measured), micros < 0);
    assert_true(micros < 0 || (value.integer == micros && measured == (double)micros / 1e6));
}

/* The engine keeps the values of the latest day asked for; every other day must still read the same. */
static void a_dated_value_is_that_of_its_day_whichever_day_was_asked_before(void **state)
{
    static const int64_t DAYS[] = { 20150, 19999, 20000, 20300, 20149, 20299, 20100, 20400, 20099, 20301 };
    (void)state;
    int mrr = engine_column(engine, ENGINE_MRR, COLUMN_INT, true);
    EngineStep steps[] = { { 0, 20000, engine_int(1000000) },
                           { 0, 20100, engine_int(2000000) },
                           { 0, 20300, engine_unknown() },
                           { 7, 20000, engine_int(9000000) } };
    EngineStep later[] = { { 0, 20100, engine_int(5000000) } };
    engine_steps_set(engine, 1, mrr, steps, 4);
    engine_account_add(engine, 1);
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
        int64_t day = DAYS[i];
        mrr_is(1, day, day < 20000 || day >= 20300 ? -1 : day < 20100 ? 1000000 : 2000000);
        mrr_is(1, day, day < 20000 || day >= 20300 ? -1 : day < 20100 ? 1000000 : 2000000);
    }
    engine_steps_set(engine, 1, mrr, later, 1);
    mrr_is(1, 20400, 5000000);
    mrr_is(1, 20099, -1);
    for (int64_t other = 2; other < 200; other++)
        engine_account_add(engine, other);
    mrr_is(1, 20400, 5000000);
    mrr_is(199, 20400, -1);
    engine_account_remove(engine, 1);
    engine_account_add(engine, 300);
    mrr_is(300, 20400, -1);
    engine_steps_set(engine, 300, mrr, steps, 4);
    engine_column_clear(engine, ENGINE_MRR);
    mrr_is(300, 20150, -1);
}

static void a_custom_field_is_a_column_and_can_change_its_type_when_cleared(void **state)
{
    (void)state;
    MeasureRef ref = { measure_find("field"), 0, 0, 0, 0, "staff" };
    int column = engine_column(engine, "field:staff", COLUMN_REAL, false);
    const EngineView *view;
    engine_set(engine, &(EngineSet) { 1, column, engine_real(12.5) }, 1);
    view = engine_view(engine);
    assert_true(measure_value(view, 1, &ref, 20000) == 12.5);
    assert_true(view_has(view, 1));
    engine_view_close(view);
    engine_column_clear(engine, "field:staff");
    view = engine_view(engine);
    assert_int_equal(view_column(view, "field:staff"), -1);
    for (const char *const *name = view_column_names(view, arena); *name; name++)
        assert_string_not_equal(*name, "field:staff");
    engine_view_close(view);
    assert_int_equal(engine_column(engine, "field:staff", COLUMN_TEXT, false), column);
    engine_set(engine, &(EngineSet) { 1, column, engine_text("many") }, 1);
    view = engine_view(engine);
    assert_string_equal(view_value(view, 1, column, 0, 0).text, "many");
    assert_int_equal(view_column(view, "field:staff"), column);
    engine_view_close(view);
}

static void a_removed_account_leaves_nothing_and_its_place_is_used_again(void **state)
{
    (void)state;
    int column = engine_column(engine, "stage", COLUMN_TEXT, false);
    const EngineView *view;
    engine_set(engine, &(EngineSet) { 1, column, engine_text("left") }, 1);
    used(1, 7, 20000, 1);
    engine_account_remove(engine, 1);
    engine_account_add(engine, 2);
    view = engine_view(engine);
    assert_false(view_has(view, 1));
    assert_false(view_value(view, 2, column, 0, 0).known);
    assert_int_equal(view_stats(view).series, 0);
    assert_int_equal(view_accounts(view), 1);
    engine_view_close(view);
}

static void people_of_an_account_are_listed_with_their_days(void **state)
{
    (void)state;
    const PersonUse *people;
    const DayCount *days;
    const EngineView *view;
    size_t count;
    seen(1, 10, 100, 20000, 2);
    seen(1, 11, 100, 20000, 3);
    seen(1, 10, 101, 20000, 1);
    seen(1, 10, 101, 20005, 1);
    seen(1, 10, 102, 19000, 9);
    view = engine_view(engine);
    view_people(view, arena, 1, 0, 28, 20006, &people, &count);
    assert_int_equal(count, 3);
    assert_int_equal(people[0].contact, 101);
    assert_int_equal(people[0].active_days, 2);
    assert_int_equal(people[1].events, 5);
    assert_int_equal(people[1].active_days, 1);
    assert_int_equal(people[2].last, 19000);
    assert_int_equal(people[2].events, 0);
    view_people_days(view, arena, 1, 0, 20000, 20006, &days, &count);
    assert_int_equal(count, 2);
    assert_int_equal(days[0].count, 2);
    assert_int_equal(days[1].day, 20005);
    engine_view_close(view);
}

/* ---- one writer, many readers ---------------------------------------------------------------------------------- */

static atomic_bool stop_reading;

static void an_account_that_is_gone_does_not_come_back_with_a_late_value(void **state)
{
    (void)state;
    int column = engine_column(engine, "late", COLUMN_INT, false);
    const EngineSet late[] = { { 1, column, engine_int(5) }, { 2, column, engine_int(6) } };
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    engine_account_remove(engine, 2);
    engine_update(engine, late, 2);
    const EngineView *view = engine_view(engine);
    assert_int_equal(view_accounts(view), 1);
    assert_int_equal(view_value(view, 1, column, 0, 0).integer, 5);
    assert_false(view_value(view, 2, column, 0, 0).known);
    engine_view_close(view);
}

/* Each commit moves one event from one account to the other: a view that shows another total has seen half a commit. */
static void *read_on(void *context)
{
    MeasureRef ref = { measure_find("events"), 0, 7, 0, 10, NULL };
    int64_t *wrong = context;
    while (!atomic_load(&stop_reading)) {
        const EngineView *view = engine_view(engine);
        double sum = measure_value(view, 1, &ref, 20000) + measure_value(view, 2, &ref, 20000);
        engine_view_close(view);
        *wrong += sum != 2000;
    }
    return NULL;
}

static void a_view_never_shows_half_a_commit(void **state)
{
    (void)state;
    pthread_t threads[3];
    int64_t wrong[3] = { 0 };
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    used(1, 7, 20000, 1000);
    used(2, 7, 20000, 1000);
    atomic_store(&stop_reading, false);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &wrong[i]), 0);
    for (int i = 0; i < 2000; i++) {
        int from = i % 500 < 250 ? 1 : 2;
        Delta deltas[] = { { from, SERIES_FEATURE, 1, 7, 20000 - i % 7, -1 },
                           { 3 - from, SERIES_FEATURE, 1, 7, 20000 - i % 7, 1 } };
        engine_apply(engine, deltas, 2);
    }
    atomic_store(&stop_reading, true);
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

static void *write_on(void *context)
{
    (void)context;
    while (!atomic_load(&stop_reading))
        used(1, 7, 20000, 1);
    return NULL;
}

/* If the inner view took a second lock, it would wait for the writer, which waits for the outer one. */
static void a_view_within_a_view_is_the_same_one(void **state)
{
    (void)state;
    pthread_t writer;
    atomic_store(&stop_reading, false);
    assert_int_equal(pthread_create(&writer, NULL, write_on, NULL), 0);
    for (int i = 0; i < 2000; i++) {
        const EngineView *outer = engine_view(engine);
        const EngineView *inner = engine_view(engine);
        EngineStats stats = view_stats(inner);
        engine_view_close(inner);
        assert_int_equal(view_stats(outer).day_counts, stats.day_counts);
        engine_view_close(outer);
    }
    atomic_store(&stop_reading, true);
    pthread_join(writer, NULL);
}

static void an_account_that_is_hidden_is_nowhere_and_comes_back_with_what_it_did_meanwhile(void **state)
{
    const Delta before = { 1, SERIES_FEATURE, 0, 5, 100, 3 }, meanwhile = { 1, SERIES_FEATURE, 0, 5, 101, 4 };
    const DayCount *days;
    size_t count;
    (void)state;
    engine_account_add(engine, 1);
    engine_apply(engine, &before, 1);
    engine_account_hide(engine, 1);
    engine_apply(engine, &meanwhile, 1);
    engine_strangers_drop(engine);
    const EngineView *view = engine_view(engine);
    assert_false(view_has(view, 1));
    assert_int_equal(view_accounts(view), 0);
    engine_view_close(view);
    engine_account_add(engine, 1);
    view = engine_view(engine);
    view_days(view, arena, 1, 0, 5, 0, 200, &days, &count);
    assert_int_equal(count, 2);
    assert_int_equal(days[1].count, 4);
    engine_view_close(view);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_window_of_seven_days_ends_with_the_day_asked_for),
        TEST(a_trend_uses_full_days_only_and_a_base_of_nothing_is_unknown),
        TEST(a_trend_equals_the_share_that_a_person_writes),
        TEST(amounts_with_cents_equal_what_a_person_writes),
        TEST(an_account_of_which_nothing_was_received_is_unknown_and_not_silent),
        TEST(a_person_of_two_products_is_one_person),
        TEST(depth_is_people_per_seat_and_unknown_without_seats),
        TEST(breadth_counts_entitled_features_only),
        TEST(two_plans_of_a_product_in_force_both_entitle),
        TEST(contract_measures_are_those_of_the_date),
        TEST(a_dated_value_is_that_of_its_day_whichever_day_was_asked_before),
        TEST(a_custom_field_is_a_column_and_can_change_its_type_when_cleared),
        TEST(a_removed_account_leaves_nothing_and_its_place_is_used_again),
        TEST(people_of_an_account_are_listed_with_their_days),
        TEST(an_account_that_is_gone_does_not_come_back_with_a_late_value),
        TEST(a_view_never_shows_half_a_commit),
        TEST(a_view_within_a_view_is_the_same_one),
        TEST(an_account_that_is_hidden_is_nowhere_and_comes_back_with_what_it_did_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
