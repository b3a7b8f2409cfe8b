/*
 * Which accounts were in which saved segment on the days on which it is asked who will leave: as of each day, so that
 * nobody is put into a segment by what came after. All segments are one program, so what they share is read once. One
 * that asks for what the caller does not see is left out, since the answers would tell it.
 */
#include "success/health/sheet.h"

#include "health.sql.h"

static bool segment_read(Request *request, const SheetSegmentsAllRow *row, SheetSegments *segments, Error *error)
{
    ConditionOf accounts = { .engine = request->services->engine, .db = request->db, .sees = request->caller->rights };
    const char *asks =
        arena_format(request->arena, "{\"attribute\":\"segment\",\"op\":\"=\",\"value\":%lld}", (long long)row->id);
    const Condition *within;
    Error why = { 0 };
    if (!condition_parse_text(request->arena, &accounts, asks, "segment", &within, &why)) {
        if (why.kind != ERROR_FORBIDDEN)
            *error = why;
        return why.kind == ERROR_FORBIDDEN;
    }
    segments->items[segments->count++] =
        (SheetSegment) { row->id, row->name, condition_compile(within, segments->program) };
    return true;
}

bool sheet_segments_read(Request *request, const SheetSegments **segments, Error *error)
{
    SheetSegmentsAllRow *rows;
    size_t count;
    if (!sheet_segments_all(request->db, request->arena, SEGMENTS_MAX, &rows, &count, error))
        return false;
    SheetSegments *read = arena_make(request->arena, SheetSegments);
    read->program = program_new(request->arena);
    for (size_t i = 0; i < count; i++)
        if (!segment_read(request, &rows[i], read, error))
            return false;
    *segments = read;
    return true;
}

/* Both ascend by account. */
static void one_mark(Walk *walk, int landmark, uint64_t bit, Ids within)
{
    for (size_t i = 0, at = 0; i < walk->count && at < within.count; i++) {
        while (at < within.count && within.items[at] < walk->courses[i].account)
            at++;
        if (at < within.count && within.items[at] == walk->courses[i].account)
            walk->courses[i].within[landmark] |= bit;
    }
}

void sheet_segments_mark(const EngineView *view, Arena *arena, Walk *walk, int landmark, int64_t day)
{
    for (size_t i = 0; i < walk->segments->count; i++) {
        Ids within;
        program_select(walk->segments->program, view, arena, walk->segments->items[i].node, day, &within);
        one_mark(walk, landmark, UINT64_C(1) << i, within);
    }
}
