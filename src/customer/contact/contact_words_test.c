/* What of a text is replaced when a person is erased, and what is not theirs. */
#include "customer/contact/contact_words.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static Arena *arena;

static const char *erased(const char *text)
{
    ContactWords words = { .arena = arena };
    contact_words_address(&words, "jane@example.com");
    contact_words_id(&words, "c-1001");
    contact_words_number(&words, "+81 3-1234-5678");
    return contact_words_erased(arena, &words, text);
}

static void what_names_the_person_is_replaced_wherever_it_stands(void **state)
{
    (void)state;
    assert_string_equal(erased("jane@example.com"), "[…]");
    assert_string_equal(erased("Write to Jane@Example.COM."), "Write to […].");
    assert_string_equal(erased("<jane@example.com>, (c-1001)"), "<[…]>, ([…])");
    assert_string_equal(erased("連絡先はjane@example.comまで"), "連絡先は[…]まで");
    assert_string_equal(erased("Ends ... jane@example.com... and goes on"), "Ends ... […]... and goes on");
    assert_string_equal(erased("TEL.+81 3-1234-5678、内線2"), "TEL.[…]、内線2");
    assert_string_equal(erased("C-1001 and c-1001"), "[…] and […]");
    assert_string_equal(erased("電話＋８１　３−１２３４ー５６７８、Ｃ－１００１"), "電話[…]、[…]");
    assert_string_equal(erased("ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ"), "[…]");
}

static void a_part_of_something_longer_is_not_theirs(void **state)
{
    static const char *const OTHERS[] = { "mary-jane@example.com",
                                          "x.jane@example.com",
                                          "jane@example.com.au",
                                          "jane@example.community",
                                          "abc-1001",
                                          "c-10011",
                                          "c-1001-b",
                                          "c-1001@x.test",
                                          "+81 3-1234-56789",
                                          "+81 3-1234-5678９",
                                          "ｃ-10011",
                                          "Ａｃ-1001",
                                          "Ａ．ｃ-1001",
                                          "Jane",
                                          "",
                                          "123" };
    (void)state;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_ptr_equal(erased(OTHERS[i]), OTHERS[i]);
    assert_null(erased(NULL));
}

static const char *json_erased(const char *json)
{
    ContactWords words = { .arena = arena };
    contact_words_address(&words, "jane@example.com");
    contact_words_number(&words, "312345678");
    return contact_words_erased_json(arena, &words, json);
}

static void in_json_only_strings_are_looked_into_and_it_stays_json(void **state)
{
    static const char NUMBER[] = "{\"value\":312345678}";
    (void)state;
    assert_ptr_equal(json_erased(NUMBER), NUMBER);
    assert_null(json_erased(NULL));
    assert_string_equal(json_erased("{\"value\":\"312345678\",\"n\":312345678}"),
                        "{\"value\":\"[…]\",\"n\":312345678}");
    assert_string_equal(json_erased("[\"\\njane\\u0040example.com \\\"\", \"x\"]"), "[\"\\n[…] \\\"\", \"x\"]");
    assert_string_equal(json_erased("{\"jane@example.com"), "{\"[…]"); /* none, and it is not left in it either */
}

static size_t count_of(const char *email, const char *id, const char *phone)
{
    ContactWords words = { .arena = arena };
    contact_words_address(&words, email);
    contact_words_id(&words, id);
    contact_words_number(&words, phone);
    return words.count;
}

static void only_what_is_unmistakable_is_looked_for(void **state)
{
    (void)state;
    assert_int_equal(count_of(NULL, NULL, NULL), 0);
    assert_int_equal(count_of("", "", ""), 0);
    assert_int_equal(count_of("nobody", "support", "extension 12"), 0);
    assert_int_equal(count_of("@", "12345678", "12345"), 0);
    assert_int_equal(count_of("a@", "田中一郎様方", "-"), 0);
    assert_int_equal(count_of("a@b", "u-123", "12345678"), 1);
    assert_int_equal(count_of("a@b", "u-123", "１２３４５６７８"), 1);
    assert_int_equal(count_of("a@b", "u-123", "123456789"), 2);
    assert_int_equal(count_of("a@b", "u-1234", "03-123"), 2);
    assert_int_equal(count_of("a@b", "jane@b.test", "03-1234-5678"), 3);
}

static void of_two_that_begin_alike_the_longer_one_goes(void **state)
{
    ContactWords words = { .arena = arena };
    (void)state;
    contact_words_number(&words, "03-1234");
    contact_words_number(&words, "03-1234-5678");
    assert_string_equal(contact_words_erased(arena, &words, "03-1234-5678 03-1234"), "[…] […]");
}

static void a_number_of_bare_digits_is_bound_by_letters_too(void **state)
{
    ContactWords words = { .arena = arena };
    (void)state;
    contact_words_number(&words, "0312345678");
    assert_string_equal(contact_words_erased(arena, &words, "電話0312345678、０３１２３４５６７８"), "電話[…]、[…]");
    static const char *const OTHERS[] = { "a0312345678", "0312345678b", "x-0312345678", "10312345678", "0312345678.9" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_ptr_equal(contact_words_erased(arena, &words, OTHERS[i]), OTHERS[i]);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_names_the_person_is_replaced_wherever_it_stands),
        cmocka_unit_test(a_part_of_something_longer_is_not_theirs),
        cmocka_unit_test(in_json_only_strings_are_looked_into_and_it_stays_json),
        cmocka_unit_test(only_what_is_unmistakable_is_looked_for),
        cmocka_unit_test(a_number_of_bare_digits_is_bound_by_letters_too),
        cmocka_unit_test(of_two_that_begin_alike_the_longer_one_goes),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
