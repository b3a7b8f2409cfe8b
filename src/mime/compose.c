/*
 * Checks first, then head and parts in their order. Every text is quoted-printable or base64, in which no line can be a
 * boundary: "=_" never occurs there. So the boundaries are the same in each mail and need no search.
 *
 * In order: checks, lines, parts, the mail.
 */
#include "mime/compose.h"

#include "base/clock.h"
#include "mime/compose_head.h"

#include <string.h>

/* ---- checks -------------------------------------------------------------------------------------------------------
 */

static bool addresses_are_safe(const char *field, const List *list, Error *error)
{
    const MailAddress *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (!head_address_is_safe(field, &items[i], error))
            return false;
    return true;
}

static bool ids_are_safe(const MailDraft *draft, Error *error)
{
    if (!head_id_is_safe(draft->message_id))
        return fail(error, ERROR_INPUT, "message_id", "not a Message-ID");
    if (draft->in_reply_to && !head_id_is_safe(draft->in_reply_to))
        return fail(error, ERROR_INPUT, "in_reply_to", "not a Message-ID");
    for (size_t i = 0; i < draft->references.count; i++)
        if (!head_id_is_safe(draft->references.items[i]))
            return fail(error, ERROR_INPUT, "references", "not a Message-ID");
    return true;
}

static bool draft_is_safe(const MailDraft *draft, Error *error)
{
    const DraftFile *files = draft->files.items;
    if (!head_text_is_safe(draft->subject))
        return fail(error, ERROR_INPUT, "subject", "a subject is one line without control characters");
    for (size_t i = 0; i < draft->files.count; i++)
        if (!head_text_is_safe(files[i].name))
            return fail(error, ERROR_INPUT, "files", "a file name is one line without control characters");
    return head_address_is_safe("from", &draft->from, error) && addresses_are_safe("to", &draft->to, error) &&
           addresses_are_safe("cc", &draft->cc, error) && addresses_are_safe("reply_to", &draft->reply_to, error) &&
           ids_are_safe(draft, error);
}

/* ---- lines --------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Arena *arena;
    TransferTake take;
    void *context;
    Error *error;
    bool ok; /* until something failed */
} Writing;

static void put_n(Writing *writing, const char *bytes, size_t size)
{
    writing->ok = writing->ok && (size == 0 || writing->take(bytes, size, writing->context, writing->error));
}

static void put(Writing *writing, const char *text)
{
    put_n(writing, text, strlen(text));
}

/* What an encoder gives has "\n" at its ends of lines. */
static bool take_lines(const char *bytes, size_t size, void *context, Error *error)
{
    Writing *writing = context;
    (void)error;
    while (size && writing->ok) {
        const char *end = memchr(bytes, '\n', size);
        size_t count = end ? (size_t)(end - bytes) : size;
        put_n(writing, bytes, count);
        if (end)
            put(writing, "\r\n");
        bytes += count + (end != NULL);
        size -= count + (end != NULL);
    }
    return writing->ok;
}

/* ---- parts --------------------------------------------------------------------------------------------------------
 */

static const char MIXED[] = "=_banso_mixed";
static const char ALTERNATIVE[] = "=_banso_alternative";

static void boundary(Writing *writing, const char *name, bool last)
{
    put(writing, arena_format(writing->arena, "\r\n--%s%s\r\n", name, last ? "--" : ""));
}

static void multipart(Writing *writing, const char *subtype, const char *name)
{
    put(writing, arena_format(writing->arena, "Content-Type: multipart/%s; boundary=\"%s\"\r\n\r\n", subtype, name));
}

/* Mostly ASCII stays readable in the source; Japanese in quoted-printable would be three times as long. */
static Transfer transfer_for(const char *text)
{
    enum { SHARE = 6 };
    size_t high = 0, size = 0;
    for (; text[size]; size++)
        high += (unsigned char)text[size] >= 0x80;
    return high * SHARE > size ? TRANSFER_BASE64 : TRANSFER_QUOTED;
}

