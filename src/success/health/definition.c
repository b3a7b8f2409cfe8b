/*
 * A definition read and compiled in one walk: each condition and measure becomes a node of one program, and its number
 * stays in the Judge for counts and explanations. Rules come before points, since a key is unique among both. A measure
 * without a product gets the scorecard's: conditions are copied for that, because the parsed one may be used elsewhere.
 *
 * In order: measures of the product; rules; points; the whole.
 */
#include "success/health/definition.h"

#include "base/reason.h"
#include "success/health/choices.h"
#include "success/health/scale.h"

#include <math.h>
#include <string.h>

enum { KEY_MAX = 60, WEIGHT_MAX = 1000 };

typedef struct {
    Arena *arena;
    const ConditionOf *of;
    int64_t product_id;
    Judge *judge;
} Reading;

static const char *at(Arena *arena, const char *list, size_t index, const char *field)
{
    return arena_format(arena, "%s[%zu].%s", list, index, field);
}

static bool too_many(const Reading *reading, const char *list, int most, Error *error)
{
    return refuse(error, list, REASON_TOO_MANY, arena_format(reading->arena, "%d", most), NULL);
}

static bool out_of_range(Arena *arena, const char *field, double low, double high, Error *error)
{
    return refuse(error, field, REASON_OUT_OF_RANGE, arena_format(arena, "%g", low), arena_format(arena, "%g", high));
}

/* ---- a scorecard of a product asks its measures of that product ------------------------------------------------ */

static void measure_of_product(MeasureRef *ref, int64_t product_id)
{
    if (ref->product_id == 0 && ref->feature_id == 0 && (ref->kind->takes & TAKES_PRODUCT))
        ref->product_id = product_id;
}

