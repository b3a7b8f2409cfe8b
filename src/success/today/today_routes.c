#include "base/amount.h"
#include "base/id.h"
#include "base/money.h"
#include "base/reason.h"
#include "customer/task/task.h"
#include "house/workspace/workspace.h"
#include "jobs/fact_kind.h"
#include "success/health/explain.h"
#include "success/measure/measure.h"
#include "success/today/ranked.h"
#include "today.sql.h"

#include <stdlib.h>
#include <string.h>

enum {
    ITEMS_DEFAULT = 50,
    ITEMS_MAX = 200,
    TASKS_DEFAULT = 50,
    TASKS_MAX = 1000,
    REASONS_SHOWN = 3,
    WEEKS_SHOWN = 12,
    RENEWAL_DAYS = 30,
    SNOOZE_DAYS_MAX = 366
};

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account_id;
    const char *account, *band, *previous_band;
    OptInt points, changed_on;
    bool fell;
    List reasons;
    const Money *mrr;
    OptInt renews_on, days_to_renewal, notice_on;
    const Money *expected_loss;
    double score;
    const char *owner, *action;
    OptInt snoozed_until, snooze_id;
    const char *snooze_reason;
    int64_t open_tasks;
    OptInt last_touch_at;
} TodayItem;
static const Shape TODAY_ITEM = { "TodayItem", sizeof(TodayItem),
                                  (const Field[]) {
                                      SHAPE_FIELD(TodayItem, account_id, FIELD_ID),
                                      SHAPE_FIELD(TodayItem, account, FIELD_TEXT),
                                      SHAPE_FIELD(TodayItem, band, FIELD_TEXT, .choices = BAND_CHOICES),
                                      SHAPE_OPT(TodayItem, points, FIELD_INT),
                                      SHAPE_OPT(TodayItem, previous_band, FIELD_TEXT, .choices = BAND_CHOICES),
                                      SHAPE_OPT(TodayItem, changed_on, FIELD_DAY),
                                      SHAPE_FIELD(TodayItem, fell, FIELD_FLAG),
                                      SHAPE_FIELD(TodayItem, reasons, FIELD_LIST, .shape = &HEALTH_REASON),
                                      SHAPE_OPT(TodayItem, mrr, FIELD_OBJECT, .shape = &MONEY),
                                      SHAPE_OPT(TodayItem, renews_on, FIELD_DAY),
                                      SHAPE_OPT(TodayItem, days_to_renewal, FIELD_INT),
                                      SHAPE_OPT(TodayItem, notice_on, FIELD_DAY),
                                      SHAPE_OPT(TodayItem, expected_loss, FIELD_OBJECT, .shape = &MONEY),
                                      SHAPE_FIELD(TodayItem, score, FIELD_REAL),
                                      SHAPE_OPT(TodayItem, owner, FIELD_TEXT),
                                      SHAPE_FIELD(TodayItem, action, FIELD_TEXT, .choices = "task|call|note"),
                                      SHAPE_OPT(TodayItem, snoozed_until, FIELD_DAY),
                                      SHAPE_OPT(TodayItem, snooze_id, FIELD_ID),
                                      SHAPE_OPT(TodayItem, snooze_reason, FIELD_TEXT),
                                      SHAPE_FIELD(TodayItem, open_tasks, FIELD_INT),
                                      SHAPE_OPT(TodayItem, last_touch_at, FIELD_TIME),
                                      { 0 } } };

typedef struct {
    int64_t accounts, bad, bad_change, renewals_30;
    const Money *renewals_30_mrr;
    int64_t tasks_open, tasks_due, snoozed;
} TodayHead;
static const Shape TODAY_HEAD = { "TodayHead", sizeof(TodayHead),
                                  (const Field[]) {
                                      SHAPE_FIELD(TodayHead, accounts, FIELD_INT),
                                      SHAPE_FIELD(TodayHead, bad, FIELD_INT),
                                      SHAPE_FIELD(TodayHead, bad_change, FIELD_INT),
                                      SHAPE_FIELD(TodayHead, renewals_30, FIELD_INT),
                                      SHAPE_OPT(TodayHead, renewals_30_mrr, FIELD_OBJECT, .shape = &MONEY),
                                      SHAPE_FIELD(TodayHead, tasks_open, FIELD_INT),
                                      SHAPE_FIELD(TodayHead, tasks_due, FIELD_INT),
                                      SHAPE_FIELD(TodayHead, snoozed, FIELD_INT),
                                      { 0 } } };

