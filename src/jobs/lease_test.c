/* Leases of jobs: kept up, taken over; and outcomes that wait for the disk. */
#include "jobs/house_test.h"

#include "base/secret.h"
#include "jobs/lease.h"

/* The disk fills up just then. */
static void an_outcome_that_cannot_be_written_at_first_is_written_later(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    QueueWorker worker = { ALL_KINDS, "one", .patient = true };
    Error error = { 0 };
    bool ran;
    int64_t id = new_job(test, "test.run", NOON);
    job.fails = ERROR_INPUT;
    job.hook_fails = 2;
    assert_true(queue_step(&services, &worker, NOON, &ran, NULL, &error));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_int_equal(job.gave_up, 3);
}

/* The kind's own fault, which waiting does not repair. */
static void what_a_kind_fails_to_write_when_given_up_does_not_keep_its_job_running(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    QueueWorker worker = { ALL_KINDS, "one", .patient = true };
    Error error = { 0 };
    bool ran;
    int64_t id = new_job(test, "test.run", NOON);
    job.fails = ERROR_INPUT;
    job.hook_fails = 1000;
    job.hook_kind = ERROR_INTERNAL;
    assert_true(queue_step(&services, &worker, NOON, &ran, NULL, &error));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_string_equal(state_of(test, id)->error, "no luck");
    assert_int_equal(job.gave_up, 1);
}

typedef struct {
    int64_t ends;
} LeaseEnd;
static const Field LEASE_END_FIELDS[] = { SHAPE_FIELD(LeaseEnd, ends, FIELD_INT), { 0 } };
static const Shape LEASE_END_ROW = { "LeaseEnd", sizeof(LeaseEnd), LEASE_END_FIELDS };
static const Statement LEASE_END = { .name = "lease_end",
                                     .sqlite = "SELECT until AS ends FROM job_lease",
                                     .postgres = "SELECT until AS ends FROM job_lease",
                                     .row = &LEASE_END_ROW };

static bool lease_end(Db *db, void *context, Error *error)
{
    void *found;
    if (!db_one(db, db_arena(db), &LEASE_END, NULL, &found, error))
        return false;
    *(int64_t *)context = ((const LeaseEnd *)found)->ends;
    return true;
}

/* One step that takes longer than the lease: it does not return until its lease was renewed. */
static bool run_long(Services *services, Arena *arena, const char *body, Error *error)
{
    int64_t before, now = 0;
    (void)arena;
    (void)body;
    if (!store_read(services->store, lease_end, &before, error))
        return false;
    assert_becomes(!store_read(services->store, lease_end, &now, error) || now > before);
    return now > before;
}

static void a_lease_is_kept_up_while_the_job_is_worked_on(void **state)
{
    TestDb *test = *state;
    static const JobKind LONG[] = { { "test.run", run_long }, { 0 } };
    static const JobKind *const KINDS_LONG[] = { LONG, NULL };
    Services services = { .store = test->store };
    QueueWorker worker = { KINDS_LONG, "one", .lease_ms = 300 };
    Error error = { 0 };
    bool ran;
    int64_t id = new_job(test, "test.run", NOON);
    if (!queue_step(&services, &worker, NOON, &ran, NULL, &error))
        fail_msg("%s", error.text);
    assert_string_equal(state_of(test, id)->state, "done");
}

/* A step of the job that began before its lease was lengthened, and ends after. */
typedef struct {
    const TestDb *test;
    int64_t id;
    int tries;
} LongStep;

static bool hold_on(Db *db, void *context, Error *error)
{
    return job_hold(db, *(const int64_t *)context, "dead", JOB_LEASE_MS, error);
}

static void *lengthen(void *context)
{
    const LongStep *step = context;
    Error error = { 0 };
    int64_t id = step->id;
    return store_write(step->test->store, hold_on, &id, &error) ? context : NULL;
}

static bool long_step(Db *db, void *context, Error *error)
{
    LongStep *step = context;
    JobState *state;
    pthread_t keeper;
    void *held = NULL;
    step->tries++;
    if (!job_state(db, db_arena(db), step->id, &state, error))
        return false;
    if (step->tries == 1) {
        assert_int_equal(pthread_create(&keeper, NULL, lengthen, step), 0);
        pthread_join(keeper, &held);
        assert_non_null(held);
    }
    return job_advance(db, step->id, 0.5, error);
}

static void a_lease_is_lengthened_beside_a_long_step_and_neither_begins_again(void **state)
{
    TestDb *test = *state;
    LongStep step = { test, new_job(test, "test.run", NOON), 0 };
    Dying leased = { test->arena, JOB_LEASE_MS, NULL };
    db_test_write(test, lease_and_die, &leased);
    db_test_write(test, long_step, &step);
    assert_int_equal(step.tries, 1);
    assert_true(state_of(test, step.id)->progress > 0.4);
}

/* Two processes of one data directory, one after the other, and one of another. */
static void after_a_start_the_same_directory_goes_on_at_once_and_others_wait(void **state)
{
    TestDb *test = *state;
    static const unsigned char HERE[SECRET_SIZE] = { 1 }, ELSEWHERE[SECRET_SIZE] = { 2 };
    Services services = { .store = test->store, .secret = HERE };
    JobsOptions options = { ALL_KINDS, NO_SCHEDULES, ALL_READERS };
    Error error = { 0 };
    memset(&taken, 0, sizeof taken);
    int64_t id = new_job(test, "test.run", NOON);
    Dying dying = { test->arena, JOB_LEASE_MS, holder_name(test->arena, &services) };
    db_test_write(test, lease_and_die, &dying);
    services.secret = ELSEWHERE;
    assert_true(jobs_settle(&services, &options, NOON, &error));
    assert_string_equal(state_of(test, id)->state, "running");
    services.secret = HERE;
    assert_true(jobs_settle(&services, &options, NOON, &error));
    assert_string_equal(state_of(test, id)->state, "done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_outcome_that_cannot_be_written_at_first_is_written_later),
        DB_TEST(what_a_kind_fails_to_write_when_given_up_does_not_keep_its_job_running),
        POSTGRES_TEST(a_lease_is_lengthened_beside_a_long_step_and_neither_begins_again),
        POSTGRES_TEST(a_lease_is_kept_up_while_the_job_is_worked_on),
        POSTGRES_TEST(after_a_start_the_same_directory_goes_on_at_once_and_others_wait),
    };
    return db_test_run_alone(tests, sizeof tests / sizeof *tests);
}
