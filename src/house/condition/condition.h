/*
 * The one condition language: a typed tree of comparisons of attributes and measures with and, or, not.
 * Level rules, segments, list filters use it. Read from JSON with errors that name the nearest known name, printed
 * back, and run by two back ends: a program over the engine's columns and measures, for accounts, and a WHERE text for
 * db_list, in which every value is bound, for all other subjects (subject.h).
 *
 *   {"and":[…]}  {"or":[…]}  {"not":…}
 *   {"measure":{"measure":"active_days","days":28},"op":"<","value":3}
 *   {"attribute":"stage","op":"in","value":["adoption","renewal"]}     known and unknown take no value
 *   {"attribute":"segment","op":"in","value":[3,5]}     a saved condition on accounts (Module.saved): "=", "!=" and
 * "in"
 *   {"account":…}     of a subject that has an account: any condition on that account
 *
 * What is asked of an account inside a condition on another subject is answered by the engine, as the ids of the
 * accounts that fulfil it, and bound as one list. A thing without an account, and one of an account that is gone, makes
 * it unknown; of a thing with several accounts, it is enough that one of them fulfils it.
 *
 * A saved condition is named by its id and read where it is asked, so it says today what it says then. An account is in
 * it or it is not: where the condition is unknown of an account, the account is not in it.
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
    ATTRIBUTE_DAY,     /* "YYYY-MM-DD" in JSON */
    ATTRIBUTE_PRODUCT, /* "has product X": the column is dated, its key the product's id; "=", "!=" and "in" only */
    ATTRIBUTE_WORD, /* "has role X": one of `choices`, or a free word, of which a thing may have several; "=", "!=" and
                       "in" only */
    ATTRIBUTE_SAVED /* "is in segment X": a saved condition on accounts by its id; "=", "!=" and "in" only */
} AttributeType;

/*
 * What can be asked of a subject. Those of accounts are columns of the engine, and any module adds some
 * (Module.attributes); those of another subject are expressions in the common SQL, and stand in its record.
 */
typedef struct Attribute {
    const char *name;
    AttributeType type;
    const char *column;     /* an account's: the engine's column */
    const char *sql;        /* another subject's: as in its list's FROM; a WORD's is a test of the word at "?" */
    const char *folded_sql; /* free TEXT: the same by text_fold; NULL = its text cannot be compared in the database */
    const char *choices;    /* "high|low|tech"; NULL = free */
    const char *key;  /* bound wherever sql and folded_sql have a "?"; NULL = there is none (a WORD: its word is) */
    bool of_today;    /* its SQL has today at "?": "? - c.last_seen_on" */
    bool of_now;      /* its SQL has the instant of asking at "?": "t.snoozed_until > ?" */
    bool day_is_text; /* DAY: the database has it as "2026-01-31" */
    bool gone;        /* a custom field that is there no longer */
} Attribute;

/* What was good when it was stored may ask of a custom field that is gone by now, or came again as another kind: its
 * value is unknown then, and everything else is asked as before. What is newly given may not. KEPT: given by somebody
 * who kept it, as a saved view or an address. It may ask of what is gone, and only of what its giver sees. */
typedef enum { CONDITION_GIVEN, CONDITION_STORED, CONDITION_KEPT } ConditionSource;

/* What a condition asks about. */
typedef struct {
    const struct Subject *subject; /* NULL = accounts */
    const Attribute *fields;       /* its custom fields (house/field/field_attribute.h); NULL = none */
    Engine *engine;                /* knows the custom fields of accounts; may be NULL */
    Db *db;                        /* knows the saved conditions; NULL = none can be asked */
    const Json *pinned;            /* what they said when this was in force, by id; NULL = what they say now */
    ConditionSource source;
    /* GIVEN, KEPT: the circles of who gives it (base/circle.h). Asking for what they do not see is FORBIDDEN, since the
     * answers would tell it. */
    unsigned sees;
    int64_t today; /* for what the engine is asked of accounts inside a condition on another subject */
    int64_t now;   /* the instant of asking, for attributes that are of_now */
    /* What is asked about is this account's alone (0 = nobody's), and no other account is judged; unknown = all are. Of
     * subjects with one account. */
    OptInt only_account;
} ConditionOf;

/*
 * Conditions on accounts under an id. A condition that was given may ask only those that there are; in a stored or kept
 * one, a saved condition that is gone holds for no account. `read` gives NULL when there is none.
 */
