/*
 * A change to several tasks is undone: each task on its own, since one that somebody changed since, or whose owner is
 * gone, keeps no other from being set back. Only the members that the change named are compared and set.
 *
 * In order: a task; a step; the routes; what expires.
 */
#include "customer/task/task_many.h"
#include "http/edit.h"

/* ---- a task ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const Writer *writer;
    const TaskManyRow *many;
    const TaskManyOneRow *one;
    const TaskRow *now;
    int64_t undone, kept;
} Undoing;

static bool same(OptInt one, OptInt other)
{
    return one.known == other.known && (!one.known || one.value == other.value);
}

static bool is_as_left(const Undoing *undoing)
{
    const TaskManyRow *many = undoing->many;
    const TaskManyOneRow *one = undoing->one;
    const TaskRow *now = undoing->now;
    return now && (!many->sets_owner || same(now->owner_id, one->owner_after)) &&
           (!many->sets_team || same(now->team_id, one->team_after)) &&
           (!many->sets_due || same(now->due_on, one->due_after)) &&
           (!many->sets_done || same(now->done_at, one->done_after));
}

/* CONFLICT: it is not as the change left it, or gone. */
static bool undo_work(Db *db, void *context, Error *error)
{
    const Undoing *undoing = context;
    const TaskManyRow *many = undoing->many;
    const TaskManyOneRow *one = undoing->one;
    (void)db;
    if (!is_as_left(undoing))
        return fail(error, ERROR_CONFLICT, NULL, "changed since");
    TaskRow after = *undoing->now;
    after.owner_id = many->sets_owner ? one->owner_before : after.owner_id;
    after.team_id = many->sets_team ? one->team_before : after.team_id;
    after.due_on = many->sets_due ? one->due_before : after.due_on;
    const EditTold *told = edit_told(undoing->writer->arena, &TASK_SET, &TASK_ROW, undoing->now, &after, (List) { 0 });
    if (told && !task_store(undoing->writer, undoing->now, &after, "task.changed", told, error))
        return false;
    if (!many->sets_done || same(after.done_at, one->done_before))
        return true;
    TaskRow last = after;
    last.done_at = one->done_before;
    last.done_by_id = one->done_by_before;
    return task_store(undoing->writer, &after, &last, last.done_at.known ? "task.done" : "task.undone", NULL, error);
}

static bool one_undo(Undoing *undoing, Error *error)
{
    Db *db = undoing->writer->db;
    Error why = { 0 };
    bool undone = db_attempt(db, undo_work, undoing, &why);
    if (!undone && why.kind != ERROR_INPUT && why.kind != ERROR_CONFLICT) {
        *error = why;
        return false;
    }
    undoing->undone += undone;
    undoing->kept += !undone;
    return task_many_one_is(db, undoing->many->id, undoing->one->task_id, undone ? "undone" : "kept", error);
}

/* ---- a step ---------------------------------------------------------------------------------------------------- */

static const TaskRow *row_of(const TaskRow *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

static bool step_undo(Undoing *undoing, const TaskManyOneRow *ones, size_t count, Error *error)
{
    Arena *arena = undoing->writer->arena;
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    TaskRow *rows;
    size_t found;
    for (size_t i = 0; i < count; i++)
        ids[i] = ones[i].task_id;
    if (!task_by_ids(undoing->writer->db, arena, (Ids) { count, ids }, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        undoing->one = &ones[i];
        undoing->now = row_of(rows, found, ones[i].task_id);
        if (!one_undo(undoing, error))
            return false;
    }
    return true;
}

static bool all_undo(Undoing *undoing, Error *error)
{
    TaskManyOneRow *ones;
    size_t count;
    int64_t after = 0;
    do {
        if (!task_many_ones(undoing->writer->db, undoing->writer->arena, undoing->many->id, after, TASK_MANY_STEP,
                            &ones, &count, error) ||
            !step_undo(undoing, ones, count, error))
            return false;
        after = count ? ones[count - 1].task_id : after;
    } while (count == TASK_MANY_STEP);
    return task_many_undone(undoing->writer->db, undoing->many->id, undoing->undone, undoing->kept, error);
}

/* ---- the routes ------------------------------------------------------------------------------------------------ */

bool task_many_reply(Request *request, int64_t id, Error *error)
{
    TaskManyRow *row;
    TaskKeptRow *kept;
    size_t count;
    if (!task_many_by_id(request->db, request->arena, id, &row, error) ||
        !task_many_kept(request->db, request->arena, id, &kept, &count, error))
        return false;
    TasksChanged changed = { .row = *row, .kept_tasks = { count, kept } };
    return reply_row(request, 200, &TASKS_CHANGED, &changed);
}

static bool many_of_path(Request *request, TaskManyRow **many, Error *error)
{
    if (!task_many_by_id(request->db, request->arena, request->path_id[0], many, error))
        return false;
    return *many || fail(error, ERROR_MISSING, NULL, "change %lld not found", (long long)request->path_id[0]);
}

static bool many_get(Request *request, Error *error)
{
    TaskManyRow *many;
    return many_of_path(request, &many, error) && task_many_reply(request, many->id, error);
}

static bool many_undo(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TaskManyRow *many;
    if (!many_of_path(request, &many, error))
        return false;
    return all_undo(&(Undoing) { .writer = &writer, .many = many }, error) && task_many_reply(request, many->id, error);
}

const Route TASK_MANY_UNDO_ROUTES[] = {
    { GET, "/api/v1/tasks/changes/{id}", many_get, RIGHT_VIEW, "Get a change of several tasks",
      .gives = &TASKS_CHANGED },
    { POST, "/api/v1/tasks/changes/{id}/undo", many_undo, RIGHT_ACT,
      "Undo a change of several tasks, where nobody has changed the same since", .gives = &TASKS_CHANGED },
    { 0 },
};

/* ---- what expires ---------------------------------------------------------------------------------------------- */

enum { KEPT_DAYS = 30 };

static bool expire_work(Db *db, void *context, Error *error)
{
    int64_t before = *(int64_t *)context;
    return task_many_ones_expire(db, before, error) && task_many_expire(db, before, error);
}

static bool expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - KEPT_DAYS * (int64_t)MS_PER_DAY;
    (void)arena;
    return store_write(services->store, expire_work, &before, error);
}

const Schedule TASK_MANY_SCHEDULES[] = { { "task.many.expire", 3600000, expire_run }, { 0 } };
