#include "base/clock.h"
#include "base/test_arena.h"
#include "mime/compose.h"
#include "mime/mail.h"

#include <string.h>

/* ---- kit ----------------------------------------------------------------------------------------------------------
 */

static bool take(const char *bytes, size_t size, void *context, Error *error)
{
    (void)error;
    text_add_n(context, bytes, size);
    return true;
}

typedef struct {
    const char *bytes;
    size_t size, at, piece;
} Source;

static bool source_read(void *context, char *buffer, size_t room, size_t *got, Error *error)
{
    Source *source = context;
    size_t left = source->size - source->at;
    (void)error;
    *got = left < source->piece ? left : source->piece;
    *got = *got < room ? *got : room;
    memcpy(buffer, source->bytes + source->at, *got);
    source->at += *got;
    return true;
}

static MailDraft draft_of(const char *subject, const char *text)
{
    static const MailAddress to[] = { { "", "customer@example.com" } };
    return (MailDraft) { .from = { "サポート", "support@example.co.jp" },
                         .to = { 1, to },
                         .subject = subject,
                         .message_id = "1@example.co.jp",
                         .text = text };
}

static const char *written(const MailDraft *draft)
{
    Error error = { 0 };
    Text out = text_new(arena);
    if (!mail_write(arena, draft, take, &out, &error))
        fail_msg("%s: %s", error.field ? error.field : "", error.text);
    return text_string(&out);
}

static Mail read_back(const char *bytes)
{
    Mail mail;
    mail_read(arena, (Bytes) { (const uint8_t *)bytes, strlen(bytes) }, &MAIL_READING, &mail);
    assert_false(mail.broken);
    return mail;
}

static void assert_refused(const MailDraft *draft, const char *field)
{
    Error error = { 0 };
    Text out = text_new(arena);
    assert_false(mail_write(arena, draft, take, &out, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.field, field);
    assert_int_equal(out.size, 0);
}

/* ---- what is written ----------------------------------------------------------------------------------------------
 */

static void no_line_is_long_and_all_end_in_cr_lf(void **state)
{
    (void)state;
    enum { LONGEST = 78 };
    MailDraft draft = draft_of("とても長い件名です。とても長い件名です。とても長い件名です。とても長い件名です。",
                               "a line that is much longer than what the standard likes to see in an e-mail, "
                               "and that goes on and on\n\n長い行。長い行。長い行。長い行。長い行。長い行。長い行。");
    draft.html = "<p>長い行。長い行。長い行。長い行。長い行。長い行。長い行。長い行。長い行。</p>";
    const char *bytes = written(&draft);
    for (const char *at = bytes; *at;) {
        size_t size = strcspn(at, "\r\n");
        assert_true(size <= LONGEST);
        assert_memory_equal(at + size, "\r\n", 2);
        at += size + 2;
    }
    for (const char *c = bytes; *c; c++)
        assert_true((unsigned char)*c < 0x80);
}

static void an_answer_says_what_it_answers(void **state)
{
    (void)state;
    enum { MANY = 60 };
    const char *ids[MANY];
    for (int i = 0; i < MANY; i++)
        ids[i] = arena_format(arena, "%d@example.com", i);
    MailDraft draft = draft_of("Re: x", "y");
    draft.in_reply_to = "59@example.com";
    draft.references = (Texts) { MANY, ids };
    draft.sent_at = 1789718400000;
    draft.automatic = true;
    Mail mail = read_back(written(&draft));
    assert_string_equal(mail.in_reply_to.items[0], "59@example.com");
    assert_int_equal(mail.references.count, DRAFT_REFERENCES_MAX);
    assert_string_equal(mail.references.items[0], "0@example.com");
    assert_string_equal(mail.references.items[DRAFT_REFERENCES_MAX - 1], "59@example.com");
    assert_int_equal(mail.sent_at.value, 1789718400000);
    assert_string_equal(mail.automatic, "reply");
}

static void addresses_with_dots_that_follow_each_other_are_quoted(void **state)
{
    (void)state;
    MailAddress to = { "", "taro..yamada.@docomo.ne.jp" };
    MailDraft draft = draft_of("x", "y");
    draft.to = (List) { 1, &to };
    const char *bytes = written(&draft);
    assert_non_null(strstr(bytes, "<\"taro..yamada.\"@docomo.ne.jp>"));
    Mail mail = read_back(bytes);
    assert_string_equal(((const MailAddress *)mail.to.items)[0].address, to.address);
}

/* ---- what is refused ----------------------------------------------------------------------------------------------
 */

static void a_second_header_cannot_be_smuggled_in(void **state)
{
    (void)state;
    static const char *const BAD[] = { "x\r\nBcc: evil@example.com", "x\ny", "x\ry", "x\x01", "x\x7f", "\xff" };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        MailDraft draft = draft_of(BAD[i], "y");
        assert_refused(&draft, "subject");
        draft = draft_of("x", "y");
        draft.from.name = BAD[i];
        assert_refused(&draft, "from");
        draft = draft_of("x", "y");
        draft.message_id = BAD[i];
        assert_refused(&draft, "message_id");
        draft = draft_of("x", "y");
        draft.in_reply_to = BAD[i];
        assert_refused(&draft, "in_reply_to");
        draft = draft_of("x", "y");
        draft.references = (Texts) { 1, &BAD[i] };
        assert_refused(&draft, "references");
        DraftFile file = { BAD[i], "text/plain", source_read, &(Source) { 0 } };
        draft = draft_of("x", "y");
        draft.files = (List) { 1, &file };
        assert_refused(&draft, "files");
    }
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "a", "a@", "@b", "a b@c", "a@b>,<c@d", "a@b\r\nBcc: c@d", "a@b@c", "山田@example.com"
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        MailAddress to = { "", BAD[i] };
        MailDraft draft = draft_of("x", "y");
        draft.to = (List) { 1, &to };
        assert_refused(&draft, "to");
    }
}

