/* Scorecards as the API shows and takes them. Not for: judging (judge.c). */
#ifndef BANSO_HEALTH_SCORECARD_H
#define BANSO_HEALTH_SCORECARD_H

#include "success/health/health.h"

#define PURPOSE_CHOICES "retention|conversion|expansion"

typedef struct {
    int64_t id;
    const char *name, *purpose;
    OptInt product_id;
    const char *segment;
    int64_t position;
    bool enabled;
    int64_t version;
    const char *published; /* definition as JSON */
    int64_t published_version;
    const char *draft;
    int64_t accounts; /* in scope and segment today */
} ScorecardShown;
extern const Shape SCORECARD;

/* INPUT unless the definition and the segment compile. What they ask is for the caller to judge (program_circles).
 * `product_id` 0 = the whole account. */
bool scorecard_check(const ConditionOf *of, Arena *arena, const char *segment, const char *definition,
                     int64_t product_id, Judge *judge, Error *error);
/* What it asks about, where its giver sees all. */
ConditionOf scorecard_of(Services *services, Db *db, ConditionSource source);
/* What a scorecard is called and whose product it is of: INPUT with the field. */
bool scorecard_head_check(Db *db, Arena *arena, const char *name, int64_t product_id, Error *error);
/* How a version comes into force. */
typedef struct {
    int64_t from_day;
    const char *reason; /* why; NULL = none was given */
    OptInt moved;       /* how many accounts it gives another band today; none where the card is off;
                         * unset = nobody counted */
    OptInt restores;    /* the version to publish once more, in place of the draft, which stays */
} Publication;
/* CONFLICT without a draft; MISSING where there is no such version to restore. */
bool scorecard_publication(const Writer *writer, int64_t id, const Publication *publication, Error *error);
/* For the module's record. */
extern const struct SegmentUser HEALTH_SEGMENTS;
/* The scorecard of the path, as it is now. */
bool scorecard_reply(Request *request, int status, Error *error);

#endif
