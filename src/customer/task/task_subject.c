/*
 * Tasks as a subject, and their list over the API. Asked for, the first page says how many of the list are overdue, due
 * today, by the end of the week, later, or have no day: in the order by due day these are stretches of it.
 *
 * In order: the subject; what is asked; stretches; the list.
 */
#include "base/text.h"
#include "customer/task/task_store.h"
#include "house/condition/subject.h"
#include "house/field/list_file.h"
#include "http/edit.h"

#include <string.h>

enum { PAGE_DEFAULT = 50 };

/* Who stands in for the owner today (house/staff/absence.h), in SQL. */
#define STANDING_IN                                                                                                    \
    "(SELECT CASE WHEN o.id <> t.owner_id AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.staff_id = o.id AND "        \
    "b.from_on <= d.day AND b.until_on > d.day) THEN o.id ELSE i.id END FROM (SELECT CAST(? AS BIGINT) AS day) d "     \
    "JOIN absence w ON w.from_on <= d.day AND w.until_on > d.day LEFT JOIN account a ON a.id = t.account_id LEFT "     \
    "JOIN "                                                                                                            \
    "staff o ON o.id = a.stand_in_id AND a.owner_id = t.owner_id AND o.active = 1 LEFT JOIN staff i ON i.id = "        \
    "w.stand_in_id AND i.active = 1 "                                                                                  \
    "WHERE w.staff_id = t.owner_id)"

#define IS_DONE "CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END"

static const Attribute ATTRIBUTES[] = {
    { .name = "title", .type = ATTRIBUTE_TEXT, .sql = "t.title", .folded_sql = "t.folded" },
    { .name = "owner_id", .type = ATTRIBUTE_ID, .sql = "t.owner_id" },
    { .name = "team_id", .type = ATTRIBUTE_ID, .sql = "t.team_id" },
    { .name = COLUMN_STANDING_IN, .type = ATTRIBUTE_ID, .sql = STANDING_IN, .of_today = true },
    { .name = "author_id", .type = ATTRIBUTE_ID, .sql = "t.author_id" },
    { .name = "done_by_id", .type = ATTRIBUTE_ID, .sql = "t.done_by_id" },
    { .name = "due_on", .type = ATTRIBUTE_DAY, .sql = "t.due_on" },
    { .name = "snoozed_until", .type = ATTRIBUTE_DAY, .sql = "t.snoozed_until" },
    { .name = "done", .type = ATTRIBUTE_FLAG, .sql = IS_DONE },
    { 0 },
};

static const SubjectSort SORTS[] = {
    { "due_on", "t.due_on", false },
    { "created_at", "t.created_at", false },
    { "done_at", "t.done_at", false },
    { 0 },
};

const Subject TASK_SUBJECT = {
    .name = "task",
    .from = "task t",
    .id = "t.id",
    .account = "t.account_id",
    .words = "t.folded",
    .attributes = ATTRIBUTES,
    .sorts = SORTS,
};

