/* What an account uses, week by week and by person, out of the engine; and what came in that has no place. */

#include "customer/contact/exclude.h"
#include "house/workspace/workspace.h"
#include "reading.sql.h"
#include "rebuild.sql.h"
#include "usage/event/event_store.h"
#include "usage/event/rebuild.h"

#include <string.h>

/* ---- usage of an account ---- */

typedef struct {
    OptInt as_of, weeks, product_id;
} UsageQuery;

static const Field USAGE_QUERY_FIELDS[] = {
    SHAPE_OPT(UsageQuery, as_of, FIELD_DAY),
    SHAPE_OPT(UsageQuery, weeks, FIELD_INT, .min = 1, .max = 104),
    SHAPE_OPT(UsageQuery, product_id, FIELD_ID),
    { 0 },
};
static const Shape USAGE_QUERY = { "UsageQuery", sizeof(UsageQuery), USAGE_QUERY_FIELDS };

typedef struct {
    int64_t feature_id;
    const char *name, *name_ja;
    OptInt product_id;
    bool core;
    Ids counts;
    int64_t events_7, events_28;
    OptInt last_on;
    int64_t active_days_28;
} UsageFeature;

static const Field USAGE_FEATURE_FIELDS[] = {
    SHAPE_FIELD(UsageFeature, feature_id, FIELD_ID),
    SHAPE_FIELD(UsageFeature, name, FIELD_TEXT),
    SHAPE_OPT(UsageFeature, name_ja, FIELD_TEXT),
    SHAPE_OPT(UsageFeature, product_id, FIELD_ID),
    SHAPE_FIELD(UsageFeature, core, FIELD_FLAG),
    SHAPE_FIELD(UsageFeature, counts, FIELD_IDS),
    SHAPE_FIELD(UsageFeature, events_7, FIELD_INT),
    SHAPE_FIELD(UsageFeature, events_28, FIELD_INT),
    SHAPE_OPT(UsageFeature, last_on, FIELD_DAY),
    SHAPE_FIELD(UsageFeature, active_days_28, FIELD_INT),
    { 0 },
};
static const Shape USAGE_FEATURE = { "UsageFeature", sizeof(UsageFeature), USAGE_FEATURE_FIELDS };

typedef struct {
    int64_t contact_id;
    const char *name;
    OptInt last_on;
    int64_t active_days_28;
} UsagePerson;

static const Field USAGE_PERSON_FIELDS[] = {
    SHAPE_FIELD(UsagePerson, contact_id, FIELD_ID),
    SHAPE_OPT(UsagePerson, name, FIELD_TEXT),
    SHAPE_OPT(UsagePerson, last_on, FIELD_DAY),
    SHAPE_FIELD(UsagePerson, active_days_28, FIELD_INT),
    { 0 },
};
static const Shape USAGE_PERSON = { "UsagePerson", sizeof(UsagePerson), USAGE_PERSON_FIELDS };

typedef struct {
    int64_t active_28;
    OptInt seats;
    int64_t known;
    List list;
} UsagePeople;

static const Field USAGE_PEOPLE_FIELDS[] = {
    SHAPE_FIELD(UsagePeople, active_28, FIELD_INT),
    SHAPE_OPT(UsagePeople, seats, FIELD_INT),
    SHAPE_FIELD(UsagePeople, known, FIELD_INT),
    SHAPE_FIELD(UsagePeople, list, FIELD_LIST, .shape = &USAGE_PERSON),
    { 0 },
};
static const Shape USAGE_PEOPLE = { "UsagePeople", sizeof(UsagePeople), USAGE_PEOPLE_FIELDS };

typedef struct {
    int64_t as_of, first_week, weeks;
    List features;
    const void *people;
} AccountUsage;

static const Field ACCOUNT_USAGE_FIELDS[] = {
    SHAPE_FIELD(AccountUsage, as_of, FIELD_DAY),
    SHAPE_FIELD(AccountUsage, first_week, FIELD_DAY),
    SHAPE_FIELD(AccountUsage, weeks, FIELD_INT),
    SHAPE_FIELD(AccountUsage, features, FIELD_LIST, .shape = &USAGE_FEATURE),
    SHAPE_FIELD(AccountUsage, people, FIELD_OBJECT, .shape = &USAGE_PEOPLE),
    { 0 },
};
static const Shape ACCOUNT_USAGE = { "Usage", sizeof(AccountUsage), ACCOUNT_USAGE_FIELDS };

enum { PEOPLE_SHOWN = 100, PEOPLE_DAYS = 28 };

