/*
 * A reply that leaves, and one that is taken back before it has left. What the ticket was before stands in `kept`, so
 * that an undo within its ten seconds leaves no trace of the reply in states and times. Where something else happened
 * to the ticket meanwhile, only what the reply itself did is taken back.
 *
 * In order: handing over; open pages; reading what is sent; it has left; taking back.
 */
#include "support/ticket/ticket_sending.h"

#include "base/circle.h"
#include "base/reason.h"
#include "http/stream.h"
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

static const char *kept_of(const Writer *writer, const TicketRow *before, const TicketRow *after, int64_t answers)
{
    Text kept = text_new(writer->arena);
    TicketUnsent unsent = { .row = *before,
                            .then_status_id = after->status_id,
                            .then_state = after->state,
                            .answers_id = ticket_or_unset(answers),
                            .actor = writer->actor };
    shape_write(&kept, &TICKET_UNSENT, &unsent);
    return text_string(&kept);
}

static bool files_find(const Writer *writer, int64_t message_id, Ids *ids, Error *error)
{
    File *files;
    int64_t *things;
    size_t count;
    if (!files_of(writer->db, writer->arena, "message", (Ids) { 1, &message_id }, &files, &things, &count, error))
        return false;
    int64_t *items = arena_array(writer->arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = files[i].id;
    *ids = (Ids) { count, items };
    return true;
}

bool ticket_reply_leaves(const Writer *writer, const TicketRow *before, const TicketRow *after,
                         const TicketMessageRow *message, int64_t answers, Error *error)
{
    TicketSent sent = { .ticket_id = before->id,
                        .message_id = message->id,
                        .answered_id = answers,
                        .kept = kept_of(writer, before, after, answers) };
    const TicketSender *sender = ticket_sender();
    List recipients;
    if (!sender)
        return true;
    return ticket_recipients_read(writer->arena, message->recipients, &recipients, error) &&
           ticket_quotes(writer->db, writer->arena, before->id, ticket_given_to(writer->arena, recipients),
                         ticket_or_unset(answers), &sent.quotes, error) &&
           files_find(writer, message->id, &sent.files, error) && sender->send(writer, &sent, error);
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

bool ticket_sent_has(Db *db, Arena *arena, int64_t message_id, bool *has, Error *error)
{
    const TicketSender *sender = ticket_sender();
    *has = false;
    return !sender || sender->has(db, arena, message_id, has, error);
}

/* ---- open pages ---------------------------------------------------------------------------------------------------
 */

enum { WOKEN_MAX = 5 };

typedef struct {
    struct Stream *stream;
    StreamKey keys[WOKEN_MAX];
    int count;
} Woken;

static void wake(void *context)
{
    const Woken *woken = context;
    stream_publish_narrowed(woken->stream, woken->keys, woken->count);
}

static void woken_add(Woken *woken, const char *name, unsigned circle)
{
    woken->keys[woken->count++] = (StreamKey) { name, circle, 0 };
}

void ticket_woken(const Writer *writer, const TicketRow *ticket, int64_t message_id)
{
    Arena *arena = db_arena(writer->db);
    Woken *woken = arena_make(arena, Woken);
    woken->stream = writer->services->stream;
    woken_add(woken, arena_format(arena, "ticket:%lld", (long long)ticket->id), CIRCLE_SUPPORT);
    woken_add(woken, arena_format(arena, "message:%lld", (long long)message_id), CIRCLE_SUPPORT);
    woken_add(woken, "tickets", CIRCLE_SUPPORT);
    woken_add(woken, "today", CIRCLE_NONE);
    if (ticket->account_id.known)
        woken_add(woken, arena_format(arena, "account:%lld", (long long)ticket->account_id.value), CIRCLE_NONE);
    if (woken->stream)
        db_after_commit(writer->db, wake, woken);
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

/* ---- it has left --------------------------------------------------------------------------------------------------
 */

static bool kept_read(Arena *arena, const char *kept, TicketUnsent *was, Error *error)
{
    const Json *json;
    *was = (TicketUnsent) { 0 };
    return json_parse(arena, kept, strlen(kept), &json, error) && shape_read(arena, json, &TICKET_UNSENT, was, error);
}

/* By its author and at its time, whoever sends it and when. What it did to the ticket it did to the one that it was
 * written to, wherever that is since. */
bool ticket_reply_left(const Writer *writer, int64_t message_id, const char *kept, Error *error)
{
    TicketMessageRow *message;
    TicketUnsent was;
    TicketRow *ticket, *written;
    if (!message_read(writer->db, writer->arena, message_id, &message, error))
        return false;
    if (!message)
        return true;
    int64_t origin = message->origin_id.known ? message->origin_id.value : message->ticket_id;
    if (!kept_read(writer->arena, kept, &was, error) ||
        !ticket_read(writer->db, writer->arena, message->ticket_id, &ticket, error) ||
        !ticket_read(writer->db, writer->arena, origin, &written, error))
        return false;
    TicketRow then = *written;
    then.state = was.then_state;
    Writer author = *writer;
    author.actor = was.actor;
    author.now = message->at;
    return ticket_message_tell(&author, ticket, message, error) && ticket_state_tell(&author, &was.row, &then, error);
}

/* ---- taking back --------------------------------------------------------------------------------------------------
 */

/* The reply that they have begun to write since stays below it. What is no reply must never become part of one. */
static bool draft_join(const Writer *writer, TicketDraftRow *draft, Error *error)
{
    TicketDraftRow *begun;
    Ids files;
    if (!ticket_draft_of(writer->db, writer->arena, draft->ticket_id, draft->author_id, &begun, error))
        return false;
    if (!begun)
        return true;
    if (!files_find(writer, begun->id, &files, error))
        return false;
    bool empty = text_is_empty(begun->text) && !files.count;
    if (!empty && strcmp(begun->kind, TICKET_REPLY) != 0)
        return refuse(error, NULL, REASON_DRAFT_BEGUN, NULL, NULL);
    if (!text_is_empty(begun->text))
        draft->text = arena_format(writer->arena, "%s\n\n%s", draft->text, begun->text);
    return file_give(writer, "message", begun->id, draft->id, error) &&
           ticket_draft_remove(writer->db, begun->id, error);
}

static bool draft_again(const Writer *writer, const TicketMessageRow *message, const TicketUnsent *was, Error *error)
{
    TicketDraftRow draft = { .id = message->id,
                             .ticket_id = message->ticket_id,
                             .author_id = message->author_id.value,
                             .kind = TICKET_REPLY,
                             .text = message->text,
                             .recipients = message->recipients,
                             .answers_id = was->answers_id,
                             .addressed = true,
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

/* The status that the reply gave and nobody changed since. */
static bool status_restore(const Writer *writer, TicketRow *row, const TicketUnsent *was, Error *error)
{
    if (row->status_id != was->then_status_id || was->row.status_id == was->then_status_id)
        return true;
    if (!ticket_status_give(writer, row, was->row.status_id, writer->now, error))
        return false;
    row->solved_at = was->row.solved_at;
    row->closed_at = was->row.closed_at;
    return true;
}

/* Of a ticket that changed since: who waits waits since then, and the first answer was none. */
static bool parts_restore(const Writer *writer, TicketRow *row, const TicketUnsent *was, int64_t at, Error *error)
{
    const TicketRow *kept = &was->row;
    OptInt sent = { at, true };
    if (!status_restore(writer, row, was, error))
        return false;
    bool waits_before = row->waiting_since.known && row->waiting_since.value <= kept->waiting_since.value;
    if (kept->waiting_since.known && !waits_before)
        row->waiting_since = kept->waiting_since;
    if (same(row->first_answered_at, sent))
        row->first_answered_at = kept->first_answered_at;
    if (same(row->last_staff_at, sent))
        row->last_staff_at = kept->last_staff_at;
    return true;
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

static bool ticket_restore(const Writer *writer, const TicketMessageRow *message, const TicketUnsent *was, Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true };
    TicketRow *before;
    if (!ticket_read(writer->db, writer->arena, message->ticket_id, &before, error))
        return false;
    TicketRow after = *before;
    bool alone = before->version == was->row.version + 1;
    if (!(alone ? all_restore(writer, &after, &was->row, error)
                : parts_restore(writer, &after, was, message->at, error)))
        return false;
    ticket_woken(writer, &after, message->id);
    return ticket_put(writer, before, &after, &how, error);
}

bool ticket_take_back(const Writer *writer, int64_t message_id, const char *kept, Error *error)
{
    TicketMessageRow *message;
    TicketUnsent was;
    if (!message_read(writer->db, writer->arena, message_id, &message, error))
        return false;
    if (!message)
        return fail(error, ERROR_MISSING, NULL, "message %lld not found", (long long)message_id);
    if (message->origin_id.known)
        return refuse(error, NULL, REASON_MOVED_SINCE, NULL, NULL);
    return kept_read(writer->arena, kept, &was, error) && message_go(writer, message, error) &&
           draft_again(writer, message, &was, error) && ticket_restore(writer, message, &was, error);
}
