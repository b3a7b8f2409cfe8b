#include "base/test_arena.h"
#include "mime/quote.h"

#include <string.h>

static const char *own(const char *text)
{
    List folds = mail_folds(arena, text);
    return mail_own(arena, text, &folds);
}

/* The mail of a row is own text, blank line, head, and a quote; only the first stays. */
static void assert_cut(const char *head, const char *quoted)
{
    const char *text = arena_format(arena, "お世話になっております。\n承知しました。\n\n%s\n%s\n", head, quoted);
    assert_string_equal(own(text), "お世話になっております。\n承知しました。");
}

static const char QUOTED[] = "> お世話になっております。\n> 請求書をお送りします。\n>\n> よろしくお願いします。";
static const char PLAIN[] = "お世話になっております。\n\n請求書をお送りします。";

static void heads_of_gmail_are_cut(void **state)
{
    (void)state;
    assert_cut("2026年9月18日(金) 17:00 山田太郎 <taro@example.com>:", QUOTED);
    assert_cut("2026年9月18日(金) 9:05 Support <support+t1@example.co.jp>:\n", QUOTED);
    assert_cut("2026年9月18日(金) 17:00 とても長い名前の株式会社サンプル営業部\n<taro@example.com>:\n", QUOTED);
    assert_cut("2026年9月18日 17:00 山田太郎 <taro@example.com>:", PLAIN);
    assert_cut("2013/7/20 山田太郎 <taro@example.com>", QUOTED);
}

static void heads_of_apple_are_cut(void **state)
{
    (void)state;
    assert_cut("2026/09/18 17:00、山田太郎 <taro@example.com>のメール:", QUOTED);
    assert_cut("2026年9月18日(金) 17:00、山田太郎さん <taro@example.com>のメール：\n", PLAIN);
    assert_cut("On Sep 18, 2026, at 17:00, 山田太郎 <taro@example.com> wrote:", QUOTED);
}

static void heads_of_thunderbird_are_cut(void **state)
{
    (void)state;
    assert_cut("2026/09/18 17:00、山田太郎 さんは書きました:", QUOTED);
    assert_cut("山田太郎さんは書きました (2026/09/18 17:00):", QUOTED);
    assert_cut("On 2026/09/18 17:00, 山田太郎 wrote:", QUOTED);
    assert_cut("On 9/18/26 5:00 PM, Taro Yamada via Support wrote:", QUOTED);
    assert_cut("山田さん wrote:", QUOTED);
}

static void heads_of_outlook_are_cut(void **state)
{
    (void)state;
    assert_cut(
        "差出人: 山田太郎 <taro@example.com>\n送信日時: 2026年9月18日 17:00\n宛先: 佐藤 <s@example.com>\n件名: 請求書",
        PLAIN);
    assert_cut("________________________________\n差出人：山田\n送信日時：2026/09/18 "
               "17:00\n宛先：佐藤\nCC：鈴木\n件名：Re: 請求書\n",
               PLAIN);
    assert_cut("-----Original Message-----\nFrom: Taro\nSent: Friday, September 18, 2026 5:00 PM\nTo: S\nSubject: x",
               PLAIN);
    assert_cut("From: Taro\nSent: Friday, September 18, 2026 5:00 PM\nTo: S\nSubject: x", PLAIN);
    assert_cut("*From:* Taro <t@example.com>\n*Sent:* Friday\n*To:* S\n*Subject:* x", PLAIN);
    assert_cut("Von: Taro\nGesendet: Freitag, 18. September 2026 17:00\nAn: S\nBetreff: x", PLAIN);
    assert_cut("De : Taro\nEnvoyé : vendredi 18 septembre 2026 17:00\nÀ : S\nObjet : x", PLAIN);
}

static void rules_above_the_mail_that_is_answered_are_cut(void **state)
{
    (void)state;
    assert_cut("-----Original Message-----", PLAIN);
    assert_cut("----- Original Message -----", QUOTED);
    assert_cut("-----元のメッセージ-----", PLAIN);
    assert_cut("-----Ursprüngliche Nachricht-----", PLAIN);
}

static void signatures_of_telephones_fold(void **state)
{
    (void)state;
    assert_string_equal(own("了解です。\n\niPhoneから送信"), "了解です。");
    assert_string_equal(own("了解です。\n\nAndroid版Gmailから送信されました\n"), "了解です。");
    assert_string_equal(own("OK\n\nSent from my iPhone\n"), "OK");
    assert_string_equal(own("OK\n\nOutlook for iOS を入手\n"), "OK");
    assert_string_equal(
        own("了解です。\n\niPhoneから送信\n\n2026/09/18 17:00、山田 <t@example.com>のメール:\n\n> こんにちは\n"),
        "了解です。");
}

static void signatures_between_rules_fold(void **state)
{
    (void)state;
    assert_string_equal(own("承知しました。\n\n＝＝＝＝＝＝＝＝＝＝\n株式会社サンプル\n山田太郎\nTEL: "
                            "03-0000-0000\n＝＝＝＝＝＝＝＝＝＝\n"),
                        "承知しました。");
    assert_string_equal(own("承知しました。\n\n────────────\n山田太郎\nt@example.com\n────────────\n"),
                        "承知しました。");
    assert_string_equal(own("承知しました。\n\n━━☆━━━━━━\n株式会社サンプル 山田太郎\n〒100-0001 東京都\n"),
                        "承知しました。");
    assert_string_equal(own("OK.\n-- \nTaro\n"), "OK.");
    assert_string_equal(own("OK.\n--\nTaro\nSales\n"), "OK.");
}

