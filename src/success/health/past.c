#include "success/health/tell.h"

#include <math.h>

/* How accounts stood at the end of a past day, for lists: judged by the version in force then on what is known now, as
 * everywhere else. Since when a band had held would take a judgement of every day before it: not said of the past. */

enum { PAST_COLUMNS = 6 };

typedef struct {
    int64_t *accounts;
    double *order, *points, *coverage; /* one per account */
    size_t count;
} Past;

static void past_add(Past *past, const Health *worst)
{
    past->accounts[past->count] = worst->account_id;
    past->order[past->count] = (double)band_order(band_name(worst->band));
    past->points[past->count] = worst->points.known ? (double)worst->points.value : NAN;
    past->coverage[past->count++] = worst->coverage;
}

static StandIns past_columns(Arena *arena, const Past *past)
{
    Ids accounts = { past->count, past->accounts };
    const StandIn columns[PAST_COLUMNS] = {
        { "band", accounts, past->order, BAND_ORDER }, { "band_order", accounts, past->order, NULL },
        { "points", accounts, past->points, NULL },    { "coverage", accounts, past->coverage, NULL },
        { "previous_band", accounts, NULL, NULL },     { "band_since", accounts, NULL, NULL },
    };
    StandIn *items = arena_array(arena, PAST_COLUMNS, sizeof *items);
    for (int i = 0; i < PAST_COLUMNS; i++)
        items[i] = columns[i];
    return (StandIns) { PAST_COLUMNS, items };
}

bool health_past(const Request *request, int64_t day, Ids only, StandIns *columns, Error *error)
{
    Arena *arena = request->arena;
    Past past = { 0 };
    Judges judges;
    size_t own;
    if (!judges_read(request->db, arena, request->services->engine, &judges, error))
        return false;
    const EngineView *view;
    if (!engine_view_since(request->services->engine, judges_since(&judges, day), &view, error))
        return false;
    HealthList list = health_judge(&judges, view, arena, PURPOSES[0], day, only);
    engine_view_close(view);
    past.accounts = arena_array(arena, list.count + 1, sizeof *past.accounts);
    past.order = arena_array(arena, list.count + 1, sizeof *past.order);
    past.points = arena_array(arena, list.count + 1, sizeof *past.points);
    past.coverage = arena_array(arena, list.count + 1, sizeof *past.coverage);
    for (size_t i = 0; i < list.count; i += own)
        past_add(&past, health_worst(&list.items[i], list.count - i, &own));
    *columns = past_columns(arena, &past);
    return true;
}
