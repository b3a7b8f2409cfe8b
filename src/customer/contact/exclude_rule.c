/* What a rule says, and whom it holds. Pure, but for the custom fields that a rule may ask for. */
#include "customer/contact/exclude_store.h"

#include "base/json.h"
#include "base/reason.h"
#include "customer/contact/contact_store.h"
#include "house/field/field.h"

#include <string.h>

/* ---- patterns ---- */

/* Greedy with one step back: each * takes as little as lets the rest fit. */
static bool glob(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++from;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == 0;
}

bool exclusion_fits(Arena *arena, const char *pattern, const char *text)
{
    return text && glob(text_fold(arena, pattern), text_fold(arena, text));
}

/* ---- whom a rule holds ---- */

/* Of the domain itself, or below it. */
static bool is_of_domain(Arena *arena, const char *domain, const char *email)
{
    const char *address = contact_address(arena, email);
    const char *at = address ? strrchr(address, '@') : NULL;
    if (!at)
        return false;
    const char *wanted = text_fold(arena, domain), *given = text_fold(arena, at + 1);
    size_t size = strlen(given), tail = strlen(wanted);
    return size >= tail && strcmp(given + size - tail, wanted) == 0 && (size == tail || given[size - tail - 1] == '.');
}

static const char *value_text(Arena *arena, const Json *value)
{
    const char *text;
    bool flag;
    double real;
    if (json_text_value(value, &text))
        return text;
    if (json_flag_value(value, &flag))
        return flag ? "true" : "false";
    if (!json_real_value(value, &real))
        return NULL;
    Text number = text_new(arena);
    json_real_to(&number, real);
    return text_string(&number);
}

static bool has_trait(Arena *arena, const ExclusionRow *rule, const char *fields)
{
    const Json *values;
    Error ignored = { 0 };
    return json_parse_exact(arena, fields, strlen(fields), &values, &ignored) &&
           exclusion_fits(arena, rule->pattern, value_text(arena, json_get(values, rule->field)));
}

static bool rule_holds(Arena *arena, const ExclusionRow *rule, const ContactRow *row)
{
    if (strcmp(rule->kind, "domain") == 0)
        return is_of_domain(arena, rule->pattern, row->email);
    if (strcmp(rule->kind, "address") == 0)
        return exclusion_fits(arena, rule->pattern, row->email);
    if (strcmp(rule->kind, "user_id") == 0)
        return exclusion_fits(arena, rule->pattern, row->external_id);
    return strcmp(rule->kind, "trait") == 0 && has_trait(arena, rule, row->fields);
}

int64_t exclusion_of(Arena *arena, const Exclusions *rules, const ContactRow *row)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rule_holds(arena, &rules->rows[i], row))
            return rules->rows[i].id;
    return 0;
}

/* ---- what may be a rule ---- */

static bool domain_read(Arena *arena, const char *given, const char **pattern, Error *error)
{
    const char *domain = text_fold(arena, given + (*given == '@'));
    *pattern = domain;
    const char *dot = strchr(domain, '.');
    bool whole = dot && dot != domain && dot[1] && !strpbrk(domain, "@* ,;/");
    return whole || refuse(error, "pattern", REASON_NO_DOMAIN, given, NULL);
}

static bool field_is_known(Db *db, Arena *arena, const char *key, Error *error)
{
    FieldsDefined fields;
    if (text_is_empty(key))
        return refuse(error, "field", REASON_MISSING, NULL, NULL);
    if (!fields_read(db, arena, "contact", &fields, error))
        return false;
    return field_by_key(&fields, key) ||
           fail(error, ERROR_INPUT, "field", "contacts have no custom field \"%.80s\"", key);
}

bool exclusion_read(Db *db, Arena *arena, const ExclusionGiven *given, ExclusionRow *row, Error *error)
{
    bool robot = strcmp(given->kind, "robot") == 0, trait = strcmp(given->kind, "trait") == 0;
    *row = (ExclusionRow) { .kind = given->kind, .pattern = "", .field = trait ? given->field : NULL };
    if (robot)
        return true;
    const char *pattern = given->pattern ? given->pattern : "";
    if (pattern[strspn(pattern, "* ")] == 0)
        return refuse(error, "pattern", REASON_MISSING, NULL, NULL);
    row->pattern = pattern;
    if (strcmp(given->kind, "domain") == 0)
        return domain_read(arena, pattern, &row->pattern, error);
    return !trait || field_is_known(db, arena, given->field, error);
}
