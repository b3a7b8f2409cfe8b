/*
 * Measures over the API. Both routes need no database (ROUTE_NO_DB): definitions are constants, values come from a view
 * of the engine. The catalogue leaves out measures of circles that the caller does not see, and measure_ref_parse
 * refuses them.
 *
 * In order: shapes; the catalogue; one value.
 */
#include "success/measure/measure.h"

#include "house/condition/condition.h"
#include "house/workspace/workspace.h"

#include <math.h>
#include <string.h>

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *id;
    const char *unit;
    Texts takes;
    const char *direction;
    const char *definition;
    OptReal least, most;
    bool most_is_window;
} MeasureInfo;

static const Field MEASURE_INFO_FIELDS[] = {
    SHAPE_FIELD(MeasureInfo, id, FIELD_TEXT, .choose = measure_choices),
    SHAPE_FIELD(MeasureInfo, unit, FIELD_TEXT, .choices = "count|days|ratio|people|money|seats|number|flag|text"),
    SHAPE_FIELD(MeasureInfo, takes, FIELD_TEXTS, .about = "subject: it needs a product or a feature."),
    SHAPE_FIELD(MeasureInfo, direction, FIELD_TEXT, .choices = "higher|lower"),
    SHAPE_FIELD(MeasureInfo, definition, FIELD_TEXT),
    SHAPE_OPT(MeasureInfo, least, FIELD_REAL, .about = "The smallest value that it can have."),
    SHAPE_OPT(MeasureInfo, most, FIELD_REAL, .about = "The largest one; missing where there is none."),
    SHAPE_FIELD(MeasureInfo, most_is_window, FIELD_FLAG, .about = "The largest one is the window's days."),
    { 0 },
};
static const Shape MEASURE_INFO = { "MeasureInfo", sizeof(MeasureInfo), MEASURE_INFO_FIELDS };

static const Field DAY_COUNT_FIELDS[] = {
    SHAPE_FIELD(DayCount, day, FIELD_DAY),
    SHAPE_FIELD(DayCount, count, FIELD_INT),
    { 0 },
};
const Shape DAY_COUNT = { "DayCount", sizeof(DayCount), DAY_COUNT_FIELDS };

/* [from, until) */
typedef struct {
    int64_t from, until;
} DayRun;

typedef struct {
    OptReal value;
    List days;
    int64_t from;
    int64_t until;
    List holidays; /* days of the window that do not count */
    const char *definition;
} MeasureValue;

static const Field DAY_RUN_FIELDS[] = {
    SHAPE_FIELD(DayRun, from, FIELD_DAY),
    SHAPE_FIELD(DayRun, until, FIELD_DAY),
    { 0 },
};
static const Shape DAY_RUN = { "DayRun", sizeof(DayRun), DAY_RUN_FIELDS };

static const Field MEASURE_VALUE_FIELDS[] = {
    SHAPE_OPT(MeasureValue, value, FIELD_REAL),
    SHAPE_FIELD(MeasureValue, days, FIELD_LIST, .shape = &DAY_COUNT),
    SHAPE_FIELD(MeasureValue, from, FIELD_DAY),
    SHAPE_FIELD(MeasureValue, until, FIELD_DAY),
    SHAPE_FIELD(MeasureValue, holidays, FIELD_LIST, .shape = &DAY_RUN),
    SHAPE_FIELD(MeasureValue, definition, FIELD_TEXT),
    { 0 },
};
static const Shape MEASURE_VALUE = { "MeasureValue", sizeof(MeasureValue), MEASURE_VALUE_FIELDS };

typedef struct {
    const char *ref;
    OptInt as_of;
} MeasureQuery;

static const Field MEASURE_QUERY_FIELDS[] = {
    SHAPE_FIELD(MeasureQuery, ref, FIELD_TEXT, .max = 1000),
    SHAPE_OPT(MeasureQuery, as_of, FIELD_DAY),
    { 0 },
};
static const Shape MEASURE_QUERY = { "MeasureQuery", sizeof(MeasureQuery), MEASURE_QUERY_FIELDS };

/* ---- the catalogue --------------------------------------------------------------------------------------------- */

static Texts names_of_takes(Arena *arena, unsigned takes)
{
    static const struct {
        unsigned bit;
        const char *name;
    } TAKES[] = {
        { TAKES_PRODUCT, "product" }, { TAKES_FEATURE, "feature" }, { NEEDS_SUBJECT, "subject" },
        { TAKES_GAUGE, "gauge" },     { TAKES_DAYS, "days" },       { TAKES_FIELD, "field" },
    };
    const char **names = arena_array(arena, sizeof TAKES / sizeof *TAKES, sizeof(char *));
    size_t count = 0;
    for (size_t i = 0; i < sizeof TAKES / sizeof *TAKES; i++)
        if (takes & TAKES[i].bit)
            names[count++] = TAKES[i].name;
    return (Texts) { count, names };
}

