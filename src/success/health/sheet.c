/* The route of the sheet (sheet.h): reads what is asked, walks the year, and answers in a view of the last day. */
#include "success/health/sheet.h"

#include "house/workspace/workspace.h"

static bool scorecard_sheet(Request *request, Error *error)
{
    const DraftAsk *ask = request->input;
    Engine *engine = request->services->engine;
    Drafted both;
    Workspace *workspace;
    if (!drafted_read(request, ask, &both, error) || !workspace_get(request->db, request->arena, &workspace, error))
        return false;
    const Side sides[SIDE_COUNT] = {
        [SIDE_IN_FORCE] = side_in_force(&both, request->arena), [SIDE_DRAFT] = side_drafted(&both, request->arena)
    };
    Walk *walk = arena_make(request->arena, Walk);
    if (!sheet_segments_read(request, &walk->segments, error) ||
        !sheet_walk(sides, request->services, request->arena, both.as_of, walk, error))
        return false;
    sheet_trusts(request->arena, walk, both.as_of);
    const EngineView *view = engine_view(engine);
    const void *sheet = sheet_answer(request, sides, view, walk, both.as_of, workspace->currency);
    engine_view_close(view);
    return reply_row(request, 200, &SHEET, sheet);
}

const Route SHEET_ROUTES[] = {
    { POST, "/api/v1/scorecards/sheet", scorecard_sheet, RIGHT_MANAGE,
      "Compare a definition with what is in force: moves now, and a year of alarms held against who left",
      .takes = &DRAFT_ASK, .gives = &SHEET, .flags = ROUTE_READS | ROUTE_SLOW, .body_max = 262144 },
    { 0 }
};
