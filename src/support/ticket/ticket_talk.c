/* The conversation of a ticket over the API: reading it, writing to it, the body of a message as it came. */
#include "customer/task/task.h"
#include "support/ticket/ticket_store.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

enum { PAGE_DEFAULT = 50 };

typedef struct {
    const char *cursor;
    OptInt limit;
} MessagesAsk;
static const Field MESSAGES_ASK_FIELDS[] = {
    SHAPE_OPT(MessagesAsk, cursor, FIELD_TEXT, .max = 100),
    SHAPE_OPT(MessagesAsk, limit, FIELD_INT, .min = 1, .max = 200),
    { 0 },
};
static const Shape MESSAGES_ASK = { "TicketMessagesAsk", sizeof(MessagesAsk), MESSAGES_ASK_FIELDS };

typedef struct {
    int64_t at, id;
} Place;

static bool place_read(const char *cursor, Place *place, Error *error)
{
    char *end;
    *place = (Place) { INT64_MAX, INT64_MAX };
    if (!cursor)
        return true;
    place->at = strtoll(cursor, &end, 10);
    if (end == cursor || *end != '.')
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    const char *id = end + 1;
    place->id = strtoll(id, &end, 10);
    return (end != id && !*end) || fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
}

/* The newest first; what is not for the caller is not there. */
static bool message_list(Request *request, Error *error)
{
    const MessagesAsk *ask = request->query;
    Viewer viewer = request_viewer(request);
    size_t limit = ask->limit.known ? (size_t)ask->limit.value : PAGE_DEFAULT, count;
    const char *next = NULL;
    TicketMessageRow *rows;
    TicketMessage *shown;
    TicketRow *ticket;
    Place place;
    if (!ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) ||
        !place_read(ask->cursor, &place, error) ||
        !ticket_message_page(request->db, request->arena, ticket->id, place.at, place.id, (int64_t)limit + 1, &viewer,
                             &rows, &count, error))
        return false;
    if (count > limit) {
        count = limit;
        next = arena_format(request->arena, "%lld.%lld", (long long)rows[count - 1].at, (long long)rows[count - 1].id);
    }
    return ticket_messages_shown(request->db, request->arena, rows, count, &shown, error) &&
           reply_list(request, &TICKET_MESSAGE, shown, count, next);
}

static bool message_found(Request *request, int64_t id, TicketMessageRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    return ticket_message_by_id(request->db, request->arena, id, &viewer, row, error) &&
           (*row || fail(error, ERROR_MISSING, NULL, "message %lld not found", (long long)id));
}

static bool message_reply(Request *request, int status, int64_t id, Error *error)
{
    TicketMessageRow *row;
    TicketMessage *shown;
    return message_found(request, id, &row, error) &&
           ticket_messages_shown(request->db, request->arena, row, 1, &shown, error) &&
           reply_row(request, status, &TICKET_MESSAGE, shown);
}

static bool message_get(Request *request, Error *error)
{
    return message_reply(request, 200, request->path_id[0], error);
}

/* ---- the body as it came --------------------------------------------------------------------------------------- */

typedef struct {
    const char *html;
} Body;
static const Field BODY_FIELDS[] = { SHAPE_FIELD(Body, html, FIELD_TEXT), { 0 } };
static const Shape BODY = { "TicketMessageBody", sizeof(Body), BODY_FIELDS };

