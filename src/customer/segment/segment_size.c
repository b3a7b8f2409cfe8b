/*
 * How many accounts are in a segment, what they pay, and how that was on past days. All of it is worked out when it is
 * asked: the engine answers a condition as of any day, so no day is filed and a changed condition has its own past at
 * once. What an account knows of the present alone (its stage, its owner) counts for past days as it is now, as in
 * every list as of a past day; which those are is told.
 *
 * In order: shapes; one condition on a day; a segment shown; its history and the count while it is written.
 */
#include "base/circle.h"
#include "base/money.h"
#include "customer/account/account_list.h"
#include "customer/segment/segment_store.h"
#include "house/workspace/workspace.h"

#include <string.h>

static const Field SEGMENT_USE_FIELDS[] = {
    SHAPE_FIELD(SegmentUse, kind, FIELD_TEXT, .choices = SEGMENT_USE_CHOICES),
    SHAPE_FIELD(SegmentUse, id, FIELD_ID),
    SHAPE_OPT(SegmentUse, name, FIELD_TEXT, .about = "Unset: it is for its owner alone."),
    SHAPE_OPT(SegmentUse, owner, FIELD_TEXT),
    { 0 },
};
static const Shape SEGMENT_USE = { "SegmentUse", sizeof(SegmentUse), SEGMENT_USE_FIELDS };

static const Field SEGMENT_FIELDS[] = {
    SHAPE_FIELD(SegmentShown, id, FIELD_ID),
    SHAPE_FIELD(SegmentShown, name, FIELD_TEXT),
    SHAPE_OPT(SegmentShown, about, FIELD_TEXT),
    SHAPE_OPT(SegmentShown, condition, FIELD_JSON),
    SHAPE_OPT(SegmentShown, creator, FIELD_TEXT),
    SHAPE_OPT(SegmentShown, changer, FIELD_TEXT),
    SHAPE_FIELD(SegmentShown, created_at, FIELD_TIME),
    SHAPE_FIELD(SegmentShown, changed_at, FIELD_TIME),
    SHAPE_FIELD(SegmentShown, version, FIELD_INT),
    SHAPE_OPT(SegmentShown, accounts, FIELD_INT),
    SHAPE_OPT(SegmentShown, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(SegmentShown, without_rate, FIELD_INT, .circle = CIRCLE_REVENUE,
                .about = "Accounts in it whose MRR is not in the sum: a currency without a rate."),
    SHAPE_FIELD(SegmentShown, used_by, FIELD_LIST, .shape = &SEGMENT_USE),
    SHAPE_OPT(SegmentShown, withheld, FIELD_TEXT, .choices = CIRCLE_CHOICES,
              .about = "It asks for what your areas do not include, so condition and size are not told."),
    SHAPE_FIELD(SegmentShown, unreadable, FIELD_FLAG, .about = "Its condition cannot be read any more."),
    SHAPE_FIELD(SegmentShown, undated, FIELD_TEXTS,
                .about = "Attributes of which only the present is known: past sizes count by what they are now."),
    { 0 },
};
const Shape SEGMENT = { "Segment", sizeof(SegmentShown), SEGMENT_FIELDS };

/* ---- one condition on a day ------------------------------------------------------------------------------------ */

typedef struct {
    int64_t accounts, micros, without_rate, total; /* total: all accounts that there are */
} Size;

static void size_add(Size *size, const EngineView *view, Ids ids, int64_t day)
{
    int mrr = view_column(view, ENGINE_MRR), without = view_column(view, COLUMN_WITHOUT_RATE);
    for (size_t i = 0; i < ids.count; i++) {
        EngineValue pays = mrr < 0 ? engine_unknown() : view_value(view, ids.items[i], mrr, 0, day);
        EngineValue apart = without < 0 ? engine_unknown() : view_value(view, ids.items[i], without, 0, day);
        size->micros = pays.known ? money_sum(size->micros, pays.integer) : size->micros;
        size->without_rate += apart.known && *apart.text;
    }
}

/* `condition` NULL = all accounts. */
static bool size_read(const Request *request, const Condition *condition, int64_t day, Size *size, Error *error)
{
    Program *program = program_new(request->arena);
    int node = condition ? condition_compile(condition, program) : -1;
    Engine *engine = request->services->engine;
    const EngineView *view;
    StandIns past;
    Ids ids;
    *size = (Size) { 0 };
    if (!account_program_past(request, program, -1, day, &past, error) ||
        !engine_view_since(engine, program_since(program, engine_calendar(engine), day), day, &view, error))
        return false;
    size->accounts = (int64_t)program_select(program, view, request->arena, node, day, &ids);
    size->total = (int64_t)view_accounts(view);
    size_add(size, view, ids, day);
    engine_view_close(view);
    return true;
}

/* ---- a segment shown ------------------------------------------------------------------------------------------- */

typedef struct {
    const EngineView *view;
    const char **names;
    size_t count;
} Undated;

static void undated_add(Undated *undated, const Attribute *attribute)
{
    const char *name = attribute->column ? attribute->column : attribute->name;
    int column = view_column(undated->view, name);
    if (column < 0 || view_column_dated(undated->view, column) || account_past_knows(name))
        return;
    for (size_t i = 0; i < undated->count; i++)
        if (strcmp(undated->names[i], attribute->name) == 0)
            return;
    if (undated->count < CONDITION_PARTS_MAX)
        undated->names[undated->count++] = attribute->name;
}

static void undated_walk(Undated *undated, const Condition *condition)
{
    if (condition->kind == CONDITION_ATTRIBUTE)
        undated_add(undated, condition->attribute);
    for (size_t i = 0; i < condition->count; i++)
        undated_walk(undated, condition->parts[i]);
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].saved)
            undated_walk(undated, condition->values[i].saved);
}

