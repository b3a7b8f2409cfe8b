#include "jobs/jobs.h"

#include "db/db_testkit.h"
#include "jobs/lease.h"
#include "jobs/notify.h"
#include "jobs/queue.h"
#include "jobs/reader.h"
#include "jobs_engine.sql.h"

#include <errno.h>
#include <semaphore.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const int64_t NOON = 1795348800000; /* 2026-11-22T12:00:00Z */

/* ---- facts ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *kind;
    int64_t id;
} NewFact;

static bool write_fact(Db *db, void *context, Error *error)
{
    NewFact *new = context;
    Fact fact = { .kind = new->kind, .account_id = 12, .actor = "system", .subject = "task:5", .at = NOON };
    return fact_write(db, &fact, &new->id, error);
}

static int64_t fact(const TestDb *test, const char *kind)
{
    NewFact new = { kind, 0 };
    db_test_write(test, write_fact, &new);
    return new.id;
}

static struct {
    int64_t ids[300];
    int count;
    int64_t poison; /* the fact on which the reader fails */
    ErrorKind kind;
} taken;

static bool take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)services;
    (void)db;
    assert_int_equal(fact->account_id, 12);
    assert_string_equal(fact->subject, "task:5");
    assert_string_equal(fact->body, "{}");
    if (fact_id == taken.poison)
        return fail(error, taken.kind, NULL, "indigestible");
    taken.ids[taken.count++] = fact_id;
    return true;
}

static const FactReader READER = { "test", take };

static void read_on(const TestDb *test, int64_t now)
{
    Services services = { .store = test->store };
    for (bool more = true; more;) {
        Error error = { 0 };
        if (!reader_step(&services, &READER, now, &more, &error))
            fail_msg("%s", error.text);
    }
}

static void facts_come_in_order_and_once(void **state)
{
    TestDb *test = *state;
    memset(&taken, 0, sizeof taken);
    int64_t ids[250];
    for (int i = 0; i < 250; i++)
        ids[i] = fact(test, "task.done");
    read_on(test, NOON);
    read_on(test, NOON);
    assert_int_equal(taken.count, 250);
    assert_memory_equal(taken.ids, ids, sizeof ids);
    int64_t later = fact(test, "task.done");
    read_on(test, NOON);
    assert_int_equal(taken.count, 251);
    assert_int_equal(taken.ids[250], later);
}

static void a_fact_that_fails_ten_times_is_put_aside_and_the_others_arrive(void **state)
{
    TestDb *test = *state;
    memset(&taken, 0, sizeof taken);
    int64_t first = fact(test, "task.done");
    taken.poison = fact(test, "task.done");
    taken.kind = ERROR_INTERNAL;
    int64_t last = fact(test, "task.done");
    int64_t now = NOON;
    /* The batch fails as a whole once; then the good one before the poison is taken alone. */
    read_on(test, now);
    assert_int_equal(taken.ids[taken.count - 1], first);
    int before = taken.count;
    read_on(test, now);
    assert_int_equal(taken.count, before);
    for (int try = 0; try < FACT_TRIES_MAX; try++)
        read_on(test, now += MS_PER_HOUR);
    assert_int_equal(taken.ids[taken.count - 1], last);
    assert_int_equal(taken.count, before + 1);
}

static void a_full_disk_is_waited_out_without_counting(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    memset(&taken, 0, sizeof taken);
    taken.poison = fact(test, "task.done");
    taken.kind = ERROR_FULL;
    bool more;
    Error error = { 0 };
    for (int try = 0; try < 2 * FACT_TRIES_MAX; try++)
        assert_false(reader_step(&services, &READER, NOON, &more, &error));
    assert_int_equal(error.kind, ERROR_FULL);
    int64_t id = taken.poison;
    taken.poison = 0;
    read_on(test, NOON);
    assert_int_equal(taken.count, 1);
    assert_int_equal(taken.ids[0], id);
}

static const Statement RAISE = {
    .name = "raise",
    .sqlite = "UPDATE fact SET xact = xact + 1000000000",
    .postgres = "UPDATE fact SET xact = xact + 1000000000",
};
static const Statement RAISE_READER = {
    .name = "raise_reader",
    .sqlite = "UPDATE fact_reader SET xact = xact + 1000000000",
    .postgres = "UPDATE fact_reader SET xact = xact + 1000000000",
};

