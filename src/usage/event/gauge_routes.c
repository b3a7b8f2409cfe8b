/* The gauges of an account over the API: what its events carried, day by day, out of the engine. */
#include "usage/event/event_store.h"

#include "house/workspace/workspace.h"
#include "reading.sql.h"

typedef struct {
    OptInt as_of, days;
} GaugesQuery;
static const Field GAUGES_QUERY_FIELDS[] = {
    SHAPE_OPT(GaugesQuery, as_of, FIELD_DAY),
    SHAPE_OPT(GaugesQuery, days, FIELD_INT, .min = 1, .max = 400, .about = "How many; 182 unless told."),
    { 0 },
};
static const Shape GAUGES_QUERY = { "AccountGaugesQuery", sizeof(GaugesQuery), GAUGES_QUERY_FIELDS };

static const Field GAUGE_POINT_FIELDS[] = {
    SHAPE_FIELD(GaugeDay, day, FIELD_DAY),
    SHAPE_FIELD(GaugeDay, events, FIELD_INT, .about = "That carried a number."),
    SHAPE_FIELD(GaugeDay, total, FIELD_REAL),
    SHAPE_FIELD(GaugeDay, last, FIELD_REAL, .about = "The latest number of the day."),
    { 0 },
};
static const Shape GAUGE_POINT = { "GaugePoint", sizeof(GaugeDay), GAUGE_POINT_FIELDS };

typedef struct {
    int64_t gauge_id;
    const char *name, *name_ja, *unit;
    int64_t from, until;
    List days;
} AccountGauge;
static const Field ACCOUNT_GAUGE_FIELDS[] = {
    SHAPE_FIELD(AccountGauge, gauge_id, FIELD_ID),
    SHAPE_FIELD(AccountGauge, name, FIELD_TEXT),
    SHAPE_OPT(AccountGauge, name_ja, FIELD_TEXT),
    SHAPE_OPT(AccountGauge, unit, FIELD_TEXT),
    SHAPE_FIELD(AccountGauge, from, FIELD_DAY),
    SHAPE_FIELD(AccountGauge, until, FIELD_DAY, .about = "Not included."),
    SHAPE_FIELD(AccountGauge, days, FIELD_LIST, .shape = &GAUGE_POINT, .about = "Those with a number."),
    { 0 },
};
static const Shape ACCOUNT_GAUGE = { "AccountGauge", sizeof(AccountGauge), ACCOUNT_GAUGE_FIELDS };

enum { DAYS = 182 };

static bool account_gauges(Request *request, Error *error)
{
    const GaugesQuery *query = request->query;
    int64_t account = request->path_id[0], as_of, days = query->days.known ? query->days.value : DAYS;
    Catalog catalog;
    AccountIsRow *row;
    if (!account_is(request->db, request->arena, account, &row, error))
        return false;
    if (row == NULL)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)account);
    if (!workspace_day(request, query->as_of, &as_of, error) ||
        !catalog_read(request->db, request->arena, &catalog, error))
        return false;
    AccountGauge *gauges = arena_array(request->arena, catalog.gauge_count + 1, sizeof *gauges);
    size_t count = 0;
    const EngineView *view = engine_view(request->services->engine);
    for (size_t i = 0; i < catalog.gauge_count; i++) {
        const CatalogGauge *of = &catalog.gauges[i];
        AccountGauge gauge = { of->id, of->name, of->name_ja, of->unit, as_of + 1 - days, as_of + 1, { 0 } };
        const GaugeDay *found;
        view_gauge_days(view, request->arena, account, of->id, gauge.from, gauge.until, &found, &gauge.days.count);
        gauge.days.items = found;
        if (gauge.days.count)
            gauges[count++] = gauge;
    }
    engine_view_close(view);
    return reply_list(request, &ACCOUNT_GAUGE, gauges, count, NULL);
}

const Route ACCOUNT_GAUGE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/gauges", account_gauges, RIGHT_VIEW,
      "List the numbers that an account's events carried, by gauge and day", .asks = &GAUGES_QUERY,
      .gives = &ACCOUNT_GAUGE, .flags = ROUTE_LIST },
    { 0 },
};
