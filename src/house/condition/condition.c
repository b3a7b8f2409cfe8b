/* Reading conditions from JSON: measures, then operators and values, then the tree. */
#include "house/condition/condition.h"

#include "base/circle.h"
#include "base/clock.h"
#include "base/reason.h"
#include "house/condition/subject.h"

#include <math.h>
#include <string.h>

/* What every step of reading needs. */
typedef struct {
    Arena *arena;
    const ConditionOf *of;
    const char *field;
    Error *error;
    int parts, accounts;
    int *all;  /* parts, with those of the saved conditions */
    int depth; /* of saved conditions that are being read */
} Reading;

static bool wrong(const Reading *reading, const char *text)
{
    return fail(reading->error, ERROR_INPUT, reading->field, "%s", text);
}

/* "unknown measure actve_days; did you mean active_days?" */
static bool no_such(const Reading *reading, const char *what, const char *name, const char *const *known)
{
    const char *nearest = text_nearest(name, known);
    if (nearest)
        return fail(reading->error, ERROR_INPUT, reading->field, "unknown %s \"%.60s\"; did you mean \"%.60s\"?", what,
                    name, nearest);
    return fail(reading->error, ERROR_INPUT, reading->field, "unknown %s \"%.60s\"", what, name);
}

static bool check_keys(const Reading *reading, const Json *object, const char *const *known)
{
    for (const Json *child = json_first(object); child; child = json_next(child)) {
        size_t i = 0;
        while (known[i] && strcmp(known[i], json_key(child)) != 0)
            i++;
        if (!known[i])
            return no_such(reading, "key", json_key(child), known);
    }
    return true;
}

/* ---- measures -------------------------------------------------------------------------------------------------- */

static bool check_field(const Reading *reading, const char *key)
{
    const char *name = arena_format(reading->arena, "field:%s", key);
    const Attribute *attribute = attribute_find(reading->of, reading->arena, name);
    if (!reading->of->engine || reading->of->source != CONDITION_GIVEN)
        return true;
    if (!attribute)
        return no_such(reading, "custom field", name, attribute_names(reading->of, reading->arena));
    if (attribute->type == ATTRIBUTE_TEXT)
        return fail(reading->error, ERROR_INPUT, reading->field, "field \"%.60s\" is a text, not a number", key);
    return true;
}

typedef struct {
    const char *key;
    unsigned takes;
    int64_t max;
} RefKey;
static const RefKey REF_KEYS[] = { { "product_id", TAKES_PRODUCT, (int64_t)1 << 53 },
                                   { "feature_id", TAKES_FEATURE, (int64_t)1 << 53 },
                                   { "gauge_id", TAKES_GAUGE, (int64_t)1 << 53 },
                                   { "days", TAKES_DAYS, MEASURE_DAYS_MAX } };
enum { REF_KEY_COUNT = sizeof REF_KEYS / sizeof *REF_KEYS };

static bool read_ref_key(const Reading *reading, const Json *json, const RefKey *key, const MeasureKind *kind,
                         int64_t *value)
{
    *value = 0;
    if (json_is_null(json_get(json, key->key)))
        return true;
    if (!(kind->takes & key->takes))
        return fail(reading->error, ERROR_INPUT, reading->field, "measure \"%s\" takes no %s", kind->id, key->key);
    if (!json_get_int(json, key->key, value) || *value < 1 || *value > key->max)
        return fail(reading->error, ERROR_INPUT, reading->field, "%s must be 1–%lld", key->key, (long long)key->max);
    return true;
}

/* `values` as REF_KEYS. */
static bool has_subject(const Reading *reading, const MeasureKind *kind, const int64_t *values)
{
    bool misses_subject = (kind->takes & NEEDS_SUBJECT) && !values[0] && !values[1];
    if (!misses_subject && (values[2] || !(kind->takes & TAKES_GAUGE)))
        return true;
    return fail(reading->error, ERROR_INPUT, reading->field, "measure \"%s\" needs %s", kind->id,
                misses_subject ? "product_id or feature_id" : "gauge_id");
}

static bool read_ref_field(const Reading *reading, const Json *json, const MeasureKind *kind, const char **key)
{
    bool takes = kind->takes & TAKES_FIELD;
    *key = NULL;
    if (json_get_text(json, "field", key) != takes)
        return fail(reading->error, ERROR_INPUT, reading->field, "measure \"%s\" %s a field", kind->id,
                    takes ? "needs" : "does not take");
    return !takes || check_field(reading, *key);
}