static bool as_if_restored(Db *db, void *context, Error *error)
{
    (void)context;
    return db_run(db, &RAISE, NULL, NULL, error) && db_run(db, &RAISE_READER, NULL, NULL, error);
}

static void after_a_restore_into_another_cluster_readers_go_on_where_they_were(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    Error error = { 0 };
    memset(&taken, 0, sizeof taken);
    fact(test, "task.done");
    fact(test, "task.done");
    read_on(test, NOON);
    int64_t unread = fact(test, "task.done");
    db_test_write(test, as_if_restored, NULL);
    assert_true(reader_rebase(&services, &error));
    int64_t newer = fact(test, "task.done");
    read_on(test, NOON);
    assert_int_equal(taken.count, 4);
    assert_int_equal(taken.ids[2], unread);
    assert_int_equal(taken.ids[3], newer);
}

static void no_statement_of_a_fact_fails_silently(void **state)
{
    TestDb *test = *state;
    NewFact new = { "task.done", 0 };
    db_test_every_fault(test, write_fact, &new, NULL);
}

static bool holds(const char *const *keys, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcmp(keys[i], wanted) == 0)
            return true;
    return false;
}

static void a_fact_names_what_a_browser_reads_again(void **state)
{
    TestDb *test = *state;
    const char *keys[NOTIFY_KEYS_MAX];
    Fact fell = { .kind = "health.fell", .account_id = 7 };
    int count = notify_keys(test->arena, &fell, keys);
    assert_true(holds(keys, count, "account:7") && holds(keys, count, "health"));
    assert_true(holds(keys, count, "accounts") && holds(keys, count, "today"));
    Fact done = { .kind = "import.done", .subject = "import:5" };
    count = notify_keys(test->arena, &done, keys);
    assert_int_equal(count, 3);
    assert_true(holds(keys, count, "import:5") && holds(keys, count, "import") && holds(keys, count, "imports"));
}

/* ---- jobs ----------------------------------------------------------------------------------------------------- */

static struct {
    int runs;
    ErrorKind fails;
    bool finishes;
    double progress;
    int gave_up;
    int hook_fails; /* so many times */
    bool loses;     /* its lease expires, and another server takes it over */
    sem_t ran;
} job;

static const FieldType TAKE_OVER_TYPES[] = { FIELD_ID };
static const Statement TAKE_OVER = { .name = "take_over",
                                     .sqlite = "UPDATE job SET leased_by = 'other' WHERE id = ?1",
                                     .postgres = "UPDATE job SET leased_by = 'other' WHERE id = $1::bigint",
                                     .parameters = TAKE_OVER_TYPES,
                                     .parameter_count = 1 };

static bool take_over(Db *db, void *context, Error *error)
{
    DbValue id = { .type = FIELD_ID, .known = true, .integer = *(const int64_t *)context };
    return db_run(db, &TAKE_OVER, &id, NULL, error);
}

static bool finish(Db *db, void *context, Error *error)
{
    return job_finish(db, *(int64_t *)context, NOON, error);
}

static bool advance(Db *db, void *context, Error *error)
{
    return job_advance(db, *(int64_t *)context, job.progress, error);
}

static bool run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    assert_string_equal(body, "{\"n\":1}");
    job.runs++;
    int64_t id = job_current();
    assert_true(id > 0);
    if (!job_keep(0.5, error))
        return false;
    if (job.progress > 0 && !store_write(services->store, advance, &id, error))
        return false;
    if (job.finishes && !store_write(services->store, finish, &id, error))
        return false;
    if (job.loses && !store_write(services->store, take_over, &id, error))
        return false;
    sem_post(&job.ran);
    return job.fails ? fail(error, job.fails, NULL, "no luck") : true;
}

/* In the transaction of the outcome: a fact stands for what a module would write. */
static bool given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Fact fact = { .kind = "test.given_up", .account_id = 12, .actor = "system", .subject = "task:5", .at = NOON };
    (void)services;
    assert_string_equal(body, "{\"n\":1}");
    assert_true(why->text[0] != 0);
    job.gave_up++;
    return fact_write(db, &fact, NULL, error) &&
           (job.hook_fails-- <= 0 || fail(error, ERROR_FULL, NULL, "no room just now"));
}

