/*
 * What generated code calls, the same for both engines. The one rule that both must keep is here: a failed statement
 * spoils its piece of work, so that everything after it fails with the same error, on SQLite as on PostgreSQL.
 *
 * In order: statements that tests let fail, hooks and attempts of a piece of work, rows into structs, ids.
 */
#include "db/inside.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the n-th statement fails ---------------------------------------------------------------------------------- */

#ifdef BANSO_TESTING
static atomic_llong fault_countdown;
static atomic_bool fault_happened;
static _Thread_local int64_t fault_of_request; /* counted by the one thread that works for it: jobs are not counted */

void db_fault_at(int64_t n)
{
    atomic_store(&fault_happened, false);
    atomic_store(&fault_countdown, n);
}

bool db_fault_hit(void)
{
    return atomic_load(&fault_happened);
}

bool fault_is_now(Error *error)
{
    bool now = fault_of_request > 0 && --fault_of_request == 0;
    if (!now && (atomic_load(&fault_countdown) <= 0 || atomic_fetch_sub(&fault_countdown, 1) != 1))
        return false;
    atomic_store(&fault_happened, true);
    fail(error, ERROR_INTERNAL, NULL, "this statement was told to fail");
    return true;
}

void fault_from_file(const Write *write)
{
    const char *path = getenv("BANSO_FAULT");
    char line[32] = "";
    fault_of_request = 0;
    bool of_request = write->weight > 0 && write->weight <= WEIGHT_SMALL_MAX; /* those of jobs weigh more */
    FILE *file = path && of_request ? fopen(path, "r") : NULL;
    if (!file)
        return;
    bool told = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    if (unlink(path) == 0 && told)
        fault_of_request = strtoll(line, NULL, 10);
}
#else
void fault_from_file(const Write *write)
{
    (void)write;
}

bool fault_is_now(Error *error)
{
    (void)error;
    return false;
}
#endif

/* ---- one piece of work ------------------------------------------------------------------------------------------ */

void db_fresh(Db *db)
{
    db->hooks = NULL;
    db->hooks_end = &db->hooks;
    db->early = NULL;
    db->broken = (Error) { 0 };
    db->again = false;
}

void db_after_commit(Db *db, void (*run)(void *context), void *context)
{
    Hook *hook = arena_make(db->arena, Hook);
    *hook = (Hook) { run, context, NULL };
    *db->hooks_end = hook;
    db->hooks_end = &hook->next;
}

void db_before_commit(Db *db, bool (*run)(Db *db, void *context, Error *error), void *context)
{
    for (const Early *asked = db->early; asked; asked = asked->next)
        if (asked->run == run && asked->context == context)
            return;
    Early *early = arena_make(db->arena, Early);
    *early = (Early) { run, context, db->early };
    db->early = early;
}

void hooks_run(Hook *hooks)
{
    for (Hook *hook = hooks; hook; hook = hook->next)
        hook->run(hook->context);
}

Arena *db_arena(Db *db)
{
    return db->arena;
}

DbKind db_kind(const Db *db)
{
    return db->engine->kind;
}

/* After a failed statement nothing more is tried: PostgreSQL would refuse, and SQLite must not differ. */
static bool may_go_on(Db *db, Error *error)
{
    if (db->broken.kind != ERROR_NONE) {
        *error = db->broken;
        return false;
    }
    if (fault_is_now(error)) {
        db->broken = *error;
        return false;
    }
    return true;
}

static bool broke(Db *db, const Sink *sink, Error *error)
{
    if (!sink || !sink->stopped)
        db->broken = *error;
    return false;
}

/* The database undoes the writes, we drop the hooks: nothing that was undone is told after COMMIT. */
static bool attempt_undo(Db *db, Hook **hooks_end, Early *early)
{
    Error undoing = { 0 };
    *hooks_end = NULL;
    db->hooks_end = hooks_end;
    db->early = early;
    if (db->broken.kind == ERROR_NONE && !db->engine->save_undo(db, &undoing))
        db->broken = undoing;
    return false;
}

bool db_attempt(Db *db, DbWork work, void *context, Error *error)
{
    Hook **hooks_end = db->hooks_end;
    Early *early = db->early;
    if (!may_go_on(db, error))
        return false;
    if (!db->engine->save(db, error)) {
        db->broken = *error;
        return false;
    }
    if (!work(db, context, error))
        return attempt_undo(db, hooks_end, early);
    if (db->broken.kind == ERROR_NONE && !db->engine->save_keep(db, error))
        db->broken = *error;
    if (db->broken.kind != ERROR_NONE)
        *error = db->broken;
    return db->broken.kind == ERROR_NONE;
}

bool db_prepare(Db *db, const Statement *statement, Error *error)
{
    return may_go_on(db, error) && (db->engine->prepare(db, statement, error) || broke(db, NULL, error));
}

bool db_run(Db *db, const Statement *statement, const DbValue *values, int64_t *changed, Error *error)
{
    int64_t touched = 0;
    if (!may_go_on(db, error))
        return false;
    if (!db->engine->run(db, statement, values, NULL, &touched, error))
        return broke(db, NULL, error);
    if (changed)
        *changed = touched;
    return true;
}

