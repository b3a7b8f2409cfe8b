/*
 * Versions of a scorecard: publishing one, with why, and all that there were. An old one is restored by publishing it
 * once more: as a new version, on the same road, while an open draft stays.
 *
 * How many accounts move is counted before the transaction, on the writer's own state a moment earlier, so that no
 * commit waits for it; what cannot be counted is left to the publication to refuse.
 */
#include "health.sql.h"
#include "success/health/scorecard.h"
#include "success/health/sheet.h"

enum { VERSIONS_MAX = 500 };

typedef struct {
    const char *reason;
    OptInt restores;
} NewPublication;
static const Field NEW_PUBLICATION_FIELDS[] = {
    SHAPE_OPT(NewPublication, reason, FIELD_TEXT, .max = 2000, .about = "Why: for the list of versions and the audit."),
    SHAPE_OPT(NewPublication, restores, FIELD_INT, .min = 1, .max = 1000000,
              .about = "Publishes this version once more; the draft stays."),
    { 0 },
};
static const Shape NEW_PUBLICATION = { "NewPublication", sizeof(NewPublication), NEW_PUBLICATION_FIELDS };

static const Field VERSION_FIELDS[] = {
    SHAPE_FIELD(ScorecardVersionRow, number, FIELD_INT),
    SHAPE_FIELD(ScorecardVersionRow, from_day, FIELD_DAY),
    SHAPE_FIELD(ScorecardVersionRow, published_at, FIELD_TIME),
    SHAPE_FIELD(ScorecardVersionRow, published_by, FIELD_TEXT),
    SHAPE_OPT(ScorecardVersionRow, publisher, FIELD_TEXT),
    SHAPE_OPT(ScorecardVersionRow, reason, FIELD_TEXT),
    SHAPE_OPT(ScorecardVersionRow, moved, FIELD_INT, .about = "Accounts that it gave another band."),
    SHAPE_OPT(ScorecardVersionRow, restores, FIELD_INT),
    SHAPE_OPT(ScorecardVersionRow, product_id, FIELD_ID),
    SHAPE_OPT(ScorecardVersionRow, segment, FIELD_JSON),
    SHAPE_FIELD(ScorecardVersionRow, definition, FIELD_JSON),
    SHAPE_OPT(ScorecardVersionRow, changed_segment, FIELD_TEXT, .about = "A change of this segment published it."),
    { 0 },
};
static const Shape VERSION = { "ScorecardVersion", sizeof(ScorecardVersionRow), VERSION_FIELDS };

static bool versions_list(Request *request, Error *error)
{
    ScorecardVersionRow *rows;
    size_t count;
    if (!scorecard_version_list(request->db, request->arena, request->path_id[0], VERSIONS_MAX, &rows, &count, error))
        return false;
    return reply_list(request, &VERSION, rows, count, NULL);
}

/* ---- publishing ------------------------------------------------------------------------------------------------ */

static void content_fill(DraftAsk *ask, const ScorecardRow *row, const VersionRow *old)
{
    ask->purpose = row->purpose;
    ask->product_id = old ? old->product_id : row->product_id;
    ask->segment = old ? old->segment : row->segment;
    ask->definition = old ? old->definition : row->draft;
}

/* What will be published, as it stands now. Without a definition there is nothing to count. */
static bool content_find(Db *db, Request *request, DraftAsk *ask, Error *error)
{
    OptInt restores = ((const NewPublication *)request->input)->restores;
    ScorecardRow *row;
    VersionRow *old = NULL;
    if (!scorecard_by_id(db, request->arena, request->path_id[0], &row, error))
        return false;
    *ask = (DraftAsk) { .scorecard_id = { request->path_id[0], true } };
    if (!row)
        return true;
    if (restores.known && !scorecard_version_of(db, request->arena, row->id, restores.value, &old, error))
        return false;
    if (old || !restores.known)
        content_fill(ask, row, old);
    return true;
}

/* Runs on a reader. What does not compile, or asks for what the caller does not see, is refused here. */
static bool moved_count(Db *db, void *context, Error *error)
{
    Request *request = context;
    OptInt *moved = request->prepared;
    DraftAsk ask;
    Drafted both;
    if (!content_find(db, request, &ask, error))
        return false;
    if (!ask.definition)
        return true;
    request->db = db;
    bool ok = drafted_read(request, &ask, &both, error);
    request->db = NULL;
    if (!ok)
        return false;
    const Side sides[SIDE_COUNT] = {
        [SIDE_IN_FORCE] = side_in_force(&both, request->arena), [SIDE_DRAFT] = side_drafted(&both, request->arena)
    };
    moved->known = true;
    return both.off || sheet_moved(sides, request->services->engine, both.as_of, &moved->value, error);
}

static bool publication_prepare(Request *request, Error *error)
{
    request->prepared = arena_make(request->arena, OptInt);
    return request_read(request, moved_count, request, error);
}

static bool publication_create(Request *request, Error *error)
{
    const NewPublication *in = request->input;
    Writer writer = writer_of(request);
    ScorecardRow *row;
    Publication publication = { .from_day = zone_day(atomic_load(&request->services->zone), request->now),
                                .reason = in->reason,
                                .moved = *(const OptInt *)request->prepared,
                                .restores = in->restores };
    if (!scorecard_by_id(request->db, request->arena, request->path_id[0], &row, error) ||
        (row && !request_if_match(request, row->version, error)) ||
        !scorecard_publication(&writer, request->path_id[0], &publication, error))
        return false;
    return scorecard_reply(request, 200, error);
}

const Route VERSION_ROUTES[] = { { POST, "/api/v1/scorecards/{id}/publication", publication_create, RIGHT_MANAGE,
                                   "Publish the draft, or an old version once more; it takes effect today",
                                   .takes = &NEW_PUBLICATION, .gives = &SCORECARD, .prepare = publication_prepare },
                                 { GET, "/api/v1/scorecards/{id}/versions", versions_list, RIGHT_VIEW,
                                   "List the versions of a scorecard, newest first", .gives = &VERSION,
                                   .flags = ROUTE_LIST },
                                 { 0 } };
