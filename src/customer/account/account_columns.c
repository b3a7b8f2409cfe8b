#include "customer/account/account_columns.h"

#include "base/clock.h"
#include "engine/engine.h"
#include "house/condition/condition.h"

#include <pthread.h>
#include <string.h>

/* ---- what can be asked ----------------------------------------------------------------------------------------- */

const Attribute ACCOUNT_ATTRIBUTES[] = {
    { "name", ATTRIBUTE_TEXT, "name", "a.name", NULL, NULL },
    { "external_id", ATTRIBUTE_TEXT, "external_id", "a.external_id", NULL, NULL },
    { "domain", ATTRIBUTE_TEXT, "domain", "a.domain", NULL, NULL },
    { "country", ATTRIBUTE_TEXT, "country", "a.country", NULL, NULL },
    { "language", ATTRIBUTE_TEXT, "language", "a.language", NULL, NULL },
    { "owner_id", ATTRIBUTE_ID, "owner_id", "a.owner_id", NULL, NULL },
    { "parent_id", ATTRIBUTE_ID, "parent_id", "a.parent_id", NULL, NULL },
    { "touch", ATTRIBUTE_TEXT, "touch", "a.touch", NULL, "high|low|tech" },
    { "stage", ATTRIBUTE_TEXT, "stage", "a.stage", NULL, "onboarding|adoption|renewal|expansion|left" },
    { "created_on", ATTRIBUTE_DAY, "created_on", NULL, NULL, NULL },
    { 0 },
};

/* Who writes columns holds it from before it reads the rows: what is written later was read later. */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

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

