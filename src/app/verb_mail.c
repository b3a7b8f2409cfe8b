/*
 * banso mail show: what Banso makes of a mail, for an admin who asks why one looks as it does. It reads files and needs
 * no workspace. banso mail take: hands files in, as if they had come by mail.
 *
 * In order: words, printing, the file, showing, taking.
 */
#include "app/line.h"
#include "app/verbs.h"
#include "base/clock.h"
#include "mime/charset.h"
#include "mime/mail.h"
#include "mime/quote.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const Option SHOW[] = {
    { "json", NULL, "Print JSON, one line for each file", false },
    { "charset", "NAME", "Read it in this charset, whatever it says of itself, e.g. Shift_JIS", false },
    { "whole", NULL, "Show quotes and signatures too, with a bar beside them", false },
    { "trust", "SERVER", "Show the Authentication-Results of this server, e.g. mx.example.com", false },
    { "language", "LANGUAGE", "ja or en (default: from the environment)", false },
    { 0 },
};

static const Option TAKE[] = {
    { "mailbox", "ID", "The mailbox that they came to", false },
    { 0 },
};

/* ---- words --------------------------------------------------------------------------------------------------------
 */

typedef enum {
    SUBJECT,
    FROM,
    TO,
    CC,
    REPLY_TO,
    DELIVERED_TO,
    DATE,
    MESSAGE_ID,
    IN_REPLY_TO,
    REFERENCES,
    CHARSET,
    AUTOMATIC,
    BOUNCED,
    CHECKS,
    CALENDAR,
    FILES,
    BYTES_OF,
    NO_NAME,
    UNPACKED,
    QUOTE,
    SIGNATURE,
    BROKEN,
    TEXT_CUT,
    FROM_HTML,
    WORDS
} Word;

static const char *const ENGLISH[WORDS] = { "Subject",
                                            "From",
                                            "To",
                                            "Cc",
                                            "Reply-To",
                                            "Delivered to",
                                            "Date",
                                            "Message-ID",
                                            "In-Reply-To",
                                            "References",
                                            "Charset",
                                            "Automatic",
                                            "Bounced",
                                            "Checks",
                                            "Calendar",
                                            "Attachments",
                                            "bytes",
                                            "(no name)",
                                            "from winmail.dat",
                                            "quote, lines:",
                                            "signature, lines:",
                                            "This e-mail could not be parsed. Its source is kept as an attachment.",
                                            "The text is longer than the limit and was cut. The source has all of it.",
                                            "text from HTML" };
static const char *const JAPANESE[WORDS] = {
    "件名",
    "差出人",
    "宛先",
    "Cc",
    "返信先",
    "配送先",
    "日時",
    "Message-ID",
    "In-Reply-To",
    "References",
    "文字コード",
    "自動送信",
    "不達",
    "送信元の認証",
    "カレンダー",
    "添付ファイル",
    "バイト",
    "(名前なし)",
    "winmail.datから展開",
    "引用 行数:",
    "署名 行数:",
    "このメールは解析できません。原文を添付ファイルとして保持しています。",
    "本文が上限を超えたため、途中までを表示しています。原文はすべて保持しています。",
    "HTMLから抽出した本文"
};

typedef struct {
    const char *kind, *en, *ja;
} KindWord;

static const KindWord AUTOMATIC_WORDS[] = {
    { "reply", "automatic reply", "自動返信" },        { "generated", "sent by a program", "プログラムによる送信" },
    { "list", "mailing list", "メーリングリスト" },    { "bulk", "bulk e-mail", "一斉配信" },
    { "bounce", "delivery report", "配信状況の通知" }, { 0 },
};

typedef struct {
    Arena *arena;
    const char *const *words;
    bool japanese, whole;
} Printer;

static const char *automatic_word(const Printer *printer, const char *kind)
{
    for (const KindWord *word = AUTOMATIC_WORDS; word->kind; word++)
        if (strcmp(word->kind, kind) == 0)
            return printer->japanese ? word->ja : word->en;
    return kind;
}

/* ---- printing -----------------------------------------------------------------------------------------------------
 */

