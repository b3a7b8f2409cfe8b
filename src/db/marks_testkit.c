/*
 * Statements over the table `mark`, written by hand as sqlgen would write them, so that the tests of the store need no
 * module. A mark is one row; tests count marks and add them up to see what a crash, a full disk or a lost race left
 * behind.
 */
#include "db/marks_testkit.h"

#include "db/inside.h"

static const Field MARKS_FIELDS[] = { SHAPE_FIELD(Marks, count, FIELD_INT), SHAPE_FIELD(Marks, sum, FIELD_INT), { 0 } };
static const Shape MARKS = { "Marks", sizeof(Marks), MARKS_FIELDS };
static const FieldType MARK_TYPES[] = { FIELD_INT, FIELD_INT, FIELD_TEXT };
enum { MARK_WIDTH = sizeof MARK_TYPES / sizeof *MARK_TYPES };

static const Statement MARK_ADD = {
    .name = "mark_add",
    .sqlite = "INSERT INTO mark (id, value, filler) VALUES (?1, ?2, ?3)",
    .postgres = "INSERT INTO mark (id, value, filler) VALUES ($1::bigint, $2::bigint, $3::text)",
    .parameters = MARK_TYPES,
    .parameter_count = MARK_WIDTH,
};
static const Statement MARK_SET = {
    .name = "mark_set",
    .sqlite = "UPDATE mark SET value = ?2, filler = ?3 WHERE id = ?1",
    .postgres = "UPDATE mark SET value = $2::bigint, filler = $3::text WHERE id = $1::bigint",
    .parameters = MARK_TYPES,
    .parameter_count = MARK_WIDTH,
};
static const Statement MARKS_ALL = {
    .name = "marks_all",
    .sqlite = "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark",
    .postgres = "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark",
    .row = &MARKS,
};
static const Statement MARKS_BY_ID = {
    .name = "marks_by_id",
    .sqlite = "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark WHERE id = ?1",
    .postgres = "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark WHERE id = $1::bigint",
    .parameters = MARK_TYPES,
    .parameter_count = 1,
    .row = &MARKS,
};

bool marks_make(Db *db, void *context, Error *error)
{
    (void)context;
    return db->engine->script(db, "CREATE TABLE mark (id BIGINT PRIMARY KEY, value BIGINT NOT NULL, filler TEXT)",
                              error);
}

static void mark_values(const Mark *mark, DbValue out[MARK_WIDTH])
{
    out[0] = (DbValue) { .type = FIELD_INT, .known = true, .integer = mark->id };
    out[1] = (DbValue) { .type = FIELD_INT, .known = true, .integer = mark->value };
    out[2] = (DbValue) { .type = FIELD_TEXT, .known = mark->filler != NULL, .text = mark->filler };
}

bool mark_add(Db *db, void *context, Error *error)
{
    DbValue values[MARK_WIDTH];
    mark_values(context, values);
    return db_run(db, &MARK_ADD, values, NULL, error);
}

bool mark_set(Db *db, void *context, Error *error)
{
    DbValue values[MARK_WIDTH];
    mark_values(context, values);
    return db_run(db, &MARK_SET, values, NULL, error);
}

bool marks_add(Db *db, const Mark *marks, size_t count, Error *error)
{
    DbValue *values = arena_array(db_arena(db), count * MARK_WIDTH, sizeof *values);
    for (size_t i = 0; i < count; i++)
        mark_values(&marks[i], values + i * MARK_WIDTH);
    return db_bulk(db, &MARK_ADD, values, count, error);
}

bool marks_read(Db *db, void *context, Error *error)
{
    void *found;
    if (!db_one(db, db_arena(db), &MARKS_ALL, NULL, &found, error))
        return false;
    *(Marks *)context = *(const Marks *)found;
    return true;
}

static void read_surely(Store *store, DbWork work, void *context)
{
    Error error = { 0 };
    if (!store_read(store, work, context, &error))
        fail_msg("a read failed: %s", error.text);
}

Marks marks_of(Store *store)
{
    Marks marks = { 0 };
    read_surely(store, marks_read, &marks);
    return marks;
}

typedef struct {
    int64_t id;
    bool found;
} Look;

static bool mark_look(Db *db, void *context, Error *error)
{
    Look *look = context;
    DbValue id = { .type = FIELD_INT, .known = true, .integer = look->id };
    void *found;
    if (!db_one(db, db_arena(db), &MARKS_BY_ID, &id, &found, error))
        return false;
    look->found = ((const Marks *)found)->count > 0;
    return true;
}

bool mark_is_there(Store *store, int64_t id)
{
    Look look = { .id = id };
    read_surely(store, mark_look, &look);
    return look.found;
}
