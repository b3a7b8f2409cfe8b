/* Custom fields over the API. Module.fields says which things have them. */
#include "field.sql.h"

#include "base/id.h"
#include "base/text.h"
#include "base/texts.h"
#include "house/field/field.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "jobs/module.h"

#include <string.h>

static const FieldHolder *holder_of(const char *object)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->fields && strcmp((*at)->fields->object, object) == 0)
            return (*at)->fields;
    bug("no module has the custom fields of \"%s\"", object);
}

enum { FIELDS_MAX = 100 };

static bool field_shown(Arena *arena, const CustomFieldRow *row, CustomField *shown, Error *error)
{
    shown->row = *row;
    return texts_parse(arena, row->choices, &shown->choices, error);
}

static bool field_list(Request *request, Error *error)
{
    CustomFieldRow *rows;
    size_t count;
    if (!custom_field_all(request->db, request->arena, &rows, &count, error))
        return false;
    CustomField *shown = arena_array(request->arena, count, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!field_shown(request->arena, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &CUSTOM_FIELD, shown, count, NULL);
}

static bool field_tell(Request *request, const char *kind, const CustomFieldRow *row, const EditTold *told,
                       Error *error)
{
    Fact fact = { .kind = kind,
                  .actor = request_actor(request),
                  .subject = arena_format(request->arena, "field:%lld", (long long)row->id),
                  .body = told,
                  .at = request->now };
    return fact_write(request->db, &fact, NULL, error);
}

static bool field_reply(Request *request, int status, const CustomFieldRow *row, Error *error)
{
    CustomField shown;
    return field_shown(request->arena, row, &shown, error) && reply_row(request, status, &CUSTOM_FIELD, &shown);
}

/* Keys stand in conditions, CSV headers and column names: plain ones only. */
static bool key_is_plain(const char *key, Error *error)
{
    if (strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(key))
        return true;
    return fail(error, ERROR_INPUT, "key", "a key may contain only a–z, 0–9 and _, not \"%.60s\"", key);
}

static bool choices_fit(Arena *arena, const CustomFieldRow *row, Error *error)
{
    Texts choices;
    if (!texts_parse(arena, row->choices, &choices, error))
        return false;
    bool wants = strcmp(row->kind, "choice") == 0;
    if (wants && !choices.count)
        return fail(error, ERROR_INPUT, "choices", "a choice field needs at least one choice");
    if (!wants && choices.count)
        return fail(error, ERROR_INPUT, "choices", "only choice fields have choices");
    for (size_t i = 0; i < choices.count; i++)
        if (text_is_empty(choices.items[i]))
            return fail(error, ERROR_INPUT, "choices", "a choice cannot be empty");
    return true;
}

static bool field_is_new(Request *request, const CustomFieldRow *row, Error *error)
{
    CustomFieldRow *other;
    CustomFieldCountRow *all;
    if (!custom_field_by_key(request->db, request->arena, row->object, row->key, &other, error) ||
        !custom_field_count(request->db, request->arena, row->object, &all, error))
        return false;
    if (other)
        return fail(error, ERROR_CONFLICT, "key", "custom field \"%.60s\" already exists", row->key);
    if (all->count >= FIELDS_MAX)
        return fail(error, ERROR_INPUT, NULL, "at most %d custom fields are allowed", FIELDS_MAX);
    return true;
}

static void field_came(const Writer *writer, const NewCustomField *in)
{
    const FieldHolder *holder = holder_of(in->object);
    if (holder->came)
        holder->came(writer);
}

static bool field_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    CustomFieldRow row = { .id = id_new(), .choices = "[]", .version = 1 };
    field_came(&writer, request->input);
    return edit_apply(request, &NEW_CUSTOM_FIELD, request->input, &CUSTOM_FIELD_ROW, &row, error) &&
           key_is_plain(row.key, error) && choices_fit(request->arena, &row, error) &&
           field_is_new(request, &row, error) && custom_field_insert(request->db, &row, error) &&
           field_tell(request, "field.created", &row, NULL, error) && field_reply(request, 201, &row, error);
}

static bool field_of_path(Request *request, CustomFieldRow **row, Error *error)
{
    if (!custom_field_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "custom field %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool field_change(Request *request, Error *error)
{
    CustomFieldRow *before, after;
    if (!field_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &CUSTOM_FIELD_PATCH, request->input, &CUSTOM_FIELD_ROW, &after, error) ||
        !choices_fit(request->arena, &after, error))
        return false;
    List choices = { !text_equal(before->choices, after.choices), &(EditChange) { .field = "choices" } };
    const EditTold *told = edit_told(request->arena, &CUSTOM_FIELD_PATCH, &CUSTOM_FIELD_ROW, before, &after, choices);
    if (!told)
        return field_reply(request, 200, before, error);
    after.version++;
    return custom_field_update(request->db, &after, error) &&
           field_tell(request, "field.changed", &after, told, error) && field_reply(request, 200, &after, error);
}

/* ---- removing a field and its values --------------------------------------------------------------------------- */

bool field_without(Arena *arena, const char *fields, const char *key, const char **rest, Error *error)
{
    const Json *object;
    if (!json_parse(arena, fields, strlen(fields), &object, error))
        return false;
    Text text = text_new(arena);
    text_char(&text, '{');
    for (const Json *member = json_first(object); member; member = json_next(member)) {
        if (strcmp(json_key(member), key) == 0)
            continue;
        json_key_to(&text, json_key(member));
        text_add(&text, json_print(arena, member));
    }
    text_char(&text, '}');
    *rest = text_string(&text);
    return true;
}

static bool field_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    CustomFieldRow *row;
    if (!field_of_path(request, &row, error))
        return false;
    const FieldHolder *holder = holder_of(row->object);
    const char *pattern = text_like(request->arena, arena_format(request->arena, "\"%s\":", row->key));
    if (!holder->clear(&writer, pattern, row->key, error) || !custom_field_remove(request->db, row->id, error) ||
        !field_tell(request, "field.deleted", row, NULL, error))
        return false;
    if (holder->gone)
        holder->gone(&writer, row->key);
    return reply_empty(request);
}

const Route FIELD_ROUTES[] = {
    { GET, "/api/v1/fields", field_list, RIGHT_VIEW, "List all custom fields", .gives = &CUSTOM_FIELD,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/fields", field_create, RIGHT_MANAGE, "Add a custom field", .takes = &NEW_CUSTOM_FIELD,
      .gives = &CUSTOM_FIELD },
    { PATCH, "/api/v1/fields/{id}", field_change, RIGHT_MANAGE, "Change a custom field", .takes = &CUSTOM_FIELD_PATCH,
      .gives = &CUSTOM_FIELD },
    { DELETE, "/api/v1/fields/{id}", field_delete, RIGHT_MANAGE, "Delete a custom field with all its values" },
    { 0 },
};
