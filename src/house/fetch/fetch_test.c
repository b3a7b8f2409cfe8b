/* When a file is fetched next, and which one asks for a person. */
#include "house/fetch/fetch.h"

#include "base/test.h"
#include "base/test_day.h"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    assert_true(time_parse(text, &ms));
    return ms;
}

static void a_time_of_day_is_that_of_the_workspace(void **state)
{
    const Zone *tokyo = zone_find("Asia/Tokyo"), *berlin = zone_find("Europe/Berlin");
    (void)state;
    assert_int_equal(fetch_next_at(tokyo, 0, 390, at("2026-11-20T12:00:00Z")), at("2026-11-20T21:30:00Z"));
    assert_int_equal(fetch_next_at(tokyo, 0, 390, at("2026-11-20T21:30:00Z")), at("2026-11-21T21:30:00Z"));
    assert_int_equal(fetch_next_at(berlin, 0, 390, at("2026-10-24T12:00:00Z")), at("2026-10-25T05:30:00Z"));
    assert_int_equal(fetch_next_at(tokyo, 6, -1, at("2026-11-20T12:00:00Z")), at("2026-11-20T18:00:00Z"));
}

static void only_a_time_of_day_is_one(void **state)
{
    (void)state;
    assert_int_equal(fetch_minute("06:30"), 390);
    assert_int_equal(fetch_minute("23:59"), 1439);
    assert_int_equal(fetch_minute("24:00"), -1);
    assert_int_equal(fetch_minute("6:30"), -1);
    assert_int_equal(fetch_minute("06-30"), -1);
    assert_int_equal(fetch_minute(NULL), -1);
}

static void a_file_that_shrank_or_is_refused_far_more_asks_for_a_person(void **state)
{
    (void)state;
    assert_int_equal(fetch_is_odd((FetchCounts) { 100, 0 }, (FetchCounts) { 49, 0 }), REASON_ROWS_FEWER);
    assert_int_equal(fetch_is_odd((FetchCounts) { 100, 0 }, (FetchCounts) { 50, 0 }), REASON_NONE);
    assert_int_equal(fetch_is_odd((FetchCounts) { 10, 0 }, (FetchCounts) { 1, 0 }), REASON_NONE);
    assert_int_equal(fetch_is_odd((FetchCounts) { 100, 2 }, (FetchCounts) { 100, 13 }), REASON_MANY_REFUSED);
    assert_int_equal(fetch_is_odd((FetchCounts) { 100, 2 }, (FetchCounts) { 100, 12 }), REASON_NONE);
    assert_int_equal(fetch_is_odd((FetchCounts) { 20, 0 }, (FetchCounts) { 20, 4 }), REASON_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_of_day_is_that_of_the_workspace),
        cmocka_unit_test(only_a_time_of_day_is_one),
        cmocka_unit_test(a_file_that_shrank_or_is_refused_far_more_asks_for_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
