/* Older days in their file, against an engine that holds all days in full, under the same random changes. */
#include "base/test.h"

#include "engine/measure_kind.h"
#include "engine/program.h"
#include "engine/test_engine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ACCOUNTS = 24, FEATURES = 4, PEOPLE = 5, DAYS = 420, FIRST_DAY = 19000, FLOOR = FIRST_DAY + 220 };

/* What the database has: by account, key (features, then people), day. */
static int64_t counts[ACCOUNTS + 1][FEATURES + PEOPLE][DAYS];
static Engine *whole;
static int reads, filed;
static void (*between)(void); /* what happens while the file is written */

static uint32_t roll(uint32_t below)
{
    static uint64_t seed = 20261130;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static Delta delta_of(int64_t account, int key, int day, int64_t count)
{
    bool person = key >= FEATURES;
    return (Delta) { .account = account,
                     .kind = person ? SERIES_PERSON : SERIES_FEATURE,
                     .product = 1,
                     .key = 100 + key,
                     .day = FIRST_DAY + day,
                     .count = count };
}

static size_t rows_between(int64_t account, int64_t from, int64_t until, Delta *rows)
{
    size_t count = 0;
    for (int kind = 0; kind < 2; kind++)
        for (int64_t day = from < FIRST_DAY ? FIRST_DAY : from; day < until && day < FIRST_DAY + DAYS; day++)
            for (int key = kind ? FEATURES : 0; key < (kind ? FEATURES + PEOPLE : FEATURES); key++)
                if (counts[account][key][day - FIRST_DAY])
                    rows[count++] =
                        delta_of(account, key, (int)(day - FIRST_DAY), counts[account][key][day - FIRST_DAY]);
    return count;
}

static void past_give(int64_t account, int64_t until, PastAs as)
{
    static Delta rows[(FEATURES + PEOPLE) * DAYS];
    engine_past_replace(engine, (Ids) { 1, &account }, until, as, rows, rows_between(account, 0, until, rows));
}

static bool past_load(void *context, Ids only, int64_t until, PastAs as, Error *why)
{
    (void)context, (void)why;
    reads += as != PAST_FILED;
    for (size_t i = 0; i < only.count; i++) {
        past_give(only.items[i], until, as);
        filed += as == PAST_FILED;
        if (as == PAST_FILED && between)
            between();
    }
    for (int64_t account = 1; account <= ACCOUNTS && only.count == 0; account++)
        past_give(account, until, as);
    return true;
}

/* As commits do it, or as the change log is followed. */
static void change(int64_t account, int key, int day, int64_t count)
{
    static Delta rows[FEATURES + PEOPLE];
    Delta delta = delta_of(account, key, day, count);
    counts[account][key][day] += count;
    engine_apply(whole, &delta, 1);
    if (roll(2))
        engine_apply(engine, &delta, 1);
    else
        engine_days_replace(engine, &(EngineDay) { account, delta.day }, 1, rows,
                            rows_between(account, delta.day, delta.day + 1, rows));
}

static void change_some(void)
{
    for (int i = 0; i < 6; i++) {
        int64_t account = 1 + roll(ACCOUNTS);
        int key = (int)roll(FEATURES + PEOPLE), day = (int)(roll(3) ? roll(DAYS) : DAYS - 1 - roll(30));
        int64_t had = counts[account][key][day];
        change(account, key, day, had && roll(2) ? -had : 1 + roll(9));
    }
    Ids torn = engine_torn(engine, arena);
    for (size_t i = 0; i < torn.count; i++)
        past_give(torn.items[i], engine_floor(engine), PAST_ENDS);
}

static const char *path(void)
{
    static char name[64];
    snprintf(name, sizeof name, "/tmp/banso-old-test-%d", (int)getpid());
    return name;
}

static double ask(Engine *of, int64_t account, const MeasureRef *ref, int64_t day)
{
    const EngineView *view;
    assert_true(engine_view_since(of, measure_since(NULL, ref, day), day, &view, &error));
    double value = measure_value(view, account, ref, day);
    engine_view_close(view);
    return value;
}

static void compare_measure(int64_t account, int64_t day)
{
    static const char *const KINDS[] = { "events",     "active_days",      "people", "trend",
                                         "days_since", "days_since_first", "breadth" };
    MeasureRef ref = { .kind = measure_find(KINDS[roll(7)]), .days = 1 + (int)roll(40) };
    if ((ref.kind->takes & TAKES_FEATURE) && roll(2))
        ref.feature_id = 100 + roll(FEATURES);
    double expected = ask(whole, account, &ref, day), got = ask(engine, account, &ref, day);
    if (!(expected == got || (isnan(expected) && isnan(got))))
        fail_msg("%s of %lld on day %lld (%d days, feature %lld): %g, not %g", ref.kind->id, (long long)account,
                 (long long)(day - FIRST_DAY), ref.days, (long long)ref.feature_id, got, expected);
}

static void compare_days(int64_t account, int64_t day)
{
    const EngineView *ours, *all;
    const DayCount *a, *b;
    const PersonUse *p, *q;
    size_t a_count, b_count, p_count, q_count;
    assert_true(engine_view_since(engine, day - 28, day, &ours, &error));
    view_days(ours, arena, account, 0, 0, day - 27, day + 1, &a, &a_count);
    view_people(ours, arena, account, 0, 28, day, &p, &p_count);
    engine_view_close(ours);
    all = engine_view(whole);
    view_days(all, arena, account, 0, 0, day - 27, day + 1, &b, &b_count);
    view_people(all, arena, account, 0, 28, day, &q, &q_count);
    engine_view_close(all);
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++)
        assert_true(a[i].day == b[i].day && a[i].count == b[i].count);
    for (size_t i = 0, k = 0; i < q_count;
         i++) /* who was there: beside the old days, only people of the window are told */
        if (q[i].events) {
            assert_true(k < p_count && p[k].contact == q[i].contact && p[k].events == q[i].events);
            k++;
        }
}

