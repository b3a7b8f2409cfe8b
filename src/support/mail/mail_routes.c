/*
 * Mails over the API: handing one in, its source, and those that are held. In order: shapes; handing in; reading; the
 * source; letting in and letting go; routes.
 */
#include "base/text.h"
#include "http/page.h"
#include "support/mail/mail_store.h"

#include <stdlib.h>
#include <string.h>

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

static const Field TAKEN_FIELDS[] = {
    SHAPE_FIELD(MailTaken, id, FIELD_ID),
    SHAPE_FIELD(MailTaken, state, FIELD_TEXT, .choices = "taken|held|deleted"),
    SHAPE_OPT(MailTaken, ticket_id, FIELD_ID),
    SHAPE_OPT(MailTaken, message_id, FIELD_ID),
    SHAPE_OPT(MailTaken, number, FIELD_INT, .about = "Of the ticket, where it was taken just now"),
    SHAPE_FIELD(MailTaken, opened, FIELD_FLAG, .about = "It opened the ticket"),
    SHAPE_FIELD(MailTaken, known, FIELD_FLAG, .about = "The same e-mail was here already"),
    { 0 },
};
const Shape MAIL_TAKEN = { "MailTaken", sizeof(MailTaken), TAKEN_FIELDS };

typedef struct {
    OptInt mailbox;
} TakeAsk;
static const Field TAKE_ASK_FIELDS[] = { SHAPE_OPT(TakeAsk, mailbox, FIELD_ID), { 0 } };
static const Shape TAKE_ASK = { "MailTakeAsk", sizeof(TakeAsk), TAKE_ASK_FIELDS };

typedef struct {
    const char *state;
    OptInt cursor, limit;
} MailsAsk;
static const Field MAILS_ASK_FIELDS[] = {
    SHAPE_OPT(MailsAsk, state, FIELD_TEXT, .choices = "taken|held"),
    PAGE_BY_ID_FIELDS(MailsAsk),
    { 0 },
};
static const Shape MAILS_ASK = { "MailsAsk", sizeof(MailsAsk), MAILS_ASK_FIELDS };

/* ---- handing in ------------------------------------------------------------------------------------------------ */

static bool mail_prepare(Request *request, Error *error)
{
    Mail *mail = arena_make(request->arena, Mail);
    if (!request->body_bytes.size)
        return fail(error, ERROR_INPUT, NULL, "the body is empty; send the e-mail as it came, as message/rfc822");
    mail_read(request->arena, request->body_bytes, &MAIL_READING, mail);
    request->prepared = mail;
    return true;
}

