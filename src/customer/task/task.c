/*
 * Tasks, notes and calls: stored, and what other modules get of them.
 *
 * task_store serves the routes, which have a row before and a body for the fact; task_add, note_add and call_add take
 * plain values, from the demo too. Every write keeps the search up to date in its transaction.
 *
 * In order: storing; for other modules; timeline and search; accounts and persons; what files are attached to.
 */
#include "customer/task/task.h"

#include "base/id.h"
#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "customer/task/task_many.h"
#include "house/team/team.h"
#include "jobs/fact.h"
#include "jobs/jobs.h"

#include <string.h>

static const Field TASK_SNOOZED_FIELDS[] = { SHAPE_FIELD(TaskSnoozed, until, FIELD_DAY), { 0 } };
const Shape TASK_SNOOZED = { "TaskSnoozed", sizeof(TaskSnoozed), TASK_SNOOZED_FIELDS };

bool task_account_is_there(const Writer *writer, OptInt account_id, const char **name, Error *error)
{
    TaskAccountNameRow *account;
    *name = NULL;
    if (!account_id.known)
        return true;
    if (!task_account_name(writer->db, writer->arena, account_id.value, &account, error))
        return false;
    if (!account)
        return fail(error, ERROR_INPUT, "account_id", "account %lld not found", (long long)account_id.value);
    *name = account->name;
    return true;
}

bool task_owner_is_there(const Writer *writer, OptInt owner_id, const char **name, Error *error)
{
    TaskStaffNameRow *owner;
    *name = NULL;
    if (!owner_id.known)
        return true;
    if (!task_staff_name(writer->db, writer->arena, owner_id.value, &owner, error))
        return false;
    if (!owner)
        return fail(error, ERROR_INPUT, "owner_id", "staff member %lld not found", (long long)owner_id.value);
    *name = owner->name;
    return true;
}

static bool row_insert(const Writer *writer, TaskRow *row, bool demo, Error *error)
{
    row->id = id_new();
    row->version = 1;
    row->created_at = writer->now;
    return task_insert(writer->db, row, text_fold(writer->arena, row->title), demo, error) &&
           search_keep_one(writer->db, &TASK_SEARCH, row->id);
}

static bool same_account(const TaskRow *a, const TaskRow *b)
{
    return a->account_id.known == b->account_id.known &&
           (!a->account_id.known || a->account_id.value == b->account_id.value);
}

/* What is attached to a task goes with the account of the task. */
static bool row_update(const Writer *writer, const TaskRow *before, TaskRow *row, Error *error)
{
    row->version++;
    return task_update(writer->db, row, text_fold(writer->arena, row->title), error) &&
           (same_account(before, row) || file_move(writer, "task", row->id, row->account_id, error)) &&
           search_keep_one(writer->db, &TASK_SEARCH, row->id);
}

static bool team_is_there(const Writer *writer, TaskRow *row, Error *error)
{
    row->team = NULL;
    return !row->team_id.known ||
           team_must_exist(writer->db, writer->arena, row->team_id.value, "team_id", &row->team, error);
}

static bool task_is_valid(const Writer *writer, TaskRow *row, Error *error)
{
    if (text_is_empty(row->title))
        return fail(error, ERROR_INPUT, "title", "a task needs a title");
    return task_account_is_there(writer, row->account_id, &row->account, error) &&
           task_owner_is_there(writer, row->owner_id, &row->owner, error) && team_is_there(writer, row, error);
}

/* All words of a task that may mention somebody; NULL = no task. */
static const char *task_text(Arena *arena, const TaskRow *row)
{
    return row ? arena_format(arena, "%s\n%s", row->title, row->text ? row->text : "") : NULL;
}

static int64_t owner_of(const TaskRow *row)
{
    return row && row->owner_id.known ? row->owner_id.value : 0;
}

/* Whoever is to do it from now on is told; who was to do it and has not read so needs not hear of it any more. */
static bool handed_over(const Writer *writer, const NoticeAbout *about, int64_t from, int64_t to, Error *error)
{
    return from == to || ((!from || notice_withdraw(writer, about, NOTICE_ASSIGNED, from, error)) &&
                          notice_give(writer, about, NOTICE_ASSIGNED, to, error));
}

/* Its owner is told, and who is mentioned in its title or text. What was told goes with the account of the task. */
static bool task_notices(const Writer *writer, const TaskRow *before, const TaskRow *after, Error *error)
{
    NoticeAbout about = { .word = "task",
                          .id = after->id,
                          .account_id = after->account_id.known ? after->account_id.value : 0 };
    if (before && !same_account(before, after) && !notice_move(writer, &about, error))
        return false;
    if (!handed_over(writer, &about, owner_of(before), owner_of(after), error))
        return false;
    return notice_mentions(writer, &about, task_text(writer->arena, before), task_text(writer->arena, after), error);
}