static const Shape TASK_ON_TODAY = { "TodayTask", sizeof(TodayTaskRow),
                                     (const Field[]) { SHAPE_FIELD(TodayTaskRow, id, FIELD_ID),
                                                       SHAPE_OPT(TodayTaskRow, account_id, FIELD_ID),
                                                       SHAPE_OPT(TodayTaskRow, account, FIELD_TEXT),
                                                       SHAPE_FIELD(TodayTaskRow, title, FIELD_TEXT),
                                                       SHAPE_OPT(TodayTaskRow, text, FIELD_TEXT),
                                                       SHAPE_OPT(TodayTaskRow, owner_id, FIELD_ID),
                                                       SHAPE_OPT(TodayTaskRow, owner, FIELD_TEXT),
                                                       SHAPE_OPT(TodayTaskRow, due_on, FIELD_DAY),
                                                       SHAPE_OPT(TodayTaskRow, done_at, FIELD_TIME),
                                                       SHAPE_OPT(TodayTaskRow, snoozed_until, FIELD_DAY),
                                                       SHAPE_OPT(TodayTaskRow, snooze_reason, FIELD_TEXT),
                                                       SHAPE_FIELD(TodayTaskRow, created_at, FIELD_TIME),
                                                       SHAPE_FIELD(TodayTaskRow, version, FIELD_INT),
                                                       { 0 } } };

typedef struct {
    int64_t as_of;
    const TodayHead *head;
    List items, tasks;
    int64_t items_total, tasks_total; /* with those that the limits cut off */
    const BandsOn *bands;
    List weeks;
} Today;
static const Shape TODAY = { "Today", sizeof(Today),
                             (const Field[]) { SHAPE_FIELD(Today, as_of, FIELD_DAY),
                                               SHAPE_FIELD(Today, head, FIELD_OBJECT, .shape = &TODAY_HEAD),
                                               SHAPE_FIELD(Today, items, FIELD_LIST, .shape = &TODAY_ITEM),
                                               SHAPE_FIELD(Today, tasks, FIELD_LIST, .shape = &TASK_ON_TODAY),
                                               SHAPE_FIELD(Today, items_total, FIELD_INT),
                                               SHAPE_FIELD(Today, tasks_total, FIELD_INT),
                                               SHAPE_FIELD(Today, bands, FIELD_OBJECT, .shape = &BANDS_ON),
                                               SHAPE_FIELD(Today, weeks, FIELD_LIST, .shape = &BANDS_ON),
                                               { 0 } } };

typedef struct {
    const char *owner_id;
    OptInt as_of, limit, tasks_limit, snoozed;
} TodayAsk;
static const Shape TODAY_ASK = { "TodayAsk", sizeof(TodayAsk),
                                 (const Field[]) {
                                     SHAPE_OPT(TodayAsk, owner_id, FIELD_TEXT, .max = 20),
                                     SHAPE_OPT(TodayAsk, as_of, FIELD_DAY),
                                     SHAPE_OPT(TodayAsk, limit, FIELD_INT, .min = 1, .max = ITEMS_MAX),
                                     SHAPE_OPT(TodayAsk, tasks_limit, FIELD_INT, .min = 1, .max = TASKS_MAX),
                                     SHAPE_OPT(TodayAsk, snoozed, FIELD_FLAG),
                                     { 0 } } };

/* ---- gathering ------------------------------------------------------------------------------------------------- */

