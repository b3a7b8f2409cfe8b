/* How texts are compared and taken apart: the rules of docs/en/metrics.md, case by case. */
#include "base/test_arena.h"
#include "house/search/normal.h"
#include "house/search/pieces.h"
#include "house/search/posting.h"
#include "house/search/variants.h"

#include <stdlib.h>
#include <string.h>

static void texts_that_read_the_same_are_the_same(void **state)
{
    (void)state;
    static const char *const SAME[][2] = {
        { "ＡＢＣ株式会社", "abc株式会社" },
        { "ﾔﾏﾀﾞ", "やまだ" },
        { "ヤマダ", "やまだ" },
        { "髙橋", "高橋" },
        { "山﨑", "山崎" },
        { "渡邉", "渡辺" },
        { "渡邊", "渡辺" },
        { "齋藤", "斉藤" },
        { "斎藤", "斉藤" },
        { "國學院", "国学院" },
        { "㈱青空", "(株)青空" },
        { "神", "神" },
        { "葛\U000E0100城", "葛城" },
        { "か\u3099き", "がき" },
        { "霞ヶ関", "霞ケ関" },
        { "ヱビス", "えびす" },
        { "Café Zürich", "cafe zurich" },
        { "STRASSE", "straße" },
        { "①", "1" },
        { "ｶﾌﾞｼｷ", "カブシキ" },
        { "㌔", "キロ" },
        { "山田 太郎", "山田太郎" },
        { "山田　太郎", "山田太郎" },
        { "ジョン・スミス", "ジョンスミス" },
        { "a.b@c-d", "A B C D" },
        { "  x  ", "x" },
        { "soft\u00adhyphen", "softhyphen" },
    };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        assert_string_equal(normal_text(arena, SAME[i][0]), normal_text(arena, SAME[i][1]));
}

static void texts_that_read_otherwise_stay_otherwise(void **state)
{
    (void)state;
    static const char *const OTHER[][2] = {
        { "かき", "がき" },       { "解約", "約解" },           { "a b", "ab" }, { "東京。京都", "東京京都" },
        { "ラーメン", "らめん" }, { "大阪\n京都", "大阪京都" }, { "坂", "阪" },  { "1 2", "12" },
    };
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
        assert_string_not_equal(normal_text(arena, OTHER[i][0]), normal_text(arena, OTHER[i][1]));
}

/* Each letter stands in one group, and Unicode's own rules leave it as it is. */
static void variant_letters_are_told_once(void **state)
{
    (void)state;
    size_t size;
    for (const char *const *group = VARIANTS; *group; group++) {
        int32_t first = letter_at(*group, &size);
        assert_int_equal(variant_fold(first), first);
        const char *letter = *group + size;
        assert_true(*letter);
        for (; *letter; letter += size) {
            int32_t variant = letter_at(letter, &size);
            assert_int_equal(variant_fold(variant), first);
            assert_string_equal(normal_text(arena, arena_text_n(arena, letter, size)),
                                normal_text(arena, arena_text_n(arena, *group, strlen("高"))));
        }
    }
}

static const char *joined(Texts texts)
{
    Text all = text_new(arena);
    for (size_t i = 0; i < texts.count; i++)
        text_format(&all, "%s%s", i ? "|" : "", texts.items[i]);
    return text_string(&all);
}

static void a_document_is_found_by_letters_pairs_and_beginnings(void **state)
{
    (void)state;
    assert_string_equal(joined(tokens_of(arena, "")), "");
    assert_string_equal(joined(tokens_of(arena, "abc ab")), "a|ab|abc");
    assert_string_equal(joined(tokens_of(arena, "解約解約")), "約|約解|解|解約");
    assert_string_equal(joined(tokens_of(arena, "x社y")), "x|y|社");
    assert_string_equal(joined(tokens_of(arena, "abcdefghij")), "a|ab|abc|abcd|abcde|abcdef|abcdefg|abcdefgh");
}

static const char *asked(const char *words)
{
    SearchTerms terms;
    Error error = { 0 };
    assert_true(terms_read(arena, words, &terms, &error));
    return arena_format(arena, "%s > %s", joined(terms.terms), joined(terms.tokens));
}

