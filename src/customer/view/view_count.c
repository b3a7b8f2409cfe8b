/*
 * How many there are in each view: one request counts all of them, so a rail of views costs one. A view whose filter
 * the caller may not ask, or that cannot be read any more, has no count and takes none from the others.
 */
#include "customer/account/account_list.h"
#include "customer/view/view_store.h"

typedef struct {
    int64_t id;
    OptInt count;
} ViewCount;
static const Field VIEW_COUNT_FIELDS[] = {
    SHAPE_FIELD(ViewCount, id, FIELD_ID),
    SHAPE_OPT(ViewCount, count, FIELD_INT),
    { 0 },
};
static const Shape VIEW_COUNT = { "ViewCount", sizeof(ViewCount), VIEW_COUNT_FIELDS };

static bool rows_count(const Request *request, const SavedViewRow *row, int64_t *count, Error *error)
{
    SubjectAsk ask = { .filter = row->filter, .q = row->q };
    if (!view_of(request, row->subject, &ask.of, error))
        return false;
    return ask.of.subject ? subject_count(request->db, request->arena, &ask, count, error)
                          : accounts_count(request, row->filter, row->q, count, error);
}

static bool view_count(const Request *request, const SavedViewRow *row, ViewCount *counted, Error *error)
{
    *counted = (ViewCount) { .id = row->id, .count.known = true };
    if (rows_count(request, row, &counted->count.value, error))
        return true;
    if (error->kind != ERROR_INPUT && error->kind != ERROR_FORBIDDEN)
        return false;
    *error = (Error) { 0 };
    counted->count = (OptInt) { 0 };
    return true;
}

static bool view_counts(Request *request, Error *error)
{
    SavedViewRow *rows;
    size_t count;
    if (!views_of(request, &rows, &count, error))
        return false;
    ViewCount *counts = arena_array(request->arena, count + 1, sizeof *counts);
    for (size_t i = 0; i < count; i++)
        if (!view_count(request, &rows[i], &counts[i], error))
            return false;
    return reply_list(request, &VIEW_COUNT, counts, count, NULL);
}

const Route VIEW_COUNT_ROUTES[] = {
    { GET, "/api/v1/views/counts", view_counts, RIGHT_VIEW, "Count what is in each of your views and the shared ones",
      .gives = &VIEW_COUNT, .flags = ROUTE_LIST | ROUTE_SLOW },
    { 0 },
};
