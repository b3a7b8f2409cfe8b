#include "engine/engine.h"

#include "base/test.h"
#include "engine/measure_kind.h"
#include "engine/program.h"
#include "engine/snapshot.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Arena *arena;
static Engine *engine;
static Error error;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return engine_open(&engine, &error) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    engine_close(engine);
    arena_free(arena);
    return 0;
}

static double ask_at(int64_t account, const char *id, int64_t product, int64_t feature, int days, int64_t as_of)
{
    MeasureRef ref = { measure_find(id), product, feature, days, NULL };
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

static void a_custom_field_is_a_column_and_can_change_its_type_when_cleared(void **state)
{
    (void)state;
    MeasureRef ref = { measure_find("field"), 0, 0, 0, "staff" };
    int column = engine_column(engine, "field:staff", COLUMN_REAL, false);
    const EngineView *view;
    engine_set(engine, &(EngineSet) { 1, column, engine_real(12.5) }, 1);
    view = engine_view(engine);
    assert_true(measure_value(view, 1, &ref, 20000) == 12.5);
    assert_true(view_has(view, 1));
    engine_view_close(view);
    engine_column_clear(engine, "field:staff");
    assert_int_equal(engine_column(engine, "field:staff", COLUMN_TEXT, false), column);
    engine_set(engine, &(EngineSet) { 1, column, engine_text("many") }, 1);
    view = engine_view(engine);
    assert_string_equal(view_value(view, 1, column, 0, 0).text, "many");
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

static void a_forgotten_person_is_counted_nowhere(void **state)
{
    (void)state;
    engine_account_add(engine, 1);
    seen(1, 10, 100, 20000, 1);
    seen(1, 10, 101, 20000, 1);
    seen(1, 11, 100, 20000, 1);
    engine_person_forget(engine, 100);
    assert_true(ask_at(1, "people", 0, 0, 28, 20000) == 1);
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

/* ---- the property: equal to a naive recount, whatever comes in whatever order --------------------------------- */

enum { ACCOUNTS = 6, FEATURES = 70, PEOPLE = 12, PRODUCTS = 3, DAYS = 400, FIRST_DAY = 19990 };

static int64_t naive_feature[ACCOUNTS + 1][FEATURES + 1][DAYS];
static int64_t naive_person[ACCOUNTS + 1][PRODUCTS + 1][PEOPLE + 1][DAYS];
static uint64_t seed;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static int64_t product_of(int64_t feature)
{
    return feature % PRODUCTS + 1;
}

static Delta random_delta(void)
{
    Delta delta = { .account = 1 + roll(ACCOUNTS), .kind = roll(2) ? SERIES_FEATURE : SERIES_PERSON };
    int day = roll(4) ? (int)roll(DAYS) : (int)roll(20) + DAYS - 20;
    int64_t *cell;
    if (delta.kind == SERIES_FEATURE) {
        delta.key = 1 + roll(roll(3) ? 5 : FEATURES);
        delta.product = product_of(delta.key);
        cell = &naive_feature[delta.account][delta.key][day];
    } else {
        delta.key = 1 + roll(PEOPLE);
        delta.product = 1 + roll(PRODUCTS);
        cell = &naive_person[delta.account][delta.product][delta.key][day];
    }
    delta.day = FIRST_DAY + day;
    delta.count = *cell && !roll(3) ? -(int64_t)(1 + roll((uint32_t)*cell)) : 1 + roll(9);
    *cell += delta.count;
    return delta;
}

typedef struct {
    int64_t events, base, active, last, first, heard;
} Naive;

static void naive_day(Naive *naive, int64_t count, int day, int from, int until)
{
    if (!count || day > until)
        return;
    naive->events += day >= from ? count : 0;
    naive->last = day > naive->last ? day : naive->last;
    naive->first = day < naive->first ? day : naive->first;
}

/* feature 0: all of the product, product 0: everything. */
static Naive naive_use(int64_t account, int64_t product, int64_t feature, int from, int until)
{
    Naive naive = { .last = -1, .first = INT32_MAX };
    for (int day = 0; day < DAYS; day++) {
        bool active = false;
        for (int f = 1; f <= FEATURES; f++) {
            int64_t count = naive_feature[account][f][day];
            if ((feature && f != feature) || (!feature && product && product_of(f) != product))
                continue;
            naive_day(&naive, count, day, from, until);
            active = active || count;
        }
        naive.active += active && day >= from && day <= until;
    }
    return naive;
}

static bool naive_heard(int64_t account, int until)
{
    for (int day = 0; day <= until && day < DAYS; day++) {
        for (int f = 1; f <= FEATURES; f++)
            if (naive_feature[account][f][day])
                return true;
        for (int p = 1; p <= PRODUCTS; p++)
            for (int c = 1; c <= PEOPLE; c++)
                if (naive_person[account][p][c][day])
                    return true;
    }
    return false;
}

static int64_t naive_people(int64_t account, int64_t product, int from, int until)
{
    int64_t people = 0;
    for (int c = 1; c <= PEOPLE; c++) {
        bool active = false;
        for (int p = 1; p <= PRODUCTS; p++)
            for (int day = from < 0 ? 0 : from; day <= until && day < DAYS; day++)
                active = active || ((!product || p == product) && naive_person[account][p][c][day]);
        people += active;
    }
    return people;
}

static void assert_same(double got, bool known, double expected)
{
    assert_int_equal(!isnan(got), known);
    if (known)
        assert_true(fabs(got - expected) < 1e-9);
}

static void check_account(int64_t account, int day)
{
    int64_t feature = roll(3) ? 1 + roll(FEATURES) : 0, product = feature ? 0 : roll(PRODUCTS + 1);
    int days = 1 + (int)roll(100);
    int64_t as_of = FIRST_DAY + day;
    bool heard = naive_heard(account, day);
    Naive now = naive_use(account, product, feature, day - days + 1, day);
    int64_t recent = naive_use(account, product, feature, day - days, day - 1).events;
    int64_t base = naive_use(account, product, feature, day - 2 * days, day - days - 1).events;
    assert_same(ask_at(account, "events", product, feature, days, as_of), heard, (double)now.events);
    assert_same(ask_at(account, "active_days", product, feature, days, as_of), heard, (double)now.active);
    assert_same(ask_at(account, "days_since", product, feature, 0, as_of), now.last >= 0, (double)(day - now.last));
    assert_same(ask_at(account, "days_since_first", product, feature, 0, as_of), now.first <= day,
                (double)(day - now.first));
    assert_same(ask_at(account, "trend", product, feature, days, as_of), base > 0,
                base > 0 ? (double)recent / (double)base - 1 : 0);
    assert_same(ask_at(account, "people", product, 0, days, as_of), heard,
                (double)naive_people(account, product, day - days + 1, day));
}

static void check_all(int rounds)
{
    for (int round = 0; round < rounds; round++)
        check_account(1 + roll(ACCOUNTS), (int)roll(DAYS + 40) - 20);
}

static void apply_random(int rounds)
{
    Delta deltas[50];
    for (int round = 0; round < rounds; round++) {
        uint32_t count = 1 + roll(50);
        for (uint32_t i = 0; i < count; i++)
            deltas[i] = random_delta();
        engine_apply(engine, deltas, count);
    }
}

static void start_random(uint64_t with)
{
    seed = with;
    memset(naive_feature, 0, sizeof naive_feature);
    memset(naive_person, 0, sizeof naive_person);
    for (int i = 1; i <= ACCOUNTS; i++)
        engine_account_add(engine, i);
}

static void answers_equal_a_naive_recount_of_late_and_negative_changes(void **state)
{
    (void)state;
    start_random(20261122);
    for (int round = 0; round < 30; round++) {
        apply_random(10);
        check_all(40);
    }
}

static void a_loaded_engine_answers_as_one_that_grew(void **state)
{
    (void)state;
    EngineLoad *load;
    start_random(7);
    load = engine_load_open(engine);
    for (int i = 0; i < 100000; i++) {
        Delta delta = random_delta();
        engine_load_add(load, &delta);
    }
    engine_load_close(load);
    check_all(150);
}

static size_t rows_of_day(int64_t account, int day, Delta *rows)
{
    size_t count = 0;
    for (int f = 1; f <= FEATURES; f++)
        if (naive_feature[account][f][day])
            rows[count++] =
                (Delta) { account, SERIES_FEATURE, product_of(f), f, FIRST_DAY + day, naive_feature[account][f][day] };
    for (int p = 1; p <= PRODUCTS; p++)
        for (int c = 1; c <= PEOPLE; c++)
            if (naive_person[account][p][c][day])
                rows[count++] =
                    (Delta) { account, SERIES_PERSON, p, c, FIRST_DAY + day, naive_person[account][p][c][day] };
    return count;
}

static void following_the_change_log_gives_the_same_engine_however_often(void **state)
{
    (void)state;
    static Delta rows[FEATURES + PRODUCTS * PEOPLE];
    start_random(99);
    apply_random(100);
    /* What the log tells of comes from elsewhere: the naive tables move on, the engine only follows by days. */
    for (int round = 0; round < 300; round++) {
        Delta delta = random_delta();
        int day = (int)(delta.day - FIRST_DAY);
        size_t count = rows_of_day(delta.account, day, rows);
        engine_day_replace(engine, delta.account, delta.day, rows, count);
        if (!roll(3))
            engine_day_replace(engine, delta.account, delta.day, rows, count);
    }
    check_all(150);
}

/* ---- the snapshot ---------------------------------------------------------------------------------------------- */

static const char *snapshot_path(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/banso-engine-test-%d", (int)getpid());
    return path;
}

static void a_mapped_snapshot_answers_as_the_engine_that_wrote_it_and_goes_on_changing(void **state)
{
    (void)state;
    int64_t sequence = 0;
    const char *const none[] = { NULL };
    EngineFeature late = { 999, 44, false, { 0, none } };
    start_random(4711);
    apply_random(200);
    assert_true(snapshot_write(engine, snapshot_path(), 42, &error));
    engine_close(engine);
    assert_true(engine_open(&engine, &error));
    engine_features_set(engine, &late, 1); /* numbers of its own, which the file's replace */
    assert_true(snapshot_map(engine, snapshot_path(), 40, &sequence, &error));
    assert_int_equal(sequence, 42);
    for (int i = 1; i <= ACCOUNTS; i++)
        engine_account_add(engine, i);
    check_all(100);
    apply_random(100);
    check_all(100);
    engine_clear(engine);
    assert_true(isnan(ask_at(1, "events", 0, 0, 900, FIRST_DAY + DAYS)));
    unlink(snapshot_path());
}

static void flip(long at, int how)
{
    FILE *file = fopen(snapshot_path(), "r+b");
    int byte;
    assert_non_null(file);
    fseek(file, at, SEEK_SET);
    byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ how, file);
    fclose(file);
}

static void a_snapshot_that_is_missing_old_torn_or_altered_is_refused(void **state)
{
    (void)state;
    int64_t sequence = -1;
    FILE *file;
    long size;
    start_random(1);
    apply_random(50);
    unlink(snapshot_path());
    assert_false(snapshot_map(engine, snapshot_path(), 0, &sequence, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_true(snapshot_write(engine, snapshot_path(), 42, &error));
    assert_false(snapshot_map(engine, snapshot_path(), 43, &sequence, &error));
    file = fopen(snapshot_path(), "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    fclose(file);
    for (long at = 0; at < size; at += 1 + (at > 64) * (size / 50)) {
        if (at >= 24 && at < 32)
            continue; /* the sequence itself is not under the checksum: it is compared with the log */
        flip(at, 0x40);
        assert_false(snapshot_map(engine, snapshot_path(), 0, &sequence, &error));
        flip(at, 0x40);
    }
    assert_int_equal(truncate(snapshot_path(), size / 2), 0);
    assert_false(snapshot_map(engine, snapshot_path(), 0, &sequence, &error));
    assert_int_equal(sequence, -1);
    check_all(50);
    unlink(snapshot_path());
}

/* ---- one writer, many readers ---------------------------------------------------------------------------------- */

static atomic_bool stop_reading;

/* Each commit moves one event from one account to the other: a view that shows another total has seen half a commit. */
static void *read_on(void *context)
{
    MeasureRef ref = { measure_find("events"), 0, 7, 10, NULL };
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

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_window_of_seven_days_ends_with_the_day_asked_for),
        TEST(a_trend_uses_full_days_only_and_a_base_of_nothing_is_unknown),
        TEST(an_account_of_which_nothing_was_received_is_unknown_and_not_silent),
        TEST(a_person_of_two_products_is_one_person),
        TEST(depth_is_people_per_seat_and_unknown_without_seats),
        TEST(breadth_counts_entitled_features_only),
        TEST(contract_measures_are_those_of_the_date),
        TEST(a_custom_field_is_a_column_and_can_change_its_type_when_cleared),
        TEST(a_removed_account_leaves_nothing_and_its_place_is_used_again),
        TEST(a_forgotten_person_is_counted_nowhere),
        TEST(people_of_an_account_are_listed_with_their_days),
        TEST(answers_equal_a_naive_recount_of_late_and_negative_changes),
        TEST(a_loaded_engine_answers_as_one_that_grew),
        TEST(following_the_change_log_gives_the_same_engine_however_often),
        TEST(a_mapped_snapshot_answers_as_the_engine_that_wrote_it_and_goes_on_changing),
        TEST(a_snapshot_that_is_missing_old_torn_or_altered_is_refused),
        TEST(a_view_never_shows_half_a_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