/* What was stored may ask for anything: it was judged when it was given. */
static bool giver_sees(const Reading *reading, const MeasureKind *kind)
{
    unsigned others = reading->of->source != CONDITION_STORED ? measure_circle(kind) & ~reading->of->sees : CIRCLE_NONE;
    return !others || refuse(reading->error, reading->field, REASON_CIRCLE, circle_name(others), NULL);
}

static bool read_ref(const Reading *reading, const Json *json, MeasureRef *ref)
{
    static const char *const KEYS[] = { "measure", "product_id", "feature_id", "gauge_id", "days", "field", NULL };
    const char *id, *field;
    const MeasureKind *kind;
    int64_t values[REF_KEY_COUNT];
    if (!json_is_object(json) || !json_get_text(json, "measure", &id))
        return wrong(reading, "measure must be an object like {\"measure\":\"active_days\",\"days\":28}");
    if (!check_keys(reading, json, KEYS))
        return false;
    kind = measure_find(id);
    if (!kind)
        return no_such(reading, "measure", id, measure_ids());
    if (!giver_sees(reading, kind))
        return false;
    for (int i = 0; i < REF_KEY_COUNT; i++)
        if (!read_ref_key(reading, json, &REF_KEYS[i], kind, &values[i]))
            return false;
    if (!read_ref_field(reading, json, kind, &field) || !has_subject(reading, kind, values))
        return false;
    *ref = (MeasureRef) { kind, values[0], values[1], values[2], (int)values[3], arena_text(reading->arena, field) };
    return true;
}

bool measure_ref_parse(Arena *arena, const ConditionOf *of, const Json *json, const char *field, MeasureRef *ref,
                       Error *error)
{
    return read_ref(&(Reading) { .arena = arena, .of = of, .field = field, .error = error }, json, ref);
}

static bool read_condition(Reading *reading, const Json *json, const Condition **condition);

/* ---- operators and values -------------------------------------------------------------------------------------- */

#define OPS_ORDER (1u << OP_LT | 1u << OP_LE | 1u << OP_GT | 1u << OP_GE)
#define OPS_EQUAL (1u << OP_EQ | 1u << OP_NE)
#define OPS_KNOWN (1u << OP_KNOWN | 1u << OP_UNKNOWN)

static const unsigned OPS_OF_TYPE[] = {
    [ATTRIBUTE_TEXT] = OPS_EQUAL | 1u << OP_IN | 1u << OP_CONTAINS | OPS_KNOWN,
    [ATTRIBUTE_NUMBER] = OPS_ORDER | OPS_EQUAL | 1u << OP_IN | OPS_KNOWN,
    [ATTRIBUTE_ID] = OPS_EQUAL | 1u << OP_IN | OPS_KNOWN,
    [ATTRIBUTE_FLAG] = OPS_EQUAL | OPS_KNOWN,
    [ATTRIBUTE_DAY] = OPS_ORDER | OPS_EQUAL | 1u << OP_IN | OPS_KNOWN,
    [ATTRIBUTE_PRODUCT] = OPS_EQUAL | 1u << OP_IN,
    [ATTRIBUTE_WORD] = OPS_EQUAL | 1u << OP_IN,
    [ATTRIBUTE_SAVED] = OPS_EQUAL | 1u << OP_IN,
};
enum { OPS_OF_MEASURE = OPS_ORDER | OPS_EQUAL | OPS_KNOWN };

static bool read_op(const Reading *reading, const Json *json, unsigned allowed, Op *op)
{
    const char *names[OP_COUNT + 1] = { NULL };
    const char *name;
    int count = 0;
    for (int i = 0; i < OP_COUNT; i++)
        if (allowed >> i & 1)
            names[count++] = op_name((Op)i);
    if (!json_get_text(json, "op", &name))
        return wrong(reading, "a comparison needs an \"op\"");
    for (int i = 0; i < OP_COUNT; i++)
        if ((allowed >> i & 1) && !strcmp(op_name((Op)i), name)) {
            *op = (Op)i;
            return true;
        }
    return no_such(reading, "operator for this", name, names);
}