typedef struct {
    Request *request;
    const TodayAsk *ask;
    int64_t as_of, owner, until; /* until: ms, the end of as_of or now */
    Judges judges;
    SnoozesOnRow *snoozes; /* by account */
    size_t snooze_count, snooze_room;
    Ranking ranking;
    Today *today;
    TodayItem *items;
    int64_t *ids; /* of the items shown */
    size_t count;
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

/* What one does first: talk to those who are in danger, find out about those of whom nothing is known. */
static const char *action_for(const Ranked *ranked)
{
    if (ranked->health->band == BAND_BAD || ranked->urgency.fell)
        return "call";
    return ranked->health->band == BAND_UNKNOWN || ranked->renews_on.known ? "task" : "note";
}

static TodayItem item_of(Gathering *gathering, const EngineView *view, const Ranked *ranked, const SnoozesOnRow *snooze)
{
    Arena *arena = gathering->request->arena;
    const HealthShown *shown = health_explain(ranked->health, view, arena, REASONS_SHOWN);
    bool moved = ranked->before && ranked->before->band != ranked->health->band;
    TodayItem item = { .account_id = ranked->health->account_id,
                       .account = "",
                       .band = shown->band,
                       .points = shown->points,
                       .previous_band = moved ? band_name(ranked->before->band) : NULL,
                       .fell = ranked->urgency.fell,
                       .reasons = shown->reasons,
                       .renews_on = ranked->renews_on,
                       .days_to_renewal = { ranked->renews_on.value - ranked->health->day, ranked->renews_on.known },
                       .notice_on = ranked->notice_on,
                       .score = ranked->score,
                       .action = action_for(ranked) };
    if (moved)
        item.changed_on = (OptInt) { changed_on(&gathering->judges, view, arena, ranked->health), true };
    if (ranked->own_micros.known) {
        item.mrr = money_shown(arena, ranked->own_micros.value, ranked->currency);
        item.expected_loss =
            money_shown(arena, (int64_t)((double)ranked->own_micros.value * ranked->weight), ranked->currency);
    }
    if (snooze) {
        item.snoozed_until = (OptInt) { snooze->until_day, true };
        item.snooze_id = (OptInt) { snooze->id, true };
        item.snooze_reason = snooze->reason;
    }
    return item;
}

static void head_count(Gathering *gathering, TodayHead *head, int64_t *renewal_micros)
{
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        const Ranked *ranked = &gathering->ranking.items[i];
        head->accounts++;
        head->bad += ranked->health->band == BAND_BAD;
        head->snoozed += snooze_of(gathering, ranked->health->account_id) != NULL;
        if (!ranked->renews_on.known || ranked->renews_on.value < gathering->as_of ||
            ranked->renews_on.value > gathering->as_of + RENEWAL_DAYS)
            continue;
        head->renewals_30++;
        if (ranked->mrr_micros.known)
            *renewal_micros += ranked->mrr_micros.value;
    }
}

static void items_gather(Gathering *gathering, const EngineView *view)
{
    size_t most = gathering->ask->limit.known ? (size_t)gathering->ask->limit.value : ITEMS_DEFAULT;
    bool only_snoozed = gathering->ask->snoozed.known && gathering->ask->snoozed.value;
    gathering->items = arena_array(gathering->request->arena, most, sizeof *gathering->items);
    gathering->ids = arena_array(gathering->request->arena, most, sizeof *gathering->ids);
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        const Ranked *ranked = &gathering->ranking.items[i];
        const SnoozesOnRow *snooze = snooze_of(gathering, ranked->health->account_id);
        if ((snooze != NULL) != only_snoozed || gathering->today->items_total++ >= (int64_t)most)
            continue;
        gathering->ids[gathering->count] = ranked->health->account_id;
        gathering->items[gathering->count++] = item_of(gathering, view, ranked, snooze);
    }
}

