/*
 * GET /today: the ranked rows of all sources, each with how its account stands, and what is to be done by the day.
 * Sources are asked for rows first, outside of views; then one view gives bands and money; then the sources word the
 * rows that are shown, and the database adds names and work.
 *
 * In order: gathering; items; the head and the weeks; what the database adds; the page.
 */
#include "base/amount.h"
#include "base/money.h"
#include "base/texts.h"
#include "customer/task/task.h"
#include "house/workspace/workspace.h"
#include "jobs/fact_kind.h"
#include "jobs/module.h"
#include "revenue/rate/missing.h"
#include "success/health/health_today.h"
#include "success/today/ranked.h"
#include "success/today/shown.h"
#include "today.sql.h"

#include <stdlib.h>

enum { REASONS_SHOWN = 3, WEEKS_SHOWN = 12 };

/* ---- gathering ------------------------------------------------------------------------------------------------- */

typedef struct {
    const Request *request;
    const TodayAsk *ask;
    TodayAsked asked;
    Judges judges;
    SnoozesOnRow *snoozes; /* by account */
    size_t snooze_count, snooze_room;
    HandledList handled;
    SourceRows *sources;
    Ranking ranking;      /* what is shown */
    const char *currency; /* the workspace's */
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

/* In the account's own currency; beside it in the workspace's, where that is another and there is a rate. */
static void item_pays(const Gathering *gathering, const Ranked *ranked, TodayItem *item)
{
    Arena *arena = gathering->request->arena;
    const Worth *worth = ranked->worth;
    double weight = ranked->row->risk * ranked->nearness;
    if (!worth->own_micros.known)
        return;
    item->mrr = money_shown(arena, worth->own_micros.value, worth->currency);
    item->expected_loss = money_shown(arena, (int64_t)((double)worth->own_micros.value * weight), worth->currency);
    if (worth->mrr_micros.known && !text_equal(worth->currency, gathering->currency))
        item->expected_loss_home =
            money_shown(arena, (int64_t)((double)worth->mrr_micros.value * weight), gathering->currency);
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
                       .for_owner = gathering->asked.owner && worth->owner_id.value != gathering->asked.owner,
                       .risk = row->risk,
                       .nearness = ranked->nearness,
                       .recent = ranked->recent,
                       .happened_on = row->happened_on,
                       .group = TODAY_GROUP_NAMES[ranked->urgency.group],
                       .auto_renews = worth->next_notice_on.known,
                       .score = ranked->score,
                       .source = ranked->source->name,
                       .reason = "",
                       .action = "note" };
    if (row->subject_id)
        item.subject = arena_format(arena, "%s:%lld", ranked->source->subject, (long long)row->subject_id);
    item_pays(gathering, ranked, &item);
    if (ranked->handled) {
        item.done = ranked->handled->kind;
        item.done_at = (OptInt) { ranked->handled->at, true };
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

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

/* An account may have several rows. */
static Ids accounts_once(Arena *arena, const int64_t *ids, size_t count)
{
    int64_t *once = arena_array(arena, count + 1, sizeof *once);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        once[i] = ids[i];
    qsort(once, count, sizeof *once, by_id);
    for (size_t i = 0; i < count; i++)
        if (!kept || once[kept - 1] != once[i])
            once[kept++] = once[i];
    return (Ids) { .count = kept, .items = once };
}

/* How the points of what is shown went. */
static bool trends_add(Gathering *gathering, Error *error)
{
    Arena *arena = gathering->request->arena;
    Ids accounts = accounts_once(arena, gathering->ids, gathering->ranking.count);
    List *trends;
    if (!points_by_week(&gathering->judges, gathering->request->services->engine, arena, accounts,
                        gathering->asked.as_of, WEEKS_SHOWN, &trends, error))
        return false;
    for (size_t i = 0; i < gathering->ranking.count; i++) {
        const int64_t *at = bsearch(&gathering->ids[i], accounts.items, accounts.count, sizeof *accounts.items, by_id);
        gathering->items[i].trend = trends[at - accounts.items];
    }
    return true;
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
    Judges compared = judges_as_of(&gathering->judges, arena, asked->as_of);
    int64_t yesterday[BAND_COUNT];
    if (!bands_by_week(&gathering->judges, engine, arena, asked->as_of, asked->owner, WEEKS_SHOWN, &today->weeks,
                       error) ||
        !health_count(&compared, engine, arena, asked->as_of - 1, asked->owner, yesterday, error))
        return false;
    const BandsOn *bands = (const BandsOn *)today->weeks.items + today->weeks.count - 1;
    today->bands = bands;
    gathering->head->accounts = bands->GOOD + bands->NORMAL + bands->BAD + bands->UNKNOWN;
    gathering->head->bad = bands->BAD;
    gathering->head->bad_change = bands->BAD - yesterday[BAND_BAD];
    return true;
}

static void groups_fill(Gathering *gathering)
{
    Arena *arena = gathering->request->arena;
    TodayGroupShown *shown = arena_array(arena, GROUP_COUNT, sizeof *shown);
    for (int i = 0; i < GROUP_COUNT; i++) {
        const GroupSum *group = &gathering->ranking.groups[i];
        shown[i] = (TodayGroupShown) { .group = TODAY_GROUP_NAMES[i],
                                       .rows = group->rows,
                                       .expected_loss = money_shown(arena, (int64_t)group->loss, gathering->currency),
                                       .converted = group->converted,
                                       .without_rate = { group->without.count, group->without.items } };
    }
    gathering->today->groups = (List) { .count = GROUP_COUNT, .items = shown };
}

static void head_fill(Gathering *gathering)
{
    const Ranking *ranking = &gathering->ranking;
    gathering->head->snoozed = ranking->snoozed;
    gathering->head->done = gathering->head->to_do = ranking->done;
    for (int i = 0; i < GROUP_STEADY; i++)
        gathering->head->to_do += ranking->groups[i].rows;
    gathering->head->renewals_30 = ranking->renewals;
    gathering->head->renewals_30_mrr =
        money_shown(gathering->request->arena, ranking->renewal_micros, gathering->currency);
    gathering->head->renewals_30_without_rate = (List) { ranking->without.count, ranking->without.items };
    gathering->today->items_total = ranking->total;
    groups_fill(gathering);
}

/* "open" is all that there is to work through: without those that nothing asks for. */
static unsigned groups_asked(const char *group)
{
    unsigned all = (1U << GROUP_COUNT) - 1;
    if (text_equal(group, "open"))
        return all & ~(1U << GROUP_STEADY | 1U << GROUP_DONE);
    for (int i = 0; group && i < GROUP_COUNT; i++)
        if (text_equal(group, TODAY_GROUP_NAMES[i]))
            return 1U << i;
    return all;
}

/* Commits of events wait for views: so the ranking has none, and each day that is counted has one of its own. */
static bool engine_gather(Gathering *gathering, Error *error)
{
    const TodayAsk *ask = gathering->ask;
    RankAsk rank = { .most = ask->limit.known ? (size_t)ask->limit.value : ITEMS_DEFAULT,
                     .groups = groups_asked(ask->group),
                     .currency = gathering->currency,
                     .snoozed = snoozed_accounts(gathering),
                     .handled = &gathering->handled,
                     .only_snoozed = ask->snoozed.known && ask->snoozed.value };
    Engine *engine = gathering->request->services->engine;
    int64_t then = gathering->asked.as_of - FALL_DAYS;
    const EngineView *view = engine_view(engine);
    const Worths *worths = worths_on(view, gathering->request->arena, gathering->asked.as_of);
    engine_view_close(view);
    gathering->ranking = today_rank(gathering->sources, worths, &gathering->asked, &rank);
    if (!bands_gather(gathering, error) ||
        !engine_view_since(engine, judges_since(&gathering->judges, engine_calendar(engine), then), then, &view, error))
        return false;
    items_gather(gathering, view);
    engine_view_close(view);
    head_fill(gathering);
    return trends_add(gathering, error) && sources_say(gathering, error);
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

static bool notes_add(Gathering *gathering, Ids ids, Error *error)
{
    const Request *request = gathering->request;
    Viewer viewer = request_viewer(request);
    TodayNotesRow *rows;
    size_t count;
    if (!today_notes(request->db, request->arena, ids, gathering->asked.until, &viewer, &rows, &count, error))
        return false;
    for (size_t i = 0; i < gathering->ranking.count; i++)
        for (size_t r = 0; r < count; r++)
            if (rows[r].account_id == gathering->items[i].account_id) {
                TodayNote *note = arena_make(request->arena, TodayNote);
                *note = (TodayNote) { .text = rows[r].text, .author = rows[r].author, .at = rows[r].at };
                gathering->items[i].note = note;
            }
    return true;
}

/* Whom to call: a champion with a telephone; else anybody with a role and a telephone, else with a role. */
static bool people_add(Gathering *gathering, Ids ids, Error *error)
{
    const Request *request = gathering->request;
    TodayPeopleRow *rows;
    size_t count;
    if (!today_people(request->db, request->arena, ids, &rows, &count, error))
        return false;
    for (size_t i = 0; i < gathering->ranking.count; i++)
        for (size_t r = 0; r < count && !gathering->items[i].person; r++)
            if (rows[r].account_id == gathering->items[i].account_id) {
                TodayPerson *person = arena_make(request->arena, TodayPerson);
                *person = (TodayPerson) { rows[r].contact_id, rows[r].name, rows[r].phone };
                gathering->items[i].person = person;
            }
    return true;
}

static bool rows_gather(Gathering *gathering, Error *error)
{
    Ids ids = { .count = gathering->ranking.count, .items = gathering->ids };
    return names_add(gathering, ids, error) && work_add(gathering, ids, error) && notes_add(gathering, ids, error) &&
           people_add(gathering, ids, error) && dues_add(gathering, error) &&
           done_by(&gathering->asked, &gathering->handled, &gathering->head->done_by, error);
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
        !handled_read(&gathering.asked, &gathering.handled, error) ||
        !snoozes_on(request->db, gathering.asked.as_of, gathering.asked.until, snooze_take, &gathering, error) ||
        !today_rows(&gathering.asked, &gathering.sources, error))
        return false;
    gathering.currency = workspace->currency;
    if (!engine_gather(&gathering, error) || !rows_gather(&gathering, error))
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
