/*
 * Messages: how one is stored and what it does to its ticket. Every road ends in ticket_open or ticket_say: what a
 * channel hands in (ticket_receive), what staff write, what an import brings.
 *
 * In order: storing; what it does; a first message; a further one; what a channel hands in.
 */
#include "base/id.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

/* ---- storing --------------------------------------------------------------------------------------------------- */

Audience ticket_message_audience(const TicketMessageRow *row)
{
    return (Audience) { row->visible_to, row->author_id.value };
}

bool ticket_html_keep(const Writer *writer, const char *html, OptInt *blob_id, Error *error)
{
    static const int64_t MOST = 16 << 20; /* a channel cuts it long before; it is no file that the workspace bounds */
    Blob blob;
    *blob_id = (OptInt) { 0 };
    if (!html || !*html)
        return true;
    if (!blob_store(writer, (Bytes) { (const uint8_t *)html, strlen(html) }, MOST, &blob, error))
        return false;
    *blob_id = (OptInt) { blob.id, true };
    return true;
}

bool ticket_html_read(Db *db, Arena *arena, int64_t blob_id, const char **html, Error *error)
{
    Bytes bytes;
    if (!blob_read(db, arena, blob_id, &bytes, error))
        return false;
    *html = (const char *)bytes.data;
    return true;
}

static bool is_kind(const TicketMessageRow *message, const char *kind)
{
    return strcmp(message->kind, kind) == 0;
}

/* A bounce or an automatic reply asks for nothing; any other mail of a machine (a form, an alarm) does when it is the
 * first. It is stored with the message, so that whoever counts its time later finds the same. */
static bool is_quiet(const TicketMessageRow *message, bool first)
{
    const char *automatic = message->automatic;
    return automatic && (!first || !strcmp(automatic, "reply") || !strcmp(automatic, "bounce"));
}

bool ticket_message_keep(const Writer *writer, const TicketRow *ticket, TicketMessageRow *message, bool first,
                         bool demo, Error *error)
{
    message->ticket_id = ticket->id;
    if (!message->id)
        message->id = id_new();
    if (!message->recipients)
        message->recipients = "[]";
    if (!message->visible_to)
        message->visible_to = TICKET_CIRCLE;
    return ticket_message_insert(writer->db, message, is_quiet(message, first), demo, error) &&
           search_keep_one(writer->db, &TICKET_MESSAGE_SEARCH, message->id);
}

/* ---- what it does ---------------------------------------------------------------------------------------------- */

/* A reply by a key or a rule is no person's answer. */
static TicketEvent event_of(const TicketMessageRow *message, bool first)
{
    if (is_kind(message, TICKET_CUSTOMER))
        return is_quiet(message, first) ? TICKET_NOTED : TICKET_CUSTOMER_WROTE;
    return is_kind(message, TICKET_REPLY) && message->author_id.known ? TICKET_ANSWERED : TICKET_NOTED;
}

/* Who answers a ticket that nobody has takes it; a customer's message ends a snooze. */
static bool ticket_follows(const Writer *writer, const TicketMessageRow *message, int64_t status_id, TicketRow *after,
                           Error *error)
{
    TicketEvent event = event_of(message, !after->id);
    TicketTimes times = ticket_times_written(ticket_times_of(after), event, message->at);
    ticket_times_set(after, &times);
    if (event == TICKET_CUSTOMER_WROTE)
        after->snoozed_until = (OptInt) { 0 };
    if (event == TICKET_ANSWERED && !after->assignee_id.known)
        after->assignee_id = message->author_id;
    if (status_id)
        return status_id == after->status_id || ticket_status_give(writer, after, status_id, message->at, error);
    TicketState state = ticket_state_after(ticket_state_named(after->state), event);
    return ticket_state_give(writer, after, state, message->at, error);
}

bool ticket_message_tell(const Writer *writer, const TicketRow *ticket, const TicketMessageRow *message, Error *error)
{
    const char *kind = is_kind(message, TICKET_CUSTOMER) ? "message.received"
                       : is_kind(message, TICKET_REPLY)  ? "message.sent"
                                                         : "message.noted";
    Audience audience = ticket_message_audience(message);
    TicketMessageTold told = { .row = *message, .number = ticket->number };
    Writer then = *writer;
    then.now = message->at;
    return writer_show(&then, &audience, kind, ticket->account_id.value,
                       message->contact_id.known ? message->contact_id.value : ticket->requester_id.value, message->id,
                       &told, error);
}

