/*
 * Accounts as columns of the engine: what a row says, and when it is read again. The keeper (jobs/columns.h) calls this
 * file, under its lock: for all accounts at a start, for some after commits and facts. Custom fields are columns
 * "field:<key>"; orders by name, owner, stage and touch have a column each.
 *
 * In order: what can be asked; one row as values; the source.
 */
#include "customer/account/account_columns.h"

#include "base/clock.h"
#include "engine/engine.h"
#include "house/condition/condition.h"
#include "house/workspace/workspace.h"

#include <stdlib.h>
#include <string.h>

/* ---- what can be asked ----------------------------------------------------------------------------------------- */

const Attribute ACCOUNT_ATTRIBUTES[] = {
    { .name = "name", .type = ATTRIBUTE_TEXT },
    { .name = "external_id", .type = ATTRIBUTE_TEXT },
    { .name = "domain", .type = ATTRIBUTE_TEXT },
    { .name = "country", .type = ATTRIBUTE_TEXT },
    { .name = "language", .type = ATTRIBUTE_TEXT },
    { .name = "owner_id", .type = ATTRIBUTE_ID },
    { .name = "team_id", .type = ATTRIBUTE_ID },
    { .name = "stand_in_id", .type = ATTRIBUTE_ID },
    { .name = COLUMN_STANDING_IN, .type = ATTRIBUTE_ID },
    { .name = "parent_id", .type = ATTRIBUTE_ID },
    { .name = "touch", .type = ATTRIBUTE_TEXT, .choices = "high|low|tech" },
    { .name = "stage", .type = ATTRIBUTE_TEXT, .choices = "onboarding|adoption|renewal|expansion|left" },
    { .name = "created_on", .type = ATTRIBUTE_DAY },
    { 0 },
};

/* ---- one row as values ----------------------------------------------------------------------------------------- */

static EngineValue opt_id(OptInt id)
{
    return id.known ? engine_int(id.value) : engine_unknown();
}

/* The place of a word in its list, so that sorting follows the customer's way and not the alphabet. */
static EngineValue place_in(const char *const *words, const char *word)
{
    for (int i = 0; word && words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return engine_int(i);
    return engine_unknown();
}

static const char *const TOUCHES[] = { "high", "low", "tech", NULL };
static const char *const STAGES[] = { "onboarding", "adoption", "renewal", "expansion", "left", NULL };

/* In the order of row_values. */
static const ColumnKind COLUMNS[] = {
    { "name", COLUMN_TEXT, false },
    { COLUMN_NAME_ORDER, COLUMN_TEXT, false },
    { COLUMN_FOLDED, COLUMN_TEXT, false },
    { "external_id", COLUMN_TEXT, false },
    { "domain", COLUMN_TEXT, false },
    { "country", COLUMN_TEXT, false },
    { "language", COLUMN_TEXT, false },
    { "parent_id", COLUMN_INT, false },
    { "owner_id", COLUMN_INT, false },
    { COLUMN_OWNER_ORDER, COLUMN_TEXT, false },
    { "team_id", COLUMN_INT, false },
    { "stand_in_id", COLUMN_INT, false },
    { "touch", COLUMN_TEXT, false },
    { COLUMN_TOUCH_ORDER, COLUMN_INT, false },
    { "stage", COLUMN_TEXT, false },
    { COLUMN_STAGE_ORDER, COLUMN_INT, false },
    { "created_on", COLUMN_DAY, false },
    { COLUMN_CREATED_AT, COLUMN_INT, false },
    { 0 },
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS - 1 };

static ColumnType field_column_type(FieldKind kind)
{
    switch (kind) {
    case FIELD_KIND_NUMBER:
        return COLUMN_REAL;
    case FIELD_KIND_DATE:
        return COLUMN_DAY;
    case FIELD_KIND_FLAG:
        return COLUMN_FLAG;
    default:
        return COLUMN_TEXT;
    }
}

static EngineValue field_value(const FieldDefined *field, const Json *value)
{
    const char *text;
    double number;
    bool flag;
    int64_t day;
    switch (field->kind) {
    case FIELD_KIND_NUMBER:
        return json_real_value(value, &number) ? engine_real(number) : engine_unknown();
    case FIELD_KIND_FLAG:
        return json_flag_value(value, &flag) ? engine_int(flag) : engine_unknown();
    case FIELD_KIND_DATE:
        return json_text_value(value, &text) && day_parse(text, &day) ? engine_int(day) : engine_unknown();
    default:
        return json_text_value(value, &text) ? engine_text(text) : engine_unknown();
    }
}

static bool field_values(Arena *arena, const FieldsDefined *fields, const char *json, EngineValue *values, Error *error)
{
    const Json *object = NULL;
    if (strcmp(json, "{}") != 0 && !json_parse(arena, json, strlen(json), &object, error))
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        const Json *value = object ? json_get(object, fields->items[i].key) : NULL;
        values[i] = value ? field_value(&fields->items[i], value) : engine_unknown();
    }
    return true;
}

