/* Tasks as a subject, and their list over the API. */
#include "customer/task/task_store.h"
#include "house/condition/subject.h"
#include "http/edit.h"

#include <string.h>

enum { PAGE_DEFAULT = 50 };

#define IS_DONE "CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END"

static const Attribute ATTRIBUTES[] = {
    { .name = "owner_id", .type = ATTRIBUTE_ID, .sql = "t.owner_id" },
    { .name = "due_on", .type = ATTRIBUTE_DAY, .sql = "t.due_on" },
    { .name = "snoozed_until", .type = ATTRIBUTE_DAY, .sql = "t.snoozed_until" },
    { .name = "done", .type = ATTRIBUTE_FLAG, .sql = IS_DONE },
    { 0 },
};

static const SubjectSort SORTS[] = {
    { "due_on", "t.due_on", false },
    { "created_at", "t.created_at", false },
    { 0 },
};

const Subject TASK_SUBJECT = {
    .name = "task",
    .from = "task t",
    .id = "t.id",
    .account = "t.account_id",
    .attributes = ATTRIBUTES,
    .sorts = SORTS,
};

typedef struct {
    const char *owner_id;
    OptInt account_id;
    const char *state;
    OptInt due_until;
    const char *filter, *sort, *cursor;
    OptInt limit;
} TasksAsk;
static const Field TASKS_ASK_FIELDS[] = {
    SHAPE_OPT(TasksAsk, owner_id, FIELD_TEXT, .max = 20),
    SHAPE_OPT(TasksAsk, account_id, FIELD_ID),
    SHAPE_OPT(TasksAsk, state, FIELD_TEXT, .choices = "open|done|all"),
    SHAPE_OPT(TasksAsk, due_until, FIELD_DAY),
    SHAPE_OPT(TasksAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(TasksAsk, sort, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TasksAsk, cursor, FIELD_TEXT, .max = 100),
    SHAPE_OPT(TasksAsk, limit, FIELD_INT, .min = 1, .max = 200),
    { 0 },
};
static const Shape TASKS_ASK = { "TasksAsk", sizeof(TasksAsk), TASKS_ASK_FIELDS };

static DbValue integer(int64_t value)
{
    return (DbValue) { .type = FIELD_INT, .known = true, .integer = value };
}

/* What is asked beside the filter: whose, done or not, due before a day. */
static bool ask_read(const Request *request, const TasksAsk *given, SubjectAsk *ask, Error *error)
{
    const Services *services = request->services;
    const char *state = given->state ? given->state : "open";
    int64_t owner;
    size_t count = 0;
    if (!task_owner_asked(request, given->owner_id, &owner, error))
        return false;
    *ask = (SubjectAsk) { .of = { .subject = &TASK_SUBJECT,
                                  .engine = services->engine,
                                  .db = request->db,
                                  .sees = request->caller->rights,
                                  .today = zone_day(atomic_load(&services->zone), request->now) },
                          .filter = given->filter,
                          .sort = given->sort,
                          .cursor = given->cursor,
                          .account_id = given->account_id.value,
                          .limit = given->limit.known ? (size_t)given->limit.value : PAGE_DEFAULT };
    if (owner)
        ask->also[count++] = (SubjectAlso) { "t.owner_id = ?", integer(owner) };
    if (strcmp(state, "all") != 0)
        ask->also[count++] = (SubjectAlso) { IS_DONE " = ?", integer(strcmp(state, "done") == 0) };
    if (given->due_until.known)
        ask->also[count++] = (SubjectAlso) { "t.due_on < ?", integer(given->due_until.value) };
    return true;
}

static bool task_list(Request *request, Error *error)
{
    Arena *arena = request->arena;
    SubjectAsk ask;
    SubjectPage page;
    TaskRow *rows;
    size_t count;
    if (!ask_read(request, request->query, &ask, error) || !subject_page(request->db, arena, &ask, &page, error) ||
        !task_by_ids(request->db, arena, page.ids, &rows, &count, error))
        return false;
    TaskRow *ordered = arena_array(arena, count + 1, sizeof *ordered);
    count = subject_order(arena, page.ids, rows, count, sizeof *rows, ordered);
    return reply_list(request, &TASK_ROW, ordered, count, page.next);
}

const Route TASK_LIST_ROUTES[] = {
    { GET, "/api/v1/tasks", task_list, RIGHT_VIEW, "List tasks by filter and order, by due day unless asked otherwise",
      .asks = &TASKS_ASK, .gives = &TASK_ROW, .flags = ROUTE_LIST | ROUTE_SLOW },
    { 0 },
};
