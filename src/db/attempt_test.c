/* A part of a piece of work that may be refused. */
#include "db/marks_testkit.h"

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
    return mark_add(db, &(Mark) { .id = attempt->id, .value = 1 }, error) &&
           (!attempt->refuses || fail(error, ERROR_INPUT, NULL, "of its own judgement"));
}

static bool attempts_work(Db *db, void *context, Error *error)
{
    Attempt *attempts = context;
    Error refused = { 0 };
    return mark_add(db, &(Mark) { .id = 100, .value = 1 }, error) &&
           db_attempt(db, attempt_work, &attempts[0], error) && !db_attempt(db, attempt_work, &attempts[1], &refused) &&
           refused.kind == ERROR_INPUT && db_attempt(db, attempt_work, &attempts[2], error);
}

static void a_refused_attempt_leaves_nothing_and_the_rest_stays(void **state)
{
    const TestDb *test = *state;
    Attempt attempts[3] = { { .id = 1 }, { .id = 2, .refuses = true }, { .id = 3 } };
    db_test_write(test, marks_make, NULL);
    db_test_write(test, attempts_work, attempts);
    assert_int_equal(marks_of(test->store).count, 3);
    assert_int_equal(attempts[0].told, 1);
    assert_int_equal(attempts[1].told, 0);
    assert_int_equal(attempts[2].told, 1);
}

static void a_failed_statement_in_an_attempt_spoils_the_piece(void **state)
{
    const TestDb *test = *state;
    Attempt attempts[3] = { { .id = 1 }, { .id = 2, .refuses = true }, { .id = 1 } };
    Error error = { 0 };
    db_test_write(test, marks_make, NULL);
    assert_false(store_write(test->store, attempts_work, attempts, &error));
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_int_equal(marks_of(test->store).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_refused_attempt_leaves_nothing_and_the_rest_stays),
        DB_TEST(a_failed_statement_in_an_attempt_spoils_the_piece),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
