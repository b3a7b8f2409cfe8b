/*
 * Programs: what conditions, scorecards and list sorts compile into. A program is flat: operands (each distinct measure
 * or column once), nodes over operands (comparisons, and/or/not), rules over nodes, points over operands. It runs over
 * all accounts on all cores in batches, or over one account with its trace: the explanation is the same program.
 *
 * A program lives in an arena, is built before it runs and not changed while it runs; texts and columns are looked up
 * at the start of each run, so it may outlive changes of the engine.
 *
 * How unknown values compare, the same for measures and attributes: they differ from every value, so `=`, `in` and
 * `contains` are false and `!=` is true; they have no place in an order, so `<`, `<=`, `>` and `>=` are unknown.
 * Unknown spreads (three-valued: false and unknown = false, not unknown = unknown), and only what is true fires or
 * matches.
 *
 * Units: those of the measures it reads; points from 0 to 100; days as day numbers.
 * Errors: INPUT for what does not compile, and for a cursor of another list.
 * Forgets a person: holds conditions, and texts of the workspace's own rules.
 */
#ifndef BANSO_ENGINE_PROGRAM_H
#define BANSO_ENGINE_PROGRAM_H

#include "engine/engine.h"
#include "engine/measure_kind.h"

typedef struct Program Program;

Program *program_new(Arena *arena);
Arena *program_arena(const Program *program);

/* ---- operands and nodes; each returns its number --------------------------------------------------------------- */

int program_measure(Program *program, const MeasureRef *ref);
/* An attribute: a column by name, at key for a dated one. One that does not exist when it runs is unknown. */
int program_attribute(Program *program, const char *column, int64_t key);

/*
 * Values that stand in for a column in the runs of one program: a plain column holds what is true now, and a list as of
 * a past day needs what was true then.
 */
typedef struct {
    const char *column;
    Ids accounts;             /* ascending; an account that is missing has no value */
    const double *values;     /* one per account, NAN = none; NULL = nobody can say what the column held then */
    const char *const *texts; /* a TEXT column: a value is a place in this NULL-ended list, which is its order, too */
} StandIn;
typedef struct {
    size_t count;
    const StandIn *items;
} StandIns;
/* Before the first run; what is given outlives the program. NULL = none. */
void program_stand_in(Program *program, const StandIns *given);
/* NULL when nothing stands in for the column. */
const StandIn *stand_in_find(const StandIns *given, const char *column);
EngineValue stand_in_value(const StandIn *stand_in, int64_t account);

typedef enum { OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE, OP_IN, OP_CONTAINS, OP_KNOWN, OP_UNKNOWN } Op;
enum { OP_COUNT = OP_UNKNOWN + 1 };
const char *op_name(Op op); /* "<", "in", … */

/* LT … NE with a number (ids, days and flags too). */
int program_compare(Program *program, int operand, Op op, double value);
/* EQ, NE, CONTAINS with a text, and one of several. All compare folded (text_fold): case and width do not count. */
int program_compare_text(Program *program, int operand, Op op, const char *text);
int program_in(Program *program, int operand, const double *values, size_t count);
int program_in_texts(Program *program, int operand, const char *const *texts, size_t count);
int program_is_known(Program *program, int operand);
int program_and(Program *program, const int *nodes, size_t count); /* none = true */
int program_or(Program *program, const int *nodes, size_t count);  /* none = false */
int program_not(Program *program, int node);
int program_surely(Program *program, int node); /* true where the node is true, else false: never unknown */

/* ---- scorecards ------------------------------------------------------------------------------------------------ */

typedef enum { BAND_GOOD, BAND_NORMAL, BAND_BAD, BAND_UNKNOWN } Band;
enum { BAND_COUNT = BAND_UNKNOWN + 1 };
const char *band_name(Band band); /* "GOOD" */
bool band_parse(const char *name, Band *band);
/* For "the worst": BAD > NORMAL > GOOD, and UNKNOWN only where nothing else is known. */
Band band_worse(Band a, Band b);

enum { RULES_MAX = 64, POINTS_MAX = 64 };

/* Rules in order; the first fired one of the deciding kind is the one that forced the band. -1 when there are too many.
 */
int program_rule(Program *program, Band band, int node);
/* Earned: weight × (value − low) / (high − low), cut to 0 … weight; low > high where less is better. */
int program_points(Program *program, int operand, double weight, double low, double high);
/* The same on a log scale: of the values' logarithms. Both bounds are above 0; a value that is not has the least place
 * there is. */
int program_log(Program *program, int operand, double weight, double low, double high);
/* Weight × the share (0 to 1) at the value: straight between two bends, and beyond the outer ones as they say. At least
 * two, with `at` ascending. */
