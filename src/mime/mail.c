/* The order of reading a mail, its limits, and its description for JSON. */
#include "mime/mail.h"

#include "mime/mail_inside.h"
#include "mime/quote.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

const MailReading MAIL_READING = { .size = 64u << 20, .parts = 1000, .depth = 32, .text = 1u << 20 };

/* ---- shapes -------------------------------------------------------------------------------------------------------
 */

static const Field MAIL_ADDRESS_FIELDS[] = {
    SHAPE_FIELD(MailAddress, name, FIELD_TEXT),
    SHAPE_FIELD(MailAddress, address, FIELD_TEXT),
    { 0 },
};
const Shape MAIL_ADDRESS = { "MailAddress", sizeof(MailAddress), MAIL_ADDRESS_FIELDS, NULL, 0 };

static const Field MAIL_FOLD_FIELDS[] = {
    SHAPE_FIELD(MailFold, kind, FIELD_TEXT, .choices = "own|quote|signature"),
    SHAPE_FIELD(MailFold, from, FIELD_INT, .about = "Bytes from the start of the text"),
    SHAPE_FIELD(MailFold, size, FIELD_INT),
    { 0 },
};
const Shape MAIL_FOLD = { "MailFold", sizeof(MailFold), MAIL_FOLD_FIELDS, NULL, 0 };

static const Field MAIL_FILE_FIELDS[] = {
    SHAPE_OPT(MailFile, name, FIELD_TEXT),
    SHAPE_FIELD(MailFile, type, FIELD_TEXT),
    SHAPE_FIELD(MailFile, disposition, FIELD_TEXT),
    SHAPE_OPT(MailFile, content_id, FIELD_TEXT),
    SHAPE_FIELD(MailFile, size, FIELD_INT),
    SHAPE_FIELD(MailFile, unpacked, FIELD_FLAG, .about = "Unpacked from a winmail.dat"),
    { 0 },
};
const Shape MAIL_FILE = { "MailFile", sizeof(MailFile), MAIL_FILE_FIELDS, NULL, 0 };

static const Field MAIL_BOUNCE_FIELDS[] = {
    SHAPE_OPT(MailBounce, recipient, FIELD_TEXT),
    SHAPE_OPT(MailBounce, action, FIELD_TEXT),
    SHAPE_OPT(MailBounce, status, FIELD_TEXT),
    SHAPE_OPT(MailBounce, diagnostic, FIELD_TEXT),
    { 0 },
};
const Shape MAIL_BOUNCE = { "MailBounce", sizeof(MailBounce), MAIL_BOUNCE_FIELDS, NULL, 0 };

static const Field MAIL_CHECK_FIELDS[] = {
    SHAPE_FIELD(MailCheck, method, FIELD_TEXT),
    SHAPE_FIELD(MailCheck, result, FIELD_TEXT),
    SHAPE_FIELD(MailCheck, about, FIELD_TEXT),
    { 0 },
};
const Shape MAIL_CHECK = { "MailCheck", sizeof(MailCheck), MAIL_CHECK_FIELDS, NULL, 0 };

