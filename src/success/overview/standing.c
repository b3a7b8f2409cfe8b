/*
 * How all accounts stand on a day. Today's bands are the engine's columns, which hold what was told last and which the
 * list of accounts reads; a past day is judged, as it is for the list. Today is asked for again and again, so it is
 * kept until one of the columns changes; of past days health keeps the bands, which are most of the work.
 */
#include "success/overview/standing.h"

#include "base/keep.h"
#include "success/health/health_today.h"

#include <string.h>

static Keep kept_today = KEEP_OF(2);

const char *const STAND_NAMES[STAND_COUNT + 1] = { "GOOD", "NORMAL", "BAD", "UNKNOWN", "UNJUDGED", NULL };

static const char *const COLUMNS_TOLD[] = { "band", "points", "created_on", NULL };

/* ---- any day --------------------------------------------------------------------------------------------------- */

static Stood stood_of(const Worth *worth, Band band, OptInt points, int64_t day)
{
    double risk = loss_risk(band, points) * worth_nearness(worth, (OptInt) { 0 }, day);
    return (Stood) { .account_id = worth->account_id,
                     .worth = worth,
                     .loss = worth->mrr_micros.known ? (double)worth->mrr_micros.value * risk : 0,
                     .stand = (uint8_t)band };
}

/* What no scorecard judges is not known to be at risk: it has no expected loss. */
static Stood unjudged(const Worth *worth)
{
    return (Stood) { .account_id = worth->account_id, .worth = worth, .stand = STAND_UNJUDGED };
}

/* Of a past day, as rows_of.c asks for it. */
static bool was_here(const EngineView *view, const Worth *worth, int created, int64_t day)
{
    EngineValue on = created < 0 ? engine_unknown() : view_value(view, worth->account_id, created, 0, day);
    return !worth->left && (worth->contract || !on.known || on.integer <= day);
}

static const Stoods *stood(const EngineView *view, Arena *arena, int64_t day, const DayBands *bands, bool past)
{
    const Worths *worths = worths_on(view, arena, day);
    Stoods *made = arena_make(arena, Stoods);
    int created = view_column(view, "created_on");
    size_t at = 0;
    made->items = arena_array(arena, worths->count + 1, sizeof *made->items);
    for (size_t i = 0; i < worths->count; i++) {
        const Worth *worth = &worths->items[i];
        while (at < bands->count && bands->accounts[at] < worth->account_id)
            at++;
        bool judged = at < bands->count && bands->accounts[at] == worth->account_id;
        OptInt points = { judged ? bands->points[at] : 0, judged && bands->points[at] >= 0 };
        Stood *stood = &made->items[made->count++];
        *stood = judged ? stood_of(worth, (Band)bands->bands[at], points, day) : unjudged(worth);
        stood->here = past ? was_here(view, worth, created, day) : !worth->left;
    }
    return made;
}

const Stoods *stood_past(const EngineView *view, Arena *arena, int64_t day, const DayBands *bands)
{
    return stood(view, arena, day, bands, true);
}

/* ---- today ----------------------------------------------------------------------------------------------------- */

/* What was told, as if it were a judged day. */
static const DayBands *bands_told(const EngineView *view, Arena *arena, int64_t day)
{
    int band_column = view_column(view, "band"), points_column = view_column(view, "points");
    Ids accounts = view_account_ids(view, arena);
    DayBands *told = arena_make(arena, DayBands);
    Band band;
    told->accounts = arena_array(arena, accounts.count + 1, sizeof *told->accounts);
    told->bands = arena_array(arena, accounts.count + 1, sizeof *told->bands);
    told->points = arena_array(arena, accounts.count + 1, sizeof *told->points);
    for (size_t i = 0; i < accounts.count; i++) {
        EngineValue name = view_value(view, accounts.items[i], band_column, 0, day);
        EngineValue points = view_value(view, accounts.items[i], points_column, 0, day);
        if (!name.known || !band_parse(name.text, &band))
            continue;
        told->accounts[told->count] = accounts.items[i];
        told->bands[told->count] = (uint8_t)band;
        told->points[told->count++] = (int16_t)(points.known ? points.integer : -1);
    }
    return told;
}

static const Stoods *stood_today(const EngineView *view, Arena *arena, int64_t day)
{
    KeepKey key = { { (uint64_t)(uintptr_t)view, (uint64_t)day, view_columns_version(view, COLUMNS_TOLD),
                      view_columns_version(view, WORTH_COLUMNS) } };
    const Stoods *found = keep_find(&kept_today, key, arena);
    if (found)
        return found;
    Arena *own = keep_arena(), *until = arena_new();
    found = stood(view, own, day, bands_told(view, until, day), false);
    arena_free(until);
    keep_put(&kept_today, key, own, found, arena);
    return found;
}

void stood_forget(void)
{
    keep_clear(&kept_today);
}

/* ---- as the list shows it -------------------------------------------------------------------------------------- */

bool stood_on(const Request *request, int64_t day, const Stoods **stoods, Error *error)
{
    Engine *engine = request->services->engine;
    const EngineView *view;
    Judges judges;
    if (day >= zone_day(atomic_load(&request->services->zone), request->now)) {
        view = engine_view(engine);
        *stoods = stood_today(view, request->arena, day);
        engine_view_close(view);
        return true;
    }
    if (!judges_read(request->db, request->arena, engine, &judges, error) ||
        !engine_view_since(engine, judges_since(&judges, engine_calendar(engine), day), day, &view, error))
        return false;
    *stoods = stood_past(view, request->arena, day, day_bands(&judges, view, request->arena, day));
    engine_view_close(view);
    return true;
}
