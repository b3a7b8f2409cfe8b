/*
 * Telling: accounts are judged on a view, outside of the writer; then each step of 300 is one transaction, which
 * compares them with what was told last and writes the differences.
 *
 * A band that changed only because another version judges now is no change of the account: the day before is judged by
 * the versions in force on the day told (`before`), and where it says the same, the change is counted for the version
 * (applied.c) and not told of the account.
 *
 * Accounts, judged rows and told rows all ascend, so a step walks them side by side. An account that was deleted since
 * the view was opened is left out. The engine's columns follow after COMMIT, before any browser hears of the facts;
 * other servers follow the number of the transaction (follow_told.c).
 *
 * In order: pure; scores; the account's own band; the step's transaction; the whole.
 */
#include "success/health/tell.h"

#include "base/circle.h"
#include "health.sql.h"
#include "health_engine.sql.h"
#include "success/health/applied.h"
#include "success/health/scorecard.h"

#include <string.h>

const char *const PURPOSES[] = { "retention", "conversion", "expansion", NULL };
enum { PURPOSE_COUNT = 3, ACCOUNTS_PER_STEP = 300 };

/* ---- pure ------------------------------------------------------------------------------------------------------ */

const char *change_kind(int before, Band now)
{
    if (before == (int)now || before == BAND_COUNT)
        return NULL;
    if (before == BAND_UNKNOWN)
        return "health.known";
    if (now == BAND_UNKNOWN)
        return "health.lost";
    return band_worse((Band)before, now) == now ? "health.fell" : "health.rose";
}

const char *fired_keys(Arena *arena, const Health *health)
{
    Text keys = text_new(arena);
    for (size_t i = 0; i < health->judge->rule_count; i++)
        if (health->fired & (UINT64_C(1) << i))
            text_format(&keys, "%s%s", keys.size ? "," : "", health->judge->rules[i].key);
    return text_string(&keys);
}

