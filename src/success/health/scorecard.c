/*
 * Scorecards and judgements written, each with its fact; for the routes and the demo. A definition is checked by
 * compiling it. A publication adds a version with its first day and keeps the earlier ones, which past days are judged
 * by; what changes the judges asks for everybody to be scored again (rescore_all). A segment that changes takes the
 * same road: each scorecard that asks for it gets a version.
 */
#include "success/health/scorecard.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/reason.h"
#include "customer/segment/segment.h"
#include "health.sql.h"
#include "success/health/tell.h"

#include <string.h>

ConditionOf scorecard_of(Services *services, Db *db, ConditionSource source)
{
    return (ConditionOf) { .engine = services->engine, .db = db, .source = source, .sees = CIRCLES_ALL };
}

bool scorecard_check(const ConditionOf *of, Arena *arena, const char *segment, const char *definition,
                     int64_t product_id, Judge *judge, Error *error)
{
    const Condition *parsed = NULL;
    const Json *json;
    if (segment && !condition_parse_text(arena, of, segment, "segment", &parsed, error))
        return false;
    if (!json_parse(arena, definition, strlen(definition), &json, error))
        return false;
    *judge = (Judge) { .name = "", .purpose = "retention", .until_day = INT64_MAX };
    return definition_compile(arena, of, json, parsed, product_id, judge, error);
}

static const Field SCORECARD_TOLD_FIELDS[] = { SHAPE_FIELD(ScorecardTold, number, FIELD_INT),
                                               SHAPE_OPT(ScorecardTold, moved, FIELD_INT),
                                               SHAPE_OPT(ScorecardTold, restores, FIELD_INT),
                                               { 0 } };
const Shape SCORECARD_TOLD = { "ScorecardTold", sizeof(ScorecardTold), SCORECARD_TOLD_FIELDS };
static const Field JUDGEMENT_TOLD_FIELDS[] = { SHAPE_FIELD(JudgementTold, band, FIELD_TEXT, .choices = BAND_CHOICES),
                                               SHAPE_FIELD(JudgementTold, on_day, FIELD_DAY),
                                               { 0 } };
const Shape JUDGEMENT_TOLD = { "JudgementTold", sizeof(JudgementTold), JUDGEMENT_TOLD_FIELDS };

