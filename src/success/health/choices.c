/* Choices read and compiled, one after the other. In order: attributes; one choice; all of them. */
#include "success/health/choices.h"

#include "base/reason.h"

#include <string.h>

/* ---- attributes ------------------------------------------------------------------------------------------------ */

bool attribute_has_choices(const Attribute *attribute)
{
    return attribute->gone || attribute->type == ATTRIBUTE_TEXT || attribute->type == ATTRIBUTE_FLAG;
}

const char *attribute_column(const Attribute *attribute)
{
    return attribute->column ? attribute->column : attribute->name;
}

const char *attribute_text(const EngineView *view, int64_t account, const Attribute *attribute, int64_t as_of)
{
    int column = view_column(view, attribute_column(attribute));
    if (column < 0)
        return NULL;
    EngineValue value = view_value(view, account, column, 0, as_of);
    if (!value.known || attribute->type == ATTRIBUTE_TEXT)
        return value.known ? value.text : NULL;
    return value.integer ? "true" : "false";
}

/* ---- one choice ------------------------------------------------------------------------------------------------ */

static bool share_read(Arena *arena, const Json *json, const char *place, double *share, Error *error)
{
    return (json_get_real(json, "share", share) && *share >= 0 && *share <= 1) ||
           refuse(error, arena_format(arena, "%s.share", place), REASON_OUT_OF_RANGE, "0", "1");
}

/* As the condition language reads it, with its words for what is wrong. */
static bool value_read(Arena *arena, const ConditionOf *of, const Json *attribute, const Json *value, const char *place,
                       const Condition **is, Error *error)
{
    const char *field = arena_format(arena, "%s.value", place);
    if (json_is_null(value))
        return refuse(error, field, REASON_MISSING, NULL, NULL);
    const char *asked = arena_format(arena, "{\"attribute\":%s,\"op\":\"=\",\"value\":%s}",
                                     json_print(arena, attribute), json_print(arena, value));
    return condition_parse_text(arena, of, asked, field, is, error);
}

static bool same_value(Arena *arena, const Condition *a, const Condition *b)
{
    if (a->values[0].kind != VALUE_TEXT || b->values[0].kind != VALUE_TEXT)
        return a->values[0].kind == b->values[0].kind && a->values[0].number == b->values[0].number;
    return text_equal(text_fold(arena, a->values[0].text), text_fold(arena, b->values[0].text));
}

static bool is_new(Arena *arena, const JudgeChoice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same_value(arena, choices[i].is, choices[count].is))
            return false;
    return true;
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static bool list_read(Arena *arena, const ConditionOf *of, const Json *json, const char *place, JudgeChoice *choices,
                      Error *error)
{
    const Json *attribute = json_get(json, "attribute");
    size_t index = 0;
    for (const Json *at = json_first(json_get(json, "choices")); at; at = json_next(at), index++) {
        const char *here = arena_format(arena, "%s.choices[%zu]", place, index);
        JudgeChoice *choice = &choices[index];
        if (!value_read(arena, of, attribute, json_get(at, "value"), here, &choice->is, error) ||
            !share_read(arena, at, here, &choice->share, error))
            return false;
        if (!attribute_has_choices(choice->is->attribute))
            return fail(error, ERROR_INPUT, arena_format(arena, "%s.attribute", place),
                        "%s has no choices: points need a text or a flag", choice->is->attribute->name);
        if (!is_new(arena, choices, index))
            return refuse(error, arena_format(arena, "%s.value", here), REASON_TWICE, choice->is->values[0].text, NULL);
    }
    return true;
}

static bool choices_compile(Arena *arena, Program *program, JudgeChoice *choices, const JudgePoints *points)
{
    int *nodes = arena_array(arena, points->choice_count, sizeof *nodes);
    double *shares = arena_array(arena, points->choice_count, sizeof *shares);
    for (size_t i = 0; i < points->choice_count; i++) {
        nodes[i] = choices[i].node = condition_compile(choices[i].is, program);
        shares[i] = choices[i].share;
    }
    return program_choices(program, nodes, shares, points->choice_count, points->weight) >= 0;
}

bool choices_read(Arena *arena, const ConditionOf *of, const Json *json, const char *place, Program *program,
                  JudgePoints *points, Error *error)
{
    const Json *list = json_get(json, "choices");
    const char *field = arena_format(arena, "%s.choices", place);
    size_t count = json_is_array(list) ? json_count(list) : 0;
    if (json_is_null(json_get(json, "attribute")))
        return refuse(error, arena_format(arena, "%s.attribute", place), REASON_MISSING, NULL, NULL);
    if (count == 0)
        return refuse(error, field, REASON_MISSING, NULL, NULL);
    if (count > CHOICES_LIMIT)
        return refuse(error, field, REASON_TOO_MANY, arena_format(arena, "%d", CHOICES_LIMIT), NULL);
    JudgeChoice *choices = arena_array(arena, count, sizeof *choices);
    if (!list_read(arena, of, json, place, choices, error))
        return false;
    points->operand = -1;
    points->attribute = choices[0].is->attribute;
    points->choices = choices;
    points->choice_count = count;
    return choices_compile(arena, program, choices, points) ||
           refuse(error, "points", REASON_TOO_MANY, arena_format(arena, "%d", POINTS_MAX), NULL);
}
