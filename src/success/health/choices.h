/*
 * Points for choices: a text or a flag of the account, and what share of the weight each of its values earns. Each
 * choice is the condition "attribute = value", so that texts, fields that are gone and unknown values are what they are
 * everywhere. A value that is not in the table is unknown: nobody said what it is worth.
 *
 *   {"key","name","attribute":"field:contract","choices":[{"value":"monthly","share":0},{"value":"yearly","share":1}],
 *    "weight":20}
 *
 * Units: shares from 0 to 1. Errors: INPUT with the path of what is wrong. Forgets a person: as definition.h.
 */
#ifndef BANSO_HEALTH_CHOICES_H
#define BANSO_HEALTH_CHOICES_H

#include "success/health/definition.h"

enum { CHOICES_LIMIT = 50 };

/* Texts and flags have values that can be listed. */
bool attribute_has_choices(const Attribute *attribute);
const char *attribute_column(const Attribute *attribute);
/* What the account has: a text, "true" or "false"; NULL = unknown. The text is the engine's own. */
const char *attribute_text(const EngineView *view, int64_t account, const Attribute *attribute, int64_t as_of);

/* `place`: where the points stand ("points[2]"). `weight` is read before; all else is filled. */
bool choices_read(Arena *arena, const ConditionOf *of, const Json *json, const char *place, Program *program,
                  JudgePoints *points, Error *error);

#endif
