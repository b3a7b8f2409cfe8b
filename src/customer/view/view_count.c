/*
 * How many there are in each view: one request counts all of them, so a rail of views costs one, and what it costs is
 * bounded however many views there are. Views of accounts are counted together, in one pass over the engine. Those of
 * the database share a number of rows that are looked at, the newest first, and are counted up to COUNTED_MAX; what is
 * left out makes a count "at least". A view whose filter the caller may not ask, that cannot be read any more or that
 * would go beyond the bounds has no count and takes none from the others.
 */
#include "customer/account/account_list.h"
#include "customer/view/view_store.h"
#include "jobs/module.h"

#include <string.h>

enum {
    COUNTED_MAX = 1000,       /* in one view */
    ROWS_EACH_MAX = 100000,   /* looked at for one view, */
    ROWS_ALL_MAX = 500000,    /* and for all views of a subject */
    ACCOUNTS_WITHIN_MAX = 16, /* conditions on accounts within them, each of which is a pass over the engine */
};

typedef struct {
    int64_t id;
    OptInt count;
    bool at_least;
} ViewCount;
static const Field VIEW_COUNT_FIELDS[] = {
    SHAPE_FIELD(ViewCount, id, FIELD_ID),
    SHAPE_OPT(ViewCount, count, FIELD_INT),
    SHAPE_FIELD(ViewCount, at_least, FIELD_FLAG),
    { 0 },
};
static const Shape VIEW_COUNT = { "ViewCount", sizeof(ViewCount), VIEW_COUNT_FIELDS };

/* ---- of accounts ------------------------------------------------------------------------------------------------ */

static bool accounts_views_count(const Request *request, const SavedViewRow *rows, size_t count, ViewCount *counts,
                                 Error *error)
{
    AccountsCounted *lists = arena_array(request->arena, count + 1, sizeof *lists);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].subject, "account") == 0)
            lists[used++] = (AccountsCounted) { .filter = rows[i].filter, .q = rows[i].q };
    if (!accounts_count(request, lists, used, error))
        return false;
    used = 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].subject, "account") == 0)
            counts[i].count = lists[used++].count;
    return true;
}

/* ---- of what is in the database --------------------------------------------------------------------------------- */

/* The views of one subject. */
typedef struct {
    const Subject *subject;
    int64_t from;  /* the first id that is looked at; 0 = all are */
    size_t within; /* conditions on accounts so far */
} Newest;

static bool newest_of(const Request *request, const SavedViewRow *rows, size_t count, const char *subject,
                      Newest *newest, Error *error)
{
    int64_t views = 0, each;
    ConditionOf of;
    for (size_t i = 0; i < count; i++)
        views += strcmp(rows[i].subject, subject) == 0;
    *newest = (Newest) { 0 };
    if (!views)
        return true;
    if (!view_of(request, subject, &of, error))
        return false;
    each = ROWS_ALL_MAX / views;
    newest->subject = of.subject;
    return !of.subject || subject_newest(request->db, request->arena, of.subject,
                                         each < ROWS_EACH_MAX ? each : ROWS_EACH_MAX, &newest->from, error);
}

/* Whether its conditions on accounts still fit. */
static bool view_fits(const Request *request, const SubjectAsk *ask, Newest *newest, bool *fits, Error *error)
{
    const Condition *condition;
    *fits = true;
    if (!ask->filter)
        return true;
    if (!condition_parse_text(request->arena, &ask->of, ask->filter, "filter", &condition, error))
        return false;
    size_t within = condition_accounts(condition);
    *fits = newest->within + within <= ACCOUNTS_WITHIN_MAX;
    newest->within += *fits ? within : 0;
    return true;
}

static bool view_rows_count(const Request *request, const SavedViewRow *row, Newest *newest, ViewCount *counted,
                            Error *error)
{
    SubjectAsk ask = { .filter = row->filter, .q = row->q };
    int64_t count;
    bool fits;
    if (!view_of(request, row->subject, &ask.of, error) || !view_fits(request, &ask, newest, &fits, error))
        return false;
    if (!fits)
        return true;
    if (!subject_count_from(request->db, request->arena, &ask, newest->from, COUNTED_MAX + 1, &count, error))
        return false;
    counted->at_least = count > COUNTED_MAX || newest->from > 0;
    counted->count = (OptInt) { count > COUNTED_MAX ? COUNTED_MAX : count, true };
    return true;
}

static bool subject_views_count(const Request *request, const SavedViewRow *rows, size_t count, const char *subject,
                                ViewCount *counts, Error *error)
{
    Newest newest;
    if (!newest_of(request, rows, count, subject, &newest, error))
        return false;
    for (size_t i = 0; newest.subject && i < count; i++) {
        if (strcmp(rows[i].subject, subject) != 0 || view_rows_count(request, &rows[i], &newest, &counts[i], error))
            continue;
        if (error->kind != ERROR_INPUT && error->kind != ERROR_FORBIDDEN)
            return false;
        *error = (Error) { 0 };
    }
    return true;
}

static bool subjects_views_count(const Request *request, const SavedViewRow *rows, size_t count, ViewCount *counts,
                                 Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const Subject *const *subject = (*at)->subjects; subject && *subject; subject++)
            if (!subject_views_count(request, rows, count, (*subject)->name, counts, error))
                return false;
    return true;
}

/* ---- all -------------------------------------------------------------------------------------------------------- */

static bool view_counts(Request *request, Error *error)
{
    SavedViewRow *rows;
    size_t count;
    if (!views_of(request, &rows, &count, error))
        return false;
    ViewCount *counts = arena_array(request->arena, count + 1, sizeof *counts);
    for (size_t i = 0; i < count; i++)
        counts[i] = (ViewCount) { .id = rows[i].id };
    return accounts_views_count(request, rows, count, counts, error) &&
           subjects_views_count(request, rows, count, counts, error) &&
           reply_list(request, &VIEW_COUNT, counts, count, NULL);
}

const Route VIEW_COUNT_ROUTES[] = {
    { GET, "/api/v1/views/counts", view_counts, RIGHT_VIEW, "Count what is in each of your views and the shared ones",
      .gives = &VIEW_COUNT, .flags = ROUTE_LIST | ROUTE_SLOW },
    { 0 },
};