static bool is_choice(const char *choices, const char *text)
{
    size_t size = strlen(text);
    for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (!strncmp(at, text, size) && (at[size] == '|' || !at[size]))
            return true;
    return false;
}

static bool read_text(const Reading *reading, const Json *json, const Attribute *attribute, Op op,
                      ConditionValue *value)
{
    value->kind = VALUE_TEXT;
    if (!json_text_value(json, &value->text))
        return fail(reading->error, ERROR_INPUT, reading->field, "compare %s with a text", attribute->name);
    if (attribute->choices && op != OP_CONTAINS && !is_choice(attribute->choices, value->text))
        return fail(reading->error, ERROR_INPUT, reading->field, "%s must be one of %s, not \"%.60s\"", attribute->name,
                    attribute->choices, value->text);
    value->text = arena_text(reading->arena, value->text);
    return true;
}

static bool read_day(const Reading *reading, const Json *json, const Attribute *attribute, ConditionValue *value)
{
    const char *text;
    int64_t day;
    if (!json_text_value(json, &text) || !day_parse(text, &day))
        return fail(reading->error, ERROR_INPUT, reading->field, "compare %s with a day like 2026-01-31",
                    attribute->name);
    *value = (ConditionValue) { .kind = VALUE_NUMBER, .number = (double)day };
    return true;
}

/* ---- saved conditions ------------------------------------------------------------------------------------------ */

/* It was given when it was saved; who asks it now must see what it asks. */
static bool read_saved_tree(const Reading *reading, const Json *json, const Condition **saved)
{
    ConditionOf accounts = *reading->of;
    Reading inner = *reading;
    accounts.source = accounts.source == CONDITION_GIVEN ? CONDITION_KEPT : accounts.source;
    inner.of = &accounts;
    inner.parts = inner.accounts = 0;
    inner.depth++;
    return read_condition(&inner, json, saved);
}

static bool read_saved(const Reading *reading, const Json *json, ConditionValue *value)
{
    const Json *saved;
    int64_t id;
    if (!json_int_value(json, &id))
        return fail(reading->error, ERROR_INPUT, reading->field, "compare segment with an id");
    value->number = (double)id;
    if (reading->depth > CONDITION_DEPTH_MAX)
        return wrong(reading, "too many segments within each other");
    if (!saved_find(reading->of, reading->arena, id, &saved, reading->error))
        return false;
    if (!json_is_null(saved))
        return read_saved_tree(reading, saved, &value->saved);
    return reading->of->source != CONDITION_GIVEN || refuse(reading->error, reading->field, REASON_NO_SEGMENT,
                                                            arena_format(reading->arena, "%lld", (long long)id), NULL);
}

static bool read_value(const Reading *reading, const Json *json, const Attribute *attribute, Op op,
                       ConditionValue *value)
{
    bool flag;
    int64_t id;
    *value = (ConditionValue) { .kind = VALUE_NUMBER };
    switch (attribute->type) {
    case ATTRIBUTE_TEXT:
    case ATTRIBUTE_WORD:
        return read_text(reading, json, attribute, op, value);
    case ATTRIBUTE_DAY:
        return read_day(reading, json, attribute, value);
    case ATTRIBUTE_NUMBER:
        return json_real_value(json, &value->number) ||
               fail(reading->error, ERROR_INPUT, reading->field, "compare %s with a number", attribute->name);
    case ATTRIBUTE_FLAG:
        if (!json_flag_value(json, &flag))
            return fail(reading->error, ERROR_INPUT, reading->field, "%s must be true or false", attribute->name);
        value->number = flag;
        return true;
    case ATTRIBUTE_SAVED:
        return read_saved(reading, json, value);
    default:
        if (!json_int_value(json, &id))
            return fail(reading->error, ERROR_INPUT, reading->field, "compare %s with an id", attribute->name);
        value->number = (double)id;
        return true;
    }
}

/* A saved condition named twice is read once: again it says nothing else. */
static bool is_named(const Condition *condition, const Attribute *attribute, const Json *json)
{
    int64_t id;
    if (attribute->type != ATTRIBUTE_SAVED || !json_int_value(json, &id))
        return false;
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].number == (double)id)
            return true;
    return false;
}