/* Values in the order of COLUMNS, then the custom fields. */
static bool row_values(Services *services, Arena *arena, const FieldsDefined *fields, const AccountColumnRow *row,
                       EngineValue *values, Error *error)
{
    const char *owner = row->owner ? text_sort_key(arena, row->owner) : NULL;
    const EngineValue plain[COLUMN_COUNT] = {
        engine_text(row->name),
        engine_text(row->sort_key),
        engine_text(row->folded),
        engine_text(row->external_id),
        engine_text(row->domain),
        engine_text(row->country),
        engine_text(row->language),
        opt_id(row->parent_id),
        opt_id(row->owner_id),
        engine_text(owner),
        opt_id(row->team_id),
        opt_id(row->stand_in_id),
        engine_text(row->touch),
        place_in(TOUCHES, row->touch),
        engine_text(row->stage),
        place_in(STAGES, row->stage),
        engine_int(zone_day(atomic_load(&services->zone), row->created_at)),
        engine_int(row->created_at),
    };
    memcpy(values, plain, sizeof plain);
    return field_values(arena, fields, row->fields, values + COLUMN_COUNT, error);
}

/* ---- the source ------------------------------------------------------------------------------------------------ */

/* A column for each custom field. */
static bool fields_name(Db *db, ColumnFill *fill, Error *error)
{
    Arena *arena = column_arena(fill);
    FieldsDefined *fields = arena_make(arena, FieldsDefined);
    if (!fields_read(db, arena, "account", fields, error))
        return false;
    for (size_t i = 0; i < fields->count; i++)
        column_add(fill, arena_format(arena, "field:%s", fields->items[i].key),
                   field_column_type(fields->items[i].kind));
    column_keep(fill, fields);
    return true;
}

typedef struct {
    ColumnFill *fill;
    Arena *arena; /* of one row */
    EngineValue *values;
} AccountFilling;

static bool row_take(const AccountColumnRow *row, void *context, Error *error)
{
    const AccountFilling *filling = context;
    arena_reset(filling->arena);
    if (row->test) {
        column_hide(filling->fill, row->id);
        return true;
    }
    if (!row_values(column_services(filling->fill), filling->arena, column_kept(filling->fill), row, filling->values,
                    error))
        return false;
    column_row(filling->fill, row->id, filling->values);
    return true;
}

static AccountFilling filling_new(ColumnFill *fill)
{
    const FieldsDefined *fields = column_kept(fill);
    return (AccountFilling) { fill, arena_new(),
                              arena_array(column_arena(fill), COLUMN_COUNT + fields->count, sizeof(EngineValue)) };
}

static bool accounts_load(Db *db, ColumnFill *fill, Error *error)
{
    AccountFilling filling = filling_new(fill);
    bool ok = account_column_each(db, row_take, &filling, error);
    arena_free(filling.arena);
    return ok;
}

static bool accounts_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    AccountFilling filling = filling_new(fill);
    AccountColumnRow *rows;
    size_t count;
    bool ok = account_columns_in(db, column_arena(fill), accounts, &rows, &count, error);
    for (size_t i = 0; ok && i < count; i++)
        ok = row_take(&rows[i], &filling, error);
    arena_free(filling.arena);
    return ok;
}

/* The day on which an account was made is one of the workspace's zone. Without another server, own commits have renewed
 * the rest. */
static bool moves_all(const Fact *fact, bool shared)
{
    return workspace_zone_moved(fact) || (shared && strcmp(fact->kind, "field.deleted") == 0);
}

/* The accounts of a person of the staff, whose name is a column. */
static bool owner_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error)
{
    AccountIdsOfOwnerRow *rows;
    size_t count;
    int64_t owner = fact->subject ? strtoll(fact->subject + strcspn(fact->subject, ":") + 1, NULL, 10) : 0;
    if (!account_ids_of_owner(db, arena, owner, after, &rows, &count, error))
        return false;
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    *accounts = (Ids) { count, ids };
    return true;
}

const ColumnSource ACCOUNT_COLUMNS[] = {
    { "accounts", COLUMNS, accounts_load, accounts_some, .on = { "account." }, .moves_all = moves_all,
      .moves_on = "staff.changed", .moves = owner_moves, .owns = true, .more = fields_name,
      .prefix = "field:", .names_on = "field.created" },
    { "teams of accounts", ACCOUNT_TEAM_KINDS, account_teams_load, account_teams_some, .on = { "account." },
      .moves_on = "team.", .moves = account_team_moves },
    { "stand-ins of accounts", ACCOUNT_CARE_KINDS, account_care_load, account_care_some, .on = { "account." },
      .moves_all = account_care_moves_all, .moves_on = "absence.", .moves = account_care_moves },
    { 0 },
};

static bool opt_equal(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

bool account_columns_renew(const Writer *writer, const AccountRow *before, const AccountRow *after, Error *error)
{
    static const AccountRow NOTHING;
    const AccountRow *was = before ? before : &NOTHING;
    bool team = !opt_equal(was->team_id, after->team_id);
    bool care = !opt_equal(was->owner_id, after->owner_id) || !opt_equal(was->stand_in_id, after->stand_in_id);
    return columns_renew(writer, &ACCOUNT_COLUMNS[0], after->id, error) &&
           (!team || columns_renew(writer, &ACCOUNT_COLUMNS[1], after->id, error)) &&
           (!care || columns_renew(writer, &ACCOUNT_COLUMNS[2], after->id, error));
}

bool account_start(Services *services, Error *error)
{
    return columns_start(services, ACCOUNT_COLUMNS, error);
}