/* A field that went and came again may be of another kind, and another server's may do so unseen. */
static int field_column(Engine *engine, Arena *arena, const FieldDefined *field)
{
    const char *name = arena_format(arena, "field:%s", field->key);
    ColumnType type = field_column_type(field->kind);
    const EngineView *view = engine_view(engine);
    int column = view_column(view, name);
    bool other = column >= 0 && view_column_type(view, column) != type;
    engine_view_close(view);
    if (other)
        engine_column_clear(engine, name);
    return engine_column(engine, name, type, false);
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

/* ---- all of them ----------------------------------------------------------------------------------------------- */

enum { LOAD_BATCH = 512 };

typedef struct {
    Services *services;
    Arena *arena, *batch;
    Columns columns;
    EngineSet *sets;
    size_t set_count, row_count;
    Ids known; /* to the engine before; those at `at` and behind were not met in the table yet */
    size_t at;
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

/* Both the known and the rows are ascending. */
static void known_leave(Load *load, int64_t before)
{
    for (; load->at < load->known.count && load->known.items[load->at] <= before; load->at++)
        if (load->known.items[load->at] < before)
            engine_account_remove(load->services->engine, load->known.items[load->at]);
}

static bool load_take(const AccountColumnRow *row, void *context, Error *error)
{
    Load *load = context;
    size_t width = COLUMN_COUNT + load->columns.fields->count;
    EngineValue *values = arena_array(load->batch, width, sizeof *values);
    known_leave(load, row->id);
    if (!row_values(load->services, load->batch, &load->columns, row, values, error))
        return false;
    for (size_t i = 0; i < width; i++) /* the cursor's memory is used again for the next row */
        text_keep(load->batch, &values[i]);
    load->set_count += row_sets(&load->columns, row->id, values, load->sets + load->set_count);
    if (++load->row_count == LOAD_BATCH)
        load_flush(load);
    return true;
}

/* Columns of fields that are no more. */
static void fields_leave(Engine *engine, Arena *arena, const FieldsDefined *fields)
{
    const EngineView *view = engine_view(engine);
    const char *const *names = view_column_names(view, arena);
    engine_view_close(view);
    for (; *names; names++)
        if (text_starts(*names, "field:") && !field_by_key(fields, *names + strlen("field:")))
            engine_column_clear(engine, *names);
}

static bool columns_read(Db *db, void *context, Error *error)
{
    Load *load = context;
    FieldsDefined *fields = arena_make(load->arena, FieldsDefined);
    if (!fields_read(db, load->arena, "account", fields, error))
        return false;
    fields_leave(load->services->engine, load->arena, fields);
    load->columns = columns_find(load->services->engine, load->arena, fields);
    load->sets = arena_array(load->arena, LOAD_BATCH * (COLUMN_COUNT + fields->count), sizeof *load->sets);
    load->set_count = load->row_count = 0;
    if (!account_column_each(db, load_take, load, error))
        return false;
    load_flush(load);
    known_leave(load, INT64_MAX);
    return true;
}

bool account_columns_reload(Services *services, Error *error)
{
    Load load = { .services = services, .arena = arena_new(), .batch = arena_new() };
    pthread_mutex_lock(&writing);
    const EngineView *view = engine_view(services->engine);
    load.known = view_account_ids(view, load.arena);
    engine_view_close(view);
    bool ok = store_read(services->store, columns_read, &load, error);
    pthread_mutex_unlock(&writing);
    arena_free(load.batch);
    arena_free(load.arena);
    return ok;
}

bool account_columns_load(Services *services, Error *error)
{
    return account_columns_reload(services, error);
}

/* ---- some of them, read anew ----------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Arena *arena;
    Ids accounts;
    FieldsDefined fields;
    AccountColumnRow *rows;
    size_t count;
} Refresh;

static bool refresh_read(Db *db, void *context, Error *error)
{
    Refresh *refresh = context;
    return fields_read(db, refresh->arena, "account", &refresh->fields, error) &&
           account_columns_in(db, refresh->arena, refresh->accounts, &refresh->rows, &refresh->count, error);
}

static bool refresh_write(const Refresh *refresh, Error *error)
{
    Engine *engine = refresh->services->engine;
    Columns columns = columns_find(engine, refresh->arena, &refresh->fields);
    size_t width = COLUMN_COUNT + refresh->fields.count, set_count = 0, row = 0;
    EngineSet *sets = arena_array(refresh->arena, refresh->count * width + 1, sizeof *sets);
    EngineValue *values = arena_array(refresh->arena, width, sizeof *values);
    for (size_t i = 0; i < refresh->count; i++) {
        if (!row_values(refresh->services, refresh->arena, &columns, &refresh->rows[i], values, error))
            return false;
        set_count += row_sets(&columns, refresh->rows[i].id, values, sets + set_count);
    }
    engine_set(engine, sets, set_count);
    for (size_t i = 0; i < refresh->accounts.count; i++) {
        while (row < refresh->count && refresh->rows[row].id < refresh->accounts.items[i])
            row++;
        if (row == refresh->count || refresh->rows[row].id != refresh->accounts.items[i])
            engine_account_remove(engine, refresh->accounts.items[i]);
    }
    return true;
}

bool account_columns_refresh(Services *services, Ids accounts, Error *error)
{
    Refresh refresh = { .services = services, .arena = arena_new(), .accounts = accounts };
    pthread_mutex_lock(&writing);
    bool ok = store_read(services->store, refresh_read, &refresh, error) && refresh_write(&refresh, error);
    pthread_mutex_unlock(&writing);
    arena_free(refresh.arena);
    return ok;
}

static bool fields_work(Db *db, void *context, Error *error)
{
    Refresh *refresh = context;
    if (!fields_read(db, refresh->arena, "account", &refresh->fields, error))
        return false;
    columns_find(refresh->services->engine, refresh->arena, &refresh->fields);
    return true;
}

bool account_columns_fields(Services *services, Error *error)
{
    Refresh refresh = { .services = services, .arena = arena_new() };
    pthread_mutex_lock(&writing);
    bool ok = store_read(services->store, fields_work, &refresh, error);
    pthread_mutex_unlock(&writing);
    arena_free(refresh.arena);
    return ok;
}

/* ---- after COMMIT ---------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    int64_t account;
    const char *column;
    EngineSet *sets;
    size_t count;
} Renewal;

static void renew(void *context)
{
    const Renewal *renewal = context;
    pthread_mutex_lock(&writing);
    engine_set(renewal->services->engine, renewal->sets, renewal->count);
    pthread_mutex_unlock(&writing);
}

/* Another server may have written since: what counts is what the database says. What cannot be read now is found when
 * the fact is followed. */
static void renew_shared(void *context)
{
    const Renewal *renewal = context;
    Error ignored = { 0 };
    account_columns_refresh(renewal->services, (Ids) { 1, &renewal->account }, &ignored);
}

static Renewal *renewal_new(const Writer *writer, int64_t account)
{
    Renewal *renewal = arena_make(db_arena(writer->db), Renewal);
    *renewal = (Renewal) { .services = writer->services, .account = account };
    return renewal;
}

bool account_columns_renew(const Writer *writer, const AccountRow *row, Error *error)
{
    Arena *arena = db_arena(writer->db);
    FieldsDefined *fields = arena_make(arena, FieldsDefined);
    Renewal *renewal = renewal_new(writer, row->id);
    AccountColumnRow *stored;
    if (db_kind(writer->db) == DB_POSTGRES) {
        db_after_commit(writer->db, renew_shared, renewal);
        return true;
    }
    if (!fields_read(writer->db, arena, "account", fields, error) ||
        !account_column(writer->db, arena, row->id, &stored, error))
        return false;
    Columns columns = columns_find(writer->services->engine, arena, fields);
    size_t width = COLUMN_COUNT + fields->count;
    EngineValue *values = arena_array(arena, width, sizeof *values);
    renewal->sets = arena_array(arena, width, sizeof *renewal->sets);
    if (!row_values(writer->services, arena, &columns, stored, values, error))
        return false;
    renewal->count = row_sets(&columns, row->id, values, renewal->sets);
    db_after_commit(writer->db, renew, renewal);
    return true;
}

static void remove_account(void *context)
{
    const Renewal *renewal = context;
    pthread_mutex_lock(&writing);
    engine_account_remove(renewal->services->engine, renewal->account);
    pthread_mutex_unlock(&writing);
}

void account_columns_remove(const Writer *writer, int64_t account_id)
{
    db_after_commit(writer->db, remove_account, renewal_new(writer, account_id));
}

static void clear_column(void *context)
{
    const Renewal *renewal = context;
    pthread_mutex_lock(&writing);
    engine_column_clear(renewal->services->engine, renewal->column);
    pthread_mutex_unlock(&writing);
}

void account_columns_field_gone(const Writer *writer, const char *key)
{
    Renewal *renewal = renewal_new(writer, 0);
    renewal->column = arena_format(db_arena(writer->db), "field:%s", key);
    db_after_commit(writer->db, clear_column, renewal);
}

static void columns_come(void *context)
{
    const Renewal *renewal = context;
    Error ignored = { 0 }; /* the next account that is stored makes the column as well */
    account_columns_fields(renewal->services, &ignored);
}

void account_columns_field_came(const Writer *writer)
{
    db_after_commit(writer->db, columns_come, renewal_new(writer, 0));
}
