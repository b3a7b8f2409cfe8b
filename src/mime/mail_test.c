#include "base/test_arena.h"
#include "mime/mail.h"
#include "mime/quote.h"

#include <string.h>

static Mail mail_of(const char *text, const MailReading *reading)
{
    Mail mail;
    mail_read(arena, (Bytes) { (const uint8_t *)text, strlen(text) }, reading, &mail);
    return mail;
}

static Mail mail(const char *text)
{
    return mail_of(text, &MAIL_READING);
}

static const MailFile *file(const Mail *read, size_t n)
{
    assert_true(n < read->files.count);
    return (const MailFile *)read->files.items + n;
}

static bool take(const char *bytes, size_t size, void *context, Error *error)
{
    (void)error;
    text_add_n(context, bytes, size);
    return true;
}

static const char *content(const MailFile *one)
{
    Error error = { 0 };
    Text text = text_new(arena);
    assert_true(mail_file_write(one, take, &text, &error));
    return text_string(&text);
}

/* ---- structure ----------------------------------------------------------------------------------------------------
 */

static const char MIXED[] =
    "From: Taro <t@example.com>\r\nTo: s@example.com\r\nCc: c@example.com\r\nReply-To: r@example.com\r\n"
    "Delivered-To: s+t1@example.com\r\nDate: Fri, 18 Sep 2026 17:00:00 +0900\r\nSubject: hello\r\n"
    "Message-ID: <1@example.com>\r\nIn-Reply-To: <0@example.com>\r\nReferences: <a@x> <0@example.com>\r\n"
    "Content-Type: multipart/mixed; boundary=\"xx\"\r\n\r\nprologue\r\n--xx\r\n"
    "Content-Type: multipart/alternative; boundary=\"xx-1\"\r\n\r\n--xx-1\r\n\r\nplain\r\n"
    "--xx-1\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--xx-1--\r\n"
    "--xx\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "aGVsbG8=\r\n--xx--\r\nepilogue";

static void a_mail_has_a_head_a_text_and_files(void **state)
{
    (void)state;
    Mail read = mail(MIXED);
    assert_false(read.broken);
    assert_string_equal(read.subject, "hello");
    assert_string_equal(read.message_id, "1@example.com");
    assert_string_equal(read.in_reply_to.items[0], "0@example.com");
    assert_int_equal(read.references.count, 2);
    assert_string_equal(read.delivered_to.items[0], "s+t1@example.com");
    assert_true(read.sent_at.known);
    assert_int_equal(read.sent_at.value, 1789718400000);
    assert_string_equal(read.text, "plain");
    assert_string_equal(read.text_from, "plain");
    assert_string_equal(read.html, "<p>html</p>");
    assert_int_equal(read.files.count, 1);
    assert_string_equal(file(&read, 0)->name, "a.pdf");
    assert_int_equal(file(&read, 0)->size, 5);
    assert_string_equal(content(file(&read, 0)), "hello");
}

/* As Google sends on what somebody wrote to a group, where the domain of the author forbids others to write as it. */
static void a_list_that_writes_as_itself_names_the_author(void **state)
{
    (void)state;
    Mail read =
        mail("Received: from a.example by mx.example; Sun, 22 Nov 2026 12:00:05 +0900 (JST)\n"
             "Received: from b.example by a.example; Sun, 22 Nov 2026 11:59:00 +0900\n"
             "From: \"'Yamada' via Support\" <support@banso.example>\nReply-To: Yamada <yamada@sakura.example>\n"
             "X-Original-Sender: y@sakura.example\nX-Original-From: Yamada <yamada@sakura.example>\n"
             "Precedence: list\nMailing-list: list help@banso.example; contact help+owners@banso.example\n"
             "List-ID: Support <support.banso.example>\n"
             "List-Post: <https://groups.google.com/a/x/group/support/post>, <mailto:support@banso.example?a=b>\n"
             "Date: Thu, 19 Nov 2026 11:00:00 +0900\nSubject: Re: x\n\ny\n");
    const MailAddress *original = read.original_from.items;
    assert_string_equal(read.automatic, "list");
    assert_int_equal(read.original_from.count, 1);
    assert_string_equal(original->address, "yamada@sakura.example");
    assert_int_equal(read.lists.count, 3);
    assert_string_equal(read.lists.items[0], "support.banso.example");
    assert_string_equal(read.lists.items[1], "support@banso.example");
    assert_string_equal(read.lists.items[2], "help@banso.example");
    assert_true(read.received_at.known);
    assert_int_equal(read.received_at.value, 1795316405000);
}

