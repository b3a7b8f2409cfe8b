/* Scales read, checked and compiled. In order: two bounds; pieces; both; what a measure can have. */
#include "success/health/scale.h"

#include "base/reason.h"

#include <math.h>

/* ---- two bounds ------------------------------------------------------------------------------------------------ */

static bool number_read(Arena *arena, const Json *json, const char *place, const char *name, double *value,
                        Error *error)
{
    return (json_get_real(json, name, value) && isfinite(*value)) ||
           refuse(error, arena_format(arena, "%s.%s", place, name), REASON_MISSING, NULL, NULL);
}

static bool is_above_zero(Arena *arena, const char *place, const char *name, double value, Error *error)
{
    return value > 0 || refuse(error, arena_format(arena, "%s.%s", place, name), REASON_NOT_POSITIVE, NULL, NULL);
}

static bool bounds_read(Arena *arena, const Json *json, const char *place, JudgePoints *points, Error *error)
{
    if (!number_read(arena, json, place, "low", &points->low, error) ||
        !number_read(arena, json, place, "high", &points->high, error))
        return false;
    if (points->low == points->high)
        return refuse(error, arena_format(arena, "%s.high", place), REASON_SAME_BOUNDS, NULL, NULL);
    return !points->is_log || (is_above_zero(arena, place, "low", points->low, error) &&
                               is_above_zero(arena, place, "high", points->high, error));
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

static bool piece_read(Arena *arena, const Json *json, const char *place, Bend *bend, Error *error)
{
    if (!number_read(arena, json, place, "at", &bend->at, error) ||
        !number_read(arena, json, place, "share", &bend->share, error))
        return false;
    return (bend->share >= 0 && bend->share <= 1) ||
           refuse(error, arena_format(arena, "%s.share", place), REASON_OUT_OF_RANGE, "0", "1");
}

/* How often what is earned turns from rising to falling or back; -1 where it does neither. */
static int turns_of(const Bend *bends, size_t count)
{
    int turns = -1, direction = 0;
    for (size_t i = 1; i < count; i++) {
        int now = (bends[i].share > bends[i - 1].share) - (bends[i].share < bends[i - 1].share);
        if (now == 0 || now == direction)
            continue;
        direction = now;
        turns++;
    }
    return turns;
}

static bool pieces_fit(const JudgePoints *points, const char *field, Error *error)
{
    int turns = turns_of(points->bends, points->bend_count);
    if (turns < 0)
        return refuse(error, field, REASON_FLAT, NULL, NULL);
    return turns <= 1 || refuse(error, field, REASON_TURNS, NULL, NULL);
}

static bool pieces_read(Arena *arena, const Json *list, const char *place, JudgePoints *points, Error *error)
{
    const char *field = arena_format(arena, "%s.pieces", place);
    size_t count = json_is_array(list) ? json_count(list) : 0, index = 0;
    if (count < PIECES_MIN)
        return refuse(error, field, REASON_TOO_FEW, arena_format(arena, "%d", PIECES_MIN), NULL);
    if (count > PIECES_MAX)
        return refuse(error, field, REASON_TOO_MANY, arena_format(arena, "%d", PIECES_MAX), NULL);
    Bend *bends = arena_array(arena, count, sizeof *bends);
    for (const Json *json = json_first(list); json; json = json_next(json), index++) {
        const char *here = arena_format(arena, "%s[%zu]", field, index);
        if (!piece_read(arena, json, here, &bends[index], error))
            return false;
        if (index && bends[index].at <= bends[index - 1].at)
            return refuse(error, arena_format(arena, "%s.at", here), REASON_ASCENDING, NULL, NULL);
    }
    points->bends = bends;
    points->bend_count = count;
    return pieces_fit(points, field, error);
}

/* ---- both ------------------------------------------------------------------------------------------------------ */

static bool name_read(Arena *arena, const Json *json, const char *place, JudgePoints *points, Error *error)
{
    const char *name = "linear";
    if (json_is_null(json_get(json, "scale")))
        return true;
    points->is_log = json_get_text(json, "scale", &name) && text_equal(name, "log");
    return points->is_log || text_equal(name, "linear") ||
           refuse(error, arena_format(arena, "%s.scale", place), REASON_NOT_AMONG, name, "linear, log");
}

bool scale_read(Arena *arena, const Json *json, const char *place, JudgePoints *points, Error *error)
{
    const Json *pieces = json_get(json, "pieces");
    if (!name_read(arena, json, place, points, error))
        return false;
    if (json_is_null(pieces))
        return bounds_read(arena, json, place, points, error);
    if (points->is_log)
        return refuse(error, arena_format(arena, "%s.scale", place), REASON_NOT_AMONG, "log", "linear");
    return pieces_read(arena, pieces, place, points, error);
}

bool scale_compile(Program *program, const JudgePoints *points)
{
    int made;
    if (points->bend_count)
        made = program_bends(program, points->operand, points->weight, points->bends, points->bend_count);
    else if (points->is_log)
        made = program_log(program, points->operand, points->weight, points->low, points->high);
    else
        made = program_points(program, points->operand, points->weight, points->low, points->high);
    return made >= 0;
}

/* ---- what a measure can have ----------------------------------------------------------------------------------- */

/* Where there is no most, only what cannot be below 0 is told. */
static bool value_sane(Arena *arena, const MeasureRef *ref, const char *field, double value, Error *error)
{
    const Reach *reach = ref->kind->reach;
    if (!reach)
        return true;
    double most = reach->most_is_window ? (ref->days ? ref->days : ref->kind->days) : reach->most;
    if (isfinite(most))
        return (value >= reach->least && value <= most) ||
               refuse(error, field, REASON_OUT_OF_RANGE, arena_format(arena, "%g", reach->least),
                      arena_format(arena, "%g", most));
    return value >= 0 || reach->least < 0 || refuse(error, field, REASON_NEGATIVE, NULL, NULL);
}

bool scale_sane(Arena *arena, const JudgePoints *points, const char *place, Error *error)
{
    for (size_t i = 0; i < points->bend_count; i++)
        if (!value_sane(arena, &points->ref, arena_format(arena, "%s.pieces[%zu].at", place, i), points->bends[i].at,
                        error))
            return false;
    if (points->bend_count)
        return true;
    return value_sane(arena, &points->ref, arena_format(arena, "%s.low", place), points->low, error) &&
           value_sane(arena, &points->ref, arena_format(arena, "%s.high", place), points->high, error);
}
