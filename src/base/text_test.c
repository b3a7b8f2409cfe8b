#include "base/text.h"

#include "base/test_arena.h"

#include <string.h>

static void a_text_grows_and_always_ends(void **state)
{
    (void)state;
    Text text = text_new(arena);
    assert_string_equal(text_string(&text), "");
    for (int i = 0; i < 1000; i++)
        text_format(&text, "%d,", i % 10);
    assert_int_equal(text.size, 2000);
    assert_int_equal(strlen(text.data), 2000);
    text_char(&text, 'x');
    text_add_n(&text, "yz", 1);
    assert_string_equal(text.data + 1998, "9,xy");
}

static void writings_of_one_name_fold_to_the_same(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {
        { "ACME Inc.", "acme inc." },
        { "ＡＣＭＥ", "acme" },
        { "ｶﾌﾞｼｷｶﾞｲｼｬ", "かぶしきがいしゃ" },
        { "カブシキガイシャ", "かぶしきがいしゃ" },
        { "㈱山田", "(株)山田" },
        { "Straße", "strasse" },
        { "ÉCOLE", "e\u0301cole" },
        { "ヴァリュー", "ゔぁりゅー" },
        { "①", "1" },
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++)
        assert_string_equal(text_fold(arena, PAIRS[i][0]), text_fold(arena, PAIRS[i][1]));
    assert_string_equal(text_fold(arena, "ACME"), "acme");
    assert_string_equal(text_fold(arena, "ﷺ"), text_fold(arena, text_fold(arena, "ﷺ")));
}

static void an_address_in_lower_case_keeps_its_letters(void **state)
{
    (void)state;
    static const char *const LOWER[][2] = {
        { "Mori@Example.TEST", "mori@example.test" },
        { "ＭＯＲＩ＠ﾄﾖﾀ.example", "mori@トヨタ.example" },
        { "Info@Straße.example", "info@straße.example" },
        { "ÉCOLE@E\u0301cole.example", "école@école.example" },
        { "a\u200bb\u00adc@ヴァ.example", "abc@ヴァ.example" },
        { "H\u0331@\u0130.example", "\u1e96@i\u0307.example" },
        { "ΝΙΚΟΣ@ℌ.example", "νικος@h.example" },
    };
    for (size_t i = 0; i < sizeof LOWER / sizeof *LOWER; i++) {
        assert_string_equal(text_lower(arena, LOWER[i][0]), LOWER[i][1]);
        assert_string_equal(text_lower(arena, LOWER[i][1]), LOWER[i][1]);
    }
}

static void names_sort_by_kana_and_small_differences_last(void **state)
{
    (void)state;
    static const char *const ORDER[] = { "acme", "Beta", "あさひ", "アサヒビール", "かわさき", "がわさき", "さとう" };
    for (size_t i = 1; i < sizeof ORDER / sizeof *ORDER; i++)
        if (strcmp(text_sort_key(arena, ORDER[i - 1]), text_sort_key(arena, ORDER[i])) >= 0)
            fail_msg("%s does not stand before %s", ORDER[i - 1], ORDER[i]);
    char long_name[3000];
    memset(long_name, 'x', sizeof long_name);
    long_name[2999] = 0;
    assert_int_equal(strlen(text_sort_key(arena, long_name)), 800);
}

static void bad_utf8_is_seen(void **state)
{
    (void)state;
    assert_true(text_is_utf8("日本", 6));
    assert_true(text_is_utf8("\xf0\x9f\x98\x80", 4));
    assert_false(text_is_utf8("\xf0\x9f\x98", 3));
    assert_false(text_is_utf8("\xc0\xaf", 2));
    assert_false(text_is_utf8("\xed\xa0\x80", 3));
    assert_false(text_is_utf8("a\xff", 2));
}

static void japanese_spaces_are_spaces(void **state)
{
    (void)state;
    assert_true(text_is_empty(NULL));
    assert_true(text_is_empty(" \t\u3000\u00a0"));
    assert_false(text_is_empty("\u3000x"));
    assert_string_equal(text_trim(arena, "\u3000 山田\u3000商事 \u3000\r\n"), "山田\u3000商事");
    assert_string_equal(text_trim(arena, "\u3000"), "");
}

static void the_nearest_name_is_named_and_a_far_one_is_not(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "listen", "database", "public-url", "name", NULL };
    assert_string_equal(text_nearest("lisen", NAMES), "listen");
    assert_string_equal(text_nearest("pubic_url", NAMES), "public-url");
    assert_string_equal(text_nearest("nmae", NAMES), "name");
    assert_null(text_nearest("zebra", NAMES));
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("ab", "ba"), 1);
    assert_int_equal(text_distance("xabyz", "xbazy"), 2);
}

static void null_equals_only_null(void **state)
{
    (void)state;
    assert_true(text_equal(NULL, NULL));
    assert_false(text_equal(NULL, ""));
    assert_true(text_equal("a", "a"));
    assert_true(text_starts("account:12", "account:"));
    assert_false(text_starts("acc", "account:"));
}

static void a_cut_leaves_whole_characters(void **state)
{
    (void)state;
    assert_int_equal(text_cut("short", 10), 5);
    assert_int_equal(text_cut("exactly", 7), 7);
    assert_int_equal(text_cut("abc", 2), 2);
    assert_int_equal(text_cut("日本", 5), 3);
    assert_int_equal(text_cut("日本", 6), 6);
    assert_int_equal(text_cut("a😀", 4), 1);
    assert_int_equal(text_cut("日", 2), 0);
}

static void nothing_that_moves_a_cursor_reaches_a_terminal(void **state)
{
    (void)state;
    assert_string_equal(text_printable(arena, "a\x1b[2J\rb\n\x7f\xc2\x9b"
                                              "31m é 日本"),
                        "a?[2J?b\n???31m é 日本");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_moves_a_cursor_reaches_a_terminal),
        cmocka_unit_test(a_text_grows_and_always_ends),
        cmocka_unit_test(writings_of_one_name_fold_to_the_same),
        cmocka_unit_test(an_address_in_lower_case_keeps_its_letters),
        cmocka_unit_test(names_sort_by_kana_and_small_differences_last),
        cmocka_unit_test(bad_utf8_is_seen),
        cmocka_unit_test(japanese_spaces_are_spaces),
        cmocka_unit_test(the_nearest_name_is_named_and_a_far_one_is_not),
        cmocka_unit_test(null_equals_only_null),
        cmocka_unit_test(a_cut_leaves_whole_characters),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