bool task_store(const Writer *writer, const TaskRow *before, TaskRow *after, const char *kind, const void *body,
                Error *error)
{
    return task_is_valid(writer, after, error) &&
           (before ? row_update(writer, before, after, error) : row_insert(writer, after, false, error)) &&
           task_notices(writer, before, after, error) &&
           writer_tell(writer, kind, after->account_id.value, 0, after->id, body, error);
}

/* ---- who sees them --------------------------------------------------------------------------------------------- */

Audience note_audience(const NoteRow *row)
{
    return (Audience) { row->visible_to, row->author_id.value };
}

Audience call_audience(const CallRow *row)
{
    return (Audience) { row->visible_to, row->author_id.value };
}

NoticeAbout note_about(const NoteRow *row)
{
    return (NoticeAbout) { "note", row->id, row->account_id, note_audience(row) };
}

NoticeAbout call_about(const CallRow *row)
{
    return (NoticeAbout) { "call", row->id, row->account_id, call_audience(row) };
}

/* ---- for other modules ----------------------------------------------------------------------------------------- */

static OptInt or_unset(int64_t id)
{
    return (OptInt) { id, id != 0 };
}

bool task_add(const Writer *writer, const TaskGiven *given, int64_t *id, Error *error)
{
    TaskRow row = { .account_id = or_unset(given->account_id),
                    .title = given->title,
                    .text = given->text,
                    .owner_id = or_unset(given->owner_id),
                    .due_on = given->due_on };
    if (!task_is_valid(writer, &row, error) || !row_insert(writer, &row, given->demo, error))
        return false;
    *id = row.id;
    return writer_tell(writer, "task.created", given->account_id, 0, row.id, NULL, error);
}

bool note_add(const Writer *writer, const NoteGiven *given, int64_t *id, Error *error)
{
    NoteRow note = { .id = id_new(),
                     .account_id = given->account_id,
                     .text = given->text,
                     .author_id = or_unset(given->author_id),
                     .visible_to = given->visible_to,
                     .created_at = writer->now };
    const char *name;
    if (text_is_empty(given->text))
        return fail(error, ERROR_INPUT, "text", "a note needs a text");
    if (!task_account_is_there(writer, (OptInt) { given->account_id, true }, &name, error) ||
        !note_insert(writer->db, &note, given->demo, error) || !search_keep_one(writer->db, &NOTE_SEARCH, note.id))
        return false;
    *id = note.id;
    Audience audience = { given->visible_to, given->author_id };
    NoticeAbout about = note_about(&note);
    if (!notice_mentions(writer, &about, NULL, note.text, error))
        return false;
    return writer_tell_some(writer, &audience, "note.added", given->account_id, 0, note.id, NULL, error);
}

bool call_add(const Writer *writer, const CallGiven *given, int64_t *id, Error *error)
{
    const char *name;
    CallRow call = { .id = id_new(),
                     .account_id = given->account_id,
                     .contact_id = or_unset(given->contact_id),
                     .at = given->at,
                     .minutes = given->minutes,
                     .direction = given->direction,
                     .outcome = given->outcome,
                     .text = given->text,
                     .author_id = or_unset(given->author_id),
                     .visible_to = given->visible_to };
    if (!task_account_is_there(writer, (OptInt) { given->account_id, true }, &name, error) ||
        !contact_must_exist(writer->db, writer->arena, call.contact_id, "contact_id", error) ||
        !call_insert(writer->db, &call, given->demo, error) || !search_keep_one(writer->db, &CALL_SEARCH, call.id))
        return false;
    *id = call.id;
    Audience audience = { given->visible_to, given->author_id };
    NoticeAbout about = call_about(&call);
    if (!notice_mentions(writer, &about, NULL, call.text, error))
        return false;
    Writer then = *writer;
    then.now = given->at; /* it stands in the timeline when it was held, not when it was written down */
    return writer_tell_some(&then, &audience, "call.logged", given->account_id, given->contact_id, call.id, &call,
                            error);
}

/* ---- the timeline and the search -------------------------------------------------------------------------------- */

const TimelineSource TASK_TIMELINE[] = {
    { .subject = "note", .entered = "note.added", .read_seen = note_words },
    { .subject = "call", .entered = "call.logged", .read_seen = call_words },
    { .subject = "task", .entered = "task.created", .read = task_words },
    { .subject = "task", .kind = "task.snoozed", .read = task_snooze_words },
    { 0 },
};

