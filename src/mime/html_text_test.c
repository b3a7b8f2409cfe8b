#include "base/test_arena.h"
#include "mime/html_text.h"

#include <string.h>

static void lines_are_those_that_a_reader_sees(void **state)
{
    (void)state;
    assert_string_equal(html_text(arena,
                                  "<html><head><title>t</title><style>p{}</style></head><body><p>こんにちは\n  世界</p>"
                                  "<p>a<br>b</p><div>c</div><div>d</div></body></html>"),
                        "こんにちは 世界\n\na\nb\n\nc\nd");
    assert_string_equal(html_text(arena, "a&nbsp;b &lt;x&gt; &#12354; &copy;"), "a b <x> あ ©");
    assert_string_equal(html_text(arena, "<ul><li>one<li>two</ul><table><tr><td>x<td>y</table>"), "- one\n- two\nx y");
    assert_string_equal(html_text(arena, "<pre>a\n  b</pre>"), "a\n  b");
}

static void quotes_get_their_marks(void **state)
{
    (void)state;
    assert_string_equal(
        html_text(arena, "<div>own</div><blockquote><div>q1</div><blockquote>q2</blockquote></blockquote>end"),
        "own\n\n> q1\n> \n>> q2\n\nend");
}

static void links_say_where_they_lead_unless_the_text_does(void **state)
{
    (void)state;
    assert_string_equal(html_text(arena, "<a href=\"https://example.com/a\">here</a>"), "here <https://example.com/a>");
    assert_string_equal(html_text(arena, "<a href=\"https://example.com/\">example.com</a>"), "example.com");
    assert_string_equal(html_text(arena, "<a href=\"javascript:alert(1)\">x</a><script>alert(1)</script>"), "x");
    assert_string_equal(html_text(arena, "<img alt=\"logo\" src=\"https://example.com/l.png\">"), "logo");
}

static void the_page_does_not_decide_its_charset(void **state)
{
    (void)state;
    assert_string_equal(
        html_text(arena, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-2022-jp\">日本語"),
        "日本語");
}

static void what_is_no_html_is_text(void **state)
{
    (void)state;
    assert_string_equal(html_text(arena, ""), "");
    assert_string_equal(html_text(arena, "just text"), "just text");
    assert_string_equal(html_text(arena, "<b>open <i>never closed"), "open never closed");
}

static void depth_costs_no_stack(void **state)
{
    (void)state;
    enum { DEPTH = 20000 };
    Text text = text_new(arena);
    for (int i = 0; i < DEPTH; i++)
        text_add(&text, "<blockquote>");
    text_add(&text, "x");
    assert_non_null(strstr(html_text(arena, text_string(&text)), "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_those_that_a_reader_sees),
        cmocka_unit_test(quotes_get_their_marks),
        cmocka_unit_test(links_say_where_they_lead_unless_the_text_does),
        cmocka_unit_test(the_page_does_not_decide_its_charset),
        cmocka_unit_test(what_is_no_html_is_text),
        cmocka_unit_test(depth_costs_no_stack),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
