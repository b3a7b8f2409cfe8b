/*
 * Tickets over the API: opening, reading, changing, deleting. What one does for oneself with a ticket (take, snooze,
 * follow) is in ticket_own.c, the conversation in ticket_talk.c, the list in ticket_subject.c.
 */
#include "base/texts.h"
#include "http/edit.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

bool ticket_of_path(Request *request, TicketRow **row, Error *error)
{
    return ticket_read(request->db, request->arena, request->path_id[0], row, error) &&
           request_if_match(request, (*row)->version, error) && ticket_stands(request->arena, *row, NULL, error);
}

static bool ticket_get(Request *request, Error *error)
{
    return ticket_reply(request, 200, request->path_id[0], error);
}

static bool ticket_by_its_number(Request *request, Error *error)
{
    TicketIdByNumberRow *found;
    if (!ticket_id_by_number(request->db, request->arena, request->path_id[0], &found, error))
        return false;
    if (!found)
        return fail(error, ERROR_MISSING, NULL, "ticket #%lld not found", (long long)request->path_id[0]);
    return ticket_reply(request, 200, found->id, error);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool fields_given(Request *request, const char *before, TicketRow *row, Error *error)
{
    FieldsDefined fields;
    List told;
    row->fields = before;
    if (!request_given(request, "fields"))
        return true;
    return fields_read(request->db, request->arena, "ticket", &fields, error) &&
           fields_merge_json(request->arena, &fields, before, json_get(request->body, "fields"), &row->fields, &told,
                             error);
}

static bool tags_given(Request *request, Texts tags, TicketRow *row, Error *error)
{
    return !request_given(request, "tags") || ticket_tags_print(request->arena, tags, "tags", &row->tag_list, error);
}

/* A contact whom we know is no stranger any more. */
static void requester_settle(TicketRow *row)
{
    if (row->requester_id.known)
        row->requester_name = row->requester_address = NULL;
}

static bool ticket_patch(Request *request, Error *error)
{
    const TicketPatch *in = request->input;
    Writer writer = writer_of(request);
    TicketRow *before, after;
    bool changed;
    if (!ticket_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &TICKET_PATCH, in, &TICKET_ROW, &after, error) ||
        !fields_given(request, before->fields, &after, error) || !tags_given(request, in->tags, &after, error))
        return false;
    int64_t wanted = after.status_id;
    after.status_id = before->status_id;
    requester_settle(&after);
    return (wanted == before->status_id || ticket_status_give(&writer, &after, wanted, request->now, error)) &&
           ticket_change(&writer, before, &after, &changed, error) && ticket_reply(request, 200, after.id, error);
}

static bool ticket_remove_one(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TicketRow *row;
    return ticket_of_path(request, &row, error) && ticket_delete(&writer, row, error) && reply_empty(request);
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static TicketMessageRow first_message(const Request *request, const NewTicket *in)
{
    bool of_customer = !in->kind || strcmp(in->kind, TICKET_CUSTOMER) == 0;
    return (TicketMessageRow) { .kind = in->kind ? in->kind : TICKET_CUSTOMER,
                                .at = request->now,
                                .text = in->text,
                                .channel = in->channel              ? in->channel
                                           : request_staff(request) ? "staff"
                                                                    : "api",
                                .author_id = of_customer ? (OptInt) { 0 } : ticket_or_unset(request_staff(request)),
                                .contact_id = of_customer ? in->requester_id : (OptInt) { 0 },
                                .sender_name = of_customer ? in->requester_name : NULL,
                                .sender_address = of_customer ? in->requester_address : NULL };
}

static bool ticket_create(Request *request, Error *error)
{
    const NewTicket *in = request->input;
    Writer writer = writer_of(request);
    TicketMessageRow message = first_message(request, in);
    TicketHow how = { .at = request->now };
    TicketRow row = { .fields = "{}" };
    if (!edit_apply(request, &NEW_TICKET, in, &TICKET_ROW, &row, error) || !fields_given(request, "{}", &row, error) ||
        !tags_given(request, in->tags, &row, error))
        return false;
    requester_settle(&row);
    return ticket_open(&writer, &row, &message, &how, error) && ticket_reply(request, 201, row.id, error);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_ROUTES[] = {
    { POST, "/api/v1/tickets", ticket_create, RIGHT_ACT, "Open a ticket with its first message", .takes = &NEW_TICKET,
      .gives = &TICKET, OF_SUPPORT },
    { GET, "/api/v1/tickets/{id}", ticket_get, RIGHT_VIEW, "Read a ticket; `merged_into` says in which one it is",
      .gives = &TICKET, OF_SUPPORT },
    { GET, "/api/v1/ticket-numbers/{number}", ticket_by_its_number, RIGHT_VIEW,
      "Read a ticket by its number; that of a merged one leads to the ticket that it is in", .gives = &TICKET,
      OF_SUPPORT },
    { PATCH, "/api/v1/tickets/{id}", ticket_patch, RIGHT_ACT, "Change a ticket", .takes = &TICKET_PATCH,
      .gives = &TICKET, OF_SUPPORT },
    { DELETE, "/api/v1/tickets/{id}", ticket_remove_one, RIGHT_MANAGE,
      "Delete a ticket with its messages and their files", OF_SUPPORT },
    { 0 },
};