static bool never(const char *bytes, size_t size, void *context, Error *error)
{
    (void)bytes;
    (void)size;
    (void)context;
    return fail(error, ERROR_FULL, NULL, "no room");
}

static bool unreadable(void *context, char *buffer, size_t room, size_t *got, Error *error)
{
    (void)context;
    (void)buffer;
    (void)room;
    (void)got;
    return fail(error, ERROR_INTERNAL, NULL, "unreadable");
}

static void errors_of_both_ends_pass(void **state)
{
    (void)state;
    Error error = { 0 };
    Text out = text_new(arena);
    MailDraft draft = draft_of("x", "y");
    assert_false(mail_write(arena, &draft, never, NULL, &error));
    assert_int_equal(error.kind, ERROR_FULL);
    DraftFile file = { "a", "text/plain", unreadable, NULL };
    draft.files = (List) { 1, &file };
    assert_false(mail_write(arena, &draft, take, &out, &error));
    assert_int_equal(error.kind, ERROR_INTERNAL);
}

/* ---- what is written is read --------------------------------------------------------------------------------------
 */

static uint64_t luck;

static size_t below(size_t limit)
{
    luck = luck * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(luck >> 33) % limit;
}

static const char *some_text(size_t most, const char *const *pieces, size_t count)
{
    Text text = text_new(arena);
    for (size_t n = below(most); n > 0; n--)
        text_add(&text, pieces[below(count)]);
    return text_string(&text);
}

#define COUNT(array_) (sizeof(array_) / sizeof *(array_))

static const char *some_line(size_t most)
{
    static const char *const PIECES[] = { "請求書",
                                          "①㈱髙",
                                          "a",
                                          "word",
                                          " ",
                                          " more words ",
                                          "\"",
                                          "\\",
                                          "(",
                                          ")",
                                          ",",
                                          "<x>",
                                          "=?UTF-8?B?44GC?=",
                                          "é",
                                          "🎉",
                                          "=",
                                          "?",
                                          ":",
                                          ";",
                                          "'",
                                          "averyveryverylongwordwithoutanyblankinside" };
    const char *line = text_trim(arena, some_text(most, PIECES, COUNT(PIECES)));
    return *line ? line : "x";
}