/* A value is one line, whatever the mail put into it. */
static void line(const Printer *printer, Word word, const char *value)
{
    if (!value || !*value)
        return;
    char *one = arena_text(printer->arena, text_printable(printer->arena, value));
    for (char *c = one; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    printf("%s: %s\n", printer->words[word], one);
}

static void addresses(const Printer *printer, Word word, const List *list)
{
    Text text = text_new(printer->arena);
    const MailAddress *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        text_format(&text, *items[i].name ? "%s%s <%s>" : "%s%s%s", i ? ", " : "", items[i].name, items[i].address);
    line(printer, word, text_string(&text));
}

static void ids(const Printer *printer, Word word, const Texts *texts, const char *before, const char *after)
{
    Text text = text_new(printer->arena);
    for (size_t i = 0; i < texts->count; i++)
        text_format(&text, "%s%s%s%s", i ? " " : "", before, texts->items[i], after);
    line(printer, word, text_string(&text));
}

static void machine(const Printer *printer, const Mail *mail)
{
    if (mail_is_automatic(mail))
        line(printer, AUTOMATIC,
             arena_format(printer->arena, "%s (%s)", automatic_word(printer, mail->automatic), mail->automatic_by));
    const MailBounce *bounces = mail->bounces.items;
    for (size_t i = 0; i < mail->bounces.count; i++)
        line(printer, BOUNCED,
             arena_format(printer->arena, "%s %s %s %s", bounces[i].recipient, bounces[i].action,
                          bounces[i].status ? bounces[i].status : "",
                          bounces[i].diagnostic ? bounces[i].diagnostic : ""));
    if (mail->bounced_id)
        line(printer, BOUNCED, arena_format(printer->arena, "<%s>", mail->bounced_id));
    const MailCheck *checks = mail->checks.items;
    for (size_t i = 0; i < mail->checks.count; i++)
        line(printer, CHECKS,
             arena_format(printer->arena, "%s=%s %s", checks[i].method, checks[i].result, checks[i].about));
    line(printer, CALENDAR, mail->calendar);
}

static void head(const Printer *printer, const Mail *mail)
{
    Texts own = { mail->message_id ? 1 : 0, &mail->message_id };
    line(printer, SUBJECT, mail->subject);
    addresses(printer, FROM, &mail->from);
    addresses(printer, TO, &mail->to);
    addresses(printer, CC, &mail->cc);
    addresses(printer, REPLY_TO, &mail->reply_to);
    ids(printer, DELIVERED_TO, &mail->delivered_to, "", "");
    if (mail->sent_at.known)
        line(printer, DATE, time_format(printer->arena, mail->sent_at.value));
    ids(printer, MESSAGE_ID, &own, "<", ">");
    ids(printer, IN_REPLY_TO, &mail->in_reply_to, "<", ">");
    ids(printer, REFERENCES, &mail->references, "<", ">");
    bool html = strcmp(mail->text_from, "html") == 0;
    if (mail->charset)
        line(printer, CHARSET,
             arena_format(printer->arena, html ? "%s (%s)" : "%s", mail->charset, printer->words[FROM_HTML]));
    machine(printer, mail);
}

static void files(const Printer *printer, const Mail *mail)
{
    const MailFile *items = mail->files.items;
    if (mail->files.count)
        printf("%s: %zu\n", printer->words[FILES], mail->files.count);
    for (size_t i = 0; i < mail->files.count; i++) {
        const char *name = items[i].name ? items[i].name : printer->words[NO_NAME];
        printf("  %s  %s  %lld %s%s%s\n", text_printable(printer->arena, name),
               text_printable(printer->arena, items[i].type), (long long)items[i].size, printer->words[BYTES_OF],
               items[i].unpacked ? "  " : "", items[i].unpacked ? printer->words[UNPACKED] : "");
    }
}

/* Each line with a bar before it. */
static void barred(const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        printf("| %.*s\n", (int)size, text);
        text += size + (text[size] == '\n');
    }
}

static size_t lines_in(const char *text)
{
    size_t count = 0;
    while (*text) {
        size_t size = strcspn(text, "\n");
        count += size > strspn(text, " \t");
        text += size + (text[size] == '\n');
    }
    return count;
}

static void fold(const Printer *printer, const char *kind, const char *text)
{
    const char *shown = text_printable(printer->arena, text);
    bool is_own = strcmp(kind, "own") == 0;
    if (is_own)
        printf("%s%s", shown, *shown && shown[strlen(shown) - 1] != '\n' ? "\n" : "");
    else if (printer->whole)
        barred(shown);
    else
        printf("[%s %zu]\n", printer->words[strcmp(kind, "quote") == 0 ? QUOTE : SIGNATURE], lines_in(text));
}

static void show(const Printer *printer, const char *path, const Mail *mail)
{
    const MailFold *folds = mail->folds.items;
    printf("== %s\n", text_printable(printer->arena, path));
    if (mail->broken)
        puts(printer->words[BROKEN]);
    head(printer, mail);
    files(printer, mail);
    putchar('\n');
    for (size_t i = 0; i < mail->folds.count; i++)
        fold(printer, folds[i].kind, arena_text_n(printer->arena, mail->text + folds[i].from, (size_t)folds[i].size));
    if (mail->text_cut)
        puts(printer->words[TEXT_CUT]);
    putchar('\n');
}

