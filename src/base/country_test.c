#include "base/country.h"

#include "base/test.h"

static void a_country_is_two_capital_letters(void **state)
{
    (void)state;
    assert_true(country_is_known("JP"));
    assert_true(country_is_known("GB"));
    assert_false(country_is_known("jp"));
    assert_false(country_is_known("ZZ"));
    assert_false(country_is_known("Japan"));
    assert_false(country_is_known(""));
}

static void a_country_is_found_by_what_people_write(void **state)
{
    static const struct {
        const char *written, *code;
    } ROWS[] = {
        { "JP", "JP" },
        { "jp", "JP" },
        { "ＪＰ", "JP" },
        { "JPN", "JP" },
        { "Japan", "JP" },
        { "日本", "JP" },
        { " 日本 ", "JP" },
        { "usa", "US" },
        { "United States", "US" },
        { "アメリカ", "US" },
        { "アメリカ合衆国", "US" },
        { "UK", "GB" },
        { "英国", "GB" },
        { "ドイツ", "DE" },
        { "DEU", "DE" },
    };
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *code = country_find(arena, ROWS[i].written);
        assert_non_null(code);
        assert_string_equal(code, ROWS[i].code);
    }
    assert_null(country_find(arena, "Atlantis"));
    assert_null(country_find(arena, ""));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_country_is_two_capital_letters),
        cmocka_unit_test(a_country_is_found_by_what_people_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
