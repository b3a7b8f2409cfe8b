/* What a set of circles lets somebody see of rows that are not for everybody. */
#include "base/test.h"
#include "base/test_arena.h"
#include "base/viewer.h"

static void a_viewer_sees_what_their_circles_name_and_nobody_sees_what_is_for_its_author(void **state)
{
    (void)state;
    Viewer viewer = viewer_make(arena, CIRCLE_SUPPORT | CIRCLE_REVENUE, 12);
    assert_int_equal(viewer.sees.count, 2);
    assert_string_equal(viewer.sees.items[0], "support");
    assert_string_equal(viewer.sees.items[1], "revenue");
    assert_int_equal(viewer.staff_id, 12);
    assert_int_equal(viewer_make(arena, CIRCLES_ALL, 0).sees.count, 3);
    assert_int_equal(viewer_make(arena, CIRCLE_NONE, 0).sees.count, 0);
}

static void the_command_line_sees_everything(void **state)
{
    (void)state;
    Viewer viewer = viewer_make(arena, CIRCLES_ALL | CIRCLE_AUTHOR, 0);
    assert_int_equal(viewer.sees.count, 4);
    assert_string_equal(viewer.sees.items[3], VISIBLE_TO_ME);
}

static void what_is_not_known_is_for_its_author(void **state)
{
    (void)state;
    assert_int_equal(visible_needs(NULL), CIRCLE_NONE);
    assert_int_equal(visible_needs("success"), CIRCLE_SUCCESS);
    assert_int_equal(visible_needs(VISIBLE_TO_ME), CIRCLE_AUTHOR);
    assert_int_equal(visible_needs("of a later version"), CIRCLE_AUTHOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_viewer_sees_what_their_circles_name_and_nobody_sees_what_is_for_its_author),
        cmocka_unit_test(the_command_line_sees_everything),
        cmocka_unit_test(what_is_not_known_is_for_its_author),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