static const Field MAIL_FIELDS[] = {
    SHAPE_FIELD(Mail, broken, FIELD_FLAG, .about = "Could not be parsed; the source is the only attachment"),
    SHAPE_OPT(Mail, subject, FIELD_TEXT),
    SHAPE_FIELD(Mail, from, FIELD_LIST, .shape = &MAIL_ADDRESS),
    SHAPE_FIELD(Mail, to, FIELD_LIST, .shape = &MAIL_ADDRESS),
    SHAPE_FIELD(Mail, cc, FIELD_LIST, .shape = &MAIL_ADDRESS),
    SHAPE_FIELD(Mail, reply_to, FIELD_LIST, .shape = &MAIL_ADDRESS),
    SHAPE_FIELD(Mail, delivered_to, FIELD_TEXTS),
    SHAPE_FIELD(Mail, original_from, FIELD_LIST, .shape = &MAIL_ADDRESS,
                .about = "The author, where a mailing list put itself into From"),
    SHAPE_FIELD(Mail, lists, FIELD_TEXTS, .about = "Addresses and ids of the mailing lists that sent it on"),
    SHAPE_OPT(Mail, sent_at, FIELD_TIME, .about = "As its author says"),
    SHAPE_OPT(Mail, received_at, FIELD_TIME, .about = "As the last server on its way says"),
    SHAPE_OPT(Mail, message_id, FIELD_TEXT),
    SHAPE_FIELD(Mail, in_reply_to, FIELD_TEXTS),
    SHAPE_FIELD(Mail, references, FIELD_TEXTS),
    SHAPE_OPT(Mail, charset, FIELD_TEXT, .about = "The charset that the text was read in"),
    SHAPE_FIELD(Mail, text, FIELD_TEXT),
    SHAPE_FIELD(Mail, text_from, FIELD_TEXT, .choices = "plain|html|both|none"),
    SHAPE_FIELD(Mail, text_cut, FIELD_FLAG, .about = "The text was longer than the limit"),
    SHAPE_FIELD(Mail, folds, FIELD_LIST, .shape = &MAIL_FOLD),
    SHAPE_FIELD(Mail, own, FIELD_TEXT, .about = "The text without quotes and signatures"),
    SHAPE_OPT(Mail, html, FIELD_TEXT),
    SHAPE_FIELD(Mail, files, FIELD_LIST, .shape = &MAIL_FILE),
    SHAPE_FIELD(Mail, automatic, FIELD_TEXT, .choices = "no|reply|generated|list|bulk|bounce"),
    SHAPE_OPT(Mail, automatic_by, FIELD_TEXT, .about = "The header that says so"),
    SHAPE_OPT(Mail, bounced_id, FIELD_TEXT, .about = "The Message-ID of the e-mail that bounced"),
    SHAPE_FIELD(Mail, bounces, FIELD_LIST, .shape = &MAIL_BOUNCE),
    SHAPE_FIELD(Mail, checks, FIELD_LIST, .shape = &MAIL_CHECK),
    SHAPE_OPT(Mail, calendar, FIELD_TEXT, .about = "The method of a calendar part"),
    SHAPE_FIELD(Mail, hash, FIELD_TEXT, .about = "Of the body, in hex"),
    { 0 },
};
const Shape MAIL = { "MailRead", sizeof(Mail), MAIL_FIELDS, NULL, 0 };

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

/* Line ends differ by the way a mail took, and so do blank lines at its end. */
static const char *hash_of(Arena *arena, Bytes body)
{
    enum { HASH_SIZE = 32 };
    unsigned char hash[HASH_SIZE];
    char *hex = arena_raw(arena, HASH_SIZE * 2 + 1);
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
    while (body.size && strchr("\r\n", body.data[body.size - 1]) && body.data[body.size - 1])
        body.size--;
    for (size_t at = 0; at < body.size;) {
        const uint8_t *end = memchr(body.data + at, '\r', body.size - at);
        size_t size = end ? (size_t)(end - body.data) - at : body.size - at;
        crypto_generichash_update(&state, body.data + at, size);
        at += size + (end != NULL);
    }
    crypto_generichash_final(&state, hash, HASH_SIZE);
    sodium_bin2hex(hex, HASH_SIZE * 2 + 1, hash, HASH_SIZE);
    return hex;
}

/* Where programs that deliver say the address that they delivered to. */
static Texts delivered(const Headers *headers)
{
    static const char *const NAMES[] = { "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To" };
    enum { COUNT = sizeof NAMES / sizeof *NAMES, MOST = 100 };
    const char **found = arena_array(headers->arena, MOST, sizeof *found);
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        List list = header_addresses(headers, NAMES[i]);
        const MailAddress *items = list.items;
        for (size_t k = 0; k < list.count && count < MOST; k++)
            found[count++] = items[k].address;
    }
    return (Texts) { count, found };
}

/* "list support@example.com; contact support+owners@example.com" */
static const char *list_named(Arena *arena, const char *value)
{
    if (!value || strncasecmp(value, "list ", strlen("list ")) != 0)
        return NULL;
    value += strlen("list ");
    return arena_text_n(arena, value, strcspn(value, "; \t"));
}