static const char *some_body(void)
{
    static const char *const PIECES[] = { "お世話になっております。",
                                          "\n",
                                          "\n\n",
                                          "Hello ",
                                          "=3D",
                                          "--=_banso_mixed\n",
                                          "\n--=_banso_alternative--\n",
                                          "From me\n",
                                          ".\n",
                                          " \n",
                                          "\t",
                                          "> quoted\n",
                                          "-- \n",
                                          "🎉",
                                          "x",
                                          "a long line of words that has to be folded by whoever writes it down " };
    return some_text(60, PIECES, COUNT(PIECES));
}

static void assert_addresses(const List *expected, const List *found)
{
    const MailAddress *a = expected->items, *b = found->items;
    assert_int_equal(expected->count, found->count);
    for (size_t i = 0; i < expected->count; i++) {
        assert_string_equal(a[i].name, b[i].name);
        assert_string_equal(a[i].address, b[i].address);
    }
}

static List some_addresses(size_t most)
{
    static const char *const LOCALS[] = { "a", "taro.yamada", "taro..y.", "x+tag", "o'neil", ".x" };
    size_t count = below(most);
    MailAddress *items = arena_array(arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (MailAddress) { below(2) ? some_line(8) : "",
                                   arena_format(arena, "%s@example%zu.com", LOCALS[below(6)], i) };
    return (List) { count, items };
}

static void round_trip(void)
{
    Source sources[2];
    DraftFile files[2];
    MailDraft draft = draft_of(some_line(12), some_body());
    draft.from.name = some_line(6);
    draft.to = some_addresses(5);
    draft.cc = some_addresses(3);
    draft.reply_to = some_addresses(2);
    draft.html = below(2) ? some_body() : NULL;
    draft.html = draft.html && *draft.html ? draft.html : NULL;
    draft.files = (List) { below(3), files };
    for (size_t i = 0; i < draft.files.count; i++) {
        const char *bytes = some_body();
        sources[i] = (Source) { bytes, strlen(bytes), 0, 1 + below(100) };
        files[i] = (DraftFile) { arena_format(arena, "%s.pdf", text_trim(arena, below(2) ? "請求書 2026" : "a b; c")),
                                 "application/pdf", source_read, &sources[i] };
    }
    Mail mail = read_back(written(&draft));
    assert_string_equal(mail.subject, draft.subject);
    assert_addresses(&(List) { 1, &draft.from }, &mail.from);
    assert_addresses(&draft.to, &mail.to);
    assert_addresses(&draft.cc, &mail.cc);
    assert_addresses(&draft.reply_to, &mail.reply_to);
    assert_string_equal(mail.text, draft.text);
    assert_true(text_equal(mail.html, draft.html));
    assert_int_equal(mail.files.count, draft.files.count);
    const MailFile *found = mail.files.items;
    for (size_t i = 0; i < mail.files.count; i++) {
        Error error = { 0 };
        Text content = text_new(arena);
        assert_string_equal(found[i].name, files[i].name);
        assert_true(mail_file_write(&found[i], take, &content, &error));
        assert_string_equal(text_string(&content), sources[i].bytes);
    }
}

static void what_is_written_is_read_back_equal(void **state)
{
    (void)state;
    enum { ROUNDS = 1000 };
    for (luck = 1; luck <= ROUNDS;) {
        uint64_t seed = luck;
        round_trip();
        luck = seed + 1;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_long_and_all_end_in_cr_lf),
        cmocka_unit_test(an_answer_says_what_it_answers),
        cmocka_unit_test(addresses_with_dots_that_follow_each_other_are_quoted),
        cmocka_unit_test(a_second_header_cannot_be_smuggled_in),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(errors_of_both_ends_pass),
        cmocka_unit_test(what_is_written_is_read_back_equal),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