static const JobKind KINDS[] = { { "test.run", run, given_up },
                                 { "test.copy", run, given_up, .full_is_final = true },
                                 { 0 } };
static const JobKind *const ALL_KINDS[] = { KINDS, NULL };

typedef struct {
    const char *kind;
    int64_t run_at, id;
} NewJob;

static bool add_job(Db *db, void *context, Error *error)
{
    NewJob *new = context;
    return job_add(db, new->kind, "{\"n\":1}", new->run_at, &new->id, error);
}

static int64_t new_job(const TestDb *test, const char *kind, int64_t run_at)
{
    NewJob new = { kind, run_at, 0 };
    memset(&job, 0, sizeof job);
    sem_init(&job.ran, 0, 0);
    db_test_write(test, add_job, &new);
    return new.id;
}

static bool step(const TestDb *test, const char *holder, int64_t now)
{
    Services services = { .store = test->store };
    Error error = { 0 };
    bool ran;
    QueueWorker worker = { ALL_KINDS, holder, 0 };
    if (!queue_step(&services, &worker, now, &ran, NULL, &error))
        fail_msg("%s", error.text);
    return ran;
}

typedef struct {
    Arena *arena;
    int64_t id;
    JobState *state;
} Asked;

static bool ask(Db *db, void *context, Error *error)
{
    Asked *asked = context;
    return job_state(db, asked->arena, asked->id, &asked->state, error);
}

static const JobState *state_of(const TestDb *test, int64_t id)
{
    Asked asked = { test->arena, id, NULL };
    db_test_read(test, ask, &asked);
    return asked.state;
}

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
    /* Coming as far as before is no progress. */
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

typedef struct {
    Arena *arena;
    int64_t lease_ms;
    const char *holder; /* NULL = "dead" */
} Dying;

static bool lease_and_die(Db *db, void *context, Error *error)
{
    const Dying *dying = context;
    JobLeaseRow *row;
    return job_lease(db, dying->arena, NOON, dying->holder ? dying->holder : "dead", dying->lease_ms, &row, error);
}

/* Cut off again and again before it came further, as by a machine that loses its power. */
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
    QueueWorker worker = { ALL_KINDS, "one", 0 };
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

static int scheduled;

static bool count_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)services;
    (void)arena;
    (void)error;
    assert_int_equal(now, NOON);
    scheduled++;
    return true;
}

static const Schedule SCHEDULES[] = { { "test.count", 1000, count_run }, { 0 } };
static const Schedule *const ALL_SCHEDULES[] = { SCHEDULES, NULL };
static const Schedule *const NO_SCHEDULES[] = { NULL };
static const FactReader READERS[] = { { "test", take }, { 0 } };
static const FactReader *const ALL_READERS[] = { READERS, NULL };

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
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 20; /* a bound for a machine that hangs, not a pause */
    while (sem_timedwait(&job.ran, &until) != 0)
        assert_int_equal(errno, EINTR);
    services.stopping = true;
    jobs_stop(jobs);
    assert_string_equal(state_of(test, id)->state, "done");
}

/* ---- leases ---------------------------------------------------------------------------------------------------- */

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

typedef struct {
    int64_t ends;
} LeaseEnd;
static const Field LEASE_END_FIELDS[] = { SHAPE_FIELD(LeaseEnd, ends, FIELD_INT), { 0 } };
static const Shape LEASE_END_ROW = { "LeaseEnd", sizeof(LeaseEnd), LEASE_END_FIELDS };
static const Statement LEASE_END = { .name = "lease_end",
                                     .sqlite = "SELECT leased_until FROM job",
                                     .postgres = "SELECT leased_until FROM job",
                                     .row = &LEASE_END_ROW };

static bool lease_end(Db *db, void *context, Error *error)
{
    void *found;
    if (!db_one(db, db_arena(db), &LEASE_END, NULL, &found, error))
        return false;
    *(int64_t *)context = ((const LeaseEnd *)found)->ends;
    return true;
}

