/* What one does for oneself with a ticket: take it, put it off, follow it; and how long it had which status. */
#include "support/ticket/ticket_store.h"

static bool change_reply(Request *request, const TicketRow *before, TicketRow *after, Error *error)
{
    Writer writer = writer_of(request);
    bool changed;
    return ticket_change(&writer, before, after, &changed, error) && ticket_reply(request, 200, after->id, error);
}

static bool staff_only(const Request *request, Error *error)
{
    return request_staff(request) ||
           fail(error, ERROR_INPUT, NULL, "only a member of staff can do this; an API key cannot");
}

static bool ticket_take(Request *request, Error *error)
{
    TicketRow *before, after;
    if (!staff_only(request, error) || !ticket_of_path(request, &before, error))
        return false;
    after = *before;
    after.assignee_id = ticket_or_unset(request_staff(request));
    return change_reply(request, before, &after, error);
}

static bool ticket_leave(Request *request, Error *error)
{
    TicketRow *before, after;
    if (!ticket_of_path(request, &before, error))
        return false;
    after = *before;
    after.assignee_id = (OptInt) { 0 };
    return change_reply(request, before, &after, error);
}

/* ---- putting off ----------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t until;
} Snooze;
static const Field SNOOZE_FIELDS[] = { SHAPE_FIELD(Snooze, until, FIELD_TIME), { 0 } };
static const Shape SNOOZE = { "TicketSnooze", sizeof(Snooze), SNOOZE_FIELDS };

static bool snoozed_until(Request *request, OptInt until, Error *error)
{
    Writer writer = writer_of(request);
    TicketRow *before, after;
    bool changed;
    if (!ticket_of_path(request, &before, error))
        return false;
    after = *before;
    after.snoozed_until = until;
    return ticket_change(&writer, before, &after, &changed, error) &&
           (!changed || writer_tell(&writer, "ticket.snoozed", after.account_id.value, after.requester_id.value,
                                    after.id, &after, error)) &&
           ticket_reply(request, 200, after.id, error);
}

static bool ticket_snooze(Request *request, Error *error)
{
    const Snooze *in = request->input;
    if (in->until <= request->now)
        return fail(error, ERROR_INPUT, "until", "snooze until a time that is still to come");
    return snoozed_until(request, (OptInt) { in->until, true }, error);
}

static bool ticket_wake(Request *request, Error *error)
{
    return snoozed_until(request, (OptInt) { 0 }, error);
}

/* ---- following ------------------------------------------------------------------------------------------------- */

static bool ticket_follow(Request *request, Error *error)
{
    TicketRow *row;
    return staff_only(request, error) && ticket_of_path(request, &row, error) &&
           ticket_follow_add(request->db, row->id, request_staff(request), error) &&
           ticket_reply(request, 200, row->id, error);
}

static bool ticket_unfollow(Request *request, Error *error)
{
    TicketRow *row;
    return staff_only(request, error) && ticket_of_path(request, &row, error) &&
           ticket_follow_remove(request->db, row->id, request_staff(request), error) &&
           ticket_reply(request, 200, row->id, error);
}

/* ---- history --------------------------------------------------------------------------------------------------- */

static bool ticket_history(Request *request, Error *error)
{
    TicketRow *row;
    TicketSpanRow *spans;
    size_t count;
    return ticket_read(request->db, request->arena, request->path_id[0], &row, error) &&
           ticket_span_of(request->db, request->arena, row->id, &spans, &count, error) &&
           reply_list(request, &TICKET_SPAN, spans, count, NULL);
}

#define OF_SUPPORT .gives = &TICKET, .circle = CIRCLE_SUPPORT
const Route TICKET_OWN_ROUTES[] = {
    { POST, "/api/v1/tickets/{id}/assignment", ticket_take, RIGHT_ACT, "Take a ticket", OF_SUPPORT },
    { DELETE, "/api/v1/tickets/{id}/assignment", ticket_leave, RIGHT_ACT, "Leave a ticket to the others", OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/snooze", ticket_snooze, RIGHT_ACT,
      "Snooze a ticket until a time, or until the customer writes", .takes = &SNOOZE, OF_SUPPORT },
    { DELETE, "/api/v1/tickets/{id}/snooze", ticket_wake, RIGHT_ACT, "End a snooze", OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/following", ticket_follow, RIGHT_ACT, "Follow a ticket", OF_SUPPORT },
    { DELETE, "/api/v1/tickets/{id}/following", ticket_unfollow, RIGHT_ACT, "Stop following a ticket", OF_SUPPORT },
    { GET, "/api/v1/tickets/{id}/history", ticket_history, RIGHT_VIEW,
      "List which status a ticket had, since when and whose it was", .gives = &TICKET_SPAN, .circle = CIRCLE_SUPPORT,
      .flags = ROUTE_LIST },
    { 0 },
};
