#include "base/error.h"

#include "base/test.h"

#include <string.h>

static void failing_fills_the_error_and_is_false(void **state)
{
    (void)state;
    Error error = { 0 };
    assert_false(fail(&error, ERROR_INPUT, "seats", "at least %d, got %d", 1, 0));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, "seats");
    assert_string_equal(error.text, "at least 1, got 0");
}

static void an_error_may_quote_its_former_text(void **state)
{
    (void)state;
    Error error = { 0 };
    fail(&error, ERROR_BUSY, NULL, "the server closed the connection");
    fail(&error, ERROR_BUSY, NULL, "migrating: %s", error.text);
    assert_string_equal(error.text, "migrating: the server closed the connection");
}

static void a_text_that_is_too_long_is_cut(void **state)
{
    (void)state;
    Error error = { 0 };
    fail(&error, ERROR_INTERNAL, NULL, "%0300d", 7);
    assert_int_equal(strlen(error.text), ERROR_TEXT_MAX - 1);
}

static void a_text_is_cut_between_characters_and_holds_nothing_else(void **state)
{
    (void)state;
    Error error = { 0 };
    fail(&error, ERROR_INPUT, NULL, "\"%.4s\" is no country", "日本");
    assert_string_equal(error.text, "\"日\" is no country");
    fail(&error, ERROR_INPUT, NULL, "cannot open %s", "caf\xe9.csv");
    assert_string_equal(error.text, "cannot open caf.csv");
    fail(&error, ERROR_INPUT, NULL, "%0*d日", ERROR_TEXT_MAX - 2, 7);
    assert_int_equal(strlen(error.text), ERROR_TEXT_MAX - 2);
}

static void every_kind_has_a_code_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < ERROR_KINDS; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(error_code((ErrorKind)a), error_code((ErrorKind)b));
    assert_string_equal(error_code(ERROR_TOO_LARGE), "too_large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_fills_the_error_and_is_false),
        cmocka_unit_test(an_error_may_quote_its_former_text),
        cmocka_unit_test(a_text_that_is_too_long_is_cut),
        cmocka_unit_test(a_text_is_cut_between_characters_and_holds_nothing_else),
        cmocka_unit_test(every_kind_has_a_code_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