static Texts undated_of(const Request *request, const Condition *condition)
{
    Undated undated = { .view = engine_view(request->services->engine),
                        .names = arena_array(request->arena, CONDITION_PARTS_MAX, sizeof(char *)) };
    undated_walk(&undated, condition);
    engine_view_close(undated.view);
    return (Texts) { undated.count, undated.names };
}

/* Of one that cannot be read nobody can say which areas it asks for, so nobody is told it. */
static bool condition_shown(const Request *request, const SegmentRow *row, SegmentShown *shown,
                            const Condition **condition, Error *error)
{
    ConditionOf of = segment_of(request, CONDITION_STORED);
    *condition = NULL;
    if (!condition_parse_text(request->arena, &of, row->condition, "condition", condition, error)) {
        if (error->kind != ERROR_INPUT)
            return false;
        *error = (Error) { 0 };
        shown->unreadable = true;
        return true;
    }
    shown->withheld = circle_name(condition_circles(*condition) & ~request->caller->rights);
    if (shown->withheld)
        *condition = NULL;
    else
        shown->condition = row->condition;
    return true;
}

/* What nobody can tell of that day has no size; anything else is trouble. */
static bool size_told(const Request *request, const Condition *condition, int64_t day, Size *size, bool *known,
                      Error *error)
{
    *known = size_read(request, condition, day, size, error);
    if (*known || error->kind != ERROR_INPUT)
        return *known;
    *error = (Error) { 0 };
    return true;
}

bool segment_shown(const Request *request, const SegmentRow *row, const SegmentUses *uses, int64_t day,
                   SegmentShown *shown, Error *error)
{
    const Condition *condition;
    Workspace *workspace;
    Size size;
    *shown = (SegmentShown) { .id = row->id,
                              .name = row->name,
                              .about = row->about,
                              .creator = row->creator,
                              .changer = row->changer,
                              .created_at = row->created_at,
                              .changed_at = row->changed_at,
                              .version = row->version,
                              .used_by = segment_uses_of(uses, request->arena, row->id) };
    if (!condition_shown(request, row, shown, &condition, error))
        return false;
    if (!condition)
        return true;
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !size_told(request, condition, day, &size, &shown->accounts.known, error))
        return false;
    shown->undated = undated_of(request, condition);
    if (!shown->accounts.known)
        return true;
    shown->accounts.value = size.accounts;
    shown->mrr = money_shown(request->arena, size.micros, workspace->currency);
    shown->without_rate = size.without_rate;
    return true;
}

/* ---- its history, and the count while it is written ------------------------------------------------------------ */