static bool engine_gather(Gathering *gathering, const char *currency, Error *error)
{
    Arena *arena = gathering->request->arena;
    Today *today = gathering->today;
    TodayHead *head = arena_make(arena, TodayHead);
    int64_t yesterday[BAND_COUNT], renewal_micros = 0;
    int64_t first = gathering->as_of - 7 * (int64_t)WEEKS_SHOWN;
    const EngineView *view;
    if (!engine_view_since(gathering->request->services->engine, judges_since(&gathering->judges, first), &view, error))
        return false;
    gathering->ranking = today_rank(&gathering->judges, view, arena, gathering->as_of, gathering->owner);
    items_gather(gathering, view);
    today->weeks = bands_by_week(&gathering->judges, view, arena, gathering->as_of, gathering->owner, WEEKS_SHOWN);
    health_count(&gathering->judges, view, arena, gathering->as_of - 1, gathering->owner, yesterday);
    engine_view_close(view);
    today->bands = (const BandsOn *)today->weeks.items + today->weeks.count - 1;
    head_count(gathering, head, &renewal_micros);
    head->bad_change = head->bad - yesterday[BAND_BAD];
    head->renewals_30_mrr = money_shown(arena, renewal_micros, currency);
    today->head = head;
    return true;
}

/* ---- what the database adds ------------------------------------------------------------------------------------ */

static TodayItem *item_for(const Gathering *gathering, int64_t account)
{
    for (size_t i = 0; i < gathering->count; i++)
        if (gathering->items[i].account_id == account)
            return &gathering->items[i];
    return NULL;
}

