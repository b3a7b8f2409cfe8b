/*
 * The API of scorecards and templates. A scorecard that does not compile any more (its custom field was deleted) is
 * listed all the same, so that it can be repaired. A change of segment or product goes into the draft; the published
 * version keeps its own until the next publication.
 *
 * In order: shapes; reading; changing; routes.
 */
#include "health.sql.h"
#include "success/health/explain.h"
#include "success/health/scorecard.h"
#include "success/health/tell.h"
#include "success/health/template.h"
#include "success/measure/measure.h"

#include <string.h>

static const Field SCORECARD_FIELDS[] = {
    SHAPE_FIELD(ScorecardShown, id, FIELD_ID),
    SHAPE_FIELD(ScorecardShown, name, FIELD_TEXT),
    SHAPE_FIELD(ScorecardShown, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(ScorecardShown, product_id, FIELD_ID),
    SHAPE_OPT(ScorecardShown, segment, FIELD_JSON),
    SHAPE_FIELD(ScorecardShown, position, FIELD_INT),
    SHAPE_FIELD(ScorecardShown, enabled, FIELD_FLAG),
    SHAPE_FIELD(ScorecardShown, version, FIELD_INT),
    SHAPE_OPT(ScorecardShown, published, FIELD_JSON),
    SHAPE_FIELD(ScorecardShown, published_version, FIELD_INT),
    SHAPE_OPT(ScorecardShown, draft, FIELD_JSON),
    SHAPE_FIELD(ScorecardShown, accounts, FIELD_INT),
    { 0 },
};
const Shape SCORECARD = { "Scorecard", sizeof(ScorecardShown), SCORECARD_FIELDS };

typedef struct {
    const char *name, *purpose;
    OptInt product_id;
    const char *segment;
    OptInt position;
    const char *definition;
} NewScorecard;
static const Field NEW_SCORECARD_FIELDS[] = {
    SHAPE_FIELD(NewScorecard, name, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(NewScorecard, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(NewScorecard, product_id, FIELD_ID),
    SHAPE_OPT(NewScorecard, segment, FIELD_JSON),
    SHAPE_OPT(NewScorecard, position, FIELD_INT, .min = 0, .max = 10000),
    SHAPE_FIELD(NewScorecard, definition, FIELD_JSON),
    { 0 },
};
static const Shape NEW_SCORECARD = { "NewScorecard", sizeof(NewScorecard), NEW_SCORECARD_FIELDS };

typedef struct {
    const char *name, *purpose;
    OptInt product_id;
    const char *segment;
    OptInt position, enabled;
} ScorecardChange;
static const Field SCORECARD_CHANGE_FIELDS[] = {
    SHAPE_OPT(ScorecardChange, name, FIELD_TEXT, .max = 200),
    SHAPE_OPT(ScorecardChange, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(ScorecardChange, product_id, FIELD_ID),
    SHAPE_OPT(ScorecardChange, segment, FIELD_JSON),
    SHAPE_OPT(ScorecardChange, position, FIELD_INT, .min = 0, .max = 10000),
    SHAPE_OPT(ScorecardChange, enabled, FIELD_FLAG),
    { 0 },
};
static const Shape SCORECARD_CHANGE = { "ScorecardChange", sizeof(ScorecardChange), SCORECARD_CHANGE_FIELDS };

/* What a draft is replaced by; definition.c reads the rules and points. */
typedef struct {
    const char *rules, *points;
    double bad_below, good_from, unknown_below;
} NewDraft;
static const Field NEW_DRAFT_FIELDS[] = {
    SHAPE_OPT(NewDraft, rules, FIELD_JSON),           SHAPE_OPT(NewDraft, points, FIELD_JSON),
    SHAPE_FIELD(NewDraft, bad_below, FIELD_REAL),     SHAPE_FIELD(NewDraft, good_from, FIELD_REAL),
    SHAPE_FIELD(NewDraft, unknown_below, FIELD_REAL), { 0 },
};
static const Shape NEW_DRAFT = { "ScorecardDefinition", sizeof(NewDraft), NEW_DRAFT_FIELDS };

static const Field SCORECARD_TEMPLATE_FIELDS[] = {
    SHAPE_FIELD(Template, key, FIELD_TEXT),        SHAPE_FIELD(Template, name, FIELD_TEXT),
    SHAPE_FIELD(Template, name_ja, FIELD_TEXT),    SHAPE_FIELD(Template, about, FIELD_TEXT),
    SHAPE_FIELD(Template, about_ja, FIELD_TEXT),   SHAPE_OPT(Template, segment, FIELD_JSON),
    SHAPE_FIELD(Template, definition, FIELD_JSON), { 0 },
};
static const Shape SCORECARD_TEMPLATE = { "ScorecardTemplate", sizeof(Template), SCORECARD_TEMPLATE_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool accounts_in(Request *request, const ScorecardRow *row, int64_t *accounts, Error *error)
{
    Judge judge;
    Error ignored = { 0 };
    ConditionOf of = scorecard_of(request->services, request->db, CONDITION_STORED);
    const char *definition = row->published ? row->published : row->draft;
    if (!definition || !scorecard_check(&of, request->arena, row->segment, definition,
                                        row->product_id.known ? row->product_id.value : 0, &judge, &ignored))
        return true; /* it is shown all the same, so that it can be mended */
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    const EngineView *view;
    if (!engine_view_since(request->services->engine,
                           program_since(judge.program, engine_calendar(request->services->engine), today), today,
                           &view, error))
        return false;
    size_t count = program_select(judge.program, view, request->arena, judge.segment, today, NULL);
    engine_view_close(view);
    *accounts = (int64_t)count;
    return true;
}

static bool scorecard_shown(Request *request, const ScorecardRow *row, ScorecardShown *shown, Error *error)
{
    *shown = (ScorecardShown) { .id = row->id,
                                .name = row->name,
                                .purpose = row->purpose,
                                .product_id = row->product_id,
                                .segment = row->segment,
                                .position = row->position,
                                .enabled = row->enabled,
                                .version = row->version,
                                .published = row->published,
                                .published_version = row->published_number,
                                .draft = row->draft };
    return accounts_in(request, row, &shown->accounts, error);
}

static bool scorecard_find(Request *request, ScorecardRow **row, Error *error)
{
    if (!scorecard_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "scorecard %lld not found", (long long)request->path_id[0]);
}

bool scorecard_reply(Request *request, int status, Error *error)
{
    ScorecardRow *row;
    ScorecardShown shown;
    if (!scorecard_find(request, &row, error) || !scorecard_shown(request, row, &shown, error))
        return false;
    reply_header(request, "ETag", arena_format(request->arena, "\"%lld\"", (long long)row->version));
    return reply_row(request, status, &SCORECARD, &shown);
}

static bool scorecards_list(Request *request, Error *error)
{
    ScorecardRow *rows;
    size_t count;
    if (!scorecard_all(request->db, request->arena, &rows, &count, error))
        return false;
    ScorecardShown *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!scorecard_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &SCORECARD, shown, count, NULL);
}

static bool scorecard_get(Request *request, Error *error)
{
    return scorecard_reply(request, 200, error);
}

static bool templates_list(Request *request, Error *error)
{
    size_t count = 0;
    (void)error;
    while (TEMPLATES[count].key)
        count++;
    return reply_list(request, &SCORECARD_TEMPLATE, TEMPLATES, count, NULL);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

/* What a draft asks is seen in the accounts that it moves: nobody writes one that asks for what they do not see. */
static bool definition_given(Request *request, const char *segment, const char *definition, int64_t product,
                             Error *error)
{
    Judge judge;
    ConditionOf of = scorecard_of(request->services, request->db, CONDITION_GIVEN);
    return scorecard_check(&of, request->arena, segment, definition, product, &judge, error) &&
           definition_sane(request->arena, &judge, error) &&
           request_sees(request, program_circles(judge.program), "definition", error);
}

static bool scorecard_create(Request *request, Error *error)
{
    const NewScorecard *in = request->input;
    Writer writer = writer_of(request);
    ScorecardGiven given = { .name = in->name,
                             .purpose = in->purpose,
                             .product_id = in->product_id.known ? in->product_id.value : 0,
                             .segment = in->segment,
                             .position = in->position.known ? in->position.value : 100,
                             .definition = in->definition };
    return definition_given(request, given.segment, given.definition, given.product_id, error) &&
           scorecard_add(&writer, &given, &request->path_id[0], error) && scorecard_reply(request, 201, error);
}

static bool scorecard_told(const Writer *writer, const char *kind, int64_t id, Error *error)
{
    Fact fact = { .kind = kind,
                  .actor = writer->actor,
                  .at = writer->now,
                  .subject = arena_format(writer->arena, "scorecard:%lld", (long long)id) };
    return fact_write(writer->db, &fact, NULL, error) && rescore_all(writer, error);
}

/* The row as it will be: what was given over what was there. */
static ScorecardRow scorecard_edited(const Request *request, const ScorecardRow *row)
{
    const ScorecardChange *in = request->input;
    ScorecardRow after = *row;
    if (in->name)
        after.name = in->name;
    if (in->purpose)
        after.purpose = in->purpose;
    if (request_given(request, "product_id"))
        after.product_id = in->product_id;
    if (request_given(request, "segment"))
        after.segment = in->segment;
    if (in->position.known)
        after.position = in->position.value;
    if (in->enabled.known)
        after.enabled = in->enabled.value != 0;
    return after;
}

/* What is published keeps its segment and product: a change of them goes into force with the next publication. */
static bool scorecard_keep(Request *request, const ScorecardRow *after, bool moved, Error *error)
{
    int64_t product = after->product_id.known ? after->product_id.value : 0;
    if (!scorecard_head_check(request->db, request->arena, after->name, moved ? product : 0, error))
        return false;
    if (moved && after->draft && !definition_given(request, after->segment, after->draft, product, error))
        return false;
    return scorecard_change(request->db, after->id, after->name, after->purpose, after->product_id, after->segment,
                            after->position, after->enabled, error) &&
           scorecard_draft_set(request->db, after->id, after->draft, error);
}

static bool scorecard_edit(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ScorecardRow *row;
    if (!scorecard_find(request, &row, error) || !request_if_match(request, row->version, error))
        return false;
    ScorecardRow after = scorecard_edited(request, row);
    bool moved = request_given(request, "segment") || request_given(request, "product_id");
    if (moved && !after.draft)
        after.draft = row->published;
    return scorecard_keep(request, &after, moved, error) &&
           scorecard_told(&writer, "scorecard.changed", row->id, error) && scorecard_reply(request, 200, error);
}

static bool scorecard_remove(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ScorecardRow *row;
    if (!scorecard_find(request, &row, error) || !scorecard_delete(request->db, row->id, error) ||
        !scorecard_told(&writer, "scorecard.deleted", row->id, error))
        return false;
    return reply_empty(request);
}

static bool draft_put(Request *request, Error *error)
{
    ScorecardRow *row;
    const char *definition = json_print(request->arena, request->body);
    if (!scorecard_find(request, &row, error) || !request_if_match(request, row->version, error) ||
        !definition_given(request, row->segment, definition, row->product_id.known ? row->product_id.value : 0,
                          error) ||
        !scorecard_draft_set(request->db, row->id, definition, error))
        return false;
    return scorecard_reply(request, 200, error);
}

static bool draft_discard(Request *request, Error *error)
{
    ScorecardRow *row;
    if (!scorecard_find(request, &row, error))
        return false;
    if (!row->published)
        return fail(error, ERROR_CONFLICT, "draft", "this scorecard was never published; delete it instead");
    if (!scorecard_draft_set(request->db, row->id, NULL, error))
        return false;
    return reply_empty(request);
}

const Route SCORECARD_ROUTES[] = {
    { GET, "/api/v1/scorecards", scorecards_list, RIGHT_VIEW, "List all scorecards in the order in which they apply",
      .gives = &SCORECARD, .flags = ROUTE_LIST },
    { POST, "/api/v1/scorecards", scorecard_create, RIGHT_MANAGE, "Add a scorecard as a draft", .takes = &NEW_SCORECARD,
      .gives = &SCORECARD },
    { GET, "/api/v1/scorecards/{id}", scorecard_get, RIGHT_VIEW,
      "Get a scorecard with its published and draft definition", .gives = &SCORECARD },
    { PATCH, "/api/v1/scorecards/{id}", scorecard_edit, RIGHT_MANAGE,
      "Change name, order, segment or product; the last two take effect with the next publication",
      .takes = &SCORECARD_CHANGE, .gives = &SCORECARD },
    { DELETE, "/api/v1/scorecards/{id}", scorecard_remove, RIGHT_MANAGE,
      "Delete a scorecard; scores already recorded stay" },
    { PUT, "/api/v1/scorecards/{id}/draft", draft_put, RIGHT_MANAGE, "Replace the draft definition",
      .takes = &NEW_DRAFT, .gives = &SCORECARD, .body_max = 262144 },
    { DELETE, "/api/v1/scorecards/{id}/draft", draft_discard, RIGHT_MANAGE, "Discard the draft" },
    { GET, "/api/v1/scorecard-templates", templates_list, RIGHT_VIEW, "List scorecard templates",
      .gives = &SCORECARD_TEMPLATE, .flags = ROUTE_LIST },
    { 0 }
};