bool db_bulk(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error)
{
    if (!may_go_on(db, error))
        return false;
    return rows == 0 || db->engine->bulk(db, statement, values, rows, error) || broke(db, NULL, error);
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *name;
    const Shape *shape;
    Arena *arena;
    char *rows;
    size_t count, capacity, max;
    Sink *sink;
} Gathering;

static void gathering_grow(Gathering *gathering)
{
    size_t capacity = gathering->capacity ? gathering->capacity * 4 : 8;
    if (capacity > gathering->max)
        capacity = gathering->max;
    char *rows = arena_array(gathering->arena, capacity, gathering->shape->size);
    if (gathering->count)
        memcpy(rows, gathering->rows, gathering->count * gathering->shape->size);
    gathering->rows = rows;
    gathering->capacity = capacity;
}

static bool gather(const DbValue *columns, void *context, Error *error)
{
    Gathering *gathering = context;
    if (gathering->sink->enough)
        return true;
    if (gathering->count == gathering->max)
        return fail(error, ERROR_INTERNAL, NULL, "%s found more than %d rows: a list needs a limit", gathering->name,
                    DB_MANY_MAX);
    if (gathering->count == gathering->capacity)
        gathering_grow(gathering);
    void *row = gathering->rows + gathering->count * gathering->shape->size;
    if (!row_fill(gathering->shape, columns, gathering->arena, row, error))
        return false;
    gathering->count++;
    gathering->sink->enough = gathering->max == 1;
    return true;
}

static bool gather_with(Db *db, const Statement *statement, const DbValue *values, Gathering *gathering, Error *error)
{
    Sink sink = { .shape = statement->row, .take = gather, .context = gathering };
    gathering->sink = &sink;
    return may_go_on(db, error) &&
           (db->engine->run(db, statement, values, &sink, NULL, error) || broke(db, NULL, error));
}

bool db_one(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **row, Error *error)
{
    Gathering gathering = { .name = statement->name, .shape = statement->row, .arena = arena, .max = 1 };
    if (!gather_with(db, statement, values, &gathering, error))
        return false;
    *row = gathering.count ? gathering.rows : NULL;
    return true;
}

static bool gather_up_to(Db *db, Arena *arena, const Statement *statement, const DbValue *values, size_t max,
                         void **rows, size_t *count, Error *error)
{
    Gathering gathering = { .name = statement->name, .shape = statement->row, .arena = arena, .max = max };
    if (!gather_with(db, statement, values, &gathering, error))
        return false;
    *rows = gathering.rows;
    *count = gathering.count;
    return true;
}

bool db_many(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **rows, size_t *count,
             Error *error)
{
    return gather_up_to(db, arena, statement, values, DB_MANY_MAX, rows, count, error);
}

bool db_all(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **rows, size_t *count,
            Error *error)
{
    return gather_up_to(db, arena, statement, values, SIZE_MAX, rows, count, error);
}

bool db_list(Db *db, Arena *arena, const char *sql, const DbValue *values, int count, const Shape *row, void **rows,
             size_t *found, Error *error)
{
    Sink sink = { .shape = row, .take = gather };
    Gathering gathering = { .name = row->name, .shape = row, .arena = arena, .max = DB_MANY_MAX, .sink = &sink };
    sink.context = &gathering;
    if (!may_go_on(db, error))
        return false;
    if (!db->engine->list(db, list_sql(db->arena, sql, db->engine->kind), values, count, &sink, error))
        return broke(db, NULL, error);
    *rows = gathering.rows;
    *found = gathering.count;
    return true;
}

typedef struct {
    const Shape *shape;
    void *row;
    DbTake take;
    void *context;
} Passing;

static bool pass_on(const DbValue *columns, void *context, Error *error)
{
    Passing *passing = context;
    return row_fill(passing->shape, columns, NULL, passing->row, error) &&
           passing->take(passing->row, passing->context, error);
}

bool db_each(Db *db, const Statement *statement, const DbValue *values, DbTake take, void *context, Error *error)
{
    Passing passing = { statement->row, arena_alloc(db->arena, statement->row->size), take, context };
    Sink sink = { .shape = statement->row, .take = pass_on, .context = &passing };
    return may_go_on(db, error) && (db->engine->each(db, statement, values, &sink, error) || broke(db, &sink, error));
}

/* ---- ids -------------------------------------------------------------------------------------------------------- */

static const Field DB_ID_ROW_FIELDS[] = { { .name = "id", .type = FIELD_ID }, { 0 } };
const Shape DB_ID_ROW = { "Id", sizeof(int64_t), DB_ID_ROW_FIELDS };

bool db_ids(Db *db, Arena *arena, const Statement *statement, const DbValue *values, Ids *ids, Error *error)
{
    void *items;
    if (!db_all(db, arena, statement, values, &items, &ids->count, error))
        return false;
    ids->items = items;
    return true;
}
