/* Links between tickets over the API: listing, adding, taking away. */
#include "support/ticket/ticket_link.h"

#include <string.h>

static bool link_list(Request *request, Error *error)
{
    TicketLinkedRow *rows;
    size_t count;
    TicketRow *ticket;
    return ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) &&
           ticket_links_of(request->db, request->arena, ticket->id, &rows, &count, error) &&
           reply_list(request, &TICKET_LINKED, rows, count, NULL);
}

static bool link_reply(Request *request, int64_t ticket_id, int64_t link_id, Error *error)
{
    TicketLinkedRow *rows;
    size_t count;
    if (!ticket_links_of(request->db, request->arena, ticket_id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == link_id)
            return reply_row(request, 201, &TICKET_LINKED, &rows[i]);
    return fail(error, ERROR_CONFLICT, NULL, "the ticket has too many links");
}

static bool link_create(Request *request, Error *error)
{
    const NewTicketLink *in = request->input;
    Writer writer = writer_of(request);
    TicketRow *ticket, *other;
    int64_t id;
    if (!ticket_of_path(request, &ticket, error) ||
        !ticket_by_id(request->db, request->arena, in->ticket_id, &other, error))
        return false;
    if (!other)
        return fail(error, ERROR_INPUT, "ticket_id", "ticket %lld not found", (long long)in->ticket_id);
    return ticket_link_make(&writer, ticket, other, in->kind, &id, error) && link_reply(request, ticket->id, id, error);
}

static const char *kind_of(const TicketLinkRow *link)
{
    return strcmp(link->kind, LINK_SPLIT) == 0 ? "split_into" : link->kind;
}

static bool link_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TicketLinkRow *link;
    TicketRow *from, *to;
    if (!ticket_link_by_id(request->db, request->arena, request->path_id[0], &link, error))
        return false;
    if (!link)
        return fail(error, ERROR_MISSING, NULL, "link %lld not found", (long long)request->path_id[0]);
    return ticket_read_standing(request->db, request->arena, link->from_id, &from, error) &&
           ticket_read_standing(request->db, request->arena, link->to_id, &to, error) &&
           ticket_link_remove(request->db, link->id, error) &&
           ticket_link_tell(&writer, "ticket.unlinked", from, to, kind_of(link), error) && reply_empty(request);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_LINK_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/links", link_list, RIGHT_VIEW,
      "List the tickets that a ticket is linked with: related ones, those above and below it, those it was split from",
      .gives = &TICKET_LINKED, .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/links", link_create, RIGHT_ACT, "Link a ticket with another one",
      .takes = &NEW_TICKET_LINK, .gives = &TICKET_LINKED, OF_SUPPORT },
    { DELETE, "/api/v1/ticket-links/{id}", link_delete, RIGHT_ACT, "Take a link between tickets away", OF_SUPPORT },
    { 0 },
};
