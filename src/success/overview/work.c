/*
 * What people did in the seven days up to the one asked for, beside the seven days before: calls, meetings and mails,
 * notes, tasks done, and the accounts that they saw to. Read in the facts, as Today does: what was taken back does not
 * count, and who may not see a note does not count it.
 */
#include "base/clock.h"
#include "house/workspace/workspace.h"
#include "http/page.h"
#include "jobs/fact_kind.h"
#include "overview.sql.h"
#include "success/overview/overview.h"

enum { WEEK_DAYS = 7 };

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t calls, activities, notes, tasks, accounts; /* activities = meetings and mails */
} Done;
static const Field DONE_FIELDS[] = {
    SHAPE_FIELD(Done, calls, FIELD_INT), SHAPE_FIELD(Done, activities, FIELD_INT), SHAPE_FIELD(Done, notes, FIELD_INT),
    SHAPE_FIELD(Done, tasks, FIELD_INT), SHAPE_FIELD(Done, accounts, FIELD_INT),   { 0 },
};
static const Shape DONE = { "OverviewDone", sizeof(Done), DONE_FIELDS };

typedef struct {
    const char *actor; /* "staff:12", "key:3" */
    const char *name;
    Done now, before;
    const Done *week, *week_before;
    int64_t last[2]; /* while counting: the account that was counted last */
} Doer;
static const Field DOER_FIELDS[] = {
    SHAPE_FIELD(Doer, actor, FIELD_TEXT),
    SHAPE_OPT(Doer, name, FIELD_TEXT),
    SHAPE_FIELD(Doer, week, FIELD_OBJECT, .shape = &DONE),
    SHAPE_FIELD(Doer, week_before, FIELD_OBJECT, .shape = &DONE),
    { 0 },
};
static const Shape DOER = { "OverviewDoer", sizeof(Doer), DOER_FIELDS };

typedef struct {
    int64_t from, as_of;
    const Done *week, *week_before; /* of all; an account that two saw to counts once */
    List people;
} WorkShown;
static const Field WORK_FIELDS[] = {
    SHAPE_FIELD(WorkShown, from, FIELD_DAY),
    SHAPE_FIELD(WorkShown, as_of, FIELD_DAY),
    SHAPE_FIELD(WorkShown, week, FIELD_OBJECT, .shape = &DONE),
    SHAPE_FIELD(WorkShown, week_before, FIELD_OBJECT, .shape = &DONE),
    SHAPE_FIELD(WorkShown, people, FIELD_LIST, .shape = &DOER),
    { 0 },
};
static const Shape WORK = { "OverviewWork", sizeof(WorkShown), WORK_FIELDS };

typedef struct {
    OptInt as_of;
    const char *what, *actor, *cursor;
    OptInt limit;
} WorkAsk;
static const Field WORK_ASK_FIELDS[] = { SHAPE_OPT(WorkAsk, as_of, FIELD_DAY), { 0 } };
static const Shape WORK_ASK = { "OverviewWorkAsk", sizeof(WorkAsk), WORK_ASK_FIELDS };
static const Field DEEDS_ASK_FIELDS[] = {
    SHAPE_OPT(WorkAsk, as_of, FIELD_DAY),
    SHAPE_FIELD(WorkAsk, what, FIELD_TEXT, .choices = "calls|activities|notes|tasks|accounts"),
    SHAPE_OPT(WorkAsk, actor, FIELD_TEXT, .max = 60),
    PAGE_FIELDS(WorkAsk),
    { 0 },
};
static const Shape DEEDS_ASK = { "OverviewDeedsAsk", sizeof(WorkAsk), DEEDS_ASK_FIELDS };

/* ---- which facts ------------------------------------------------------------------------------------------------- */

/* The kinds that a figure counts, and where. "accounts" counts by all that see to one, and is none of these. */
typedef struct {
    const char *what, *kind;
    size_t at; /* in Done */
} Counted;
static const Counted COUNTED[] = {
    { "calls", "call.logged", offsetof(Done, calls) },
    { "activities", "meeting.logged", offsetof(Done, activities) },
    { "activities", "mail.logged", offsetof(Done, activities) },
    { "notes", "note.added", offsetof(Done, notes) },
    { "tasks", "task.done", offsetof(Done, tasks) },
};

static const Counted *counted_of(const char *kind)
{
    for (size_t i = 0; i < sizeof COUNTED / sizeof *COUNTED; i++)
        if (text_equal(COUNTED[i].kind, kind))
            return &COUNTED[i];
    return NULL;
}

static bool is_counted(const FactKind *kind, const void *what)
{
    if (text_equal(what, "accounts"))
        return fact_sees_to(kind, NULL);
    const Counted *counted = counted_of(kind->name);
    return counted && text_equal(counted->what, what);
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    bool before; /* the week before is being counted */
    Doer *people;
    size_t count, room;
    Done now_all, before_all;
    int64_t last; /* the account that was counted last, whoever saw to it */
} Working;