static void a_rule_inside_the_text_is_no_signature(void **state)
{
    (void)state;
    const char text[] = "内容は次のとおりです。\n----------\nプラン: 標準\n----------\nご確認ください。";
    assert_string_equal(own(text), text);
    const char heading[] = "■ 質問\n──────────\n料金はいくらですか。";
    assert_string_equal(own(heading), heading);
}

static void answers_between_quotes_keep_them(void **state)
{
    (void)state;
    assert_string_equal(
        own("On 2026/09/18 17:00, T wrote:\n> いつですか。\n\n金曜です。\n\n> どこですか。\n\n東京です。\n"),
        "金曜です。\n\n> どこですか。\n\n東京です。");
    assert_string_equal(own("> いつですか。\n金曜です。"), "> いつですか。\n金曜です。");
}

static void a_mail_never_loses_all_of_its_text(void **state)
{
    (void)state;
    assert_string_equal(own("> ただの引用"), "> ただの引用");
    assert_string_equal(own("iPhoneから送信"), "iPhoneから送信");
    const char forwarded[] = "-----Original Message-----\nFrom: a\nSent: b\nTo: c\n\ntext";
    assert_string_equal(own(forwarded), forwarded);
    assert_string_equal(
        own("> On Thu, Apr 30, 2020 at 10:07, a <a@b> wrote:\n>\n>> On Thu, Apr 30, 2020 at 10:07, a <a@b> wrote:"),
        "");
    assert_string_equal(own(""), "");
}

static void forwarded_mails_stay(void **state)
{
    (void)state;
    const char text[] =
        "ご確認ください。\n\n---------- Forwarded message ---------\nFrom: a <a@example.com>\nDate: 2026年9月18日(金) "
        "17:00\nSubject: x\nTo: b\n\n本文";
    assert_string_equal(own(text), text);
}

static void sentences_that_look_like_heads_stay(void **state)
{
    (void)state;
    const char text[] =
        "1. He wrote:\nOn this day\nI wrote something\n\nこの件は2026年9月18日に次のように書きました。\n以上です。";
    assert_string_equal(own(text), text);
    const char form[] = "お問い合わせ内容\n件名: 料金\nお名前: 山田\n本文: 教えてください";
    assert_string_equal(own(form), form);
    const char sent[] = "請求書を送ります。\nSent from the wrong account, sorry.";
    assert_string_equal(own(sent), sent);
}

static void sentences_about_a_mail_fold_nothing(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "Hello,\n\non 20 Nov 2026 at 10:15 your colleague Sato wrote:\nPlease send the invoice again.\nWe did.",
        "Hello,\n\non 20 Nov 2026 at 10:15 your colleague Sato wrote:\n\nPlease send it again.\n\nWe did.",
        "on 20 Nov 2026 at 10:15 your colleague Sato wrote:\n\nPlease send it again.",
        "お世話になっております。\n2026年9月18日 17:00 に佐藤様 "
        "<s@example.com>から次のメール:\n請求書の件です。\n以上です。",
        "2026/09/18 17:00、佐藤さんは書きました:\n請求書をください。\nお送りしました。",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_string_equal(own(TEXTS[i]), TEXTS[i]);
}

static void tables_are_no_quotes(void **state)
{
    (void)state;
    const char text[] = "The list:\n\n| No | Name |\n| -- | ---- |\n| 1 | Tanaka |\n| 2 | Sato |";
    assert_string_equal(own(text), text);
    assert_string_equal(own("Yes.\n\nOn 2026/09/18 17:00, T wrote:\n| Is it?\n|\n| Tell me."), "Yes.");
}

static void folds_are_the_whole_text(void **state)
{
    (void)state;
    const char text[] = "\n\nA\n\nOn 2026/09/18 17:00, T wrote:\n> q\n\nB\n-- \nsig\n";
    List folds = mail_folds(arena, text);
    const MailFold *items = folds.items;
    int64_t at = 0;
    for (size_t i = 0; i < folds.count; i++) {
        assert_int_equal(items[i].from, at);
        at += items[i].size;
    }
    assert_int_equal(at, sizeof text - 1);
    assert_string_equal(items[folds.count - 1].kind, "signature");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_of_gmail_are_cut),
        cmocka_unit_test(heads_of_apple_are_cut),
        cmocka_unit_test(heads_of_thunderbird_are_cut),
        cmocka_unit_test(heads_of_outlook_are_cut),
        cmocka_unit_test(rules_above_the_mail_that_is_answered_are_cut),
        cmocka_unit_test(signatures_of_telephones_fold),
        cmocka_unit_test(signatures_between_rules_fold),
        cmocka_unit_test(a_rule_inside_the_text_is_no_signature),
        cmocka_unit_test(answers_between_quotes_keep_them),
        cmocka_unit_test(a_mail_never_loses_all_of_its_text),
        cmocka_unit_test(forwarded_mails_stay),
        cmocka_unit_test(sentences_that_look_like_heads_stay),
        cmocka_unit_test(sentences_about_a_mail_fold_nothing),
        cmocka_unit_test(tables_are_no_quotes),
        cmocka_unit_test(folds_are_the_whole_text),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