static const char *with_ends(Arena *arena, const char *text, const char *end)
{
    Text out = text_new(arena);
    while (*text) {
        size_t size = strcspn(text, "\r\n");
        text_add_n(&out, text, size);
        text += size;
        if (*text)
            text_add(&out, end);
        text += text[0] == '\r' && text[1] == '\n' ? 2 : *text != '\0';
    }
    return text_string(&out);
}

static void text_part(Writing *writing, const char *subtype, const char *text)
{
    Transfer transfer = transfer_for(text);
    bool base64 = transfer == TRANSFER_BASE64;
    const char *canonical = with_ends(writing->arena, text, base64 ? "\r\n" : "\n");
    put(writing,
        arena_format(writing->arena, "Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n",
                     subtype, base64 ? "base64" : "quoted-printable"));
    TransferEncoder *encoder = transfer_encoder(writing->arena, transfer, take_lines, writing);
    writing->ok = writing->ok && transfer_encode(encoder, canonical, strlen(canonical), writing->error) &&
                  transfer_end(encoder, writing->error);
}

static void body_part(Writing *writing, const MailDraft *draft)
{
    if (!draft->html) {
        text_part(writing, "plain", draft->text);
        return;
    }
    multipart(writing, "alternative", ALTERNATIVE);
    boundary(writing, ALTERNATIVE, false);
    text_part(writing, "plain", draft->text);
    boundary(writing, ALTERNATIVE, false);
    text_part(writing, "html", draft->html);
    boundary(writing, ALTERNATIVE, true);
}

static void file_part(Writing *writing, const DraftFile *file)
{
    enum { PIECE = 16 << 10 };
    char *buffer = arena_raw(writing->arena, PIECE);
    put(writing, head_file(writing->arena, file->name, file->type));
    TransferEncoder *encoder = transfer_encoder(writing->arena, TRANSFER_BASE64, take_lines, writing);
    for (size_t got = 1; writing->ok && got;) {
        writing->ok = file->read(file->context, buffer, PIECE, &got, writing->error);
        writing->ok = writing->ok && (!got || transfer_encode(encoder, buffer, got, writing->error));
    }
    writing->ok = writing->ok && transfer_end(encoder, writing->error);
}

/* ---- the mail -----------------------------------------------------------------------------------------------------
 */

static const char *head_of(Arena *arena, const MailDraft *draft)
{
    Text out = text_new(arena);
    List from = { 1, &draft->from };
    head_date_to(&out, draft->sent_at);
    head_addresses_to(&out, "From", &from);
    head_addresses_to(&out, "To", &draft->to);
    head_addresses_to(&out, "Cc", &draft->cc);
    head_addresses_to(&out, "Reply-To", &draft->reply_to);
    head_text_to(&out, "Subject", draft->subject);
    text_format(&out, "Message-ID: <%s>\r\n", draft->message_id);
    if (draft->in_reply_to)
        text_format(&out, "In-Reply-To: <%s>\r\n", draft->in_reply_to);
    head_references_to(&out, &draft->references);
    if (draft->automatic)
        text_add(&out, "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n");
    text_add(&out, "MIME-Version: 1.0\r\n");
    return text_string(&out);
}

bool mail_write(Arena *arena, const MailDraft *draft, TransferTake take, void *context, Error *error)
{
    Writing writing = { arena, take, context, error, true };
    const DraftFile *files = draft->files.items;
    gmime_start();
    if (!draft_is_safe(draft, error))
        return false;
    put(&writing, head_of(arena, draft));
    if (!draft->files.count) {
        body_part(&writing, draft);
        return writing.ok;
    }
    multipart(&writing, "mixed", MIXED);
    boundary(&writing, MIXED, false);
    body_part(&writing, draft);
    for (size_t i = 0; i < draft->files.count; i++) {
        boundary(&writing, MIXED, false);
        file_part(&writing, &files[i]);
    }
    boundary(&writing, MIXED, true);
    return writing.ok;
}
