#include "jobs/house_test.h"

#include "jobs/module.h"

#include <time.h>

static void a_job_runs_once_when_its_time_has_come(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    assert_false(step(test, "one", NOON - 1));
    assert_string_equal(state_of(test, id)->state, "waiting");
    assert_true(step(test, "one", NOON));
    assert_false(step(test, "one", NOON));
    assert_int_equal(job.runs, 1);
    assert_string_equal(state_of(test, id)->state, "done");
    assert_null(state_of(test, id + 1));
}

static void a_job_in_trouble_is_tried_with_growing_pauses_and_then_kept_as_failed(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    job.fails = ERROR_INTERNAL;
    int64_t now = NOON, pause = 5000;
    for (int try = 1; try < JOB_ATTEMPTS_MAX; try++, pause *= 2) {
        assert_true(step(test, "one", now));
        assert_int_equal(state_of(test, id)->attempts, try);
        assert_string_equal(state_of(test, id)->state, "waiting");
        assert_false(step(test, "one", now + pause - 1));
        now += pause;
    }
    assert_true(step(test, "one", now));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_string_equal(state_of(test, id)->error, "no luck");
    assert_false(step(test, "one", now + 100LL * MS_PER_DAY));
    assert_int_equal(job.runs, JOB_ATTEMPTS_MAX);
    assert_int_equal(job.gave_up, 1);
}

static void a_job_waits_for_a_database_or_a_disk_as_long_as_it_takes(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    int64_t now = NOON, pause = 5000;
    for (int try = 1; try <= 3 * JOB_ATTEMPTS_MAX; try++) {
        job.fails = try % 2 ? ERROR_BUSY : ERROR_FULL;
        assert_true(step(test, "one", now));
        assert_string_equal(state_of(test, id)->state, "waiting");
        assert_int_equal(state_of(test, id)->attempts, 0);
        assert_false(step(test, "one", now + pause - 1));
        now += pause;
        pause = pause * 2 < MS_PER_HOUR ? pause * 2 : MS_PER_HOUR;
    }
    job.fails = ERROR_NONE;
    assert_true(step(test, "one", now));
    assert_string_equal(state_of(test, id)->state, "done");
    assert_int_equal(job.gave_up, 0);
}

static void a_copy_that_finds_the_disk_full_ends_at_once(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.copy", NOON);
    job.fails = ERROR_FULL;
    assert_true(step(test, "one", NOON));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_int_equal(job.gave_up, 1);
}

static void tries_count_only_without_progress(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    int64_t now = NOON;
    job.fails = ERROR_INTERNAL;
    for (int try = 1; try <= 2 * JOB_ATTEMPTS_MAX; try++, now += MS_PER_DAY) {
        job.progress = try / 100.0;
        assert_true(step(test, "one", now));
        assert_string_equal(state_of(test, id)->state, "waiting");
        assert_int_equal(state_of(test, id)->attempts, 1);
    }
    /* Reaching the same point as before is not progress. */
    for (int try = 2; try < JOB_ATTEMPTS_MAX; try++, now += MS_PER_DAY)
        assert_true(step(test, "one", now));
    assert_int_equal(job.gave_up, 0);
    assert_true(step(test, "one", now));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_int_equal(job.gave_up, 1);
}

static void a_job_with_a_bad_body_or_of_no_kind_fails_at_once(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    job.fails = ERROR_INPUT;
    assert_true(step(test, "one", NOON));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_int_equal(job.gave_up, 1);
    id = new_job(test, "test.unknown", NOON);
    assert_true(step(test, "one", NOON));
    assert_string_equal(state_of(test, id)->state, "failed");
}

static void a_job_that_ended_itself_in_its_last_step_stays_done(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    job.finishes = true;
    job.fails = ERROR_INTERNAL;
    assert_true(step(test, "one", NOON));
    assert_string_equal(state_of(test, id)->state, "done");
    assert_false(step(test, "one", NOON + MS_PER_DAY));
}

