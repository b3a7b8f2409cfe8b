/* Which account a person belonged to at a time, whatever came to be known first. */
#include "usage/identity/belonging.h"

#include "base/test_arena.h"

enum { A = 1, B = 2, C = 3 };

static Belonging belonging_of(Belonged *items, size_t count)
{
    Belonging belonging = { items, count };
    belonging_sort(&belonging);
    return belonging;
}

static void what_was_said_last_counts_until_the_next(void **state)
{
    Belonged items[] = { { 30, A, true }, { 10, A, true }, { 20, B, true }, { 10, A, false }, { 20, B, false } };
    Belonging belonging = belonging_of(items, 5);
    (void)state;
    assert_int_equal(belonging_at(&belonging, 9), A);
    assert_int_equal(belonging_at(&belonging, 10), A);
    assert_int_equal(belonging_at(&belonging, 19), A);
    assert_int_equal(belonging_at(&belonging, 20), B);
    assert_int_equal(belonging_at(&belonging, 30), A);
}

static void what_is_known_counts_only_where_nothing_was_said_before(void **state)
{
    Belonged items[] = { { 10, A, false }, { 20, B, false }, { 30, C, true }, { 40, A, false } };
    Belonging belonging = belonging_of(items, 4), none = { 0 };
    (void)state;
    assert_int_equal(belonging_at(&belonging, 5), A);
    assert_int_equal(belonging_at(&belonging, 15), A);
    assert_int_equal(belonging_at(&belonging, 25), B);
    assert_int_equal(belonging_at(&belonging, 35), C);
    assert_int_equal(belonging_at(&belonging, 45), C);
    assert_int_equal(belonging_at(&none, 5), 0);
}

static void a_late_word_moves_the_events_of_its_time_alone(void **state)
{
    Belonged one[] = { { 10, A, true }, { 30, C, true } };
    Belonged two[] = { { 10, A, true }, { 30, C, true }, { 20, B, true } };
    Belonging before = belonging_of(one, 2), after = belonging_of(two, 3), none = { 0 };
    Moved *moves;
    (void)state;
    assert_int_equal(belonging_moves(arena, &before, &after, &moves), 1);
    assert_true(moves[0].from == 20 && moves[0].until == 30 && moves[0].account == A);
    assert_int_equal(belonging_moves(arena, &after, &after, &moves), 0);
    assert_int_equal(belonging_moves(arena, &none, &before, &moves), 1);
    assert_true(moves[0].from == INT64_MIN && moves[0].until == INT64_MAX && moves[0].account == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_last_counts_until_the_next),
        cmocka_unit_test(what_is_known_counts_only_where_nothing_was_said_before),
        cmocka_unit_test(a_late_word_moves_the_events_of_its_time_alone),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
