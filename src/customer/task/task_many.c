/*
 * One change to several tasks: those that were ticked, or all that a filter lists. All of them or none: a task that is
 * refused refuses the rest, and each that changes writes its fact as a change of it alone would. What stood there
 * before is kept for an undo (task_many_undo.c).
 */
#include "customer/task/task_many.h"
#include "base/id.h"
#include "http/edit.h"

typedef struct {
    Ids ids;
    const char *filter, *q;
    OptInt done;
    const void *set;
} Many;
static const Field MANY_FIELDS[] = {
    SHAPE_OPT(Many, ids, FIELD_IDS, .max = 100000),
    SHAPE_OPT(Many, filter, FIELD_JSON),
    SHAPE_OPT(Many, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(Many, done, FIELD_FLAG),
    SHAPE_OPT(Many, set, FIELD_OBJECT, .shape = &TASK_SET),
    { 0 },
};
static const Shape MANY = { "TaskChanges", sizeof(Many), MANY_FIELDS };

/* A change that is made. */
typedef struct {
    Request *request;
    const Many *in;
    TaskManyRow row;
} Making;

/* Either the ids that were ticked, or all that the list shows: never both, and never "all" by an empty body. */
static bool many_ids(Request *request, const Many *many, Ids *ids, Error *error)
{
    bool ticked = request_given(request, "ids"), filtered = many->filter || many->q;
    if (ticked == filtered)
        return fail(error, ERROR_INPUT, "ids", "give either ids, or a filter or q");
    *ids = many->ids;
    return ticked || tasks_match(request, many->filter, many->q, ids, error);
}

static bool one_set(const Making *making, const TaskRow *before, TaskRow *done, bool *changed, Error *error)
{
    Request *request = making->request;
    Writer writer = writer_of(request);
    TaskRow after = *before;
    if (making->in->set && !edit_apply_from(request->arena, json_get(request->body, "set"), &TASK_SET, making->in->set,
                                            &TASK_ROW, &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &TASK_SET, &TASK_ROW, before, &after, (List) { 0 });
    if (told && !task_store(&writer, before, &after, "task.changed", told, error))
        return false;
    *done = after;
    if (making->in->done.known && !task_done_set(request, &after, making->in->done.value, done, error))
        return false;
    *changed = told || (making->in->done.known && done->version != after.version);
    return true;
}

/* Keeps what stood there, for an undo. */
static bool one_keep(const Making *making, const TaskRow *before, const TaskRow *after, Error *error)
{
    return task_many_add(making->request->db,
                         &(TaskManyOneRow) { .many_id = making->row.id,
                                             .task_id = before->id,
                                             .state = "changed",
                                             .owner_before = before->owner_id,
                                             .team_before = before->team_id,
                                             .due_before = before->due_on,
                                             .done_before = before->done_at,
                                             .done_by_before = before->done_by_id,
                                             .owner_after = after->owner_id,
                                             .team_after = after->team_id,
                                             .due_after = after->due_on,
                                             .done_after = after->done_at },
                         error);
}

static bool step_set(Making *making, Ids step, Error *error)
{
    Request *request = making->request;
    TaskRow *rows, after;
    size_t found;
    if (!task_by_ids(request->db, request->arena, step, &rows, &found, error))
        return false;
    for (size_t i = 0; i < found; i++) {
        bool changed;
        if (!one_set(making, &rows[i], &after, &changed, error))
            return false;
        making->row.changed += changed;
        if (changed && !one_keep(making, &rows[i], &after, error))
            return false;
    }
    return true;
}

static bool task_many(Request *request, Error *error)
{
    const Many *many = request->input;
    const Json *set = json_get(request->body, "set");
    Making making = { .request = request,
                      .in = many,
                      .row = { .id = id_new(),
                               .state = "done",
                               .sets_owner = json_get(set, "owner_id") != NULL,
                               .sets_team = json_get(set, "team_id") != NULL,
                               .sets_due = json_get(set, "due_on") != NULL,
                               .sets_done = many->done.known,
                               .created_at = request->now,
                               .version = 1 } };
    Ids ids;
    if (!many_ids(request, many, &ids, error))
        return false;
    for (size_t i = 0; i < ids.count; i += TASK_MANY_STEP) {
        Ids step = { ids.count - i < TASK_MANY_STEP ? ids.count - i : TASK_MANY_STEP, ids.items + i };
        if (!step_set(&making, step, error))
            return false;
    }
    return task_many_insert(request->db, &making.row, error) && task_many_reply(request, making.row.id, error);
}

const Route TASK_MANY_ROUTES[] = {
    { POST, "/api/v1/tasks/changes", task_many, RIGHT_ACT, "Change several tasks at once, by ids or filter",
      .takes = &MANY, .gives = &TASKS_CHANGED },
    { 0 },
};