static void compare(int times)
{
    for (int i = 0; i < times; i++) {
        int64_t account = 1 + roll(ACCOUNTS), day = FIRST_DAY + roll(DAYS + 20);
        compare_measure(account, day);
        if (day > FIRST_DAY + 28)
            compare_days(account, day);
    }
}

static int set_up(void **state)
{
    static const char *const none[] = { NULL };
    EngineFeature catalogue[FEATURES];
    int failed = engine_set_up(state);
    memset(counts, 0, sizeof counts);
    reads = filed = 0;
    between = NULL;
    if (failed || !engine_open(&whole, &error))
        return -1;
    for (int f = 0; f < FEATURES; f++)
        catalogue[f] = (EngineFeature) { 100 + f, 1, f == 0, { 0, none } };
    engine_features_set(engine, catalogue, FEATURES);
    engine_features_set(whole, catalogue, FEATURES);
    engine_past_register(engine, (EnginePast) { past_load, NULL });
    for (int64_t account = 1; account <= ACCOUNTS; account++) {
        engine_account_add(engine, account);
        engine_account_add(whole, account);
    }
    for (int i = 0; i < 3000; i++)
        change(1 + roll(ACCOUNTS - 2), (int)roll(FEATURES + PEOPLE), (int)roll(DAYS), 1 + roll(9));
    engine_floor_set(engine, FLOOR);
    return 0;
}

static int tear_down(void **state)
{
    engine_close(whole);
    return engine_tear_down(state);
}

static void file_them(void)
{
    int64_t until = engine_old_due(engine);
    assert_true(until > FLOOR);
    assert_true(engine_old_make(engine, path(), until, &error));
    assert_int_equal(access(path(), F_OK), -1); /* nothing is left behind */
}

static void what_the_file_answers_is_what_all_days_in_memory_answer(void **state)
{
    (void)state;
    file_them();
    assert_true(engine_old_due(engine) == INT64_MIN);
    for (int round = 0; round < 60; round++) {
        compare(12);
        change_some();
        if (!roll(4))
            engine_past_release(engine, 0);
        if (round == 30)
            engine_floor_set(engine, FLOOR + 31);
        if (round == 40)
            engine_floor_set(engine, FLOOR + 80);
        if (engine_old_due(engine) != INT64_MIN)
            file_them();
    }
    assert_true(filed >= 2 * (ACCOUNTS - 2)); /* moved on with the floor */
}

