/* Traits of identify and group into contacts and accounts. A trait that does not fit is listed among the refused, and
 * the others are kept. */
#include "usage/event/event_store.h"

#include "base/json.h"
#include "house/field/field.h"

#include <string.h>

/* A value that was given, by the name under which it may be refused. */
typedef struct {
    const char *field;
    const char **value;
} TraitSlot;

typedef struct {
    Flush *flush;
    const TrackEvent *event;
    const Json *json;
    FieldGiven *fields;
    size_t field_count;
    Text unfit; /* objects and lists where a text belongs */
} Traits;

/* ---- reading ---- */

static const char *trait_text(Arena *arena, const Json *value)
{
    const char *text;
    double real;
    bool flag;
    if (json_text_value(value, &text))
        return text_is_empty(text) ? NULL : text;
    if (json_flag_value(value, &flag))
        return flag ? "true" : "false";
    if (!json_real_value(value, &real))
        return NULL;
    Text number = text_new(arena);
    json_real_to(&number, real);
    return text_string(&number);
}

static const char *trait(Traits *traits, const char *key)
{
    const Json *value = json_get(traits->json, key);
    if (json_is_object(value) || json_is_array(value))
        text_format(&traits->unfit, "%s%s: this is no text", traits->unfit.size == 0 ? "" : "; ", key);
    return value == NULL ? NULL : trait_text(traits->flush->writer.arena, value);
}

/* Traits that a custom field is made for. */
static bool traits_read(Flush *flush, const TrackEvent *event, const char *object, Traits *traits, Error *error)
{
    Arena *arena = flush->writer.arena;
    FieldsDefined defined;
    *traits = (Traits) { .flush = flush, .event = event, .unfit = text_new(arena) };
    if (!json_parse_exact(arena, event->traits.data, event->traits.size, &traits->json, error) ||
        !fields_read(flush->writer.db, arena, object, &defined, error))
        return false;
    traits->fields = arena_array(arena, defined.count + 1, sizeof *traits->fields);
    for (size_t i = 0; i < defined.count; i++) {
        const char *text = trait(traits, defined.items[i].key);
        if (text != NULL)
            traits->fields[traits->field_count++] = (FieldGiven) { defined.items[i].key, text };
    }
    return true;
}

static const char *full_name(Arena *arena, Traits *traits)
{
    const char *name = trait(traits, "name");
    const char *first = trait(traits, "firstName"), *last = trait(traits, "lastName");
    if (name != NULL || (first == NULL && last == NULL))
        return name;
    if (first == NULL || last == NULL)
        return first == NULL ? last : first;
    return arena_format(arena, "%s %s", first, last);
}

/* ---- what does not fit ---- */

/* Takes out what was refused; false when it is none of what was given. */
static bool refused_drop(Traits *traits, const TraitSlot *slots, const char *field)
{
    static const char CUSTOM[] = "field:";
    bool custom = strncmp(field, CUSTOM, sizeof CUSTOM - 1) == 0;
    for (; !custom && slots->field != NULL; slots++)
        if (strcmp(slots->field, field) == 0 && *slots->value != NULL) {
            *slots->value = NULL;
            return true;
        }
    for (size_t i = 0; custom && i < traits->field_count; i++)
        if (strcmp(traits->fields[i].key, field + sizeof CUSTOM - 1) == 0) {
            traits->fields[i] = traits->fields[--traits->field_count];
            return true;
        }
    return false;
}

static bool unfit_list(Traits *traits, Error *error)
{
    return traits->unfit.size == 0 ||
           flush_refuse(traits->flush, traits->event, TRACK_TRAIT, text_string(&traits->unfit), error);
}

/* True when the write may be tried again without what was refused. */
static bool traits_lessen(Traits *traits, const TraitSlot *slots, Error *error)
{
    bool input = error->kind == ERROR_INPUT || error->kind == ERROR_CONFLICT;
    if (!input || error->field == NULL || !refused_drop(traits, slots, error->field))
        return false;
    Error why = *error;
    *error = (Error) { 0 };
    return flush_refuse(traits->flush, traits->event, TRACK_TRAIT, arena_text(traits->flush->writer.arena, why.text),
                        error);
}

/* ---- into tables ---- */

bool flush_identify(Flush *flush, const TrackEvent *event, int64_t *contact, Error *error)
{
    Traits traits;
    Upsert outcome;
    int64_t merged = 0;
    if (event->user_id == NULL || event->traits.size == 0)
        return true;
    if (!traits_read(flush, event, "contact", &traits, error))
        return false;
    ContactGiven given = { .id = *contact,
                           .external_id = event->user_id,
                           .name = full_name(flush->writer.arena, &traits),
                           .email = trait(&traits, "email"),
                           .phone = trait(&traits, "phone"),
                           .title = trait(&traits, "title"),
                           .language = trait(&traits, "language"),
                           .fields = traits.fields,
                           .only_adds = flush->call->only_adds,
                           .merged = &merged };
    const TraitSlot slots[] = { { "name", &given.name },   { "email", &given.email },       { "phone", &given.phone },
                                { "title", &given.title }, { "language", &given.language }, { 0 } };
    do {
        given.field_count = traits.field_count;
        if (contact_upsert(&flush->writer, &given, contact, &outcome, error)) {
            if (merged != 0)
                flush_merged(flush, merged, *contact);
            return unfit_list(&traits, error);
        }
    } while (traits_lessen(&traits, slots, error));
    return false;
}

static bool group_bring(Flush *flush, const TrackEvent *event, int64_t *account, Error *error)
{
    Traits traits;
    Upsert outcome;
    if (!traits_read(flush, event, "account", &traits, error))
        return false;
    const char *domain = trait(&traits, "domain");
    AccountGiven given = { .external_id = event->group_id,
                           .name = trait(&traits, "name"),
                           .domain = domain != NULL ? domain : trait(&traits, "website"),
                           .country = trait(&traits, "country"),
                           .time_zone = trait(&traits, "timezone"),
                           .language = trait(&traits, "language"),
                           .fields = traits.fields,
                           .only_adds = flush->call->only_adds };
    const TraitSlot slots[] = { { "name", &given.name },         { "domain", &given.domain },
                                { "country", &given.country },   { "time_zone", &given.time_zone },
                                { "language", &given.language }, { 0 } };
    do {
        given.field_count = traits.field_count;
        if (account_upsert(&flush->writer, &given, account, &outcome, error))
            return unfit_list(&traits, error);
    } while (traits_lessen(&traits, slots, error));
    return false;
}

bool flush_group(Flush *flush, const TrackEvent *event, int64_t *account, Error *error)
{
    if (event->traits.size == 0)
        return identity_group(flush->identity, &flush->writer, event->group_id, account, error);
    /* The values are those of the account that is there; the event is filed by the one that was meant. */
    return group_bring(flush, event, account, error) &&
           identity_group(flush->identity, &flush->writer, event->group_id, account, error);
}