static bool scorecard_fact(const Writer *writer, const char *kind, int64_t id, ScorecardTold told, Error *error)
{
    Fact fact = { .kind = kind,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "scorecard:%lld", (long long)id),
                  .body = &told,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

/* What is to be published: the draft, or a version that was in force before. */
static bool content_read(const Writer *writer, const ScorecardRow *row, OptInt restores, VersionRow *content,
                         Error *error)
{
    VersionRow *old;
    if (!restores.known) {
        content->definition = row->draft;
        content->product_id = row->product_id;
        content->segment = row->segment;
        return row->draft || fail(error, ERROR_CONFLICT, "draft", "no draft to publish");
    }
    if (!scorecard_version_of(writer->db, writer->arena, row->id, restores.value, &old, error))
        return false;
    if (!old)
        return fail(error, ERROR_MISSING, "restores", "version %lld not found", (long long)restores.value);
    content->definition = old->definition;
    content->product_id = old->product_id;
    content->segment = old->segment;
    return true;
}

/* The version that was in force until now keeps what its segments said. */
static bool version_pin(const Writer *writer, int64_t id, int64_t number, Error *error)
{
    VersionRow *old;
    const char *pinned;
    if (!scorecard_version_of(writer->db, writer->arena, id, number, &old, error))
        return false;
    if (!old)
        return true;
    Texts asks = { 2, (const char *const[]) { old->definition, old->segment } };
    return segments_pin(writer->db, writer->arena, asks, &pinned, error) &&
           (!pinned || scorecard_version_pin(writer->db, id, number, pinned, error));
}

static bool publication_write(const Writer *writer, const ScorecardRow *row, const VersionRow *version, Error *error)
{
    bool stays = version->restores.known && row->draft;
    ScorecardTold told = { version->number, version->moved, version->restores };
    return version_pin(writer, row->id, row->published_number, error) &&
           scorecard_version_add(writer->db, version, error) &&
           scorecard_publish(writer->db, row->id, version->number, stays ? row->product_id : version->product_id,
                             stays ? row->segment : version->segment, stays ? row->draft : NULL, error) &&
           scorecard_fact(writer, "scorecard.published", row->id, told, error) && rescore_all(writer, error);
}

bool scorecard_publication(const Writer *writer, int64_t id, const Publication *publication, Error *error)
{
    ScorecardRow *row;
    Judge judge;
    ConditionOf of = scorecard_of(writer->services, writer->db, CONDITION_GIVEN);
    VersionRow version = { .scorecard_id = id,
                           .from_day = publication->from_day,
                           .published_at = writer->now,
                           .published_by = writer->actor,
                           .id = id_new(),
                           .reason = text_is_empty(publication->reason) ? NULL : publication->reason,
                           .moved = publication->moved,
                           .restores = publication->restores };
    if (!scorecard_by_id(writer->db, writer->arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "scorecard %lld not found", (long long)id);
    version.number = row->published_number + 1;
    return content_read(writer, row, publication->restores, &version, error) &&
           scorecard_check(&of, writer->arena, version.segment, version.definition,
                           version.product_id.known ? version.product_id.value : 0, &judge, error) &&
           publication_write(writer, row, &version, error);
}

/* ---- a segment that is about to change -------------------------------------------------------------------------- */

/* The same content once more, so that what it says otherwise from now on is told of the scorecard and not of accounts.
 */
static bool version_again(const Writer *writer, const ScorecardRow *row, const VersionRow *old, int64_t segment_id,
                          Error *error)
{
    VersionRow version = { .scorecard_id = row->id,
                           .number = row->published_number + 1,
                           .definition = old->definition,
                           .product_id = old->product_id,
                           .segment = old->segment,
                           .from_day = zone_day(atomic_load(&writer->services->zone), writer->now),
                           .published_at = writer->now,
                           .published_by = writer->actor,
                           .id = id_new(),
                           .segment_id = { segment_id, true } };
    return version_pin(writer, row->id, old->number, error) && scorecard_version_add(writer->db, &version, error) &&
           scorecard_publish(writer->db, row->id, version.number, row->product_id, row->segment, row->draft, error) &&
           scorecard_fact(writer, "scorecard.published", row->id, (ScorecardTold) { version.number }, error);
}

static bool segment_changes(const Writer *writer, int64_t segment_id, Ids ids, Error *error)
{
    ScorecardRow *rows;
    VersionRow *old;
    size_t count;
    bool any = false;
    if (!scorecard_all(writer->db, writer->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!scorecard_version_of(writer->db, writer->arena, rows[i].id, rows[i].published_number, &old, error))
            return false;
        if (!old ||
            (!segments_asked(writer->arena, old->segment, ids) && !segments_asked(writer->arena, old->definition, ids)))
            continue;
        any = true;
        if (!version_again(writer, &rows[i], old, segment_id, error))
            return false;
    }
    return !any || rescore_all(writer, error);
}

const SegmentUser HEALTH_SEGMENTS = { "health", scorecard_askings, segment_changes };

bool scorecard_head_check(Db *db, Arena *arena, const char *name, int64_t product_id, Error *error)
{
    HealthProductRow *product;
    if (text_is_empty(name))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    if (product_id == 0)
        return true;
    if (!health_product(db, arena, product_id, &product, error))
        return false;
    return product ||
           refuse(error, "product_id", REASON_NO_PRODUCT, arena_format(arena, "%lld", (long long)product_id), NULL);
}

static bool purpose_is_known(const char *purpose)
{
    for (int i = 0; PURPOSES[i]; i++)
        if (text_equal(PURPOSES[i], purpose))
            return true;
    return false;
}

bool scorecard_add(const Writer *writer, const ScorecardGiven *given, int64_t *id, Error *error)
{
    Judge judge;
    ConditionOf of = scorecard_of(writer->services, writer->db, CONDITION_GIVEN);
    OptInt product = { .value = given->product_id, .known = given->product_id != 0 };
    if (!scorecard_head_check(writer->db, writer->arena, given->name, given->product_id, error))
        return false;
    if (!purpose_is_known(given->purpose))
        return refuse(error, "purpose", REASON_NOT_AMONG, given->purpose, "retention, conversion, expansion");
    if (!scorecard_check(&of, writer->arena, given->segment, given->definition, given->product_id, &judge, error))
        return false;
    int64_t made = id_new();
    if (!scorecard_insert(writer->db, made, given->name, given->purpose, product, given->segment, given->position, true,
                          given->definition, given->demo, writer->now, error) ||
        !scorecard_fact(writer, "scorecard.created", made, (ScorecardTold) { 0 }, error))
        return false;
    if (given->publish && !scorecard_publication(writer, made, &(Publication) { 0 }, error))
        return false;
    *id = made;
    return true;
}

bool judgement_add_given(const Writer *writer, const JudgementGiven *given, int64_t *id, Error *error)
{
    int64_t made = id_new();
    OptInt author = { .value = given->author_id, .known = given->author_id != 0 };
    Fact fact = { .kind = "judgement.made",
                  .account_id = given->account_id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "judgement:%lld", (long long)made),
                  .body = &(JudgementTold) { band_name(given->band), given->on_day },
                  .at = writer->now };
    if (!judgement_add(writer->db, made, given->account_id, band_name(given->band), given->text, given->on_day, author,
                       given->demo, writer->now, error) ||
        !fact_write(writer->db, &fact, NULL, error))
        return false;
    *id = made;
    return true;
}