static void show_json(Arena *arena, const char *path, const Mail *mail)
{
    Text text = text_new(arena);
    char *name = arena_text(arena, path);
    text_mend(name);
    text_char(&text, '{');
    json_key_to(&text, "file");
    json_string_to(&text, name);
    json_key_to(&text, "mail");
    shape_write(&text, &MAIL, mail);
    text_char(&text, '}');
    puts(text_string(&text));
}

/* ---- the file -----------------------------------------------------------------------------------------------------
 */

enum { READ_SIZE = 64 << 10 };

/* Room for a file of known size, so that the text need not grow. */
static Text room_for(Arena *arena, FILE *file)
{
    struct stat about;
    bool known = fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode);
    if (!known || (size_t)about.st_size > MAIL_READING.size)
        return text_new(arena);
    size_t room = (size_t)about.st_size + READ_SIZE + 1;
    return (Text) { arena, arena_raw(arena, room), 0, room };
}

static bool file_read(Arena *arena, const char *path, Bytes *bytes, Error *error)
{
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "rb");
    if (!file)
        return fail(error, ERROR_INPUT, NULL, "cannot read %.120s: %s", path, strerror(errno));
    Text text = room_for(arena, file);
    char *buffer = arena_raw(arena, READ_SIZE);
    for (size_t got; text.size <= MAIL_READING.size && (got = fread(buffer, 1, READ_SIZE, file)) > 0;)
        text_add_n(&text, buffer, got);
    bool failed = ferror(file) != 0;
    if (!is_input)
        fclose(file);
    if (failed)
        return fail(error, ERROR_INPUT, NULL, "cannot read %.120s: %s", path, strerror(errno));
    if (text.size > MAIL_READING.size)
        return fail(error, ERROR_INPUT, NULL, "%.120s is larger than %zu MiB", path, MAIL_READING.size >> 20);
    *bytes = (Bytes) { (const uint8_t *)text_string(&text), text.size };
    return true;
}

/* ---- the command --------------------------------------------------------------------------------------------------
 */

static bool show_one(Command *command, const char *path, const MailReading *reading, Error *error)
{
    Arena *arena = arena_new(); /* of its own, so that many files do not add up */
    Bytes raw;
    Mail mail;
    bool ok = file_read(arena, path, &raw, error);
    if (ok) {
        bool japanese = strcmp(command_language(command), "ja") == 0;
        Printer printer = { arena, japanese ? JAPANESE : ENGLISH, japanese, command_option(command, "whole") != NULL };
        mail_read(arena, raw, reading, &mail);
        if (command_option(command, "json"))
            show_json(arena, path, &mail);
        else
            show(&printer, path, &mail);
        if (mail.broken)
            command->status = EXIT_LOOK;
    }
    arena_free(arena);
    return ok;
}

static bool mail_show(Command *command, Error *error)
{
    MailReading reading = MAIL_READING;
    const char *language = command_option(command, "language");
    reading.charset = command_option(command, "charset");
    reading.trusted = command_option(command, "trust");
    if (language && strcmp(language, "ja") != 0 && strcmp(language, "en") != 0)
        return fail(error, ERROR_INPUT, "language", "--language must be ja or en");
    if (reading.charset && !charset_known(reading.charset))
        return fail(error, ERROR_INPUT, "charset",
                    "unknown charset \"%.60s\"; try Shift_JIS, ISO-2022-JP, EUC-JP or UTF-8", reading.charset);
    for (int i = 0; i < command->word_count; i++)
        if (!show_one(command, command->words[i], &reading, error))
            return false;
    return true;
}

/* ---- taking -------------------------------------------------------------------------------------------------------
 */

static void taken_print(const char *path, const Json *taken)
{
    static const char *const KEYS[] = { "state", "known", "ticket_id", "message_id", NULL };
    printf("%s\t", path);
    line_print(taken, KEYS);
}

static bool take_on(Line *line, Command *command, Error *error)
{
    const char *mailbox = command_option(command, "mailbox");
    const char *path =
        mailbox ? arena_format(command->arena, "/api/v1/mail?mailbox=%s", line_escape(command->arena, mailbox))
                : "/api/v1/mail";
    for (int i = 0; i < command->word_count; i++) {
        Bytes raw;
        const Json *taken;
        if (!file_read(command->arena, command->words[i], &raw, error) ||
            !line_send(line, path, "message/rfc822", (const char *)raw.data, raw.size, &taken, error))
            return false;
        taken_print(command->words[i], taken);
    }
    return true;
}

static bool mail_take_files(Command *command, Error *error)
{
    return line_with(command, false, take_on, error);
}

const Action MAIL_ACTIONS[] = {
    { "show", "FILE…", 1, WORDS_MAX, "Print what Banso reads in an e-mail; \"-\" is standard input", SHOW, mail_show },
    { "take", "FILE…", 1, WORDS_MAX,
      "Hand in e-mails as they came (.eml): state, whether it was known, ticket and message of each", TAKE,
      mail_take_files },
    { 0 },
};
