#include "base/test_arena.h"
#include "mime/header.h"

#include <string.h>

static Headers head_of(const char *text, size_t size)
{
    size_t body;
    return headers_read(arena, (Bytes) { (const uint8_t *)text, size }, &body);
}

#define HEAD(literal_) head_of((literal_), sizeof(literal_) - 1)

static const char *subject(const char *value)
{
    const char *text = arena_format(arena, "Subject: %s\r\n\r\n", value);
    Headers headers = head_of(text, strlen(text));
    return header_text(&headers, "subject");
}

static const char *param(const char *field, const char *name)
{
    const char *text = arena_format(arena, "Content-Disposition: %s\r\n\r\n", field);
    Headers headers = head_of(text, strlen(text));
    HeaderValue value = header_value(&headers, "Content-Disposition");
    return header_param(&value, name);
}

static const char *addresses(const char *value)
{
    Text out = text_new(arena);
    const char *text = arena_format(arena, "To: %s\r\n\r\n", value);
    Headers headers = head_of(text, strlen(text));
    List list = header_addresses(&headers, "To");
    const MailAddress *items = list.items;
    for (size_t i = 0; i < list.count; i++)
        text_format(&out, "%s[%s|%s]", i ? " " : "", items[i].name, items[i].address);
    return text_string(&out);
}

static void fields_are_unfolded_and_found_in_any_case(void **state)
{
    (void)state;
    size_t body;
    const char text[] = "From: a@b\nSUBJECT : one\n  two\r\n\tthree\nX: y\n\nbody";
    Headers headers = headers_read(arena, (Bytes) { (const uint8_t *)text, sizeof text - 1 }, &body);
    assert_int_equal(headers.count, 3);
    assert_string_equal(header_text(&headers, "Subject"), "one  two\tthree");
    assert_string_equal(text + body, "body");
    assert_null(header_text(&headers, "To"));
}

static void noise_in_a_head_costs_only_its_own_line(void **state)
{
    (void)state;
    Headers headers = HEAD("From x@y Mon\nFrom: a@b\nthis is no field\nSubject: s\n\n");
    assert_string_equal(header_text(&headers, "Subject"), "s");
    headers = HEAD("just text\nSubject: no\n");
    assert_int_equal(headers.count, 0);
}

static void words_are_decoded_in_every_charset(void **state)
{
    (void)state;
    assert_string_equal(subject("=?UTF-8?B?6KuL5rGC5pu4?="), "請求書");
    assert_string_equal(subject("=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?= (2)"), "請求書 (2)");
    assert_string_equal(subject("=?iso-8859-1?Q?Fr=F6sche_und?= more"), "Frösche und more");
    assert_string_equal(subject("=?utf-8*ja?Q?=E3=81=82?="), "あ");
    assert_string_equal(subject("Re:=?utf-8?q?=E3=81=82?=!"), "Re:あ!");
    assert_string_equal(subject("=?x?Z?abc?= stays =?"), "=?x?Z?abc?= stays =?");
}

static void a_character_cut_between_two_words_is_put_together(void **state)
{
    (void)state;
    /* 請 is E8 AB 8B: two bytes in the first word, one in the second */
    assert_string_equal(subject("=?utf-8?B?6Ks=?= =?utf-8?B?i+axgg==?="), "請求");
    assert_string_equal(subject("=?UTF-8?Q?=E8=AB?=\r\n =?utf-8?B?i+axgg==?="), "請求");
    assert_string_equal(subject("=?utf-8?Q?a?= =?utf-8?Q?b?= =?iso-8859-1?Q?=F6?="), "abö");
}

static void raw_bytes_are_read_by_their_looks(void **state)
{
    (void)state;
    assert_string_equal(subject("\x90\xbf\x8b\x81\x8f\x91\x82\xcc\x8c\x8f"), "請求書の件");
    assert_string_equal(subject("\x1b$B@A5a=q\x1b(B"), "請求書");
    assert_string_equal(subject("請求書"), "請求書");
    assert_string_equal(subject("Fr\xf6sche"), "Frösche");
}

static void names_of_files_are_read_as_every_program_writes_them(void **state)
{
    (void)state;
    assert_string_equal(param("attachment; filename=\"a;b.pdf\"", "filename"), "a;b.pdf");
    assert_string_equal(param("attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82.pdf", "filename"), "請求.pdf");
    assert_string_equal(
        param("attachment; filename*0*=iso-2022-jp'ja'%1B$B@A5a; filename*1*=%1B%28B; filename*2=.pdf", "filename"),
        "請求.pdf");
    assert_string_equal(param("attachment; filename*0*=UTF-8''%E8%AB; filename*1*=%8B.pdf", "filename"), "請.pdf");
    assert_string_equal(param("attachment; filename=\"=?utf-8?B?6KuL5rGC?=.pdf\"", "filename"), "請求.pdf");
    assert_string_equal(param("attachment; filename=x.pdf; filename*=UTF-8''y.pdf", "filename"), "y.pdf");
    assert_string_equal(param("attachment; FileName = C:\\a.txt ; size=3", "filename"), "C:\\a.txt");
    assert_string_equal(param("attachment; filename=\"\x90\xbf\x8b\x81\x8f\x91\x82\xcc.pdf\"", "filename"),
                        "請求書の.pdf");
    assert_string_equal(param("attachment; filename=\"never closed", "filename"), "never closed");
    assert_null(param("attachment", "filename"));
}

