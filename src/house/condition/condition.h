/*
 * The one condition language: a typed tree of comparisons of attributes and measures with and, or, not.
 * Level rules, segments, list filters use it. Read from JSON with errors that name the nearest known name, printed
 * back, and run by two back ends: a program over the engine's columns and measures, and a WHERE text for db_list, for
 * plain attributes only, in which every value is bound.
 *
 *   {"and":[…]}  {"or":[…]}  {"not":…}
 *   {"measure":{"measure":"active_days","days":28},"op":"<","value":3}
 *   {"attribute":"stage","op":"in","value":["adoption","renewal"]}     known and unknown take no value
 *
 * Truth of unknown values, and texts compared without case and width: engine/program.h. Both back ends agree on it.
 * Errors: INPUT with the path of what is wrong ("rules[0].when.and[1]").
 * Not for: anything that reads events, nor free expressions.
 * Forgets a person: holds nothing of one.
 * Units: values in the unit of their measure or attribute; days as day numbers.
 */
#ifndef BANSO_CONDITION_CONDITION_H
#define BANSO_CONDITION_CONDITION_H

#include "db/db.h"
#include "engine/program.h"

typedef enum {
    ATTRIBUTE_TEXT,
    ATTRIBUTE_NUMBER,
    ATTRIBUTE_ID,
    ATTRIBUTE_FLAG,
    ATTRIBUTE_DAY,    /* "YYYY-MM-DD" in JSON */
    ATTRIBUTE_PRODUCT /* "has product X": the column is dated, its key the product's id; "=", "!=" and "in" only */
} AttributeType;

/* What can be asked of an account. A module declares its own (Module.attributes), ended by { 0 }. */
typedef struct Attribute {
    const char *name;
    AttributeType type;
    const char *column;     /* the engine's column; NULL = not in the engine */
    const char *sql;        /* expression in the common SQL, as in the list's statement; NULL = not in the database */
    const char *folded_sql; /* free TEXT: the same by text_fold; NULL = its text cannot be compared in the database */
    const char *choices;    /* TEXT: "high|low|tech"; NULL = free */
} Attribute;
/* "field:<key>" is found through the engine's columns (engine may be NULL). NULL when unknown. */
const Attribute *attribute_find(Engine *engine, Arena *arena, const char *name);
/* All names, those of custom fields as well, NULL-ended. */
const char *const *attribute_names(Engine *engine, Arena *arena);

typedef enum { CONDITION_AND, CONDITION_OR, CONDITION_NOT, CONDITION_MEASURE, CONDITION_ATTRIBUTE } ConditionKind;

typedef enum { VALUE_NONE, VALUE_NUMBER, VALUE_TEXT } ConditionValueKind;
typedef struct {
    ConditionValueKind kind;
    double number; /* numbers, ids, flags (0, 1) and days (day number) */
    const char *text;
} ConditionValue;

typedef struct Condition Condition;
struct Condition {
    ConditionKind kind;
    size_t count;
    const Condition *const *parts; /* AND OR NOT */
    MeasureRef measure;            /* MEASURE */
    const Attribute *attribute;    /* ATTRIBUTE */
    Op op;
    const ConditionValue *values; /* one, for "in" `value_count` */
    size_t value_count;
};

enum { CONDITION_PARTS_MAX = 200 }; /* comparisons and joints in one tree */

/* What was good when it was stored may ask of a custom field that is gone by now, or came again as another kind: its
 * value is unknown then, and everything else is asked as before. What is newly given may not. */
typedef enum { CONDITION_GIVEN, CONDITION_STORED } ConditionSource;

/* The tree lives in the arena. `field` names the error's field ("filter"); the text says what is known instead. */
bool condition_parse(Arena *arena, Engine *engine, ConditionSource source, const Json *json, const char *field,
                     const Condition **condition, Error *error);
bool condition_parse_text(Arena *arena, Engine *engine, ConditionSource source, const char *text, const char *field,
                          const Condition **condition, Error *error);
/* A MeasureRef alone: {"measure":"events","feature_id":7,"days":28}. */
bool measure_ref_parse(Arena *arena, Engine *engine, ConditionSource source, const Json *json, const char *field,
                       MeasureRef *ref, Error *error);
/* Back to JSON; parse(print(x)) is x. */
void condition_print(Text *text, const Condition *condition);
void measure_ref_print(Text *text, const MeasureRef *ref);

/* Back end one: the node of the program. Cannot fail: what is parsed compiles. */
int condition_compile(const Condition *condition, Program *program);

/*
 * Back end two: a boolean expression with parameters $first, $first+1 …, and their values. INPUT when the tree asks a
 * measure, or an attribute that is not in the database.
 */
bool condition_sql(Arena *arena, const Condition *condition, int first, const char **sql, const DbValue **values,
                   int *count, const char *field, Error *error);

#endif
