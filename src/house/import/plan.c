/*
 * How an import is read back from its rows, and written into them.
 *
 * A target has a number: first those of the kind, then the custom fields. The stored mapping holds keys
 * ("field:industry") and not numbers, since fields come and go between the upload and the run. Routes read a plan
 * without its text; the job (run.c) loads the whole file into its arena and decodes it there.
 *
 * In order: kinds; the file's bytes; targets and their JSON; the plan; the fact.
 */
#include "house/import/plan.h"

#include "base/json.h"
#include "jobs/fact.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

const ImportKind *import_kind_find(const char *name)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ImportKind *const *kind = (*at)->imports; kind && *kind; kind++)
            if (strcmp((*kind)->name, name) == 0)
                return *kind;
    return NULL;
}

const char *import_kinds(Arena *arena)
{
    Text names = text_new(arena);
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ImportKind *const *kind = (*at)->imports; kind && *kind; kind++)
            text_format(&names, "%s%s", names.size ? "|" : "", (*kind)->name);
    return text_string(&names);
}

bool import_fields(Db *db, Arena *arena, const ImportKind *kind, FieldsDefined *fields, Error *error)
{
    *fields = (FieldsDefined) { 0 };
    return kind->fields_of == NULL || fields_read(db, arena, kind->fields_of, fields, error);
}

typedef struct {
    char *bytes;
    size_t size, room;
} Gathering;

static bool part_take(const ImportPartEachRow *row, void *context, Error *error)
{
    Gathering *gathering = context;
    if (gathering->size + row->body.size > gathering->room)
        return fail(error, ERROR_INTERNAL, NULL, "an import's file grew while it was read");
    memcpy(gathering->bytes + gathering->size, row->body.data, row->body.size);
    gathering->size += row->body.size;
    return true;
}

bool import_bytes(Db *db, Arena *arena, int64_t id, const char **bytes, size_t *size, Error *error)
{
    ImportPartSizeRow *row;
    if (!import_part_size(db, arena, id, &row, error))
        return false;
    Gathering gathering = { arena_alloc(arena, (size_t)row->size + 1), 0, (size_t)row->size };
    if (!import_part_each(db, id, part_take, &gathering, error))
        return false;
    *bytes = gathering.bytes;
    *size = gathering.size;
    return true;
}

