/*
 * Health as a source of Today: every account that is judged is a row, as likely to leave as its band and points say.
 * BAD asks for somebody, a fall within seven days for a look. And how an account stands on a day beside the rows of any
 * source: its band, where it came from, and why. Days are compared under the scorecards in force on the day asked for
 * (judges_as_of): a new version moves no account.
 */
#include "success/health/health_today.h"

#include "customer/account/beginning.h"
#include "success/health/day.h"

#include <stdlib.h>
#include <string.h>

/* ---- pure ------------------------------------------------------------------------------------------------------ */

/* Set so that a BAD account weighs about three times a NORMAL one and ten times a GOOD one of equal worth; within a
 * band the points shade it. To be held against the workspace's own losses once it has enough of them. */
static const double BAND_RISK[BAND_COUNT] = {
    [BAND_GOOD] = 0.05, [BAND_NORMAL] = 0.2, [BAND_BAD] = 0.6, [BAND_UNKNOWN] = 0.2
};

double loss_risk(Band band, OptInt points)
{
    double shade = points.known ? 1.5 - (double)points.value / 100 : 1;
    double risk = BAND_RISK[band] * shade;
    return risk < 0.02 ? 0.02 : risk > 0.95 ? 0.95 : risk;
}

bool is_fall(Band before, Band now)
{
    return before != now && before != BAND_UNKNOWN && now != BAND_UNKNOWN && band_worse(before, now) == now;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

/* The worst row of each account, by account. */
static size_t worst_of_each(Arena *arena, HealthList list, const Health ***worst)
{
    size_t count = 0, own;
    *worst = arena_array(arena, list.count + 1, sizeof **worst);
    for (size_t i = 0; i < list.count; i += own)
        (*worst)[count++] = health_worst(&list.items[i], list.count - i, &own);
    return count;
}

static const Health *same_account(const Health *const *list, size_t count, size_t *at, int64_t account)
{
    while (*at < count && list[*at]->account_id < account)
        ++*at;
    return *at < count && list[*at]->account_id == account ? list[*at] : NULL;
}

typedef struct {
    const Health **now, **before;
    size_t now_count, before_count;
} Falls;

static void falls_find(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, Ids only, Falls *falls)
{
    Judges compared = judges_as_of(judges, arena, day);
    falls->now_count = worst_of_each(arena, health_judge(&compared, view, arena, "retention", day, only), &falls->now);
    falls->before_count =
        worst_of_each(arena, health_judge(&compared, view, arena, "retention", day - FALL_DAYS, only), &falls->before);
}

/* Bands of the day asked for and of the seven before it, by how many days ago. */
typedef struct {
    const DayBands *ago[FALL_DAYS + 1];
} LatestBands;

static int account_order(const void *key, const void *item)
{
    int64_t account = *(const int64_t *)key, other = *(const int64_t *)item;
    return account < other ? -1 : account > other;
}

static bool had_fallen(const DayBands *day, int64_t account, Band now)
{
    const int64_t *at = bsearch(&account, day->accounts, day->count, sizeof account, account_order);
    return at && is_fall((Band)day->bands[at - day->accounts], now);
}

/* The day after the last one on which it stood better. */
static int64_t fallen_on(const LatestBands *bands, int64_t account, Band now, int64_t day)
{
    int ago = 1;
    while (ago < FALL_DAYS && !had_fallen(bands->ago[ago], account, now))
        ago++;
    return day - ago + 1;
}

static bool fell_to(const DayBands *before, size_t *at, int64_t account, Band now)
{
    while (*at < before->count && before->accounts[*at] < account)
        ++*at;
    return *at < before->count && before->accounts[*at] == account && is_fall((Band)before->bands[*at], now);
}

static TodayRow row_of(const LatestBands *bands, size_t i)
{
    const DayBands *now = bands->ago[0];
    Band band = (Band)now->bands[i];
    OptInt points = { .value = now->points[i], .known = now->points[i] >= 0 };
    return (TodayRow) { .account_id = now->accounts[i],
                        .risk = loss_risk(band, points),
                        .level = band == BAND_BAD ? TODAY_GRAVE : TODAY_STEADY };
}

static TodayRows rows_of(const LatestBands *bands, Arena *arena, int64_t day)
{
    const DayBands *now = bands->ago[0];
    TodayRow *items = arena_array(arena, now->count + 1, sizeof *items);
    size_t at = 0;
    for (size_t i = 0; i < now->count; i++) {
        Band band = (Band)now->bands[i];
        items[i] = row_of(bands, i);
        if (!fell_to(bands->ago[FALL_DAYS], &at, now->accounts[i], band))
            continue;
        items[i].happened_on = (OptInt) { fallen_on(bands, now->accounts[i], band, day), true };
        items[i].level = band == BAND_BAD ? TODAY_GRAVE : TODAY_WATCH;
    }
    return (TodayRows) { .count = now->count, .items = items };
}

static bool rows_read(const TodayAsked *asked, TodayRows *rows, Error *error)
{
    const Request *request = asked->request;
    Engine *engine = request->services->engine;
    LatestBands bands;
    Judges judges;
    if (!judges_read(request->db, request->arena, engine, &judges, error))
        return false;
    judges = judges_as_of(&judges, request->arena, asked->as_of);
    for (int ago = FALL_DAYS; ago >= 0; ago--)
        if (!day_bands_read(&judges, engine, request->arena, asked->as_of - ago, &bands.ago[ago], error))
            return false;
    *rows = rows_of(&bands, request->arena, asked->as_of);
    return true;
}

/* ---- why it is there, and what one does first ------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static Ids said_ids(Arena *arena, const TodaySaid *said, size_t count)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = said[i].row->account_id;
    qsort(ids, count, sizeof *ids, by_id);
    return (Ids) { .count = count, .items = ids };
}

static const Health *found_of(const Falls *falls, int64_t account)
{
    size_t at = 0;
    return same_account(falls->now, falls->now_count, &at, account);
}

/* Talk to those who are in danger, find out about those without data. */
static const char *action_for(const EngineView *view, const Health *health, bool fell)
{
    if (health->band == BAND_BAD || fell)
        return "call";
    int column = view_column(view, ENGINE_RENEWS_ON);
    bool renews = view_value(view, health->account_id, column, 0, health->day).known;
    return health->band == BAND_UNKNOWN || renews ? "task" : "note";
}

/* Of whom nothing was ever received, and who is too new to be judged: since how many days, and since what. NULL = it is
 * to be said what it is judged by. */
static const char *beginning_reason(const Health *health, const Beginning *beginning)
{
    if (!beginning->state)
        return NULL;
    if (strcmp(beginning->state, "never") == 0 || (health->band == BAND_BAD && beginning->unused))
        return beginning->contract ? "never_began" : "never_began_here";
    return health->band == BAND_UNKNOWN ? "new" : NULL;
}

static void health_say(const EngineView *view, Arena *arena, const Health *health, TodaySaid *said)
{
    Beginning beginning = account_beginning(view, health->account_id, health->day);
    const char *reason = beginning_reason(health, &beginning);
    bool fell = said->row->happened_on.known;
    said->reason = fell ? "fell" : "band";
    said->action = action_for(view, health, fell);
    if (!reason)
        return;
    const char **arguments = arena_array(arena, 1, sizeof *arguments);
    arguments[0] = arena_format(arena, "%lld", (long long)beginning.days.value);
    said->reason = reason;
    said->arguments = (Texts) { .count = 1, .items = arguments };
}

static bool rows_say(const TodayAsked *asked, TodaySaid *said, size_t count, Error *error)
{
    const Request *request = asked->request;
    int64_t then = asked->as_of - FALL_DAYS;
    const EngineView *view;
    Judges judges;
    Falls falls;
    if (!judges_read(request->db, request->arena, request->services->engine, &judges, error) ||
        !engine_view_since(request->services->engine,
                           judges_since(&judges, engine_calendar(request->services->engine), then), then, &view, error))
        return false;
    falls_find(&judges, view, request->arena, asked->as_of, said_ids(request->arena, said, count), &falls);
    for (size_t i = 0; i < count; i++) {
        const Health *health = found_of(&falls, said[i].row->account_id);
        if (health)
            health_say(view, request->arena, health, &said[i]);
    }
    engine_view_close(view);
    return true;
}

const TodaySource HEALTH_TODAY = { .name = "health", .rows = rows_read, .say = rows_say };

/* ---- how an account stands -------------------------------------------------------------------------------------- */

/* The day within the last seven on which the account came into its present band, judged as today. */
static int64_t changed_on(const Judges *judges, const EngineView *view, Arena *arena, const Health *health)
{
    Ids only = { .count = 1, .items = &health->account_id };
    Judges compared = judges_as_of(judges, arena, health->day);
    size_t own;
    for (int64_t day = health->day - 1; day > health->day - FALL_DAYS; day--) {
        HealthList rows = health_judge(&compared, view, arena, "retention", day, only);
        if (rows.count == 0 || health_worst(rows.items, rows.count, &own)->band != health->band)
            return day + 1;
    }
    return health->day - FALL_DAYS + 1;
}

Standing health_standing(const Judges *judges, const EngineView *view, Arena *arena, int64_t account, int64_t day,
                         ExplainAsk ask)
{
    Falls falls;
    falls_find(judges, view, arena, day, (Ids) { 1, &account }, &falls);
    if (!falls.now_count)
        return (Standing) { .shown = health_without_judge(view, arena, account, day) };
    const Health *now = falls.now[0], *before = falls.before_count ? falls.before[0] : NULL;
    Standing standing = { .shown = health_explain(now, view, arena, ask) };
    if (!before || before->band == now->band)
        return standing;
    standing.previous_band = band_name(before->band);
    standing.changed_on = (OptInt) { changed_on(judges, view, arena, now), true };
    standing.fell = is_fall(before->band, now->band);
    return standing;
}

/* ---- how its points went ---------------------------------------------------------------------------------------- */

static const Field WEEK_POINTS_FIELDS[] = {
    SHAPE_FIELD(WeekPoints, day, FIELD_DAY),
    SHAPE_OPT(WeekPoints, points, FIELD_INT),
    { 0 },
};
const Shape WEEK_POINTS = { "WeekPoints", sizeof(WeekPoints), WEEK_POINTS_FIELDS };

/* The week of each account; both ascend. */
static void week_fill(WeekPoints *const *of, Ids accounts, const DayBands *judged, int week, int64_t day)
{
    size_t at = 0;
    for (size_t i = 0; i < accounts.count; i++) {
        of[i][week] = (WeekPoints) { .day = day };
        while (at < judged->count && judged->accounts[at] < accounts.items[i])
            at++;
        if (at < judged->count && judged->accounts[at] == accounts.items[i] && judged->points[at] >= 0)
            of[i][week].points = (OptInt) { judged->points[at], true };
    }
}

static WeekPoints **weeks_room(Arena *arena, size_t count, int weeks, List *lists)
{
    WeekPoints **of = arena_array(arena, count + 1, sizeof *of);
    for (size_t i = 0; i < count; i++) {
        of[i] = arena_array(arena, (size_t)weeks, sizeof **of);
        lists[i] = (List) { .count = (size_t)weeks, .items = of[i] };
    }
    return of;
}

bool points_by_week(const Judges *judges, Engine *engine, Arena *arena, Ids accounts, int64_t day, int weeks,
                    List **lists, Error *error)
{
    Judges compared = judges_as_of(judges, arena, day);
    *lists = arena_array(arena, accounts.count + 1, sizeof **lists);
    WeekPoints **of = weeks_room(arena, accounts.count, weeks, *lists);
    for (int week = 0; accounts.count && week < weeks; week++) {
        int64_t on = day - 7 * (int64_t)(weeks - 1 - week);
        const EngineView *view;
        if (!engine_view_since(engine, judges_since(&compared, engine_calendar(engine), on), on, &view, error))
            return false;
        week_fill(of, accounts, day_judge(&compared, view, arena, on, accounts), week, on);
        engine_view_close(view);
    }
    return true;
}
