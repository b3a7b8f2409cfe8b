/*
 * Scorecards and judgements written, each with its fact; for the routes and the demo. A definition is checked by
 * compiling it. A publication adds a version with its first day and keeps the earlier ones, which past days are judged
 * by; what changes the judges asks for everybody to be scored again (rescore_all).
 */
#include "success/health/scorecard.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/reason.h"
#include "health.sql.h"
#include "success/health/tell.h"

#include <string.h>

bool scorecard_check(Services *services, Arena *arena, ConditionSource source, const char *segment,
                     const char *definition, int64_t product_id, Judge *judge, Error *error)
{
    const Condition *parsed = NULL;
    const Json *json;
    ConditionOf accounts = { .engine = services->engine, .source = source, .sees = CIRCLES_ALL };
    if (segment && !condition_parse_text(arena, &accounts, segment, "segment", &parsed, error))
        return false;
    if (!json_parse(arena, definition, strlen(definition), &json, error))
        return false;
    *judge = (Judge) { .name = "", .purpose = "retention", .until_day = INT64_MAX };
    return definition_compile(arena, services->engine, source, json, parsed, product_id, judge, error);
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

static bool publication_write(const Writer *writer, const ScorecardRow *row, const VersionRow *version, Error *error)
{
    bool stays = version->restores.known && row->draft;
    ScorecardTold told = { version->number, version->moved, version->restores };
    return scorecard_version_add(writer->db, version, error) &&
           scorecard_publish(writer->db, row->id, version->number, stays ? row->product_id : version->product_id,
                             stays ? row->segment : version->segment, stays ? row->draft : NULL, error) &&
           scorecard_fact(writer, "scorecard.published", row->id, told, error) && rescore_all(writer, error);
}

bool scorecard_publication(const Writer *writer, int64_t id, const Publication *publication, Error *error)
{
    ScorecardRow *row;
    Judge judge;
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
           scorecard_check(writer->services, writer->arena, CONDITION_GIVEN, version.segment, version.definition,
                           version.product_id.known ? version.product_id.value : 0, &judge, error) &&
           publication_write(writer, row, &version, error);
}

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
    OptInt product = { .value = given->product_id, .known = given->product_id != 0 };
    if (!scorecard_head_check(writer->db, writer->arena, given->name, given->product_id, error))
        return false;
    if (!purpose_is_known(given->purpose))
        return refuse(error, "purpose", REASON_NOT_AMONG, given->purpose, "retention, conversion, expansion");
    if (!scorecard_check(writer->services, writer->arena, CONDITION_GIVEN, given->segment, given->definition,
                         given->product_id, &judge, error))
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
