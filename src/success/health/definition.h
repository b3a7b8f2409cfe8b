/*
 * What a scorecard says, read from its JSON and compiled: level rules, points, thresholds. Pure: no database.
 *
 *   {"rules":[{"key","band","name","when":<condition>}],
 * "points":[{"key","name","measure":<ref>,"weight", a scale as in scale.h} or as in choices.h], "bad_below":40,
 * "good_from":70, "unknown_below":0.5}
 *
 * A measure that names neither product nor feature is of the scorecard's product. An empty name is worded by the reader
 * from what is measured.
 */
#ifndef BANSO_HEALTH_DEFINITION_H
#define BANSO_HEALTH_DEFINITION_H

#include "engine/program.h"
#include "house/condition/condition.h"

typedef struct {
    const char *key, *name;
    Band band;
    const Condition *when;
    int node;
} JudgeRule;

/* One value of an attribute, and what it earns of the weight. */
typedef struct {
    const Condition *is; /* attribute = value */
    double share;
    int node;
} JudgeChoice;

/* Of a measure, or of choices (choices.h). */
typedef struct {
    const char *key, *name;
    MeasureRef ref; /* its kind is NULL for choices */
    double weight, low, high;
    bool is_log;
    const Bend *bends; /* pieces, instead of low and high (scale.h) */
    size_t bend_count;
    int operand; /* -1 for choices */
    const Attribute *attribute;
    const JudgeChoice *choices;
    size_t choice_count;
} JudgePoints;

/* One version of one scorecard, ready to run on the days [from_day, until_day). */
typedef struct {
    int64_t scorecard_id, number, product_id; /* product_id 0 = the whole account */
    int64_t position;                         /* lower is asked first; of equal ones the lower scorecard_id */
    const char *name, *purpose;
    int64_t from_day, until_day;
    Program *program;
    size_t rule_count, points_count;
    const JudgeRule *rules;
    const JudgePoints *points;
    double bad_below, good_from, unknown_below;
    const Condition *within; /* the segment; NULL = all in scope */
    int segment;             /* node: in scope and in the segment */
} Judge;

/*
 * `of` asks about accounts: who gave it sees all, since a route judges by the whole program what its giver sees.
 * INPUT with the path of what is wrong ("rules[0].when", "points[2].weight"). Keys are unique; bad_below <= good_from;
 * weights above 0; low and high differ. A definition needs a rule or points.
 */
bool definition_compile(Arena *arena, const ConditionOf *of, const Json *definition, const Condition *segment,
                        int64_t product_id, Judge *judge, Error *error);

/*
 * What a person would not mean: INPUT for two points with the same measure, and for a bound that its measure cannot
 * have
 * ("7 to 30 days" within 28). For what is written now; what was published before stays as it is.
 */
bool definition_sane(Arena *arena, const Judge *judge, Error *error);

/* Those that can be judged at all: not left; of the product if there is one (a line in force, or use of it). */
int judge_scope(Program *program, int64_t product_id);

#endif