static void html_alone_gives_its_text(void **state)
{
    (void)state;
    Mail read =
        mail("Subject: x\nContent-Type: text/html; charset=utf-8\n\n<p>こんにちは</p><blockquote>引用</blockquote>");
    assert_string_equal(read.text_from, "html");
    assert_string_equal(read.text, "こんにちは\n\n> 引用");
    assert_string_equal(read.own, "こんにちは");
}

static void texts_between_files_follow_each_other(void **state)
{
    (void)state;
    Mail read = mail("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: "
                     "image/png; name=i.png\n"
                     "Content-Transfer-Encoding: base64\n\nAAAA\n--b\nContent-Type: "
                     "text/plain\n\ntwo\n--b\nContent-Type: text/plain\n"
                     "Content-Disposition: attachment; filename=log.txt\n\nthree\n--b--\n");
    assert_string_equal(read.text, "one\ntwo");
    assert_int_equal(read.files.count, 2);
    assert_string_equal(file(&read, 1)->name, "log.txt");
}

static void an_attached_mail_stays_whole(void **state)
{
    (void)state;
    Mail read = mail(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\n"
        "Subject: inner\n\ninner text\n--b--\n");
    assert_string_equal(read.text, "see");
    assert_string_equal(file(&read, 0)->type, "message/rfc822");
    assert_string_equal(content(file(&read, 0)), "Subject: inner\n\ninner text");
}

static void a_multipart_without_parts_is_text(void **state)
{
    (void)state;
    assert_string_equal(mail("Subject: x\nContent-Type: multipart/mixed; boundary=none\n\nhello").text, "hello");
    assert_string_equal(mail("Subject: x\nContent-Type: multipart/mixed\n\nhello").text, "hello");
    assert_string_equal(mail("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nnever closed").text,
                        "never closed");
}

static void lines_that_flow_are_one(void **state)
{
    (void)state;
    assert_string_equal(
        mail("Subject: x\nContent-Type: text/plain; format=flowed\n\none \ntwo\n> q \n> r\n-- \nsig").text,
        "one two\n> q r\n-- \nsig");
    assert_string_equal(mail("Subject: x\nContent-Type: text/plain; format=flowed; delsp=yes\n\nこん \nにちは\n").text,
                        "こんにちは\n");
}

static void a_name_of_a_file_is_no_path(void **state)
{
    (void)state;
    Mail read = mail("Subject: x\nContent-Type: application/x; name=\"../../etc/pass\twd\"\n\nx");
    assert_string_equal(file(&read, 0)->name, "pass_wd");
    read = mail("Subject: x\nContent-Type: application/x; name=\"C:\\dir\\表.pdf\"\n\nx");
    assert_string_equal(file(&read, 0)->name, "表.pdf");
}

static void a_person_can_choose_the_charset(void **state)
{
    (void)state;
    MailReading reading = MAIL_READING;
    reading.charset = "shift_jis";
    Mail read =
        mail_of("Subject: \x83\x65\nContent-Type: text/plain; charset=koi8-r\n\n\x83\x65\x83\x58\x83\x67", &reading);
    assert_string_equal(read.text, "テスト");
    assert_string_equal(read.subject, "テ");
}

/* ---- limits -------------------------------------------------------------------------------------------------------
 */

static void assert_kept_whole(const Mail *read, size_t size)
{
    assert_true(read->broken);
    assert_int_equal(read->files.count, 1);
    assert_string_equal(file(read, 0)->name, "message.eml");
    assert_int_equal(file(read, 0)->size, size);
}

