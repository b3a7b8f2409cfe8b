/*
 * Tickets as a subject, and their list: over the API, as a file. Unless asked otherwise the list has what is not done
 * and not put off, the latest first.
 *
 * In order: the subject; what is asked; the list; as a file.
 */
#include "base/text.h"
#include "base/texts.h"
#include "customer/task/task.h"
#include "house/field/field_attribute.h"
#include "house/field/list_file.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

enum { PAGE_DEFAULT = 50 };

#define IS_DONE "CASE WHEN t.state IN ('solved', 'closed') THEN 1 ELSE 0 END"

static const Attribute ATTRIBUTES[] = {
    { .name = "subject", .type = ATTRIBUTE_TEXT, .sql = "t.subject", .folded_sql = "t.folded" },
    { .name = "number", .type = ATTRIBUTE_NUMBER, .sql = "t.number" },
    { .name = "state",
      .type = ATTRIBUTE_TEXT,
      .sql = "t.state",
      .folded_sql = "t.state",
      .choices = "new|open|waiting|on_hold|solved|closed" },
    { .name = "status_id", .type = ATTRIBUTE_ID, .sql = "t.status_id" },
    { .name = "type",
      .type = ATTRIBUTE_TEXT,
      .sql = "t.type",
      .folded_sql = "t.type",
      .choices = "question|problem|request|refund" },
    { .name = "priority",
      .type = ATTRIBUTE_TEXT,
      .sql = "t.priority",
      .folded_sql = "t.priority",
      .choices = "low|normal|high|urgent" },
    { .name = "channel", .type = ATTRIBUTE_TEXT, .sql = "t.channel", .folded_sql = "t.channel" },
    { .name = "tag", .type = ATTRIBUTE_WORD, .sql = "REPLACE(t.tag_list, '\"' || ? || '\"', '') <> t.tag_list" },
    { .name = "assignee_id", .type = ATTRIBUTE_ID, .sql = "t.assignee_id" },
    { .name = "requester_id", .type = ATTRIBUTE_ID, .sql = "t.requester_id" },
    { .name = "product_id", .type = ATTRIBUTE_ID, .sql = "t.product_id" },
    { .name = "feature_id", .type = ATTRIBUTE_ID, .sql = "t.feature_id" },
    { .name = "done", .type = ATTRIBUTE_FLAG, .sql = IS_DONE },
    { .name = "waits", .type = ATTRIBUTE_FLAG, .sql = "CASE WHEN t.waiting_since IS NULL THEN 0 ELSE 1 END" },
    { .name = "answered", .type = ATTRIBUTE_FLAG, .sql = "CASE WHEN t.first_answered_at IS NULL THEN 0 ELSE 1 END" },
    { .name = "snoozed",
      .type = ATTRIBUTE_FLAG,
      .sql = "CASE WHEN t.snoozed_until > ? THEN 1 ELSE 0 END",
      .of_now = true },
    { .name = "reopened", .type = ATTRIBUTE_NUMBER, .sql = "t.reopened" },
    { .name = "opened_on", .type = ATTRIBUTE_DAY, .sql = "t.opened_on" },
    { .name = "days_open", .type = ATTRIBUTE_NUMBER, .sql = "(? - t.opened_on)", .of_today = true },
    { .name = "overdue", .type = ATTRIBUTE_FLAG, .sql = "CASE WHEN t.late_at < ? THEN 1 ELSE 0 END", .of_now = true },
    { .name = "due_soon", .type = ATTRIBUTE_FLAG, .sql = "CASE WHEN t.warn_at <= ? THEN 1 ELSE 0 END", .of_now = true },
    { .name = "breached", .type = ATTRIBUTE_FLAG, .sql = "CASE WHEN t.breaches > 0 THEN 1 ELSE 0 END" },
    { .name = "external_id", .type = ATTRIBUTE_TEXT, .sql = "t.external_id" },
    { 0 },
};

