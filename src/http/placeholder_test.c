#include "http/placeholder.h"

#include "base/test.h"
#include "base/test_arena.h"

#include <string.h>

static const char *const KNOWN[] = { "name", "company", NULL };

static const Json *values(const char *json)
{
    const Json *tree;
    Error error = { 0 };
    assert_true(json_parse(arena, json, strlen(json), &tree, &error));
    return tree;
}

static const char *filled(const char *text, const char *json)
{
    const char *out;
    Texts asked;
    Error error = { 0 };
    assert_true(placeholders_read(arena, text, KNOWN, "text", &asked, &error));
    assert_true(placeholders_fill(arena, text, values(json), 1000, &out, &error));
    return out;
}

static void assert_refused(const char *text, const char *words)
{
    Texts asked;
    Error error = { 0 };
    assert_false(placeholders_read(arena, text, KNOWN, "text", &asked, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, "text");
    assert_non_null(strstr(error.text, words));
}

static void a_value_stands_as_it_is_without_escapes(void **state)
{
    (void)state;
    assert_string_equal(filled("Dear {{name}} & co", "{\"name\":\"<Tom> \\\"T\\\" O'Neil & 山田\"}"),
                        "Dear <Tom> \"T\" O'Neil & 山田 & co");
    assert_string_equal(filled("{{ name }}様", "{\"name\":\"山田\"}"), "山田様");
}

static void a_value_that_looks_like_a_placeholder_is_not_filled_again(void **state)
{
    (void)state;
    assert_string_equal(filled("{{name}}", "{\"name\":\"{{company}}\",\"company\":\"secret\"}"), "{{company}}");
}

static void a_part_is_there_only_where_its_placeholder_has_a_value(void **state)
{
    static const char TEXT[] = "{{#company}}{{company}} {{/company}}{{^company}}no company {{/company}}{{name}}";
    (void)state;
    assert_string_equal(filled(TEXT, "{\"name\":\"Jo\",\"company\":\"Sakura\"}"), "Sakura Jo");
    assert_string_equal(filled(TEXT, "{\"name\":\"Jo\",\"company\":null}"), "no company Jo");
    assert_string_equal(filled(TEXT, "{\"name\":\"Jo\",\"company\":\"\"}"), "no company Jo");
}

static void what_a_text_asks_for_is_said_once_each(void **state)
{
    Texts asked;
    Error error = { 0 };
    (void)state;
    assert_true(placeholders_read(arena, "{{name}} {{name}} {{#company}}x{{/company}}", KNOWN, "text", &asked, &error));
    assert_int_equal(asked.count, 1);
    assert_string_equal(asked.items[0], "name");
}

static void an_unknown_placeholder_is_refused_and_those_that_there_are_named(void **state)
{
    (void)state;
    assert_refused("{{nmae}}", "has {{nmae}}, which is no placeholder; there are {{name}}, {{company}}");
    assert_refused("{{}}", "which is no placeholder");
    assert_refused("{{#nmae}}x{{/nmae}}", "which is no placeholder");
}

static void nothing_else_of_a_template_is_taken(void **state)
{
    (void)state;
    assert_refused("{{{name}}}", "which is no placeholder");
    assert_refused("{{&name}}", "which is no placeholder");
    assert_refused("{{>page}}", "which is no placeholder");
    assert_refused("{{=<% %>=}}", "which is no placeholder");
    assert_refused("{{!name}}", "which is no placeholder");
}

static void a_part_is_closed_in_its_order(void **state)
{
    (void)state;
    assert_refused("Dear {{name", "has {{, which is not closed");
    assert_refused("{{#name}}x", "has {{#name}}, which is not closed");
    assert_refused("x{{/name}}", "has {{/name}}, which is not closed");
    assert_refused("{{#name}}{{#company}}x{{/name}}{{/company}}", "has {{/name}}");
    assert_refused("{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}x", "at most 8");
}

static void a_text_that_becomes_too_large_is_refused(void **state)
{
    const char *out;
    Error error = { 0 };
    (void)state;
    assert_false(placeholders_fill(arena, "{{name}}{{name}}", values("{\"name\":\"0123456789\"}"), 19, &out, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_stands_as_it_is_without_escapes),
        cmocka_unit_test(a_value_that_looks_like_a_placeholder_is_not_filled_again),
        cmocka_unit_test(a_part_is_there_only_where_its_placeholder_has_a_value),
        cmocka_unit_test(what_a_text_asks_for_is_said_once_each),
        cmocka_unit_test(an_unknown_placeholder_is_refused_and_those_that_there_are_named),
        cmocka_unit_test(nothing_else_of_a_template_is_taken),
        cmocka_unit_test(a_part_is_closed_in_its_order),
        cmocka_unit_test(a_text_that_becomes_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
