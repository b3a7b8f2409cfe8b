#include "db/db_testkit.h"

#include "db/inside.h"

#include <pthread.h>
#include <string.h>

/* ---- a table of our own ----------------------------------------------------------------------------------------- */

typedef struct {
    int64_t id;
    const char *name;
    OptInt amount;
    double share;
    bool open;
    Bytes mark;
} Item;

static const Field ITEM_FIELDS[] = {
    SHAPE_FIELD(Item, id, FIELD_ID),
    SHAPE_OPT(Item, name, FIELD_TEXT),
    SHAPE_OPT(Item, amount, FIELD_INT),
    SHAPE_FIELD(Item, share, FIELD_REAL),
    SHAPE_FIELD(Item, open, FIELD_FLAG),
    SHAPE_OPT(Item, mark, FIELD_BYTES),
    { 0 },
};
static const Shape ITEM = { "Item", sizeof(Item), ITEM_FIELDS };

typedef struct {
    int64_t value;
    OptReal mean;
} Sum;
static const Field SUM_FIELDS[] = { SHAPE_FIELD(Sum, value, FIELD_INT), SHAPE_OPT(Sum, mean, FIELD_REAL), { 0 } };
static const Shape SUM = { "Sum", sizeof(Sum), SUM_FIELDS };

static const FieldType ITEM_TYPES[] = { FIELD_ID, FIELD_TEXT, FIELD_INT, FIELD_REAL, FIELD_FLAG, FIELD_BYTES };

static const Statement ITEM_ADD = {
    .name = "item_add",
    .sqlite = "INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .postgres =
        "INSERT INTO item VALUES ($1::bigint, $2::text, $3::bigint, $4::double precision, $5::bigint, $6::bytea)",
    .parameters = ITEM_TYPES,
    .parameter_count = 6,
    .postgres_rows = "INSERT INTO item SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::double "
                     "precision[], $5::bigint[], $6::bytea[])",
};
static const Statement ITEM_BY_ID = {
    .name = "item_by_id",
    .sqlite = "SELECT * FROM item WHERE id = ?1",
    .postgres = "SELECT * FROM item WHERE id = $1::bigint",
    .parameters = ITEM_TYPES,
    .parameter_count = 1,
    .row = &ITEM,
};
static const Statement ITEM_ALL = {
    .name = "item_all",
    .sqlite = "SELECT * FROM item ORDER BY id",
    .postgres = "SELECT * FROM item ORDER BY id",
    .row = &ITEM,
};
static const FieldType LIST_TYPES[] = { FIELD_IDS, FIELD_TEXTS };
static const Statement ITEM_IN = {
    .name = "item_in",
    .sqlite = "SELECT * FROM item WHERE id IN (SELECT value FROM json_each(?1)) AND name IN (SELECT value FROM "
              "json_each(?2)) ORDER BY id",
    .postgres = "SELECT * FROM item WHERE id = ANY($1::bigint[]) AND name = ANY($2::text[]) ORDER BY id",
    .parameters = LIST_TYPES,
    .parameter_count = 2,
    .row = &ITEM,
};
static const Statement ITEM_IDS = {
    .name = "item_ids",
    .sqlite = "SELECT id FROM item ORDER BY id",
    .postgres = "SELECT id FROM item ORDER BY id",
    .row = &DB_ID_ROW,
};
static const Statement ITEM_SUM = {
    .name = "item_sum",
    .sqlite = "SELECT COALESCE(SUM(amount), 0), AVG(share) FROM item",
    .postgres = "SELECT COALESCE(SUM(amount), 0), AVG(share) FROM item",
    .row = &SUM,
};
static const Statement ITEM_CLEAR = {
    .name = "item_clear",
    .sqlite = "DELETE FROM item",
    .postgres = "DELETE FROM item",
};