typedef struct {
    double at, share;
} Bend;
int program_bends(Program *program, int operand, double weight, const Bend *bends, size_t count);
/* The same for choices, nodes in order of precedence: weight × the share (0 to 1) of the first that is true; unknown
 * where none is. What the nodes ask may be unknown or not listed: either way nothing is known of what it is worth. */
int program_choices(Program *program, const int *nodes, const double *shares, size_t count, double weight);
/* Bands from points: below bad_below BAD, from good_from GOOD; coverage below unknown_below UNKNOWN. */
void program_thresholds(Program *program, double bad_below, double good_from, double unknown_below);
/* Only accounts for which this node is true are scored. -1 (as made) = all. */
void program_segment(Program *program, int node);

/* The first day that must be held in full (engine_view_since) for running it as of that day. */
int64_t program_since(const Program *program, const Calendar *calendar, int64_t as_of);

/* The circles of everything it asks: a caller who does not see them must not choose what it asks, since the answers
 * reveal the values (base/circle.h). */
unsigned program_circles(const Program *program);

int program_operands(const Program *program);
/* The measure of an operand, NULL when it is an attribute. */
const MeasureRef *program_operand_measure(const Program *program, int operand);
const char *program_operand_column(const Program *program, int operand); /* NULL when it is a measure */
/* Operands that a node reads, ascending, without repeats; for showing what a rule looked at. */
size_t program_node_operands(const Program *program, int node, int *operands, size_t max);
int program_points_operand(const Program *program, int points); /* -1 = they are of choices */

typedef struct {
    int64_t account;
    uint64_t fired;   /* bit r: rule r */
    double coverage;  /* known / total weight; 1 when no points can be earned */
    int16_t points;   /* round(100 × earned / known weight); −1 when nothing is known */
    int8_t forced_by; /* the rule that decided the band, −1 = the points or the coverage did */
    uint8_t band;
} Score;

/*
 * band, decided in this order: a fired BAD rule; coverage below unknown_below or no known points where there are any →
 * UNKNOWN; the first fired other rule; the points; NORMAL where there are only rules and none fired.
 */

/*
 * All accounts in the segment, or those of `only` (count > 0) that are in it; ascending by id; on all cores when there
 * are many. The result is allocated in the arena.
 */
void program_score(const Program *program, const EngineView *view, Arena *arena, Ids only, int64_t as_of,
                   Score **scores, size_t *count);

/* What one operand is of these accounts (ascending, all of them in the view), a number each; NAN = unknown. */
double *program_values(const Program *program, const EngineView *view, Arena *arena, int operand, Ids accounts,
                       int64_t as_of);

enum { TRUTH_NO, TRUTH_UNKNOWN, TRUTH_YES };

/* One account with everything that led to its result. False when the account is not there or not in the segment. */
typedef struct {
    Score score;
    const double *values; /* per operand; NAN = unknown. A text attribute gives no number but its known-ness */
    const double *earned; /* per points; NAN = unknown */
    const uint8_t *rules; /* per rule: TRUTH_… */
    const uint8_t *nodes; /* per node: TRUTH_… */
} Trace;
bool program_trace(const Program *program, const EngineView *view, Arena *arena, int64_t account, int64_t as_of,
                   Trace *trace);
/* The same judgement on other values of the operands, any number of times; comparisons with texts keep their results in
 * `like`. Needs no engine. The trace lasts until the next question. */
typedef struct WhatIf WhatIf;
WhatIf *what_if_new(const Program *program, Arena *arena, const Trace *like);
const Trace *what_if(WhatIf *asked, const double *values);

/* ---- filters and lists ----------------------------------------------------------------------------------------- */

/* True when the node is true of that account. */
bool program_matches(const Program *program, const EngineView *view, int node, int64_t account, int64_t as_of);
/* How many accounts match, and which, ascending (ids may be NULL). */
size_t program_select(const Program *program, const EngineView *view, Arena *arena, int node, int64_t as_of, Ids *ids);
/* How many accounts match each of several nodes (none of them −1), in one pass over all accounts. */
void program_tally(const Program *program, const EngineView *view, Arena *arena, const int *nodes, size_t count,
                   int64_t as_of, size_t *matches);

typedef struct {
    int filter;        /* node; −1 = all */
    int sort;          /* operand; −1 = by id */
    bool descending;   /* unknown values come last either way; equal ones by id */
    const char *after; /* `next` of the page before, NULL = from the start */
    size_t limit;
    int64_t as_of;
} ListAsk;

typedef struct {
    Ids ids;
    size_t total;     /* all that match */
    const char *next; /* NULL on the last page; opaque, URL-safe */
} ListPage;

/* INPUT (field "cursor") when `after` is not one of ours. */
bool program_list(const Program *program, const EngineView *view, Arena *arena, const ListAsk *ask, ListPage *page,
                  Error *error);

#endif
