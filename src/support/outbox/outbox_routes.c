/* Deliveries over the API: where a reply stands, taking it back, sending it again. */
#include "support/outbox/outbox_store.h"

#include "base/reason.h"
#include "base/texts.h"

#include <string.h>

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

static bool refused_read(Arena *arena, const char *json, List *refused, Error *error)
{
    const Json *array;
    size_t count = 0;
    if (!json_parse(arena, json, strlen(json), &array, error))
        return false;
    OutboxRefusedRow *items = arena_array(arena, json_count(array) + 1, sizeof *items);
    for (const Json *at = json_first(array); at; at = json_next(at))
        if (!shape_read(arena, at, &OUTBOX_REFUSED, &items[count++], error))
            return false;
    *refused = (List) { count, items };
    return true;
}

static bool shown(Request *request, const OutboxRow *row, Delivery *delivery, Error *error)
{
    bool own = row->author_id.known && row->author_id.value == request_staff(request);
    OutboxBouncedRow *bounced;
    if (!outbox_bounced(request->db, request->arena, row->ticket_message_id, &bounced, error))
        return false;
    *delivery = (Delivery) { .row = *row, .bounced_at = bounced->at, .undo = own && outbox_may_undo(row) };
    return refused_read(request->arena, row->refused, &delivery->refused, error);
}

static bool delivery_list(Request *request, Error *error)
{
    OutboxRow *rows;
    size_t count;
    if (!outbox_of_ticket(request->db, request->arena, request->path_id[0], &rows, &count, error))
        return false;
    Delivery *items = arena_array(request->arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        if (!shown(request, &rows[i], &items[i], error))
            return false;
    return reply_list(request, &DELIVERY, items, count, NULL);
}

static bool delivery_find(Request *request, OutboxRow **row, Error *error)
{
    return outbox_of_message(request->db, request->arena, request->path_id[0], row, error) &&
           (*row ||
            fail(error, ERROR_MISSING, NULL, "message %lld was not sent by Banso", (long long)request->path_id[0]));
}

static bool delivery_get(Request *request, Error *error)
{
    OutboxRow *row;
    Delivery delivery;
    return delivery_find(request, &row, error) && shown(request, row, &delivery, error) &&
           reply_row(request, 200, &DELIVERY, &delivery);
}

/* ---- changing -----------------------------------------------------------------------------------------------------
 */

static bool delivery_take_back(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    OutboxRow *row;
    if (!delivery_find(request, &row, error))
        return false;
    if (!outbox_may_undo(row))
        return refuse(error, NULL, REASON_REPLY_LEFT, NULL, NULL);
    if (row->author_id.known && row->author_id.value != request_staff(request))
        return fail(error, ERROR_CONFLICT, NULL, "only its author can take a reply back");
    return outbox_remove(request->db, row->id, error) &&
           ticket_take_back(&writer, row->ticket_message_id, row->kept, error) && reply_empty(request);
}

/* Those who were refused are asked once more. */
static bool recipients_again(Arena *arena, OutboxRow *row, Error *error)
{
    Texts left;
    List refused;
    if (!texts_parse(arena, row->recipients, &left, error) || !refused_read(arena, row->refused, &refused, error))
        return false;
    const OutboxRefusedRow *items = refused.items;
    const char **all = arena_array(arena, left.count + refused.count + 1, sizeof *all);
    for (size_t i = 0; i < left.count; i++)
        all[i] = left.items[i];
    for (size_t i = 0; i < refused.count; i++)
        all[left.count + i] = items[i].address;
    row->recipients = texts_print(arena, (Texts) { left.count + refused.count, all });
    row->refused = "[]";
    return true;
}

/* From where it was sent, while that still sends; else from where the ticket's replies leave now. */
static bool sender_again(Request *request, OutboxRow *row, Error *error)
{
    Mailbox *mailbox;
    if (!mailbox_by_id(request->db, request->arena, row->mailbox_id, &mailbox, error))
        return false;
    if (outbox_mailbox_sends(mailbox))
        return true;
    if (!outbox_mailbox_for(request->db, request->arena, row->ticket_id, &mailbox, error))
        return false;
    row->mailbox_id = mailbox ? mailbox->id : row->mailbox_id;
    row->sender = mailbox ? mailbox->address : row->sender;
    return true;
}

static bool delivery_again(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    Delivery delivery;
    OutboxRow *row;
    if (!delivery_find(request, &row, error) || !recipients_again(request->arena, row, error) ||
        !sender_again(request, row, error))
        return false;
    if (outbox_may_undo(row) || strcmp(row->state, "sending") == 0 || strcmp(row->recipients, "[]") == 0)
        return fail(error, ERROR_CONFLICT, NULL, "the reply leaves by itself, is being sent, or has reached everybody");
    row->state = "waiting";
    row->tries = row->maybes = 0;
    row->outcome = row->answer = NULL;
    row->next_at = request->now;
    outbox_show(&writer, row->ticket_id);
    return outbox_set(request->db, row, error) && outbox_wake(request->db, row->mailbox_id, request->now, error) &&
           shown(request, row, &delivery, error) && reply_row(request, 200, &DELIVERY, &delivery);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route OUTBOX_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/deliveries", delivery_list, RIGHT_VIEW, "List how the replies on a ticket were sent",
      .gives = &DELIVERY, .flags = ROUTE_LIST, OF_SUPPORT },
    { GET, "/api/v1/ticket-messages/{id}/delivery", delivery_get, RIGHT_VIEW, "Read how a reply was sent",
      .gives = &DELIVERY, OF_SUPPORT },
    { POST, "/api/v1/ticket-messages/{id}/delivery", delivery_again, RIGHT_ACT,
      "Send a reply now to everybody it has not reached", .gives = &DELIVERY, OF_SUPPORT },
    { DELETE, "/api/v1/ticket-messages/{id}/delivery", delivery_take_back, RIGHT_ACT,
      "Take a reply back before it leaves: it becomes your draft again", OF_SUPPORT },
    { 0 },
};
