/*
 * What is shown of promises: the clocks of a ticket with their reasons, what a policy would say of an instant, and the
 * figures with the clocks behind them.
 *
 * In order: clocks; preview; figures.
 */
#include "http/page.h"
#include "support/sla/sla_store.h"

/* ---- clocks ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *kind;
    int64_t target;
    int64_t started_at;
    OptInt due_at, warn_at, stopped_at, breached_at, left_minutes;
    bool paused;
    int64_t used_minutes;
    const char *policy, *policy_ja;
    List reasons;
} SlaClock;
static const Field CLOCK_FIELDS[] = {
    SHAPE_FIELD(SlaClock, kind, FIELD_TEXT, .choices = "first|next|resolution"),
    SHAPE_FIELD(SlaClock, target, FIELD_INT, .about = "Minutes of business time"),
    SHAPE_FIELD(SlaClock, started_at, FIELD_TIME),
    SHAPE_OPT(SlaClock, due_at, FIELD_TIME, .about = "Missing while it is paused"),
    SHAPE_OPT(SlaClock, warn_at, FIELD_TIME),
    SHAPE_OPT(SlaClock, stopped_at, FIELD_TIME),
    SHAPE_OPT(SlaClock, breached_at, FIELD_TIME),
    SHAPE_OPT(SlaClock, left_minutes, FIELD_INT,
              .about = "Minutes of business time; below 0 when it is late, missing when it has stopped"),
    SHAPE_FIELD(SlaClock, paused, FIELD_FLAG),
    SHAPE_FIELD(SlaClock, used_minutes, FIELD_INT),
    SHAPE_OPT(SlaClock, policy, FIELD_TEXT),
    SHAPE_OPT(SlaClock, policy_ja, FIELD_TEXT),
    SHAPE_FIELD(SlaClock, reasons, FIELD_LIST, .shape = &SLA_REASON),
    { 0 },
};
static const Shape SLA_CLOCK = { "SlaClock", sizeof(SlaClock), CLOCK_FIELDS };

static bool clock_shown(const SlaAt *at, const SlaClockRow *row, SlaClock *shown, Error *error)
{
    const SlaPolicyRow *policy;
    if (!sla_policy_held(at, row->policy_id, &policy, error))
        return false;
    int64_t left = row->target * MS_PER_MINUTE - row->business_ms;
    *shown = (SlaClock) { .kind = row->kind,
                          .target = row->target,
                          .started_at = row->started_at,
                          .due_at = row->due_at,
                          .warn_at = row->warn_at,
                          .stopped_at = row->stopped_at,
                          .breached_at = row->breached_at,
                          .left_minutes = { left / MS_PER_MINUTE, !row->stopped_at.known },
                          .paused = row->paused,
                          .used_minutes = row->business_ms / MS_PER_MINUTE,
                          .policy = policy ? policy->name : NULL,
                          .policy_ja = policy ? policy->name_ja : NULL };
    return sla_reasons_read(at->arena, row->reasons, &shown->reasons, error);
}

/* As they are at this moment, which is what is stored, with what was used since. */
static bool clocks_of_ticket(Request *request, Error *error)
{
    SlaAt at = { request->services, request->db, request->arena, request->now };
    int64_t id = request->path_id[0];
    SlaTicketRow *ticket;
    SlaPromiseRow *promise;
    SlaClocks clocks, stored = { 0 };
    if (!sla_ticket(request->db, request->arena, id, &ticket, error))
        return false;
    if (!ticket)
        return fail(error, ERROR_MISSING, NULL, "ticket %lld not found", (long long)id);
    if (!sla_promise_of(request->db, request->arena, id, &promise, error) ||
        !sla_clocks_of(request->db, request->arena, id, &stored.items, &stored.count, error) ||
        !sla_compute(&at, &(SlaCase) { .ticket = ticket, .promise = promise, .stored = stored }, &clocks, error))
        return false;
    SlaClock *shown = arena_array(request->arena, clocks.count + 1, sizeof *shown);
    for (size_t i = 0; i < clocks.count; i++)
        if (!clock_shown(&at, &clocks.items[i], &shown[i], error))
            return false;
    return reply_list(request, &SLA_CLOCK, shown, clocks.count, NULL);
}

