/*
 * GET /overview: the figures of a day, and the same by what accounts are grouped by. One walk over the accounts adds up
 * the whole, another one the groups; the database only gives names.
 */
#include "base/clock.h"
#include "house/workspace/workspace.h"
#include "success/overview/overview.h"
#include "success/overview/rows_of.h"
#include "success/overview/tally.h"

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *by, *name, *name_ja;
} GroupingShown;
static const Field GROUPING_FIELDS[] = {
    SHAPE_FIELD(GroupingShown, by, FIELD_TEXT),
    SHAPE_OPT(GroupingShown, name, FIELD_TEXT),
    SHAPE_OPT(GroupingShown, name_ja, FIELD_TEXT),
    { 0 },
};
static const Shape GROUPING = { "OverviewGrouping", sizeof(GroupingShown), GROUPING_FIELDS };

typedef struct {
    const char *band;
    const Figure *figure;
} BandShown;
static const Field BAND_FIELDS[] = {
    SHAPE_FIELD(BandShown, band, FIELD_TEXT, .choices = STAND_CHOICES),
    SHAPE_FIELD(BandShown, figure, FIELD_OBJECT, .shape = &FIGURE),
    { 0 },
};
static const Shape BAND_OF = { "OverviewBand", sizeof(BandShown), BAND_FIELDS };

