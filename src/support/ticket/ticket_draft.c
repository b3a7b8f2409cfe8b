/*
 * Drafts: what somebody is writing to a ticket, one for each of them. Nobody else gets one, in no list and no search.
 * Files are attached to "message:<id of the draft>"; the message that is sent has the same id, so they are its files.
 */
#include "base/id.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

typedef struct {
    TicketDraftRow row;
    List recipients, files;
    bool quotes;
} TicketDraft;
static const Field DRAFT_FIELDS[] = {
    SHAPE_AT(TicketDraft, row, id, FIELD_ID),
    SHAPE_AT(TicketDraft, row, ticket_id, FIELD_ID),
    SHAPE_AT(TicketDraft, row, kind, FIELD_TEXT, .choices = "reply|note|customer"),
    SHAPE_AT(TicketDraft, row, text, FIELD_TEXT),
    SHAPE_AT(TicketDraft, row, addressed, FIELD_FLAG,
             .about = "Recipients, perhaps nobody, and answers_id are settled"),
    SHAPE_AT(TicketDraft, row, answers_id, FIELD_ID, .optional = true),
    SHAPE_FIELD(TicketDraft, quotes, FIELD_FLAG,
                .about = "It will quote what it answers, as all of the recipients have that"),
    SHAPE_FIELD(TicketDraft, recipients, FIELD_LIST, .shape = &TICKET_ADDRESSEE),
    SHAPE_FIELD(TicketDraft, files, FIELD_LIST, .shape = &FILE_SHAPE),
    SHAPE_AT(TicketDraft, row, visible_to, FIELD_TEXT, .optional = true, .choices = VISIBLE_TO),
    SHAPE_AT(TicketDraft, row, edited_at, FIELD_TIME),
    { 0 },
};
static const Shape TICKET_DRAFT = { "TicketDraft", sizeof(TicketDraft), DRAFT_FIELDS };

static bool files_shown(Request *request, int64_t id, List *list, Error *error)
{
    File *files;
    int64_t *things;
    size_t count;
    if (!files_of(request->db, request->arena, "message", (Ids) { 1, &id }, &files, &things, &count, error))
        return false;
    *list = (List) { count, files };
    return true;
}

static bool shown(Request *request, const TicketDraftRow *row, TicketDraft *draft, Error *error)
{
    Db *db = request->db;
    Arena *arena = request->arena;
    TicketRow *ticket;
    List kept;
    *draft = (TicketDraft) { .row = *row };
    if (!ticket_read_standing(db, arena, row->ticket_id, &ticket, error) ||
        !ticket_recipients_read(arena, row->recipients, &kept, error))
        return false;
    draft->row.ticket_id = ticket->id;
    List given = ticket_given_to(arena, kept);
    return ticket_addressees(db, arena, ticket->account_id, given, &draft->recipients, error) &&
           ticket_quotes(db, arena, ticket->id, given, row->answers_id, &draft->quotes, error) &&
           files_shown(request, row->id, &draft->files, error);
}

static bool staff_only(const Request *request, Error *error)
{
    return request_staff(request) ||
           fail(error, ERROR_INPUT, NULL, "only a member of staff has drafts; an API key does not");
}

static bool draft_find(Request *request, TicketDraftRow **draft, Error *error)
{
    TicketRow *row;
    return staff_only(request, error) && ticket_read(request->db, request->arena, request->path_id[0], &row, error) &&
           ticket_draft_of(request->db, request->arena, row->id, request_staff(request), draft, error);
}

/* One that was begun on a ticket which was merged since is filed with the ticket that it is written to. */
static bool draft_file(Request *request, const TicketRow *ticket, const TicketDraftRow *draft, Error *error)
{
    Writer writer = writer_of(request);
    return draft->ticket_id == ticket->id || file_move(&writer, "message", draft->id, ticket->account_id, error);
}

bool ticket_draft_taken(Request *request, const TicketRow *ticket, TicketDraftRow **draft, Error *error)
{
    *draft = NULL;
    return !request_staff(request) ||
           (ticket_draft_of(request->db, request->arena, ticket->id, request_staff(request), draft, error) &&
            (!*draft ||
             (ticket_draft_remove(request->db, (*draft)->id, error) && draft_file(request, ticket, *draft, error))));
}