static bool table_make(Db *db, void *context, Error *error)
{
    (void)context;
    return db->engine->script(db,
                              db_kind(db) == DB_SQLITE
                                  ? "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, share REAL, "
                                    "open INTEGER, mark BLOB) STRICT"
                                  : "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, amount BIGINT, share DOUBLE "
                                    "PRECISION, open BIGINT, mark BYTEA)",
                              error);
}

static void item_values(int64_t id, const char *name, DbValue out[6])
{
    static const uint8_t mark[] = { 0, 1, 255 };
    out[0] = (DbValue) { .type = FIELD_ID, .known = true, .integer = id };
    out[1] = (DbValue) { .type = FIELD_TEXT, .known = name != NULL, .text = name };
    out[2] = (DbValue) { .type = FIELD_INT, .known = id % 2 == 0, .integer = id % 1000 * 1000000000000 };
    out[3] = (DbValue) { .type = FIELD_REAL, .known = true, .real = 0.1 * (double)id };
    out[4] = (DbValue) { .type = FIELD_FLAG, .known = true, .integer = id % 3 == 0 };
    out[5] = (DbValue) { .type = FIELD_BYTES, .known = id != 1, .bytes = { mark, sizeof mark } };
}

static bool item_add(Db *db, int64_t id, const char *name, Error *error)
{
    DbValue values[6];
    item_values(id, name, values);
    return db_run(db, &ITEM_ADD, values, NULL, error);
}

static bool count_items(Db *db, void *context, Error *error)
{
    void *rows;
    return db_many(db, db_arena(db), &ITEM_ALL, NULL, &rows, context, error);
}

static size_t items(const TestDb *test)
{
    size_t count = 99999;
    db_test_read(test, count_items, &count);
    return count;
}

/* ---- statements ------------------------------------------------------------------------------------------------- */

static bool prepare_all(Db *db, void *context, Error *error)
{
    (void)context;
    for (const Statement *const *statement = ALL_STATEMENTS; *statement; statement++) {
        Error reason = { 0 };
        if (!db_prepare(db, *statement, &reason))
            return fail(error, ERROR_INTERNAL, NULL, "%s", reason.text);
    }
    return true;
}

static void every_statement_of_the_program_is_understood(void **state)
{
    db_test_write(*state, prepare_all, NULL);
}

static bool add_three(Db *db, void *context, Error *error)
{
    (void)context;
    return item_add(db, 1, "伴走 \"it's\" \\ {a,b}", error) && item_add(db, 2, NULL, error) &&
           item_add(db, (int64_t)1 << 52, "", error);
}

static bool read_back(Db *db, void *context, Error *error)
{
    Arena *arena = context;
    DbValue id = { .type = FIELD_ID, .known = true, .integer = 1 };
    void *found;
    size_t count;
    if (!db_one(db, arena, &ITEM_BY_ID, &id, &found, error))
        return false;
    const Item *item = found;
    assert_string_equal(item->name, "伴走 \"it's\" \\ {a,b}");
    assert_false(item->amount.known);
    assert_true(item->share == 0.1);
    assert_false(item->open);
    assert_null(item->mark.data);
    if (!db_many(db, arena, &ITEM_ALL, NULL, &found, &count, error))
        return false;
    item = found;
    assert_int_equal(count, 3);
    assert_null(item[1].name);
    assert_int_equal(item[1].amount.value, 2000000000000);
    assert_int_equal(item[2].id, (int64_t)1 << 52);
    assert_string_equal(item[2].name, "");
    assert_int_equal(item[2].mark.size, 3);
    assert_memory_equal(item[2].mark.data, "\0\1\377", 3);
    id.integer = 77;
    if (!db_one(db, arena, &ITEM_BY_ID, &id, &found, error))
        return false;
    assert_null(found);
    return true;
}

static bool add_three_at_once(Db *db, void *context, Error *error)
{
    DbValue values[18];
    (void)context;
    item_values(1, "伴走 \"it's\" \\ {a,b}", values);
    item_values(2, NULL, values + 6);
    item_values((int64_t)1 << 52, "", values + 12);
    return db_bulk(db, &ITEM_ADD, values, 3, error);
}

