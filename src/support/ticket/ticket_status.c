/* The statuses of tickets, over the API. Each state keeps at least one, as the rules of a ticket need it. */
#include "base/id.h"
#include "http/edit.h"
#include "support/ticket/ticket_store.h"

static bool status_list(Request *request, Error *error)
{
    TicketStatusRow *rows;
    size_t count;
    return ticket_status_all(request->db, request->arena, &rows, &count, error) &&
           reply_list(request, &TICKET_STATUS_ROW, rows, count, NULL);
}

/* "ticket" is the first word of the kind, and the thing is a status: so its subject is written here. */
static bool status_tell(Request *request, const char *kind, const TicketStatusRow *row, const EditTold *told,
                        Error *error)
{
    Writer writer = writer_of(request);
    return writer_tell(&writer, kind, 0, 0, row->id, told, error);
}

static bool status_of_path(Request *request, TicketStatusRow **row, Error *error)
{
    if (!ticket_status_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "status %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

enum { STATUSES_MAX = 50 };

static bool status_create(Request *request, Error *error)
{
    TicketStatusRow row = { .id = id_new(), .version = 1 }, *rows;
    size_t count;
    if (!edit_apply(request, &NEW_TICKET_STATUS, request->input, &TICKET_STATUS_ROW, &row, error) ||
        !ticket_status_all(request->db, request->arena, &rows, &count, error))
        return false;
    if (count >= STATUSES_MAX)
        return fail(error, ERROR_INPUT, NULL, "at most %d statuses are allowed", STATUSES_MAX);
    if (!((const NewTicketStatus *)request->input)->position.known && count)
        row.position = rows[count - 1].position + 10;
    return ticket_status_insert(request->db, &row, error) &&
           status_tell(request, "ticket_status.created", &row, NULL, error) &&
           reply_row(request, 201, &TICKET_STATUS_ROW, &row);
}

static bool status_change(Request *request, Error *error)
{
    TicketStatusRow *before, after;
    if (!status_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &TICKET_STATUS_PATCH, request->input, &TICKET_STATUS_ROW, &after, error))
        return false;
    const EditTold *told =
        edit_told(request->arena, &TICKET_STATUS_PATCH, &TICKET_STATUS_ROW, before, &after, (List) { 0 });
    if (!told)
        return reply_row(request, 200, &TICKET_STATUS_ROW, before);
    after.version++;
    return ticket_status_update(request->db, &after, error) &&
           status_tell(request, "ticket_status.changed", &after, told, error) &&
           reply_row(request, 200, &TICKET_STATUS_ROW, &after);
}

static bool status_delete(Request *request, Error *error)
{
    TicketStatusRow *row;
    TicketStatusUseRow *use;
    if (!status_of_path(request, &row, error) ||
        !ticket_status_use(request->db, request->arena, row->id, row->state, &use, error))
        return false;
    if (use->tickets)
        return fail(error, ERROR_CONFLICT, NULL, "%lld tickets have this status; give them another one first",
                    (long long)use->tickets);
    if (!use->others)
        return fail(error, ERROR_CONFLICT, NULL, "it is the only status of its kind, which tickets need");
    return ticket_status_replace(request->db, row->id, row->state, error) &&
           ticket_status_remove(request->db, row->id, error) &&
           status_tell(request, "ticket_status.deleted", row, NULL, error) && reply_empty(request);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_STATUS_ROUTES[] = {
    { GET, "/api/v1/ticket-statuses", status_list, RIGHT_VIEW, "List the statuses of tickets in their order",
      .gives = &TICKET_STATUS_ROW, .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/ticket-statuses", status_create, RIGHT_MANAGE, "Add a status", .takes = &NEW_TICKET_STATUS,
      .gives = &TICKET_STATUS_ROW, OF_SUPPORT },
    { PATCH, "/api/v1/ticket-statuses/{id}", status_change, RIGHT_MANAGE, "Change a status",
      .takes = &TICKET_STATUS_PATCH, .gives = &TICKET_STATUS_ROW, OF_SUPPORT },
    { DELETE, "/api/v1/ticket-statuses/{id}", status_delete, RIGHT_MANAGE, "Delete a status that no ticket has",
      OF_SUPPORT },
    { 0 },
};
