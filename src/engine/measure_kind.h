/*
 * The kinds of measure: a number per account and day, by name. The built-in ones are rows of a table; a module adds its
 * own at start with measure_register, as a column that it fills or as a function. Not thread-safe after start.
 *
 * Windows: window(d, n) is d−n+1 … d, and further back where holidays are in it (engine/calendar.h): those of use, not
 * of what a module counts. Trends use full days only and so end the day before as_of, the same answer whenever it is
 * asked; an account of which nothing was received before the base window began has no trend yet. A value that cannot be
 * computed is unknown (NAN), never 0: a base of 0, no seats, never used.
 *
 * Units: each kind names its own (days, counts, a ratio, money in micros).
 * Errors: an unknown kind is NULL; unknown values are not errors.
 * Forgets a person: a measure counts people and names none.
 */
#ifndef BANSO_ENGINE_MEASURE_KIND_H
#define BANSO_ENGINE_MEASURE_KIND_H

#include "engine/gauge.h"

typedef enum {
    UNIT_COUNT,
    UNIT_DAYS,
    UNIT_RATIO,
    UNIT_PEOPLE,
    UNIT_MONEY, /* major units of the workspace's currency */
    UNIT_SEATS,
    UNIT_NUMBER,
    UNIT_FLAG,
    UNIT_TEXT
} Unit;
const char *unit_name(Unit unit); /* "count", "days", … as the API prints them */

/* NEEDS_SUBJECT: a product or a feature, since of all there is nothing to say. */
enum { TAKES_PRODUCT = 1, TAKES_FEATURE = 2, TAKES_DAYS = 4, TAKES_FIELD = 8, NEEDS_SUBJECT = 16, TAKES_GAUGE = 32 };

/* How a measure is found. */
typedef enum {
    FIND_EVENTS,           /* of a feature, a product, or all, in the window */
    FIND_ACTIVE_DAYS,      /* different days with events in the window */
    FIND_SHARE,            /* events of a feature or a product in the window / all events in it */
    FIND_PEOPLE,           /* different people of a product, or of all, in the window */
    FIND_BREADTH,          /* entitled features used in the window / entitled features */
    FIND_DEPTH,            /* people in the window / seats */
    FIND_TREND,            /* events of the last n full days / events of the n full days before, minus 1 */
    FIND_DAYS_SINCE,       /* as_of − last day with events */
    FIND_DAYS_SINCE_FIRST, /* as_of − first day with events */
    FIND_COLUMN,           /* a column's value / divisor; dated ones at as_of and product */
    FIND_SUM,         /* how much a dated column that counts up has grown in the window / divisor; so any count that
                         a module keeps by day has windows. Unknown before its first step, unless one says 0, or the
                         kind does with `none_is_zero` */
    FIND_GAUGE,       /* what `gauge` says of a gauge in the window */
    FIND_DAYS_AFTER,  /* as_of − the day in a column */
    FIND_DAYS_BEFORE, /* the day in a column − as_of */
    FIND_FIELD,       /* the column "field:<field>" */
    FIND_FUNCTION
} Find;

/* Thread-safe; NAN = unknown. Called inside a view. Reads only that account: an account is judged again only when
 * something of its own changed (view_changed). */
typedef double (*MeasureFunction)(const EngineView *view, int64_t account, int64_t product, int64_t feature, int days,
                                  int64_t as_of);

/* How an unknown value becomes known. */
typedef enum {
    UNKNOWN_STAYS,       /* not by anything done today: no seats, nothing to compare with */
    UNKNOWN_UNTIL_HEARD, /* with the account's first event, and then it is a number, if only 0 */
    UNKNOWN_UNTIL_USED   /* with the first event of what it asks about */
} UnknownUntil;

/* What a CSM can change, and how far: whole steps from `least` to `most`. */
typedef struct {
    int per; /* steps to 1: 1 = whole numbers, 100 = percent */
    double least, most;
    bool most_is_window; /* `most` is the window's days */
    bool falls_only;     /* it rises by itself */
    UnknownUntil unknown;
} Reach;

typedef struct MeasureRef MeasureRef;

