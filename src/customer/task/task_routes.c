/*
 * Tasks, notes and calls over the API. The *_of_path functions find the row and check If-Match, so every change is
 * refused when somebody else was faster. A change that changes nothing writes nothing, and completing a done task is no
 * error.
 *
 * In order: tasks; notes; calls.
 */
#include "base/id.h"
#include "customer/task/task_many.h"
#include "http/edit.h"

#include <string.h>

/* ---- tasks ----------------------------------------------------------------------------------------------------- */

bool task_owner_asked(const Request *request, const char *asked, int64_t *owner, Error *error)
{
    typedef struct {
        int64_t id;
    } One;
    static const Field OWNER = { .name = "owner_id", .type = FIELD_ID };
    One one = { 0 };
    *owner = 0;
    if (!asked || strcmp(asked, "all") == 0)
        return true;
    if (strcmp(asked, "me") == 0) {
        *owner = request_staff(request);
        return true;
    }
    if (!shape_read_text(request->arena, &OWNER, asked, &one, error))
        return false;
    *owner = one.id;
    return true;
}

static bool task_of_path(Request *request, TaskRow **row, Error *error)
{
    if (!task_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "task %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

/* Nobody, where a key asks. */
static OptInt caller_id(const Request *request)
{
    int64_t id = request_staff(request);
    return (OptInt) { id, id != 0 };
}

static bool task_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    OptInt author = caller_id(request);
    TaskRow row = { .author_id = author, .author = author.known ? request->caller->name : NULL };
    return edit_apply(request, &NEW_TASK, request->input, &TASK_ROW, &row, error) &&
           task_store(&writer, NULL, &row, "task.created", NULL, error) && reply_row(request, 201, &TASK_ROW, &row);
}

static bool task_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TaskRow *before, after;
    if (!task_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &TASK_PATCH, request->input, &TASK_ROW, &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &TASK_PATCH, &TASK_ROW, before, &after, (List) { 0 });
    return (!told || task_store(&writer, before, &after, "task.changed", told, error)) &&
           reply_row(request, 200, &TASK_ROW, &after);
}

static bool task_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TaskRow *row;
    return task_of_path(request, &row, error) && task_many_drop_one(request->db, row->id, error) &&
           task_remove(request->db, row->id, error) && file_drop(&writer, "task", row->id, error) &&
           notice_forget(&writer, "task", row->id, error) && search_keep_one(request->db, &TASK_SEARCH, row->id) &&
           writer_tell(&writer, "task.deleted", row->account_id.value, 0, row->id, NULL, error) && reply_empty(request);
}

bool task_done_set(const Request *request, const TaskRow *before, bool done, TaskRow *after, Error *error)
{
    Writer writer = writer_of(request);
    *after = *before;
    if (before->done_at.known == done)
        return true;
    after->done_at = (OptInt) { request->now, done };
    after->done_by_id = done ? caller_id(request) : (OptInt) { 0 };
    after->done_by = after->done_by_id.known ? request->caller->name : NULL;
    return task_store(&writer, before, after, done ? "task.done" : "task.undone", NULL, error);
}

static bool task_done_reply(Request *request, bool done, Error *error)
{
    TaskRow *before, after;
    return task_of_path(request, &before, error) && task_done_set(request, before, done, &after, error) &&
           reply_row(request, 200, &TASK_ROW, &after);
}

static bool task_complete(Request *request, Error *error)
{
    return task_done_reply(request, true, error);
}

static bool task_undo(Request *request, Error *error)
{
    return task_done_reply(request, false, error);
}

typedef struct {
    int64_t until;
    const char *reason;
} Snooze;
static const Field SNOOZE_FIELDS[] = { SHAPE_FIELD(Snooze, until, FIELD_DAY),
                                       SHAPE_FIELD(Snooze, reason, FIELD_TEXT, .min = 1, .max = 500),
                                       { 0 } };
static const Shape SNOOZE = { "TaskSnooze", sizeof(Snooze), SNOOZE_FIELDS };

static bool task_snooze(Request *request, Error *error)
{
    const Snooze *in = request->input;
    Writer writer = writer_of(request);
    TaskRow *before, after;
    if (!task_of_path(request, &before, error))
        return false;
    if (in->until <= zone_day(atomic_load(&request->services->zone), request->now))
        return fail(error, ERROR_INPUT, "until", "snooze until a day after today");
    after = *before;
    after.snoozed_until = (OptInt) { in->until, true };
    after.snooze_reason = in->reason;
    return task_store(&writer, before, &after, "task.snoozed", &(TaskSnoozed) { in->until }, error) &&
           reply_row(request, 200, &TASK_ROW, &after);
}

