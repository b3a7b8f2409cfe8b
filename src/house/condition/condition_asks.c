/* What a condition asks for: whose areas it touches, how much of it there is, and which of its custom fields are there
 * no longer. */
#include "house/condition/condition.h"

#include "base/circle.h"
#include "base/text.h"

#include <string.h>

unsigned condition_circles(const Condition *condition)
{
    unsigned circles = condition->kind == CONDITION_MEASURE ? measure_circle(condition->measure.kind) : CIRCLE_NONE;
    for (size_t i = 0; i < condition->count; i++)
        circles |= condition_circles(condition->parts[i]);
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].saved)
            circles |= condition_circles(condition->values[i].saved);
    return circles;
}

size_t condition_parts(const Condition *condition)
{
    size_t parts = 1;
    for (size_t i = 0; i < condition->count; i++)
        parts += condition_parts(condition->parts[i]);
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].saved)
            parts += condition_parts(condition->values[i].saved);
    return parts;
}

size_t condition_accounts(const Condition *condition)
{
    size_t accounts = condition->kind == CONDITION_ACCOUNT;
    for (size_t i = 0; i < condition->count; i++)
        accounts += condition_accounts(condition->parts[i]);
    return accounts;
}

/* Walks the tree with the keys that there are: those of accounts from an ACCOUNT on. */
typedef struct {
    Texts accounts;
    const char **items;
    size_t count;
} Missing;

static bool is_among(Texts keys, const char *key)
{
    for (size_t i = 0; i < keys.count; i++)
        if (strcmp(keys.items[i], key) == 0)
            return true;
    return false;
}

/* The key of the custom field that it asks for; NULL = of none. */
static const char *key_of(const Condition *condition)
{
    static const char PREFIX[] = "field:";
    if (condition->kind == CONDITION_MEASURE)
        return condition->measure.field;
    if (condition->kind != CONDITION_ATTRIBUTE || !text_starts(condition->attribute->name, PREFIX))
        return NULL;
    return condition->attribute->name + sizeof PREFIX - 1;
}

static void missing_add(Missing *missing, const Condition *condition, Texts keys)
{
    const char *key = key_of(condition);
    if (key && !is_among(keys, key) && !is_among((Texts) { missing->count, missing->items }, key))
        missing->items[missing->count++] = key;
    for (size_t i = 0; i < condition->count; i++)
        missing_add(missing, condition->parts[i], condition->kind == CONDITION_ACCOUNT ? missing->accounts : keys);
}

Texts condition_missing(Arena *arena, const Condition *condition, Texts own, Texts accounts)
{
    Missing missing = { .accounts = accounts, .items = arena_array(arena, CONDITION_PARTS_MAX, sizeof(char *)) };
    missing_add(&missing, condition, own);
    return (Texts) { missing.count, missing.items };
}
