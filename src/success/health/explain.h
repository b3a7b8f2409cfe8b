/*
 * Why a band is what it is, and what would lift it. The explanation is not a second computation: it runs the
 * scorecard's own program for one account with its trace, and tries each lift by running the same judgement on changed
 * values.
 *
 * Units: points from 0 to 100, days as day numbers, values in the unit of their measure.
 * Errors: MISSING for an account that is not there, BUSY where older days cannot be read.
 * Forgets a person: nothing is stored; evidence names days, and the events behind them are usage's.
 */
#ifndef BANSO_HEALTH_EXPLAIN_H
#define BANSO_HEALTH_EXPLAIN_H

#include "success/health/health.h"

typedef struct {
    const char *measure;
    OptInt product_id, feature_id, gauge_id, days;
    const char *field;
} RefShown;
extern const Shape MEASURE_REF;

typedef struct {
    int64_t from, until; /* exclusive */
    List days;           /* DayCount: only days with something */
    OptInt feature_id;
    OptInt last_on; /* the last day with something up to as_of, however long ago */
} Evidence;

/* A level rule, or a measure with points. `when` is a rule's condition; `asks` the first measure in it, or that of
 * `because`, and `ref` the same as it is told. */
typedef struct {
    const char *kind;       /* "rule", "points" */
    const char *rule;       /* its key */
    const char *band;       /* a rule's */
    const char *name;       /* "" = to be worded from `when` or `ref` */
    const MeasureRef *asks; /* NULL = no measure */
    const RefShown *ref;
    const char *measure;
    const char *attribute, *choice; /* of points for choices: whose, and which one; NULL = it is not known */
    const char *when;
    OptReal value, low, high, weight, earned;
    const char *scale;   /* of points of a measure: "linear", "log", "pieces" */
    List pieces;         /* Bend, in place of low and high */
    const char *because; /* JSON: of a rule on a segment, the comparison in it that holds; NULL = none says it */
    OptInt fired;        /* 0, 1; unset = unknown, or a measure with points */
    const Evidence *evidence;
} HealthReason;

/* Do this, after the lifts before it, and the band is `band`; the last one's is the better band. Each measure once. */
typedef struct {
    const char *kind; /* "rule": says something else in the end; "points" */
    const char *key, *name;
    const RefShown *ref;
    const char *measure;
    OptReal now;
    double needed;
    int64_t gives; /* points on the scale of 100 */
    const char *band;
} Lift;

typedef struct {
    int64_t account_id;
    OptInt product_id;
    int64_t as_of;
    const char *band; /* NULL = it has left, on `left_on`: nobody judges it */
    OptInt left_on, points;
    double coverage;
    const char *beginning; /* "never", "new"; NULL = it has begun (customer/account/beginning.h) */
    OptInt beginning_days;
    const char *forced_by;
    OptInt scorecard_id;
    const char *scorecard;
    OptInt version;
    OptReal bad_below, good_from; /* the limits of that version, in points; unset = no scorecard fits */
    List reasons;                 /* HealthReason: fired rules first, then what cost most */
    int64_t withheld; /* reasons that ask for what the reader does not see (base/circle.h); they are not among them */
    List lift;        /* Lift */
} HealthShown;
extern const Shape HEALTH_REASON;
extern const Shape HEALTH;

typedef struct {
    size_t most;   /* reasons, without the days of their evidence and without lifts: for lists. 0 = all, with both */
    unsigned sees; /* the circles of who reads it */
} ExplainAsk;
HealthShown *health_explain(const Health *health, const EngineView *view, Arena *arena, ExplainAsk ask);
/* An account that no scorecard fits: UNKNOWN without reasons, or no band where it has left. */
HealthShown *health_without_judge(const EngineView *view, Arena *arena, int64_t account_id, int64_t as_of);

/* lift.c; `lifts` stays empty where nothing leads to a better band. */
void lift_find(const Judge *judge, Arena *arena, const Trace *trace, List *lifts);
const RefShown *ref_shown(Arena *arena, const MeasureRef *ref);

#endif
