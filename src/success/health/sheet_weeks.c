/*
 * A year of two sides, week by week. A day is judged as a whole; then its rows and the accounts, which all ascend, are
 * walked side by side. In order: one account on a day; a day; the year; one day alone.
 */
#include "success/health/sheet.h"

#include <stdatomic.h>

/* ---- one account on a day -------------------------------------------------------------------------------------- */

/* A day under work. */
typedef struct {
    const Side *sides;
    const EngineView *view;
    int64_t day;
    bool first, last;
    int landmark; /* -1 = the day is none */
    Rows rows[SIDE_COUNT];
    Ids left;
    size_t left_at;
    Week *week; /* NULL on the first day */
} OnDay;

static bool has_left(OnDay *on, int64_t account)
{
    while (on->left_at < on->left.count && on->left.items[on->left_at] < account)
        on->left_at++;
    return on->left_at < on->left.count && on->left.items[on->left_at] == account;
}

/* It was there a week before. */
static int64_t day_it_left(const OnDay *on, int64_t account)
{
    int status = view_column(on->view, ENGINE_STATUS);
    for (int64_t day = on->day - 6; day < on->day; day++) {
        EngineValue value = view_value(on->view, account, status, 0, day);
        if (value.known && text_equal(value.text, "left"))
            return day;
    }
    return on->day;
}

static void side_says(const OnDay *on, int side, const Health *health, Course *course)
{
    if (on->landmark < 0 || !health || course->left_on)
        return;
    course->said[side][on->landmark] =
        (Said) { true, (uint8_t)health->band, health->points.known ? (int8_t)health->points.value : -1 };
}

static void side_counts(OnDay *on, int side, const Health *health, Course *course)
{
    int band = health ? (int)health->band : BAND_COUNT;
    bool begins = !course->left_on && alarms_on(&course->alarms[side], on->day, band, on->first);
    if (on->week) {
        on->week->sides[side].alarms += begins;
        if (health)
            on->week->sides[side].bands[band]++;
    }
    side_says(on, side, health, course);
    if (on->last)
        course->now[side] = (Stand) { (uint8_t)band, health ? health->points : (OptInt) { 0 } };
}

static void course_goes_on(OnDay *on, Course *course)
{
    const Health *said[SIDE_COUNT];
    bool own = false, left = has_left(on, course->account);
    for (int side = 0; side < SIDE_COUNT; side++) {
        said[side] = rows_find(&on->rows[side], course->account);
        own = own || side_is_own(&on->sides[side], said[side]);
    }
    if (left && course->own && !course->left_on)
        course->left_on = day_it_left(on, course->account);
    if (left || !own)
        return;
    course->own = true;
    course->own_now = on->last;
    for (int side = 0; side < SIDE_COUNT; side++)
        side_counts(on, side, said[side], course);
}

/* ---- a day ----------------------------------------------------------------------------------------------------- */

static bool day_view(const Side sides[SIDE_COUNT], const SheetSegments *segments, Engine *engine, int64_t day,
                     const EngineView **view, Error *error)
{
    int64_t since = segments ? program_since(segments->program, engine_calendar(engine), day) : day;
    since = since < day ? since : day;
    for (int side = 0; side < SIDE_COUNT; side++) {
        int64_t own = judges_since(&sides[side].judges, engine_calendar(engine), day);
        since = own < since ? own : since;
    }
    return engine_view_since(engine, since, day, view, error);
}

/* Who is there on the first day; who comes while the year is walked is not in it. */
static void courses_begin(const EngineView *view, Arena *arena, Walk *walk)
{
    Ids accounts = view_account_ids(view, arena);
    walk->count = accounts.count;
    walk->courses = arena_array(arena, accounts.count + 1, sizeof *walk->courses);
    for (size_t i = 0; i < accounts.count; i++) {
        walk->courses[i].account = accounts.items[i];
        for (int side = 0; side < SIDE_COUNT; side++)
            walk->courses[i].now[side].band = BAND_COUNT;
    }
}

static Ids who_left(const EngineView *view, Arena *arena, int64_t day)
{
    Ids left = { 0 };
    Program *program = program_new(arena);
    int node = program_compare_text(program, program_attribute(program, ENGINE_STATUS, 0), OP_EQ, "left");
    program_select(program, view, arena, node, day, &left);
    return left;
}

/* -1 = the day is none. */
static int landmark_of(int week)
{
    return week % LANDMARK_WEEKS || week == SHEET_WEEKS ? -1 : week / LANDMARK_WEEKS;
}

static bool day_walk(const Side sides[SIDE_COUNT], Engine *engine, Arena *arena, Walk *walk, int64_t day, int week,
                     Error *error)
{
    const EngineView *view;
    if (!day_view(sides, walk->segments, engine, day, &view, error))
        return false;
    Arena *until = arena_new();
    if (!walk->courses)
        courses_begin(view, arena, walk);
    OnDay on = { .sides = sides,
                 .view = view,
                 .day = day,
                 .first = week == 0,
                 .last = week == SHEET_WEEKS,
                 .landmark = landmark_of(week),
                 .left = who_left(view, until, day),
                 .week = week ? &walk->weeks[week - 1] : NULL };
    if (on.week)
        on.week->day = day;
    for (int side = 0; side < SIDE_COUNT; side++)
        on.rows[side] = side_judge(&sides[side], view, until, day);
    for (size_t i = 0; i < walk->count; i++)
        course_goes_on(&on, &walk->courses[i]);
    if (on.landmark >= 0 && walk->segments)
        sheet_segments_mark(view, until, walk, on.landmark, day);
    engine_view_close(view);
    arena_free(until);
    return true;
}

/* ---- the year -------------------------------------------------------------------------------------------------- */

bool sheet_walk(const Side sides[SIDE_COUNT], Services *services, Arena *arena, int64_t as_of, Walk *walk, Error *error)
{
    *walk = (Walk) { .segments = walk->segments };
    for (int week = 0; week <= SHEET_WEEKS; week++) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping");
        if (!day_walk(sides, services->engine, arena, walk, as_of - 7 * (int64_t)(SHEET_WEEKS - week), week, error))
            return false;
    }
    return true;
}

/* ---- one day alone --------------------------------------------------------------------------------------------- */

static bool moves(const Side sides[SIDE_COUNT], Rows rows[SIDE_COUNT], int64_t account)
{
    const Health *before = rows_find(&rows[SIDE_IN_FORCE], account), *after = rows_find(&rows[SIDE_DRAFT], account);
    if (!side_is_own(&sides[SIDE_IN_FORCE], before) && !side_is_own(&sides[SIDE_DRAFT], after))
        return false;
    return !before || !after || before->band != after->band;
}

bool sheet_moved(const Side sides[SIDE_COUNT], Engine *engine, int64_t as_of, int64_t *moved, Error *error)
{
    const EngineView *view;
    Rows rows[SIDE_COUNT];
    if (!day_view(sides, NULL, engine, as_of, &view, error))
        return false;
    Arena *until = arena_new();
    for (int side = 0; side < SIDE_COUNT; side++)
        rows[side] = side_judge(&sides[side], view, until, as_of);
    Ids accounts = view_account_ids(view, until);
    *moved = 0;
    for (size_t i = 0; i < accounts.count; i++)
        *moved += moves(sides, rows, accounts.items[i]);
    engine_view_close(view);
    arena_free(until);
    return true;
}