typedef struct {
    const char *key, *name, *name_ja;
    const Figure *total, *bad, *normal;
} GroupShown;
static const Field GROUP_FIELDS[] = {
    SHAPE_OPT(GroupShown, key, FIELD_TEXT),
    SHAPE_OPT(GroupShown, name, FIELD_TEXT),
    SHAPE_OPT(GroupShown, name_ja, FIELD_TEXT),
    SHAPE_FIELD(GroupShown, total, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(GroupShown, bad, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(GroupShown, normal, FIELD_OBJECT, .shape = &FIGURE),
    { 0 },
};
static const Shape GROUP = { "OverviewGroup", sizeof(GroupShown), GROUP_FIELDS };

typedef struct {
    int64_t as_of;
    const Figure *total;
    List bands; /* of those with accounts; the four bands always */
    const Figure *renewing_30, *renewing_90, *without_owner;
    const char *by;
    List groupings, groups;
    int64_t several; /* accounts in more than one group */
} Overview;
static const Field OVERVIEW_FIELDS[] = {
    SHAPE_FIELD(Overview, as_of, FIELD_DAY),
    SHAPE_FIELD(Overview, total, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(Overview, bands, FIELD_LIST, .shape = &BAND_OF),
    SHAPE_FIELD(Overview, renewing_30, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(Overview, renewing_90, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(Overview, without_owner, FIELD_OBJECT, .shape = &FIGURE),
    SHAPE_FIELD(Overview, by, FIELD_TEXT),
    SHAPE_FIELD(Overview, groupings, FIELD_LIST, .shape = &GROUPING),
    SHAPE_FIELD(Overview, groups, FIELD_LIST, .shape = &GROUP),
    SHAPE_FIELD(Overview, several, FIELD_INT),
    { 0 },
};
static const Shape OVERVIEW = { "Overview", sizeof(Overview), OVERVIEW_FIELDS };

typedef struct {
    OptInt as_of;
    const char *by;
} OverviewAsk;
static const Field ASK_FIELDS[] = {
    SHAPE_OPT(OverviewAsk, as_of, FIELD_DAY),
    SHAPE_OPT(OverviewAsk, by, FIELD_TEXT, .max = 100),
    { 0 },
};
static const Shape OVERVIEW_ASK = { "OverviewAsk", sizeof(OverviewAsk), ASK_FIELDS };

/* ---- the whole --------------------------------------------------------------------------------------------------- */

enum { SOON_DAYS = 30, AHEAD_DAYS = 90 };

typedef struct {
    Tally total, stands[STAND_COUNT], soon, ahead, without_owner;
} Whole;

static bool renews_within(const Worth *worth, int64_t day, int days)
{
    return worth->renews_on.known && worth->renews_on.value >= day && worth->renews_on.value <= day + days;
}

static void whole_add(Whole *whole, const Stood *stood, const FigureOf *of)
{
    tally_add(&whole->total, stood, of->home);
    tally_add(&whole->stands[stood->stand], stood, of->home);
    if (renews_within(stood->worth, of->day, SOON_DAYS))
        tally_add(&whole->soon, stood, of->home);
    if (renews_within(stood->worth, of->day, AHEAD_DAYS))
        tally_add(&whole->ahead, stood, of->home);
    if (!stood->worth->owner_id.known)
        tally_add(&whole->without_owner, stood, of->home);
}

static Whole whole_of(const Stoods *stoods, const FigureOf *of)
{
    Tally none = tally_new(of->arena);
    Whole whole = { .total = none, .soon = none, .ahead = none, .without_owner = none };
    for (int stand = 0; stand < STAND_COUNT; stand++)
        whole.stands[stand] = none;
    for (size_t i = 0; i < stoods->count; i++)
        if (stoods->items[i].here)
            whole_add(&whole, &stoods->items[i], of);
    return whole;
}

static const Figure *figure(const FigureOf *of, const Tally *tally, const Text *parts)
{
    Figure *made = arena_make(of->arena, Figure);
    *made = figure_of(of, tally, parts);
    return made;
}

static const Figure *renewing(const FigureOf *of, const Tally *tally, int days)
{
    Text parts = text_new(of->arena);
    part_renews(&parts, days);
    return figure(of, tally, &parts);
}

static List bands_shown(const FigureOf *of, const Whole *whole)
{
    BandShown *shown = arena_array(of->arena, STAND_COUNT, sizeof *shown);
    size_t count = 0;
    for (int stand = 0; stand < STAND_COUNT; stand++) {
        Text parts = text_new(of->arena);
        if (stand == STAND_UNJUDGED && !whole->stands[stand].accounts)
            continue;
        part_stand(&parts, stand);
        shown[count++] = (BandShown) { STAND_NAMES[stand], figure(of, &whole->stands[stand], &parts) };
    }
    return (List) { count, shown };
}

static void whole_shown(const FigureOf *of, const Whole *whole, Overview *overview)
{
    Text no_owner = text_new(of->arena);
    part_unknown(&no_owner, "owner_id");
    overview->total = figure(of, &whole->total, NULL);
    overview->bands = bands_shown(of, whole);
    overview->renewing_30 = renewing(of, &whole->soon, SOON_DAYS);
    overview->renewing_90 = renewing(of, &whole->ahead, AHEAD_DAYS);
    overview->without_owner = figure(of, &whole->without_owner, &no_owner);
}

/* ---- its groups -------------------------------------------------------------------------------------------------- */

static const Figure *group_figure(const FigureOf *of, const Group *group, const Text *parts, int stand)
{
    Text own = text_new(of->arena);
    text_add(&own, text_string(parts));
    part_stand(&own, stand);
    return figure(of, &group->stands[stand], &own);
}

static GroupShown group_shown(const FigureOf *of, const Grouping *grouping, const Groups *groups, const Group *group)
{
    Text parts = group_parts(of->arena, grouping, groups, group);
    return (GroupShown) { .key = group->key,
                          .name = group->name,
                          .name_ja = group->name_ja,
                          .total = figure(of, &group->total, &parts),
                          .bad = group_figure(of, group, &parts, BAND_BAD),
                          .normal = group_figure(of, group, &parts, BAND_NORMAL) };
}

static List groupings_shown(Arena *arena, const Groupings *groupings)
{
    GroupingShown *shown = arena_array(arena, groupings->count + 1, sizeof *shown);
    for (size_t i = 0; i < groupings->count; i++) {
        const Grouping *one = &groupings->items[i];
        shown[i] = (GroupingShown) { one->by, one->name, one->name_ja };
    }
    return (List) { groupings->count, shown };
}

static bool groups_shown(const Request *request, const char *by, const FigureOf *of, const Stoods *stoods,
                         Overview *overview, Error *error)
{
    Groupings groupings;
    const Grouping *grouping;
    Groups groups;
    if (!groupings_read(request, &groupings, error) || !grouping_find(&groupings, by, &grouping, error) ||
        !groups_read(request, grouping, of, stoods, &groups, &overview->several, error))
        return false;
    GroupShown *shown = arena_array(request->arena, groups.count + 1, sizeof *shown);
    for (size_t i = 0; i < groups.count; i++)
        shown[i] = group_shown(of, grouping, &groups, &groups.items[i]);
    overview->by = by;
    overview->groupings = groupings_shown(request->arena, &groupings);
    overview->groups = (List) { groups.count, shown };
    return true;
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static bool overview_get(Request *request, Error *error)
{
    const OverviewAsk *ask = request->query;
    FigureOf of = { .arena = request->arena };
    Overview overview = { 0 };
    const Stoods *stoods;
    Workspace *workspace;
    if (!workspace_day(request, ask->as_of, &of.day, error) ||
        !workspace_get(request->db, request->arena, &workspace, error) || !stood_on(request, of.day, &stoods, error))
        return false;
    of.home = workspace->currency;
    of.past = of.day < zone_day(atomic_load(&request->services->zone), request->now);
    Whole whole = whole_of(stoods, &of);
    whole_shown(&of, &whole, &overview);
    overview.as_of = of.day;
    return groups_shown(request, ask->by ? ask->by : "owner", &of, stoods, &overview, error) &&
           reply_row(request, 200, &OVERVIEW, &overview);
}

const Route OVERVIEW_ROUTES[] = { { GET, "/api/v1/overview", overview_get, RIGHT_VIEW,
                                    "Get accounts by band with money, what renews, and what is at risk by owner, "
                                    "product, touch model, stage or field",
                                    .asks = &OVERVIEW_ASK, .gives = &OVERVIEW },
                                  { 0 } };