static bool read_list(const Reading *reading, const Json *json, const Attribute *attribute, Condition *condition)
{
    size_t count = json_is_array(json) ? json_count(json) : 0;
    ConditionValue *values = arena_array(reading->arena, count + 1, sizeof(ConditionValue));
    if (!json_is_array(json) || count > CONDITION_PARTS_MAX)
        return fail(reading->error, ERROR_INPUT, reading->field, "\"in\" takes a list of at most %d values",
                    CONDITION_PARTS_MAX);
    condition->values = values;
    for (const Json *child = json_first(json); child; child = json_next(child)) {
        if (is_named(condition, attribute, child))
            continue;
        if (!read_value(reading, child, attribute, OP_IN, &values[condition->value_count]))
            return false;
        condition->value_count++;
    }
    return true;
}

/* ---- the tree -------------------------------------------------------------------------------------------------- */

static bool takes_no_value(Op op)
{
    return op == OP_KNOWN || op == OP_UNKNOWN;
}

/* "= null" asks what "unknown" asks. */
static Op op_of_null(const Attribute *attribute, Op op)
{
    if (attribute->type >= ATTRIBUTE_PRODUCT || (op != OP_EQ && op != OP_NE))
        return op;
    return op == OP_EQ ? OP_UNKNOWN : OP_KNOWN;
}

/* The value or values of a comparison whose attribute and operator are known. */
static bool read_values(const Reading *reading, const Json *value, Condition *condition)
{
    ConditionValue *one;
    if (takes_no_value(condition->op))
        return json_is_null(value) || wrong(reading, "\"known\" and \"unknown\" take no value");
    if (condition->op == OP_IN)
        return read_list(reading, value, condition->attribute, condition);
    one = arena_make(reading->arena, ConditionValue);
    condition->values = one;
    condition->value_count = 1;
    return read_value(reading, value, condition->attribute, condition->op, one);
}

/* Operator and values, as the attribute's type takes them. */
static bool read_compared(const Reading *reading, const Json *json, Condition *condition)
{
    const Json *value = json_get(json, "value");
    if (!read_op(reading, json, OPS_OF_TYPE[condition->attribute->type], &condition->op))
        return false;
    if (json_is_null(value))
        condition->op = op_of_null(condition->attribute, condition->op);
    return read_values(reading, value, condition);
}

/* "unknown attribute of a contact \"stage\"; did you mean …?" */
static bool no_attribute(const Reading *reading, const char *name)
{
    const Subject *subject = reading->of->subject;
    const char *what = subject ? arena_format(reading->arena, "attribute of a %s", subject->name) : "attribute";
    return no_such(reading, what, name, attribute_names(reading->of, reading->arena));
}

static bool read_attribute(const Reading *reading, const Json *json, Condition *condition)
{
    static const char *const KEYS[] = { "attribute", "op", "value", NULL };
    const char *name;
    if (!check_keys(reading, json, KEYS))
        return false;
    if (!json_get_text(json, "attribute", &name))
        return wrong(reading, "\"attribute\" must be a name");
    condition->kind = CONDITION_ATTRIBUTE;
    condition->attribute = attribute_find(reading->of, reading->arena, name);
    if (condition->attribute ? read_compared(reading, json, condition) : no_attribute(reading, name))
        return true;
    if (reading->of->source == CONDITION_GIVEN || !text_starts(name, "field:"))
        return false;
    *reading->error = (Error) { 0 };
    condition->attribute = attribute_gone(reading->arena, name, json);
    return read_compared(reading, json, condition);
}

static bool read_measure(const Reading *reading, const Json *json, Condition *condition)
{
    static const char *const KEYS[] = { "measure", "op", "value", NULL };
    ConditionValue *one = arena_make(reading->arena, ConditionValue);
    condition->kind = CONDITION_MEASURE;
    if (reading->of->subject)
        return wrong(reading, "a measure is asked of an account: {\"account\":{\"measure\":…}}");
    if (!check_keys(reading, json, KEYS) || !read_ref(reading, json_get(json, "measure"), &condition->measure) ||
        !read_op(reading, json, OPS_OF_MEASURE, &condition->op))
        return false;
    if (takes_no_value(condition->op))
        return json_is_null(json_get(json, "value")) || wrong(reading, "\"known\" and \"unknown\" take no value");
    one->kind = VALUE_NUMBER;
    condition->values = one;
    condition->value_count = 1;
    return json_get_real(json, "value", &one->number) || wrong(reading, "compare a measure with a number");
}