static bool customer_answered(const Writer *writer, const TicketRow *ticket, Error *error)
{
    NoticeAbout about = ticket_about(ticket);
    Ids followers;
    if (!ticket_followers(writer->db, writer->arena, ticket->id, &followers, error) ||
        !notice_give(writer, &about, NOTICE_TICKET_ANSWERED, ticket->assignee_id.value, error))
        return false;
    for (size_t i = 0; i < followers.count; i++)
        if (!notice_give(writer, &about, NOTICE_TICKET_ANSWERED, followers.items[i], error))
            return false;
    return true;
}

/* What we write to a customer mentions nobody here. */
static bool message_notices(const Writer *writer, const TicketRow *ticket, const TicketMessageRow *message,
                            Error *error)
{
    NoticeAbout about = { "message", message->id, ticket->account_id.value, ticket_message_audience(message) };
    if (is_kind(message, TICKET_CUSTOMER))
        return text_equal(message->automatic, "reply") || customer_answered(writer, ticket, error);
    return !is_kind(message, TICKET_NOTE) || notice_mentions(writer, &about, NULL, message->text, error);
}

/* ---- a first message ------------------------------------------------------------------------------------------- */

/* What somebody else asked for waits for us from its first day, however we heard of it. */
static void begin_waiting(TicketRow *row, const TicketMessageRow *message)
{
    if (is_kind(message, TICKET_NOTE) && !row->waiting_since.known)
        row->waiting_since = (OptInt) { message->at, true };
}

static bool opened_tell(const Writer *writer, const TicketRow *row, Error *error)
{
    Writer then = *writer;
    then.now = row->created_at;
    return writer_tell(&then, "ticket.opened", row->account_id.value, row->requester_id.value, row->id, row, error);
}

static bool open_status(const Writer *writer, TicketRow *row, const TicketMessageRow *message, Error *error)
{
    int64_t wanted = row->status_id;
    row->status_id = 0;
    row->state = NULL;
    return ticket_state_give(writer, row, STATE_NEW, message->at, error) &&
           ticket_follows(writer, message, wanted, row, error);
}

bool ticket_open(const Writer *writer, TicketRow *row, TicketMessageRow *message, const TicketHow *how, Error *error)
{
    row->created_at = how->at;
    row->opened_on = zone_day(atomic_load(&writer->services->zone), how->at);
    row->channel = message->channel;
    row->priority = row->priority ? row->priority : "normal";
    row->tag_list = row->tag_list ? row->tag_list : "[]";
    row->fields = row->fields ? row->fields : "{}";
    TicketHow opens = *how;
    opens.opens = true;
    begin_waiting(row, message);
    return open_status(writer, row, message, error) && ticket_put(writer, NULL, row, &opens, error) &&
           ticket_message_keep(writer, row, message, true, how->demo, error) &&
           ticket_followed_by(writer, &(TicketFollowed) { .ticket_id = row->id, .silent = how->imported }, error) &&
           opened_tell(writer, row, error) &&
           (is_kind(message, TICKET_CUSTOMER) || message_notices(writer, row, message, error));
}

/* ---- a further one --------------------------------------------------------------------------------------------- */

static bool message_add(const Writer *writer, const TicketRow *before, TicketMessageRow *message, int64_t status_id,
                        TicketRow *after, Error *error)
{
    TicketHow how = { .at = message->at,
                      .by_customer = is_kind(message, TICKET_CUSTOMER) && !is_quiet(message, false) };
    *after = *before;
    return ticket_message_keep(writer, before, message, false, false, error) &&
           ticket_follows(writer, message, status_id, after, error) && ticket_put(writer, before, after, &how, error);
}

bool ticket_say(const Writer *writer, const TicketRow *before, TicketMessageRow *message, int64_t status_id,
                TicketRow *after, Error *error)
{
    return message_add(writer, before, message, status_id, after, error) &&
           ticket_message_tell(writer, after, message, error) && ticket_state_tell(writer, before, after, error) &&
           message_notices(writer, after, message, error);
}

