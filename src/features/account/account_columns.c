#include "features/account/account_columns.h"

#include "base/clock.h"
#include "engine/engine.h"
#include "features/condition/condition.h"

#include <string.h>

/* ---- what can be asked ----------------------------------------------------------------------------------------- */

static const Attribute ATTRIBUTES[] = {
    { "name", ATTRIBUTE_TEXT, "name", COLUMN_FOLDED, "a.name", "a.folded", NULL },
    { "external_id", ATTRIBUTE_TEXT, "external_id", NULL, "a.external_id", NULL, NULL },
    { "domain", ATTRIBUTE_TEXT, "domain", NULL, "a.domain", NULL, NULL },
    { "country", ATTRIBUTE_TEXT, "country", NULL, "a.country", NULL, NULL },
    { "language", ATTRIBUTE_TEXT, "language", NULL, "a.language", NULL, NULL },
    { "owner_id", ATTRIBUTE_ID, "owner_id", NULL, "a.owner_id", NULL, NULL },
    { "parent_id", ATTRIBUTE_ID, "parent_id", NULL, "a.parent_id", NULL, NULL },
    { "touch", ATTRIBUTE_TEXT, "touch", NULL, "a.touch", NULL, "high|low|tech" },
    { "stage", ATTRIBUTE_TEXT, "stage", NULL, "a.stage", NULL, "onboarding|adoption|renewal|expansion|left" },
    { "created_on", ATTRIBUTE_DAY, "created_on", NULL, NULL, NULL, NULL },
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

static const struct {
    const char *name;
    ColumnType type;
} COLUMNS[] = {
    { "name", COLUMN_TEXT },        { COLUMN_NAME_ORDER, COLUMN_TEXT },
    { COLUMN_FOLDED, COLUMN_TEXT }, { "external_id", COLUMN_TEXT },
    { "domain", COLUMN_TEXT },      { "country", COLUMN_TEXT },
    { "language", COLUMN_TEXT },    { "parent_id", COLUMN_INT },
    { "owner_id", COLUMN_INT },     { COLUMN_OWNER_ORDER, COLUMN_TEXT },
    { "touch", COLUMN_TEXT },       { COLUMN_TOUCH_ORDER, COLUMN_INT },
    { "stage", COLUMN_TEXT },       { COLUMN_STAGE_ORDER, COLUMN_INT },
    { "created_on", COLUMN_DAY },   { COLUMN_CREATED_AT, COLUMN_INT },
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

typedef struct {
    int plain[COLUMN_COUNT];
    const FieldsDefined *fields;
    int *field; /* column of each custom field */
} Columns;

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

static int field_column(Engine *engine, Arena *arena, const FieldDefined *field)
{
    return engine_column(engine, arena_format(arena, "field:%s", field->key), field_column_type(field->kind), false);
}

static Columns columns_find(Engine *engine, Arena *arena, const FieldsDefined *fields)
{
    Columns columns = { .fields = fields, .field = arena_array(arena, fields->count, sizeof(int)) };
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns.plain[i] = engine_column(engine, COLUMNS[i].name, COLUMNS[i].type, false);
    for (size_t i = 0; i < fields->count; i++)
        columns.field[i] = field_column(engine, arena, &fields->items[i]);
    return columns;
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

static bool field_values(Arena *arena, const Columns *columns, const char *json, EngineValue *values, Error *error)
{
    const Json *object = NULL;
    if (strcmp(json, "{}") != 0 && !json_parse(arena, json, strlen(json), &object, error))
        return false;
    for (size_t i = 0; i < columns->fields->count; i++) {
        const Json *value = object ? json_get(object, columns->fields->items[i].key) : NULL;
        values[i] = value ? field_value(&columns->fields->items[i], value) : engine_unknown();
    }
    return true;
}

/* Values in the order of COLUMNS, then the custom fields. */
static bool row_values(Services *services, Arena *arena, const Columns *columns, const AccountColumnRow *row,
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
        engine_text(row->touch),
        place_in(TOUCHES, row->touch),
        engine_text(row->stage),
        place_in(STAGES, row->stage),
        engine_int(zone_day(atomic_load(&services->zone), row->created_at)),
        engine_int(row->created_at),
    };
    memcpy(values, plain, sizeof plain);
    return field_values(arena, columns, row->fields, values + COLUMN_COUNT, error);
}

static size_t row_sets(const Columns *columns, int64_t account, const EngineValue *values, EngineSet *sets)
{
    size_t count = COLUMN_COUNT + columns->fields->count;
    for (size_t i = 0; i < count; i++)
        sets[i] =
            (EngineSet) { account, i < COLUMN_COUNT ? columns->plain[i] : columns->field[i - COLUMN_COUNT], values[i] };
    return count;
}

/* ---- all of them, at start ------------------------------------------------------------------------------------- */

enum { LOAD_BATCH = 512 };

typedef struct {
    Services *services;
    Arena *arena, *batch;
    Columns columns;
    EngineSet *sets;
    size_t set_count, row_count;
} Load;

static void load_flush(Load *load)
{
    engine_set(load->services->engine, load->sets, load->set_count);
    load->set_count = load->row_count = 0;
    arena_reset(load->batch);
}

static void text_keep(Arena *arena, EngineValue *value)
{
    if (value->known && value->text)
        value->text = arena_text(arena, value->text);
}

static bool load_take(const AccountColumnRow *row, void *context, Error *error)
{
    Load *load = context;
    size_t width = COLUMN_COUNT + load->columns.fields->count;
    EngineValue *values = arena_array(load->batch, width, sizeof *values);
    if (!row_values(load->services, load->batch, &load->columns, row, values, error))
        return false;
    for (size_t i = 0; i < width; i++) /* the cursor's memory is used again for the next row */
        text_keep(load->batch, &values[i]);
    load->set_count += row_sets(&load->columns, row->id, values, load->sets + load->set_count);
    if (++load->row_count == LOAD_BATCH)
        load_flush(load);
    return true;
}

static bool columns_read(Db *db, void *context, Error *error)
{
    Load *load = context;
    FieldsDefined *fields = arena_make(load->arena, FieldsDefined);
    if (!fields_read(db, load->arena, "account", fields, error))
        return false;
    load->columns = columns_find(load->services->engine, load->arena, fields);
    load->sets = arena_array(load->arena, LOAD_BATCH * (COLUMN_COUNT + fields->count), sizeof *load->sets);
    load->set_count = load->row_count = 0;
    if (!account_column_each(db, load_take, load, error))
        return false;
    load_flush(load);
    return true;
}

bool account_columns_load(Services *services, Error *error)
{
    attribute_register(ATTRIBUTES);
    Load load = { .services = services, .arena = arena_new(), .batch = arena_new() };
    bool ok = store_read(services->store, columns_read, &load, error);
    arena_free(load.batch);
    arena_free(load.arena);
    return ok;
}

/* ---- one of them, after COMMIT --------------------------------------------------------------------------------- */

typedef struct {
    Engine *engine;
    EngineSet *sets;
    size_t count;
} Renewal;

static void renew(void *context)
{
    const Renewal *renewal = context;
    engine_set(renewal->engine, renewal->sets, renewal->count);
}

bool account_columns_renew(const Writer *writer, const AccountRow *row, Error *error)
{
    Arena *arena = db_arena(writer->db);
    FieldsDefined *fields = arena_make(arena, FieldsDefined);
    AccountColumnRow *stored;
    if (!fields_read(writer->db, arena, "account", fields, error) ||
        !account_column(writer->db, arena, row->id, &stored, error))
        return false;
    Columns columns = columns_find(writer->services->engine, arena, fields);
    size_t width = COLUMN_COUNT + fields->count;
    EngineValue *values = arena_array(arena, width, sizeof *values);
    Renewal *renewal = arena_make(arena, Renewal);
    *renewal = (Renewal) { writer->services->engine, arena_array(arena, width, sizeof(EngineSet)), 0 };
    if (!row_values(writer->services, arena, &columns, stored, values, error))
        return false;
    renewal->count = row_sets(&columns, row->id, values, renewal->sets);
    db_after_commit(writer->db, renew, renewal);
    return true;
}

typedef struct {
    Engine *engine;
    int64_t account;
    const char *column;
} Removal;

static void remove_account(void *context)
{
    const Removal *removal = context;
    engine_account_remove(removal->engine, removal->account);
}

void account_columns_remove(const Writer *writer, int64_t account_id)
{
    Removal *removal = arena_make(db_arena(writer->db), Removal);
    *removal = (Removal) { .engine = writer->services->engine, .account = account_id };
    db_after_commit(writer->db, remove_account, removal);
}

static void clear_column(void *context)
{
    const Removal *removal = context;
    engine_column_clear(removal->engine, removal->column);
}

void account_columns_field_gone(const Writer *writer, const char *key)
{
    Arena *arena = db_arena(writer->db);
    Removal *removal = arena_make(arena, Removal);
    *removal = (Removal) { .engine = writer->services->engine, .column = arena_format(arena, "field:%s", key) };
    db_after_commit(writer->db, clear_column, removal);
}
