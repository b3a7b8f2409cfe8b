/* What a rule would leave out, before it is one: how many people, at how many accounts, and what they did lately. */
#include "customer/contact/exclude.h"
#include "house/workspace/workspace.h"
#include "reading.sql.h"
#include "usage/event/event_store.h"

#include <stdlib.h>
#include <string.h>

enum { PREVIEW_DAYS = 90, PREVIEW_NAMES = 5 };

static const Field EXCLUSION_ASK_FIELDS[] = {
    SHAPE_FIELD(ExclusionGiven, kind, FIELD_TEXT, .choices = "domain|address|user_id|trait|robot"),
    SHAPE_OPT(ExclusionGiven, pattern, FIELD_TEXT, .max = 400),
    SHAPE_OPT(ExclusionGiven, field, FIELD_TEXT, .max = 100),
    { 0 },
};
static const Shape EXCLUSION_ASK = { "ExclusionAsk", sizeof(ExclusionGiven), EXCLUSION_ASK_FIELDS };

typedef struct {
    int64_t people, accounts, events;
    Texts names;
} Preview;
static const Field PREVIEW_FIELDS[] = {
    SHAPE_FIELD(Preview, people, FIELD_INT),
    SHAPE_FIELD(Preview, accounts, FIELD_INT),
    SHAPE_FIELD(Preview, events, FIELD_INT),
    SHAPE_FIELD(Preview, names, FIELD_TEXTS),
    { 0 },
};
static const Shape PREVIEW = { "ExclusionPreview", sizeof(Preview), PREVIEW_FIELDS };

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* `people` ascending. */
static int64_t events_of(const EngineView *view, Ids accounts, Ids people, int64_t today)
{
    Arena *scratch = arena_new();
    int64_t events = 0;
    for (size_t i = 0; i < accounts.count; i++) {
        const PersonUse *uses;
        size_t count;
        arena_reset(scratch);
        view_people(view, scratch, accounts.items[i], 0, PREVIEW_DAYS, today, &uses, &count);
        for (size_t n = 0; n < count; n++)
            if (bsearch(&uses[n].contact, people.items, people.count, sizeof(int64_t), by_id) != NULL)
                events += uses[n].events;
    }
    arena_free(scratch);
    return events;
}

static bool preview_people(Request *request, const ExclusionGiven *given, int64_t today, Preview *preview, Error *error)
{
    Ids people, accounts;
    const EngineView *view;
    if (!exclusion_would_hold(request->db, request->arena, given, PREVIEW_NAMES, &people, &preview->names, error) ||
        !accounts_of_people(request->db, request->arena, people, &accounts, error))
        return false;
    preview->people = (int64_t)people.count;
    preview->accounts = (int64_t)accounts.count;
    if (people.count == 0 || accounts.count == 0)
        return true;
    if (!engine_view_of(request->services->engine, accounts, today + 1 - PREVIEW_DAYS, &view, error))
        return false;
    preview->events = events_of(view, accounts, people, today);
    engine_view_close(view);
    return true;
}

static bool preview_robots(Request *request, int64_t today, Preview *preview, Error *error)
{
    UsageRobotsRow *row;
    if (!usage_robots(request->db, request->arena, today + 1 - PREVIEW_DAYS, &row, error))
        return false;
    preview->events = row->events;
    return true;
}

static bool exclusion_preview(Request *request, Error *error)
{
    const ExclusionGiven *given = request->input;
    Preview preview = { 0 };
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    bool robots = strcmp(given->kind, "robot") == 0;
    return (robots ? preview_robots(request, today, &preview, error)
                   : preview_people(request, given, today, &preview, error)) &&
           reply_row(request, 200, &PREVIEW, &preview);
}

const Route UNCOUNTED_ROUTES[] = {
    { POST, "/api/v1/exclusions/preview", exclusion_preview, RIGHT_VIEW,
      "Try out a rule of exclusion: the people and the events of the last 90 days that it would leave out",
      .takes = &EXCLUSION_ASK, .gives = &PREVIEW, .flags = ROUTE_READS | ROUTE_SLOW },
    { 0 },
};