static void older_days_are_asked_about_without_reading_any(void **state)
{
    (void)state;
    const MeasureRef active = { .kind = measure_find("active_days"), .days = 28 };
    ask(engine, 1, &active, FLOOR - 60);
    assert_int_equal(reads, 1);
    engine_past_release(engine, 0);
    file_them();
    for (int64_t day = FIRST_DAY + 28; day < FIRST_DAY + DAYS; day++)
        assert_true(ask(engine, 1 + day % ACCOUNTS, &active, day) == ask(whole, 1 + day % ACCOUNTS, &active, day) ||
                    isnan(ask(whole, 1 + day % ACCOUNTS, &active, day)));
    assert_int_equal(reads, 1);
    change(3, 0, 20, 5); /* late */
    for (int64_t day = FIRST_DAY + 28; day < FLOOR; day++)
        ask(engine, 3, &active, day);
    assert_int_equal(reads, 2); /* of that one, once */
}

static void while_it_is_written(void)
{
    change_some();
}

static void what_changes_while_the_file_is_written_is_in_it_or_read_again(void **state)
{
    (void)state;
    between = while_it_is_written;
    file_them();
    between = NULL;
    compare(400);
}

/* A commit of the account that was filed first; somebody reads the account's past before the engine follows the commit,
 * so that the followed day differs no more. */
static void read_before_it_is_followed(void)
{
    static Delta rows[FEATURES + PEOPLE];
    Delta delta = delta_of(1, 0, 30, 7);
    between = NULL;
    counts[1][0][30] += delta.count;
    engine_apply(whole, &delta, 1);
    past_give(1, engine_floor(engine), PAST_WHOLE);
    engine_days_replace(engine, &(EngineDay) { 1, delta.day }, 1, rows,
                        rows_between(1, delta.day, delta.day + 1, rows));
}

static void a_commit_is_not_missed_because_its_days_were_read_before_it_was_followed(void **state)
{
    (void)state;
    const MeasureRef events = { .kind = measure_find("events"), .days = 28 };
    between = read_before_it_is_followed;
    file_them();
    assert_true(between == NULL && filed > 1);
    assert_true(ask(engine, 1, &events, FIRST_DAY + 40) == ask(whole, 1, &events, FIRST_DAY + 40));
}

static void usage_that_is_loaded_anew_leaves_no_old_days_behind(void **state)
{
    (void)state;
    file_them();
    memset(counts, 0, sizeof counts);
    engine_clear(engine);
    assert_true(isnan(ask(engine, 1, &(MeasureRef) { .kind = measure_find("events"), .days = 28 }, FIRST_DAY + 60)));
    file_them();
    engine_account_remove(engine, 2);
    engine_account_add(engine, 2); /* the same place, another past */
    change(2, 1, 30, 7);
    assert_true(ask(engine, 2, &(MeasureRef) { .kind = measure_find("events"), .days = 28 }, FIRST_DAY + 40) == 7);
}

static void clear_it(void)
{
    engine_clear(engine);
}

static void a_file_that_was_overtaken_is_not_used(void **state)
{
    (void)state;
    between = clear_it;
    assert_false(engine_old_make(engine, path(), engine_old_due(engine), &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_false(engine_old_make(engine, "/nowhere/at/all", FLOOR + 100, &error));
    assert_int_equal(error.kind, ERROR_INTERNAL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_the_file_answers_is_what_all_days_in_memory_answer),
        TEST(older_days_are_asked_about_without_reading_any),
        TEST(what_changes_while_the_file_is_written_is_in_it_or_read_again),
        TEST(a_commit_is_not_missed_because_its_days_were_read_before_it_was_followed),
        TEST(usage_that_is_loaded_anew_leaves_no_old_days_behind),
        TEST(a_file_that_was_overtaken_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