static const struct {
    const char *name;
    char delimiter;
} DELIMITERS[] = { { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' }, { "pipe", '|' } };
enum { DELIMITER_COUNT = sizeof DELIMITERS / sizeof *DELIMITERS };

const char *delimiter_name(char delimiter)
{
    for (size_t i = 0; i < DELIMITER_COUNT; i++)
        if (DELIMITERS[i].delimiter == delimiter)
            return DELIMITERS[i].name;
    return DELIMITERS[0].name;
}

char delimiter_of(const char *name)
{
    for (size_t i = 0; i < DELIMITER_COUNT; i++)
        if (strcmp(DELIMITERS[i].name, name) == 0)
            return DELIMITERS[i].delimiter;
    return DELIMITERS[0].delimiter;
}

int plan_target(const ImportKind *kind, const FieldsDefined *fields, const char *key)
{
    int count = 0;
    for (; kind->targets[count].key != NULL; count++)
        if (strcmp(kind->targets[count].key, key) == 0)
            return count;
    for (size_t i = 0; i < fields->count && text_starts(key, "field:"); i++)
        if (strcmp(fields->items[i].key, key + 6) == 0)
            return count + (int)i;
    return -1;
}

const char *plan_target_key(Arena *arena, const ImportKind *kind, const FieldsDefined *fields, int target)
{
    int count = 0;
    for (; kind->targets[count].key != NULL; count++)
        if (count == target)
            return kind->targets[count].key;
    return target < 0 ? NULL : arena_format(arena, "field:%s", fields->items[target - count].key);
}

const char *plan_mapping_json(Arena *arena, const ImportKind *kind, const FieldsDefined *fields, const int *mapping,
                              size_t columns)
{
    Text json = text_new(arena);
    text_char(&json, '{');
    for (size_t i = 0; i < columns; i++) {
        json_key_to(&json, arena_format(arena, "%zu", i));
        json_string_to(&json, plan_target_key(arena, kind, fields, mapping[i]));
    }
    text_char(&json, '}');
    return text_string(&json);
}

static void member_to(Text *json, const char *key, const char *value)
{
    if (!value)
        return;
    json_key_to(json, key);
    json_string_to(json, value);
}

/* As in FieldKind; a choice is nobody's guess. */
static const char *const KINDS[] = { "text", "number", "date", "text", "flag" };

const char *plan_columns_json(Arena *arena, const Guess *guess)
{
    Text json = text_new(arena);
    text_char(&json, '[');
    for (size_t i = 0; i < guess->column_count; i++) {
        const GuessedColumn *column = &guess->columns[i];
        text_format(&json, "%s{\"index\":%zu,\"name\":", i == 0 ? "" : ",", i);
        json_string_to(&json, column->name);
        text_add(&json, ",\"samples\":[");
        for (size_t n = 0; n < column->sample_count; n++) {
            text_add(&json, n == 0 ? "" : ",");
            json_string_to(&json, column->samples[n]);
        }
        text_char(&json, ']');
        member_to(&json, "days", proof_of_days(&column->told));
        member_to(&json, "decimal", proof_of_decimal(&column->told));
        member_to(&json, "kind", KINDS[guess_field_kind(column)]);
        text_char(&json, '}');
    }
    text_char(&json, ']');
    return text_string(&json);
}

/* A target whose custom field is gone by now is left out. */
static bool mapping_read(Arena *arena, ImportPlan *plan, Error *error)
{
    const Json *mapping;
    if (!json_parse(arena, plan->job->mapping, strlen(plan->job->mapping), &mapping, error))
        return false;
    for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++)
        plan->mapping[i] = -1;
    for (const Json *item = json_first(mapping); item != NULL; item = json_next(item)) {
        const char *key;
        long column = strtol(json_key(item), NULL, 10);
        if (column >= 0 && column < TABLE_COLUMNS_MAX && json_text_value(item, &key))
            plan->mapping[column] = plan_target(plan->kind, &plan->fields, key);
    }
    return true;
}

/* What the row keeps as JSON. */
static bool plan_parse(Arena *arena, ImportPlan *plan, Error *error)
{
    const ImportJobRow *job = plan->job;
    const Json *columns;
    if (!mapping_read(arena, plan, error) || !json_parse(arena, job->columns, strlen(job->columns), &columns, error) ||
        !json_parse(arena, job->replaced, strlen(job->replaced), &plan->replaced, error))
        return false;
    plan_settle(arena, plan, columns);
    return true;
}

bool plan_read(Db *db, Arena *arena, int64_t id, bool with_text, ImportPlan *plan, Error *error)
{
    ImportJobRow *job;
    const char *bytes;
    size_t size;
    if (!import_find(db, arena, id, &job, error))
        return false;
    if (job == NULL)
        return fail(error, ERROR_MISSING, NULL, "import %lld not found", (long long)id);
    memset(plan, 0, sizeof *plan);
    plan->job = job;
    plan->kind = import_kind_find(job->kind);
    plan->table = (Table) { .delimiter = delimiter_of(job->delimiter),
                            .heading = job->heading,
                            .takes_totals = strcmp(job->totals, "take") == 0 };
    if (plan->kind == NULL)
        return fail(error, ERROR_INTERNAL, NULL, "unknown kind of import \"%s\"", job->kind);
    while (plan->kind->targets[plan->target_count].key != NULL)
        plan->target_count++;
    if (!import_fields(db, arena, plan->kind, &plan->fields, error) || !plan_parse(arena, plan, error))
        return false;
    return !with_text ||
           (import_bytes(db, arena, id, &bytes, &size, error) &&
            table_open(arena, bytes, size, job->encoding, job->sheet, &plan->table.text, &plan->table.size, error));
}

bool import_is_at_work(const ImportJobRow *job)
{
    return import_state_is_at_work(job->state);
}

bool import_state_is_at_work(const char *state)
{
    return strcmp(state, "checking") == 0 || strcmp(state, "running") == 0 || strcmp(state, "undoing") == 0;
}

static const Field IMPORT_TOLD_FIELDS[] = {
    SHAPE_FIELD(ImportTold, kind, FIELD_TEXT),
    SHAPE_FIELD(ImportTold, added, FIELD_INT),
    SHAPE_FIELD(ImportTold, changed, FIELD_INT),
    SHAPE_FIELD(ImportTold, bad, FIELD_INT),
    SHAPE_OPT(ImportTold, undone, FIELD_INT),
    SHAPE_OPT(ImportTold, kept, FIELD_INT),
    { 0 },
};
const Shape IMPORT_TOLD = { "ImportTold", sizeof(ImportTold), IMPORT_TOLD_FIELDS };

bool import_tell(Db *db, Arena *arena, const ImportJobRow *job, const char *what, const char *actor, int64_t now,
                 Error *error)
{
    ImportTold told = { job->kind, job->added, job->changed, job->bad, .undone = { 0 } };
    if (text_equal(what, "undone")) {
        told.undone = (OptInt) { job->undone, true };
        told.kept = (OptInt) { job->kept, true };
    }
    Fact fact = { .kind = arena_format(arena, "import.%s", what),
                  .actor = actor,
                  .subject = arena_format(arena, "import:%lld", (long long)job->id),
                  .body = &told,
                  .at = now };
    return fact_write(db, &fact, NULL, error);
}
