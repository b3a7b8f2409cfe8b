#include "db/db_testkit.h"

#include "db/inside.h"

/* ---- a table of marks -------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t count, sum;
} Marks;
static const Field MARKS_FIELDS[] = { SHAPE_FIELD(Marks, count, FIELD_INT), SHAPE_FIELD(Marks, sum, FIELD_INT), { 0 } };
static const Shape MARKS = { "Marks", sizeof(Marks), MARKS_FIELDS };
static const FieldType TWO_INTS[] = { FIELD_INT, FIELD_INT };

static const Statement MARK_ADD = { "mark_add",
                                    "INSERT INTO mark (id, value) VALUES (?1, ?2)",
                                    "INSERT INTO mark (id, value) VALUES ($1::bigint, $2::bigint)",
                                    TWO_INTS,
                                    2,
                                    NULL };
static const Statement MARK_COUNT = { "mark_count",
                                      "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark",
                                      "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM mark",
                                      NULL,
                                      0,
                                      &MARKS };
static bool table_make(Db *db, void *context, Error *error)
{
    (void)context;
    return db->engine->script(db, "CREATE TABLE mark (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)", error);
}

static bool put(Db *db, const Statement *statement, int64_t id, int64_t value, Error *error)
{
    DbValue values[2] = { { .type = FIELD_INT, .known = true, .integer = id },
                          { .type = FIELD_INT, .known = true, .integer = value } };
    return db_run(db, statement, values, NULL, error);
}

static bool read_marks(Db *db, void *context, Error *error)
{
    void *found;
    if (!db_one(db, db_arena(db), &MARK_COUNT, NULL, &found, error))
        return false;
    *(Marks *)context = *(const Marks *)found;
    return true;
}

static int64_t marks(const TestDb *test)
{
    Marks found = { 0 };
    db_test_read(test, read_marks, &found);
    return found.count;
}

/* ---- a part of a piece that may be refused ------------------------------------------------------------------------
 */

typedef struct {
    int64_t id;
    bool refuses;
    int told;
} Attempt;

static void attempt_told(void *context)
{
    ((Attempt *)context)->told++;
}

static bool attempt_work(Db *db, void *context, Error *error)
{
    Attempt *attempt = context;
    db_after_commit(db, attempt_told, attempt);
    return put(db, &MARK_ADD, attempt->id, 1, error) &&
           (!attempt->refuses || fail(error, ERROR_INPUT, NULL, "of its own judgement"));
}

static bool attempts_work(Db *db, void *context, Error *error)
{
    Attempt *attempts = context;
    Error refused = { 0 };
    return put(db, &MARK_ADD, 100, 1, error) && db_attempt(db, attempt_work, &attempts[0], error) &&
           !db_attempt(db, attempt_work, &attempts[1], &refused) && refused.kind == ERROR_INPUT &&
           db_attempt(db, attempt_work, &attempts[2], error);
}

static void a_refused_attempt_leaves_nothing_and_the_rest_stays(void **state)
{
    const TestDb *test = *state;
    Attempt attempts[3] = { { .id = 1 }, { .id = 2, .refuses = true }, { .id = 3 } };
    db_test_write(test, table_make, NULL);
    db_test_write(test, attempts_work, attempts);
    assert_int_equal(marks(test), 3);
    assert_int_equal(attempts[0].told, 1);
    assert_int_equal(attempts[1].told, 0);
    assert_int_equal(attempts[2].told, 1);
}

static void a_failed_statement_in_an_attempt_spoils_the_piece(void **state)
{
    const TestDb *test = *state;
    Attempt attempts[3] = { { .id = 1 }, { .id = 2, .refuses = true }, { .id = 1 } };
    Error error = { 0 };
    db_test_write(test, table_make, NULL);
    assert_false(store_write(test->store, attempts_work, attempts, &error));
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_int_equal(marks(test), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_refused_attempt_leaves_nothing_and_the_rest_stays),
        DB_TEST(a_failed_statement_in_an_attempt_spoils_the_piece),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
