#include "base/test_arena.h"
#include "mime/charset.h"

#include <string.h>

#define BYTES(literal_) ((Bytes) { (const uint8_t *)(literal_), sizeof(literal_) - 1 })

static const char *read_as(Bytes bytes, const char *label)
{
    return charset_text(arena, bytes, label, NULL);
}

static void escapes_of_japan_are_looked_for_first(void **state)
{
    (void)state;
    const char *used;
    Bytes bytes = BYTES("\x1b$B$3$s$K$A$O\x1b(B abc");
    assert_string_equal(charset_text(arena, bytes, "utf-8", &used), "こんにちは abc");
    assert_string_equal(used, "ISO-2022-JP");
    assert_string_equal(read_as(bytes, "us-ascii"), "こんにちは abc");
    assert_string_equal(read_as(bytes, NULL), "こんにちは abc");
}

static void characters_of_windows_are_known_in_all_three(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("\x1b$B-!-j|b\x1b(B"), "iso-2022-jp"), "①㈱髙");
    assert_string_equal(read_as(BYTES("\x87\x40\x87\x8a\xfb\xfc"), "shift_jis"), "①㈱髙");
    assert_string_equal(read_as(BYTES("\xee\xe0"), "shift_jis"), "髙");
    assert_string_equal(read_as(BYTES("\xad\xa1\xad\xea\xfc\xe2"), "euc-jp"), "①㈱髙");
    assert_string_equal(read_as(BYTES("\x1b(I1\x1b(B"), "iso-2022-jp"), "ｱ");
}

static void an_escape_that_is_never_closed_is_read_to_the_end(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("\x1b$B$3$s"), "iso-2022-jp"), "こん");
}

static void bytes_without_a_label_are_judged_by_their_looks(void **state)
{
    (void)state;
    const char *used;
    assert_string_equal(charset_text(arena, BYTES("\x90\xbf\x8b\x81\x8f\x91\x82\xcc\x8c\x8f"), NULL, &used),
                        "請求書の件");
    assert_string_equal(used, "Shift_JIS");
    assert_string_equal(charset_text(arena, BYTES("\xc0\xc1\xb5\xe1\xbd\xf1\xa4\xce\xb7\xef"), "unknown-8bit", &used),
                        "請求書の件");
    assert_string_equal(used, "EUC-JP");
    assert_string_equal(charset_text(arena, BYTES("請求書の件"), "x-unknown", &used), "請求書の件");
    assert_string_equal(used, "UTF-8");
    assert_string_equal(charset_text(arena, BYTES("Fr\xf6sche"), NULL, &used), "Frösche");
    assert_string_equal(used, "windows-1252");
}

static void a_wrong_label_does_not_spoil_the_text(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("Frösche"), "iso-8859-1"), "Frösche");
    assert_string_equal(read_as(BYTES("請求書の件"), "shift_jis"), "請求書の件");
    assert_string_equal(read_as(BYTES("\x90\xbf\x8b\x81\x8f\x91\x82\xcc\x8c\x8f"), "utf-8"), "請求書の件");
    assert_string_equal(read_as(BYTES("\x90\xbf\x8b\x81\x8f\x91\x82\xcc\x8c\x8f"), "iso-8859-1"), "請求書の件");
    assert_string_equal(read_as(BYTES("\x90\xbf\x8b\x81\x8f\x91\x82\xcc\x8c\x8f"), "iso-2022-jp"), "請求書の件");
}

