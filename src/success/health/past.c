/*
 * How accounts stood at the end of a past day, for lists: judged by the version in force then on what is known now, as
 * everywhere else. Since when a band had held would take a judgement of every day before it, so that column stays
 * without values for the past, as does the band before it.
 */
#include "success/health/day.h"
#include "success/health/tell.h"

#include <math.h>

enum { PAST_COLUMNS = 6 };

static StandIns past_columns(Arena *arena, const DayBands *day)
{
    Ids accounts = { day->count, day->accounts };
    double *order = arena_array(arena, day->count + 1, sizeof *order);
    double *points = arena_array(arena, day->count + 1, sizeof *points);
    for (size_t i = 0; i < day->count; i++) {
        order[i] = (double)band_order(band_name((Band)day->bands[i]));
        points[i] = day->points[i] >= 0 ? (double)day->points[i] : NAN;
    }
    const StandIn columns[PAST_COLUMNS] = {
        { "band", accounts, order, BAND_ORDER },   { "band_order", accounts, order, NULL },
        { "points", accounts, points, NULL },      { "coverage", accounts, day->coverage, NULL },
        { "previous_band", accounts, NULL, NULL }, { "band_since", accounts, NULL, NULL },
    };
    StandIn *items = arena_array(arena, PAST_COLUMNS, sizeof *items);
    for (int i = 0; i < PAST_COLUMNS; i++)
        items[i] = columns[i];
    return (StandIns) { PAST_COLUMNS, items };
}

bool health_past(const Request *request, int64_t day, Ids only, StandIns *columns, Error *error)
{
    Arena *arena = request->arena;
    Engine *engine = request->services->engine;
    const EngineView *view;
    Judges judges;
    if (!judges_read(request->db, arena, engine, &judges, error))
        return false;
    int64_t since = judges_since(&judges, engine_calendar(request->services->engine), day);
    if (only.count ? !engine_view_of(engine, only, since, &view, error)
                   : !engine_view_since(engine, since, day, &view, error))
        return false;
    const DayBands *bands =
        only.count ? day_judge(&judges, view, arena, day, only) : day_bands(&judges, view, arena, day);
    engine_view_close(view);
    *columns = past_columns(arena, bands);
    return true;
}
