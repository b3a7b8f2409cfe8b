/*
 * A draft beside what is in force: two sets of judges that differ by it alone, so every difference of what they say
 * comes from it. The draft stands where its scorecard's position puts it, published or not, and those before it keep
 * their accounts; one without a scorecard stands alone.
 *
 * Units, errors: none of its own. Forgets a person: holds compiled definitions.
 */
#ifndef BANSO_HEALTH_DRAFTED_H
#define BANSO_HEALTH_DRAFTED_H

#include "success/health/health.h"

/* What a preview and the sheet are asked. */
typedef struct {
    OptInt scorecard_id, product_id;
    const char *purpose, *segment, *definition;
    OptInt as_of;
} DraftAsk;
extern const Shape DRAFT_ASK;

typedef struct {
    int64_t as_of;
    Judge draft;    /* scorecard_id 0 = there is no scorecard of it yet */
    bool off;       /* its scorecard is switched off: nothing is judged by it, whatever is published */
    Judges judges;  /* as published */
    Judges drafted; /* the same with the draft in its place */
} Drafted;
/* INPUT unless the draft compiles, and where it asks for what the caller does not see: the accounts that move would
 * give it away. */
bool drafted_read(Request *request, const DraftAsk *ask, Drafted *drafted, Error *error);
/* What the draft itself judges on that day. */
HealthList drafted_judge(const Drafted *drafted, const EngineView *view, Arena *arena);
Judges judges_with_draft(Arena *arena, const Judges *judges, const Judge *draft);

/* One side of the comparison: the judges of one product in one purpose, of which those of the scorecard are its own. */
typedef struct {
    Judges judges;
    const Program *own;   /* the draft's; NULL = the versions of the scorecard are */
    int64_t scorecard_id; /* 0 = none */
} Side;
/* As of the day: versions in force then hold for all days before it. */
Side side_in_force(const Drafted *drafted, Arena *arena);
Side side_drafted(const Drafted *drafted, Arena *arena);
bool side_is_own(const Side *side, const Health *health);

/* A way through one side's rows on a day, for accounts asked in ascending order; NULL = it does not score it. */
typedef struct {
    HealthList list;
    size_t at;
} Rows;
Rows side_judge(const Side *side, const EngineView *view, Arena *arena, int64_t day);
const Health *rows_find(Rows *rows, int64_t account);

typedef struct {
    int64_t GOOD, NORMAL, BAD, UNKNOWN;
} BandCounts;
extern const Shape BAND_COUNTS;
int64_t *band_slot(BandCounts *counts, Band band);

#endif
