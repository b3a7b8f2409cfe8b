/*
 * How a measure is spread over the accounts that a draft judges, or which values of an attribute they have. The draft
 * is one that asks for this alone: whom it judges does not depend on what it says of them, and so a measure is of the
 * scorecard's product, and asked of the accounts that those before it leave.
 *
 * In order: shapes; the draft; values of a measure; values of an attribute; the route.
 */
#include "base/reason.h"
#include "success/health/choices.h"
#include "success/health/drafted.h"
#include "success/health/scorecard.h"
#include "success/health/spread.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 50 };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt scorecard_id, product_id;
    const char *purpose, *segment, *measure, *attribute;
    OptInt as_of;
} DistributionAsk;
static const Field DISTRIBUTION_ASK_FIELDS[] = {
    SHAPE_OPT(DistributionAsk, scorecard_id, FIELD_ID),
    SHAPE_OPT(DistributionAsk, product_id, FIELD_ID),
    SHAPE_OPT(DistributionAsk, purpose, FIELD_TEXT, .choices = PURPOSE_CHOICES),
    SHAPE_OPT(DistributionAsk, segment, FIELD_JSON),
    SHAPE_OPT(DistributionAsk, measure, FIELD_JSON),
    SHAPE_OPT(DistributionAsk, attribute, FIELD_TEXT, .max = 200, .about = "In place of a measure: a text or a flag."),
    SHAPE_OPT(DistributionAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape DISTRIBUTION_ASK = { "MeasureDistributionAsk", sizeof(DistributionAsk), DISTRIBUTION_ASK_FIELDS };

typedef struct {
    double share, value;
} Decile;
static const Field DECILE_FIELDS[] = { SHAPE_FIELD(Decile, share, FIELD_REAL),
                                       SHAPE_FIELD(Decile, value, FIELD_REAL),
                                       { 0 } };
static const Shape DECILE = { "MeasureDecile", sizeof(Decile), DECILE_FIELDS };

static const Field BAR_FIELDS[] = {
    SHAPE_OPT(Bar, from, FIELD_REAL, .about = "Missing: and everything below."),
    SHAPE_OPT(Bar, until, FIELD_REAL, .about = "Not included. Missing: and everything above."),
    SHAPE_FIELD(Bar, accounts, FIELD_INT),
    { 0 },
};
static const Shape BAR = { "MeasureBar", sizeof(Bar), BAR_FIELDS };

typedef struct {
    const char *value;
    int64_t accounts;
} Having;
static const Field HAVING_FIELDS[] = { SHAPE_FIELD(Having, value, FIELD_TEXT),
                                       SHAPE_FIELD(Having, accounts, FIELD_INT),
                                       { 0 } };
static const Shape HAVING = { "AttributeValue", sizeof(Having), HAVING_FIELDS };

typedef struct {
    int64_t accounts, known;
    bool whole;
    List deciles, bars, values;
    OptReal low, high;
} Distribution;
static const Field DISTRIBUTION_FIELDS[] = {
    SHAPE_FIELD(Distribution, accounts, FIELD_INT, .about = "That the scorecard scores."),
    SHAPE_FIELD(Distribution, known, FIELD_INT, .about = "Of them, those whose value is known."),
    SHAPE_FIELD(Distribution, whole, FIELD_FLAG, .about = "All known values are whole numbers."),
    SHAPE_FIELD(Distribution, deciles, FIELD_LIST, .shape = &DECILE, .about = "From the least to the most."),
    SHAPE_FIELD(Distribution, bars, FIELD_LIST, .shape = &BAR, .about = "At most 24, of even width."),
    SHAPE_FIELD(Distribution, values, FIELD_LIST, .shape = &HAVING, .about = "Of an attribute: the 50 most frequent."),
    SHAPE_OPT(Distribution, low, FIELD_REAL, .about = "Proposed: earns nothing. Missing where all have one value."),
    SHAPE_OPT(Distribution, high, FIELD_REAL, .about = "Proposed: earns all."),
    { 0 },
};
static const Shape DISTRIBUTION = { "MeasureDistribution", sizeof(Distribution), DISTRIBUTION_FIELDS };

/* ---- the draft ------------------------------------------------------------------------------------------------- */

#define LIMITS "\"bad_below\":0,\"good_from\":1,\"unknown_below\":0}"

static const char *points_of_measure(Arena *arena, const char *measure)
{
    return arena_format(
        arena, "{\"points\":[{\"key\":\"asked\",\"measure\":%s,\"weight\":1,\"low\":0,\"high\":1}]," LIMITS, measure);
}

static const char *rule_of_attribute(Arena *arena, const char *known)
{
    return arena_format(arena, "{\"rules\":[{\"key\":\"asked\",\"band\":\"BAD\",\"when\":%s}]," LIMITS, known);
}

/* Read once before the draft is, so that what is wrong is told at the measure or the attribute. */
static bool measure_definition(Request *request, const char *measure, const char **definition, Error *error)
{
    ConditionOf accounts = { .engine = request->services->engine, .sees = request->caller->rights };
    const Json *json;
    MeasureRef ref;
    *definition = points_of_measure(request->arena, measure);
    return json_parse(request->arena, measure, strlen(measure), &json, error) &&
           measure_ref_parse(request->arena, &accounts, json, "measure", &ref, error);
}

static bool attribute_definition(Request *request, const char *attribute, const char **definition, Error *error)
{
    ConditionOf accounts = { .engine = request->services->engine, .sees = request->caller->rights };
    const Condition *known;
    Text name = text_new(request->arena);
    json_string_to(&name, attribute);
    const char *asked = arena_format(request->arena, "{\"attribute\":%s,\"op\":\"known\"}", text_string(&name));
    *definition = rule_of_attribute(request->arena, asked);
    if (!condition_parse_text(request->arena, &accounts, asked, "attribute", &known, error))
        return false;
    return attribute_has_choices(known->attribute) ||
           fail(error, ERROR_INPUT, "attribute", "%s has no choices: points need a text or a flag", attribute);
}

static bool draft_of(Request *request, const DistributionAsk *ask, Drafted *drafted, Error *error)
{
    DraftAsk draft = { .scorecard_id = ask->scorecard_id,
                       .product_id = ask->product_id,
                       .purpose = ask->purpose,
                       .segment = ask->segment,
                       .as_of = ask->as_of };
    if (!ask->measure == !ask->attribute)
        return refuse(error, "measure", REASON_MISSING, NULL, NULL);
    bool read = ask->measure ? measure_definition(request, ask->measure, &draft.definition, error)
                             : attribute_definition(request, ask->attribute, &draft.definition, error);
    return read && drafted_read(request, &draft, drafted, error);
}

static Ids accounts_of(Arena *arena, HealthList rows)
{
    int64_t *ids = arena_array(arena, rows.count + 1, sizeof *ids);
    for (size_t i = 0; i < rows.count; i++)
        ids[i] = rows.items[i].account_id;
    return (Ids) { rows.count, ids };
}

/* ---- values of a measure --------------------------------------------------------------------------------------- */

static List deciles_of(Arena *arena, const Spread *spread)
{
    Decile *deciles = arena_array(arena, DECILES, sizeof *deciles);
    for (int i = 0; i < DECILES; i++)
        deciles[i] = (Decile) { i / 10.0, spread->deciles[i] };
    return (List) { .count = spread->known ? DECILES : 0, .items = deciles };
}

static void measure_fill(Arena *arena, const Drafted *drafted, const EngineView *view, Ids accounts,
                         Distribution *answer)
{
    const JudgePoints *points = &drafted->draft.points[0];
    double *values = program_values(drafted->draft.program, view, arena, points->operand, accounts, drafted->as_of);
    Spread spread = spread_of(arena, values, accounts.count);
    bool rises = points->ref.kind->higher_is_better;
    answer->known = (int64_t)spread.known;
    answer->whole = spread.whole;
    answer->deciles = deciles_of(arena, &spread);
    answer->bars = (List) { .count = spread.bar_count, .items = spread.bars };
    answer->low = rises ? spread.lower : spread.upper;
    answer->high = rises ? spread.upper : spread.lower;
}

/* ---- values of an attribute ------------------------------------------------------------------------------------ */

/* Conditions compare folded: what differs in case or width alone is one value, shown in its first spelling. */
typedef struct {
    const char *folded, *text;
} Spelled;

static int spelled_order(const void *a, const void *b)
{
    const Spelled *first = a, *second = b;
    int order = strcmp(first->folded, second->folded);
    return order ? order : strcmp(first->text, second->text);
}

static int having_order(const void *a, const void *b)
{
    const Having *first = a, *second = b;
    if (first->accounts != second->accounts)
        return first->accounts > second->accounts ? -1 : 1;
    return strcmp(first->value, second->value);
}

static void attribute_fill(Arena *arena, const Drafted *drafted, const EngineView *view, Ids accounts,
                           Distribution *answer)
{
    const Attribute *attribute = drafted->draft.rules[0].when->attribute;
    Spelled *texts = arena_array(arena, accounts.count + 1, sizeof *texts);
    Having *values = arena_array(arena, accounts.count + 1, sizeof *values);
    size_t known = 0, count = 0;
    for (size_t i = 0; i < accounts.count; i++) {
        const char *text = attribute_text(view, accounts.items[i], attribute, drafted->as_of);
        if (text)
            texts[known++] = (Spelled) { text_fold(arena, text), text };
    }
    qsort(texts, known, sizeof *texts, spelled_order);
    for (size_t i = 0; i < known; i++) {
        if (i == 0 || strcmp(texts[i - 1].folded, texts[i].folded) != 0)
            values[count++].value = texts[i].text;
        values[count - 1].accounts++;
    }
    qsort(values, count, sizeof *values, having_order);
    answer->known = (int64_t)known;
    answer->values = (List) { .count = count < VALUES_MAX ? count : VALUES_MAX, .items = values };
}

/* ---- the route ------------------------------------------------------------------------------------------------- */

static bool scorecard_distribution(Request *request, Error *error)
{
    const DistributionAsk *ask = request->input;
    Engine *engine = request->services->engine;
    Drafted drafted;
    const EngineView *view;
    if (!draft_of(request, ask, &drafted, error) ||
        !engine_view_since(engine, judges_since(&drafted.drafted, engine_calendar(engine), drafted.as_of),
                           drafted.as_of, &view, error))
        return false;
    Ids accounts = accounts_of(request->arena, drafted_judge(&drafted, view, request->arena));
    Distribution answer = { .accounts = (int64_t)accounts.count };
    if (ask->measure)
        measure_fill(request->arena, &drafted, view, accounts, &answer);
    else
        attribute_fill(request->arena, &drafted, view, accounts, &answer);
    engine_view_close(view);
    return reply_row(request, 200, &DISTRIBUTION, &answer);
}

const Route DISTRIBUTION_ROUTES[] = { { POST, "/api/v1/scorecards/distribution", scorecard_distribution, RIGHT_MANAGE,
                                        "Show how a measure is spread over the accounts of a scorecard, with the "
                                        "bounds that this proposes, or which values "
                                        "of an attribute they have",
                                        .takes = &DISTRIBUTION_ASK, .gives = &DISTRIBUTION, .flags = ROUTE_READS,
                                        .body_max = 262144 },
                                      { 0 } };
