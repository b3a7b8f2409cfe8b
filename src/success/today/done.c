/* What was done: read in the facts; said by people in so many words; and for how long it holds. */
#include "success/today/done.h"

#include "engine/engine.h"
#include "jobs/fact.h"
#include "jobs/fact_kind.h"
#include "success/today/today.h"
#include "today.sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- pure ------------------------------------------------------------------------------------------------------ */

bool came_near(OptInt date, int64_t before, int64_t day)
{
    int64_t from = date.value - RENEWAL_DAYS;
    return date.known && date.value >= day && from > before && from <= day;
}

/* ---- what was done --------------------------------------------------------------------------------------------- */

static bool is_news(const FactKind *kind, const void *unused)
{
    (void)unused;
    return kind->news;
}

static bool rest_read(Db *db, Arena *arena, int64_t *days, Error *error)
{
    TodaySettingReadRow *row;
    if (!today_setting_read(db, arena, &row, error))
        return false;
    *days = row ? row->rest_days : REST_DAYS_DEFAULT;
    return true;
}

typedef struct {
    const TodayAsked *asked;
    const Zone *zone;
    HandledList *list;
} Reading;

static bool handled_take(const TodayHandledRow *row, void *context, Error *error)
{
    Reading *reading = context;
    HandledList *list = reading->list;
    Arena *arena = reading->asked->request->arena;
    (void)error;
    if (!list->count || list->items[list->count - 1].account_id != row->account_id) {
        list->items = arena_room(arena, list->items, list->count, 1, &list->room, sizeof *list->items);
        list->items[list->count++] = (Handled) { 0 };
    }
    int64_t written = list->items[list->count - 1].fact_id;
    list->items[list->count - 1] = (Handled) { .account_id = row->account_id,
                                               .fact_id = row->id > written ? row->id : written,
                                               .at = row->at,
                                               .day = zone_day(reading->zone, row->at),
                                               .kind = arena_text(arena, row->kind),
                                               .actor = arena_text(arena, row->actor) };
    return true;
}

static int account_order(const void *key, const void *item)
{
    int64_t account = *(const int64_t *)key, other = ((const Handled *)item)->account_id;
    return account < other ? -1 : account > other;
}

Handled *handled_of(const HandledList *list, int64_t account)
{
    if (!list->count)
        return NULL;
    return bsearch(&account, list->items, list->count, sizeof *list->items, account_order);
}

/* What is new since then has its own day: the account is as if nothing was done. */
static bool news_take(const TodayNewsRow *row, void *context, Error *error)
{
    Handled *handled = handled_of(context, row->account_id);
    (void)error;
    if (handled && row->id > handled->fact_id)
        handled->kind = NULL;
    return true;
}

