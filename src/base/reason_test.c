#include "base/reason.h"

#include "base/test.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void a_refusal_has_a_word_arguments_and_a_sentence(void **state)
{
    (void)state;
    Error error = { 0 };
    assert_false(refuse(&error, "touch", REASON_NOT_AMONG, "medium", "high, low, tech"));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, "touch");
    assert_string_equal(error.reason, "not_among");
    assert_string_equal(error.args[0], "medium");
    assert_string_equal(error.args[1], "high, low, tech");
    assert_string_equal(error.text, "touch: \"medium\" is not one of: high, low, tech");
}

static void what_is_taken_is_a_conflict(void **state)
{
    (void)state;
    Error error = { 0 };
    refuse(&error, "external_id", REASON_TAKEN, "c-1", NULL);
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_string_equal(error.args[1], "");
}

static void a_long_argument_is_cut_between_characters(void **state)
{
    char given[400] = "";
    (void)state;
    for (int i = 0; i < 60; i++)
        strcat(given, "日");
    Error error = { 0 };
    refuse(&error, "country", REASON_NO_COUNTRY, given, NULL);
    assert_int_equal(strlen(error.args[0]), 99);
    assert_true(strlen(error.text) < ERROR_TEXT_MAX);
    refuse(&error, "a_field_of_a_name_as_long_as_a_name_can_be", REASON_NOT_AMONG, given, given);
    assert_true(strlen(error.text) >= ERROR_TEXT_MAX - 3);
    assert_true(text_is_utf8(error.text, strlen(error.text)));
}

static void a_failure_after_a_refusal_has_no_reason_left(void **state)
{
    (void)state;
    Error error = { 0 };
    refuse(&error, "at", REASON_NO_TIME, "yesterday", NULL);
    fail(&error, ERROR_BUSY, NULL, "the database is away");
    assert_null(error.reason);
}

static void every_word_is_a_choice_of_the_printed_api(void **state)
{
    (void)state;
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        Error error = { 0 };
        char choice[80];
        refuse(&error, NULL, (Reason)reason, "1", "2");
        snprintf(choice, sizeof choice, "|%s|", error.reason);
        assert_non_null(strstr(REASON_CHOICES "|", choice));
        assert_null(strstr(error.text, "{}"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_has_a_word_arguments_and_a_sentence),
        cmocka_unit_test(what_is_taken_is_a_conflict),
        cmocka_unit_test(a_long_argument_is_cut_between_characters),
        cmocka_unit_test(a_failure_after_a_refusal_has_no_reason_left),
        cmocka_unit_test(every_word_is_a_choice_of_the_printed_api),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