/* Cut off again and again before it makes progress, as by a machine that loses its power. */
static void a_job_that_is_always_cut_off_is_given_up_and_its_kind_hears_so(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    Dying dying = { test->arena, -1000 };
    for (int try = 0; try < JOB_ATTEMPTS_MAX; try++) {
        dying.holder = arena_format(test->arena, "dead %d", try);
        db_test_write(test, lease_and_die, &dying);
    }
    assert_true(step(test, "alive", NOON));
    assert_string_equal(state_of(test, id)->state, "failed");
    assert_true(job.runs == 0 && job.gave_up == 1);
}

static void what_the_kind_writes_when_given_up_and_the_outcome_are_one(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    QueueWorker worker = { ALL_KINDS, "one" };
    Error error = { 0 };
    bool ran;
    memset(&taken, 0, sizeof taken);
    int64_t id = new_job(test, "test.run", NOON);
    job.fails = ERROR_INPUT;
    job.hook_fails = 1;
    assert_false(queue_step(&services, &worker, NOON, &ran, NULL, &error));
    read_on(test, NOON);
    assert_int_equal(taken.count, 0);
    assert_string_equal(state_of(test, id)->state, "running");
}

static void what_a_dead_server_leased_is_taken_over(void **state)
{
    TestDb *test = *state;
    int64_t id = new_job(test, "test.run", NOON);
    Dying dying = { test->arena, -1000 }; /* long expired */
    db_test_write(test, lease_and_die, &dying);
    assert_string_equal(state_of(test, id)->state, "running");
    assert_true(step(test, "alive", NOON));
    assert_string_equal(state_of(test, id)->state, "done");
    assert_int_equal(state_of(test, id)->attempts, 2);
}

static void who_lost_a_job_to_another_server_leaves_it_alone(void **state)
{
    TestDb *test = *state;
    static const ErrorKind OUTCOMES[] = { ERROR_NONE, ERROR_INTERNAL, ERROR_INPUT };
    for (size_t i = 0; i < sizeof OUTCOMES / sizeof *OUTCOMES; i++) {
        int64_t id = new_job(test, "test.run", NOON + (int64_t)i);
        job.loses = true;
        job.fails = OUTCOMES[i];
        assert_true(step(test, "slow", NOON + (int64_t)i));
        assert_string_equal(state_of(test, id)->state, "running");
        assert_int_equal(job.gave_up, 0);
        db_test_write(test, finish, &id);
    }
}

static void a_job_ends_itself_but_once(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    int64_t id = new_job(test, "test.run", NOON);
    Dying slow = { test->arena, 60000 };
    db_test_write(test, lease_and_die, &slow);
    db_test_write(test, finish, &id);
    assert_false(store_write(test->store, finish, &id, &error));
    assert_int_equal(error.kind, ERROR_CONFLICT);
}

static void what_a_living_server_leased_is_left_alone(void **state)
{
    TestDb *test = *state;
    new_job(test, "test.run", NOON);
    Dying living = { test->arena, 60000 };
    db_test_write(test, lease_and_die, &living);
    assert_false(step(test, test->kind == DB_POSTGRES ? "other" : "dead", NOON));
}

static void settling_runs_all_that_is_due_and_tells_what_failed(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    JobsOptions options = { ALL_KINDS, ALL_SCHEDULES, ALL_READERS };
    Error error = { 0 };
    memset(&taken, 0, sizeof taken);
    scheduled = 0;
    fact(test, "task.done");
    new_job(test, "test.run", NOON);
    assert_true(jobs_settle(&services, &options, NOON, &error));
    assert_true(job.runs == 1 && taken.count == 1 && scheduled == 1);
    new_job(test, "test.run", NOON);
    job.fails = ERROR_INPUT;
    assert_false(jobs_settle(&services, &options, NOON, &error));
    assert_string_equal(error.text, "no luck");
}