/* What a list says of itself: its id, where to write to it, and how ezmlm and Google call it. */
static Texts lists_of(const Headers *headers)
{
    static const char MAILTO[] = "mailto:";
    Texts ids = header_ids(headers, "List-Id"), posts = header_ids(headers, "List-Post");
    const char **found = arena_array(headers->arena, ids.count + posts.count + 1, sizeof *found);
    const char *named = list_named(headers->arena, header_text(headers, "Mailing-List"));
    size_t count = 0;
    for (size_t i = 0; i < ids.count; i++)
        found[count++] = ids.items[i];
    for (size_t i = 0; i < posts.count; i++)
        if (strncasecmp(posts.items[i], MAILTO, strlen(MAILTO)) == 0) {
            const char *address = posts.items[i] + strlen(MAILTO);
            found[count++] = arena_text_n(headers->arena, address, strcspn(address, "?"));
        }
    if (named)
        found[count++] = named;
    return (Texts) { count, found };
}

/* The topmost field is that of the last server; its time stands behind the last semicolon. */
static OptInt received_of(const Headers *headers)
{
    const char *value = header_text(headers, "Received"), *semicolon = value ? strrchr(value, ';') : NULL;
    int64_t at;
    return semicolon && mail_date(semicolon + 1, &at) ? (OptInt) { at, true } : (OptInt) { 0 };
}

static List original_of(const Headers *headers)
{
    List from = header_addresses(headers, "X-Original-From");
    return from.count ? from : header_addresses(headers, "X-Original-Sender");
}

static void head_read(Mail *mail, const Headers *headers)
{
    int64_t sent_at;
    const char *date = header_text(headers, "Date");
    /* The first one alone, as mail programs show it: a second one is where a forger hides. */
    HeaderField *from = (HeaderField *)(uintptr_t)headers_nth(headers, "From", 0);
    mail->subject = header_text(headers, "Subject");
    mail->from = header_addresses(&(Headers) { headers->arena, headers->charset, from, from != NULL, 0 }, "From");
    mail->to = header_addresses(headers, "To");
    mail->cc = header_addresses(headers, "Cc");
    mail->reply_to = header_addresses(headers, "Reply-To");
    mail->delivered_to = delivered(headers);
    mail->original_from = original_of(headers);
    mail->lists = lists_of(headers);
    mail->received_at = received_of(headers);
    if (date && mail_date(date, &sent_at))
        mail->sent_at = (OptInt) { sent_at, true };
    Texts ids = header_ids(headers, "Message-ID");
    mail->message_id = ids.count ? ids.items[0] : NULL;
    mail->in_reply_to = header_ids(headers, "In-Reply-To");
    mail->references = header_ids(headers, "References");
}

/* The source as the only file: nothing of a mail is ever lost. */
static void broken(Arena *arena, Mail *mail, Bytes raw)
{
    MailFile *file = arena_make(arena, MailFile);
    *file = (MailFile) { .name = "message.eml",
                         .type = "message/rfc822",
                         .disposition = "attachment",
                         .size = (int64_t)raw.size,
                         .raw = raw };
    mail->broken = true;
    mail->files = (List) { 1, file };
}

void mail_read(Arena *arena, Bytes raw, const MailReading *reading, Mail *mail)
{
    gmime_start();
    Parts parts = { .arena = arena, .most = reading->parts, .deepest = reading->depth, .charset = reading->charset };
    *mail = (Mail) { .text = "", .text_from = "none", .own = "", .automatic = "no" };
    size_t mark = raw.size >= 3 && memcmp(raw.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* an editor's, of a saved mail */
    if (raw.size <= reading->size && raw.data)
        parts_read(&parts, (Bytes) { raw.data + mark, raw.size - mark });
    bool has_head = parts.count && parts.items[0].headers.count;
    if (has_head) {
        head_read(mail, &parts.items[0].headers);
        checks_read(mail, &parts.items[0].headers, reading->trusted);
        automatic_read(mail, &parts);
    }
    if (has_head && !parts.is_cut)
        body_read(mail, &parts, reading);
    else
        broken(arena, mail, raw);
    mail->hash = hash_of(arena, parts.count ? parts.items[0].body : raw);
    mail->folds = mail_folds(arena, mail->text);
    mail->own = mail_own(arena, mail->text, &mail->folds);
}

bool mail_is_automatic(const Mail *mail)
{
    return strcmp(mail->automatic, "no") != 0;
}

bool mail_file_write(const MailFile *file, TransferTake take, void *context, Error *error)
{
    return transfer_decode(file->transfer, file->raw, take, context, error);
}