bool ticket_say_untold(const Writer *writer, const TicketRow *before, TicketMessageRow *message, int64_t status_id,
                       TicketRow *after, Error *error)
{
    if (!message_add(writer, before, message, status_id, after, error))
        return false;
    ticket_woken(writer, after, message->id);
    return true;
}

/* ---- what a channel hands in ----------------------------------------------------------------------------------- */

enum { SUBJECT_MAX = 500 };

/* A subject that is missing is the first line. */
static const char *subject_of(Arena *arena, const TicketMessageGiven *given)
{
    const char *from = text_is_empty(given->subject) ? given->text : given->subject;
    const char *trimmed = text_trim(arena, from ? from : "");
    const char *line = arena_format(arena, "%.*s", (int)strcspn(trimmed, "\r\n"), trimmed);
    return text_is_empty(line) ? "—" : arena_format(arena, "%.*s", (int)text_cut(line, SUBJECT_MAX), line);
}

static bool sender_find(const Writer *writer, const TicketMessageGiven *given, OptInt *contact, Error *error)
{
    TicketContactByAddressRow *known;
    *contact = ticket_or_unset(given->contact_id);
    if (contact->known || text_is_empty(given->address))
        return true;
    const char *address = text_lower(writer->arena, text_trim(writer->arena, given->address));
    if (!ticket_contact_by_address(writer->db, writer->arena, address, &known, error))
        return false;
    *contact = ticket_or_unset(known ? known->id : 0);
    return true;
}

static const char *recipients_of(Arena *arena, const TicketMessageGiven *given)
{
    TicketRecipient *items = arena_array(arena, given->recipient_count + 1, sizeof *items);
    for (size_t i = 0; i < given->recipient_count; i++)
        items[i] = (TicketRecipient) { .role = given->recipients[i].role,
                                       .address = given->recipients[i].address,
                                       .name = given->recipients[i].name };
    return ticket_recipients_print(arena, (List) { given->recipient_count, items });
}

static const char *folds_print(Arena *arena, const TicketMessageGiven *given)
{
    return given->fold_count > 1 ? ticket_folds_print(arena, (List) { given->fold_count, given->folds }) : NULL;
}

static bool received_open(const Writer *writer, const TicketMessageGiven *given, TicketMessageRow *message,
                          TicketReceived *received, Error *error)
{
    TicketHow how = { .at = message->at, .by_customer = true, .demo = given->demo };
    TicketRow row = { .subject = subject_of(writer->arena, given),
                      .account_id = ticket_or_unset(given->account_id),
                      .requester_id = message->contact_id,
                      .requester_name = message->contact_id.known ? NULL : given->name,
                      .requester_address = message->contact_id.known ? NULL : given->address };
    if (!ticket_open(writer, &row, message, &how, error))
        return false;
    *received =
        (TicketReceived) { row.id, message->id, row.number, true, row.account_id.value, message->contact_id.value };
    return true;
}

static bool received_add(const Writer *writer, const TicketMessageGiven *given, TicketMessageRow *message,
                         TicketReceived *received, Error *error)
{
    TicketRow *before, after;
    if (!ticket_read_standing(writer->db, writer->arena, given->ticket_id, &before, error) ||
        !ticket_say(writer, before, message, 0, &after, error))
        return false;
    *received = (TicketReceived) {
        after.id, message->id, after.number, false, after.account_id.value, message->contact_id.value
    };
    return true;
}

bool ticket_receive(const Writer *writer, const TicketMessageGiven *given, TicketReceived *received, Error *error)
{
    TicketMessageRow message = { .kind = TICKET_CUSTOMER,
                                 .at = given->at ? given->at : writer->now,
                                 .text = given->text ? given->text : "",
                                 .channel = given->channel,
                                 .sender_name = given->name,
                                 .sender_address = given->address,
                                 .recipients = recipients_of(writer->arena, given),
                                 .fold_list = folds_print(writer->arena, given),
                                 .automatic = given->automatic,
                                 .caution = given->caution };
    return sender_find(writer, given, &message.contact_id, error) &&
           ticket_html_keep(writer, given->html, &message.html_blob_id, error) &&
           (given->ticket_id ? received_add(writer, given, &message, received, error)
                             : received_open(writer, given, &message, received, error));
}
