/* Segments within segments, as a graph. */
#include "customer/segment/segment_store.h"

#include "base/test_arena.h"

#include <string.h>

static SegmentNode node(int64_t id, const char *name, const char *condition)
{
    SegmentNode made = { .id = id, .name = name };
    Error error = { 0 };
    assert_true(json_parse(arena, condition, strlen(condition), &made.condition, &error));
    return made;
}

static SegmentNode asks(int64_t id, const char *name, const char *ids)
{
    return node(id, name, arena_format(arena, "{\"attribute\":\"segment\",\"op\":\"in\",\"value\":[%s]}", ids));
}

static void the_segments_that_a_condition_asks_for_are_found_at_any_depth(void **state)
{
    (void)state;
    SegmentNode mixed = node(1, "mixed",
                             "{\"and\":[{\"not\":{\"attribute\":\"segment\",\"op\":\"=\",\"value\":9}},"
                             "{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"renewal\"]},"
                             "{\"account\":{\"attribute\":\"segment\",\"op\":\"in\",\"value\":[4,9,2]}},"
                             "{\"attribute\":\"owner_id\",\"op\":\"in\",\"value\":[77]}]}");
    Ids ids = segment_ids_in(arena, mixed.condition);
    assert_int_equal(ids.count, 3);
    assert_int_equal(ids.items[0], 2);
    assert_int_equal(ids.items[1], 4);
    assert_int_equal(ids.items[2], 9);
    assert_int_equal(segment_ids_in(arena, NULL).count, 0);
}

static void a_loop_is_refused_and_named(void **state)
{
    (void)state;
    SegmentNode nodes[] = { asks(1, "Japan", "2"), asks(2, "Large", "3"), asks(3, "Paying", "2") };
    Error error = { 0 };
    assert_false(segment_graph_check(arena, nodes, 3, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, "condition");
    assert_non_null(strstr(error.text, "Large > Paying > Large"));
    nodes[0] = asks(1, "Alone", "1");
    error = (Error) { 0 };
    assert_false(segment_graph_check(arena, nodes, 1, &error));
    assert_non_null(strstr(error.text, "Alone > Alone"));
}

static void five_segments_stand_within_each_other_and_no_more(void **state)
{
    (void)state;
    SegmentNode nodes[] = { asks(1, "a", "2"), asks(2, "b", "3"), asks(3, "c", "4"),
                            asks(4, "d", "5"), asks(5, "e", ""),  asks(6, "f", "1") };
    Error error = { 0 };
    assert_true(segment_graph_check(arena, nodes, 5, &error));
    assert_false(segment_graph_check(arena, nodes, 6, &error));
    assert_non_null(strstr(error.text, "f"));
}

static void segments_that_double_what_is_below_them_are_refused_before_they_are_long(void **state)
{
    (void)state;
    Text many = text_new(arena);
    text_add(&many, "{\"and\":[{\"attribute\":\"stage\",\"op\":\"known\"}");
    for (int i = 0; i < SEGMENT_PARTS_MAX / 2; i++)
        text_add(&many, ",{\"attribute\":\"stage\",\"op\":\"known\"}");
    text_add(&many, "]}");
    SegmentNode nodes[] = { node(1, "long", text_string(&many)), node(2, "longer", text_string(&many)),
                            asks(3, "both", "1,2") };
    Error error = { 0 };
    assert_true(segment_graph_check(arena, nodes, 2, &error));
    assert_false(segment_graph_check(arena, nodes, 3, &error));
    assert_non_null(strstr(error.text, "both"));
    nodes[2] = node(3, "twice",
                    "{\"or\":[{\"attribute\":\"segment\",\"op\":\"=\",\"value\":1},"
                    "{\"not\":{\"attribute\":\"segment\",\"op\":\"=\",\"value\":1}}]}");
    error = (Error) { 0 };
    assert_false(segment_graph_check(arena, nodes, 3, &error));
    assert_non_null(strstr(error.text, "twice"));
}

static void what_stands_above_and_below_is_found_over_others(void **state)
{
    (void)state;
    SegmentNode nodes[] = { asks(1, "a", "2"), asks(2, "b", "3"), asks(3, "c", ""), asks(4, "d", "3"),
                            asks(5, "e", "") };
    int64_t one = 1, three = 3;
    Ids above = segment_graph_above(arena, nodes, 5, three),
        below = segment_graph_below(arena, nodes, 5, (Ids) { 1, &one });
    assert_int_equal(above.count, 4);
    assert_int_equal(above.items[3], 4);
    assert_int_equal(below.count, 3);
    assert_int_equal(below.items[2], 3);
    assert_int_equal(segment_graph_above(arena, nodes, 5, one).count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_segments_that_a_condition_asks_for_are_found_at_any_depth, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_loop_is_refused_and_named, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(five_segments_stand_within_each_other_and_no_more, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(segments_that_double_what_is_below_them_are_refused_before_they_are_long,
                                        arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(what_stands_above_and_below_is_found_over_others, arena_set_up,
                                        arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