typedef struct {
    Arena *arena;
    const EngineView *view;
    int64_t account, product, as_of, first_week, weeks;
} Looking;

static void feature_fill(const Looking *looking, UsageFeature *feature)
{
    const DayCount *days;
    size_t count;
    int64_t *weeks = arena_array(looking->arena, (size_t)looking->weeks, sizeof *weeks);
    view_days(looking->view, looking->arena, looking->account, 0, feature->feature_id, 0, looking->as_of + 1, &days,
              &count);
    for (size_t i = 0; i < count; i++) {
        int64_t ago = looking->as_of - days[i].day;
        if (days[i].count <= 0)
            continue;
        feature->last_on = (OptInt) { days[i].day, true };
        feature->events_7 += ago < 7 ? days[i].count : 0;
        feature->events_28 += ago < 28 ? days[i].count : 0;
        feature->active_days_28 += ago < 28;
        if (days[i].day >= looking->first_week)
            weeks[(days[i].day - looking->first_week) / 7] += days[i].count;
    }
    feature->counts = (Ids) { (size_t)looking->weeks, weeks };
}

static List features_list(const Looking *looking, const Catalog *catalog)
{
    UsageFeature *features = arena_array(looking->arena, catalog->feature_count + 1, sizeof *features);
    size_t count = 0;
    for (size_t i = 0; i < catalog->feature_count; i++) {
        const CatalogFeature *known = &catalog->features[i];
        if (looking->product != 0 && known->product_id != looking->product)
            continue;
        UsageFeature *feature = &features[count++];
        feature->feature_id = known->id;
        feature->name = known->name;
        feature->name_ja = known->name_ja;
        feature->product_id = (OptInt) { known->product_id, true };
        feature->core = known->core;
        feature_fill(looking, feature);
    }
    return (List) { count, features };
}

static UsagePeople *people_list(const Looking *looking)
{
    UsagePeople *people = arena_make(looking->arena, UsagePeople);
    const PersonUse *uses;
    size_t count, shown;
    view_people(looking->view, looking->arena, looking->account, looking->product, PEOPLE_DAYS, looking->as_of, &uses,
                &count);
    shown = count < PEOPLE_SHOWN ? count : PEOPLE_SHOWN;
    UsagePerson *list = arena_array(looking->arena, shown + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        people->active_28 += uses[i].active_days > 0;
        if (i < shown)
            list[i] = (UsagePerson) { .contact_id = uses[i].contact,
                                      .last_on = { uses[i].last, uses[i].last >= 0 },
                                      .active_days_28 = uses[i].active_days };
    }
    people->known = (int64_t)count;
    people->list = (List) { shown, list };
    int column = view_column(looking->view, ENGINE_SEATS);
    if (column >= 0) {
        EngineValue seats = view_value(looking->view, looking->account, column, looking->product, looking->as_of);
        people->seats = (OptInt) { seats.integer, seats.known };
    }
    return people;
}

static bool people_name(Request *request, const UsagePeople *people, Error *error)
{
    UsagePerson *list = (UsagePerson *)(uintptr_t)people->list.items;
    int64_t *ids = arena_array(request->arena, people->list.count + 1, sizeof *ids);
    ContactLabelsRow *labels;
    size_t count;
    for (size_t i = 0; i < people->list.count; i++)
        ids[i] = list[i].contact_id;
    if (!contact_labels(request->db, request->arena, (Ids) { people->list.count, ids }, &labels, &count, error))
        return false;
    for (size_t i = 0; i < people->list.count; i++)
        for (size_t n = 0; n < count; n++)
            if (labels[n].id == list[i].contact_id)
                list[i].name = labels[n].label;
    return true;
}

static bool account_usage(Request *request, Error *error)
{
    const UsageQuery *query = request->query;
    Catalog catalog;
    AccountIsRow *row;
    Looking looking = { .arena = request->arena, .account = request->path_id[0] };
    if (!account_is(request->db, request->arena, looking.account, &row, error))
        return false;
    if (row == NULL)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)looking.account);
    if (!workspace_day(request, query->as_of, &looking.as_of, error) ||
        !catalog_read(request->db, request->arena, &catalog, error))
        return false;
    looking.weeks = query->weeks.known ? query->weeks.value : 26;
    looking.product = query->product_id.known ? query->product_id.value : 0;
    looking.first_week = looking.as_of + 1 - 7 * looking.weeks;
    int64_t since = looking.as_of + 1 - PEOPLE_DAYS;
    if (looking.first_week < since)
        since = looking.first_week;
    if (!engine_view_of(request->services->engine, (Ids) { 1, &looking.account }, since, &looking.view, error))
        return false;
    AccountUsage usage = { looking.as_of, looking.first_week, looking.weeks, features_list(&looking, &catalog),
                           people_list(&looking) };
    engine_view_close(looking.view);
    return people_name(request, usage.people, error) && reply_row(request, 200, &ACCOUNT_USAGE, &usage);
}