/* ---- notes ----------------------------------------------------------------------------------------------------- */

static bool note_read(Request *request, int64_t id, NoteRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    return note_by_id(request->db, request->arena, id, &viewer, row, error);
}

static bool note_reply(Request *request, int status, int64_t id, Error *error)
{
    NoteRow *row;
    return note_read(request, id, &row, error) && reply_row(request, status, &NOTE_ROW, row);
}

static bool note_create(Request *request, Error *error)
{
    const NewNote *in = request->input;
    Writer writer = writer_of(request);
    NoteGiven given = { .account_id = in->account_id.value,
                        .text = in->text,
                        .author_id = request_staff(request),
                        .visible_to = in->visible_to };
    int64_t id;
    if (!in->account_id.known)
        return fail(error, ERROR_INPUT, "account_id", "a note needs an account");
    return shown_by(request, NULL, in->visible_to, error) && note_add(&writer, &given, &id, error) &&
           note_reply(request, 201, id, error);
}

/* One that is not for the caller is not there. */
static bool note_of_path(Request *request, NoteRow **row, Error *error)
{
    if (!note_read(request, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "note %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

/* Other words, other readers, or both: a fact of each. */
static bool note_tell(const Writer *writer, const NoteRow *before, const NoteRow *after, Error *error)
{
    Audience audience = note_audience(after);
    NoticeAbout about = note_about(after);
    if (!notice_mentions(writer, &about, before->text, after->text, error))
        return false;
    if (!text_equal(before->visible_to, after->visible_to) &&
        !writer_show(writer, &audience, "note.shared", after->account_id, 0, after->id, after, error))
        return false;
    return text_equal(before->text, after->text) ||
           writer_tell_some(writer, &audience, "note.changed", after->account_id, 0, after->id, NULL, error);
}

static bool note_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    NoteRow *before, after;
    if (!note_of_path(request, &before, error))
        return false;
    after = *before;
    Audience audience = note_audience(before);
    if (!edit_apply(request, &NOTE_PATCH, request->input, &NOTE_ROW, &after, error) ||
        !shown_by(request, &audience, after.visible_to, error))
        return false;
    if (!text_equal(before->text, after.text))
        after.edited_at = (OptInt) { request->now, true };
    else if (text_equal(before->visible_to, after.visible_to))
        return reply_row(request, 200, &NOTE_ROW, before);
    return note_update(request->db, after.id, after.text, after.visible_to, after.edited_at, error) &&
           search_keep_one(request->db, &NOTE_SEARCH, after.id) && note_tell(&writer, before, &after, error) &&
           note_reply(request, 200, after.id, error);
}

static bool note_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    NoteRow *row;
    if (!note_of_path(request, &row, error))
        return false;
    Audience audience = note_audience(row);
    return note_remove(request->db, row->id, error) && file_drop(&writer, "note", row->id, error) &&
           notice_forget(&writer, "note", row->id, error) && search_keep_one(request->db, &NOTE_SEARCH, row->id) &&
           writer_tell_some(&writer, &audience, "note.deleted", row->account_id, 0, row->id, NULL, error) &&
           reply_empty(request);
}

/* ---- calls ----------------------------------------------------------------------------------------------------- */

static bool call_read(Request *request, int64_t id, CallRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    return call_by_id(request->db, request->arena, id, &viewer, row, error);
}

static bool call_reply(Request *request, int status, int64_t id, Error *error)
{
    CallRow *row;
    return call_read(request, id, &row, error) && reply_row(request, status, &CALL_ROW, row);
}

static bool call_create(Request *request, Error *error)
{
    const NewCall *in = request->input;
    Writer writer = writer_of(request);
    CallGiven given = { .account_id = in->account_id.value,
                        .contact_id = in->contact_id.value,
                        .at = in->at.known ? in->at.value : request->now,
                        .minutes = in->minutes.value,
                        .direction = in->direction ? in->direction : "out",
                        .outcome = in->outcome ? in->outcome : "reached",
                        .text = in->text,
                        .author_id = request_staff(request),
                        .visible_to = in->visible_to };
    int64_t id;
    if (!in->account_id.known)
        return fail(error, ERROR_INPUT, "account_id", "a call needs an account");
    if (given.at > request->now)
        return fail(error, ERROR_INPUT, "at", "a logged call cannot be in the future");
    return shown_by(request, NULL, in->visible_to, error) && call_add(&writer, &given, &id, error) &&
           call_reply(request, 201, id, error);
}

static bool call_of_path(Request *request, CallRow **row, Error *error)
{
    if (!call_read(request, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "call %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

/* What changed beside its readers, who have a fact of their own. */
static bool call_tell(const Writer *writer, const CallRow *before, const CallRow *after, Error *error)
{
    Audience audience = call_audience(after);
    NoticeAbout about = call_about(after);
    if (!notice_mentions(writer, &about, before->text, after->text, error))
        return false;
    CallRow shown = *before;
    shown.visible_to = after->visible_to;
    const EditTold *told = edit_told(writer->arena, &CALL_PATCH, &CALL_ROW, &shown, after, (List) { 0 });
    if (!text_equal(before->visible_to, after->visible_to) &&
        !writer_show(writer, &audience, "call.shared", after->account_id, after->contact_id.value, after->id, after,
                     error))
        return false;
    return !told || writer_tell_some(writer, &audience, "call.changed", after->account_id, after->contact_id.value,
                                     after->id, told, error);
}

static bool call_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    CallRow *before, after;
    if (!call_of_path(request, &before, error))
        return false;
    after = *before;
    Audience audience = call_audience(before);
    if (!edit_apply(request, &CALL_PATCH, request->input, &CALL_ROW, &after, error) ||
        !shown_by(request, &audience, after.visible_to, error) ||
        !contact_must_exist(request->db, request->arena, after.contact_id, "contact_id", error))
        return false;
    if (after.at > request->now)
        return fail(error, ERROR_INPUT, "at", "a logged call cannot be in the future");
    if (!edit_told(request->arena, &CALL_PATCH, &CALL_ROW, before, &after, (List) { 0 }))
        return reply_row(request, 200, &CALL_ROW, before);
    return call_update(request->db, &after, error) && search_keep_one(request->db, &CALL_SEARCH, after.id) &&
           call_tell(&writer, before, &after, error) && call_reply(request, 200, after.id, error);
}

static bool call_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    CallRow *row;
    if (!call_of_path(request, &row, error))
        return false;
    Audience audience = call_audience(row);
    return call_remove(request->db, row->id, error) && file_drop(&writer, "call", row->id, error) &&
           notice_forget(&writer, "call", row->id, error) && search_keep_one(request->db, &CALL_SEARCH, row->id) &&
           writer_tell_some(&writer, &audience, "call.deleted", row->account_id, 0, row->id, NULL, error) &&
           reply_empty(request);
}

const Route TASK_ROUTES[] = {
    { POST, "/api/v1/tasks", task_create, RIGHT_ACT, "Add a task", .takes = &NEW_TASK, .gives = &TASK_ROW },
    { PATCH, "/api/v1/tasks/{id}", task_change, RIGHT_ACT, "Change a task", .takes = &TASK_PATCH, .gives = &TASK_ROW },
    { DELETE, "/api/v1/tasks/{id}", task_delete, RIGHT_ACT, "Delete a task" },
    { POST, "/api/v1/tasks/{id}/completion", task_complete, RIGHT_ACT, "Mark a task as done", .gives = &TASK_ROW },
    { DELETE, "/api/v1/tasks/{id}/completion", task_undo, RIGHT_ACT, "Reopen a task", .gives = &TASK_ROW },
    { POST, "/api/v1/tasks/{id}/snooze", task_snooze, RIGHT_ACT, "Snooze a task, with a reason", .takes = &SNOOZE,
      .gives = &TASK_ROW },
    { POST, "/api/v1/notes", note_create, RIGHT_ACT, "Add a note to an account", .takes = &NEW_NOTE,
      .gives = &NOTE_ROW },
    { PATCH, "/api/v1/notes/{id}", note_change, RIGHT_ACT, "Change a note", .takes = &NOTE_PATCH, .gives = &NOTE_ROW },
    { DELETE, "/api/v1/notes/{id}", note_delete, RIGHT_ACT, "Delete a note" },
    { POST, "/api/v1/calls", call_create, RIGHT_ACT, "Log a call", .takes = &NEW_CALL, .gives = &CALL_ROW },
    { PATCH, "/api/v1/calls/{id}", call_change, RIGHT_ACT, "Change a logged call", .takes = &CALL_PATCH,
      .gives = &CALL_ROW },
    { DELETE, "/api/v1/calls/{id}", call_delete, RIGHT_ACT, "Delete a logged call" },
    { 0 },
};
