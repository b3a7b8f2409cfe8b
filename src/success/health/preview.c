/*
 * What a definition would say today, beside what is in force (drafted.h): the editor asks this at each change, and
 * nothing is stored. Both sets judge the same view: every difference comes from the draft.
 */
#include "base/amount.h"
#include "health.sql.h"
#include "success/health/drafted.h"
#include "success/health/explain.h"
#include "success/measure/measure.h"

#include <stdlib.h>
#include <string.h>

enum { MOVES_MAX = 200 };

typedef struct {
    int64_t account_id;
    const char *account;
    const char *band; /* NULL = not judged so far */
    OptInt points;
    const char *new_band;
    OptInt new_points;
    const HealthReason *because;
    const Money *mrr;
    OptInt renews_on;
} Move;
static const Field MOVE_FIELDS[] = {
    SHAPE_FIELD(Move, account_id, FIELD_ID),
    SHAPE_FIELD(Move, account, FIELD_TEXT),
    SHAPE_OPT(Move, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(Move, points, FIELD_INT),
    SHAPE_FIELD(Move, new_band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(Move, new_points, FIELD_INT),
    SHAPE_OPT(Move, because, FIELD_OBJECT, .shape = &HEALTH_REASON),
    SHAPE_OPT(Move, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_OPT(Move, renews_on, FIELD_DAY),
    { 0 },
};
static const Shape MOVE = { "ScorecardMove", sizeof(Move), MOVE_FIELDS };

typedef struct {
    const char *key;
    int64_t accounts;
} Fires;
static const Field FIRES_FIELDS[] = {
    SHAPE_FIELD(Fires, key, FIELD_TEXT),
    SHAPE_FIELD(Fires, accounts, FIELD_INT),
    { 0 },
};
static const Shape FIRES = { "RuleFires", sizeof(Fires), FIRES_FIELDS };

typedef struct {
    int64_t accounts;
    const BandCounts *bands;
    double coverage;
    List fires;
    int64_t moved;
    List moves;
} Preview;
static const Field PREVIEW_FIELDS[] = {
    SHAPE_FIELD(Preview, accounts, FIELD_INT),
    SHAPE_FIELD(Preview, bands, FIELD_OBJECT, .shape = &BAND_COUNTS),
    SHAPE_FIELD(Preview, coverage, FIELD_REAL),
    SHAPE_FIELD(Preview, fires, FIELD_LIST, .shape = &FIRES),
    SHAPE_FIELD(Preview, moved, FIELD_INT),
    SHAPE_FIELD(Preview, moves, FIELD_LIST, .shape = &MOVE),
    { 0 },
};
static const Shape PREVIEW = { "ScorecardPreview", sizeof(Preview), PREVIEW_FIELDS };

static void preview_count(Request *request, const HealthList *list, const Judge *judge, Preview *preview)
{
    BandCounts *bands = arena_make(request->arena, BandCounts);
    Fires *fires = arena_array(request->arena, judge->rule_count + 1, sizeof *fires);
    for (size_t r = 0; r < judge->rule_count; r++)
        fires[r].key = judge->rules[r].key;
    for (size_t i = 0; i < list->count; i++) {
        ++*band_slot(bands, list->items[i].band);
        preview->coverage += list->items[i].coverage / (double)list->count;
        for (size_t r = 0; r < judge->rule_count; r++)
            fires[r].accounts += list->items[i].fired >> r & 1;
    }
    preview->accounts = (int64_t)list->count;
    preview->bands = bands;
    preview->fires = (List) { .count = judge->rule_count, .items = fires };
}

static const Health *row_for(const HealthList *list, size_t *at, const Health *like)
{
    while (*at < list->count &&
           (list->items[*at].account_id < like->account_id ||
            (list->items[*at].account_id == like->account_id && list->items[*at].product_id < like->product_id)))
        ++*at;
    if (*at < list->count && list->items[*at].account_id == like->account_id &&
        list->items[*at].product_id == like->product_id)
        return &list->items[*at];
    return NULL;
}

static Move move_of(Request *request, const EngineView *view, const Health *before, const Health *after)
{
    Move move = { .account_id = after->account_id, .new_band = band_name(after->band), .new_points = after->points };
    EngineValue name = view_value(view, after->account_id, view_column(view, "name"), 0, after->day);
    const HealthShown *shown = health_explain(after, view, request->arena, (ExplainAsk) { 1, request->caller->rights });
    EngineValue mrr = view_value(view, after->account_id, view_column(view, COLUMN_MRR_OWN), 0, after->day);
    EngineValue currency = view_value(view, after->account_id, view_column(view, COLUMN_CURRENCY), 0, after->day);
    EngineValue renews = view_value(view, after->account_id, view_column(view, ENGINE_RENEWS_ON), 0, after->day);
    move.account = name.known ? name.text : "";
    move.mrr = mrr.known && currency.known ? money_shown(request->arena, mrr.integer, currency.text) : NULL;
    move.renews_on = (OptInt) { renews.integer, renews.known };
    move.because = shown->reasons.count ? shown->reasons.items : NULL;
    if (before) {
        move.band = band_name(before->band);
        move.points = before->points;
    }
    return move;
}

static void preview_moves(Request *request, const EngineView *view, const HealthList *now, const HealthList *then,
                          Preview *preview)
{
    Move *moves = arena_array(request->arena, MOVES_MAX, sizeof *moves);
    size_t at = 0;
    for (size_t i = 0; i < then->count; i++) {
        const Health *before = row_for(now, &at, &then->items[i]);
        if (before && before->band == then->items[i].band)
            continue;
        if (preview->moved++ < MOVES_MAX)
            moves[preview->moves.count++] = move_of(request, view, before, &then->items[i]);
    }
    preview->moves.items = moves;
}

static bool scorecard_preview(Request *request, Error *error)
{
    const DraftAsk *ask = request->input;
    Drafted both;
    Preview preview = { 0 };
    if (!drafted_read(request, ask, &both, error))
        return false;
    const char *purpose = both.draft.purpose;
    Engine *engine = request->services->engine;
    int64_t as_of = both.as_of;
    int64_t now_since = judges_since(&both.judges, engine_calendar(engine), as_of);
    int64_t then_since = judges_since(&both.drafted, engine_calendar(engine), as_of);
    const EngineView *view;
    if (!engine_view_since(engine, now_since < then_since ? now_since : then_since, as_of, &view, error))
        return false;
    HealthList now = health_judge(&both.judges, view, request->arena, purpose, as_of, (Ids) { 0 });
    HealthList then = drafted_judge(&both, view, request->arena);
    preview_count(request, &then, &both.draft, &preview);
    preview_moves(request, view, &now, &then, &preview);
    engine_view_close(view);
    return reply_row(request, 200, &PREVIEW, &preview);
}

const Route PREVIEW_ROUTES[] = { { POST, "/api/v1/scorecards/preview", scorecard_preview, RIGHT_MANAGE,
                                   "Preview a definition on a day, with the accounts affected", .takes = &DRAFT_ASK,
                                   .gives = &PREVIEW, .flags = ROUTE_READS, .body_max = 262144 },
                                 { 0 } };