const SearchSource TASK_SEARCH = { "task", task_searched, task_ids_after };
const SearchSource NOTE_SEARCH = { "note", note_searched, note_ids_after };
const SearchSource CALL_SEARCH = { "call", call_searched, call_ids_after };

/* ---- accounts and persons --------------------------------------------------------------------------------------- */

static bool account_dropped(const Writer *writer, int64_t account_id, Error *error)
{
    return file_drop_account(writer, account_id, error) && notice_drop_account(writer, account_id, error) &&
           task_many_drop(writer->db, account_id, error) && task_drop(writer->db, account_id, error) &&
           note_drop(writer->db, account_id, error) && call_drop(writer->db, account_id, error);
}

/* A forgotten call does not name the person any more. What was attached to it goes with its text, and so does the kept
 * reply that has the text: it need not name the person, who may have been added to the call later. */
static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    Ids calls;
    if (!call_ids_of_contact(writer->db, writer->arena, contact_id, &calls, error))
        return false;
    for (size_t i = 0; i < calls.count; i++)
        if (!file_drop(writer, "call", calls.items[i], error))
            return false;
    return idempotency_forget(writer->db, calls, error) && call_forget(writer->db, contact_id, error) &&
           search_keep(writer->db, &CALL_SEARCH, calls);
}

static bool person_file(Db *db, Arena *arena, int64_t contact_id, int64_t after, const Viewer *viewer, int64_t *file_id,
                        Error *error)
{
    CallFileAfterRow *row;
    if (!call_file_after(db, arena, contact_id, after, viewer, &row, error))
        return false;
    *file_id = row ? row->id : 0;
    return true;
}

static bool account_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    TaskHeldRow *held;
    if (!task_held(db, arena, account_id, &held, error))
        return false;
    *what = held->notes ? "notes" : held->calls ? "calls" : held->tasks ? "tasks" : *what;
    return true;
}

static bool person_holds(Db *db, Arena *arena, int64_t contact_id, const char **what, Error *error)
{
    CallHeldRow *held;
    if (!call_held(db, arena, contact_id, &held, error))
        return false;
    *what = held->calls ? "calls" : *what;
    return true;
}

const AccountHolder TASK_HOLDER = { .name = "task", .drop = account_dropped, .holds = account_holds };

const TeamUser TASK_TEAMS = { "task", "task", "tasks", "タスク", task_of_team };

const NoticeKind TASK_NOTICES[] = { { NOTICE_ASSIGNED }, { 0 } };

static const ContactText TEXTS[] = {
    { &NOTE_WORDS_EACH_STATEMENT, &NOTE_WORDS_SET_STATEMENT, &NOTE_SEARCH },
    { &CALL_WORDS_EACH_STATEMENT, &CALL_WORDS_SET_STATEMENT, &CALL_SEARCH },
    { &TASK_TITLE_WORDS_EACH_STATEMENT, &TASK_TITLE_WORDS_SET_STATEMENT, &TASK_SEARCH },
    { &TASK_WORDS_EACH_STATEMENT, &TASK_WORDS_SET_STATEMENT, &TASK_SEARCH },
    { &TASK_SNOOZE_WORDS_EACH_STATEMENT, &TASK_SNOOZE_WORDS_SET_STATEMENT, NULL },
    { 0 },
};

static const ContactList PERSON_LISTS[] = { { "calls", &CALL_OF_CONTACT_STATEMENT },
                                            { "calls_kept_back", &CALL_KEPT_BACK_STATEMENT },
                                            { 0 } };
const ContactHolder TASK_CONTACTS = { .name = "task",
                                      .forget = person_forget,
                                      .holds = person_holds,
                                      .lists = PERSON_LISTS,
                                      .moves = &CALL_MOVE_STATEMENT,
                                      .next_file = person_file,
                                      .texts = TEXTS };

/* ---- what files are attached to ---------------------------------------------------------------------------------- */

static bool note_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    NoteRow *row;
    if (!note_by_id(db, arena, id, viewer, &row, error))
        return false;
    if (row)
        *holder = (FileHolder) { true, row->account_id, 0, note_audience(row) };
    return true;
}

static bool call_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    CallRow *row;
    if (!call_by_id(db, arena, id, viewer, &row, error))
        return false;
    if (row)
        *holder = (FileHolder) { true, row->account_id, row->contact_id.value, call_audience(row) };
    return true;
}

static bool task_is_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    TaskRow *row;
    (void)viewer;
    if (!task_by_id(db, arena, id, &row, error))
        return false;
    if (row)
        *holder = (FileHolder) { .there = true, .account_id = row->account_id.value };
    return true;
}

const FileSubject TASK_FILES[] = { { "note", note_found }, { "call", call_found }, { "task", task_is_found }, { 0 } };