/* ---- what is asked --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *owner_id;
    OptInt account_id;
    const char *state;
    OptInt due_until;
    const char *q, *filter, *sort, *cursor;
    OptInt limit;
    OptInt kept;                 /* the filter was kept: what it asks of custom fields that are gone is unknown */
    OptInt by_group;             /* with how many there are in each stretch of the list */
    const char *columns, *heads; /* the file's */
} TasksAsk;
static const Field TASKS_ASK_FIELDS[] = {
    SHAPE_OPT(TasksAsk, owner_id, FIELD_TEXT, .max = 20),
    SHAPE_OPT(TasksAsk, account_id, FIELD_ID),
    SHAPE_OPT(TasksAsk, state, FIELD_TEXT, .choices = "open|done|all"),
    SHAPE_OPT(TasksAsk, due_until, FIELD_DAY),
    SHAPE_OPT(TasksAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(TasksAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(TasksAsk, sort, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TasksAsk, cursor, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TasksAsk, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(TasksAsk, kept, FIELD_FLAG),
    SHAPE_OPT(TasksAsk, by_group, FIELD_FLAG),
    LIST_FILE_FIELDS(TasksAsk),
    { 0 },
};
static const Shape TASKS_ASK = { "TasksAsk", sizeof(TasksAsk), TASKS_ASK_FIELDS };

static DbValue integer(int64_t value)
{
    return (DbValue) { .type = FIELD_INT, .known = true, .integer = value };
}

static int64_t today_of(const Request *request)
{
    return zone_day(atomic_load(&request->services->zone), request->now);
}

static SubjectAsk ask_of(const Request *request, bool kept)
{
    return (SubjectAsk) { .of = { .subject = &TASK_SUBJECT,
                                  .engine = request->services->engine,
                                  .db = request->db,
                                  .source = kept ? CONDITION_KEPT : CONDITION_GIVEN,
                                  .sees = request->caller->rights,
                                  .today = today_of(request) } };
}

static void also_add(SubjectAsk *ask, const char *sql, int64_t value)
{
    size_t count = 0;
    while (ask->also[count].sql)
        count++;
    ask->also[count] = (SubjectAlso) { sql, integer(value) };
}

/* What is asked beside the filter: whose, done or not, due before a day. */
static bool ask_read(const Request *request, const TasksAsk *given, SubjectAsk *ask, Error *error)
{
    const char *state = given->state ? given->state : "open";
    int64_t owner;
    if (!task_owner_asked(request, given->owner_id, &owner, error))
        return false;
    *ask = ask_of(request, given->kept.value);
    ask->filter = given->filter;
    ask->q = given->q;
    ask->sort = given->sort;
    ask->cursor = given->cursor;
    ask->account_id = given->account_id.value;
    ask->limit = given->limit.known ? (size_t)given->limit.value : PAGE_DEFAULT;
    if (owner)
        also_add(ask, "t.owner_id = ?", owner);
    if (strcmp(state, "all") != 0)
        also_add(ask, IS_DONE " = ?", strcmp(state, "done") == 0);
    if (given->due_until.known)
        also_add(ask, "t.due_on < ?", given->due_until.value);
    return true;
}

bool tasks_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error)
{
    enum { STEP = 500 };
    SubjectAsk ask = ask_of(request, false);
    SubjectPage page = { 0 };
    int64_t *items = NULL;
    size_t count = 0, room = 0;
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

/* ---- stretches ------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *group;
    int64_t count;
    OptInt before; /* day: those of the group are due before it, and not before that of the group above */
} TaskGroup;
static const Field TASK_GROUP_FIELDS[] = {
    SHAPE_FIELD(TaskGroup, group, FIELD_TEXT, .choices = "overdue|today|week|later|undated"),
    SHAPE_FIELD(TaskGroup, count, FIELD_INT),
    SHAPE_OPT(TaskGroup, before, FIELD_DAY),
    { 0 },
};
static const Shape TASK_GROUP = { "TaskGroup", sizeof(TaskGroup), TASK_GROUP_FIELDS };

enum { GROUPS = 5 };

/* The Monday after a day: day 0 was a Thursday. */
static int64_t next_monday(int64_t day)
{
    int64_t since_monday = ((day + 3) % 7 + 7) % 7;
    return day - since_monday + 7;
}

static bool group_count(const Request *request, SubjectAsk ask, OptInt from, TaskGroup *group, Error *error)
{
    if (from.known)
        also_add(&ask, "t.due_on >= ?", from.value);
    if (group->before.known)
        also_add(&ask, "t.due_on < ?", group->before.value);
    return subject_count(request->db, request->arena, &ask, &group->count, error);
}

static bool groups_count(const Request *request, const SubjectAsk *ask, List *groups, Error *error)
{
    int64_t today = ask->of.today;
    TaskGroup *made = arena_array(request->arena, GROUPS, sizeof *made);
    const TaskGroup all[GROUPS] = { { "overdue", 0, { today, true } },
                                    { "today", 0, { today + 1, true } },
                                    { "week", 0, { next_monday(today), true } },
                                    { "later", 0, { 0 } },
                                    { "undated", 0, { 0 } } };
    OptInt from = { 0 };
    memcpy(made, all, sizeof all);
    for (size_t i = 0; i < GROUPS - 1; from = made[i++].before)
        if (!group_count(request, *ask, from, &made[i], error))
            return false;
    SubjectAsk undated = *ask;
    also_add(&undated, "t.due_on IS NULL", 0);
    *groups = (List) { GROUPS, made };
    return subject_count(request->db, request->arena, &undated, &made[GROUPS - 1].count, error);
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

typedef struct {
    List items, groups;
    const char *next;
    OptInt total;
} TasksFound;
static const Field TASK_LIST_FIELDS[] = {
    SHAPE_FIELD(TasksFound, items, FIELD_LIST, .shape = &TASK_ROW),
    SHAPE_OPT(TasksFound, groups, FIELD_LIST, .shape = &TASK_GROUP),
    SHAPE_OPT(TasksFound, next, FIELD_TEXT),
    SHAPE_OPT(TasksFound, total, FIELD_INT),
    { 0 },
};
static const Shape TASK_LIST = { "TaskList", sizeof(TasksFound), TASK_LIST_FIELDS };

static bool rows_read(const Request *request, Ids ids, List *items, Error *error)
{
    TaskRow *rows;
    size_t count;
    if (!task_by_ids(request->db, request->arena, ids, &rows, &count, error))
        return false;
    TaskRow *ordered = arena_array(request->arena, count + 1, sizeof *ordered);
    *items = (List) { subject_order(request->arena, ids, rows, count, sizeof *rows, ordered), ordered };
    return true;
}

/* Of the first page alone: how many there are in all. */
static bool counts_read(const Request *request, const TasksAsk *given, const SubjectAsk *ask, const SubjectPage *page,
                        TasksFound *found, Error *error)
{
    found->total = (OptInt) { (int64_t)page->ids.count, true };
    if (page->next && !subject_count(request->db, request->arena, ask, &found->total.value, error))
        return false;
    return !given->by_group.value || groups_count(request, ask, &found->groups, error);
}

static bool task_list(Request *request, Error *error)
{
    const TasksAsk *given = request->query;
    SubjectAsk ask;
    SubjectPage page;
    TasksFound found = { 0 };
    if (!ask_read(request, given, &ask, error) || !subject_page(request->db, request->arena, &ask, &page, error) ||
        !rows_read(request, page.ids, &found.items, error))
        return false;
    found.next = page.next;
    return (given->cursor || counts_read(request, given, &ask, &page, &found, error)) &&
           reply_row(request, 200, &TASK_LIST, &found);
}

/* ---- as a file ------------------------------------------------------------------------------------------------- */

static const ListColumn COLUMNS[] = {
    { "id", "Banso id", "Banso ID", NULL, NULL, 0 },
    { "title", "Task", "タスク", NULL, NULL, 0 },
    { "text", "Details", "詳細", NULL, NULL, 0 },
    { "account", "Account", "顧客企業", NULL, NULL, 0 },
    { "owner", "Owner", "担当CSM", NULL, NULL, 0 },
    { "team", "Team", "チーム", NULL, NULL, 0 },
    { "due_on", "Due", "期限", NULL, NULL, 0 },
    { "done_at", "Done", "完了日時", NULL, NULL, 0 },
    { "snoozed_until", "Snoozed until", "再表示日", NULL, NULL, 0 },
    { "snooze_reason", "Reason for snoozing", "スヌーズの理由", NULL, NULL, 0 },
    { "created_at", "Added", "登録日時", NULL, NULL, 0 },
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
    *page = (ListFilePage) { items.items, items.count, sizeof(TaskRow), found.next };
    return true;
}

static const ListFile TASKS = {
    .row = &TASK_ROW,
    .usual = "id,title,text,account,owner,due_on,done_at,snoozed_until,snooze_reason,created_at",
    .columns = COLUMNS,
    .page = file_page,
};

static bool task_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const TasksAsk *ask = request->query;
    return list_file_piece(request, &TASKS, &(ListFileAsk) { ask->columns, ask->heads, ask->cursor }, from, out, next,
                           error);
}

static bool task_file(Request *request, Error *error)
{
    return list_file_reply(request, "tasks", task_piece, error);
}

const Route TASK_LIST_ROUTES[] = {
    { GET, "/api/v1/tasks", task_list, RIGHT_VIEW, "List tasks by filter and order, by due day unless asked otherwise",
      .asks = &TASKS_ASK, .gives = &TASK_LIST, .flags = ROUTE_SLOW },
    { GET, "/api/v1/tasks.csv", task_file, RIGHT_VIEW, "Get the same list as a CSV file", .asks = &TASKS_ASK,
      .flags = ROUTE_FILE | ROUTE_SLOW },
    { GET, "/api/v1/tasks.xlsx", task_file, RIGHT_VIEW, "Get the same list as an Excel workbook", .asks = &TASKS_ASK,
      .flags = ROUTE_FILE | ROUTE_SLOW },
    { 0 },
};