static bool read_joint(Reading *reading, const Json *parts, ConditionKind kind, Condition *condition)
{
    size_t count = kind == CONDITION_NOT ? 1 : json_count(parts), i = 0;
    const Condition **made;
    if (kind != CONDITION_NOT && !json_is_array(parts))
        return wrong(reading, "\"and\" and \"or\" take a list of conditions");
    if (count > CONDITION_PARTS_MAX)
        return wrong(reading, "the condition has too many parts");
    made = arena_array(reading->arena, count + 1, sizeof(Condition *));
    condition->kind = kind;
    condition->parts = made;
    condition->count = count;
    if (kind == CONDITION_NOT)
        return read_condition(reading, parts, made);
    for (const Json *child = json_first(parts); child; child = json_next(child))
        if (!read_condition(reading, child, &made[i++]))
            return false;
    return true;
}

/* What is asked of the account is read as a condition on accounts. */
static bool read_account(Reading *reading, const Json *json, Condition *condition)
{
    static const char *const KEYS[] = { "account", NULL };
    const ConditionOf *of = reading->of;
    ConditionOf account = { .engine = of->engine,
                            .db = of->db,
                            .pinned = of->pinned,
                            .source = of->source,
                            .sees = of->sees,
                            .today = of->today };
    const Condition **part = arena_array(reading->arena, 1, sizeof *part);
    if (!check_keys(reading, json, KEYS))
        return false;
    if (!of->subject)
        return wrong(reading, "\"account\" is asked of what has an account; ask an account its attributes themselves");
    if (++reading->accounts > CONDITION_ACCOUNTS_MAX)
        return wrong(reading, "the condition asks too often of accounts; join what it asks in one \"account\"");
    condition->kind = CONDITION_ACCOUNT;
    condition->parts = part;
    condition->count = 1;
    reading->of = &account;
    bool ok = read_condition(reading, json_get(json, "account"), part);
    reading->of = of;
    return ok;
}

/* What was stored was small enough when it was given: it does not fail because a segment in it has grown. */
static bool count_part(Reading *reading)
{
    bool many = ++reading->parts > CONDITION_PARTS_MAX;
    many |= ++*reading->all > CONDITION_ALL_MAX && reading->of->source != CONDITION_STORED;
    return !many || wrong(reading, "the condition has too many parts");
}

static const char *const JOINTS[] = { [CONDITION_AND] = "and", [CONDITION_OR] = "or", [CONDITION_NOT] = "not" };

static bool read_condition(Reading *reading, const Json *json, const Condition **condition)
{
    static const char *const KEYS[] = { "and", "or", "not", "measure", "attribute", "account", "op", "value", NULL };
    Condition *made = arena_make(reading->arena, Condition);
    *condition = made;
    if (!count_part(reading))
        return false;
    if (!json_is_object(json))
        return wrong(reading, "a condition must be an object");
    if (json_get(json, "measure"))
        return read_measure(reading, json, made);
    if (json_get(json, "attribute"))
        return read_attribute(reading, json, made);
    if (json_get(json, "account"))
        return read_account(reading, json, made);
    for (ConditionKind kind = CONDITION_AND; kind <= CONDITION_NOT; kind++) {
        const Json *parts = json_get(json, JOINTS[kind]);
        if (parts && json_count(json) == 1)
            return read_joint(reading, parts, kind, made);
    }
    return check_keys(reading, json, KEYS) &&
           wrong(reading, "a condition needs exactly one of and, or, not, measure, attribute, account");
}

bool condition_parse(Arena *arena, const ConditionOf *of, const Json *json, const char *field,
                     const Condition **condition, Error *error)
{
    int all = 0;
    Reading reading = { .arena = arena, .of = of, .field = field, .error = error, .all = &all };
    const Condition *made;
    if (!read_condition(&reading, json, &made))
        return false;
    *condition = made;
    return true;
}

bool condition_parse_text(Arena *arena, const ConditionOf *of, const char *text, const char *field,
                          const Condition **condition, Error *error)
{
    const Json *json;
    if (!json_parse(arena, text, strlen(text), &json, error)) {
        error->field = field;
        return false;
    }
    return condition_parse(arena, of, json, field, condition, error);
}
