/*
 * How accounts moved between bands from a day some weeks before to the day asked for: as a matrix, and the accounts of
 * one of its fields. The later day is the one that the figures show; the earlier one is judged by the scorecards in
 * force on the later, so that a new version moves nobody. Who was not there on the one day is new, or left.
 */
#include "base/circle.h"
#include "base/money.h"
#include "base/texts.h"
#include "house/workspace/workspace.h"
#include "http/page.h"
#include "overview.sql.h"
#include "success/overview/overview.h"
#include "success/overview/tally.h"

#include <stdlib.h>

/* A stand, or that the account was not there. */
enum { NOT_THERE = STAND_COUNT, MOVE_PLACES };
#define FROM_CHOICES STAND_CHOICES "|NEW"
#define TO_CHOICES   STAND_CHOICES "|LEFT"
enum { WEEKS_DEFAULT = 1, WEEKS_MOST = 53 };

static const char *from_name(int place)
{
    return place == NOT_THERE ? "NEW" : STAND_NAMES[place];
}

static const char *to_name(int place)
{
    return place == NOT_THERE ? "LEFT" : STAND_NAMES[place];
}

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *from, *to;
    int64_t accounts;
    const Money *mrr;
    int64_t converted;
    List without_rate;
} MoveShown;
static const Field MOVE_FIELDS[] = {
    SHAPE_FIELD(MoveShown, from, FIELD_TEXT, .choices = FROM_CHOICES),
    SHAPE_FIELD(MoveShown, to, FIELD_TEXT, .choices = TO_CHOICES),
    SHAPE_FIELD(MoveShown, accounts, FIELD_INT),
    SHAPE_OPT(MoveShown, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(MoveShown, converted, FIELD_INT, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(MoveShown, without_rate, FIELD_LIST, .shape = &WITHOUT_RATE, .circle = CIRCLE_REVENUE),
    { 0 },
};
static const Shape MOVE = { "OverviewMove", sizeof(MoveShown), MOVE_FIELDS };

typedef struct {
    int64_t before, as_of;
    List moves; /* those with accounts */
} MovesShown;
static const Field MOVES_FIELDS[] = {
    SHAPE_FIELD(MovesShown, before, FIELD_DAY),
    SHAPE_FIELD(MovesShown, as_of, FIELD_DAY),
    SHAPE_FIELD(MovesShown, moves, FIELD_LIST, .shape = &MOVE),
    { 0 },
};
static const Shape MOVES = { "OverviewMoves", sizeof(MovesShown), MOVES_FIELDS };

typedef struct {
    OptInt as_of, weeks;
    const char *from, *to, *cursor;
    OptInt limit;
} MovesAsk;
#define MOVES_ASK_FIELDS_OF                                                                                            \
    SHAPE_OPT(MovesAsk, as_of, FIELD_DAY), SHAPE_OPT(MovesAsk, weeks, FIELD_INT, .min = 1, .max = WEEKS_MOST)
static const Field MOVES_ASK_FIELDS[] = { MOVES_ASK_FIELDS_OF, { 0 } };
static const Shape MOVES_ASK = { "OverviewMovesAsk", sizeof(MovesAsk), MOVES_ASK_FIELDS };
static const Field MOVED_ASK_FIELDS[] = {
    MOVES_ASK_FIELDS_OF,
    SHAPE_FIELD(MovesAsk, from, FIELD_TEXT, .choices = FROM_CHOICES),
    SHAPE_FIELD(MovesAsk, to, FIELD_TEXT, .choices = TO_CHOICES),
    PAGE_FIELDS(MovesAsk),
    { 0 },
};
static const Shape MOVED_ASK = { "OverviewMovedAsk", sizeof(MovesAsk), MOVED_ASK_FIELDS };

typedef struct {
    int64_t account_id;
    const char *account, *owner;
    const Money *mrr;
    Texts mrr_without_rate;
} MovedShown;
static const Field MOVED_FIELDS[] = {
    SHAPE_FIELD(MovedShown, account_id, FIELD_ID),
    SHAPE_FIELD(MovedShown, account, FIELD_TEXT),
    SHAPE_OPT(MovedShown, owner, FIELD_TEXT),
    SHAPE_OPT(MovedShown, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(MovedShown, mrr_without_rate, FIELD_TEXTS, .circle = CIRCLE_REVENUE),
    { 0 },
};
static const Shape MOVED = { "OverviewMoved", sizeof(MovedShown), MOVED_FIELDS };

/* ---- both days --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t before, day;
    const Stoods *then, *now;
    size_t at; /* in `then`, while walking `now` */
    const char *home;
} Days;

static bool then_read(const Request *request, Days *days, Error *error)
{
    Engine *engine = request->services->engine;
    const EngineView *view;
    Judges judges;
    if (!judges_read(request->db, request->arena, engine, &judges, error))
        return false;
    judges = judges_as_of(&judges, request->arena, days->day);
    if (!engine_view_since(engine, judges_since(&judges, engine_calendar(engine), days->before), days->before, &view,
                           error))
        return false;
    days->then = stood_past(view, request->arena, days->before, day_bands(&judges, view, request->arena, days->before));
    engine_view_close(view);
    return true;
}

static bool days_read(const Request *request, const MovesAsk *ask, Days *days, Error *error)
{
    Workspace *workspace;
    *days = (Days) { 0 };
    if (!workspace_day(request, ask->as_of, &days->day, error) ||
        !workspace_get(request->db, request->arena, &workspace, error))
        return false;
    days->home = workspace->currency;
    days->before = days->day - 7 * (ask->weeks.known ? ask->weeks.value : WEEKS_DEFAULT);
    return stood_on(request, days->day, &days->now, error) && then_read(request, days, error);
}

typedef struct {
    int from, to;        /* NOT_THERE: new, or left */
    const Stood *counts; /* of the later day, or of the earlier one where it has left since; NULL = on neither day */
} Move;

/* Asked in the order of `now`; an account that came between the two readings was not there before. */
static Move move_of(Days *days, const Stood *now)
{
    const Stoods *then = days->then;
    while (days->at < then->count && then->items[days->at].account_id < now->account_id)
        days->at++;
    bool known = days->at < then->count && then->items[days->at].account_id == now->account_id;
    const Stood *before = known && then->items[days->at].here ? &then->items[days->at] : NULL;
    return (Move) { .from = before ? before->stand : NOT_THERE,
                    .to = now->here ? now->stand : NOT_THERE,
                    .counts = now->here ? now : before };
}

/* ---- the matrix -------------------------------------------------------------------------------------------------- */

static MoveShown move_shown(const Request *request, const Days *days, int from, int to, const Tally *tally)
{
    return (MoveShown) { .from = from_name(from),
                         .to = to_name(to),
                         .accounts = tally->accounts,
                         .mrr = money_shown(request->arena, tally->micros, days->home),
                         .converted = tally->converted,
                         .without_rate = { tally->without.count, tally->without.items } };
}

static List moves_count(const Request *request, Days *days)
{
    Tally tallies[MOVE_PLACES][MOVE_PLACES];
    MoveShown *shown = arena_array(request->arena, (size_t)MOVE_PLACES * MOVE_PLACES, sizeof *shown);
    size_t count = 0;
    for (int from = 0; from < MOVE_PLACES; from++)
        for (int to = 0; to < MOVE_PLACES; to++)
            tallies[from][to] = tally_new(request->arena);
    for (size_t i = 0; i < days->now->count; i++) {
        Move move = move_of(days, &days->now->items[i]);
        if (move.counts)
            tally_add(&tallies[move.from][move.to], move.counts, days->home);
    }
    for (int from = 0; from < MOVE_PLACES; from++)
        for (int to = 0; to < MOVE_PLACES; to++)
            if (tallies[from][to].accounts)
                shown[count++] = move_shown(request, days, from, to, &tallies[from][to]);
    return (List) { count, shown };
}

static bool moves_get(Request *request, Error *error)
{
    Days days;
    if (!days_read(request, request->query, &days, error))
        return false;
    MovesShown shown = { days.before, days.day, moves_count(request, &days) };
    return reply_row(request, 200, &MOVES, &shown);
}

/* ---- the accounts of one field ----------------------------------------------------------------------------------- */

/* Whole units, as a cursor holds no larger numbers. Who does not see amounts gets no order by them, either. */
static int64_t place_of(const Stood *stood)
{
    return stood->worth->mrr_micros.known ? stood->worth->mrr_micros.value / MICROS_PER_MAJOR : 0;
}

static int by_id(const void *a, const void *b)
{
    const Stood *first = *(const Stood *const *)a, *second = *(const Stood *const *)b;
    return (first->account_id > second->account_id) - (first->account_id < second->account_id);
}

static int by_amount(const void *a, const void *b)
{
    int64_t first = place_of(*(const Stood *const *)a), second = place_of(*(const Stood *const *)b);
    return first != second ? (first < second) - (first > second) : by_id(a, b);
}

static bool is_asked(const Move *move, const MovesAsk *ask)
{
    return move->counts && text_equal(from_name(move->from), ask->from) && text_equal(to_name(move->to), ask->to);
}

static size_t moved_find(const Request *request, Days *days, const MovesAsk *ask, const Stood ***found)
{
    size_t count = 0;
    *found = arena_array(request->arena, days->now->count + 1, sizeof **found);
    for (size_t i = 0; i < days->now->count; i++) {
        Move move = move_of(days, &days->now->items[i]);
        if (is_asked(&move, ask))
            (*found)[count++] = move.counts;
    }
    return count;
}

static MovedShown moved_shown(const Request *request, const Days *days, const Stood *stood)
{
    const Worth *worth = stood->worth;
    return (MovedShown) { .account_id = stood->account_id,
                          .account = "",
                          .mrr = worth->mrr_micros.known
                                     ? money_shown(request->arena, worth->mrr_micros.value, days->home)
                                     : NULL,
                          .mrr_without_rate = texts_words(request->arena, worth->without_rate) };
}

static bool names_add(const Request *request, MovedShown *shown, size_t count, Error *error)
{
    int64_t *ids = arena_array(request->arena, count + 1, sizeof *ids);
    OverviewAccountsRow *rows;
    size_t found;
    for (size_t i = 0; i < count; i++)
        ids[i] = shown[i].account_id;
    if (!overview_accounts(request->db, request->arena, (Ids) { count, ids }, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (rows[r].id == shown[i].account_id) {
                shown[i].account = rows[r].name;
                shown[i].owner = rows[r].owner;
            }
    return true;
}

/* How many stand before the page. */
static size_t skipped(const Stood *const *found, size_t count, const Cursor *after, bool by_money)
{
    size_t first = 0;
    for (; first < count; first++) {
        int64_t place = by_money ? place_of(found[first]) : 0;
        if (place < after->place || (place == after->place && found[first]->account_id > after->id))
            break;
    }
    return first;
}

static bool moved_get(Request *request, Error *error)
{
    const MovesAsk *ask = request->query;
    bool by_money = request->caller->rights & CIRCLE_REVENUE;
    int64_t limit = page_limit(ask->limit);
    Cursor after = { INT64_MAX, 0 };
    const Stood **found;
    Days days;
    if (!cursor_read(ask->cursor, &after, error) || !days_read(request, ask, &days, error))
        return false;
    size_t all = moved_find(request, &days, ask, &found);
    qsort(found, all, sizeof *found, by_money ? by_amount : by_id);
    size_t first = skipped(found, all, &after, by_money), count = all - first;
    if (count > (size_t)limit + 1)
        count = (size_t)limit + 1;
    bool goes_on = page_goes_on(&count, limit);
    MovedShown *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = moved_shown(request, &days, found[first + i]);
    const Stood *last = goes_on ? found[first + count - 1] : NULL;
    const char *next = last ? cursor_text(request->arena, by_money ? place_of(last) : 0, last->account_id) : NULL;
    return names_add(request, shown, count, error) && reply_list(request, &MOVED, shown, count, next);
}

const Route OVERVIEW_MOVES_ROUTES[] = {
    { GET, "/api/v1/overview/moves", moves_get, RIGHT_VIEW,
      "Get how accounts moved between bands over some weeks, with who is new and who left", .asks = &MOVES_ASK,
      .gives = &MOVES },
    { GET, "/api/v1/overview/moves/accounts", moved_get, RIGHT_VIEW,
      "List the accounts that moved from one band to another, the largest MRR first", .asks = &MOVED_ASK,
      .gives = &MOVED, .flags = ROUTE_LIST },
    { 0 }
};
