#include "base/json.h"

#include "base/test_arena.h"

#include <math.h>
#include <string.h>

static const Json *parse(const char *text)
{
    const Json *json = NULL;
    Error error = { 0 };
    if (!json_parse(arena, text, strlen(text), &json, &error))
        fail_msg("%s: %s", text, error.text);
    return json;
}

static void values_are_read_by_their_type_only(void **state)
{
    (void)state;
    const Json *json = parse(" {\"a\":1,\"b\":\"x\",\"c\":true,\"d\":null,\"e\":[1,2],\"f\":1.5} ");
    int64_t integer = 7;
    double real;
    const char *text;
    bool flag;
    assert_true(json_get_int(json, "a", &integer) && integer == 1);
    assert_false(json_get_int(json, "f", &integer));
    assert_false(json_get_int(json, "b", &integer));
    assert_int_equal(integer, 1);
    assert_true(json_get_real(json, "f", &real) && real == 1.5);
    assert_true(json_get_text(json, "b", &text));
    assert_string_equal(text, "x");
    assert_true(json_get_flag(json, "c", &flag) && flag);
    assert_true(json_is_null(json_get(json, "d")));
    assert_true(json_is_null(json_get(json, "absent")));
    assert_null(json_get(json, "A"));
    assert_int_equal(json_count(json_get(json, "e")), 2);
    assert_string_equal(json_key(json_next(json_first(json))), "b");
    assert_null(json_first(json_get(json, "b")));
}

static void whole_numbers_are_exact_to_2_53(void **state)
{
    (void)state;
    int64_t value;
    assert_true(json_int_value(parse("9007199254740991"), &value) && value == 9007199254740991);
    assert_true(json_int_value(parse("-9007199254740991"), &value) && value == -9007199254740991);
    assert_false(json_int_value(parse("9007199254740992"), &value));
    assert_false(json_int_value(parse("9007199254740993"), &value));
    assert_true(json_int_value(parse("1e3"), &value) && value == 1000);
    assert_false(json_int_value(parse("1e400"), &value));
}

static void what_is_not_json_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } BAD[] = {
        { "", 0 },
        { "{", 1 },
        { "{\"a\":tru}", 9 },
        { "[1,]", 4 },
        { "[1 2]", 5 },
        { "{} x", 4 },
        { "01", 2 },
        { "1.", 2 },
        { "-", 1 },
        { "\"a\nb\"", 5 },
        { "\"\\u0000\"", 8 },
        { "{\"a\":1}\0", 8 },
        { "\"\xff\"", 3 },
        { "\"\xc0\x80\"", 4 },
        { "\"abc", 4 },
        { "NaN", 3 },
        { "{'a':1}", 7 },
        { "\"\\ud800\"", 8 },
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        const Json *json = NULL;
        Error error = { 0 };
        if (json_parse(arena, BAD[i].bytes, BAD[i].size, &json, &error))
            fail_msg("case %zu passed: %s", i, BAD[i].bytes);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_null(json);
    }
}

static void a_member_that_is_named_twice_is_refused_at_any_depth(void **state)
{
    (void)state;
    static const char *const ONCE[] = { "{}", "[]", "7", "{\"a\":1,\"A\":2,\"b\":{\"a\":3}}", "[{\"a\":1},{\"a\":2}]" };
    static const char *const TWICE[] = { "{\"a\":1,\"b\":2,\"a\":1}", "[[{\"x\":{\"a\":1,\"\\u0061\":2}}]]" };
    Error error = { 0 };
    for (size_t i = 0; i < sizeof ONCE / sizeof *ONCE; i++)
        if (!json_names_once(arena, parse(ONCE[i]), &error))
            fail_msg("%s: %s", ONCE[i], error.text);
    for (size_t i = 0; i < sizeof TWICE / sizeof *TWICE; i++) {
        error = (Error) { 0 };
        assert_false(json_names_once(arena, parse(TWICE[i]), &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.field, "a");
    }
}

static void sixty_four_levels_pass_and_sixty_five_do_not(void **state)
{
    (void)state;
    for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        Text text = text_new(arena);
        for (int i = 0; i < depth; i++)
            text_char(&text, '[');
        for (int i = 0; i < depth; i++)
            text_char(&text, ']');
        const Json *json;
        Error error = { 0 };
        assert_int_equal(json_parse(arena, text.data, text.size, &json, &error), depth == JSON_DEPTH_MAX);
    }
}

static void what_is_printed_reads_back_equal(void **state)
{
    (void)state;
    const char *text = "{\"a\":[1,-2.5,0.1,1e-7,null,true,false],\"名\":\"\\\"\\\\\\n\\u0001日本\",\"o\":{}}";
    const char *printed = json_print(arena, parse(text));
    assert_string_equal(printed, json_print(arena, parse(printed)));
    assert_non_null(strstr(printed, "\"\\\"\\\\\\n\\u0001日本\""));
    assert_non_null(strstr(printed, "[1,-2.5,0.1,1e-07,null,true,false]"));
}

static void writing_puts_commas_and_no_infinity(void **state)
{
    (void)state;
    Text text = text_new(arena);
    text_char(&text, '{');
    json_key_to(&text, "a");
    json_real_to(&text, INFINITY);
    json_key_to(&text, "b");
    json_real_to(&text, 0.1 + 0.2);
    json_key_to(&text, "c");
    json_string_to(&text, NULL);
    json_key_to(&text, "d");
    json_int_to(&text, INT64_MIN);
    text_char(&text, '}');
    assert_string_equal(text.data, "{\"a\":null,\"b\":0.30000000000000004,\"c\":null,\"d\":-9223372036854775808}");
}

static void what_is_no_utf8_is_printed_as_the_sign_for_that(void **state)
{
    static const char *const BROKEN[] = { "a\xff"
                                          "b",
                                          "a\xe6\x97", "\xed\xa0\x80", "\x80日" };
    static const char *const PRINTED[] = { "\"a\ufffdb\"", "\"a\ufffd\ufffd\"", "\"\ufffd\ufffd\ufffd\"",
                                           "\"\ufffd日\"" };
    (void)state;
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        Text text = text_new(arena);
        json_string_to(&text, BROKEN[i]);
        assert_string_equal(text_string(&text), PRINTED[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_by_their_type_only),
        cmocka_unit_test(whole_numbers_are_exact_to_2_53),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(a_member_that_is_named_twice_is_refused_at_any_depth),
        cmocka_unit_test(sixty_four_levels_pass_and_sixty_five_do_not),
        cmocka_unit_test(what_is_printed_reads_back_equal),
        cmocka_unit_test(writing_puts_commas_and_no_infinity),
        cmocka_unit_test(what_is_no_utf8_is_printed_as_the_sign_for_that),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