static bool same_points(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* ---- one step: a few hundred accounts in one transaction -------------------------------------------------------- */

typedef struct {
    Services *services;
    int64_t day, now;
    Ids accounts;
    HealthList lists[PURPOSE_COUNT]; /* only rows of `accounts` */
    const HealthList *before;        /* of each purpose: the day before by the same versions, of all accounts */
    AppliedList applied;             /* by this step, once it is committed */
} Step;

typedef struct {
    Step *step;
    Db *db;
    Arena *arena;
    bool applied; /* a version changed the account's own band, at hand */
    ScoreTellIn *tells;
    HealthNowSetIn *nows;
    ColumnFill *shown; /* what the columns say after COMMIT */
    size_t tell_count, now_count;
    int64_t xact;             /* of this transaction, for servers that follow */
    ScoreLatestInRow *latest; /* what was told last of all accounts of the step, by account */
    HealthNowRow *now_rows;
    size_t latest_count, latest_room, latest_at, now_read, now_at;
} Telling;

static int64_t opt_points(OptInt points)
{
    return points.known ? points.value : -1;
}

static const Field HEALTH_TOLD_FIELDS[] = {
    SHAPE_FIELD(HealthTold, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(HealthTold, product_id, FIELD_ID),
    SHAPE_FIELD(HealthTold, from, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_FIELD(HealthTold, to, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(HealthTold, from_points, FIELD_INT),
    SHAPE_OPT(HealthTold, points, FIELD_INT),
    SHAPE_FIELD(HealthTold, scorecard_id, FIELD_ID),
    SHAPE_FIELD(HealthTold, number, FIELD_INT),
    SHAPE_FIELD(HealthTold, day, FIELD_DAY),
    SHAPE_OPT(HealthTold, forced_by, FIELD_TEXT, .circle = CIRCLE_REVENUE),
    { 0 },
};
const Shape HEALTH_TOLD = { "HealthTold", sizeof(HealthTold), HEALTH_TOLD_FIELDS };

static bool change_tell(Telling *telling, const Health *health, int before, int64_t points_before, Error *error)
{
    const char *kind = change_kind(before, health->band);
    if (!kind)
        return true;
    HealthTold told = { .purpose = health->judge->purpose,
                        .product_id = { health->product_id, health->product_id != 0 },
                        .from = band_name((Band)before),
                        .to = band_name(health->band),
                        .from_points = { points_before, points_before >= 0 },
                        .points = health->points,
                        .scorecard_id = health->judge->scorecard_id,
                        .number = health->judge->number,
                        .day = health->day,
                        .forced_by = health->forced_by >= 0 ? health->judge->rules[health->forced_by].key : NULL };
    Fact fact = { .kind = kind,
                  .account_id = health->account_id,
                  .actor = "system",
                  .body = &told,
                  .subject = arena_format(telling->arena, "scorecard:%lld", (long long)health->judge->scorecard_id),
                  .at = telling->step->now };
    return fact_write(telling->db, &fact, NULL, error);
}

/* The same account and product on the day before, by the versions that judge now; NULL = no scorecard judged it. */
static const Health *before_of(const Telling *telling, const Health *health)
{
    for (int p = 0; p < PURPOSE_COUNT; p++)
        if (text_equal(PURPOSES[p], health->judge->purpose))
            return health_same(&telling->step->before[p], health);
    return NULL;
}

/*
 * What was told last is of another version of the scorecard: whatever the account did itself shows against the day
 * before. A band that was told already is not told again.
 */
static bool other_version_tell(Telling *telling, const Health *health, Band told, Error *error)
{
    const Health *before = before_of(telling, health);
    if (told == health->band)
        return true;
    if (before && before->band != health->band)
        return change_tell(telling, health, (int)before->band, opt_points(before->points), error);
    applied_count(&telling->step->applied, health, told);
    telling->applied = telling->applied || text_equal(health->judge->purpose, PURPOSES[0]);
    return true;
}

static const ScoreLatestInRow *latest_for(const ScoreLatestInRow *rows, size_t count, const Health *health)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].product_id == health->product_id && text_equal(rows[i].purpose, health->judge->purpose))
            return &rows[i];
    return NULL;
}

/* Another scorecard is none: the account came to it by what it is (its stage, a field), which is a change of its own.
 */
static bool is_by_another_version(const ScoreLatestInRow *latest, const Health *health)
{
    return latest && latest->scorecard_id == health->judge->scorecard_id && latest->number != health->judge->number;
}

/* By the same judge as well: what comes next is compared with what this one says, and not with an older one. */
static bool is_told(const ScoreLatestInRow *latest, const Health *health, const char *fired)
{
    return latest->scorecard_id == health->judge->scorecard_id && latest->number == health->judge->number &&
           text_equal(latest->band, band_name(health->band)) && same_points(latest->points, health->points) &&
           text_equal(latest->fired, fired);
}

static bool health_tell_one(Telling *telling, const Health *health, const ScoreLatestInRow *rows, size_t count,
                            Error *error)
{
    const ScoreLatestInRow *latest = latest_for(rows, count, health);
    const char *fired = fired_keys(telling->arena, health);
    Band before = BAND_UNKNOWN;
    if (latest && (!band_parse(latest->band, &before) || latest->day > health->day))
        return true; /* a later day was told already: the past is corrected, not told again */
    if (latest && is_told(latest, health, fired))
        return true;
    telling->tells[telling->tell_count++] = (ScoreTellIn) { .account_id = health->account_id,
                                                            .purpose = health->judge->purpose,
                                                            .product_id = health->product_id,
                                                            .day = health->day,
                                                            .scorecard_id = health->judge->scorecard_id,
                                                            .number = health->judge->number,
                                                            .band = band_name(health->band),
                                                            .points = health->points,
                                                            .coverage = health->coverage,
                                                            .fired = fired };
    if (is_by_another_version(latest, health))
        return other_version_tell(telling, health, before, error);
    return change_tell(telling, health, latest ? (int)before : BAND_COUNT, latest ? opt_points(latest->points) : -1,
                       error);
}

/* ---- the account's own band ------------------------------------------------------------------------------------ */

const char *const BAND_ORDER[] = { "BAD", "NORMAL", "UNKNOWN", "GOOD", NULL };

int64_t band_order(const char *band)
{
    int64_t place = 0;
    while (BAND_ORDER[place] && !text_equal(BAND_ORDER[place], band))
        place++;
    return place;
}

void told_fill(ColumnFill *fill, const HealthNowRow *now)
{
    static const EngineValue NOTHING[6];
    const EngineValue values[6] = {
        engine_text(now->band),      now->points.known ? engine_int(now->points.value) : engine_unknown(),
        engine_real(now->coverage),  engine_text(now->previous_band),
        engine_int(now->band_since), engine_int(band_order(now->band))
    };
    column_row(fill, now->account_id, *now->band ? values : NOTHING);
}

/* What is said of the account now, keeping since when and from which band while the band stays. */
static HealthNowRow now_of(const HealthNowRow *told, const Health *worst)
{
    const char *band = band_name(worst->band);
    HealthNowRow now = {
        .account_id = worst->account_id, .band = band, .points = worst->points, .coverage = worst->coverage
    };
    if (told && text_equal(told->band, band)) {
        now.previous_band = told->previous_band;
        now.band_since = told->band_since;
        return now;
    }
    now.previous_band = told ? told->band : NULL;
    now.band_since = worst->day;
    return now;
}

static bool is_as_told(const HealthNowRow *told, const HealthNowRow *now)
{
    return told && text_equal(told->band, now->band) && same_points(told->points, now->points) &&
           told->coverage == now->coverage;
}

/* Accounts come ascending, and so do the rows. */
static const HealthNowRow *now_told(Telling *telling, int64_t account_id)
{
    while (telling->now_at < telling->now_read && telling->now_rows[telling->now_at].account_id < account_id)
        telling->now_at++;
    const HealthNowRow *row = &telling->now_rows[telling->now_at];
    bool found = telling->now_at < telling->now_read && row->account_id == account_id && *row->band;
    return found ? row : NULL;
}

/* Without a scorecard that judges the account, nothing is said of it. */
static void account_tell(Telling *telling, int64_t account_id, const Health *rows, size_t count)
{
    const HealthNowRow *told = now_told(telling, account_id);
    size_t own;
    HealthNowRow now = { .account_id = account_id, .band = "", .band_since = telling->step->day };
    if (count)
        now = now_of(told, health_worst(rows, count, &own));
    if (telling->applied && told && !text_equal(told->band, now.band))
        now.previous_band = NULL; /* it came from a version, and from no band */
    told_fill(telling->shown, &now);
    if (count ? is_as_told(told, &now) : !told)
        return;
    telling->nows[telling->now_count++] =
        (HealthNowSetIn) { account_id,        now.band,       now.points,         now.coverage,
                           now.previous_band, now.band_since, telling->step->day, telling->xact };
}

/* ---- the step's transaction ------------------------------------------------------------------------------------ */

static size_t rows_of(const HealthList *list, size_t from, int64_t account_id)
{
    size_t count = 0;
    while (from + count < list->count && list->items[from + count].account_id == account_id)
        count++;
    return count;
}

static bool latest_keep(const ScoreLatestInRow *row, void *context, Error *error)
{
    Telling *telling = context;
    (void)error;
    if (telling->latest_count == telling->latest_room) {
        telling->latest_room = telling->latest_room ? telling->latest_room * 2 : 512;
        ScoreLatestInRow *more = arena_array(telling->arena, telling->latest_room, sizeof *more);
        if (telling->latest_count)
            memcpy(more, telling->latest, telling->latest_count * sizeof *more);
        telling->latest = more;
    }
    ScoreLatestInRow *kept = &telling->latest[telling->latest_count++];
    *kept = *row; /* the row's memory is used again for the next one */
    kept->purpose = arena_text(telling->arena, row->purpose);
    kept->band = arena_text(telling->arena, row->band);
    kept->fired = arena_text(telling->arena, row->fired);
    return true;
}

/* The rows of one account; accounts come ascending, and so do the rows. */
static size_t latest_told(Telling *telling, int64_t account_id, const ScoreLatestInRow **rows)
{
    size_t from, count = 0;
    while (telling->latest_at < telling->latest_count && telling->latest[telling->latest_at].account_id < account_id)
        telling->latest_at++;
    from = telling->latest_at;
    while (from + count < telling->latest_count && telling->latest[from + count].account_id == account_id)
        count++;
    *rows = telling->latest + from;
    return count;
}

static bool step_account(Telling *telling, int64_t account_id, const size_t at[PURPOSE_COUNT],
                         const size_t own[PURPOSE_COUNT], Error *error)
{
    const Step *step = telling->step;
    const ScoreLatestInRow *latest;
    size_t latest_count = latest_told(telling, account_id, &latest);
    telling->applied = false;
    for (int p = 0; p < PURPOSE_COUNT; p++)
        for (size_t i = 0; i < own[p]; i++)
            if (!health_tell_one(telling, &step->lists[p].items[at[p] + i], latest, latest_count, error))
                return false;
    account_tell(telling, account_id, &step->lists[0].items[at[0]], own[0]);
    return true;
}

/* Accounts and those that are still there are both ascending. */
static bool step_accounts(Telling *telling, Error *error)
{
    const Step *step = telling->step;
    size_t at[PURPOSE_COUNT] = { 0 }, own[PURPOSE_COUNT], count, t = 0;
    HealthAccountsThereRow *there;
    if (!health_accounts_there(telling->db, telling->arena, step->accounts, &there, &count, error))
        return false;
    for (size_t i = 0; i < step->accounts.count; i++) {
        int64_t account_id = step->accounts.items[i];
        while (t < count && there[t].id < account_id)
            t++;
        for (int p = 0; p < PURPOSE_COUNT; p++)
            own[p] = rows_of(&step->lists[p], at[p], account_id);
        if (t < count && there[t].id == account_id && !step_account(telling, account_id, at, own, error))
            return false;
        for (int p = 0; p < PURPOSE_COUNT; p++)
            at[p] += own[p];
    }
    return true;
}

static bool step_write(Db *db, void *context, Error *error)
{
    Step *step = context;
    Arena *arena = db_arena(db);
    step->applied.count = 0; /* the transaction may be repeated */
    size_t rows = step->lists[0].count + step->lists[1].count + step->lists[2].count;
    Telling telling = { .step = step, .db = db, .arena = arena };
    telling.tells = arena_array(arena, rows + 1, sizeof *telling.tells);
    telling.nows = arena_array(arena, step->accounts.count + 1, sizeof *telling.nows);
    /* Before the facts: a page that one of them wakes must find the columns as it says. */
    telling.shown = columns_after_commit(step->services, db, HEALTH_COLUMNS);
    HealthXactRow *own;
    if (!health_xact(db, arena, &own, error))
        return false;
    telling.xact = own->xact;
    if (!score_latest_in(db, step->accounts, latest_keep, &telling, error) ||
        !health_now_in(db, arena, step->accounts, &telling.now_rows, &telling.now_read, error) ||
        !step_accounts(&telling, error))
        return false;
    if (telling.tell_count && !score_tell(db, telling.tells, telling.tell_count, error))
        return false;
    return !telling.now_count || health_now_set(db, telling.nows, telling.now_count, error);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    int64_t day, now;
    Ids accounts;
    HealthList lists[PURPOSE_COUNT], before[PURPOSE_COUNT];
} Whole;

typedef struct {
    Services *services;
    Arena *arena;
    Judges judges;
} JudgesWork;

static bool judges_work(Db *db, void *context, Error *error)
{
    JudgesWork *work = context;
    return judges_read(db, work->arena, work->services->engine, &work->judges, error);
}

/* The part of a list (sorted by account) that belongs to the accounts of one step; moves `at` behind it. */
static HealthList list_part(const HealthList *list, size_t *at, int64_t last_account)
{
    size_t from = *at;
    while (*at < list->count && list->items[*at].account_id <= last_account)
        ++*at;
    return (HealthList) { .count = *at - from, .items = list->items + from };
}

static bool all_tell(const Whole *whole, AppliedList *applied, Error *error)
{
    size_t at[PURPOSE_COUNT] = { 0 };
    Ids accounts = whole->accounts;
    for (size_t i = 0; i < accounts.count; i += ACCOUNTS_PER_STEP) {
        size_t count = accounts.count - i < ACCOUNTS_PER_STEP ? accounts.count - i : ACCOUNTS_PER_STEP;
        Step step = { .services = whole->services,
                      .day = whole->day,
                      .now = whole->now,
                      .accounts = { count, accounts.items + i },
                      .before = whole->before,
                      .applied = { .arena = applied->arena } };
        for (int p = 0; p < PURPOSE_COUNT; p++)
            step.lists[p] = list_part(&whole->lists[p], &at[p], accounts.items[i + count - 1]);
        if (!store_write(whole->services->store, step_write, &step, error))
            return false;
        applied_add(applied, &step.applied);
    }
    return true;
}

static void whole_judge(Whole *whole, const Judges *judges, const EngineView *view, Arena *arena)
{
    Judges compared = judges_as_of(judges, arena, whole->day);
    if (whole->accounts.count == 0)
        whole->accounts = view_account_ids(view, arena);
    for (int p = 0; p < PURPOSE_COUNT; p++) {
        whole->lists[p] = health_judge(judges, view, arena, PURPOSES[p], whole->day, whole->accounts);
        whole->before[p] = health_judge(&compared, view, arena, PURPOSES[p], whole->day - 1, whole->accounts);
    }
}

bool health_tell(Services *services, int64_t day, Ids accounts, int64_t now, Error *error)
{
    Arena *arena = arena_new();
    JudgesWork work = { .services = services, .arena = arena };
    Whole whole = { .services = services, .day = day, .now = now, .accounts = accounts };
    AppliedList applied = { .arena = arena };
    const EngineView *view;
    bool ok =
        store_read(services->store, judges_work, &work, error) &&
        engine_view_since(services->engine, judges_since(&work.judges, engine_calendar(services->engine), day - 1),
                          day - 1, &view, error);
    if (ok) {
        whole_judge(&whole, &work.judges, view, arena);
        engine_view_close(view);
        ok = all_tell(&whole, &applied, error) && applied_tell(services, &applied, now, error);
    }
    arena_free(arena);
    return ok;
}