static void a_search_asks_for_few_tokens_that_hold_all_its_letters(void **state)
{
    (void)state;
    assert_string_equal(asked("解約"), "解約 > 解約");
    assert_string_equal(asked("解"), "解 > 解");
    assert_string_equal(asked("導入支援"), "導入支援 > 導入|支援");
    assert_string_equal(asked("株式会社青"), "株式会社青 > 会社|株式|社青");
    assert_string_equal(asked("やまだ　support"), "やまだ|support > support|まだ|やま");
    assert_string_equal(asked("abcdefghijkl"), "abcdefghijkl > abcdefgh");
    assert_string_equal(asked("a.b"), "a b > a|b");
    assert_string_equal(asked("!? ・"), " > ");
    SearchTerms terms;
    Error error = { 0 };
    assert_false(terms_read(arena, "a b c d e f g h i j k", &terms, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, "q");
}

static int64_t score(const char *title, const char *text, const char *words)
{
    SearchTerms terms;
    Error error = { 0 };
    assert_true(terms_read(arena, words, &terms, &error));
    return document_score(arena_format(arena, "%s\n%s", normal_text(arena, title), normal_text(arena, text)), &terms);
}

static void all_terms_must_stand_there_in_their_order(void **state)
{
    (void)state;
    assert_int_equal(score("", "約解", "解約"), 0);
    assert_int_equal(score("", "予約を解除", "解約"), 0);
    assert_int_equal(score("解", "約", "解約"), 0); /* not over the end of the title */
    assert_int_equal(score("", "解約", "解約"), 1);
    assert_int_equal(score("", "解約の相談、解約日", "解約"), 2);
    assert_int_equal(score("", "Please support us", "port"), 0);
    assert_int_equal(score("", "Please support us", "SUP"), 1);
    assert_int_equal(score("", "A社support", "support"), 1);
    assert_int_equal(score("", "解約 support", "解約 sup"), 2);
    assert_int_equal(score("", "解約", "解約 sup"), 0);
    assert_int_equal(score("", "導入とXと支援、入支", "導入支援"), 0);
    assert_int_equal(score("", "abcdefghZ", "abcdefghi"), 0);
    assert_int_equal(score("", "03-1234-5678", "03-1234"), 1);
    assert_int_equal(score("", "12-03", "03-12"), 0);
}

static void titles_count_more_than_texts(void **state)
{
    (void)state;
    assert_int_equal(score("東京商事", "", "東京商事"), 17);
    assert_int_equal(score("東京商事", "", "東京"), 9);
    assert_int_equal(score("株式会社東京商事", "", "東京"), 5);
    assert_int_equal(score("x", "東京 東京、東京、東京", "東京"), 3);
}

static const char *shown(List pieces)
{
    Text all = text_new(arena);
    const Piece *items = pieces.items;
    for (size_t i = 0; i < pieces.count; i++)
        text_format(&all, items[i].marked ? "[%s]" : "%s", items[i].text);
    return text_string(&all);
}

static void what_was_found_is_marked_in_the_original(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {
        { "髙橋様よりﾔﾏﾀﾞ様へ", "高橋 ヤマダ", "[髙橋]様より[ﾔﾏﾀﾞ]様へ" },
        { "山田 太郎さん", "山田太郎", "[山田 太郎]さん" },
        { "Ｓｕｐｐｏｒｔ\nplan", "support", "[Ｓｕｐｐｏｒｔ] plan" },
        { "㈱青空", "株", "[㈱]青空" },
        { "解約解約", "解約", "[解約解約]" },
        { "nothing here", "解約", "nothing here" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        SearchTerms terms;
        Error error = { 0 };
        assert_true(terms_read(arena, CASES[i][1], &terms, &error));
        assert_string_equal(shown(pieces_all(arena, CASES[i][0], &terms)), CASES[i][2]);
    }
}

static void a_long_text_is_shown_around_the_first_hit(void **state)
{
    (void)state;
    SearchTerms terms;
    Error error = { 0 };
    Text text = text_new(arena);
    for (int i = 0; i < 100; i++)
        text_add(&text, "前");
    text_add(&text, "解約");
    for (int i = 0; i < 100; i++)
        text_add(&text, "後");
    assert_true(terms_read(arena, "解約", &terms, &error));
    List pieces = pieces_around(arena, text_string(&text), &terms);
    const Piece *items = pieces.items;
    assert_int_equal(pieces.count, 5);
    assert_string_equal(items[0].text, "…");
    assert_int_equal(text_characters(items[1].text), 20);
    assert_string_equal(items[2].text, "解約");
    assert_true(items[2].marked);
    assert_int_equal(text_characters(items[3].text), 58);
    assert_string_equal(items[4].text, "…");
    assert_true(terms_read(arena, "予約", &terms, &error));
    assert_int_equal(pieces_around(arena, text_string(&text), &terms).count, 0);
}

static void numbers_come_back_as_they_were_stored(void **state)
{
    (void)state;
    for (int every = 1; every <= BLOCK_DOCUMENTS; every *= 2) {
        Bits bits = { 0 }, again;
        for (int number = every - 1; number < BLOCK_DOCUMENTS; number += every)
            bits_set(&bits, number, true);
        Bytes stored = bits_write(arena, &bits);
        assert_true(stored.size <= BITS_BYTES);
        bits_read(&again, stored);
        assert_memory_equal(&bits, &again, sizeof bits);
        assert_int_equal(bits_count(&again), BLOCK_DOCUMENTS / every);
        bits_set(&again, BLOCK_DOCUMENTS - 1, false);
        assert_false(bits_has(&again, BLOCK_DOCUMENTS - 1));
        bits_and(&bits, &again);
        assert_int_equal(bits_count(&bits), BLOCK_DOCUMENTS / every - 1);
    }
}

static void a_text_of_many_words_is_searched_by_its_first_ten(void **state)
{
    SearchTerms terms;
    Error error = { 0 };
    const char *many = "a b\u3000c d  e f g h i j k l";
    (void)state;
    assert_false(terms_read(arena, many, &terms, &error));
    assert_string_equal(terms_first(arena, many), "a b\u3000c d  e f g h i j");
    assert_true(terms_read(arena, terms_first(arena, many), &terms, &error));
    assert_int_equal(terms.terms.count, 10);
    assert_string_equal(terms_first(arena, "two words"), "two words");
    assert_string_equal(terms_first(arena, ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_many_words_is_searched_by_its_first_ten),
        cmocka_unit_test(texts_that_read_the_same_are_the_same),
        cmocka_unit_test(texts_that_read_otherwise_stay_otherwise),
        cmocka_unit_test(variant_letters_are_told_once),
        cmocka_unit_test(a_document_is_found_by_letters_pairs_and_beginnings),
        cmocka_unit_test(a_search_asks_for_few_tokens_that_hold_all_its_letters),
        cmocka_unit_test(all_terms_must_stand_there_in_their_order),
        cmocka_unit_test(titles_count_more_than_texts),
        cmocka_unit_test(what_was_found_is_marked_in_the_original),
        cmocka_unit_test(a_long_text_is_shown_around_the_first_hit),
        cmocka_unit_test(numbers_come_back_as_they_were_stored),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
