/* A page of the timeline over the API: the facts of an account before a place, with their words read in. */
#include "base/clock.h"
#include "house/timeline/timeline_store.h"
#include "http/page.h"
#include "jobs/fact_kind.h"

#include <string.h>

typedef struct {
    Texts kinds;
    const char *cursor;
    OptInt limit, as_of;
} TimelineAsk;
static const Field TIMELINE_ASK_FIELDS[] = {
    SHAPE_OPT(TimelineAsk, kinds, FIELD_TEXTS, .max = 20, .choose = fact_groups),
    PAGE_FIELDS(TimelineAsk),
    SHAPE_OPT(TimelineAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape TIMELINE_ASK = { "TimelineAsk", sizeof(TimelineAsk), TIMELINE_ASK_FIELDS };

static const Field ITEM_FIELDS[] = {
    SHAPE_AT(TimelineItem, fact, id, FIELD_ID),
    SHAPE_AT(TimelineItem, fact, at, FIELD_TIME),
    SHAPE_AT(TimelineItem, fact, kind, FIELD_TEXT),
    SHAPE_AT(TimelineItem, fact, actor, FIELD_TEXT),
    SHAPE_OPT(TimelineItem, actor_name, FIELD_TEXT),
    SHAPE_AT(TimelineItem, fact, subject, FIELD_TEXT, .optional = true),
    SHAPE_OPT(TimelineItem, title, FIELD_TEXT),
    SHAPE_OPT(TimelineItem, text, FIELD_TEXT),
    SHAPE_AT(TimelineItem, fact, visible_to, FIELD_TEXT, .optional = true, .choices = VISIBLE_TO),
    SHAPE_AT(TimelineItem, fact, author_id, FIELD_ID, .optional = true),
    SHAPE_AT(TimelineItem, fact, body, FIELD_JSON, .shape = &FACT),
    SHAPE_FIELD(TimelineItem, files, FIELD_LIST, .shape = &FILE_SHAPE),
    SHAPE_FIELD(TimelineItem, takes_files, FIELD_FLAG),
    { 0 },
};
static const Shape ITEM = { "TimelineItem", sizeof(TimelineItem), ITEM_FIELDS };

/* A fact without a group is shown only where all are. */
static bool is_of_group(const FactKind *kind, const void *groups)
{
    const Texts *wanted = groups;
    for (size_t i = 0; kind->group && i < wanted->count; i++)
        if (strcmp(kind->group, wanted->items[i]) == 0)
            return true;
    return false;
}

static bool facts_read(Request *request, const TimelineAsk *ask, const Viewer *viewer, int64_t most,
                       TimelineFactRow **facts, size_t *count, Error *error)
{
    int64_t account = request->path_id[0];
    Cursor before = { .place = INT64_MAX };
    /* As of a day: what had happened by its end. A cursor of such a list is before it anyhow. */
    if (ask->as_of.known)
        before.place = zone_midnight(atomic_load(&request->services->zone), ask->as_of.value + 1);
    if (!cursor_read(ask->cursor, &before, error))
        return false;
    if (!ask->kinds.count)
        return timeline_all(request->db, request->arena, account, before.place, before.id, most, viewer, facts, count,
                            error);
    Texts kinds = fact_kinds_that(request->arena, is_of_group, &ask->kinds);
    return timeline_kinds(request->db, request->arena, account, before.place, before.id, kinds, most, viewer, facts,
                          count, error);
}

static bool timeline_get(Request *request, Error *error)
{
    const TimelineAsk *ask = request->query;
    Viewer viewer = request_viewer(request);
    int64_t limit = page_limit(ask->limit);
    size_t count;
    TimelineFactRow *facts;
    const char *next = NULL;
    bool there;
    if (!timeline_account_is_there(request->db, request->arena, request->path_id[0], &there, error))
        return false;
    if (!there)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)request->path_id[0]);
    if (!facts_read(request, ask, &viewer, limit + 1, &facts, &count, error))
        return false;
    if (page_goes_on(&count, limit))
        next = cursor_text(request->arena, facts[limit - 1].at, facts[limit - 1].id);
    TimelineItem *items = arena_array(request->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i].fact = facts[i];
    return timeline_words_join(request->db, request->arena, &viewer, items, count, error) &&
           reply_list(request, &ITEM, items, count, next);
}

const Route TIMELINE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/timeline", timeline_get, RIGHT_VIEW, "Get an account's timeline, newest first",
      .asks = &TIMELINE_ASK, .gives = &ITEM, .flags = ROUTE_LIST },
    { 0 },
};
