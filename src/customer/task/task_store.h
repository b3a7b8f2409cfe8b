/* Inside the module: how tasks, notes and calls are stored. */
#ifndef BANSO_TASK_TASK_STORE_H
#define BANSO_TASK_TASK_STORE_H

#include "task.sql.h"

#include "customer/account/today_source.h"
#include "customer/contact/contact.h"
#include "customer/task/task.h"
#include "house/file/file.h"
#include "house/notice/notice.h"
#include "house/search/search.h"
#include "house/timeline/timeline.h"

/* What the facts say, beside EditTold and CALL_LOGGED. */
typedef struct {
    int64_t until; /* day */
} TaskSnoozed;
extern const Shape TASK_SNOOZED;

/* ---- task_subject.c ---- */
extern const struct Subject TASK_SUBJECT;
extern const Route TASK_LIST_ROUTES[];
/* The ids of all tasks that a filter lists, done and open ones. */
bool tasks_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error);

/* ---- task_routes.c ---- */
/* Done, or open again; what is so already stays as it is. `after` is the row as it is then. */
bool task_done_set(const Request *request, const TaskRow *before, bool done, TaskRow *after, Error *error);

/* ---- task_many.c ---- */
extern const Route TASK_MANY_ROUTES[];

/* ---- task_many_undo.c ---- */
extern const Route TASK_MANY_UNDO_ROUTES[];
extern const Schedule TASK_MANY_SCHEDULES[];

/* `body` is what the fact of this kind says; NULL = nothing more. */
bool task_store(const Writer *writer, const TaskRow *before, TaskRow *after, const char *kind, const void *body,
                Error *error);
/* INPUT names account_id. */
bool task_account_is_there(const Writer *writer, OptInt account_id, const char **name, Error *error);
bool task_owner_is_there(const Writer *writer, OptInt owner_id, const char **name, Error *error);

#define NOTICE_ASSIGNED "task.assigned"
extern const NoticeKind TASK_NOTICES[];

/* Who is told of them. */
NoticeAbout note_about(const NoteRow *row);
NoticeAbout call_about(const CallRow *row);

Audience note_audience(const NoteRow *row);
Audience call_audience(const CallRow *row);

extern const AccountHolder TASK_HOLDER;
extern const ContactHolder TASK_CONTACTS;
extern const FileSubject TASK_FILES[];
extern const SearchSource TASK_SEARCH, NOTE_SEARCH, CALL_SEARCH;
extern const TimelineSource TASK_TIMELINE[];
extern const TodaySource TASK_TODAY;
extern const struct TeamUser TASK_TEAMS;

#endif