/* Inside JSON, so that no browser takes it for a page. */
static bool message_html(Request *request, Error *error)
{
    TicketMessageRow *row;
    const char *html;
    if (!message_found(request, request->path_id[0], &row, error))
        return false;
    if (!row->html_blob_id.known)
        return fail(error, ERROR_MISSING, NULL, "the message has no HTML body");
    return ticket_html_read(request->db, request->arena, row->html_blob_id.value, &html, error) &&
           reply_row(request, 200, &BODY, &(Body) { html });
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* Public messages are for the circle of the desk; a note may be for fewer, or for others. */
static bool sight_fits(Request *request, const NewTicketMessage *in, const char *kind, Error *error)
{
    if (!in->visible_to || strcmp(in->visible_to, TICKET_CIRCLE) == 0)
        return true;
    if (strcmp(kind, TICKET_NOTE) != 0)
        return fail(error, ERROR_INPUT, "visible_to", "only a note can be for some alone");
    return shown_by(request, NULL, in->visible_to, error);
}

/* What a person at the customer's said, written down by one of us. */
static void sender_fill(const NewTicketMessage *in, const TicketRow *ticket, TicketMessageRow *message)
{
    message->author_id = (OptInt) { 0 };
    message->contact_id = in->contact_id.known ? in->contact_id : ticket->requester_id;
    if (!message->contact_id.known) {
        message->sender_name = ticket->requester_name;
        message->sender_address = ticket->requester_address;
    }
}

static bool is_reply(const NewTicketMessage *in)
{
    return !in->kind || strcmp(in->kind, TICKET_REPLY) == 0;
}

/* A reply to somebody leaves where something sends it. */
static bool reply_leaves(Request *request, const TicketRow *ticket, bool *leaves, Error *error)
{
    const NewTicketMessage *in = request->input;
    const char *from = NULL;
    *leaves = false;
    if (!is_reply(in) || !in->recipients.count)
        return true;
    if (!ticket_recipients_fit(in->recipients, error) ||
        !ticket_answers_fit(request, ticket->id, in->answers_id, error) ||
        !ticket_sender_from(request->db, request->arena, ticket->id, &from, error))
        return false;
    *leaves = from && !in->channel;
    return true;
}

static bool message_make(Request *request, const TicketRow *ticket, TicketMessageRow *message, Error *error)
{
    const NewTicketMessage *in = request->input;
    const char *kind = in->kind ? in->kind : TICKET_REPLY;
    Writer writer = writer_of(request);
    TicketDraftRow *draft;
    if (text_is_empty(in->text))
        return fail(error, ERROR_INPUT, "text", "a message needs a text");
    if (!sight_fits(request, in, kind, error) ||
        !contact_must_exist(request->db, request->arena, in->contact_id, "contact_id", error) ||
        !ticket_draft_taken(request, ticket, &draft, error))
        return false;
    *message = (TicketMessageRow) { .id = draft ? draft->id : 0,
                                    .kind = kind,
                                    .at = request->now,
                                    .author_id = ticket_or_unset(request_staff(request)),
                                    .text = in->text,
                                    .channel = in->channel ? in->channel : ticket->channel,
                                    .recipients = ticket_recipients_print(request->arena, in->recipients),
                                    .visible_to = in->visible_to };
    if (strcmp(kind, TICKET_CUSTOMER) == 0)
        sender_fill(in, ticket, message);
    return ticket_html_keep(&writer, in->html, &message->html_blob_id, error);
}

static bool message_create(Request *request, Error *error)
{
    const NewTicketMessage *in = request->input;
    Writer writer = writer_of(request);
    TicketMessageRow message;
    TicketRow *before, after;
    bool leaves;
    if (!ticket_of_path(request, &before, error) || !reply_leaves(request, before, &leaves, error) ||
        !message_make(request, before, &message, error))
        return false;
    message.channel = leaves ? "mail" : message.channel;
    bool stored = leaves ? ticket_say_untold(&writer, before, &message, in->status_id.value, &after, error) &&
                               ticket_reply_leaves(&writer, before, &after, &message, in->answers_id.value, error)
                         : ticket_say(&writer, before, &message, in->status_id.value, &after, error);
    return stored && message_reply(request, 201, message.id, error);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_TALK_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/messages", message_list, RIGHT_VIEW,
      "List the messages of a ticket, the newest first, with recipients and files", .asks = &MESSAGES_ASK,
      .gives = &TICKET_MESSAGE, .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/messages", message_create, RIGHT_ACT,
      "Write a reply, a note, or what the customer said; your draft becomes this message", .takes = &NEW_TICKET_MESSAGE,
      .gives = &TICKET_MESSAGE, OF_SUPPORT, .body_max = 4 << 20 },
    { GET, "/api/v1/ticket-messages/{id}", message_get, RIGHT_VIEW, "Read a message of a ticket",
      .gives = &TICKET_MESSAGE, OF_SUPPORT },
    { GET, "/api/v1/ticket-messages/{id}/html", message_html, RIGHT_VIEW, "Read the HTML body of a message as it came",
      .gives = &BODY, OF_SUPPORT },
    { 0 },
};