static void news_drop(HandledList *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

bool handled_read(const TodayAsked *asked, HandledList *handled, Error *error)
{
    const Request *request = asked->request;
    Arena *arena = request->arena;
    Viewer viewer = request_viewer(request);
    Reading reading = { .asked = asked, .zone = atomic_load(&request->services->zone), .list = handled };
    int64_t rest;
    if (!rest_read(request->db, arena, &rest, error))
        return false;
    int64_t since = zone_midnight(reading.zone, asked->as_of - rest + 1);
    if (!today_handled(request->db, since, asked->until, fact_kinds_that(arena, fact_sees_to, NULL),
                       fact_kinds_that(arena, fact_takes_back, NULL), &viewer, handled_take, &reading, error))
        return false;
    int64_t *ids = arena_array(arena, handled->count + 1, sizeof *ids);
    for (size_t i = 0; i < handled->count; i++)
        ids[i] = handled->items[i].account_id;
    if (handled->count && !today_news(request->db, (Ids) { handled->count, ids }, since, asked->until,
                                      fact_kinds_that(arena, is_news, NULL), &viewer, news_take, handled, error))
        return false;
    news_drop(handled);
    return true;
}

/* ---- who did it ------------------------------------------------------------------------------------------------ */

static const Field DONE_BY_FIELDS[] = {
    SHAPE_OPT(DoneBy, staff_id, FIELD_ID),
    SHAPE_OPT(DoneBy, name, FIELD_TEXT),
    SHAPE_FIELD(DoneBy, rows, FIELD_INT),
    { 0 },
};
const Shape DONE_BY = { "TodayDoneBy", sizeof(DoneBy), DONE_BY_FIELDS };

static OptInt staff_of(const char *actor)
{
    OptInt none = { 0 };
    return text_starts(actor, "staff:") ? (OptInt) { strtoll(actor + strlen("staff:"), NULL, 10), true } : none;
}

static DoneBy *person_of(DoneBy *people, size_t *count, OptInt staff)
{
    for (size_t i = 0; i < *count; i++)
        if (people[i].staff_id.known == staff.known && people[i].staff_id.value == staff.value)
            return &people[i];
    people[*count] = (DoneBy) { .staff_id = staff };
    return &people[(*count)++];
}

bool done_by(const TodayAsked *asked, const HandledList *handled, List *people, Error *error)
{
    const Request *request = asked->request;
    DoneBy *found = arena_array(request->arena, handled->count + 1, sizeof *found);
    TodayActorsRow *staff;
    size_t count = 0, staff_count;
    if (!today_actors(request->db, request->arena, &staff, &staff_count, error))
        return false;
    for (size_t i = 0; i < handled->count; i++)
        if (handled->items[i].moved && handled->items[i].day == asked->as_of)
            person_of(found, &count, staff_of(handled->items[i].actor))->rows++;
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < staff_count; s++)
            if (found[i].staff_id.known && staff[s].id == found[i].staff_id.value)
                found[i].name = staff[s].name;
    *people = (List) { count, found };
    return true;
}

/* ---- the API --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account_id;
} NewDone;
static const Field NEW_DONE_FIELDS[] = { SHAPE_FIELD(NewDone, account_id, FIELD_ID), { 0 } };
static const Shape NEW_DONE = { "NewTodayDone", sizeof(NewDone), NEW_DONE_FIELDS };

static bool done_fact(Request *request, const char *kind, int64_t account, Error *error)
{
    const EngineView *view = engine_view(request->services->engine);
    bool there = view_has(view, account);
    engine_view_close(view);
    Fact fact = { .kind = kind, .account_id = account, .actor = request_actor(request), .at = request->now };
    if (!there)
        return fail(error, ERROR_MISSING, "account_id", "account %lld not found", (long long)account);
    return fact_write(request->db, &fact, NULL, error) && reply_empty(request);
}

static bool done_add(Request *request, Error *error)
{
    const NewDone *in = request->input;
    return done_fact(request, "today.done", in->account_id, error);
}

static bool done_remove(Request *request, Error *error)
{
    return done_fact(request, "today.reopened", request->path_id[0], error);
}

static const Field REST_CHANGED_FIELDS[] = {
    SHAPE_FIELD(RestChanged, rest_days, FIELD_INT, .min = 1, .max = REST_DAYS_MAX),
    { 0 },
};
const Shape REST_CHANGED = { "TodaySettings", sizeof(RestChanged), REST_CHANGED_FIELDS };

static bool settings_get(Request *request, Error *error)
{
    RestChanged settings;
    return rest_read(request->db, request->arena, &settings.rest_days, error) &&
           reply_row(request, 200, &REST_CHANGED, &settings);
}

static bool settings_put(Request *request, Error *error)
{
    const RestChanged *in = request->input;
    Fact fact = { .kind = "today.rest_changed", .actor = request_actor(request), .body = in, .at = request->now };
    return today_setting_write(request->db, in->rest_days, error) && fact_write(request->db, &fact, NULL, error) &&
           settings_get(request, error);
}

const Route DONE_ROUTES[] = {
    { POST, "/api/v1/today/done", done_add, RIGHT_ACT, "Mark an account as done on Today", .takes = &NEW_DONE },
    { DELETE, "/api/v1/today/done/{id}", done_remove, RIGHT_ACT, "Bring a done account back to Today" },
    { GET, "/api/v1/today/settings", settings_get, RIGHT_VIEW, "Get for how many days a done account rests",
      .gives = &REST_CHANGED },
    { PUT, "/api/v1/today/settings", settings_put, RIGHT_MANAGE, "Change for how many days a done account rests",
      .takes = &REST_CHANGED, .gives = &REST_CHANGED },
    { 0 }
};