static void what_is_written_at_once_is_read_back(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_three_at_once, NULL);
    db_test_read(test, read_back, test->arena);
}

static void what_is_written_is_read_back(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_three, NULL);
    db_test_read(test, read_back, test->arena);
}

static bool read_sums(Db *db, void *context, Error *error)
{
    void *found;
    (void)context;
    if (!db_one(db, db_arena(db), &ITEM_SUM, NULL, &found, error))
        return false;
    const Sum *sum = found;
    assert_int_equal(sum->value, 2000000000000);
    assert_true(sum->mean.known);
    return true;
}

static bool read_empty_sums(Db *db, void *context, Error *error)
{
    void *found;
    (void)context;
    if (!db_one(db, db_arena(db), &ITEM_SUM, NULL, &found, error))
        return false;
    assert_int_equal(((const Sum *)found)->value, 0);
    assert_false(((const Sum *)found)->mean.known);
    return true;
}

static bool add_two(Db *db, void *context, Error *error)
{
    (void)context;
    return item_add(db, 1, "a", error) && item_add(db, 2, "b", error);
}

static void sums_are_read_as_declared(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_read(test, read_empty_sums, NULL);
    db_test_write(test, add_two, NULL);
    db_test_read(test, read_sums, NULL);
}

static bool read_list(Db *db, void *context, Error *error)
{
    static const int64_t ids[] = { 1, (int64_t)1 << 52, 9 };
    static const char *const names[] = { "伴走 \"it's\" \\ {a,b}", "other" };
    DbValue values[2] = { { .type = FIELD_IDS, .known = true, .bytes = { (const uint8_t *)ids, 3 } },
                          { .type = FIELD_TEXTS, .known = true, .bytes = { (const uint8_t *)names, 2 } } };
    void *found;
    size_t count;
    (void)context;
    if (!db_many(db, db_arena(db), &ITEM_IN, values, &found, &count, error))
        return false;
    assert_int_equal(count, 1);
    assert_int_equal(((const Item *)found)->id, 1);
    values[0].bytes.size = values[1].bytes.size = 0;
    if (!db_many(db, db_arena(db), &ITEM_IN, values, &found, &count, error))
        return false;
    assert_int_equal(count, 0);
    return true;
}

static void lists_of_parameters_find_their_rows(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_three, NULL);
    db_test_read(test, read_list, NULL);
}

static bool read_dynamic(Db *db, void *context, Error *error)
{
    DbValue values[3] = { { .type = FIELD_TEXT, .known = true, .text = "b" },
                          { .type = FIELD_INT, .known = true, .integer = 1 },
                          { .type = FIELD_INT, .known = true, .integer = 10 } };
    void *rows;
    size_t found;
    (void)context;
    if (!db_list(db, db_arena(db), "SELECT * FROM item WHERE id > $2 AND name = $1 ORDER BY id LIMIT $3", values, 3,
                 &ITEM, &rows, &found, error))
        return false;
    assert_int_equal(found, 1);
    assert_int_equal(((const Item *)rows)->id, 2);
    return true;
}

static void a_dynamic_list_binds_by_number(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_two, NULL);
    db_test_read(test, read_dynamic, NULL);
}

/* ---- many rows --------------------------------------------------------------------------------------------------- */

enum { MANY = 1500 };

static bool add_many(Db *db, void *context, Error *error)
{
    DbValue *values = arena_array(db_arena(db), (size_t)MANY * 6, sizeof *values);
    (void)context;
    for (int i = 0; i < MANY; i++)
        item_values(i + 1, "many", values + (size_t)i * 6);
    return db_bulk(db, &ITEM_ADD, values, MANY, error);
}

typedef struct {
    Db *db;
    int64_t seen, stop_at;
} Walk;