/* One step that takes longer than the lease: it says nothing until somebody has lengthened its lease. */
static bool run_long(Services *services, Arena *arena, const char *body, Error *error)
{
    int64_t before, now;
    (void)arena;
    (void)body;
    if (!store_read(services->store, lease_end, &before, error))
        return false;
    int64_t hangs = clock_monotonic() + 60 * 1000000LL;
    do {
        nanosleep(&(struct timespec) { .tv_nsec = 5000000 }, NULL);
        if (!store_read(services->store, lease_end, &now, error))
            return false;
    } while (now <= before && clock_monotonic() < hangs);
    assert_true(now > before);
    return true;
}

static void a_lease_is_kept_up_while_the_job_is_worked_on(void **state)
{
    TestDb *test = *state;
    static const JobKind LONG[] = { { "test.run", run_long }, { 0 } };
    static const JobKind *const KINDS_LONG[] = { LONG, NULL };
    Services services = { .store = test->store };
    QueueWorker worker = { KINDS_LONG, "one", 300 };
    Error error = { 0 };
    bool ran;
    int64_t id = new_job(test, "test.run", NOON);
    if (!queue_step(&services, &worker, NOON, &ran, NULL, &error))
        fail_msg("%s", error.text);
    assert_string_equal(state_of(test, id)->state, "done");
}

/* Two processes of one data directory, one after the other, and one of another. */
static void after_a_start_the_same_directory_goes_on_at_once_and_others_wait(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store, .data = test->folder };
    const char *dead, *elsewhere = arena_format(test->arena, "%s/other", test->folder);
    JobsOptions options = { ALL_KINDS, NO_SCHEDULES, ALL_READERS };
    Error error = { 0 };
    memset(&taken, 0, sizeof taken);
    assert_int_equal(mkdir(elsewhere, 0700), 0);
    assert_true(holder_name(test->arena, &services, &dead, &error));
    int64_t id = new_job(test, "test.run", NOON);
    Dying dying = { test->arena, JOB_LEASE_MS, dead };
    db_test_write(test, lease_and_die, &dying);
    services.data = elsewhere;
    assert_true(jobs_settle(&services, &options, NOON, &error));
    assert_string_equal(state_of(test, id)->state, "running");
    services.data = test->folder;
    assert_true(jobs_settle(&services, &options, NOON, &error));
    assert_string_equal(state_of(test, id)->state, "done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(facts_come_in_order_and_once),
        DB_TEST(a_fact_that_fails_ten_times_is_put_aside_and_the_others_arrive),
        DB_TEST(a_full_disk_is_waited_out_without_counting),
        POSTGRES_TEST(after_a_restore_into_another_cluster_readers_go_on_where_they_were),
        DB_TEST(no_statement_of_a_fact_fails_silently),
        SQLITE_TEST(a_fact_names_what_a_browser_reads_again),
        DB_TEST(a_job_runs_once_when_its_time_has_come),
        DB_TEST(a_job_in_trouble_is_tried_with_growing_pauses_and_then_kept_as_failed),
        DB_TEST(a_job_waits_for_a_database_or_a_disk_as_long_as_it_takes),
        DB_TEST(a_copy_that_finds_the_disk_full_ends_at_once),
        DB_TEST(tries_count_only_without_progress),
        DB_TEST(a_job_with_a_bad_body_or_of_no_kind_fails_at_once),
        DB_TEST(a_job_that_ended_itself_in_its_last_step_stays_done),
        DB_TEST(a_job_that_is_always_cut_off_is_given_up_and_its_kind_hears_so),
        DB_TEST(what_the_kind_writes_when_given_up_and_the_outcome_are_one),
        DB_TEST(an_outcome_that_cannot_be_written_at_first_is_written_later),
        POSTGRES_TEST(a_lease_is_kept_up_while_the_job_is_worked_on),
        POSTGRES_TEST(after_a_start_the_same_directory_goes_on_at_once_and_others_wait),
        DB_TEST(what_a_dead_server_leased_is_taken_over),
        DB_TEST(who_lost_a_job_to_another_server_leaves_it_alone),
        DB_TEST(a_job_ends_itself_but_once),
        DB_TEST(what_a_living_server_leased_is_left_alone),
        DB_TEST(settling_runs_all_that_is_due_and_tells_what_failed),
        DB_TEST(a_started_machine_runs_a_job_without_being_asked),
    };
    return db_test_run_alone(tests, sizeof tests / sizeof *tests);
}