static void what_cannot_be_parsed_is_kept_as_a_file(void **state)
{
    (void)state;
    Mail read = mail("no head at all");
    assert_kept_whole(&read, strlen("no head at all"));
    read = mail("");
    assert_kept_whole(&read, 0);
    mail_read(arena, (Bytes) { 0 }, &MAIL_READING, &read);
    assert_kept_whole(&read, 0);
}

static void too_many_parts_end_the_reading_and_lose_nothing(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    Text text = text_new(arena);
    text_add(&text, "Subject: many\nContent-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < MANY; i++)
        text_add(&text, "--b\n\n");
    Mail read = mail(text_string(&text));
    assert_kept_whole(&read, text.size);
    assert_string_equal(read.subject, "many");
}

static void too_deep_parts_end_the_reading(void **state)
{
    (void)state;
    enum { DEEP = 40 };
    Text text = text_new(arena);
    text_add(&text, "Subject: deep\n");
    for (int i = 0; i < DEEP; i++)
        text_format(&text, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    text_add(&text, "\nx");
    Mail read = mail(text_string(&text));
    assert_kept_whole(&read, text.size);
}

static void millions_of_fields_take_no_more_than_their_bytes(void **state)
{
    (void)state;
    enum { MANY = 300000 };
    Text text = text_new(arena);
    for (int i = 0; i < MANY; i++)
        text_add(&text, "a:\n");
    text_add(&text, "Subject: behind\n\nx");
    size_t before = arena_used(arena);
    Mail read = mail(text_string(&text));
    assert_string_equal(read.text, "x");
    assert_true(arena_used(arena) - before < 1u << 20);
}

static void a_mail_beyond_its_size_is_kept_unread(void **state)
{
    (void)state;
    MailReading reading = MAIL_READING;
    reading.size = 10;
    Mail read = mail_of("Subject: long enough\n\nx", &reading);
    assert_kept_whole(&read, strlen("Subject: long enough\n\nx"));
    reading = MAIL_READING;
    reading.text = 4;
    read = mail_of("Subject: x\n\n123456", &reading);
    assert_string_equal(read.text, "1234");
    assert_true(read.text_cut);
}

/* ---- machines -----------------------------------------------------------------------------------------------------
 */

static void assert_automatic(const char *field, const char *kind, const char *by)
{
    Mail read = mail(arena_format(arena, "From: a@b.test\n%s\n\nx", field));
    assert_string_equal(read.automatic, kind);
    assert_true(text_equal(read.automatic_by, by));
    assert_int_equal(mail_is_automatic(&read), by != NULL);
}

static void machines_are_recognised_by_what_they_write(void **state)
{
    (void)state;
    assert_automatic("Auto-Submitted: auto-replied (vacation)", "reply", "Auto-Submitted");
    assert_automatic("Auto-Submitted: auto-generated", "generated", "Auto-Submitted");
    assert_automatic("Auto-Submitted: no", "no", NULL);
    assert_automatic("Return-Path: <>", "generated", "Return-Path");
    assert_automatic("Return-Path: <a@b.test>", "no", NULL);
    assert_automatic("Precedence: bulk", "bulk", "Precedence");
    assert_automatic("Precedence: list", "list", "Precedence");
    assert_automatic("List-Id: <l.example.com>", "list", "List-Id");
    assert_automatic("X-Auto-Response-Suppress: DR, OOF, AutoReply", "generated", "X-Auto-Response-Suppress");
    assert_automatic("X-Auto-Response-Suppress: DR", "no", NULL);
    assert_automatic("Subject: Auto-Submitted: auto-replied", "no", NULL);
}

static void a_bounce_says_which_mail_to_whom_and_why(void **state)
{
    (void)state;
    Mail read = mail(
        "From: MAILER-DAEMON@mx.test\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; "
        "boundary=b\n\n--b\n\nsorry\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n"
        "Final-Recipient: rfc822; gone@example.com\nAction: failed\nStatus: 5.1.1 (no such user)\n"
        "Diagnostic-Code: smtp; 550 5.1.1 unknown\n\nFinal-Recipient: rfc822; slow@example.com\nAction: delayed\n"
        "Status: 4.2.2\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ours@example.com>\nSubject: s\n--b--\n");
    assert_string_equal(read.automatic, "bounce");
    assert_string_equal(read.bounced_id, "ours@example.com");
    assert_int_equal(read.bounces.count, 2);
    const MailBounce *bounces = read.bounces.items;
    assert_string_equal(bounces[0].recipient, "gone@example.com");
    assert_string_equal(bounces[0].action, "failed");
    assert_string_equal(bounces[0].status, "5.1.1");
    assert_string_equal(bounces[0].diagnostic, "550 5.1.1 unknown");
    assert_string_equal(bounces[1].status, "4.2.2");
}

static void only_the_topmost_check_of_the_trusted_server_counts(void **state)
{
    (void)state;
    static const char text[] =
        "Authentication-Results: evil.test; spf=pass\nAuthentication-Results: mx.test 1;\n spf=fail (no; sender) "
        "smtp.mailfrom=a.test; dkim=none\nAuthentication-Results: mx.test; spf=pass\n\nx";
    MailReading reading = MAIL_READING;
    assert_int_equal(mail(text).checks.count, 0);
    reading.trusted = "mx.test";
    Mail read = mail_of(text, &reading);
    assert_int_equal(read.checks.count, 2);
    const MailCheck *checks = read.checks.items;
    assert_string_equal(checks[0].method, "spf");
    assert_string_equal(checks[0].result, "fail");
    assert_string_equal(checks[0].about, "smtp.mailfrom=a.test");
    assert_string_equal(checks[1].result, "none");
}

static void calendar_parts_say_their_method(void **state)
{
    (void)state;
    assert_string_equal(mail("Subject: x\nContent-Type: text/calendar; method=request\n\nBEGIN:VCALENDAR").calendar,
                        "REQUEST");
    assert_string_equal(
        mail("Subject: x\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n").calendar, "CANCEL");
    assert_null(mail("Subject: x\n\nx").calendar);
}

static void the_hash_is_that_of_the_body_on_every_way(void **state)
{
    (void)state;
    const char *first = mail("Received: a\nSubject: x\n\none\ntwo\n").hash;
    assert_string_equal(first, mail("Received: b\r\nSubject: y\r\n\r\none\r\ntwo\r\n\r\n").hash);
    assert_string_not_equal(first, mail("Subject: x\n\none\nthree\n").hash);
    assert_int_equal(strlen(first), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_has_a_head_a_text_and_files),
        cmocka_unit_test(a_list_that_writes_as_itself_names_the_author),
        cmocka_unit_test(html_alone_gives_its_text),
        cmocka_unit_test(texts_between_files_follow_each_other),
        cmocka_unit_test(an_attached_mail_stays_whole),
        cmocka_unit_test(a_multipart_without_parts_is_text),
        cmocka_unit_test(lines_that_flow_are_one),
        cmocka_unit_test(a_name_of_a_file_is_no_path),
        cmocka_unit_test(a_person_can_choose_the_charset),
        cmocka_unit_test(what_cannot_be_parsed_is_kept_as_a_file),
        cmocka_unit_test(too_many_parts_end_the_reading_and_lose_nothing),
        cmocka_unit_test(too_deep_parts_end_the_reading),
        cmocka_unit_test(millions_of_fields_take_no_more_than_their_bytes),
        cmocka_unit_test(a_mail_beyond_its_size_is_kept_unread),
        cmocka_unit_test(machines_are_recognised_by_what_they_write),
        cmocka_unit_test(a_bounce_says_which_mail_to_whom_and_why),
        cmocka_unit_test(only_the_topmost_check_of_the_trusted_server_counts),
        cmocka_unit_test(calendar_parts_say_their_method),
        cmocka_unit_test(the_hash_is_that_of_the_body_on_every_way),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
