/*
 * Merging and splitting tickets over the API: which tickets are proposed, a look at both, the merge, the split, what
 * can be undone, and the undo.
 */
#include "base/id.h"
#include "base/text.h"
#include "support/ticket/ticket_merge.h"

#include <stdlib.h>
#include <string.h>

/* ---- which tickets are proposed -------------------------------------------------------------------------------- */

typedef struct {
    const char *q;
} ProposalsAsk;
static const Field PROPOSALS_ASK_FIELDS[] = {
    SHAPE_OPT(ProposalsAsk, q, FIELD_TEXT, .max = 200, .about = "A number, words of the subject, or the requester"),
    { 0 },
};
static const Shape PROPOSALS_ASK = { "TicketProposalsAsk", sizeof(ProposalsAsk), PROPOSALS_ASK_FIELDS };

/* "#1004" or "1004"; 0 = it is none. */
static int64_t number_of(const char *q)
{
    enum { DIGITS_MAX = 12 };
    const char *digits = *q == '#' ? q + 1 : q;
    size_t size = strspn(digits, "0123456789");
    return size && size <= DIGITS_MAX && !digits[size] ? strtoll(digits, NULL, 10) : 0;
}

static bool near_find(Request *request, const TicketRow *ticket, Ids *ids, Error *error)
{
    const char *address = ticket->requester_address ? text_lower(request->arena, ticket->requester_address) : "";
    return ticket_ids_near(request->db, request->arena, ticket->id, ticket->requester_id.value,
                           *address ? address : "-", ticket->account_id.value, ids, error);
}

static bool proposals_find(Request *request, const TicketRow *ticket, Ids *ids, Error *error)
{
    const ProposalsAsk *ask = request->query;
    const char *q = ask->q ? text_trim(request->arena, ask->q) : "";
    if (!*q)
        return near_find(request, ticket, ids, error);
    return ticket_ids_like(request->db, request->arena, ticket->id, number_of(q), text_like(request->arena, q), ids,
                           error);
}

