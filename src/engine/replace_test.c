/* Days that are set to what the database holds: many at once, again and again. */
#include "engine/test_engine.h"

#include <string.h>

enum { ACCOUNTS = 3, FEATURES = 5, DAYS = 200, FIRST_DAY = 20000 };

static int64_t counts[ACCOUNTS + 1][FEATURES + 1][DAYS];
static EngineDay days[ACCOUNTS * DAYS];
static Delta rows[ACCOUNTS * DAYS * FEATURES * 2];
static size_t day_count, row_count;
static uint64_t seed;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static void day_tell(int64_t account, int day, int64_t product)
{
    days[day_count++] = (EngineDay) { account, FIRST_DAY + day };
    for (int f = 1; f <= FEATURES; f++)
        if (counts[account][f][day])
            rows[row_count++] =
                (Delta) { account, SERIES_FEATURE, product, f, FIRST_DAY + day, counts[account][f][day] };
}

static void days_change(int64_t product, uint32_t one_in)
{
    day_count = row_count = 0;
    for (int64_t account = 1; account <= ACCOUNTS; account++)
        for (int day = 0; day < DAYS; day++) {
            if (roll(one_in))
                continue;
            for (int f = 1; f <= FEATURES; f++)
                counts[account][f][day] = roll(2) ? roll(5) : 0;
            day_tell(account, day, product);
        }
    engine_days_replace(engine, days, day_count, rows, row_count);
}

static void feature_is_as_counted(const EngineView *view, int64_t account, int feature)
{
    const DayCount *found;
    size_t count, at = 0;
    view_days(view, arena, account, 0, feature, FIRST_DAY, FIRST_DAY + DAYS, &found, &count);
    for (int day = 0; day < DAYS; day++) {
        if (!counts[account][feature][day])
            continue;
        assert_true(at < count);
        assert_int_equal(found[at].day, FIRST_DAY + day);
        assert_int_equal(found[at++].count, counts[account][feature][day]);
    }
    assert_int_equal(at, count);
}

static void all_is_as_counted(void)
{
    const EngineView *view = engine_view(engine);
    for (int64_t account = 1; account <= ACCOUNTS; account++)
        for (int f = 1; f <= FEATURES; f++)
            feature_is_as_counted(view, account, f);
    engine_view_close(view);
}

static void counts_begin(void)
{
    memset(counts, 0, sizeof counts);
    seed = 20261130;
    for (int64_t account = 1; account <= ACCOUNTS; account++)
        engine_account_add(engine, account);
    days_change(1, 1);
}

static void days_replaced_together_are_what_they_were_told(void **state)
{
    (void)state;
    counts_begin();
    all_is_as_counted();
    for (int round = 0; round < 40; round++) {
        days_change(1, 1 + roll(8));
        all_is_as_counted();
    }
}

/* What a feature did lies in one series by day, under whichever product each of its days was told. */
static void a_feature_keeps_its_days_when_it_moves_to_another_product(void **state)
{
    (void)state;
    counts_begin();
    for (int round = 0; round < 20; round++) {
        days_change(1 + roll(3), 1 + roll(3));
        all_is_as_counted();
    }
}

static uint64_t version(void)
{
    const EngineView *view = engine_view(engine);
    uint64_t version = view_version(view, FIRST_DAY + DAYS, NULL);
    engine_view_close(view);
    return version;
}

static void days_that_stay_as_they_are_change_nothing(void **state)
{
    (void)state;
    counts_begin();
    uint64_t before = version();
    engine_days_replace(engine, days, day_count, rows, row_count);
    assert_int_equal(version(), before);
    days_change(1, 4);
    assert_true(version() > before);
}

static void a_day_without_rows_is_emptied(void **state)
{
    (void)state;
    counts_begin();
    for (int f = 1; f <= FEATURES; f++)
        counts[2][f][7] = 0;
    day_replace(2, FIRST_DAY + 7, NULL, 0);
    all_is_as_counted();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_replaced_together_are_what_they_were_told, engine_set_up,
                                        engine_tear_down),
        cmocka_unit_test_setup_teardown(a_feature_keeps_its_days_when_it_moves_to_another_product, engine_set_up,
                                        engine_tear_down),
        cmocka_unit_test_setup_teardown(days_that_stay_as_they_are_change_nothing, engine_set_up, engine_tear_down),
        cmocka_unit_test_setup_teardown(a_day_without_rows_is_emptied, engine_set_up, engine_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