/* Each is right as it is labelled, and would be Shift_JIS or EUC-JP too. */
static void words_of_the_west_stay_as_they_are_labelled(void **state)
{
    (void)state;
    static const char *const WORDS[][2] = {
        { "G\xe9n\xe9ralit\xe9s t\xe9l\xe9travail", "Généralités télétravail" },
        { "R\xe9"
          "f\xe9rence \xe9l\xe8ve",
          "Référence élève" },
        { "m\xeame probl\xe8me g\xea"
          "n\xe9ral",
          "même problème gênéral" },
        { "informa\xe7\xe3o e solicita\xe7\xf5"
          "es",
          "informação e solicitações" },
        { "N\xe3o h\xe1lito, l\xedngua, av\xf3s", "Não hálito, língua, avós" },
        { "Se\xf1or, cu\xe1nto pag\xe1is ma\xf1"
          "ana",
          "Señor, cuánto pagáis mañana" },
        { "M\xe4rz, sp\xe4ter, n\xe4her gr\xfc\xdf"
          "en",
          "März, später, näher grüßen" },
        { "T\xe4tigkeit f\xe4llt sp\xe4ter an", "Tätigkeit fällt später an" },
        { "total \x95\x95\x95\x95\x95\x95\x95\x95", "total ••••••••" },
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        Bytes bytes = { (const uint8_t *)WORDS[i][0], strlen(WORDS[i][0]) };
        assert_string_equal(read_as(bytes, "iso-8859-1"), WORDS[i][1]);
        assert_string_equal(read_as(bytes, "windows-1252"), WORDS[i][1]);
        assert_string_equal(read_as(bytes, NULL), WORDS[i][1]);
    }
}

static void japanese_under_a_label_of_the_west_is_still_seen(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("\x82\xa8\x90\xa2\x98\x62\x82\xc9\x82\xc8\x82\xc1\x82\xc4"), "iso-8859-1"),
                        "お世話になって");
    assert_string_equal(read_as(BYTES("\xc0\xc1\xb5\xe1\xbd\xf1\xa4\xce\xb7\xef"), "windows-1252"), "請求書の件");
}

static void gb2312_holds_kana_and_what_gbk_added(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("\xa4\xa2\xa5\xab"), "gb2312"), "あカ");
    assert_string_equal(read_as(BYTES("\xe9\x46"), "gb2312"), "镕"); /* of GBK alone */
}

static void what_no_charset_explains_is_marked_and_no_nul_stays(void **state)
{
    (void)state;
    const char *text = read_as(BYTES("ab\xff\0cd\xe3\x81\x82"), "utf-8");
    assert_true(text_is_utf8(text, strlen(text)));
    assert_non_null(strstr(text, "cd"));
    assert_string_equal(read_as(BYTES("a\0b"), "utf-8"), "ab");
    assert_string_equal(read_as(BYTES(""), "shift_jis"), "");
}

static void a_charset_that_a_person_chose_is_taken(void **state)
{
    (void)state;
    assert_string_equal(charset_forced(arena, BYTES("Fr\xf6sche"), "iso-8859-1"), "Frösche");
    assert_string_equal(charset_forced(arena, BYTES("\xa4\xa4"), "big5"), "中");
    assert_true(charset_known("Shift_JIS"));
    assert_true(charset_known("\"utf-8\""));
    assert_false(charset_known("klingon"));
    assert_false(charset_known(""));
    assert_false(charset_known("unknown-8bit"));
}

static void other_iso_2022_is_not_taken_for_japanese(void **state)
{
    (void)state;
    assert_string_equal(read_as(BYTES("\x1b$)C\x0e\x30\x21\x0f"), "iso-2022-kr"), "가");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_of_japan_are_looked_for_first),
        cmocka_unit_test(characters_of_windows_are_known_in_all_three),
        cmocka_unit_test(an_escape_that_is_never_closed_is_read_to_the_end),
        cmocka_unit_test(bytes_without_a_label_are_judged_by_their_looks),
        cmocka_unit_test(a_wrong_label_does_not_spoil_the_text),
        cmocka_unit_test(words_of_the_west_stay_as_they_are_labelled),
        cmocka_unit_test(japanese_under_a_label_of_the_west_is_still_seen),
        cmocka_unit_test(gb2312_holds_kana_and_what_gbk_added),
        cmocka_unit_test(what_no_charset_explains_is_marked_and_no_nul_stays),
        cmocka_unit_test(a_charset_that_a_person_chose_is_taken),
        cmocka_unit_test(other_iso_2022_is_not_taken_for_japanese),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
