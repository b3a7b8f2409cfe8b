/* Telling: comparing what is with what was told last, and writing the difference as rows and facts. */
#ifndef BANSO_HEALTH_TELL_H
#define BANSO_HEALTH_TELL_H

#include "health.sql.h"

#include "house/condition/condition.h"
#include "house/timeline/timeline.h"
#include "jobs/columns.h"
#include "success/health/health.h"
#include "usage/feed/feed.h"

extern const char *const PURPOSES[]; /* NULL-ended; the first is "retention", which makes the account's band */

/* What the facts say. */
typedef struct {
    const char *purpose;
    OptInt product_id; /* unset = the whole account */
    const char *from, *to;
    OptInt from_points, points;
    int64_t scorecard_id, number, day;
    /* The key of the rule that decided; NULL = the points did. The rule may ask for an amount, and which rules do, a
     * fact does not say: it is for the circle. */
    const char *forced_by;
} HealthTold;
extern const Shape HEALTH_TOLD; /* health.fell, .rose, .known, .lost */
typedef struct {
    const char *purpose;
    OptInt product_id;
    int64_t day, last_day; /* a stretch of days that changed alike */
    const char *told, *now;
    OptInt points;
} HealthCorrected;
extern const Shape HEALTH_CORRECTED;
typedef struct {
    const char *band;
    int64_t on_day;
} JudgementTold;
extern const Shape JUDGEMENT_TOLD;
typedef struct {
    int64_t number;  /* of the version; 0 = none is published yet */
    OptInt moved;    /* how many accounts it gave another band, where that was counted */
    OptInt restores; /* the version that it publishes once more */
} ScorecardTold;
extern const Shape SCORECARD_TOLD;

/* What a new version said otherwise of accounts that did nothing: once for all of them, in place of a change of each.
 */
typedef struct {
    int64_t number, day;
    int64_t better, worse, known, lost; /* accounts, of each product by themselves */
} ScorecardApplied;
extern const Shape SCORECARD_APPLIED;

/* Bands by severity, the worst first, NULL-ended, and a band's place among them: for sorting. */
extern const char *const BAND_ORDER[];
int64_t band_order(const char *band);

/* For HEALTH_PAST: how the engine's columns stood at the end of a past day. */
bool health_past(const Request *request, int64_t day, Ids only, StandIns *columns, Error *error);

/* Pure: which fact a change of band is; NULL when it is none. `before` is BAND_COUNT when nothing was told yet. */
const char *change_kind(int before, Band now);
/* "silent,halved": the keys of the rules that fired, in order. */
const char *fired_keys(Arena *arena, const Health *health);

/* The names of the engine's columns that health fills, NULL-ended. */
extern const char *const HEALTH_COLUMN_NAMES[];

/* What was last told of an account as the values of the engine's columns. */
void told_fill(ColumnFill *fill, const HealthNowRow *now);

/* ---- follow_told.c ---- */

/* The columns, out of health_now. Changes of points have no fact, so the rows of health_now are followed. */
extern const ColumnSource HEALTH_COLUMNS[];
/* From now on; the columns are loaded after it. */
bool told_begin(Services *services, Error *error);

/* After COMMIT all accounts are scored again, soon: scorecards changed. */
bool rescore_all(const Writer *writer, Error *error);

/* Late data: marks each told day of the account in [from, today) that is now judged otherwise, with one
 * health.corrected for each stretch of days that changed alike. */
bool health_correct(Services *services, int64_t account_id, int64_t from, int64_t now, Error *error);

/* health.c, for the module's record. */
extern const Attribute HEALTH_ATTRIBUTES[];
extern const AccountHolder HEALTH_HOLDER;
extern const struct ContactHolder HEALTH_CONTACTS;
extern const AccountPast HEALTH_PAST;
extern const TimelineSource HEALTH_TIMELINE[];
extern const UsageWatcher HEALTH_USAGE;

#endif