static const Condition *condition_of_product(Arena *arena, const Condition *condition, int64_t product_id)
{
    Condition *copy = arena_make(arena, Condition);
    *copy = *condition;
    if (copy->kind == CONDITION_MEASURE)
        measure_of_product(&copy->measure, product_id);
    if (copy->count == 0)
        return copy;
    const Condition **parts = arena_array(arena, copy->count, sizeof *parts);
    for (size_t i = 0; i < copy->count; i++)
        parts[i] = condition_of_product(arena, condition->parts[i], product_id);
    copy->parts = parts;
    return copy;
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static bool key_is_new(const Reading *reading, const char *key, size_t rules, size_t points)
{
    for (size_t i = 0; i < rules; i++)
        if (text_equal(reading->judge->rules[i].key, key))
            return false;
    for (size_t i = 0; i < points; i++)
        if (text_equal(reading->judge->points[i].key, key))
            return false;
    return true;
}

static bool key_read(const Reading *reading, const Json *json, const char *list, size_t index, size_t rules,
                     size_t points, const char **key, Error *error)
{
    if (!json_get_text(json, "key", key) || text_is_empty(*key))
        return refuse(error, at(reading->arena, list, index, "key"), REASON_MISSING, NULL, NULL);
    if (strlen(*key) > KEY_MAX)
        return refuse(error, at(reading->arena, list, index, "key"), REASON_TOO_LONG,
                      arena_format(reading->arena, "%d", KEY_MAX), NULL);
    if (!key_is_new(reading, *key, rules, points))
        return refuse(error, at(reading->arena, list, index, "key"), REASON_TWICE, *key, NULL);
    return true;
}

static bool rule_read(Reading *reading, const Json *json, size_t index, JudgeRule *rule, Error *error)
{
    const char *band = "";
    const Condition *when;
    if (!key_read(reading, json, "rules", index, index, 0, &rule->key, error))
        return false;
    if (!json_get_text(json, "band", &band) || !band_parse(band, &rule->band) || rule->band == BAND_UNKNOWN)
        return refuse(error, at(reading->arena, "rules", index, "band"), REASON_NOT_AMONG, band, "GOOD, NORMAL, BAD");
    if (!json_get_text(json, "name", &rule->name))
        rule->name = "";
    if (!condition_parse(reading->arena, reading->of, json_get(json, "when"),
                         at(reading->arena, "rules", index, "when"), &when, error))
        return false;
    rule->when = condition_of_product(reading->arena, when, reading->product_id);
    rule->node = condition_compile(rule->when, reading->judge->program);
    if (program_rule(reading->judge->program, rule->band, rule->node) < 0)
        return too_many(reading, "rules", RULES_MAX, error);
    return true;
}

static bool rules_read(Reading *reading, const Json *list, Error *error)
{
    JudgeRule *rules = arena_array(reading->arena, json_count(list) + 1, sizeof *rules);
    size_t index = 0;
    reading->judge->rules = rules;
    for (const Json *json = json_first(list); json; json = json_next(json), index++)
        if (!rule_read(reading, json, index, &rules[index], error))
            return false;
    reading->judge->rule_count = index;
    return true;
}

/* ---- points ---------------------------------------------------------------------------------------------------- */

static bool number_read(Reading *reading, const Json *json, size_t index, const char *field, double *value,
                        Error *error)
{
    return (json_get_real(json, field, value) && isfinite(*value)) ||
           refuse(error, at(reading->arena, "points", index, field), REASON_MISSING, NULL, NULL);
}

static bool weight_read(Reading *reading, const Json *json, size_t index, JudgePoints *points, Error *error)
{
    if (!number_read(reading, json, index, "weight", &points->weight, error))
        return false;
    if (points->weight <= 0)
        return refuse(error, at(reading->arena, "points", index, "weight"), REASON_NOT_POSITIVE, NULL, NULL);
    return points->weight <= WEIGHT_MAX ||
           out_of_range(reading->arena, at(reading->arena, "points", index, "weight"), 0, WEIGHT_MAX, error);
}

/* On a log scale a measure stands alone (scale.h). */
static bool stands_alone(const Reading *reading, size_t index, const JudgePoints *points, Error *error)
{
    for (size_t i = 0; i < index; i++) {
        const JudgePoints *other = &reading->judge->points[i];
        if (other->operand == points->operand && (other->is_log || points->is_log))
            return refuse(error, at(reading->arena, "points", index, "measure"), REASON_TWICE, points->ref.kind->id,
                          NULL);
    }
    return true;
}

static bool measure_read(Reading *reading, const Json *json, size_t index, JudgePoints *points, Error *error)
{
    Program *program = reading->judge->program;
    if (!measure_ref_parse(reading->arena, reading->of, json_get(json, "measure"),
                           at(reading->arena, "points", index, "measure"), &points->ref, error) ||
        !weight_read(reading, json, index, points, error) ||
        !scale_read(reading->arena, json, arena_format(reading->arena, "points[%zu]", index), points, error))
        return false;
    measure_of_product(&points->ref, reading->product_id);
    points->operand = program_measure(program, &points->ref);
    if (!stands_alone(reading, index, points, error))
        return false;
    return scale_compile(program, points) || too_many(reading, "points", POINTS_MAX, error);
}

static bool point_read(Reading *reading, const Json *json, size_t index, JudgePoints *points, Error *error)
{
    if (!key_read(reading, json, "points", index, reading->judge->rule_count, index, &points->key, error))
        return false;
    if (!json_get_text(json, "name", &points->name))
        points->name = "";
    if (json_is_null(json_get(json, "choices")))
        return measure_read(reading, json, index, points, error);
    return weight_read(reading, json, index, points, error) &&
           choices_read(reading->arena, reading->of, json, arena_format(reading->arena, "points[%zu]", index),
                        reading->judge->program, points, error);
}

static bool points_read(Reading *reading, const Json *list, Error *error)
{
    JudgePoints *points = arena_array(reading->arena, json_count(list) + 1, sizeof *points);
    size_t index = 0;
    reading->judge->points = points;
    for (const Json *json = json_first(list); json; json = json_next(json), index++)
        if (!point_read(reading, json, index, &points[index], error))
            return false;
    reading->judge->points_count = index;
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool threshold_read(Arena *arena, const Json *json, const char *name, double low, double high, double *value,
                           Error *error)
{
    return (json_get_real(json, name, value) && *value >= low && *value <= high) ||
           out_of_range(arena, name, low, high, error);
}

/* GOOD from 101 points on: never by points. */
static bool thresholds_read(Arena *arena, const Json *json, Judge *judge, Error *error)
{
    if (!threshold_read(arena, json, "bad_below", 0, 100, &judge->bad_below, error) ||
        !threshold_read(arena, json, "good_from", judge->bad_below, 101, &judge->good_from, error) ||
        !threshold_read(arena, json, "unknown_below", 0, 1, &judge->unknown_below, error))
        return false;
    program_thresholds(judge->program, judge->bad_below, judge->good_from, judge->unknown_below);
    return true;
}

static bool keys_are_known(const Json *definition, Error *error)
{
    static const char *const KEYS[] = { "rules", "points", "bad_below", "good_from", "unknown_below", NULL };
    for (const Json *child = json_first(definition); child; child = json_next(child)) {
        const char *key = json_key(child);
        bool known = false;
        for (int i = 0; KEYS[i]; i++)
            known |= text_equal(KEYS[i], key);
        if (!known) {
            const char *nearest = text_nearest(key, KEYS);
            return fail(error, ERROR_INPUT, "definition", "unknown key \"%.60s\"%s%s%s", key,
                        nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
        }
    }
    return true;
}

static bool same_points(const JudgePoints *a, const JudgePoints *b)
{
    if (a->attribute || b->attribute)
        return a->attribute && b->attribute && text_equal(a->attribute->name, b->attribute->name);
    return measure_same(&a->ref, &b->ref);
}

bool definition_sane(Arena *arena, const Judge *judge, Error *error)
{
    for (size_t i = 0; i < judge->points_count; i++) {
        const JudgePoints *points = &judge->points[i];
        for (size_t before = 0; before < i; before++)
            if (same_points(points, &judge->points[before]))
                return points->attribute
                           ? refuse(error, at(arena, "points", i, "attribute"), REASON_TWICE, points->attribute->name,
                                    NULL)
                           : refuse(error, at(arena, "points", i, "measure"), REASON_TWICE, points->ref.kind->id, NULL);
        if (!points->attribute && !scale_sane(arena, points, arena_format(arena, "points[%zu]", i), error))
            return false;
    }
    return true;
}

int judge_scope(Program *program, int64_t product_id)
{
    int stays = program_not(program,
                            program_compare_text(program, program_attribute(program, ENGINE_STATUS, 0), OP_EQ, "left"));
    if (product_id == 0)
        return stays;
    MeasureRef used = { .kind = measure_find("days_since_first"), .product_id = product_id };
    int either[] = { program_is_known(program, program_attribute(program, ENGINE_PRODUCT, product_id)),
                     program_is_known(program, program_measure(program, &used)) };
    int all[] = { stays, program_or(program, either, 2) };
    return program_and(program, all, 2);
}

bool definition_compile(Arena *arena, const ConditionOf *of, const Json *definition, const Condition *segment,
                        int64_t product_id, Judge *judge, Error *error)
{
    Reading reading = { .arena = arena, .of = of, .product_id = product_id, .judge = judge };
    if (!json_is_object(definition))
        return fail(error, ERROR_INPUT, "definition", "must be an object with rules and points");
    judge->program = program_new(arena);
    judge->product_id = product_id;
    if (!keys_are_known(definition, error) || !rules_read(&reading, json_get(definition, "rules"), error) ||
        !points_read(&reading, json_get(definition, "points"), error) ||
        !thresholds_read(arena, definition, judge, error))
        return false;
    if (judge->rule_count + judge->points_count == 0)
        return refuse(error, "definition", REASON_NEEDS_RULE, NULL, NULL);
    int nodes[2] = { judge_scope(judge->program, product_id) };
    size_t count = 1;
    judge->within = segment ? condition_of_product(arena, segment, product_id) : NULL;
    if (segment)
        nodes[count++] = condition_compile(judge->within, judge->program);
    judge->segment = program_and(judge->program, nodes, count);
    program_segment(judge->program, judge->segment);
    return true;
}
