/*
 * Cells that mean something else: a person says once what stands for a text in all rows, such as the address of a
 * colleague who has left. It is looked up when a row is mapped, so the file stays as it is.
 */
#include "house/import/plan.h"

#include "base/json.h"
#include "base/reason.h"

#include <string.h>

enum { REPLACED_MAX = 64 * 1024 };

const char *plan_replaced(const ImportPlan *plan, const char *target, const char *text)
{
    const char *other;
    return json_get_text(json_get(plan->replaced, target), text, &other) ? other : text;
}

static void pair_to(Text *json, const Json *pair)
{
    const char *text;
    if (!json_text_value(pair, &text))
        return;
    json_key_to(json, json_key(pair));
    json_string_to(json, text);
}

/* Those of `before` that `given` leaves alone, and those of `given`. */
static void pairs_to(Text *json, const Json *before, const Json *given)
{
    text_char(json, '{');
    for (const Json *pair = json_first(before); pair != NULL; pair = json_next(pair))
        if (json_get(given, json_key(pair)) == NULL)
            pair_to(json, pair);
    for (const Json *pair = json_first(given); pair != NULL; pair = json_next(pair))
        pair_to(json, pair);
    text_char(json, '}');
}

static bool pairs_are_texts(const Json *pairs)
{
    const char *text;
    for (const Json *pair = json_first(pairs); pair != NULL; pair = json_next(pair))
        if (!json_is_null(pair) && !json_text_value(pair, &text))
            return false;
    return json_is_object(pairs);
}

bool replaced_change(Arena *arena, const ImportPlan *plan, const char *given, const char **after, Error *error)
{
    const Json *json;
    Text made = text_new(arena);
    if (given == NULL)
        return true;
    if (!json_parse(arena, given, strlen(given), &json, error))
        return false;
    text_char(&made, '{');
    for (const Json *item = json_first(json); item != NULL; item = json_next(item)) {
        if (!json_key(item) || plan_target(plan->kind, &plan->fields, json_key(item)) < 0 || !pairs_are_texts(item))
            return fail(error, ERROR_INPUT, "replaced", "must be texts for texts, by target");
        json_key_to(&made, json_key(item));
        pairs_to(&made, json_get(plan->replaced, json_key(item)), item);
    }
    for (const Json *item = json_first(plan->replaced); item != NULL; item = json_next(item)) {
        if (json_get(json, json_key(item)) != NULL)
            continue;
        json_key_to(&made, json_key(item));
        pairs_to(&made, item, NULL);
    }
    text_char(&made, '}');
    *after = text_string(&made);
    return made.size <= REPLACED_MAX || fail(error, ERROR_INPUT, "replaced", "too many texts are replaced");
}
