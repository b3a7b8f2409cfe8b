/* For the tests of jobs: facts that are written and read, and jobs that do what the test sets. */
#ifndef BANSO_JOBS_HOUSE_TEST_H
#define BANSO_JOBS_HOUSE_TEST_H

#include "jobs/jobs.h"

#include "db/db_testkit.h"
#include "jobs/queue.h"
#include "jobs/reader.h"
#include "jobs_engine.sql.h"

#include <semaphore.h>
#include <string.h>

static const int64_t NOON = 1795348800000; /* 2026-11-22T12:00:00Z */

/* ---- facts ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *kind;
    int64_t id;
} NewFact;

static inline bool write_fact(Db *db, void *context, Error *error)
{
    NewFact *new = context;
    Fact fact = { .kind = new->kind, .account_id = 12, .actor = "system", .subject = "task:5", .at = NOON };
    return fact_write(db, &fact, &new->id, error);
}

static inline int64_t fact(const TestDb *test, const char *kind)
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

static inline bool take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)services;
    (void)db;
    assert_int_equal(fact->account_id, 12);
    assert_string_equal(fact->subject, "task:5");
    assert_string_equal(fact->json, "{}");
    if (fact_id == taken.poison)
        return fail(error, taken.kind, NULL, "indigestible");
    taken.ids[taken.count++] = fact_id;
    return true;
}

static const FactReader READER = { "test", take };

static inline void read_on(const TestDb *test, int64_t now)
{
    Services services = { .store = test->store };
    for (bool more = true; more;) {
        Error error = { 0 };
        if (!reader_step(&services, &READER, now, &more, &error))
            fail_msg("%s", error.text);
    }
}

/* ---- jobs ----------------------------------------------------------------------------------------------------- */

static struct {
    int runs;
    ErrorKind fails;
    bool finishes;
    double progress;
    int gave_up;
    int hook_fails;      /* so many times */
    ErrorKind hook_kind; /* 0 = FULL */
    bool loses;          /* its lease expires, and another server takes it over */
    sem_t ran;
} job;

static const FieldType TAKE_OVER_TYPES[] = { FIELD_ID };
static const Statement TAKE_OVER = { .name = "take_over",
                                     .sqlite = "UPDATE job SET leased_by = 'other' WHERE id = ?1",
                                     .postgres = "UPDATE job SET leased_by = 'other' WHERE id = $1::bigint",
                                     .parameters = TAKE_OVER_TYPES,
                                     .parameter_count = 1 };

static inline bool take_over(Db *db, void *context, Error *error)
{
    DbValue id = { .type = FIELD_ID, .known = true, .integer = *(const int64_t *)context };
    return db_run(db, &TAKE_OVER, &id, NULL, error);
}

static inline bool finish(Db *db, void *context, Error *error)
{
    return job_finish(db, *(int64_t *)context, NOON, error);
}

static inline bool advance(Db *db, void *context, Error *error)
{
    /* A try begins again below where the last one came, as a job does that starts over. */
    return job_advance(db, *(int64_t *)context, job.progress / 2, error) &&
           job_advance(db, *(int64_t *)context, job.progress, error);
}

static inline bool run(Services *services, Arena *arena, const char *body, Error *error)
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

/* In the transaction of the outcome: a fact takes the place of what a module would write. */
static inline bool given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Fact fact = { .kind = "test.given_up", .account_id = 12, .actor = "system", .subject = "task:5", .at = NOON };
    (void)services;
    assert_string_equal(body, "{\"n\":1}");
    assert_true(why->text[0] != 0);
    job.gave_up++;
    return fact_write(db, &fact, NULL, error) &&
           (job.hook_fails-- <= 0 || fail(error, job.hook_kind ? job.hook_kind : ERROR_FULL, NULL, "no room just now"));
}

static const JobKind KINDS[] = { { "test.run", run, given_up },
                                 { "test.copy", run, given_up, .full_is_final = true },
                                 { "test.send", run, given_up, LANE_OUTBOUND, 3, 1000, 1500 },
                                 { 0 } };
static const JobKind *const ALL_KINDS[] = { KINDS, NULL };

typedef struct {
    const char *kind;
    int64_t run_at, id;
} NewJob;

static inline bool add_job(Db *db, void *context, Error *error)
{
    NewJob *new = context;
    return job_add(db, new->kind, "{\"n\":1}", new->run_at, &new->id, error);
}

static inline int64_t new_job(const TestDb *test, const char *kind, int64_t run_at)
{
    NewJob new = { kind, run_at, 0 };
    memset(&job, 0, sizeof job);
    sem_init(&job.ran, 0, 0);
    db_test_write(test, add_job, &new);
    return new.id;
}

static inline bool step_in(const TestDb *test, JobLane lane, const char *holder, int64_t now)
{
    Services services = { .store = test->store };
    Error error = { 0 };
    bool ran;
    QueueWorker worker = { ALL_KINDS, holder, .lane = lane };
    if (!queue_step(&services, &worker, now, &ran, NULL, &error))
        fail_msg("%s", error.text);
    return ran;
}

static inline bool step(const TestDb *test, const char *holder, int64_t now)
{
    return step_in(test, LANE_HOUSE, holder, now);
}

typedef struct {
    Arena *arena;
    int64_t id;
    JobState *state;
} Asked;

static inline bool ask(Db *db, void *context, Error *error)
{
    Asked *asked = context;
    return job_state(db, asked->arena, asked->id, &asked->state, error);
}

static inline const JobState *state_of(const TestDb *test, int64_t id)
{
    Asked asked = { test->arena, id, NULL };
    db_test_read(test, ask, &asked);
    return asked.state;
}

typedef struct {
    Arena *arena;
    int64_t lease_ms;
    const char *holder; /* NULL = "dead" */
} Dying;

static inline bool lease_and_die(Db *db, void *context, Error *error)
{
    const Dying *dying = context;
    const char *holder = dying->holder ? dying->holder : "dead";
    JobTakeRow *row;
    return job_take(db, dying->arena, NOON, holder, "house", &row, error) &&
           (!row || job_lease_begin(db, row->id, holder, dying->lease_ms, error));
}

static int scheduled;

static inline bool count_run(Services *services, Arena *arena, int64_t now, Error *error)
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

#endif
