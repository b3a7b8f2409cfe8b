#include "base/test_arena.h"

#include "http/page.h"

#include <string.h>

static const Cursor START = { -1, -2 };

static Cursor read_of(const char *text)
{
    Cursor cursor = START;
    Error error = { 0 };
    if (!cursor_read(text, &cursor, &error))
        fail_msg("%s: %s", text, error.text);
    return cursor;
}

static void a_cursor_comes_back_as_it_was(void **state)
{
    (void)state;
    static const Cursor CURSORS[] = { { 0, 0 }, { 20421, 7 }, { -5, 12 }, { INT64_C(1) << 53, -(INT64_C(1) << 53) } };
    for (size_t i = 0; i < sizeof CURSORS / sizeof *CURSORS; i++) {
        Cursor read = read_of(cursor_text(arena, CURSORS[i].place, CURSORS[i].id));
        assert_true(read.place == CURSORS[i].place && read.id == CURSORS[i].id);
    }
}

static void without_a_cursor_a_list_begins_where_it_says(void **state)
{
    (void)state;
    Cursor cursor = read_of(NULL);
    assert_true(cursor.place == START.place && cursor.id == START.id);
}

static void what_no_list_gave_is_refused_and_changes_nothing(void **state)
{
    static const char *const TEXTS[] = { "",
                                         "1",
                                         "1.",
                                         ".1",
                                         "abc",
                                         "1.2x",
                                         "1-2",
                                         " 1.2",
                                         "1. 2",
                                         "1.2.3",
                                         "1.2 ",
                                         "9007199254740993.1",
                                         "1.-9007199254740993",
                                         "99999999999999999999.1" };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        Cursor cursor = START;
        Error error = { 0 };
        if (cursor_read(TEXTS[i], &cursor, &error))
            fail_msg("\"%s\" was read", TEXTS[i]);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.field, "cursor");
        assert_true(cursor.place == START.place && cursor.id == START.id);
    }
}

static void the_row_too_many_tells_of_a_next_page(void **state)
{
    (void)state;
    size_t count = 3;
    assert_true(page_goes_on(&count, 2));
    assert_int_equal(count, 2);
    assert_false(page_goes_on(&count, 2));
    assert_int_equal(count, 2);
}

static void a_page_has_fifty_rows_unless_another_number_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(page_limit((OptInt) { 0 }), 50);
    assert_int_equal(page_limit((OptInt) { 7, true }), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_comes_back_as_it_was),
        cmocka_unit_test(without_a_cursor_a_list_begins_where_it_says),
        cmocka_unit_test(what_no_list_gave_is_refused_and_changes_nothing),
        cmocka_unit_test(the_row_too_many_tells_of_a_next_page),
        cmocka_unit_test(a_page_has_fifty_rows_unless_another_number_is_asked_for),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