static void a_started_machine_runs_a_job_without_being_asked(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    JobsOptions options = { ALL_KINDS, NO_SCHEDULES, ALL_READERS };
    Error error = { 0 };
    Jobs *jobs;
    memset(&taken, 0, sizeof taken);
    if (!jobs_start(&services, &options, &jobs, &error))
        fail_msg("%s", error.text);
    int64_t id = new_job(test, "test.run", 1);
    assert_becomes(sem_trywait(&job.ran) == 0);
    services.stopping = true;
    jobs_stop(jobs);
    assert_string_equal(state_of(test, id)->state, "done");
}

static const Module RUNNING = { .name = "test", .jobs = KINDS };
static const Module *const RUNNING_MODULES[] = { &RUNNING, NULL };
static const Module *const NO_MODULES[] = { NULL };

static int64_t new_sending(const TestDb *test)
{
    modules_use(RUNNING_MODULES);
    int64_t id = new_job(test, "test.send", NOON);
    modules_use(NO_MODULES);
    return id;
}

static void a_job_is_run_by_the_workers_of_its_lane_alone(void **state)
{
    TestDb *test = *state;
    int64_t sending = new_sending(test), here = new_job(test, "test.run", NOON);
    assert_true(step(test, "one", NOON));
    assert_false(step(test, "one", NOON));
    assert_string_equal(state_of(test, here)->state, "done");
    assert_string_equal(state_of(test, sending)->state, "waiting");
    assert_true(step_in(test, LANE_OUTBOUND, "one", NOON));
    assert_false(step_in(test, LANE_OUTBOUND, "one", NOON));
    assert_string_equal(state_of(test, sending)->state, "done");
}

/* A host that says nothing, until it is told to. */
static struct {
    sem_t began, other, host;
} silent;

static bool send_to(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)services;
    (void)arena;
    (void)error;
    if (strcmp(body, "{\"n\":1}") != 0) {
        sem_post(&silent.other);
        return true;
    }
    sem_post(&silent.began);
    return sem_wait(&silent.host) == 0;
}

static const JobKind SENDING[] = { { "test.run", run }, { "test.send", send_to, .lane = LANE_OUTBOUND }, { 0 } };
static const Module SENDER = { .name = "test", .jobs = SENDING };
static const Module *const SENDER_MODULES[] = { &SENDER, NULL };

static bool ask_both_hosts(Db *db, void *context, Error *error)
{
    (void)context;
    return job_once(db, "test.send", "silent", "{\"n\":1}", 1, error) &&
           job_once(db, "test.send", "other", "{\"n\":2}", 1, error);
}

static void a_host_that_says_nothing_holds_up_neither_another_host_nor_the_house(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    const JobKind *const kinds[] = { SENDING, NULL };
    JobsOptions options = { kinds, NO_SCHEDULES, ALL_READERS };
    Error error = { 0 };
    Jobs *jobs;
    memset(&taken, 0, sizeof taken);
    sem_init(&silent.began, 0, 0);
    sem_init(&silent.other, 0, 0);
    sem_init(&silent.host, 0, 0);
    modules_use(SENDER_MODULES);
    if (!jobs_start(&services, &options, &jobs, &error))
        fail_msg("%s", error.text);
    db_test_write(test, ask_both_hosts, NULL);
    assert_becomes(sem_trywait(&silent.began) == 0);
    int64_t here = new_job(test, "test.run", 1);
    assert_becomes(sem_trywait(&job.ran) == 0);
    assert_becomes(sem_trywait(&silent.other) == 0);
    sem_post(&silent.host);
    services.stopping = true;
    jobs_stop(jobs);
    modules_use(NO_MODULES);
    assert_string_equal(state_of(test, here)->state, "done");
}

