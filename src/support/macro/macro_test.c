#include "support/macro/macro_store.h"

#include "base/test.h"
#include "base/test_arena.h"

#include <string.h>

static const char *filled(const char *text, const MacroValues *values, Texts *missing)
{
    const char *out;
    Error error = { 0 };
    assert_true(macro_fill(arena, text, values, &out, missing, &error));
    return out;
}

static void a_text_is_filled_with_the_ticket_and_who_answers(void **state)
{
    static const MacroValues VALUES = { "山田太郎", "さくら商事", "請求書", "佐藤", 1042 };
    Texts missing;
    (void)state;
    assert_string_equal(
        filled("{{account}}\n{{requester}}様\n「{{subject}}」（#{{number}}）の件、{{agent}}が承りました。", &VALUES,
               &missing),
        "さくら商事\n山田太郎様\n「請求書」（#1042）の件、佐藤が承りました。");
    assert_int_equal(missing.count, 0);
}

static void what_has_no_value_is_named(void **state)
{
    static const MacroValues VALUES = { NULL, NULL, "Invoice", "Jo", 1042 };
    Texts missing;
    (void)state;
    assert_string_equal(filled("Dear {{requester}},", &VALUES, &missing), "Dear ,");
    assert_int_equal(missing.count, 1);
    assert_string_equal(missing.items[0], "requester");
}

static void a_text_in_one_language_serves_for_both(void **state)
{
    static const MacroRow BOTH = { .text = "Hello", .text_ja = "こんにちは" }, ONE = { .text_ja = "こんにちは" },
                          NONE = { 0 };
    (void)state;
    assert_string_equal(macro_text_in(&BOTH, false), "Hello");
    assert_string_equal(macro_text_in(&BOTH, true), "こんにちは");
    assert_string_equal(macro_text_in(&ONE, false), "こんにちは");
    assert_null(macro_text_in(&NONE, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_filled_with_the_ticket_and_who_answers),
        cmocka_unit_test(what_has_no_value_is_named),
        cmocka_unit_test(a_text_in_one_language_serves_for_both),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