static const SubjectSort SORTS[] = {
    { "updated_at", "t.updated_at", false },
    { "created_at", "t.created_at", false },
    { "waiting_since", "t.waiting_since", false },
    { "priority", "t.urgency", false },
    { "number", "t.number", false },
    { "solved_at", "t.solved_at", false },
    { "due_at", "t.due_at", false },
    { 0 },
};

const Subject TICKET_SUBJECT = {
    .name = "ticket",
    .from = "ticket t",
    .id = "t.id",
    .where = "t.merged_into IS NULL",
    .account = "t.account_id",
    .words = "(t.folded || ' #' || CAST(t.number AS TEXT) || COALESCE(t.also, ''))",
    .fields = "t.fields",
    .folded = "t.folds",
    .attributes = ATTRIBUTES,
    .sorts = SORTS,
    .circle = CIRCLE_SUPPORT,
};

/* ---- what is asked --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *assignee_id, *state;
    OptInt account_id, requester_id;
    const char *q, *filter, *sort, *cursor;
    OptInt limit;
    OptInt kept;                 /* the filter was kept: it may ask for custom fields that are gone */
    const char *columns, *heads; /* the file's */
} TicketsAsk;
static const Field TICKETS_ASK_FIELDS[] = {
    SHAPE_OPT(TicketsAsk, assignee_id, FIELD_TEXT, .max = 20,
              .about = "me, none, all, or the id of a member of staff."),
    SHAPE_OPT(TicketsAsk, state, FIELD_TEXT, .choices = "todo|snoozed|done|all",
              .about = "todo: neither done nor snoozed, as it is without one."),
    SHAPE_OPT(TicketsAsk, account_id, FIELD_ID),
    SHAPE_OPT(TicketsAsk, requester_id, FIELD_ID),
    SHAPE_OPT(TicketsAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(TicketsAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(TicketsAsk, sort, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TicketsAsk, cursor, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TicketsAsk, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(TicketsAsk, kept, FIELD_FLAG),
    LIST_FILE_FIELDS(TicketsAsk),
    { 0 },
};
static const Shape TICKETS_ASK = { "TicketsAsk", sizeof(TicketsAsk), TICKETS_ASK_FIELDS };

static DbValue integer(int64_t value)
{
    return (DbValue) { .type = FIELD_INT, .known = true, .integer = value };
}

static bool ask_of(const Request *request, bool kept, SubjectAsk *ask, Error *error)
{
    const Services *services = request->services;
    *ask = (SubjectAsk) { .of = { .subject = &TICKET_SUBJECT,
                                  .engine = services->engine,
                                  .db = request->db,
                                  .source = kept ? CONDITION_KEPT : CONDITION_GIVEN,
                                  .sees = request->caller->rights,
                                  .today = zone_day(atomic_load(&services->zone), request->now),
                                  .now = request->now } };
    return field_attributes(request->db, request->arena, &TICKET_SUBJECT, &ask->of.fields, error);
}

static void also_add(SubjectAsk *ask, const char *sql, int64_t value)
{
    size_t count = 0;
    while (ask->also[count].sql)
        count++;
    ask->also[count] = (SubjectAlso) { sql, integer(value) };
}

static bool assignee_asked(const Request *request, const char *asked, SubjectAsk *ask, Error *error)
{
    static const char *const OF = "t.assignee_id = ?";
    int64_t id;
    if (asked && strcmp(asked, "none") == 0) {
        also_add(ask, "t.assignee_id IS NULL", 0);
        return true;
    }
    if (!task_owner_asked(request, asked, &id, error))
        return fail(error, ERROR_INPUT, "assignee_id", "give me, none, all, or the id of a member of staff");
    if (id)
        also_add(ask, OF, id);
    return true;
}

static void state_asked(const Request *request, const char *asked, SubjectAsk *ask)
{
    const char *state = asked ? asked : "todo";
    if (strcmp(state, "all") == 0)
        return;
    bool done = strcmp(state, "done") == 0;
    also_add(ask, IS_DONE " = ?", done);
    if (!done)
        also_add(ask, strcmp(state, "snoozed") == 0 ? "t.snoozed_until > ?" : "COALESCE(t.snoozed_until, 0) <= ?",
                 request->now);
}

static bool ask_read(const Request *request, const TicketsAsk *given, SubjectAsk *ask, Error *error)
{
    if (!ask_of(request, given->kept.value, ask, error) || !assignee_asked(request, given->assignee_id, ask, error))
        return false;
    ask->filter = given->filter;
    ask->q = given->q;
    ask->sort = given->sort ? given->sort : "-updated_at";
    ask->cursor = given->cursor;
    ask->account_id = given->account_id.value;
    ask->limit = given->limit.known ? (size_t)given->limit.value : PAGE_DEFAULT;
    if (given->requester_id.known)
        also_add(ask, "t.requester_id = ?", given->requester_id.value);
    state_asked(request, given->state, ask);
    return true;
}

bool tickets_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error)
{
    enum { STEP = 500 };
    SubjectPage page = { 0 };
    SubjectAsk ask;
    int64_t *items = NULL;
    size_t count = 0, room = 0;
    if (!ask_of(request, false, &ask, error))
        return false;
    ask.filter = filter;
    ask.q = q;
    ask.limit = STEP;
    do {
        ask.cursor = page.next;
        if (!subject_page(request->db, request->arena, &ask, &page, error))
            return false;
        items = arena_room(request->arena, items, count, page.ids.count, &room, sizeof *items);
        memcpy(items + count, page.ids.items, page.ids.count * sizeof *items);
        count += page.ids.count;
    } while (page.next);
    *ids = (Ids) { count, items };
    return true;
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

typedef struct {
    List items;
    const char *next;
    OptInt total;
} TicketsFound;
static const Field TICKET_LIST_FIELDS[] = {
    SHAPE_FIELD(TicketsFound, items, FIELD_LIST, .shape = &TICKET),
    SHAPE_OPT(TicketsFound, next, FIELD_TEXT),
    SHAPE_OPT(TicketsFound, total, FIELD_INT),
    { 0 },
};
static const Shape TICKET_LIST = { "TicketList", sizeof(TicketsFound), TICKET_LIST_FIELDS };

static bool rows_read(const Request *request, Ids ids, List *items, Error *error)
{
    TicketRow *rows;
    size_t count;
    Ticket *shown;
    if (!ticket_by_ids(request->db, request->arena, ids, &rows, &count, error) ||
        !tickets_shown(request->db, request->arena, rows, count, request_staff(request), &shown, error))
        return false;
    Ticket *ordered = arena_array(request->arena, count + 1, sizeof *ordered);
    *items = (List) { subject_order(request->arena, ids, shown, count, sizeof *shown, ordered), ordered };
    return true;
}

/* Of the first page alone: how many there are in all. */
static bool ticket_list(Request *request, Error *error)
{
    const TicketsAsk *given = request->query;
    SubjectAsk ask;
    SubjectPage page;
    TicketsFound found = { 0 };
    if (!ask_read(request, given, &ask, error) || !subject_page(request->db, request->arena, &ask, &page, error) ||
        !rows_read(request, page.ids, &found.items, error))
        return false;
    found.next = page.next;
    found.total = (OptInt) { (int64_t)page.ids.count, !given->cursor };
    return (given->cursor || !page.next ||
            subject_count(request->db, request->arena, &ask, &found.total.value, error)) &&
           reply_row(request, 200, &TICKET_LIST, &found);
}

/* ---- as a file ------------------------------------------------------------------------------------------------- */

static ListCell tags_cell(const Request *request, Arena *arena, const void *row)
{
    const Ticket *ticket = row;
    Text tags = text_new(arena);
    (void)request;
    for (size_t i = 0; i < ticket->tags.count; i++)
        text_format(&tags, "%s%s", i ? ", " : "", ticket->tags.items[i]);
    return (ListCell) { .type = LIST_TEXT, .text = ticket->tags.count ? text_string(&tags) : NULL };
}

/* A known contact by name, a stranger as they called themselves. */
static ListCell requester_cell(const Request *request, Arena *arena, const void *row)
{
    const TicketRow *ticket = row;
    const char *name = ticket->requester ? ticket->requester : ticket->requester_name;
    (void)request;
    (void)arena;
    return (ListCell) { .type = LIST_TEXT, .text = name ? name : ticket->requester_address };
}

static const ListColumn COLUMNS[] = {
    { "number", "Number", "番号", NULL, NULL, 0 },
    { "external_id", "External id", "外部ID", NULL, NULL, 0 },
    { "subject", "Subject", "件名", NULL, NULL, 0 },
    { "account", "Account", "顧客企業", NULL, NULL, 0 },
    { "requester", "Requester", "依頼者", NULL, requester_cell, 0 },
    { "state", "State", "状態", NULL, NULL, 0 },
    { "priority", "Priority", "優先度", NULL, NULL, 0 },
    { "type", "Type", "種別", NULL, NULL, 0 },
    { "channel", "Channel", "チャネル", NULL, NULL, 0 },
    { "tags", "Tags", "タグ", NULL, tags_cell, 0 },
    { "assignee", "Assignee", "担当メンバー", NULL, NULL, 0 },
    { "waiting_since", "Waiting since", "返信待ちの開始", NULL, NULL, 0 },
    { "first_answered_at", "First answered", "初回返信日時", NULL, NULL, 0 },
    { "solved_at", "Solved", "解決日時", NULL, NULL, 0 },
    { "due_at", "Due", "期限", NULL, NULL, 0 },
    { "breaches", "SLA breaches", "SLA違反", NULL, NULL, 0 },
    { "reopened", "Times reopened", "再開回数", NULL, NULL, 0 },
    { "created_at", "Opened", "受付日時", NULL, NULL, 0 },
    { "updated_at", "Last activity", "最終更新", NULL, NULL, 0 },
    { 0 },
};

static bool file_page(Request *request, const char *cursor, size_t limit, ListFilePage *page, Error *error)
{
    SubjectAsk ask;
    SubjectPage found;
    List items;
    if (!ask_read(request, request->query, &ask, error))
        return false;
    ask.cursor = cursor;
    ask.limit = limit;
    if (!subject_page(request->db, request->arena, &ask, &found, error) ||
        !rows_read(request, found.ids, &items, error))
        return false;
    *page = (ListFilePage) { items.items, items.count, sizeof(Ticket), found.next };
    return true;
}

static const ListFile TICKETS = {
    .row = &TICKET,
    .object = "ticket",
    .fields_at = offsetof(Ticket, row.fields),
    .usual = "number,external_id,subject,account,requester,state,priority,type,channel,tags,assignee,waiting_since,"
             "first_answered_at,solved_at,due_at,breaches,reopened,created_at,updated_at",
    .columns = COLUMNS,
    .page = file_page,
};

static bool ticket_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const TicketsAsk *ask = request->query;
    return list_file_piece(request, &TICKETS, &(ListFileAsk) { ask->columns, ask->heads, ask->cursor }, from, out, next,
                           error);
}

static bool ticket_file(Request *request, Error *error)
{
    return list_file_reply(request, "tickets", ticket_piece, error);
}

#define OF_SUPPORT .asks = &TICKETS_ASK, .circle = CIRCLE_SUPPORT
const Route TICKET_LIST_ROUTES[] = {
    { GET, "/api/v1/tickets", ticket_list, RIGHT_VIEW,
      "List tickets by filter, words and order, the latest first unless asked otherwise", .gives = &TICKET_LIST,
      .flags = ROUTE_SLOW, OF_SUPPORT },
    { GET, "/api/v1/tickets.csv", ticket_file, RIGHT_VIEW, "Get the same list as a CSV file",
      .flags = ROUTE_FILE | ROUTE_SLOW, OF_SUPPORT },
    { GET, "/api/v1/tickets.xlsx", ticket_file, RIGHT_VIEW, "Get the same list as an Excel workbook",
      .flags = ROUTE_FILE | ROUTE_SLOW, OF_SUPPORT },
    { 0 },
};