static void addresses_have_names_comments_groups_and_routes(void **state)
{
    (void)state;
    assert_string_equal(addresses("Taro <t@example.com>, \"Yamada, Hanako\" <h@example.com>"),
                        "[Taro|t@example.com] [Yamada, Hanako|h@example.com]");
    assert_string_equal(addresses("t@example.com (Taro Yamada)"), "[Taro Yamada|t@example.com]");
    assert_string_equal(addresses("A Group: a@x.test, B <b@y.test>;, c@z.test"),
                        "[|a@x.test] [B|b@y.test] [|c@z.test]");
    assert_string_equal(addresses("undisclosed-recipients:;"), "");
    assert_string_equal(addresses("M <@relay.test:m@example.net>"), "[M|m@example.net]");
    assert_string_equal(addresses("=?UTF-8?B?5bGx55Sw?= <y@example.com>"), "[山田|y@example.com]");
    assert_string_equal(addresses("\"=?UTF-8?B?5bGx55Sw?=\" <y@example.com>"), "[山田|y@example.com]");
    assert_string_equal(addresses("Taro Yamada t@example.com"), "[Taro Yamada|t@example.com]");
    assert_string_equal(addresses("<t@example.com>, ,"), "[|t@example.com]");
    assert_string_equal(addresses("\"a@b\" <real@example.com>"), "[a@b|real@example.com]");
}

static void dots_that_follow_each_other_stay(void **state)
{
    (void)state;
    assert_string_equal(addresses("taro..yamada.@docomo.ne.jp"), "[|taro..yamada.@docomo.ne.jp]");
    assert_string_equal(addresses("\"taro..yamada.\"@ezweb.ne.jp"), "[|taro..yamada.@ezweb.ne.jp]");
    assert_string_equal(addresses("x <.taro@docomo.ne.jp>"), "[x|.taro@docomo.ne.jp]");
}

static void raw_japanese_in_an_address_is_text_before_it_is_cut(void **state)
{
    (void)state;
    assert_string_equal(addresses("\x1b$B;3ED\x1b(B <y@example.com>"), "[山田|y@example.com]");
    assert_string_equal(addresses("\x8e\x52\x93\x63\x82\xb3\x82\xf1 <y@example.com>"), "[山田さん|y@example.com]");
}

static void openings_that_never_close_are_characters(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    static const char OPENINGS[] = "(<\"[:";
    for (const char *c = OPENINGS; *c; c++) {
        char *value = arena_raw(arena, MANY + 1);
        memset(value, *c, MANY);
        value[MANY] = '\0';
        assert_non_null(addresses(value));
    }
    assert_string_equal(addresses("a@example.com (never closed"), "[|a@example.com]");
}

static void ids_are_what_stands_between_angles(void **state)
{
    (void)state;
    Headers headers = HEAD("References: <a@x>\n <b@y> noise <c@z\nIn-Reply-To: bare@id, other\nMessage-ID:\n\n");
    Texts ids = header_ids(&headers, "References");
    assert_int_equal(ids.count, 2);
    assert_string_equal(ids.items[1], "b@y");
    ids = header_ids(&headers, "In-Reply-To");
    assert_int_equal(ids.count, 1);
    assert_string_equal(ids.items[0], "bare@id");
    assert_int_equal(header_ids(&headers, "Message-ID").count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_unfolded_and_found_in_any_case),
        cmocka_unit_test(noise_in_a_head_costs_only_its_own_line),
        cmocka_unit_test(words_are_decoded_in_every_charset),
        cmocka_unit_test(a_character_cut_between_two_words_is_put_together),
        cmocka_unit_test(raw_bytes_are_read_by_their_looks),
        cmocka_unit_test(names_of_files_are_read_as_every_program_writes_them),
        cmocka_unit_test(addresses_have_names_comments_groups_and_routes),
        cmocka_unit_test(dots_that_follow_each_other_stay),
        cmocka_unit_test(raw_japanese_in_an_address_is_text_before_it_is_cut),
        cmocka_unit_test(openings_that_never_close_are_characters),
        cmocka_unit_test(ids_are_what_stands_between_angles),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
