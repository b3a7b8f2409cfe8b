/*
 * GET /today: the ranked rows of all sources, each with how its account stands, and what is to be done by the day.
 * Sources are asked for rows first, outside of views; then one view gives bands and money; then the sources word the
 * rows that are shown, and the database adds names and work.
 *
 * In order: shapes; gathering; items; the head and the weeks; what the database adds; the page.
 */
#include "base/amount.h"
#include "base/circle.h"
#include "base/money.h"
#include "base/texts.h"
#include "customer/task/task.h"
#include "house/workspace/workspace.h"
#include "jobs/fact_kind.h"
#include "jobs/module.h"
#include "revenue/rate/missing.h"
#include "success/health/health_today.h"
#include "success/today/ranked.h"
#include "today.sql.h"

#include <stdlib.h>

enum { ITEMS_DEFAULT = 50, ITEMS_MAX = 200, TASKS_DEFAULT = 50, TASKS_MAX = 1000, REASONS_SHOWN = 3, WEEKS_SHOWN = 12 };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account_id;
    const char *account, *band, *previous_band;
    OptInt points, changed_on;
    bool fell;
    List reasons;
    const Money *mrr;
    Texts mrr_without_rate; /* currencies that have no rate, so that they are not ranked by */
    OptInt renews_on, days_to_renewal, notice_on;
    const Money *expected_loss;
    double score;
    const char *owner;
    const char *source, *subject, *reason;
    Texts arguments;
    const char *action;
    OptInt snoozed_until, snooze_id;
    const char *snooze_reason;
    int64_t open_tasks;
    OptInt last_touch_at;
} TodayItem;
static const Field TODAY_ITEM_FIELDS[] = {
    SHAPE_FIELD(TodayItem, account_id, FIELD_ID),
    SHAPE_FIELD(TodayItem, account, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(TodayItem, points, FIELD_INT),
    SHAPE_OPT(TodayItem, previous_band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(TodayItem, changed_on, FIELD_DAY),
    SHAPE_FIELD(TodayItem, fell, FIELD_FLAG),
    SHAPE_FIELD(TodayItem, reasons, FIELD_LIST, .shape = &HEALTH_REASON),
    SHAPE_OPT(TodayItem, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayItem, mrr_without_rate, FIELD_TEXTS, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(TodayItem, renews_on, FIELD_DAY),
    SHAPE_OPT(TodayItem, days_to_renewal, FIELD_INT),
    SHAPE_OPT(TodayItem, notice_on, FIELD_DAY),
    SHAPE_OPT(TodayItem, expected_loss, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayItem, score, FIELD_REAL, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(TodayItem, owner, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, source, FIELD_TEXT),
    SHAPE_OPT(TodayItem, subject, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, reason, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, arguments, FIELD_TEXTS),
    SHAPE_FIELD(TodayItem, action, FIELD_TEXT, .choices = TODAY_ACTIONS),
    SHAPE_OPT(TodayItem, snoozed_until, FIELD_DAY),
    SHAPE_OPT(TodayItem, snooze_id, FIELD_ID),
    SHAPE_OPT(TodayItem, snooze_reason, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, open_tasks, FIELD_INT),
    SHAPE_OPT(TodayItem, last_touch_at, FIELD_TIME),
    { 0 },
};
static const Shape TODAY_ITEM = { "TodayItem", sizeof(TodayItem), TODAY_ITEM_FIELDS };

typedef struct {
    int64_t accounts, bad, bad_change, renewals_30;
    const Money *renewals_30_mrr;
    List renewals_30_without_rate; /* accounts whose money is not in it, by currency */
    int64_t tasks_open, tasks_due, snoozed;
} TodayHead;
static const Field TODAY_HEAD_FIELDS[] = {
    SHAPE_FIELD(TodayHead, accounts, FIELD_INT),
    SHAPE_FIELD(TodayHead, bad, FIELD_INT),
    SHAPE_FIELD(TodayHead, bad_change, FIELD_INT),
    SHAPE_FIELD(TodayHead, renewals_30, FIELD_INT),
    SHAPE_OPT(TodayHead, renewals_30_mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayHead, renewals_30_without_rate, FIELD_LIST, .shape = &WITHOUT_RATE, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(TodayHead, tasks_open, FIELD_INT),
    SHAPE_FIELD(TodayHead, tasks_due, FIELD_INT),
    SHAPE_FIELD(TodayHead, snoozed, FIELD_INT),
    { 0 },
};
static const Shape TODAY_HEAD = { "TodayHead", sizeof(TodayHead), TODAY_HEAD_FIELDS };

static const Field TODAY_DUE_FIELDS[] = {
    SHAPE_FIELD(TodayDue, source, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, id, FIELD_ID),
    SHAPE_OPT(TodayDue, account_id, FIELD_ID),
    SHAPE_OPT(TodayDue, account, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, title, FIELD_TEXT),
    SHAPE_OPT(TodayDue, text, FIELD_TEXT),
    SHAPE_OPT(TodayDue, owner_id, FIELD_ID),
    SHAPE_OPT(TodayDue, owner, FIELD_TEXT),
    SHAPE_OPT(TodayDue, due_on, FIELD_DAY),
    SHAPE_OPT(TodayDue, done_at, FIELD_TIME),
    SHAPE_OPT(TodayDue, snoozed_until, FIELD_DAY),
    SHAPE_OPT(TodayDue, snooze_reason, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, created_at, FIELD_TIME),
    SHAPE_FIELD(TodayDue, version, FIELD_INT),
    { 0 },
};
static const Shape TODAY_DUE = { "TodayTask", sizeof(TodayDue), TODAY_DUE_FIELDS };

typedef struct {
    int64_t as_of;
    const TodayHead *head;
    List items, tasks;
    int64_t items_total, tasks_total; /* with those that the limits cut off */
    const BandsOn *bands;
    List weeks;
} Today;
static const Field TODAY_FIELDS[] = {
    SHAPE_FIELD(Today, as_of, FIELD_DAY),
    SHAPE_FIELD(Today, head, FIELD_OBJECT, .shape = &TODAY_HEAD),
    SHAPE_FIELD(Today, items, FIELD_LIST, .shape = &TODAY_ITEM),
    SHAPE_FIELD(Today, tasks, FIELD_LIST, .shape = &TODAY_DUE),
    SHAPE_FIELD(Today, items_total, FIELD_INT),
    SHAPE_FIELD(Today, tasks_total, FIELD_INT),
    SHAPE_FIELD(Today, bands, FIELD_OBJECT, .shape = &BANDS_ON),
    SHAPE_FIELD(Today, weeks, FIELD_LIST, .shape = &BANDS_ON),
    { 0 },
};
static const Shape TODAY = { "Today", sizeof(Today), TODAY_FIELDS };

typedef struct {
    const char *owner_id;
    OptInt as_of, limit, tasks_limit, snoozed;
} TodayAsk;
static const Field TODAY_ASK_FIELDS[] = {
    SHAPE_OPT(TodayAsk, owner_id, FIELD_TEXT, .max = 20),
    SHAPE_OPT(TodayAsk, as_of, FIELD_DAY),
    SHAPE_OPT(TodayAsk, limit, FIELD_INT, .min = 1, .max = ITEMS_MAX),
    SHAPE_OPT(TodayAsk, tasks_limit, FIELD_INT, .min = 1, .max = TASKS_MAX),
    SHAPE_OPT(TodayAsk, snoozed, FIELD_FLAG),
    { 0 },
};
static const Shape TODAY_ASK = { "TodayAsk", sizeof(TodayAsk), TODAY_ASK_FIELDS };

/* ---- gathering ------------------------------------------------------------------------------------------------- */

typedef struct {
    const Request *request;
    const TodayAsk *ask;
    TodayAsked asked;
    Judges judges;
    SnoozesOnRow *snoozes; /* by account */
    size_t snooze_count, snooze_room;
    SourceRows *sources;
    Ranking ranking; /* what is shown */
    Today *today;
    TodayHead *head;
    TodayItem *items; /* one for each */
    int64_t *ids;     /* accounts of the items */
} Gathering;

static bool snooze_take(const SnoozesOnRow *row, void *context, Error *error)
{
    Gathering *gathering = context;
    Arena *arena = gathering->request->arena;
    (void)error;
    gathering->snoozes = arena_room(arena, gathering->snoozes, gathering->snooze_count, 1, &gathering->snooze_room,
                                    sizeof *gathering->snoozes);
    SnoozesOnRow *kept = &gathering->snoozes[gathering->snooze_count++];
    *kept = *row;
    kept->reason = arena_text(arena, row->reason); /* the row's memory is used again for the next one */
    return true;
}

static int by_account(const void *a, const void *b)
{
    int64_t first = ((const SnoozesOnRow *)a)->account_id, second = ((const SnoozesOnRow *)b)->account_id;
    return first < second ? -1 : first > second;
}

static const SnoozesOnRow *snooze_of(const Gathering *gathering, int64_t account)
{
    SnoozesOnRow key = { .account_id = account };
    if (!gathering->snooze_count)
        return NULL;
    return bsearch(&key, gathering->snoozes, gathering->snooze_count, sizeof key, by_account);
}

static Ids snoozed_accounts(const Gathering *gathering)
{
    int64_t *ids = arena_array(gathering->request->arena, gathering->snooze_count + 1, sizeof *ids);
    for (size_t i = 0; i < gathering->snooze_count; i++)
        ids[i] = gathering->snoozes[i].account_id;
    return (Ids) { .count = gathering->snooze_count, .items = ids };
}

/* ---- items ----------------------------------------------------------------------------------------------------- */

static void item_stands(Gathering *gathering, const EngineView *view, TodayItem *item)
{
    Arena *arena = gathering->request->arena;
    Standing standing =
        health_standing(&gathering->judges, view, arena, item->account_id, gathering->asked.as_of,
                        (ExplainAsk) { .most = REASONS_SHOWN, .sees = gathering->request->caller->rights });
    item->band = standing.shown->band;
    item->points = standing.shown->points;
    item->previous_band = standing.previous_band;
    item->changed_on = standing.changed_on;
    item->fell = standing.fell;
    item->reasons = standing.shown->reasons;
}

static void item_is_put_off(TodayItem *item, const SnoozesOnRow *snooze)
{
    if (!snooze)
        return;
    item->snoozed_until = (OptInt) { snooze->until_day, true };
    item->snooze_id = (OptInt) { snooze->id, true };
    item->snooze_reason = snooze->reason;
}

static TodayItem item_of(Gathering *gathering, const EngineView *view, const Ranked *ranked)
{
    Arena *arena = gathering->request->arena;
    const Worth *worth = ranked->worth;
    const TodayRow *row = ranked->row;
    TodayItem item = { .account_id = row->account_id,
                       .account = "",
                       .renews_on = worth->renews_on,
                       .days_to_renewal = { worth->renews_on.value - gathering->asked.as_of, worth->renews_on.known },
                       .notice_on = worth->notice_on,
                       .score = ranked->score,
                       .source = ranked->source->name,
                       .reason = "",
                       .action = "note" };
    if (row->subject_id)
        item.subject = arena_format(arena, "%s:%lld", ranked->source->subject, (long long)row->subject_id);
    if (worth->own_micros.known) {
        item.mrr = money_shown(arena, worth->own_micros.value, worth->currency);
        item.expected_loss =
            money_shown(arena, (int64_t)((double)worth->own_micros.value * ranked->weight), worth->currency);
    }
    item.mrr_without_rate = texts_words(arena, worth->without_rate);
    item_stands(gathering, view, &item);
    return item;
}

static void items_gather(Gathering *gathering, const EngineView *view)
{
    Arena *arena = gathering->request->arena;
    gathering->items = arena_array(arena, gathering->ranking.count + 1, sizeof *gathering->items);
    gathering->ids = arena_array(arena, gathering->ranking.count + 1, sizeof *gathering->ids);
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        const Ranked *ranked = &gathering->ranking.items[i];
        gathering->items[i] = item_of(gathering, view, ranked);
        item_is_put_off(&gathering->items[i], snooze_of(gathering, ranked->row->account_id));
        gathering->ids[i] = ranked->row->account_id;
    }
}

/* What every row of the source says, where it is one reason. */
static TodaySaid said_by(Arena *arena, const TodaySource *source, const TodayRow *row)
{
    if (!source->reason)
        return (TodaySaid) { .row = row, .reason = "", .action = "note" };
    const char **number = arena_array(arena, 1, sizeof *number);
    *number = arena_format(arena, "%lld", (long long)row->number);
    return (TodaySaid) { row, source->reason, { 1, number }, source->action };
}

static bool source_says(Gathering *gathering, const TodaySource *source, Error *error)
{
    TodaySaid *said = arena_array(gathering->request->arena, gathering->ranking.count + 1, sizeof *said);
    TodayItem **items = arena_array(gathering->request->arena, gathering->ranking.count + 1, sizeof(TodayItem *));
    size_t count = 0;
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        if (gathering->ranking.items[i].source != source)
            continue;
        items[count] = &gathering->items[i];
        said[count++] = said_by(gathering->request->arena, source, gathering->ranking.items[i].row);
    }
    if (count && source->say && !source->say(&gathering->asked, said, count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        items[i]->reason = said[i].reason;
        items[i]->arguments = said[i].arguments;
        items[i]->action = said[i].action;
    }
    return true;
}

static bool sources_say(Gathering *gathering, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->today && !source_says(gathering, (*at)->today, error))
            return false;
    return true;
}

/* ---- the head and the weeks ------------------------------------------------------------------------------------ */

static bool bands_gather(Gathering *gathering, Error *error)
{
    Today *today = gathering->today;
    const TodayAsked *asked = &gathering->asked;
    Engine *engine = gathering->request->services->engine;
    Arena *arena = gathering->request->arena;
    int64_t yesterday[BAND_COUNT];
    if (!bands_by_week(&gathering->judges, engine, arena, asked->as_of, asked->owner, WEEKS_SHOWN, &today->weeks,
                       error) ||
        !health_count(&gathering->judges, engine, arena, asked->as_of - 1, asked->owner, yesterday, error))
        return false;
    const BandsOn *bands = (const BandsOn *)today->weeks.items + today->weeks.count - 1;
    today->bands = bands;
    gathering->head->accounts = bands->GOOD + bands->NORMAL + bands->BAD + bands->UNKNOWN;
    gathering->head->bad = bands->BAD;
    gathering->head->bad_change = bands->BAD - yesterday[BAND_BAD];
    return true;
}

static void head_fill(Gathering *gathering, const char *currency)
{
    const Ranking *ranking = &gathering->ranking;
    gathering->head->snoozed = ranking->snoozed;
    gathering->head->renewals_30 = ranking->renewals;
    gathering->head->renewals_30_mrr = money_shown(gathering->request->arena, ranking->renewal_micros, currency);
    gathering->head->renewals_30_without_rate = (List) { ranking->without.count, ranking->without.items };
    gathering->today->items_total = ranking->total;
}

/* Commits of events wait for views: so the ranking has none, and each day that is counted has one of its own. */
static bool engine_gather(Gathering *gathering, const char *currency, Error *error)
{
    const TodayAsk *ask = gathering->ask;
    RankAsk rank = { .most = ask->limit.known ? (size_t)ask->limit.value : ITEMS_DEFAULT,
                     .snoozed = snoozed_accounts(gathering),
                     .only_snoozed = ask->snoozed.known && ask->snoozed.value };
    Engine *engine = gathering->request->services->engine;
    int64_t then = gathering->asked.as_of - FALL_DAYS;
    const EngineView *view = engine_view(engine);
    const Worths *worths = worths_on(view, gathering->request->arena, gathering->asked.as_of);
    engine_view_close(view);
    gathering->ranking = today_rank(gathering->sources, worths, &gathering->asked, &rank);
    if (!bands_gather(gathering, error) ||
        !engine_view_since(engine, judges_since(&gathering->judges, then), then, &view, error))
        return false;
    items_gather(gathering, view);
    engine_view_close(view);
    head_fill(gathering, currency);
    return sources_say(gathering, error);
}

/* ---- what the database adds ------------------------------------------------------------------------------------ */

static bool names_add(Gathering *gathering, Ids ids, Error *error)
{
    const Request *request = gathering->request;
    TodayAccountsRow *rows;
    size_t count;
    if (!today_accounts(request->db, request->arena, ids, &rows, &count, error))
        return false;
    for (size_t i = 0; i < gathering->ranking.count; i++)
        for (size_t r = 0; r < count; r++)
            if (gathering->items[i].account_id == rows[r].id) {
                gathering->items[i].account = rows[r].name;
                gathering->items[i].owner = rows[r].owner;
            }
    return true;
}

static bool is_touch(const FactKind *kind, const void *unused)
{
    (void)unused;
    return kind->touches;
}

static bool work_add(Gathering *gathering, Ids ids, Error *error)
{
    const Request *request = gathering->request;
    int64_t until = gathering->asked.until;
    TodayTasksOpenRow *tasks;
    TodayTouchesRow *touches;
    size_t task_count, touch_count;
    Viewer viewer = request_viewer(request);
    if (!today_tasks_open(request->db, request->arena, ids, until, &tasks, &task_count, error) ||
        !today_touches(request->db, request->arena, ids, until, fact_kinds_that(request->arena, is_touch, NULL),
                       &viewer, &touches, &touch_count, error))
        return false;
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        TodayItem *item = &gathering->items[i];
        for (size_t t = 0; t < task_count; t++)
            if (tasks[t].account_id == item->account_id)
                item->open_tasks = tasks[t].tasks;
        for (size_t t = 0; t < touch_count; t++)
            if (touches[t].account_id == item->account_id)
                item->last_touch_at = (OptInt) { touches[t].at, true };
    }
    return true;
}

static bool dues_add(Gathering *gathering, Error *error)
{
    OptInt limit = gathering->ask->tasks_limit;
    TodayDues dues;
    if (!today_dues(&gathering->asked, limit.known ? limit.value : TASKS_DEFAULT, &dues, error))
        return false;
    gathering->today->tasks = (List) { .count = dues.count, .items = dues.items };
    gathering->today->tasks_total = dues.listed;
    gathering->head->tasks_open = dues.open;
    gathering->head->tasks_due = dues.due;
    return true;
}

static bool rows_gather(Gathering *gathering, Error *error)
{
    Ids ids = { .count = gathering->ranking.count, .items = gathering->ids };
    return names_add(gathering, ids, error) && work_add(gathering, ids, error) && dues_add(gathering, error);
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

static bool asked_read(const Request *request, const TodayAsk *ask, TodayAsked *asked, Error *error)
{
    const Zone *zone = atomic_load(&request->services->zone);
    asked->request = request;
    if (!workspace_day(request, ask->as_of, &asked->as_of, error) ||
        !task_owner_asked(request, ask->owner_id ? ask->owner_id : "me", &asked->owner, error))
        return false;
    int64_t end = zone_midnight(zone, asked->as_of + 1);
    asked->midnight = zone_midnight(zone, asked->as_of);
    asked->until = end < request->now ? end : request->now + 1;
    return true;
}

static bool today_get(Request *request, Error *error)
{
    Today today = { 0 };
    TodayHead head = { 0 };
    Gathering gathering = { .request = request, .ask = request->query, .today = &today, .head = &head };
    Workspace *workspace;
    if (!asked_read(request, gathering.ask, &gathering.asked, error) ||
        !workspace_get(request->db, request->arena, &workspace, error) ||
        !judges_read(request->db, request->arena, request->services->engine, &gathering.judges, error) ||
        !snoozes_on(request->db, gathering.asked.as_of, gathering.asked.until, snooze_take, &gathering, error) ||
        !today_rows(&gathering.asked, &gathering.sources, error))
        return false;
    if (!engine_gather(&gathering, workspace->currency, error) || !rows_gather(&gathering, error))
        return false;
    today.as_of = gathering.asked.as_of;
    today.head = &head;
    today.items = (List) { .count = gathering.ranking.count, .items = gathering.items };
    return reply_row(request, 200, &TODAY, &today);
}

const Route TODAY_ROUTES[] = { { GET, "/api/v1/today", today_get, RIGHT_VIEW,
                                 "Get accounts ranked by expected loss, with reasons and next actions",
                                 .asks = &TODAY_ASK, .gives = &TODAY },
                               { 0 } };
