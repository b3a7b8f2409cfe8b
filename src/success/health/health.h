/*
 * Health: GOOD, NORMAL, BAD or UNKNOWN for each account and product, by scorecards, with its reasons down to the days
 * and events. A scorecard holds for a segment and, if it names one, a product; of several that fit the first by
 * position judges, once per purpose ("retention", "conversion", "expansion"). The account's band is the worst of its
 * products' retention bands; retention alone makes the account's band.
 *
 * Formulas (docs/en/metrics.md): points = round(100 × earned / known weight); a measure earns linearly
 * between its low and its high bound (low above high: less is better); what is unknown leaves the denominator and
 * lowers coverage = known / total weight. A fired BAD rule beats UNKNOWN and points; coverage under `unknown_below` is
 * UNKNOWN; then GOOD and NORMAL rules in order; then points against bad_below and good_from.
 *
 * As of a date: the version of the scorecard in force at the end of that day judges what the engine knows of that day
 * today; the first version holds for all days before it. What was *told* at the time stands in the table `score`
 * (kept), a row when band, points or fired rules changed, with the facts health.fell, health.rose, health.known (it had
 * been UNKNOWN), health.lost (it became UNKNOWN) and health.corrected (late data gives another band for days already
 * told).
 *
 * Units: days as day numbers; points 0 to 100; coverage 0 to 1. Errors: INPUT with the path into the definition
 * (definition.h); CONFLICT for another version, and for publishing without a draft.
 * Not for: predicting churn; back-tests and what-if over time (insight).
 * Forgets a person: judgements keep their author's id, which staff erases; in their texts, which are about companies,
 * what names the person unmistakably is replaced (customer/contact/contact_words.h).
 */
#ifndef BANSO_HEALTH_HEALTH_H
#define BANSO_HEALTH_HEALTH_H

#include "customer/account/account.h"
#include "http/route.h"
#include "jobs/jobs.h"
#include "success/health/definition.h"

#define BAND_CHOICES "GOOD|NORMAL|BAD|UNKNOWN"

/* Every published version of every enabled scorecard, compiled, in the order in which they are asked. */
typedef struct {
    size_t count;
    const Judge *items;
    uint64_t set; /* names this set, so that what it judged can be kept (judges_set_on); 0 = not to be kept */
} Judges;

/* Compiled once for all who ask, until a scorecard changes; good until the arena is freed. Not in a transaction that
 * changed scorecards itself. */
bool judges_read(Db *db, Arena *arena, Engine *engine, Judges *judges, Error *error);

/* One account's band by one scorecard on one day. */
typedef struct {
    int64_t account_id, product_id; /* product_id 0 = the whole account */
    int64_t day;
    Band band;
    OptInt points;
    double coverage;
    uint64_t fired; /* bit i = the judge's rule i fired */
    int forced_by;  /* the rule that decided; -1 = points or coverage did */
    const Judge *judge;
} Health;

typedef struct {
    size_t count;
    const Health *items; /* by account, then product */
} HealthList;

/* The versions in force on a day, each as if it had been in force on every day before: for comparing days, since what a
 * new version says otherwise happened to the scorecard and not to the accounts. */
Judges judges_as_of(const Judges *judges, Arena *arena, int64_t day);
/* Names the versions in force on a day: what they judge of that day is the same in every set with them. 0 = not to be
 * kept. */
uint64_t judges_set_on(const Judges *judges, int64_t day);

/* The first day that must be held in full (engine_view_since) for judging `day` and later ones. */
int64_t judges_since(const Judges *judges, const Calendar *calendar, int64_t day);

/* The accounts in `only` (count 0 = all), for one purpose, on a day. Pure but for the view. */
HealthList health_judge(const Judges *judges, const EngineView *view, Arena *arena, const char *purpose, int64_t day,
                        Ids only);
/* The worst of the rows of one account that begin at `rows`; *count is how many are its own. */
const Health *health_worst(const Health *rows, size_t left, size_t *count);

/* Accounts by band on a day, the account's band being its worst; owner 0 = all. Outside of views: each day is read in
 * one of its own, so that no commit waits for many. */
bool health_count(const Judges *judges, Engine *engine, Arena *arena, int64_t day, int64_t owner,
                  int64_t counts[BAND_COUNT], Error *error);

/* The same week by week, ending on as_of: a List of BandsOn. */
typedef struct {
    int64_t day, GOOD, NORMAL, BAD, UNKNOWN;
} BandsOn;
extern const Shape BANDS_ON;
bool bands_by_week(const Judges *judges, Engine *engine, Arena *arena, int64_t as_of, int64_t owner, int weeks,
                   List *list, Error *error);

/*
 * Tells a day: scores the accounts named (count 0 = all) as of `day`, writes what changed and its facts at `now`, and
 * brings the engine's columns (band, points, coverage, previous_band, band_since) up to date. In steps of a few hundred
 * accounts, one transaction each.
 */
bool health_tell(Services *services, int64_t day, Ids accounts, int64_t now, Error *error);

/* Adds a scorecard, as a draft or published and in force from the first day on; for the routes and the demo. */
typedef struct {
    const char *name, *purpose; /* "retention", "conversion", "expansion" */
    int64_t product_id;         /* 0 = the whole account */
    const char *segment;        /* condition as JSON; NULL = all */
    int64_t position;
    const char *definition; /* as JSON */
    bool publish, demo;
} ScorecardGiven;
bool scorecard_add(const Writer *writer, const ScorecardGiven *given, int64_t *id, Error *error);

/* A CSM's own dated judgement beside the score. */
typedef struct {
    int64_t account_id;
    Band band;
    const char *text; /* NULL = none */
    int64_t on_day;
    int64_t author_id; /* 0 = none */
    bool demo;
} JudgementGiven;
bool judgement_add_given(const Writer *writer, const JudgementGiven *given, int64_t *id, Error *error);

extern const Route HEALTH_ROUTES[];
extern const Route SCORECARD_ROUTES[];
extern const Route PREVIEW_ROUTES[];
extern const Route DISTRIBUTION_ROUTES[];
extern const Schedule HEALTH_SCHEDULES[];
extern const FactReader HEALTH_READERS[];
extern const Follower HEALTH_FOLLOWERS[];
bool health_start(Services *services, Error *error);
void health_stop(void);
/* Scores every account again, up to today; done when it returns. BUSY while the process stops. */
bool health_rebuild(Services *services, Error *error);

#endif
