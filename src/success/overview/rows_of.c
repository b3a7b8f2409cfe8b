/* Conditions as JSON. Nobody's words get in but as a string that is written as one. */
#include "success/overview/rows_of.h"

#include "base/clock.h"
#include "base/json.h"
#include "success/overview/standing.h"

/* Up to its value, and without the brace at its end. */
static void begins(Text *parts, const char *attribute, const char *op)
{
    text_char(parts, '{');
    json_key_to(parts, "attribute");
    json_string_to(parts, attribute);
    json_key_to(parts, "op");
    json_string_to(parts, op);
}

static void asks(Text *parts, const char *attribute, const char *op)
{
    json_comma_to(parts);
    begins(parts, attribute, op);
}

void part_one_of(Text *parts, const char *attribute, const char *word)
{
    asks(parts, attribute, "in");
    json_key_to(parts, "value");
    text_char(parts, '[');
    json_string_to(parts, word);
    text_add(parts, "]}");
}

static void value_ids(Text *parts, const int64_t *ids, size_t count)
{
    json_key_to(parts, "value");
    text_char(parts, '[');
    for (size_t i = 0; i < count; i++) {
        json_comma_to(parts);
        json_int_to(parts, ids[i]);
    }
    text_add(parts, "]}");
}

void part_id(Text *parts, const char *attribute, int64_t id)
{
    asks(parts, attribute, "in");
    value_ids(parts, &id, 1);
}

void part_unknown(Text *parts, const char *attribute)
{
    asks(parts, attribute, "unknown");
    text_char(parts, '}');
}

void part_none_of(Text *parts, const char *attribute, const int64_t *ids, size_t count)
{
    if (!count)
        return;
    json_comma_to(parts);
    text_char(parts, '{');
    json_key_to(parts, "not");
    begins(parts, attribute, "in");
    value_ids(parts, ids, count);
    text_char(parts, '}');
}

void part_stand(Text *parts, int stand)
{
    if (stand == STAND_UNJUDGED)
        part_unknown(parts, "band");
    else
        part_one_of(parts, "band", STAND_NAMES[stand]);
}

static void renewal_within(Text *parts, const char *op, int days)
{
    json_comma_to(parts);
    text_add(parts, "{\"measure\":{\"measure\":\"days_to_renewal\"}");
    json_key_to(parts, "op");
    json_string_to(parts, op);
    json_key_to(parts, "value");
    json_int_to(parts, days);
    text_char(parts, '}');
}

void part_renews(Text *parts, int days)
{
    renewal_within(parts, ">=", 0);
    renewal_within(parts, "<=", days);
}

/* An account with a contract of that day was there, whenever it came into the workspace. */
static void part_was_there(Text *filter, int64_t day)
{
    json_comma_to(filter);
    text_add(filter, "{\"or\":[{\"attribute\":\"status\",\"op\":\"in\",\"value\":[\"paying\",\"trial\",\"free\"]}");
    asks(filter, "created_on", "<=");
    json_key_to(filter, "value");
    json_string_to(filter, day_format(filter->arena, day));
    text_add(filter, "}]}");
}

const char *rows_filter(Arena *arena, const Text *parts, int64_t day, bool past)
{
    Text filter = text_new(arena);
    text_add(&filter, "{\"and\":[");
    if (parts && parts->size)
        text_add_n(&filter, parts->data, parts->size);
    asks(&filter, "status", "!=");
    json_key_to(&filter, "value");
    json_string_to(&filter, "left");
    text_char(&filter, '}');
    if (past)
        part_was_there(&filter, day);
    text_add(&filter, "]}");
    return text_string(&filter);
}
