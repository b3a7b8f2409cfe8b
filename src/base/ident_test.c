#include "base/ident.h"

#include "base/test_arena.h"
#include "base/text.h"

#include <string.h>

static void a_plain_id_is_taken_as_it_stands(void **state)
{
    static const char *const PLAIN[] = { "u",
                                         "user-1",
                                         "0",
                                         "A b",
                                         "acme@example.com",
                                         "nullable",
                                         "no",
                                         "Nancy",
                                         "3f0c2b9e-6f6b-4b52-8c5e-0d6a3d9f2a11",
                                         "undefined-1",
                                         "#1",
                                         "東京商事" };
    (void)state;
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        assert_string_equal(ident_read(arena, PLAIN[i]), PLAIN[i]);
    assert_ptr_equal(ident_read(arena, PLAIN[1]), PLAIN[1]);
}

static void what_looks_the_same_is_the_same(void **state)
{
    static const char *const ACME[] = {
        "acme",
        " acme ",
        "acme\t",
        "\nacme",
        "acme\u200b",
        "\ufeff"
        "acme",
        "ac\u00adme",
        "ac\u2060me",
        "ａｃｍｅ",
        "\u202aacme\u202c",
        "acme\u00a0",
        "\u3000acme",
        "a\u200dcme",
        "acme\x7f",
        "ac\u180eme",
        "acme\ufe0f",
        "\u2066acme\u2069",
    };
    (void)state;
    for (size_t i = 0; i < sizeof ACME / sizeof *ACME; i++)
        assert_string_equal(ident_read(arena, ACME[i]), "acme");
    assert_string_equal(ident_read(arena, "e\u0301cole"), "école");
    assert_string_equal(ident_read(arena, "e\u200b\u0301cole"), "école");
    assert_string_equal(ident_read(arena, "カ\u3099ス"), "ガス");
    assert_string_equal(ident_read(arena, "ｶﾞｽ"), "ガス");
    assert_string_equal(ident_read(arena, "A1"), "A1");
}

static void read_twice_it_is_no_other(void **state)
{
    static const char *const ODD[] = { "ﷺ", "ﬁ \u00ad x", "\u1e9b\u0323", "①②", "\u3000\u200b\u3000x", "Å\u0301" };
    (void)state;
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        const char *once = ident_read(arena, ODD[i]);
        assert_string_equal(ident_read(arena, once), once);
    }
}

static void slips_of_programs_are_no_ids(void **state)
{
    static const char *const SLIPS[] = { "",       " ",      "\u3000", "\u200b",   "undefined",  "null",
                                         "NULL",   " null ", "None",   "NaN",      "nil",        "[object Object]",
                                         "(null)", "#N/A",   "n/a",    "ｎｕｌｌ", "nu\u00adll", "\"\"",
                                         "''" };
    (void)state;
    assert_null(ident_read(arena, NULL));
    for (size_t i = 0; i < sizeof SLIPS / sizeof *SLIPS; i++)
        assert_null(ident_read(arena, SLIPS[i]));
}

static void its_length_is_counted_in_characters(void **state)
{
    Text text = text_new(arena);
    (void)state;
    for (int i = 0; i < IDENT_MAX; i++)
        text_add(&text, "京");
    assert_false(ident_is_long(text_string(&text)));
    assert_int_equal(text_characters(text_string(&text)), IDENT_MAX);
    text_add(&text, "x");
    assert_true(ident_is_long(text_string(&text)));
    assert_false(ident_is_long(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_id_is_taken_as_it_stands),    cmocka_unit_test(what_looks_the_same_is_the_same),
        cmocka_unit_test(read_twice_it_is_no_other),           cmocka_unit_test(slips_of_programs_are_no_ids),
        cmocka_unit_test(its_length_is_counted_in_characters),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
