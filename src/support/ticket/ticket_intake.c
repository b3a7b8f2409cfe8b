/*
 * The channel "api": another system hands in what a customer wrote. The shortest channel there is, and one to copy: it
 * fills a TicketMessageGiven and asks ticket_receive.
 */
#include "support/ticket/ticket_store.h"

static const Field RECEIVED_FIELDS[] = {
    SHAPE_FIELD(TicketReceived, ticket_id, FIELD_ID),
    SHAPE_FIELD(TicketReceived, message_id, FIELD_ID),
    SHAPE_FIELD(TicketReceived, number, FIELD_INT),
    SHAPE_FIELD(TicketReceived, opened, FIELD_FLAG),
    { 0 },
};
static const Shape RECEIVED = { "TicketReceived", sizeof(TicketReceived), RECEIVED_FIELDS };

static const TicketGivenTo *recipients_of(Arena *arena, List recipients)
{
    const TicketRecipient *items = recipients.items;
    TicketGivenTo *given = arena_array(arena, recipients.count + 1, sizeof *given);
    for (size_t i = 0; i < recipients.count; i++)
        given[i] = (TicketGivenTo) { items[i].role, items[i].address, items[i].name };
    return given;
}

static bool message_hand_in(Request *request, Error *error)
{
    const TicketIncoming *in = request->input;
    Writer writer = writer_of(request);
    TicketReceived received;
    TicketMessageGiven given = { .ticket_id = in->ticket_id.value,
                                 .channel = in->channel ? in->channel : "api",
                                 .subject = in->subject,
                                 .text = in->text,
                                 .html = in->html,
                                 .contact_id = in->contact_id.value,
                                 .name = in->sender_name,
                                 .address = in->sender_address,
                                 .account_id = in->account_id.value,
                                 .recipients = recipients_of(request->arena, in->recipients),
                                 .recipient_count = in->recipients.count,
                                 .at = in->at.value };
    if (given.at > request->now)
        return fail(error, ERROR_INPUT, "at", "a message cannot have been written in the future");
    return contact_must_exist(request->db, request->arena, in->contact_id, "contact_id", error) &&
           ticket_receive(&writer, &given, &received, error) && reply_row(request, 201, &RECEIVED, &received);
}

const Route TICKET_INTAKE_ROUTES[] = {
    { POST, "/api/v1/ticket-messages", message_hand_in, RIGHT_ACT,
      "Hand in a message of a customer, from any system; it opens a ticket or answers one", .takes = &TICKET_INCOMING,
      .gives = &RECEIVED, .circle = CIRCLE_SUPPORT, .body_max = 4 << 20 },
    { 0 },
};