static MeasureInfo measure_info(Arena *arena, const MeasureKind *kind)
{
    const Reach *reach = kind->reach;
    MeasureInfo info = { .id = kind->id,
                         .unit = unit_name(kind->unit),
                         .takes = names_of_takes(arena, kind->takes),
                         .direction = kind->higher_is_better ? "higher" : "lower",
                         .definition = kind->definition };
    if (reach) {
        info.least = (OptReal) { reach->least, true };
        info.most = (OptReal) { reach->most, isfinite(reach->most) && !reach->most_is_window };
        info.most_is_window = reach->most_is_window;
    }
    return info;
}

static bool measure_catalogue(Request *request, Error *error)
{
    const MeasureKind *const *kinds = measure_kinds();
    MeasureInfo *infos;
    size_t count = 0;
    (void)error;
    while (kinds[count])
        count++;
    infos = arena_array(request->arena, count + 1, sizeof(MeasureInfo));
    count = 0;
    for (const MeasureKind *const *kind = kinds; *kind; kind++)
        if (!(measure_circle(*kind) & ~request->caller->rights))
            infos[count++] = measure_info(request->arena, *kind);
    return reply_list(request, &MEASURE_INFO, infos, count, NULL);
}

/* ---- one value ------------------------------------------------------------------------------------------------- */

/* Who and what was used on a holiday was used: such windows reach back over it and count it all the same. */
static bool leaves_holidays_out(const MeasureRef *ref)
{
    int find = (int)ref->kind->find;
    return measure_rests(ref) && find != FIND_PEOPLE && find != FIND_BREADTH && find != FIND_DEPTH;
}

/* Those in [from, until) that the measure leaves out. */
static List holidays_of(Arena *arena, const Calendar *calendar, const MeasureRef *ref, int64_t from, int64_t until)
{
    Rest *rests;
    if (!leaves_holidays_out(ref))
        return (List) { 0 };
    size_t count = calendar_rests(calendar, arena, from - 1, until - 1, &rests);
    DayRun *runs = arena_array(arena, count, sizeof *runs);
    for (size_t i = 0; i < count; i++)
        runs[i] = (DayRun) { rests[i].after + 1, rests[i].until + 1 };
    return (List) { count, runs };
}

static bool read_value(Request *request, const MeasureRef *ref, int64_t as_of, MeasureValue *value, Error *error)
{
    int64_t account = request->path_id[0];
    const EngineView *view;
    const DayCount *days = NULL;
    size_t count = 0;
    if (!engine_view_of(request->services->engine, (Ids) { 1, &account },
                        measure_since(engine_calendar(request->services->engine), ref, as_of), &view, error))
        return false;
    bool there = view_has(view, account);
    double number = there ? measure_value(view, account, ref, as_of) : NAN;
    if (there)
        measure_days(view, request->arena, account, ref, as_of, &days, &count);
    engine_view_close(view);
    if (!there)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)account);
    *value = (MeasureValue) { .value = { number, !isnan(number) },
                              .days = { count, days },
                              .definition = ref->kind->definition };
    const Calendar *calendar = engine_calendar(request->services->engine);
    measure_window(calendar, ref, as_of, &value->from, &value->until);
    if (count && days[0].day < value->from)
        value->from = days[0].day;
    /* The days before the last use are shown for it, and not counted. */
    int64_t from = ref->kind->find == FIND_DAYS_SINCE && count ? days[count - 1].day : value->from;
    value->holidays = holidays_of(request->arena, calendar, ref, from, value->until);
    return true;
}

static bool measure_of_account(Request *request, Error *error)
{
    const MeasureQuery *query = request->query;
    const Json *json;
    MeasureRef ref;
    MeasureValue value;
    int64_t as_of;
    if (!json_parse(request->arena, query->ref, strlen(query->ref), &json, error)) {
        error->field = "ref";
        return false;
    }
    ConditionOf accounts = { .engine = request->services->engine, .sees = request->caller->rights };
    return measure_ref_parse(request->arena, &accounts, json, "ref", &ref, error) &&
           workspace_day(request, query->as_of, &as_of, error) && read_value(request, &ref, as_of, &value, error) &&
           reply_row(request, 200, &MEASURE_VALUE, &value);
}

const Route MEASURE_ROUTES[] = {
    { GET, "/api/v1/measures", measure_catalogue, RIGHT_VIEW,
      "List all measures that you may see, with their definitions", .gives = &MEASURE_INFO,
      .flags = ROUTE_LIST | ROUTE_NO_DB },
    { GET, "/api/v1/accounts/{id}/measure", measure_of_account, RIGHT_VIEW,
      "Get one measure of an account as of a date, with the days behind it", .asks = &MEASURE_QUERY,
      .gives = &MEASURE_VALUE, .flags = ROUTE_NO_DB },
    { 0 },
};