typedef struct ConditionSaved {
    bool (*read)(Db *db, Arena *arena, int64_t id, const char **json, Error *error);
} ConditionSaved;
enum { CONDITION_DEPTH_MAX = 5 }; /* saved ones within each other */

/* NULL when unknown. */
const Attribute *attribute_find(const ConditionOf *of, Arena *arena, const char *name);
/* A custom field that is gone, of the type that the comparison in JSON was written for. */
const Attribute *attribute_gone(Arena *arena, const char *name, const Json *comparison);
/* All names, those of custom fields as well, NULL-ended. */
const char *const *attribute_names(const ConditionOf *of, Arena *arena);

typedef enum {
    CONDITION_AND,
    CONDITION_OR,
    CONDITION_NOT,
    CONDITION_MEASURE,
    CONDITION_ATTRIBUTE,
    CONDITION_ACCOUNT
} ConditionKind;

typedef enum { VALUE_NONE, VALUE_NUMBER, VALUE_TEXT } ConditionValueKind;
typedef struct {
    ConditionValueKind kind;
    double number; /* numbers, ids, flags (0, 1) and days (day number) */
    const char *text;
    const struct Condition *saved; /* SAVED: what that condition says; NULL = it is gone */
} ConditionValue;

typedef struct Condition Condition;
struct Condition {
    ConditionKind kind;
    size_t count;
    const Condition *const *parts; /* AND OR NOT; ACCOUNT: what is asked of the account */
    MeasureRef measure;            /* MEASURE */
    const Attribute *attribute;    /* ATTRIBUTE */
    Op op;
    const ConditionValue *values; /* one, for "in" `value_count` */
    size_t value_count;
};

enum { CONDITION_PARTS_MAX = 200 };  /* comparisons and joints in one tree */
enum { CONDITION_ALL_MAX = 2000 };   /* the same with all saved ones in it, each as often as it is asked for */
enum { CONDITION_ACCOUNTS_MAX = 8 }; /* each may bring the ids of all accounts */

/* The tree lives in the arena. `field` names the error's field ("filter"); the text says what is known instead. */
bool condition_parse(Arena *arena, const ConditionOf *of, const Json *json, const char *field,
                     const Condition **condition, Error *error);
bool condition_parse_text(Arena *arena, const ConditionOf *of, const char *text, const char *field,
                          const Condition **condition, Error *error);
/* The circles of all that it asks, within saved ones as well. */
unsigned condition_circles(const Condition *condition);
/* Comparisons and joints, those of saved ones as well: what judging it costs. */
size_t condition_parts(const Condition *condition);
/* How often it asks for accounts within: each brings the ids of all that match. */
size_t condition_accounts(const Condition *condition);
/* The keys of the custom fields that it asks for and that are gone, each once. `own` and `accounts` are the keys that
 * there are, of its subject and of accounts. */
Texts condition_missing(Arena *arena, const Condition *condition, Texts own, Texts accounts);
/* What the saved condition of that id says; NULL when there is none. */
bool saved_find(const ConditionOf *of, Arena *arena, int64_t id, const Json **saved, Error *error);
/* A MeasureRef alone: {"measure":"events","feature_id":7,"days":28}. */
bool measure_ref_parse(Arena *arena, const ConditionOf *of, const Json *json, const char *field, MeasureRef *ref,
                       Error *error);
/* Back to JSON; parse(print(x)) is x. */
void condition_print(Text *text, const Condition *condition);
void measure_ref_print(Text *text, const MeasureRef *ref);

/* Back end one, for accounts: the node of the program. Cannot fail: what is parsed compiles. */
int condition_compile(const Condition *condition, Program *program);

/* Back end two, for all other subjects: a statement being written, its values bound at $1, $2 … */
typedef struct {
    Text text;
    DbValue *values;
    int count, room;
} ListSql;
/* Writes `sql`, in which each "?" stands for the value, bound once; NULL = there is none. */
void list_sql_add(ListSql *sql, const char *text, const DbValue *value);
/* Writes the condition as a boolean expression. INPUT when it asks an attribute that is not in the database; what the
 * engine says when older days cannot be read. */
bool condition_sql(ListSql *sql, const ConditionOf *of, const Condition *condition, const char *field, Error *error);

#endif