static bool names_add(Gathering *gathering, Ids ids, Error *error)
{
    Request *request = gathering->request;
    TodayAccountsRow *rows;
    size_t count;
    if (!today_accounts(request->db, request->arena, ids, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        TodayItem *item = item_for(gathering, rows[i].id);
        item->account = rows[i].name;
        item->owner = rows[i].owner;
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
    Request *request = gathering->request;
    TodayTasksOpenRow *tasks;
    TodayTouchesRow *touches;
    size_t task_count, touch_count;
    if (!today_tasks_open(request->db, request->arena, ids, gathering->until, &tasks, &task_count, error) ||
        !today_touches(request->db, request->arena, ids, gathering->until,
                       fact_kinds_that(request->arena, is_touch, NULL), &touches, &touch_count, error))
        return false;
    for (size_t i = 0; i < task_count; i++)
        item_for(gathering, tasks[i].account_id)->open_tasks = tasks[i].tasks;
    for (size_t i = 0; i < touch_count; i++)
        item_for(gathering, touches[i].account_id)->last_touch_at = (OptInt) { touches[i].at, true };
    return true;
}

static bool tasks_add(Gathering *gathering, Error *error)
{
    Request *request = gathering->request;
    TodayHead *head = (TodayHead *)gathering->today->head;
    int64_t midnight = zone_midnight(atomic_load(&request->services->zone), gathering->as_of);
    OptInt limit = gathering->ask->tasks_limit;
    TodayTaskRow *tasks;
    TodayTaskCountsRow *counts;
    size_t count;
    if (!today_tasks(request->db, request->arena, gathering->owner, gathering->as_of, midnight, gathering->until,
                     limit.known ? limit.value : TASKS_DEFAULT, &tasks, &count, error) ||
        !today_task_counts(request->db, request->arena, gathering->owner, gathering->as_of, midnight, gathering->until,
                           &counts, error))
        return false;
    gathering->today->tasks = (List) { .count = count, .items = tasks };
    gathering->today->tasks_total = counts->listed;
    head->tasks_open = counts->open;
    head->tasks_due = counts->due;
    return true;
}

static bool rows_gather(Gathering *gathering, Error *error)
{
    Ids ids = { .count = gathering->count, .items = gathering->ids };
    return names_add(gathering, ids, error) && work_add(gathering, ids, error) && tasks_add(gathering, error);
}

static bool today_get(Request *request, Error *error)
{
    Today today = { 0 };
    Gathering gathering = { .request = request, .ask = request->query, .today = &today };
    Workspace *workspace;
    if (!workspace_day(request, gathering.ask->as_of, &gathering.as_of, error) ||
        !task_owner_asked(request, gathering.ask->owner_id ? gathering.ask->owner_id : "me", &gathering.owner, error) ||
        !workspace_get(request->db, request->arena, &workspace, error))
        return false;
    int64_t end = zone_midnight(atomic_load(&request->services->zone), gathering.as_of + 1);
    gathering.until = end < request->now ? end : request->now + 1;
    if (!judges_read(request->db, request->arena, request->services->engine, &gathering.judges, error) ||
        !snoozes_on(request->db, gathering.as_of, gathering.until, snooze_take, &gathering, error))
        return false;
    if (!engine_gather(&gathering, workspace->currency, error) || !rows_gather(&gathering, error))
        return false;
    today.as_of = gathering.as_of;
    today.items = (List) { .count = gathering.count, .items = gathering.items };
    return reply_row(request, 200, &TODAY, &today);
}

/* ---- snoozes --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account_id, until;
    const char *reason;
} NewSnooze;
static const Shape NEW_SNOOZE = { "NewTodaySnooze", sizeof(NewSnooze),
                                  (const Field[]) { SHAPE_FIELD(NewSnooze, account_id, FIELD_ID),
                                                    SHAPE_FIELD(NewSnooze, until, FIELD_DAY),
                                                    SHAPE_FIELD(NewSnooze, reason, FIELD_TEXT, .max = 400),
                                                    { 0 } } };
typedef struct {
    int64_t id;
} SnoozeMade;
static const Shape SNOOZE_MADE = { "TodaySnooze", sizeof(SnoozeMade),
                                   (const Field[]) { SHAPE_FIELD(SnoozeMade, id, FIELD_ID), { 0 } } };

static bool snooze_fact(Request *request, const char *kind, int64_t account, int64_t id, int64_t until, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = account,
                  .actor = request_actor(request),
                  .subject = arena_format(request->arena, "snooze:%lld", (long long)id),
                  .body = until ? arena_format(request->arena, "{\"until\":\"%s\"}", day_format(request->arena, until))
                                : "{}",
                  .at = request->now };
    return fact_write(request->db, &fact, NULL, error);
}

static bool snooze_create(Request *request, Error *error)
{
    const NewSnooze *in = request->input;
    SnoozeMade made = { .id = id_new() };
    OptInt staff = { request->caller->id, request->caller->kind == CALLER_STAFF };
    int64_t day = zone_day(atomic_load(&request->services->zone), request->now);
    if (in->until <= day || in->until > day + SNOOZE_DAYS_MAX)
        return refuse(error, "until", REASON_DAY_RANGE, day_format(request->arena, day + 1),
                      day_format(request->arena, day + SNOOZE_DAYS_MAX));
    if (text_is_empty(in->reason))
        return refuse(error, "reason", REASON_MISSING, NULL, NULL);
    const EngineView *view = engine_view(request->services->engine);
    bool there = view_has(view, in->account_id);
    engine_view_close(view);
    if (!there)
        return fail(error, ERROR_MISSING, "account_id", "account %lld not found", (long long)in->account_id);
    if (!snooze_end_before(request->db, in->account_id, request->now, error) ||
        !snooze_add(request->db, made.id, in->account_id, staff, in->until, in->reason, request->now, error) ||
        !snooze_fact(request, "today.snoozed", in->account_id, made.id, in->until, error))
        return false;
    return reply_row(request, 201, &SNOOZE_MADE, &made);
}

static bool snooze_remove(Request *request, Error *error)
{
    SnoozeByIdRow *row;
    int64_t id = request->path_id[0];
    if (!snooze_by_id(request->db, request->arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "snooze %lld not found", (long long)id);
    if (row->ended_at.known)
        return reply_empty(request);
    if (!snooze_end(request->db, id, request->now, error) ||
        !snooze_fact(request, "today.woken", row->account_id, id, 0, error))
        return false;
    return reply_empty(request);
}

const Route TODAY_ROUTES[] = {
    { GET, "/api/v1/today", today_get, RIGHT_VIEW,
      "Get accounts ranked by expected loss, with reasons and next actions", .asks = &TODAY_ASK, .gives = &TODAY },
    { POST, "/api/v1/today/snoozes", snooze_create, RIGHT_ACT, "Snooze an account until a day, with a reason",
      .takes = &NEW_SNOOZE, .gives = &SNOOZE_MADE },
    { DELETE, "/api/v1/today/snoozes/{id}", snooze_remove, RIGHT_ACT, "Bring an account back to Today" },
    { 0 }
};