static bool draft_get(Request *request, Error *error)
{
    TicketDraftRow *row;
    TicketDraft draft;
    if (!draft_find(request, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "there is no draft of yours");
    return shown(request, row, &draft, error) && reply_row(request, 200, &TICKET_DRAFT, &draft);
}

static void draft_fill(const Request *request, const TicketDraftGiven *in, TicketDraftRow *row)
{
    row->kind = in->kind ? in->kind : row->kind;
    row->text = in->text ? in->text : row->text;
    row->edited_at = request->now;
    if (request_given(request, "visible_to"))
        row->visible_to = in->visible_to;
    if (request_given(request, "answers_id"))
        row->answers_id = in->answers_id;
    if (request_given(request, "recipients"))
        row->recipients = ticket_recipients_print(request->arena, in->recipients);
    row->addressed = in->addressed.known ? in->addressed.value : row->addressed || request_given(request, "recipients");
    if (!row->addressed) {
        row->recipients = "[]";
        row->answers_id = (OptInt) { 0 };
    }
}

static bool draft_put(Request *request, Error *error)
{
    TicketDraftRow *there;
    TicketDraft draft;
    TicketRow *ticket;
    const TicketDraftGiven *in = request->input;
    if (!ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) ||
        !ticket_stands(request->arena, ticket, NULL, error) || !draft_find(request, &there, error) ||
        !ticket_answers_fit(request, request->path_id[0], in->answers_id, error))
        return false;
    TicketDraftRow row = there ? *there
                               : (TicketDraftRow) { .id = id_new(),
                                                    .ticket_id = request->path_id[0],
                                                    .author_id = request_staff(request),
                                                    .kind = TICKET_REPLY,
                                                    .text = "",
                                                    .recipients = "[]" };
    draft_fill(request, in, &row);
    return (there ? ticket_draft_update(request->db, &row, error) : ticket_draft_insert(request->db, &row, error)) &&
           shown(request, &row, &draft, error) && reply_row(request, 200, &TICKET_DRAFT, &draft);
}

static bool draft_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TicketDraftRow *row;
    if (!draft_find(request, &row, error))
        return false;
    return (!row ||
            (file_drop(&writer, "message", row->id, error) && ticket_draft_remove(request->db, row->id, error))) &&
           reply_empty(request);
}

typedef struct {
    OptInt ticket_id;
} DraftsAsk;
static const Field DRAFTS_ASK_FIELDS[] = { SHAPE_OPT(DraftsAsk, ticket_id, FIELD_ID), { 0 } };
static const Shape DRAFTS_ASK = { "TicketDraftsAsk", sizeof(DraftsAsk), DRAFTS_ASK_FIELDS };

static bool draft_list(Request *request, Error *error)
{
    const DraftsAsk *ask = request->query;
    TicketDraftRow *rows;
    size_t count;
    if (!staff_only(request, error) || !ticket_drafts_by(request->db, request->arena, request_staff(request),
                                                         ask->ticket_id.value, &rows, &count, error))
        return false;
    TicketDraft *drafts = arena_array(request->arena, count + 1, sizeof *drafts);
    for (size_t i = 0; i < count; i++)
        if (!shown(request, &rows[i], &drafts[i], error))
            return false;
    return reply_list(request, &TICKET_DRAFT, drafts, count, NULL);
}

#define OF_SUPPORT .gives = &TICKET_DRAFT, .circle = CIRCLE_SUPPORT
const Route TICKET_DRAFT_ROUTES[] = {
    { GET, "/api/v1/ticket-drafts", draft_list, RIGHT_ACT, "List your drafts, or yours on one ticket, the latest first",
      OF_SUPPORT, .asks = &DRAFTS_ASK, .flags = ROUTE_LIST },
    { GET, "/api/v1/tickets/{id}/draft", draft_get, RIGHT_ACT, "Read your draft on a ticket", OF_SUPPORT },
    { PUT, "/api/v1/tickets/{id}/draft", draft_put, RIGHT_ACT, "Keep what you are writing on a ticket",
      .takes = &TICKET_DRAFT_GIVEN, OF_SUPPORT },
    { DELETE, "/api/v1/tickets/{id}/draft", draft_delete, RIGHT_ACT, "Discard your draft on a ticket, with its files",
      .circle = CIRCLE_SUPPORT },
    { 0 },
};