static Doer *doer_of(Working *working, const char *actor)
{
    for (size_t i = 0; i < working->count; i++)
        if (text_equal(working->people[i].actor, actor))
            return &working->people[i];
    working->people =
        arena_room(working->arena, working->people, working->count, 1, &working->room, sizeof *working->people);
    working->people[working->count] = (Doer) { .actor = arena_text(working->arena, actor) };
    return &working->people[working->count++];
}

static void done_add(Done *done, const OverviewWorkRow *row)
{
    const Counted *counted = counted_of(row->kind);
    if (!counted)
        return;
    int64_t *figure = (void *)((char *)done + counted->at);
    *figure += row->times;
}

/* By account, so that each is counted once for a person, and once for all. */
static void account_add(Done *done, int64_t *last, OptInt account)
{
    if (!account.known || *last == account.value)
        return;
    *last = account.value;
    done->accounts++;
}

static bool work_take(const OverviewWorkRow *row, void *context, Error *error)
{
    Working *working = context;
    Doer *doer = doer_of(working, row->actor);
    Done *own = working->before ? &doer->before : &doer->now;
    Done *all = working->before ? &working->before_all : &working->now_all;
    (void)error;
    done_add(own, row);
    done_add(all, row);
    account_add(own, &doer->last[working->before], row->account_id);
    account_add(all, &working->last, row->account_id);
    return true;
}

/* The instants between which a week lies that ends with the day; the present one ends now. */
typedef struct {
    int64_t since, until;
} Span;
static Span week_of(const Request *request, int64_t last_day)
{
    const Zone *zone = atomic_load(&request->services->zone);
    int64_t end = zone_midnight(zone, last_day + 1);
    return (Span) { zone_midnight(zone, last_day - WEEK_DAYS + 1), end < request->now ? end : request->now + 1 };
}

static bool week_count(const Request *request, int64_t last_day, bool before, Working *working, Error *error)
{
    Span span = week_of(request, last_day);
    Viewer viewer = request_viewer(request);
    working->before = before;
    working->last = 0;
    return overview_work(request->db, span.since, span.until, fact_kinds_that(request->arena, fact_sees_to, NULL),
                         fact_kinds_that(request->arena, fact_takes_back, NULL), &viewer, work_take, working, error);
}

static bool names_add(const Request *request, Working *working, Error *error)
{
    OverviewActorsRow *rows;
    size_t count;
    if (!overview_actors(request->db, request->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < working->count; i++) {
        Doer *doer = &working->people[i];
        doer->week = &doer->now;
        doer->week_before = &doer->before;
        for (size_t r = 0; r < count && !doer->name; r++)
            if (text_equal(rows[r].actor, doer->actor))
                doer->name = rows[r].name;
    }
    return true;
}

static bool work_get(Request *request, Error *error)
{
    const WorkAsk *ask = request->query;
    Working working = { .arena = request->arena };
    WorkShown shown = { 0 };
    if (!workspace_day(request, ask->as_of, &shown.as_of, error) ||
        !week_count(request, shown.as_of, false, &working, error) ||
        !week_count(request, shown.as_of - WEEK_DAYS, true, &working, error) || !names_add(request, &working, error))
        return false;
    shown.from = shown.as_of - WEEK_DAYS + 1;
    shown.week = &working.now_all;
    shown.week_before = &working.before_all;
    shown.people = (List) { working.count, working.people };
    return reply_row(request, 200, &WORK, &shown);
}

/* ---- the deeds behind a figure ----------------------------------------------------------------------------------- */

static bool deeds_get(Request *request, Error *error)
{
    const WorkAsk *ask = request->query;
    int64_t as_of, most = page_limit(ask->limit);
    Cursor before = { INT64_MAX, INT64_MAX };
    Viewer viewer = request_viewer(request);
    OverviewDeedRow *rows;
    size_t count;
    if (!workspace_day(request, ask->as_of, &as_of, error) || !cursor_read(ask->cursor, &before, error))
        return false;
    Span span = week_of(request, as_of);
    if (!overview_deeds(request->db, request->arena, fact_kinds_that(request->arena, is_counted, ask->what),
                        fact_kinds_that(request->arena, fact_takes_back, NULL), ask->actor, span.since, span.until,
                        before.place, before.id, most + 1, &viewer, &rows, &count, error))
        return false;
    bool goes_on = page_goes_on(&count, most);
    const char *next = goes_on ? cursor_text(request->arena, rows[count - 1].at, rows[count - 1].id) : NULL;
    return reply_list(request, &OVERVIEW_DEED_ROW, rows, count, next);
}

const Route OVERVIEW_WORK_ROUTES[] = { { GET, "/api/v1/overview/work", work_get, RIGHT_VIEW,
                                         "Get what people did in the seven days up to a day and in the seven before: "
                                         "calls, meetings and e-mails, notes, tasks, accounts seen to",
                                         .asks = &WORK_ASK, .gives = &WORK },
                                       { GET, "/api/v1/overview/work/deeds", deeds_get, RIGHT_VIEW,
                                         "List what one of those figures counts in the seven days, newest first",
                                         .asks = &DEEDS_ASK, .gives = &OVERVIEW_DEED_ROW, .flags = ROUTE_LIST },
                                       { 0 } };