static bool mail_hand_in(Request *request, Error *error)
{
    const TakeAsk *ask = request->query;
    Writer writer = writer_of(request);
    MailComing coming = { .mailbox_id = ask->mailbox.value, .raw = request->body_bytes, .mail = request->prepared };
    Mailbox *mailbox = NULL;
    MailTaken taken;
    if (ask->mailbox.known && !mailbox_by_id(request->db, request->arena, ask->mailbox.value, &mailbox, error))
        return false;
    if (ask->mailbox.known && !mailbox)
        return fail(error, ERROR_INPUT, "mailbox", "mailbox %lld not found", (long long)ask->mailbox.value);
    return mail_take(&writer, &coming, &taken, error) &&
           reply_row(request, taken.known ? 200 : 201, &MAIL_TAKEN, &taken);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool mails_shown(Request *request, const MailRow *rows, size_t count, MailItem **shown, Error *error)
{
    int64_t *ids = arena_array(request->arena, count + 1, sizeof *ids);
    MailMailboxesRow *names;
    size_t found;
    *shown = arena_array(request->arena, count + 1, sizeof **shown);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    if (!mail_mailboxes(request->db, request->arena, (Ids) { count, ids }, &names, &found, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char **items = arena_array(request->arena, found + 1, sizeof *items);
        size_t kept = 0;
        for (size_t j = 0; j < found; j++)
            if (names[j].mail_id == rows[i].id)
                items[kept++] = names[j].name;
        (*shown)[i] =
            (MailItem) { .row = rows[i], .has_source = rows[i].raw_blob_id.known, .mailboxes = { kept, items } };
    }
    return true;
}

static bool mail_list(Request *request, Error *error)
{
    const MailsAsk *ask = request->query;
    int64_t limit = page_limit(ask->limit);
    MailRow *rows;
    MailItem *shown;
    size_t count;
    if (!mail_in_state(request->db, request->arena, ask->state ? ask->state : "taken",
                       ask->cursor.known ? ask->cursor.value : INT64_MAX, limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    return mails_shown(request, rows, count, &shown, error) && reply_list(request, &MAIL_ITEM, shown, count, next);
}

static bool mail_found(Request *request, MailRow **row, Error *error)
{
    bool of_message = strstr(request->route->path, "ticket-messages") != NULL;
    int64_t id = request->path_id[0];
    if (!(of_message ? mail_of_message(request->db, request->arena, id, row, error)
                     : mail_by_id(request->db, request->arena, id, row, error)))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "%s %lld not found", of_message ? "an e-mail of message" : "mail",
                        (long long)id);
}

static bool mail_get(Request *request, Error *error)
{
    MailRow *row;
    MailItem *shown;
    return mail_found(request, &row, error) && mails_shown(request, row, 1, &shown, error) &&
           reply_row(request, 200, &MAIL_ITEM, shown);
}

/* ---- the source ------------------------------------------------------------------------------------------------ */

static bool source_found(Request *request, Blob *blob, Error *error)
{
    MailRow *row;
    if (!mail_found(request, &row, error))
        return false;
    if (!row->raw_blob_id.known)
        return fail(error, ERROR_MISSING, NULL, "the source of the e-mail is not kept");
    return mail_source_free(request->db, request->arena, row->id, error) &&
           blob_find(request->db, request->arena, row->raw_blob_id.value, blob, error);
}

/* Looked up for each piece: erased meanwhile, it ends there. */
static bool source_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    int64_t number = from ? strtoll(from, NULL, 10) : 0;
    Blob blob;
    Bytes piece;
    if (!source_found(request, &blob, error) ||
        !blob_piece(request->db, request->arena, blob.id, number, &piece, error))
        return false;
    text_add_n(out, (const char *)piece.data, piece.size);
    bool more = (number + 1) * UPLOAD_PIECE < blob.size;
    *next = more ? arena_format(request->arena, "%lld", (long long)number + 1) : NULL;
    return true;
}

static bool mail_source(Request *request, Error *error)
{
    Blob blob;
    if (!source_found(request, &blob, error))
        return false;
    FileReply file = { .type = "message/rfc822",
                       .file_name = arena_format(request->arena, "mail-%lld.eml", (long long)request->path_id[0]),
                       .size = blob.size };
    return reply_file_pieces(request, &file, source_piece, error);
}

/* ---- letting in and letting go ---------------------------------------------------------------------------------- */

static bool held_of_path(Request *request, MailRow **row, Error *error)
{
    if (!mail_found(request, row, error))
        return false;
    return text_equal((*row)->state, "held") || fail(error, ERROR_CONFLICT, NULL, "the e-mail is not held any more");
}

static bool mail_release(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    MailRow *row;
    MailTaken taken;
    Mail mail;
    Bytes raw;
    if (!held_of_path(request, &row, error))
        return false;
    if (!row->raw_blob_id.known)
        return fail(error, ERROR_CONFLICT, NULL,
                    "the source of the e-mail was erased because it named an erased person; it can only be discarded");
    if (!mail_source_free(request->db, request->arena, row->id, error) ||
        !blob_read(request->db, request->arena, row->raw_blob_id.value, &raw, error))
        return false;
    mail_read(request->arena, raw, &MAIL_READING, &mail);
    return mail_let_in(&writer, row, &mail, &taken, error) &&
           mail_placed(request->db, row->id, row->state, row->ticket_id, row->message_id, row->bounced_id,
                       row->automatic, error) &&
           notice_forget(&writer, "incoming", row->id, error) &&
           writer_tell(&writer, "incoming.released", 0, 0, row->id, NULL, error) &&
           reply_row(request, 201, &MAIL_TAKEN, &taken);
}

static bool mail_discard(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    MailRow *row;
    return held_of_path(request, &row, error) && mails_empty(&writer, (Ids) { 1, &row->id }, error) &&
           mail_deleted(request->db, (Ids) { 1, &row->id }, error) &&
           notice_forget(&writer, "incoming", row->id, error) &&
           writer_tell(&writer, "incoming.discarded", 0, 0, row->id, NULL, error) && reply_empty(request);
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MAIL_ROUTES[] = {
    { POST, "/api/v1/mail", mail_hand_in, RIGHT_ACT,
      "Hand in an e-mail as it came (message/rfc822): it opens a ticket or answers one; 200 when the same e-mail was "
      "here",
      .asks = &TAKE_ASK, .gives = &MAIL_TAKEN, .flags = ROUTE_RAW, .body_max = 64u << 20, .prepare = mail_prepare,
      OF_SUPPORT },
    { GET, "/api/v1/mails", mail_list, RIGHT_VIEW, "List e-mails that came in, the newest first", .asks = &MAILS_ASK,
      .gives = &MAIL_ITEM, .flags = ROUTE_LIST, OF_SUPPORT },
    { GET, "/api/v1/mails/{id}", mail_get, RIGHT_VIEW, "Read what is kept of an e-mail", .gives = &MAIL_ITEM,
      OF_SUPPORT },
    { GET, "/api/v1/mails/{id}/source", mail_source, RIGHT_VIEW, "Get the source of an e-mail as it came",
      .flags = ROUTE_FILE, OF_SUPPORT },
    { GET, "/api/v1/ticket-messages/{id}/source", mail_source, RIGHT_VIEW,
      "Get the source of the e-mail that became this message", .flags = ROUTE_FILE, OF_SUPPORT },
    { POST, "/api/v1/mails/{id}/release", mail_release, RIGHT_ACT,
      "Let in an e-mail that is held: it becomes a message of a ticket", .gives = &MAIL_TAKEN, OF_SUPPORT },
    { DELETE, "/api/v1/mails/{id}", mail_discard, RIGHT_MANAGE, "Discard an e-mail that is held", OF_SUPPORT },
    { 0 },
};
