/* Two sets of judges; what they are for is in the header. In order: reading what is asked; sides; rows. */
#include "success/health/drafted.h"

#include "health.sql.h"
#include "house/workspace/workspace.h"
#include "success/health/scorecard.h"

static const Field DRAFT_ASK_FIELDS[] = {
    SHAPE_OPT(DraftAsk, scorecard_id, FIELD_ID),
    SHAPE_OPT(DraftAsk, product_id, FIELD_ID),
    SHAPE_OPT(DraftAsk, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(DraftAsk, segment, FIELD_JSON),
    SHAPE_FIELD(DraftAsk, definition, FIELD_JSON),
    SHAPE_OPT(DraftAsk, as_of, FIELD_DAY),
    { 0 },
};
const Shape DRAFT_ASK = { "ScorecardPreviewAsk", sizeof(DraftAsk), DRAFT_ASK_FIELDS };

static bool asked_before(const Judge *draft, const Judge *judge)
{
    return draft->position != judge->position ? draft->position < judge->position
                                              : draft->scorecard_id < judge->scorecard_id;
}

Judges judges_with_draft(Arena *arena, const Judges *judges, const Judge *draft)
{
    Judge *items = arena_array(arena, judges->count + 1, sizeof *items);
    size_t count = 0;
    bool placed = false;
    for (size_t i = 0; i < judges->count && draft->scorecard_id; i++) {
        if (judges->items[i].scorecard_id == draft->scorecard_id)
            continue;
        if (!placed && asked_before(draft, &judges->items[i])) {
            items[count++] = *draft;
            placed = true;
        }
        items[count++] = judges->items[i];
    }
    if (!placed)
        items[count++] = *draft;
    return (Judges) { .count = count, .items = items };
}

static bool place_read(Request *request, OptInt scorecard_id, Drafted *drafted, Error *error)
{
    ScorecardRow *row;
    drafted->off = false;
    if (!scorecard_id.known)
        return true;
    if (!scorecard_by_id(request->db, request->arena, scorecard_id.value, &row, error))
        return false;
    drafted->draft.scorecard_id = scorecard_id.value;
    drafted->draft.position = row ? row->position : INT64_MAX;
    drafted->off = row && !row->enabled;
    return true;
}

bool drafted_read(Request *request, const DraftAsk *ask, Drafted *drafted, Error *error)
{
    int64_t product_id = ask->product_id.known ? ask->product_id.value : 0;
    ConditionOf of = scorecard_of(request->services, request->db, CONDITION_GIVEN);
    if (!workspace_day(request, ask->as_of, &drafted->as_of, error) ||
        !scorecard_check(&of, request->arena, ask->segment, ask->definition, product_id, &drafted->draft, error) ||
        !request_sees(request, program_circles(drafted->draft.program), "definition", error) ||
        !place_read(request, ask->scorecard_id, drafted, error) ||
        !judges_read(request->db, request->arena, request->services->engine, &drafted->judges, error))
        return false;
    if (ask->purpose)
        drafted->draft.purpose = ask->purpose;
    drafted->drafted = judges_with_draft(request->arena, &drafted->judges, &drafted->draft);
    return true;
}

/* The draft was copied into the set, so it is known by its program. */
HealthList drafted_judge(const Drafted *drafted, const EngineView *view, Arena *arena)
{
    HealthList all = health_judge(&drafted->drafted, view, arena, drafted->draft.purpose, drafted->as_of, (Ids) { 0 });
    Health *items = arena_array(arena, all.count + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].judge->program == drafted->draft.program)
            items[count++] = all.items[i];
    return (HealthList) { .count = count, .items = items };
}

/* ---- sides ----------------------------------------------------------------------------------------------------- */

static Judges of_product(Arena *arena, const Judges *judges, const char *purpose, int64_t product_id)
{
    Judge *items = arena_array(arena, judges->count + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < judges->count; i++)
        if (judges->items[i].product_id == product_id && text_equal(judges->items[i].purpose, purpose))
            items[count++] = judges->items[i];
    return (Judges) { .count = count, .items = items };
}

/* What is published may be of another product than the draft. */
static int64_t product_in_force(const Judges *judges, const Judge *draft)
{
    for (size_t i = 0; i < judges->count && draft->scorecard_id; i++)
        if (judges->items[i].scorecard_id == draft->scorecard_id)
            return judges->items[i].product_id;
    return draft->product_id;
}

Side side_in_force(const Drafted *drafted, Arena *arena)
{
    Judges now = judges_as_of(&drafted->judges, arena, drafted->as_of);
    int64_t product = product_in_force(&now, &drafted->draft);
    return (Side) { .judges = of_product(arena, &now, drafted->draft.purpose, product),
                    .scorecard_id = drafted->draft.scorecard_id };
}

Side side_drafted(const Drafted *drafted, Arena *arena)
{
    Judges now = judges_as_of(&drafted->judges, arena, drafted->as_of);
    Judges with = judges_with_draft(arena, &now, &drafted->draft);
    return (Side) { .judges = of_product(arena, &with, drafted->draft.purpose, drafted->draft.product_id),
                    .own = drafted->draft.program };
}

bool side_is_own(const Side *side, const Health *health)
{
    if (!health)
        return false;
    if (side->own)
        return health->judge->program == side->own;
    return side->scorecard_id && health->judge->scorecard_id == side->scorecard_id;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

Rows side_judge(const Side *side, const EngineView *view, Arena *arena, int64_t day)
{
    const char *purpose = side->judges.count ? side->judges.items[0].purpose : "";
    return (Rows) { .list = health_judge(&side->judges, view, arena, purpose, day, (Ids) { 0 }) };
}

const Health *rows_find(Rows *rows, int64_t account)
{
    while (rows->at < rows->list.count && rows->list.items[rows->at].account_id < account)
        rows->at++;
    if (rows->at < rows->list.count && rows->list.items[rows->at].account_id == account)
        return &rows->list.items[rows->at];
    return NULL;
}

static const Field BAND_COUNTS_FIELDS[] = {
    SHAPE_FIELD(BandCounts, GOOD, FIELD_INT),
    SHAPE_FIELD(BandCounts, NORMAL, FIELD_INT),
    SHAPE_FIELD(BandCounts, BAD, FIELD_INT),
    SHAPE_FIELD(BandCounts, UNKNOWN, FIELD_INT),
    { 0 },
};
const Shape BAND_COUNTS = { "BandCounts", sizeof(BandCounts), BAND_COUNTS_FIELDS };

int64_t *band_slot(BandCounts *counts, Band band)
{
    int64_t *const slots[BAND_COUNT] = { [BAND_GOOD] = &counts->GOOD,
                                         [BAND_NORMAL] = &counts->NORMAL,
                                         [BAND_BAD] = &counts->BAD,
                                         [BAND_UNKNOWN] = &counts->UNKNOWN };
    return slots[band];
}