/* The days behind a value, in the arena: those with something, ascending, and how much. Called inside a view. */
typedef void (*MeasureEvidence)(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref,
                                int64_t as_of, const DayCount **days, size_t *count);

typedef struct {
    const char *id; /* "active_days" */
    Unit unit;
    unsigned takes; /* set of TAKES_ */
    bool higher_is_better;
    Find find;
    const char *column; /* FIND_COLUMN, FIND_SUM, FIND_DAYS_AFTER, FIND_DAYS_BEFORE; of FIND_DEPTH the seats */
    /* FIND_COLUMN, FIND_SUM; 0 = 1. Divided by, not multiplied with its inverse: a quotient of whole numbers is the
     * nearest double, and so is "49.99" when it is read, so the two compare equal. */
    double divisor;
    int days;          /* the window when none is asked for */
    GaugeAsk gauge;    /* FIND_GAUGE */
    bool none_is_zero; /* FIND_SUM: an account of which nothing was ever counted has 0 */
    MeasureFunction function;
    const Reach *reach;       /* NULL = nothing that a CSM can change: age, dates, price, what a person wrote down */
    MeasureEvidence evidence; /* NULL = it looks at no days */
    const char *definition;   /* one sentence; the id of the definition is the measure's id */
} MeasureKind;

/* `kind` is static. A second one of the same id is a bug. */
void measure_register(const MeasureKind *kind);
const MeasureKind *measure_find(const char *id); /* NULL when unknown */
/* All, in order of registration; NULL-ended. */
const MeasureKind *const *measure_kinds(void);
/* Who may see its values (base/circle.h): of every kind that is counted in money, the circle revenue. */
unsigned measure_circle(const MeasureKind *kind);
/* The same of what a column of the engine holds, as the measures that read it say. */
unsigned column_circle(const char *column);
/* Ids, NULL-ended. */
const char *const *measure_ids(void);
/* The same as Field.choose: "events|active_days|…". */
const char *measure_choices(Arena *arena);

/* A measure as asked for: MeasureRef of the API. product_id, feature_id, gauge_id and days 0 = not given. */
struct MeasureRef {
    const MeasureKind *kind;
    int64_t product_id;
    int64_t feature_id;
    int64_t gauge_id;
    int days;
    const char *field; /* custom field key; lives in the arena it was parsed into */
};

enum { MEASURE_DAYS_MAX = 1000 };

/* The days that a measure looked at, for showing evidence: [from, until). One without a window gives as_of alone.
 * `calendar`: the engine's. */
void measure_window(const Calendar *calendar, const MeasureRef *ref, int64_t as_of, int64_t *from, int64_t *until);
/* Whether holidays do not count in it. */
bool measure_rests(const MeasureRef *ref);
/* The first day that must be held in full (engine_view_since) for its value as of that day. */
int64_t measure_since(const Calendar *calendar, const MeasureRef *ref, int64_t as_of);
/* How far a CSM can move it from `now` (NAN = unknown), or false when it cannot. A bound that `now` is already beyond
 * moves to `now`. */
bool measure_reach(const MeasureRef *ref, double now, Reach *reach);
/* For MeasureKind.evidence: events and people of the days in the window, the four weeks up to the last day with an
 * event, the first such day, the days on which a FIND_SUM grew, and the days
 * on which events carried a number, with how many did. */
void evidence_events(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                     const DayCount **days, size_t *count);
void evidence_people(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                     const DayCount **days, size_t *count);
void evidence_last(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                   const DayCount **days, size_t *count);
void evidence_first(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                    const DayCount **days, size_t *count);
void evidence_sum(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                  const DayCount **days, size_t *count);
void evidence_gauge(const EngineView *view, Arena *arena, int64_t account, const MeasureRef *ref, int64_t as_of,
                    const DayCount **days, size_t *count);
/* Whether two ask the same. */
bool measure_same(const MeasureRef *a, const MeasureRef *b);
/* One value, now: NAN = unknown. The same code that scorecards run. */
double measure_value(const EngineView *view, int64_t account, const MeasureRef *ref, int64_t as_of);

#endif
