/*
 * Mails that a machine wrote (RFC 3834): whoever answers them by machine begins a loop. The first field of the table
 * that says so decides. Reports of delivery (RFC 3464) say which mail did not arrive, to whom, and why.
 *
 * In order: signs, reports, checks.
 */
#include "mime/mail_inside.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ---- signs --------------------------------------------------------------------------------------------------------
 */

typedef struct {
    const char *field;
    const char *values; /* that count, as beginnings, each between bars; NULL = any value */
    const char *except; /* that do not */
    const char *kind;
} Sign;

static const Sign SIGNS[] = {
    { "Auto-Submitted", "|auto-replied|", NULL, "reply" },
    { "Auto-Submitted", NULL, "|no|", "generated" },
    { "X-Autoreply", NULL, "|no|", "reply" },
    { "X-Autorespond", NULL, NULL, "reply" },
    { "X-Auto-Response-Suppress", "|all|oof|autoreply|", NULL, "generated" },
    { "List-Id", NULL, NULL, "list" },
    { "List-Unsubscribe", NULL, NULL, "list" },
    { "List-Post", NULL, NULL, "list" },
    { "Mailing-List", NULL, NULL, "list" },
    { "X-ML-Name", NULL, NULL, "list" },
    { "Precedence", "|list|", NULL, "list" },
    { "Precedence", "|auto_reply|auto-reply|", NULL, "reply" },
    { "Precedence", "|bulk|junk|", NULL, "bulk" },
    { "Feedback-ID", NULL, NULL, "bulk" },
};

static bool among(const char *values, const char *value)
{
    for (const char *at = values; at && *at == '|' && at[1]; at += strcspn(at + 1, "|") + 1) {
        size_t size = strcspn(at + 1, "|");
        if (strncasecmp(value, at + 1, size) == 0 && !isalnum((unsigned char)value[size]))
            return true;
    }
    return false;
}

/* "OOF, AutoReply": each of the values. */
static bool any_among(const char *values, const char *value)
{
    for (const char *at = value; *at;) {
        at += strspn(at, ", \t");
        if (among(values, at))
            return true;
        at += strcspn(at, ",");
    }
    return false;
}

static bool sign_says(const Headers *headers, const Sign *sign)
{
    const char *value = header_text(headers, sign->field);
    if (!value || !*value)
        return false;
    if (sign->except && among(sign->except, value))
        return false;
    return !sign->values || any_among(sign->values, value);
}

static bool has_null_path(const Headers *headers)
{
    Bytes path = header_raw(headers, "Return-Path");
    return path.data && path.size >= 2 && memcmp(path.data, "<>", 2) == 0;
}

static bool is_from_daemon(const Mail *mail)
{
    const MailAddress *from = mail->from.items;
    return mail->from.count && strncasecmp(from->address, "mailer-daemon@", 14) == 0;
}

static bool is_report(const Parts *parts)
{
    const char *type = header_param(&parts->items[0].type, "report-type");
    return part_is(&parts->items[0], "multipart/report") && (!type || strcasecmp(type, "delivery-status") == 0);
}

static void kind_set(Mail *mail, const char *kind, const char *by)
{
    mail->automatic = kind;
    mail->automatic_by = by;
}

/* ---- reports ------------------------------------------------------------------------------------------------------
 */

/* "rfc822; a@b" is a@b. */
static const char *typed(Arena *arena, const char *value)
{
    const char *semicolon = value ? strchr(value, ';') : NULL;
    return value ? text_trim(arena, semicolon ? semicolon + 1 : value) : NULL;
}

static const char *status_of(Arena *arena, const char *value)
{
    return value ? arena_text_n(arena, value, strspn(value, "0123456789.")) : NULL;
}

enum { BOUNCES_MAX = 200, REPORT_MAX = 256 << 10 };

/* Blocks of fields, with blank lines between them; those about a recipient name it. */
static void report_read(Mail *mail, Arena *arena, const Part *part)
{
    bool cut;
    Bytes bytes = part_content(arena, part, REPORT_MAX, &cut);
    MailBounce *bounces = arena_array(arena, BOUNCES_MAX, sizeof *bounces);
    size_t count = 0;
    while (bytes.size && count < BOUNCES_MAX) {
        size_t size;
        Headers block = headers_read(arena, bytes, &size);
        const char *recipient = typed(arena, header_text(&block, "Final-Recipient"));
        const char *original = typed(arena, header_text(&block, "Original-Recipient"));
        if (recipient || original)
            bounces[count++] = (MailBounce) {
                .recipient = original && *original ? original : recipient,
                .action = header_value(&block, "Action").value,
                .status = status_of(arena, header_text(&block, "Status")),
                .diagnostic = typed(arena, header_text(&block, "Diagnostic-Code")),
            };
        size = size ? size : strcspn((const char *)bytes.data, "\n") + 1;
        size = size < bytes.size ? size : bytes.size;
        bytes = (Bytes) { bytes.data + size, bytes.size - size };
    }
    mail->bounces = (List) { count, bounces };
}