/* As they were found. */
static bool in_order(Request *request, Ids ids, Ticket **shown, size_t *count, Error *error)
{
    TicketRow *rows, *ordered = arena_array(request->arena, ids.count + 1, sizeof *ordered);
    size_t found;
    *count = 0;
    if (!ids.count)
        return true;
    if (!ticket_by_ids(request->db, request->arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        for (size_t j = 0; j < found; j++)
            if (rows[j].id == ids.items[i])
                ordered[(*count)++] = rows[j];
    return tickets_shown(request->db, request->arena, ordered, *count, request_staff(request), shown, error);
}

static bool proposal_list(Request *request, Error *error)
{
    TicketRow *ticket;
    Ticket *shown = NULL;
    size_t count;
    Ids ids;
    return ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) &&
           proposals_find(request, ticket, &ids, error) && in_order(request, ids, &shown, &count, error) &&
           reply_list(request, &TICKET, shown, count, NULL);
}

/* ---- a look at both -------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t with;
} MergeAsk;
static const Field MERGE_ASK_FIELDS[] = { SHAPE_FIELD(MergeAsk, with, FIELD_ID), { 0 } };
static const Shape MERGE_ASK = { "TicketMergeAsk", sizeof(MergeAsk), MERGE_ASK_FIELDS };

typedef struct {
    const void *ticket, *other;
    int64_t ticket_messages, other_messages;
    const char *differs;
} MergePreview;
static const Field MERGE_PREVIEW_FIELDS[] = {
    SHAPE_FIELD(MergePreview, ticket, FIELD_OBJECT, .shape = &TICKET),
    SHAPE_FIELD(MergePreview, other, FIELD_OBJECT, .shape = &TICKET),
    SHAPE_FIELD(MergePreview, ticket_messages, FIELD_INT),
    SHAPE_FIELD(MergePreview, other_messages, FIELD_INT),
    SHAPE_OPT(MergePreview, differs, FIELD_TEXT, .choices = "account|requester",
              .about = "They are of different accounts or requesters, so the merge has to be confirmed"),
    { 0 },
};
static const Shape MERGE_PREVIEW = { "TicketMergePreview", sizeof(MergePreview), MERGE_PREVIEW_FIELDS };

/* The other one, whose number may be that of one that was merged. INPUT names `field`. */
static bool other_find(Request *request, int64_t id, const char *field, TicketRow **other, Error *error)
{
    return ticket_by_id(request->db, request->arena, id, other, error) &&
           (*other || fail(error, ERROR_INPUT, field, "ticket %lld not found", (long long)id));
}

static bool side_read(Request *request, const TicketRow *row, Ticket **shown, int64_t *messages, Error *error)
{
    TicketMessageCountRow *count;
    if (!tickets_shown(request->db, request->arena, row, 1, request_staff(request), shown, error) ||
        !ticket_message_count(request->db, request->arena, row->id, &count, error))
        return false;
    *messages = count->messages;
    return true;
}

static bool merge_look(Request *request, Error *error)
{
    const MergeAsk *ask = request->query;
    MergePreview preview = { 0 };
    TicketRow *ticket, *other;
    Ticket *here, *there;
    if (!ticket_of_path(request, &ticket, error) || !other_find(request, ask->with, "with", &other, error) ||
        !ticket_merge_fits(request->db, request->arena, ticket, other, true, error) ||
        !side_read(request, ticket, &here, &preview.ticket_messages, error) ||
        !side_read(request, other, &there, &preview.other_messages, error))
        return false;
    preview.ticket = here;
    preview.other = there;
    preview.differs = ticket_differs(request->arena, ticket, other);
    return reply_row(request, 200, &MERGE_PREVIEW, &preview);
}

/* ---- merging --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t ticket_id;
    OptInt confirmed;
} NewMerge;
static const Field NEW_MERGE_FIELDS[] = {
    SHAPE_FIELD(NewMerge, ticket_id, FIELD_ID, .about = "The ticket that becomes part of this one"),
    SHAPE_OPT(NewMerge, confirmed, FIELD_FLAG, .about = "Needed where the two are of different accounts or requesters"),
    { 0 },
};
static const Shape NEW_MERGE = { "NewTicketMerge", sizeof(NewMerge), NEW_MERGE_FIELDS };

static bool move_shown(Request *request, const TicketMoveRow *row, TicketMove *shown, Error *error)
{
    Ids messages;
    if (!ticket_moved_of(request->db, request->arena, row->id, MOVED_MESSAGE, &messages, error))
        return false;
    *shown = (TicketMove) { .row = *row, .messages = (int64_t)messages.count };
    return true;
}

static bool move_reply(Request *request, int64_t id, Error *error)
{
    TicketMoveRow *row;
    TicketMove shown;
    return ticket_move_by_id(request->db, request->arena, id, &row, error) && move_shown(request, row, &shown, error) &&
           reply_row(request, 201, &TICKET_MOVE, &shown);
}

static bool merge_create(Request *request, Error *error)
{
    const NewMerge *in = request->input;
    Writer writer = writer_of(request);
    TicketMoveRow move = { .id = id_new(), .staff_id = ticket_or_unset(request_staff(request)) };
    TicketRow *stays, *gone;
    return ticket_of_path(request, &stays, error) && other_find(request, in->ticket_id, "ticket_id", &gone, error) &&
           ticket_merge_fits(request->db, request->arena, stays, gone, in->confirmed.value, error) &&
           ticket_merge(&writer, stays, gone, &move, error) && move_reply(request, move.id, error);
}

/* ---- splitting ------------------------------------------------------------------------------------------------- */

typedef struct {
    Ids message_ids;
    const char *subject;
    OptInt requester_id;
    const char *requester_name, *requester_address;
} NewSplit;
static const Field NEW_SPLIT_FIELDS[] = {
    SHAPE_FIELD(NewSplit, message_ids, FIELD_IDS, .max = 500),
    SHAPE_FIELD(NewSplit, subject, FIELD_TEXT, .min = 1, .max = 500),
    SHAPE_OPT(NewSplit, requester_id, FIELD_ID, .about = "Without a requester, the ticket's own"),
    SHAPE_OPT(NewSplit, requester_name, FIELD_TEXT, .max = 200),
    SHAPE_OPT(NewSplit, requester_address, FIELD_TEXT, .max = 320),
    { 0 },
};
static const Shape NEW_SPLIT = { "NewTicketSplit", sizeof(NewSplit), NEW_SPLIT_FIELDS };

static void requester_fill(const NewSplit *in, const TicketRow *from, TicketRow *into)
{
    bool said = in->requester_id.known || in->requester_name || in->requester_address;
    into->requester_id = said ? in->requester_id : from->requester_id;
    into->requester_name = said ? in->requester_name : from->requester_name;
    into->requester_address = said ? in->requester_address : from->requester_address;
    if (into->requester_id.known)
        into->requester_name = into->requester_address = NULL;
}

static bool split_create(Request *request, Error *error)
{
    const NewSplit *in = request->input;
    Writer writer = writer_of(request);
    Viewer viewer = request_viewer(request);
    TicketMoveRow move = { .id = id_new(), .staff_id = ticket_or_unset(request_staff(request)) };
    TicketRow *from, into = { .subject = in->subject };
    if (!ticket_of_path(request, &from, error))
        return false;
    requester_fill(in, from, &into);
    TicketSplit split = { from, in->message_ids, &viewer };
    return ticket_split(&writer, &split, &into, &move, error) && move_reply(request, move.id, error);
}

/* ---- what can be undone ---------------------------------------------------------------------------------------- */

static bool move_list(Request *request, Error *error)
{
    TicketMoveRow *rows;
    TicketRow *ticket;
    size_t count;
    if (!ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) ||
        !ticket_moves_of(request->db, request->arena, ticket->id, &rows, &count, error))
        return false;
    TicketMove *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!move_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &TICKET_MOVE, shown, count, NULL);
}

