/* What the program knows of tasks, notes and calls. */
#include "customer/task/task_store.h"
#include "house/condition/subject.h"
#include "http/edit.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "note.added", .group = "note", .wakes = { "notes", "today" }, .touches = true },
    { "note.changed", .group = "note", .wakes = { "notes" } },
    { "note.shared", &NOTE_SHARED, .group = "note", .wakes = { "notes" }, .sight = true },
    { "note.deleted", .group = "note", .wakes = { "notes", "today" }, .takes_back = true },
    { "call.logged", &CALL_LOGGED, .group = "call", .wakes = { "calls", "today" }, .touches = true },
    { "call.changed", &EDIT_TOLD, .group = "call", .wakes = { "calls" } },
    { "call.shared", &CALL_SHARED, .group = "call", .wakes = { "calls" }, .sight = true },
    { "call.deleted", .group = "call", .wakes = { "calls", "today" }, .takes_back = true },
    { "task.created", .group = "task", .wakes = { "tasks", "today" }, .handles = true },
    { "task.changed", &EDIT_TOLD, .group = "task", .wakes = { "tasks", "today" } },
    { "task.done", .group = "task", .wakes = { "tasks", "today" }, .touches = true },
    { "task.undone", .group = "task", .wakes = { "tasks", "today" }, .takes_back = true },
    { "task.snoozed", &TASK_SNOOZED, .group = "task", .wakes = { "tasks", "today" } },
    { "task.deleted", .group = "task", .wakes = { "tasks", "today" }, .takes_back = true },
    { 0 },
};

static const Subject *const SUBJECTS[] = { &TASK_SUBJECT, NULL };

static const AccountMoved MOVED[] = { { "tasks", task_ids_of_account, task_account_move, &TASK_SEARCH, false },
                                      { "notes", note_ids_of_account, note_account_move, &NOTE_SEARCH, false },
                                      { "calls", call_ids_of_account, call_account_move, &CALL_SEARCH, false },
                                      { 0 } };

const Module TASK_MODULE = {
    .name = "task",
    .routes = (const Route *const[]) { TASK_ROUTES, TASK_LIST_ROUTES, TASK_MANY_ROUTES, TASK_MANY_UNDO_ROUTES, NULL },
    .schedules = TASK_MANY_SCHEDULES,
    .facts = FACTS,
    .subjects = SUBJECTS,
    .accounts = &TASK_HOLDER,
    .moved = MOVED,
    .today = &TASK_TODAY,
    .persons = &TASK_CONTACTS,
    .files = TASK_FILES,
    .timeline = TASK_TIMELINE,
    .notices = TASK_NOTICES,
    .teams = &TASK_TEAMS,
    .search = (const SearchSource *const[]) { &TASK_SEARCH, &NOTE_SEARCH, &CALL_SEARCH, NULL },
};