/* ---- preview --------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt at;
} PreviewAsk;
static const Field PREVIEW_ASK_FIELDS[] = { SHAPE_OPT(PreviewAsk, at, FIELD_TIME, .about = "Now, if it is missing"),
                                            { 0 } };
static const Shape SLA_PREVIEW_ASK = { "SlaPreviewAsk", sizeof(PreviewAsk), PREVIEW_ASK_FIELDS };

typedef struct {
    const char *priority, *kind;
    int64_t target;
    OptInt due_at, warn_at;
    List reasons;
} SlaPreview;
static const Field PREVIEW_FIELDS[] = {
    SHAPE_FIELD(SlaPreview, priority, FIELD_TEXT, .choices = "any|low|normal|high|urgent"),
    SHAPE_FIELD(SlaPreview, kind, FIELD_TEXT, .choices = "first|next|resolution"),
    SHAPE_FIELD(SlaPreview, target, FIELD_INT),
    SHAPE_OPT(SlaPreview, due_at, FIELD_TIME),
    SHAPE_OPT(SlaPreview, warn_at, FIELD_TIME),
    SHAPE_FIELD(SlaPreview, reasons, FIELD_LIST, .shape = &SLA_REASON),
    { 0 },
};
static const Shape SLA_PREVIEW = { "SlaPreview", sizeof(SlaPreview), PREVIEW_FIELDS };

typedef struct {
    Arena *arena;
    const Hours *hours;
    int64_t at;
    SlaPreview *items;
    size_t count;
} Previews;

static void preview_add(Previews *previews, const SlaPromiseRow *promise, const char *priority, const char *kind,
                        OptInt minutes)
{
    SlaPiece piece = { previews->at, { 0 } };
    SlaRun run = { kind, 1, previews->at, { 0 }, &piece, 1 };
    if (!minutes.known)
        return;
    SlaMeasured measured = sla_measure(previews->hours, &run, sla_limit(promise, minutes.value), previews->at);
    int64_t until = measured.due_at.known ? measured.due_at.value : previews->at;
    previews->items[previews->count++] =
        (SlaPreview) { priority,         kind,
                       minutes.value,    measured.due_at,
                       measured.warn_at, sla_reasons(previews->arena, previews->hours, &run, until) };
}

static bool policy_preview(Request *request, Error *error)
{
    const PreviewAsk *ask = request->query;
    SlaAt at = { request->services, request->db, request->arena, request->now };
    Previews previews = { .arena = request->arena, .at = ask->at.known ? ask->at.value : request->now };
    SlaPolicyRow *policy;
    List targets;
    if (!sla_policy_by_id(request->db, request->arena, request->path_id[0], &policy, error))
        return false;
    if (!policy)
        return fail(error, ERROR_MISSING, NULL, "SLA policy %lld not found", (long long)request->path_id[0]);
    if (!sla_hours(&at, policy->hours_id, &previews.hours, error) ||
        !sla_targets_read(request->arena, policy->target_list, &targets, error))
        return false;
    const SlaTarget *lines = targets.items;
    previews.items = arena_array(request->arena, targets.count * 3 + 1, sizeof *previews.items);
    for (size_t i = 0; i < targets.count; i++) {
        SlaPromiseRow promise = sla_promise_by(policy, &lines[i], 0);
        preview_add(&previews, &promise, lines[i].priority, "first", promise.first_minutes);
        preview_add(&previews, &promise, lines[i].priority, "next", promise.next_minutes);
        preview_add(&previews, &promise, lines[i].priority, "resolution", promise.resolution_minutes);
    }
    return reply_list(request, &SLA_PREVIEW, previews.items, previews.count, NULL);
}

/* ---- figures --------------------------------------------------------------------------------------------------- */

enum { DAYS_USUAL = 28 };