static void a_kind_says_how_often_and_when_its_jobs_are_tried(void **state)
{
    TestDb *test = *state;
    int64_t id = new_sending(test);
    job.fails = ERROR_INTERNAL;
    assert_true(step_in(test, LANE_OUTBOUND, "one", NOON));
    assert_false(step_in(test, LANE_OUTBOUND, "one", NOON + 999));
    assert_true(step_in(test, LANE_OUTBOUND, "one", NOON + 1000));
    assert_false(step_in(test, LANE_OUTBOUND, "one", NOON + 2499));
    assert_string_equal(state_of(test, id)->state, "waiting");
    assert_true(step_in(test, LANE_OUTBOUND, "one", NOON + 2500));
    assert_string_equal(state_of(test, id)->state, "failed");
}

static bool ask_once(Db *db, void *context, Error *error)
{
    return job_once(db, "test.run", context, "{\"n\":1}", NOON, error) &&
           job_once(db, "test.run", context, "{\"n\":1}", NOON - 10, error);
}

static bool ask_no_more(Db *db, void *context, Error *error)
{
    return job_drop(db, "test.run", context, error);
}

static void one_waiting_job_of_a_key_does_for_all_who_ask(void **state)
{
    TestDb *test = *state;
    char key[] = "7", other[] = "8";
    memset(&job, 0, sizeof job);
    sem_init(&job.ran, 0, 0);
    db_test_write(test, ask_once, key);
    assert_true(step(test, "one", NOON - 10));
    assert_false(step(test, "one", NOON));
    db_test_write(test, ask_once, key);
    db_test_write(test, ask_once, other);
    db_test_write(test, ask_no_more, key);
    assert_true(step(test, "one", NOON));
    assert_false(step(test, "one", NOON));
    assert_int_equal(job.runs, 2);
}

/* What arrives while one runs is for the next one, which waits until that has ended. */
static void two_jobs_of_one_key_do_not_run_at_the_same_time(void **state)
{
    TestDb *test = *state;
    char key[] = "7";
    memset(&job, 0, sizeof job);
    sem_init(&job.ran, 0, 0);
    db_test_write(test, ask_once, key);
    Dying running = { test->arena, JOB_LEASE_MS, "one" };
    db_test_write(test, lease_and_die, &running);
    db_test_write(test, ask_once, key);
    assert_false(step(test, "one", NOON));
    assert_int_equal(job.runs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_job_runs_once_when_its_time_has_come),
        DB_TEST(a_job_in_trouble_is_tried_with_growing_pauses_and_then_kept_as_failed),
        DB_TEST(a_job_waits_for_a_database_or_a_disk_as_long_as_it_takes),
        DB_TEST(a_copy_that_finds_the_disk_full_ends_at_once),
        DB_TEST(tries_count_only_without_progress),
        DB_TEST(a_job_with_a_bad_body_or_of_no_kind_fails_at_once),
        DB_TEST(a_job_that_ended_itself_in_its_last_step_stays_done),
        DB_TEST(a_job_that_is_always_cut_off_is_given_up_and_its_kind_hears_so),
        DB_TEST(what_the_kind_writes_when_given_up_and_the_outcome_are_one),
        DB_TEST(what_a_dead_server_leased_is_taken_over),
        DB_TEST(who_lost_a_job_to_another_server_leaves_it_alone),
        DB_TEST(a_job_ends_itself_but_once),
        DB_TEST(what_a_living_server_leased_is_left_alone),
        DB_TEST(a_job_is_run_by_the_workers_of_its_lane_alone),
        DB_TEST(a_host_that_says_nothing_holds_up_neither_another_host_nor_the_house),
        DB_TEST(a_kind_says_how_often_and_when_its_jobs_are_tried),
        DB_TEST(one_waiting_job_of_a_key_does_for_all_who_ask),
        DB_TEST(two_jobs_of_one_key_do_not_run_at_the_same_time),
        DB_TEST(settling_runs_all_that_is_due_and_tells_what_failed),
        DB_TEST(a_started_machine_runs_a_job_without_being_asked),
    };
    return db_test_run_alone(tests, sizeof tests / sizeof *tests);
}