typedef struct {
    int64_t day;
    OptInt accounts;
    const Money *mrr;
} SizeOn;
static const Field SIZE_ON_FIELDS[] = {
    SHAPE_FIELD(SizeOn, day, FIELD_DAY),
    SHAPE_OPT(SizeOn, accounts, FIELD_INT, .about = "Unset: it asks for what is not known of that day."),
    SHAPE_OPT(SizeOn, mrr, FIELD_OBJECT, .shape = &MONEY),
    { 0 },
};
static const Shape SIZE_ON = { "SegmentSize", sizeof(SizeOn), SIZE_ON_FIELDS };

typedef struct {
    OptInt as_of;
} SizesAsk;
static const Field SIZES_ASK_FIELDS[] = { SHAPE_OPT(SizesAsk, as_of, FIELD_DAY), { 0 } };
static const Shape SIZES_ASK = { "SegmentSizesAsk", sizeof(SizesAsk), SIZES_ASK_FIELDS };

static bool size_on(const Request *request, const Condition *condition, const char *currency, int64_t day, SizeOn *on,
                    Error *error)
{
    Size size;
    *on = (SizeOn) { .day = day };
    if (!size_told(request, condition, day, &size, &on->accounts.known, error))
        return false;
    if (!on->accounts.known)
        return true;
    on->accounts.value = size.accounts;
    on->mrr = money_shown(request->arena, size.micros, currency);
    return true;
}

static bool segment_sizes(Request *request, Error *error)
{
    const SizesAsk *ask = request->query;
    ConditionOf of = segment_of(request, CONDITION_KEPT);
    SizeOn sizes[SEGMENT_WEEKS + 1];
    const Condition *condition;
    Workspace *workspace;
    SegmentRow *row;
    int64_t until;
    if (!workspace_day(request, ask->as_of, &until, error) ||
        !segment_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "segment %lld not found", (long long)request->path_id[0]);
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !condition_parse_text(request->arena, &of, row->condition, "condition", &condition, error))
        return false;
    for (int week = 0; week <= SEGMENT_WEEKS; week++)
        if (!size_on(request, condition, workspace->currency, until - 7 * (SEGMENT_WEEKS - week), &sizes[week], error))
            return false;
    return reply_list(request, &SIZE_ON, sizes, SEGMENT_WEEKS + 1, NULL);
}

typedef struct {
    const char *condition;
} Preview;
static const Field PREVIEW_FIELDS[] = { SHAPE_OPT(Preview, condition, FIELD_JSON), { 0 } };
static const Shape PREVIEW = { "SegmentPreview", sizeof(Preview), PREVIEW_FIELDS };

typedef struct {
    int64_t accounts, total;
} Previewed;
static const Field PREVIEWED_FIELDS[] = {
    SHAPE_FIELD(Previewed, accounts, FIELD_INT),
    SHAPE_FIELD(Previewed, total, FIELD_INT, .about = "All accounts that there are."),
    { 0 },
};
static const Shape PREVIEWED = { "SegmentPreviewed", sizeof(Previewed), PREVIEWED_FIELDS };

static bool segment_preview(Request *request, Error *error)
{
    const Preview *in = request->input;
    ConditionOf of = segment_of(request, CONDITION_GIVEN);
    const Condition *condition = NULL;
    Size size;
    int64_t day = zone_day(atomic_load(&request->services->zone), request->now);
    if (in->condition && !condition_parse_text(request->arena, &of, in->condition, "condition", &condition, error))
        return false;
    if (!size_read(request, condition, day, &size, error))
        return false;
    return reply_row(request, 200, &PREVIEWED, &(Previewed) { size.accounts, size.total });
}

const Route SEGMENT_SIZE_ROUTES[] = {
    { GET, "/api/v1/segments/{id}/sizes", segment_sizes, RIGHT_VIEW,
      "List how many accounts were in a segment, week by week for half a year", .asks = &SIZES_ASK, .gives = &SIZE_ON,
      .flags = ROUTE_LIST | ROUTE_SLOW },
    { POST, "/api/v1/segments/preview", segment_preview, RIGHT_VIEW, "Count the accounts that a condition holds for",
      .takes = &PREVIEW, .gives = &PREVIEWED, .flags = ROUTE_READS | ROUTE_SLOW,
      .example = "{\"condition\":{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"adoption\"]}}" },
    { 0 },
};