/* The head of the mail that came back. */
static void returned_read(Mail *mail, Arena *arena, const Part *part)
{
    bool cut;
    size_t body;
    Headers head = headers_read(arena, part_content(arena, part, REPORT_MAX, &cut), &body);
    Texts ids = header_ids(&head, "Message-ID");
    if (ids.count && !mail->bounced_id)
        mail->bounced_id = ids.items[0];
}

static void reports_read(Mail *mail, const Parts *parts)
{
    for (size_t i = 1; i < parts->count; i++) {
        const Part *part = &parts->items[i];
        if (part_is(part, "message/delivery-status") && !mail->bounces.count)
            report_read(mail, parts->arena, part);
        else if (part_is(part, "message/rfc822") || part_is(part, "text/rfc822-headers") ||
                 part_is(part, "message/rfc822-headers"))
            returned_read(mail, parts->arena, part);
    }
}

void automatic_read(Mail *mail, const Parts *parts)
{
    const Headers *headers = &parts->items[0].headers;
    if (is_report(parts) || is_from_daemon(mail)) {
        kind_set(mail, "bounce", is_report(parts) ? "Content-Type" : "From");
        reports_read(mail, parts);
        return;
    }
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (sign_says(headers, &SIGNS[i])) {
            kind_set(mail, SIGNS[i].kind, SIGNS[i].field);
            return;
        }
    if (has_null_path(headers))
        kind_set(mail, "generated", "Return-Path");
    else if (part_is(&parts->items[0], "multipart/report"))
        kind_set(mail, "generated", "Content-Type");
}

/* ---- checks -------------------------------------------------------------------------------------------------------
 */

enum { CHECKS_MAX = 20 };

/* Without comments; "; " stays. */
static const char *uncommented(Arena *arena, const char *value)
{
    Text text = text_new(arena);
    int depth = 0;
    for (const char *c = value; *c; c++) {
        depth += *c == '(';
        if (depth == 0)
            text_char(&text, *c);
        depth -= *c == ')' && depth > 0;
    }
    return text_string(&text);
}

/* "dkim=pass header.d=example.com" */
static bool check_read(Arena *arena, const char *from, size_t size, MailCheck *check)
{
    const char *text = text_trim(arena, arena_text_n(arena, from, size));
    const char *equals = strchr(text, '=');
    if (!equals)
        return false;
    check->method = text_trim(arena, arena_text_n(arena, text, (size_t)(equals - text)));
    const char *result = text_trim(arena, equals + 1);
    size_t word = strcspn(result, " \t");
    check->result = arena_text_n(arena, result, word);
    check->about = text_trim(arena, result + word);
    return *check->result != '\0';
}

static void checks_of(Mail *mail, Arena *arena, const char *at)
{
    MailCheck *checks = arena_array(arena, CHECKS_MAX, sizeof *checks);
    size_t count = 0;
    while (*at && count < CHECKS_MAX) {
        at += *at == ';';
        size_t size = strcspn(at, ";");
        count += check_read(arena, at, size, &checks[count]);
        at += size;
    }
    mail->checks = (List) { count, checks };
}

/* The topmost field of the trusted server: what stands below came with the mail, and whoever sent it could write it. */
void checks_read(Mail *mail, const Headers *headers, const char *trusted)
{
    const HeaderField *field;
    for (size_t n = 0; trusted && (field = headers_nth(headers, "Authentication-Results", n)) != NULL; n++) {
        Headers one = { .arena = headers->arena, .fields = (HeaderField[]) { *field }, .count = 1 };
        const char *value = uncommented(headers->arena, header_text(&one, "Authentication-Results"));
        value += strspn(value, " \t");
        size_t size = strcspn(value, "; \t");
        if (size != strlen(trusted) || strncasecmp(value, trusted, size) != 0)
            continue;
        checks_of(mail, headers->arena, value + strcspn(value, ";"));
        return;
    }
}
