/*
 * Health of one account as of a date, its history, judgements, and the bands of many over the weeks. All bands are
 * computed from the engine for the day asked, never read from `score`. A view is open only while bands are computed:
 * the database is read before or after.
 *
 * In order: shapes; one account; history; judgements; many accounts.
 */
#include "base/reason.h"
#include "health.sql.h"
#include "house/workspace/workspace.h"
#include "success/health/explain.h"
#include "success/health/tell.h"
#include "success/measure/measure.h"

enum { HISTORY_DAYS = 365, HISTORY_DAYS_MAX = 732, WEEKS_MAX = 53, JUDGEMENTS_MAX = 100 };

typedef struct {
    int64_t day;
    const char *band;
    OptInt points;
    double coverage;
    const char *scorecard; /* that judged the day, in this version */
    int64_t version;
} HistoryDay;
static const Field HISTORY_DAY_FIELDS[] = {
    SHAPE_FIELD(HistoryDay, day, FIELD_DAY),
    SHAPE_FIELD(HistoryDay, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(HistoryDay, points, FIELD_INT),
    SHAPE_FIELD(HistoryDay, coverage, FIELD_REAL),
    SHAPE_FIELD(HistoryDay, scorecard, FIELD_TEXT),
    SHAPE_FIELD(HistoryDay, version, FIELD_INT),
    { 0 },
};
static const Shape HISTORY_DAY = { "HealthDay", sizeof(HistoryDay), HISTORY_DAY_FIELDS };

static const Field JUDGEMENT_SHAPE_FIELDS[] = {
    SHAPE_FIELD(JudgementRow, id, FIELD_ID),
    SHAPE_FIELD(JudgementRow, account_id, FIELD_ID),
    SHAPE_FIELD(JudgementRow, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(JudgementRow, text, FIELD_TEXT),
    SHAPE_FIELD(JudgementRow, on_day, FIELD_DAY),
    SHAPE_OPT(JudgementRow, author, FIELD_TEXT),
    SHAPE_FIELD(JudgementRow, created_at, FIELD_TIME),
    { 0 },
};
static const Shape JUDGEMENT_SHAPE = { "Judgement", sizeof(JudgementRow), JUDGEMENT_SHAPE_FIELDS };

typedef struct {
    const HealthShown *account;
    List products; /* HealthShown, one for each scorecard that judges the account, the worst first */
    List others;   /* of other purposes */
    const JudgementRow *judgement;
    List history; /* HealthDay, a year up to as_of */
} AccountHealth;
static const Field ACCOUNT_HEALTH_FIELDS[] = {
    SHAPE_FIELD(AccountHealth, account, FIELD_OBJECT, .shape = &HEALTH),
    SHAPE_FIELD(AccountHealth, products, FIELD_LIST, .shape = &HEALTH),
    SHAPE_FIELD(AccountHealth, others, FIELD_LIST, .shape = &HEALTH),
    SHAPE_OPT(AccountHealth, judgement, FIELD_OBJECT, .shape = &JUDGEMENT_SHAPE),
    SHAPE_FIELD(AccountHealth, history, FIELD_LIST, .shape = &HISTORY_DAY),
    { 0 },
};
static const Shape ACCOUNT_HEALTH = { "AccountHealth", sizeof(AccountHealth), ACCOUNT_HEALTH_FIELDS };

typedef struct {
    OptInt as_of;
} AsOfAsk;
static const Field AS_OF_ASK_FIELDS[] = {
    SHAPE_OPT(AsOfAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape AS_OF_ASK = { "AsOf", sizeof(AsOfAsk), AS_OF_ASK_FIELDS };

/* ---- one account ----------------------------------------------------------------------------------------------- */

/* A test account is hidden in the engine: nobody judges it. */
static bool account_is_there(Request *request, const EngineView *view, Error *error)
{
    int64_t id = request->path_id[0];
    Ids tests;
    if (view_has(view, id))
        return true;
    if (!accounts_tests(request->db, request->arena, (Ids) { 1, &id }, &tests, error))
        return false;
    return tests.count > 0 || fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)id);
}

static ExplainAsk whole_for(const Request *request)
{
    return (ExplainAsk) { .sees = request->caller->rights };
}

static List all_explained(Request *request, const EngineView *view, HealthList list)
{
    HealthShown *shown = arena_array(request->arena, list.count + 1, sizeof *shown);
    for (size_t i = 0; i < list.count; i++)
        shown[i] = *health_explain(&list.items[i], view, request->arena, whole_for(request));
    return (List) { .count = list.count, .items = shown };
}

static HealthList other_purposes(Request *request, const Judges *judges, const EngineView *view, int64_t day, Ids only)
{
    HealthList conversion = health_judge(judges, view, request->arena, PURPOSES[1], day, only);
    HealthList expansion = health_judge(judges, view, request->arena, PURPOSES[2], day, only);
    Health *all = arena_array(request->arena, conversion.count + expansion.count + 1, sizeof *all);
    for (size_t i = 0; i < conversion.count; i++)
        all[i] = conversion.items[i];
    for (size_t i = 0; i < expansion.count; i++)
        all[conversion.count + i] = expansion.items[i];
    return (HealthList) { .count = conversion.count + expansion.count, .items = all };
}

/* Days on which no scorecard judged the account are left out. */
static List history_of(const Judges *judges, const EngineView *view, Arena *arena, int64_t account, int64_t from,
                       int64_t until)
{
    HistoryDay *days = arena_array(arena, (size_t)(until - from), sizeof *days);
    Ids only = { .count = 1, .items = &account };
    size_t count = 0, own;
    for (int64_t day = from; day < until; day++) {
        HealthList rows = health_judge(judges, view, arena, PURPOSES[0], day, only);
        if (rows.count == 0)
            continue;
        const Health *worst = health_worst(rows.items, rows.count, &own);
        days[count++] = (HistoryDay) { .day = day,
                                       .band = band_name(worst->band),
                                       .points = worst->points,
                                       .coverage = worst->coverage,
                                       .scorecard = worst->judge->name,
                                       .version = worst->judge->number };
    }
    return (List) { .count = count, .items = days };
}

static void account_health_fill(Request *request, const Judges *judges, const EngineView *view, int64_t day,
                                AccountHealth *health)
{
    Ids only = { .count = 1, .items = &request->path_id[0] };
    HealthList rows = health_judge(judges, view, request->arena, PURPOSES[0], day, only);
    size_t own;
    health->account = rows.count ? health_explain(health_worst(rows.items, rows.count, &own), view, request->arena,
                                                  whole_for(request))
                                 : health_without_judge(view, request->arena, request->path_id[0], day);
    health->products = all_explained(request, view, rows);
    health->history = history_of(judges, view, request->arena, only.items[0], day - HISTORY_DAYS + 1, day + 1);
    health->others = all_explained(request, view, other_purposes(request, judges, view, day, only));
}

static bool account_health_get(Request *request, Error *error)
{
    const AsOfAsk *ask = request->query;
    AccountHealth health = { 0 };
    JudgementRow *judgements;
    size_t judgement_count;
    Judges judges;
    int64_t as_of;
    if (!workspace_day(request, ask->as_of, &as_of, error) ||
        !judges_read(request->db, request->arena, request->services->engine, &judges, error) ||
        !judgement_list(request->db, request->arena, request->path_id[0], as_of + 1, 1, &judgements, &judgement_count,
                        error))
        return false;
    health.judgement = judgement_count ? judgements : NULL;
    const EngineView *view;
    if (!engine_view_of(request->services->engine, (Ids) { 1, &request->path_id[0] },
                        judges_since(&judges, engine_calendar(request->services->engine), as_of - HISTORY_DAYS + 1),
                        &view, error))
        return false;
    bool there = account_is_there(request, view, error);
    if (there)
        account_health_fill(request, &judges, view, as_of, &health);
    engine_view_close(view);
    return there && reply_row(request, 200, &ACCOUNT_HEALTH, &health);
}

/* ---- history --------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt from, until, as_of;
} HistoryAsk;
static const Field HISTORY_ASK_FIELDS[] = {
    SHAPE_OPT(HistoryAsk, from, FIELD_DAY),
    SHAPE_OPT(HistoryAsk, until, FIELD_DAY),
    SHAPE_OPT(HistoryAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape HISTORY_ASK = { "HealthHistoryAsk", sizeof(HistoryAsk), HISTORY_ASK_FIELDS };

static bool history_window(Request *request, int64_t *from, int64_t *until, Error *error)
{
    const HistoryAsk *ask = request->query;
    int64_t as_of;
    if (!workspace_day(request, ask->as_of, &as_of, error))
        return false;
    *until = ask->until.known && ask->until.value <= as_of + 1 ? ask->until.value : as_of + 1;
    *from = ask->from.known ? ask->from.value : *until - HISTORY_DAYS;
    if (*from >= *until)
        return refuse(error, "from", REASON_ENDS_BEFORE_START, NULL, NULL);
    if (*until - *from > HISTORY_DAYS_MAX)
        return refuse(error, "from", REASON_TOO_MANY, arena_format(request->arena, "%d", HISTORY_DAYS_MAX), NULL);
    return true;
}

static bool account_history(Request *request, Error *error)
{
    int64_t from, until;
    Judges judges;
    if (!history_window(request, &from, &until, error) ||
        !judges_read(request->db, request->arena, request->services->engine, &judges, error))
        return false;
    List days = { 0 };
    const EngineView *view;
    if (!engine_view_of(request->services->engine, (Ids) { 1, &request->path_id[0] },
                        judges_since(&judges, engine_calendar(request->services->engine), from), &view, error))
        return false;
    bool there = account_is_there(request, view, error);
    if (there)
        days = history_of(&judges, view, request->arena, request->path_id[0], from, until);
    engine_view_close(view);
    return there && reply_list(request, &HISTORY_DAY, days.items, days.count, NULL);
}

/* ---- judgements ------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *band, *text;
    OptInt on_day;
} NewJudgement;
static const Field NEW_JUDGEMENT_FIELDS[] = {
    SHAPE_FIELD(NewJudgement, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(NewJudgement, text, FIELD_TEXT, .max = 4000),
    SHAPE_OPT(NewJudgement, on_day, FIELD_DAY),
    { 0 },
};
static const Shape NEW_JUDGEMENT = { "NewJudgement", sizeof(NewJudgement), NEW_JUDGEMENT_FIELDS };

static bool judgements_get(Request *request, Error *error)
{
    const AsOfAsk *ask = request->query;
    JudgementRow *rows;
    size_t count;
    int64_t as_of;
    if (!workspace_day(request, ask->as_of, &as_of, error) ||
        !judgement_list(request->db, request->arena, request->path_id[0], as_of + 1, JUDGEMENTS_MAX, &rows, &count,
                        error))
        return false;
    return reply_list(request, &JUDGEMENT_SHAPE, rows, count, NULL);
}

static bool judgement_create(Request *request, Error *error)
{
    const NewJudgement *in = request->input;
    Writer writer = writer_of(request);
    JudgementGiven given = { .account_id = request->path_id[0],
                             .text = in->text,
                             .author_id = request->caller->kind == CALLER_STAFF ? request->caller->id : 0 };
    JudgementRow *rows;
    size_t count;
    int64_t id;
    if (!workspace_day(request, in->on_day, &given.on_day, error)) {
        error->field = "on_day";
        return false;
    }
    band_parse(in->band, &given.band);
    const EngineView *view = engine_view(request->services->engine);
    bool there = account_is_there(request, view, error);
    engine_view_close(view);
    if (!there || !judgement_add_given(&writer, &given, &id, error) ||
        !judgement_list(request->db, request->arena, given.account_id, given.on_day + 1, JUDGEMENTS_MAX, &rows, &count,
                        error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return reply_row(request, 201, &JUDGEMENT_SHAPE, &rows[i]);
    return fail(error, ERROR_INTERNAL, NULL, "the saved assessment was not found");
}

/* ---- many accounts --------------------------------------------------------------------------------------------- */

static const Field BANDS_ON_FIELDS[] = {
    SHAPE_FIELD(BandsOn, day, FIELD_DAY),     SHAPE_FIELD(BandsOn, GOOD, FIELD_INT),
    SHAPE_FIELD(BandsOn, NORMAL, FIELD_INT),  SHAPE_FIELD(BandsOn, BAD, FIELD_INT),
    SHAPE_FIELD(BandsOn, UNKNOWN, FIELD_INT), { 0 },
};
const Shape BANDS_ON = { "BandsOn", sizeof(BandsOn), BANDS_ON_FIELDS };

typedef struct {
    OptInt owner_id, as_of, weeks;
} SummaryAsk;
static const Field SUMMARY_ASK_FIELDS[] = {
    SHAPE_OPT(SummaryAsk, owner_id, FIELD_ID),
    SHAPE_OPT(SummaryAsk, as_of, FIELD_DAY),
    SHAPE_OPT(SummaryAsk, weeks, FIELD_INT, .min = 1, .max = WEEKS_MAX),
    { 0 },
};
static const Shape SUMMARY_ASK = { "HealthSummaryAsk", sizeof(SummaryAsk), SUMMARY_ASK_FIELDS };

typedef struct {
    const BandsOn *bands;
    List weeks;
} Summary;
static const Field SUMMARY_FIELDS[] = {
    SHAPE_FIELD(Summary, bands, FIELD_OBJECT, .shape = &BANDS_ON),
    SHAPE_FIELD(Summary, weeks, FIELD_LIST, .shape = &BANDS_ON),
    { 0 },
};
static const Shape SUMMARY = { "HealthSummary", sizeof(Summary), SUMMARY_FIELDS };

bool bands_by_week(const Judges *judges, Engine *engine, Arena *arena, int64_t as_of, int64_t owner, int weeks,
                   List *list, Error *error)
{
    BandsOn *on = arena_array(arena, (size_t)weeks, sizeof *on);
    for (int i = 0; i < weeks; i++) {
        int64_t counts[BAND_COUNT];
        on[i].day = as_of - 7 * (int64_t)(weeks - 1 - i);
        if (!health_count(judges, engine, arena, on[i].day, owner, counts, error))
            return false;
        on[i].GOOD = counts[BAND_GOOD];
        on[i].NORMAL = counts[BAND_NORMAL];
        on[i].BAD = counts[BAND_BAD];
        on[i].UNKNOWN = counts[BAND_UNKNOWN];
    }
    *list = (List) { .count = (size_t)weeks, .items = on };
    return true;
}

static bool summary_get(Request *request, Error *error)
{
    const SummaryAsk *ask = request->query;
    Summary summary;
    Judges judges;
    int64_t as_of;
    if (!workspace_day(request, ask->as_of, &as_of, error) ||
        !judges_read(request->db, request->arena, request->services->engine, &judges, error))
        return false;
    int weeks = ask->weeks.known ? (int)ask->weeks.value : 12;
    if (!bands_by_week(&judges, request->services->engine, request->arena, as_of,
                       ask->owner_id.known ? ask->owner_id.value : 0, weeks, &summary.weeks, error))
        return false;
    summary.bands = (const BandsOn *)summary.weeks.items + summary.weeks.count - 1;
    return reply_row(request, 200, &SUMMARY, &summary);
}

const Route HEALTH_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/health", account_health_get, RIGHT_VIEW,
      "Get an account's band as of a date, its reasons down to the days, and how to reach the next band",
      .asks = &AS_OF_ASK, .gives = &ACCOUNT_HEALTH },
    { GET, "/api/v1/accounts/{id}/health/history", account_history, RIGHT_VIEW,
      "Get band and points by day, from current data and the scorecard in force on each day", .asks = &HISTORY_ASK,
      .gives = &HISTORY_DAY, .flags = ROUTE_LIST },
    { GET, "/api/v1/accounts/{id}/judgements", judgements_get, RIGHT_VIEW, "List people's assessments of an account",
      .asks = &AS_OF_ASK, .gives = &JUDGEMENT_SHAPE, .flags = ROUTE_LIST },
    { POST, "/api/v1/accounts/{id}/judgements", judgement_create, RIGHT_ACT, "Add your dated assessment",
      .takes = &NEW_JUDGEMENT, .gives = &JUDGEMENT_SHAPE },
    { GET, "/api/v1/health/summary", summary_get, RIGHT_VIEW, "Get accounts by band, week by week",
      .asks = &SUMMARY_ASK, .gives = &SUMMARY },
    { 0 }
};
