/*
 * A reply that leaves, and one that is taken back before it has left. What the ticket was before stands in `kept`, so
 * that an undo within its ten seconds leaves no trace of the reply in states and times. Where something else happened
 * to the ticket meanwhile, only what the reply itself did is taken back.
 *
 * In order: handing over; reading what is sent; taking back.
 */
#include "support/ticket/ticket_sending.h"

#include "jobs/module.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

/* ---- handing over -------------------------------------------------------------------------------------------------
 */

const TicketSender *ticket_sender(void)
{
    for (const Module *const *module = modules_used(); *module; module++)
        if ((*module)->sender)
            return (*module)->sender;
    return NULL;
}

bool ticket_reply_leaves(const Writer *writer, const TicketRow *before, int64_t message_id, int64_t answered_id,
                         Error *error)
{
    Text kept = text_new(writer->arena);
    const TicketSender *sender = ticket_sender();
    if (!sender)
        return true;
    shape_write(&kept, &TICKET_UNSENT, before);
    return sender->send(writer, &(TicketSent) { before->id, message_id, answered_id, text_string(&kept) }, error);
}

bool ticket_sender_from(Db *db, Arena *arena, int64_t ticket_id, const char **address, Error *error)
{
    const TicketSender *sender = ticket_sender();
    *address = NULL;
    return !sender || sender->from(db, arena, ticket_id, address, error);
}

bool ticket_sent_drop(const Writer *writer, Ids messages, Error *error)
{
    const TicketSender *sender = ticket_sender();
    return !sender || !messages.count || sender->drop(writer, messages, error);
}

/* ---- reading what is sent -----------------------------------------------------------------------------------------
 */

static bool message_read(Db *db, Arena *arena, int64_t id, TicketMessageRow **row, Error *error)
{
    Viewer viewer = viewer_make(arena, CIRCLE_SUPPORT, 0);
    return ticket_message_by_id(db, arena, id, &viewer, row, error);
}

bool ticket_out_read(Db *db, Arena *arena, int64_t message_id, TicketOut **out, Error *error)
{
    TicketMessageRow *row;
    TicketRow *ticket;
    List recipients;
    *out = NULL;
    if (!message_read(db, arena, message_id, &row, error))
        return false;
    if (!row)
        return true;
    if (!ticket_read(db, arena, row->ticket_id, &ticket, error) ||
        !ticket_recipients_read(arena, row->recipients, &recipients, error))
        return false;
    *out = arena_make(arena, TicketOut);
    **out = (TicketOut) { .id = row->id,
                          .ticket_id = ticket->id,
                          .number = ticket->number,
                          .author_id = row->author_id.value,
                          .account_id = ticket->account_id.value,
                          .contact_id = ticket->requester_id.value,
                          .author = row->author,
                          .subject = ticket->subject,
                          .text = row->text,
                          .sender_name = row->contact ? row->contact : row->sender_name,
                          .sender_address = row->sender_address,
                          .recipients = ticket_given_to(arena, recipients),
                          .kind = row->kind,
                          .at = row->at };
    return true;
}

/* ---- taking back --------------------------------------------------------------------------------------------------
 */

/* What they have begun to write since stays below it. */
static bool draft_join(const Writer *writer, TicketDraftRow *draft, Error *error)
{
    TicketDraftRow *begun;
    File *files;
    int64_t *things;
    size_t count;
    if (!ticket_draft_of(writer->db, writer->arena, draft->ticket_id, draft->author_id, &begun, error))
        return false;
    if (!begun)
        return true;
    if (!files_of(writer->db, writer->arena, "message", (Ids) { 1, &begun->id }, &files, &things, &count, error))
        return false;
    if (count)
        return fail(error, ERROR_CONFLICT, NULL, "your next draft on this ticket has files; send or discard it first");
    if (!text_is_empty(begun->text))
        draft->text = arena_format(writer->arena, "%s\n\n%s", draft->text, begun->text);
    return ticket_draft_remove(writer->db, begun->id, error);
}

static bool draft_again(const Writer *writer, const TicketMessageRow *message, Error *error)
{
    TicketDraftRow draft = { .id = message->id,
                             .ticket_id = message->ticket_id,
                             .author_id = message->author_id.value,
                             .kind = TICKET_REPLY,
                             .text = message->text,
                             .recipients = message->recipients,
                             .edited_at = writer->now };
    if (!message->author_id.known)
        return file_drop(writer, "message", message->id, error); /* a key has no drafts */
    return draft_join(writer, &draft, error) && ticket_draft_insert(writer->db, &draft, error);
}

static bool message_go(const Writer *writer, const TicketMessageRow *message, Error *error)
{
    int64_t blob = message->html_blob_id.value;
    return ticket_message_remove(writer->db, message->id, error) &&
           (!blob || blobs_let_go(writer, (Ids) { 1, &blob }, error)) &&
           notice_forget(writer, "message", message->id, error) &&
           search_keep_one(writer->db, &TICKET_MESSAGE_SEARCH, message->id);
}

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* Of a ticket that changed since: who waits waits since then, and the first answer was none. */
static void times_restore(TicketRow *row, const TicketRow *kept, int64_t at)
{
    OptInt sent = { at, true };
    if (kept->waiting_since.known)
        row->waiting_since = kept->waiting_since;
    if (same(row->first_answered_at, sent))
        row->first_answered_at = kept->first_answered_at;
    if (same(row->last_staff_at, sent))
        row->last_staff_at = kept->last_staff_at;
}

static bool all_restore(const Writer *writer, TicketRow *row, const TicketRow *kept, Error *error)
{
    if (row->status_id != kept->status_id && !ticket_status_give(writer, row, kept->status_id, writer->now, error))
        return false;
    TicketTimes times = ticket_times_of(kept);
    times.last_customer_at = row->last_customer_at;
    ticket_times_set(row, &times);
    row->assignee_id = kept->assignee_id;
    return true;
}

static bool ticket_restore(const Writer *writer, const TicketMessageRow *message, const TicketRow *kept,
                           TicketRow *after, Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true };
    TicketRow *before;
    if (!ticket_read(writer->db, writer->arena, message->ticket_id, &before, error))
        return false;
    *after = *before;
    if (before->version != kept->version + 1)
        times_restore(after, kept, message->at);
    else if (!all_restore(writer, after, kept, error))
        return false;
    return ticket_put(writer, before, after, &how, error) && ticket_state_tell(writer, before, after, error);
}

bool ticket_take_back(const Writer *writer, int64_t message_id, const char *kept, Error *error)
{
    TicketMessageRow *message;
    TicketRow was = { 0 }, after;
    const Json *json;
    if (!message_read(writer->db, writer->arena, message_id, &message, error))
        return false;
    if (!message)
        return fail(error, ERROR_MISSING, NULL, "message %lld not found", (long long)message_id);
    Audience audience = ticket_message_audience(message);
    return json_parse(writer->arena, kept, strlen(kept), &json, error) &&
           shape_read(writer->arena, json, &TICKET_UNSENT, &was, error) && message_go(writer, message, error) &&
           draft_again(writer, message, error) && ticket_restore(writer, message, &was, &after, error) &&
           writer_tell_some(writer, &audience, "message.taken_back", after.account_id.value, after.requester_id.value,
                            message->id, &after, error);
}
