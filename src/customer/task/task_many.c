/*
 * One change to several tasks: those that were ticked, or all that a filter lists. All of them or none: a task that is
 * refused refuses the rest, and each that changes writes its fact as a change of it alone would.
 */
#include "customer/task/task_store.h"
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

typedef struct {
    int64_t changed;
    Ids ids;
} ManyDone;
static const Field MANY_DONE_FIELDS[] = {
    SHAPE_FIELD(ManyDone, changed, FIELD_INT),
    SHAPE_FIELD(ManyDone, ids, FIELD_IDS, .about = "Those that changed: what an undo needs."),
    { 0 },
};
static const Shape MANY_DONE = { "TasksChanged", sizeof(ManyDone), MANY_DONE_FIELDS };

/* Either the ids that were ticked, or all that the list shows: never both, and never "all" by an empty body. */
static bool many_ids(Request *request, const Many *many, Ids *ids, Error *error)
{
    bool ticked = request_given(request, "ids"), filtered = many->filter || many->q;
    if (ticked == filtered)
        return fail(error, ERROR_INPUT, "ids", "give either ids, or a filter or q");
    *ids = many->ids;
    return ticked || tasks_match(request, many->filter, many->q, ids, error);
}

static bool one_set(Request *request, const Many *many, const TaskRow *before, bool *changed, Error *error)
{
    Writer writer = writer_of(request);
    TaskRow after = *before, done;
    if (many->set && !edit_apply_from(request->arena, json_get(request->body, "set"), &TASK_SET, many->set, &TASK_ROW,
                                      &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &TASK_SET, &TASK_ROW, before, &after, (List) { 0 });
    if (told && !task_store(&writer, before, &after, "task.changed", told, error))
        return false;
    if (many->done.known && !task_done_set(request, &after, many->done.value, &done, error))
        return false;
    *changed = told || (many->done.known && done.version != after.version);
    return true;
}

static bool step_set(Request *request, const Many *many, Ids step, int64_t *ids, int64_t *count, Error *error)
{
    TaskRow *rows;
    size_t found;
    if (!task_by_ids(request->db, request->arena, step, &rows, &found, error))
        return false;
    for (size_t i = 0; i < found; i++) {
        bool changed;
        if (!one_set(request, many, &rows[i], &changed, error))
            return false;
        if (changed)
            ids[(*count)++] = rows[i].id;
    }
    return true;
}

static bool task_many(Request *request, Error *error)
{
    enum { STEP = 500 };
    const Many *many = request->input;
    ManyDone done = { 0 };
    Ids ids;
    if (!many_ids(request, many, &ids, error))
        return false;
    int64_t *changed = arena_array(request->arena, ids.count + 1, sizeof *changed);
    done.ids.items = changed;
    for (size_t i = 0; i < ids.count; i += STEP) {
        Ids step = { ids.count - i < STEP ? ids.count - i : STEP, ids.items + i };
        if (!step_set(request, many, step, changed, &done.changed, error))
            return false;
    }
    done.ids.count = (size_t)done.changed;
    return reply_row(request, 200, &MANY_DONE, &done);
}

const Route TASK_MANY_ROUTES[] = {
    { POST, "/api/v1/tasks/changes", task_many, RIGHT_ACT, "Change several tasks at once, by ids or filter",
      .takes = &MANY, .gives = &MANY_DONE },
    { 0 },
};