static bool walk_one(const void *row, void *context, Error *error)
{
    Walk *walk = context;
    const Item *item = row;
    DbValue id = { .type = FIELD_ID, .known = true, .integer = item->id };
    void *found;
    walk->seen++;
    assert_int_equal(item->id, walk->seen);
    if (walk->seen == walk->stop_at)
        return fail(error, ERROR_INPUT, "stop", "enough");
    if (walk->seen > 3)
        return true;
    return db_one(walk->db, db_arena(walk->db), &ITEM_BY_ID, &id, &found, error) && found;
}

static bool walk_all(Db *db, void *context, Error *error)
{
    Walk *walk = context;
    walk->db = db;
    return db_each(db, &ITEM_ALL, NULL, walk_one, walk, error);
}

static void a_cursor_sees_every_row_and_may_ask_in_between(void **state)
{
    TestDb *test = *state;
    Walk walk = { 0 };
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_many, NULL);
    db_test_read(test, walk_all, &walk);
    assert_int_equal(walk.seen, MANY);
}

static bool walk_until_stopped(Db *db, void *context, Error *error)
{
    Error reason = { 0 };
    Walk walk = { .stop_at = 700 };
    (void)context;
    assert_false(walk_all(db, &walk, &reason));
    assert_int_equal(reason.kind, ERROR_INPUT);
    return db_run(db, &ITEM_CLEAR, NULL, NULL, error);
}

static void a_cursor_that_is_stopped_spoils_nothing(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_many, NULL);
    db_test_write(test, walk_until_stopped, NULL);
    assert_int_equal(items(test), 0);
}

static void more_than_a_thousand_rows_are_an_error(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    size_t count = 0;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_many, NULL);
    assert_false(store_read(test->store, count_items, &count, &error));
    assert_int_equal(error.kind, ERROR_INTERNAL);
}

static bool bulk_with_a_twin(Db *db, void *context, Error *error)
{
    DbValue values[18];
    (void)context;
    item_values(1, "a", values);
    item_values(2, "b", values + 6);
    item_values(1, "twin", values + 12);
    return db_bulk(db, &ITEM_ADD, values, 3, error);
}

static bool read_all_of_them(Db *db, void *context, Error *error)
{
    void *found;
    size_t count;
    Ids ids;
    (void)context;
    if (!db_all(db, db_arena(db), &ITEM_ALL, NULL, &found, &count, error) ||
        !db_ids(db, db_arena(db), &ITEM_IDS, NULL, &ids, error))
        return false;
    assert_int_equal(count, MANY);
    assert_int_equal(ids.count, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(((const Item *)found)[i].id, i + 1);
        assert_int_equal(ids.items[i], i + 1);
    }
    return true;
}

static void all_rows_may_be_any_number(void **state)
{
    TestDb *test = *state;
    db_test_write(test, table_make, NULL);
    db_test_write(test, add_many, NULL);
    db_test_read(test, read_all_of_them, NULL);
}

static void a_bulk_write_is_whole_or_nothing(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    db_test_write(test, table_make, NULL);
    assert_false(store_write(test->store, bulk_with_a_twin, NULL, &error));
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_int_equal(items(test), 0);
    db_test_write(test, add_two, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(every_statement_of_the_program_is_understood),
        DB_TEST(what_is_written_is_read_back),
        DB_TEST(what_is_written_at_once_is_read_back),
        DB_TEST(sums_are_read_as_declared),
        DB_TEST(lists_of_parameters_find_their_rows),
        DB_TEST(a_dynamic_list_binds_by_number),
        DB_TEST(a_cursor_sees_every_row_and_may_ask_in_between),
        DB_TEST(a_cursor_that_is_stopped_spoils_nothing),
        DB_TEST(more_than_a_thousand_rows_are_an_error),
        DB_TEST(all_rows_may_be_any_number),
        DB_TEST(a_bulk_write_is_whole_or_nothing),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