/* ---- the whole workspace ---- */

typedef struct {
    int64_t events_total, events_today;
    OptInt last_event_at;
    int64_t accounts_with_events, unassigned, rejected;
    bool recounting; /* counts by name and day started at 0 and are still growing */
} UsageSummary;

static const Field USAGE_SUMMARY_FIELDS[] = {
    SHAPE_FIELD(UsageSummary, events_total, FIELD_INT), SHAPE_FIELD(UsageSummary, events_today, FIELD_INT),
    SHAPE_OPT(UsageSummary, last_event_at, FIELD_TIME), SHAPE_FIELD(UsageSummary, accounts_with_events, FIELD_INT),
    SHAPE_FIELD(UsageSummary, unassigned, FIELD_INT),   SHAPE_FIELD(UsageSummary, rejected, FIELD_INT),
    SHAPE_FIELD(UsageSummary, recounting, FIELD_FLAG),  { 0 },
};
static const Shape USAGE_SUMMARY = { "UsageSummary", sizeof(UsageSummary), USAGE_SUMMARY_FIELDS };

static bool usage_summary(Request *request, Error *error)
{
    Db *db = request->db;
    Arena *arena = request->arena;
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    UsageTotalsRow *totals;
    UsageOnRow *on;
    WaitingCountRow *waiting;
    RejectedCountRow *rejected;
    RebuildUnfinishedRow *unfinished;
    bool excluding;
    if (!usage_totals(db, arena, &totals, error) || !usage_on(db, arena, today, &on, error) ||
        !waiting_count(db, arena, &waiting, error) || !rejected_count(db, arena, &rejected, error) ||
        !rebuild_unfinished(db, arena, &unfinished, error) || !contacts_excluding(db, arena, &excluding, error))
        return false;
    const EngineView *view = engine_view(request->services->engine);
    int64_t accounts = (int64_t)view_active_accounts(view);
    engine_view_close(view);
    UsageSummary summary = {
        totals->events,   on == NULL ? 0 : on->events,          totals->last_at, accounts, waiting->events,
        rejected->events, excluding || unfinished->rebuilds > 0
    };
    return reply_row(request, 200, &USAGE_SUMMARY, &summary);
}

typedef struct {
    const char *name;
    int64_t count, last_on;
    OptInt feature_id;
} NameCount;

static const Field NAME_COUNT_FIELDS[] = {
    SHAPE_FIELD(NameCount, name, FIELD_TEXT),
    SHAPE_FIELD(NameCount, count, FIELD_INT),
    SHAPE_FIELD(NameCount, last_on, FIELD_DAY),
    SHAPE_OPT(NameCount, feature_id, FIELD_ID),
    { 0 },
};
static const Shape NAME_COUNT = { "EventNameCount", sizeof(NameCount), NAME_COUNT_FIELDS };

static bool event_names(Request *request, Error *error)
{
    EventNameListRow *rows;
    Catalog catalog;
    size_t count;
    if (!event_name_list(request->db, request->arena, &rows, &count, error) ||
        !catalog_read(request->db, request->arena, &catalog, error))
        return false;
    NameCount *names = arena_array(request->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        const CatalogFeature *feature = catalog_feature_of(&catalog, rows[i].name);
        names[i] = (NameCount) {
            rows[i].name, rows[i].count, rows[i].last_on, { feature == NULL ? 0 : feature->id, feature != NULL }
        };
    }
    return reply_list(request, &NAME_COUNT, names, count, NULL);
}

const Route USAGE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/usage", account_usage, RIGHT_VIEW, "Get usage by feature and week, and by person",
      .asks = &USAGE_QUERY, .gives = &ACCOUNT_USAGE },
    { GET, "/api/v1/event-names", event_names, RIGHT_VIEW, "List all event names and the features they count for",
      .gives = &NAME_COUNT, .flags = ROUTE_LIST },
    { GET, "/api/v1/usage/summary", usage_summary, RIGHT_VIEW,
      "Get a summary of event ingestion and of unassigned events", .gives = &USAGE_SUMMARY },
    { 0 },
};