/* It says what it moved back, of which nothing is kept from then on. */
static bool move_undo(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TicketMoveRow *move;
    TicketMove shown;
    int64_t stay;
    if (!ticket_move_by_id(request->db, request->arena, request->path_id[0], &move, error))
        return false;
    if (!move)
        return fail(error, ERROR_MISSING, NULL, "merge or split %lld not found", (long long)request->path_id[0]);
    if (!move_shown(request, move, &shown, error) || !ticket_move_undo(&writer, move, &stay, error))
        return false;
    shown.row = *move;
    shown.stay = (OptInt) { stay, true };
    return reply_row(request, 200, &TICKET_MOVE, &shown);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_MERGE_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/proposals", proposal_list, RIGHT_VIEW,
      "Find tickets to merge or link with a ticket: without words those of the same requester, then of the same "
      "account",
      .asks = &PROPOSALS_ASK, .gives = &TICKET, .flags = ROUTE_LIST | ROUTE_SLOW, OF_SUPPORT },
    { GET, "/api/v1/tickets/{id}/merge", merge_look, RIGHT_ACT,
      "Look at two tickets before one is merged into the other", .asks = &MERGE_ASK, .gives = &MERGE_PREVIEW,
      OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/merge", merge_create, RIGHT_ACT,
      "Merge another ticket into this one, which stays; nobody is sent anything", .takes = &NEW_MERGE,
      .gives = &TICKET_MOVE, OF_SUPPORT },
    { POST, "/api/v1/tickets/{id}/split", split_create, RIGHT_ACT, "Split messages of a ticket off into a new one",
      .takes = &NEW_SPLIT, .gives = &TICKET_MOVE, OF_SUPPORT },
    { GET, "/api/v1/tickets/{id}/moves", move_list, RIGHT_VIEW,
      "List the merges and splits of a ticket that can be undone, the latest first", .gives = &TICKET_MOVE,
      .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/ticket-moves/{id}/undo", move_undo, RIGHT_ACT,
      "Undo a merge or a split; what was written since stays where it is", .gives = &TICKET_MOVE, OF_SUPPORT },
    { 0 },
};