typedef struct {
    OptInt from_on, until_on;
    const char *kind;
    OptInt breached;
    const char *cursor;
    OptInt limit;
} FiguresAsk;
static const Field FIGURES_ASK_FIELDS[] = {
    SHAPE_OPT(FiguresAsk, from_on, FIELD_DAY, .about = "The first due day; 27 days before today if it is missing"),
    SHAPE_OPT(FiguresAsk, until_on, FIELD_DAY, .about = "The first day that is not counted; tomorrow if it is missing"),
    { 0 },
};
static const Shape SLA_FIGURES_ASK = { "SlaFiguresAsk", sizeof(FiguresAsk), FIGURES_ASK_FIELDS };
static const Field DUE_ASK_FIELDS[] = {
    SHAPE_OPT(FiguresAsk, from_on, FIELD_DAY),
    SHAPE_OPT(FiguresAsk, until_on, FIELD_DAY),
    SHAPE_OPT(FiguresAsk, kind, FIELD_TEXT, .choices = "first|next|resolution"),
    SHAPE_OPT(FiguresAsk, breached, FIELD_FLAG, .about = "Those alone that were breached"),
    PAGE_FIELDS(FiguresAsk),
    { 0 },
};
static const Shape SLA_DUE_ASK = { "SlaDueAsk", sizeof(FiguresAsk), DUE_ASK_FIELDS };

typedef struct {
    const char *kind;
    int64_t due, breached;
    OptReal rate;
} SlaFigure;
static const Field FIGURE_FIELDS[] = {
    SHAPE_FIELD(SlaFigure, kind, FIELD_TEXT, .choices = "first|next|resolution"),
    SHAPE_FIELD(SlaFigure, due, FIELD_INT,
                .about = "Promises that were due in these days and are decided: kept or broken"),
    SHAPE_FIELD(SlaFigure, breached, FIELD_INT),
    SHAPE_OPT(SlaFigure, rate, FIELD_REAL, .about = "breached / due, 0 to 1; missing where nothing was due"),
    { 0 },
};
static const Shape SLA_FIGURE = { "SlaFigure", sizeof(SlaFigure), FIGURE_FIELDS };

static void days_asked(const Request *request, const FiguresAsk *ask, int64_t *from, int64_t *until)
{
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    *until = ask->until_on.known ? ask->until_on.value : today + 1;
    *from = ask->from_on.known ? ask->from_on.value : *until - DAYS_USUAL;
}

static bool figures(Request *request, Error *error)
{
    int64_t from, until;
    SlaCountsRow *rows;
    size_t count;
    days_asked(request, request->query, &from, &until);
    if (!sla_counts(request->db, request->arena, from, until, &rows, &count, error))
        return false;
    SlaFigure *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = (SlaFigure) {
            rows[i].kind, rows[i].due, rows[i].breached, { (double)rows[i].breached / (double)rows[i].due, true }
        };
    return reply_list(request, &SLA_FIGURE, shown, count, NULL);
}

static bool due_list(Request *request, Error *error)
{
    const FiguresAsk *ask = request->query;
    Cursor cursor = { INT64_MAX, INT64_MAX };
    int64_t from, until, limit = page_limit(ask->limit);
    SlaDueRow *rows;
    size_t count;
    days_asked(request, ask, &from, &until);
    if (!cursor_read(ask->cursor, &cursor, error) ||
        !sla_due_page(request->db, request->arena, from, until, ask->kind ? ask->kind : "", ask->breached.value,
                      cursor.place, cursor.id, limit + 1, &rows, &count, error))
        return false;
    bool goes_on = page_goes_on(&count, limit);
    const char *next = goes_on ? cursor_text(request->arena, rows[count - 1].due_at, rows[count - 1].id) : NULL;
    return reply_list(request, &SLA_DUE, rows, count, next);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route SLA_SHOWN_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/clocks", clocks_of_ticket, RIGHT_VIEW,
      "List the clocks of a ticket: what was promised, when it is due, and why", .gives = &SLA_CLOCK,
      .flags = ROUTE_LIST, OF_SUPPORT },
    { GET, "/api/v1/sla-policies/{id}/preview", policy_preview, RIGHT_VIEW,
      "Say when what the policy promises would be due, of a ticket that comes at an instant", .asks = &SLA_PREVIEW_ASK,
      .gives = &SLA_PREVIEW, .flags = ROUTE_LIST, OF_SUPPORT },
    { GET, "/api/v1/sla-figures", figures, RIGHT_VIEW,
      "Count the promises that were due in some days and are decided, and those that were breached, by kind",
      .asks = &SLA_FIGURES_ASK, .gives = &SLA_FIGURE, .flags = ROUTE_LIST, OF_SUPPORT },
    { GET, "/api/v1/sla-due", due_list, RIGHT_VIEW, "List the promises behind these figures, the latest first",
      .asks = &SLA_DUE_ASK, .gives = &SLA_DUE, .flags = ROUTE_LIST, OF_SUPPORT },
    { 0 },
};
