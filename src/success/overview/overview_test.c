#include "base/test.h"

#include "success/overview/rows_of.h"
#include "success/overview/standing.h"

#define NOT_LEFT "{\"attribute\":\"status\",\"op\":\"!=\",\"value\":\"left\"}"

static Arena *arena;

static void without_parts_a_figure_has_all_who_have_not_left(void **state)
{
    (void)state;
    assert_string_equal(rows_filter(arena, NULL, 20000, false), "{\"and\":[" NOT_LEFT "]}");
}

static void parts_come_before_and_their_words_stay_words(void **state)
{
    (void)state;
    Text parts = text_new(arena);
    part_one_of(&parts, "field:tier", "\"A\" or \\B");
    part_stand(&parts, BAND_BAD);
    part_stand(&parts, STAND_UNJUDGED);
    assert_string_equal(rows_filter(arena, &parts, 20000, false),
                        "{\"and\":[{\"attribute\":\"field:tier\",\"op\":\"in\",\"value\":[\"\\\"A\\\" or \\\\B\"]},"
                        "{\"attribute\":\"band\",\"op\":\"in\",\"value\":[\"BAD\"]},"
                        "{\"attribute\":\"band\",\"op\":\"unknown\"}," NOT_LEFT "]}");
}

static void none_of_no_ids_asks_nothing(void **state)
{
    (void)state;
    const int64_t ids[] = { 3, 5 };
    Text none = text_new(arena), some = text_new(arena);
    part_none_of(&none, "product_id", NULL, 0);
    part_none_of(&some, "product_id", ids, 2);
    assert_string_equal(text_string(&none), "");
    assert_string_equal(text_string(&some), "{\"not\":{\"attribute\":\"product_id\",\"op\":\"in\",\"value\":[3,5]}}");
}

static void on_a_past_day_it_asks_who_was_there(void **state)
{
    (void)state;
    assert_string_equal(
        rows_filter(arena, NULL, 0, true),
        "{\"and\":[" NOT_LEFT ",{\"or\":[{\"attribute\":\"status\",\"op\":\"in\",\"value\":[\"paying\","
        "\"trial\",\"free\"]},{\"attribute\":\"created_on\",\"op\":\"<=\",\"value\":\"1970-01-01\"}]}]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_parts_a_figure_has_all_who_have_not_left),
        cmocka_unit_test(parts_come_before_and_their_words_stay_words),
        cmocka_unit_test(none_of_no_ids_asks_nothing),
        cmocka_unit_test(on_a_past_day_it_asks_who_was_there),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
