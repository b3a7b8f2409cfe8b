/*
 * The threads: workers for each lane, one that delivers facts, one that runs schedules. They sleep until something
 * wakes them (a job or a fact of this process) or a quarter of a second has passed, in which other servers may have
 * written. How a job runs is in queue.c, how a fact is delivered in reader.c, who holds what in lease.c.
 *
 * A schedule is due by either of two clocks, because a test moves one and only the other runs by itself. At the end
 * jobs_settle: the same work without threads, for tests.
 */
#include "jobs/jobs.h"

#include "base/log.h"
#include "jobs/follower.h"
#include "jobs/lease.h"
#include "jobs/notify.h"
#include "jobs/queue.h"
#include "jobs/reader.h"
#include "jobs/unrest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREADS_MAX = 16, IDLE_MS = 250, SWEEP_EVERY_MS = MS_PER_HOUR };

static const Schedule OWN_SCHEDULES[] = { { "jobs.sweep", SWEEP_EVERY_MS, queue_sweep }, { 0 } };

/* When a schedule ran last, by both clocks: a test moves one of them, and only the other runs by itself. */
typedef struct {
    const Schedule *schedule;
    Lease lease;
    bool ran;
    int64_t ran_at;        /* ms */
    int64_t ran_monotonic; /* microseconds */
} Timer;

/* One thread that works on a lane. */
typedef struct {
    struct Jobs *jobs;
    QueueWorker worker;
} LaneWorker;

struct Jobs {
    Services *services;
    JobsOptions options;
    Arena *arena;
    const char *holder;
    QueueWorker worker; /* what those of all lanes have in common */
    LaneWorker workers[THREADS_MAX];
    Timer *timers;
    size_t timer_count;
    Lease reading;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    unsigned long woken; /* rises with each wake-up, so that none is lost between looking and waiting */
    bool stopping;
    pthread_t threads[THREADS_MAX];
    int thread_count;
};

static void wake(void *context)
{
    Jobs *jobs = context;
    pthread_mutex_lock(&jobs->lock);
    jobs->woken++;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
}

/* Returns at once when something woke us since *seen; else within `ms`. False when it is time to stop. */
static bool idle(Jobs *jobs, unsigned long *seen, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)ms * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stopping && jobs->woken == *seen)
        if (pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until) != 0)
            break;
    *seen = jobs->woken;
    bool go_on = !jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return go_on;
}

/* One log line per outage, not one per try. */
static void complain(const char *who, const Error *error, int64_t *last)
{
    int64_t now = clock_monotonic();
    if (!*last || now - *last > 10 * 1000000LL) {
        log_line(LOG_WARN, "%s: %s", who, error->text);
        *last = now;
    }
}

/* ---- jobs ----------------------------------------------------------------------------------------------------- */

static void *work(void *context)
{
    const LaneWorker *self = context;
    Jobs *jobs = self->jobs;
    unsigned long seen = 0;
    int64_t complained = 0;
    do {
        bool ran = true;
        Error error = { 0 };
        while (ran && !jobs->services->stopping) {
            unrest();
            if (!queue_step(jobs->services, &self->worker, clock_now(), &ran, NULL, &error)) {
                complain("the job queue", &error, &complained);
                break;
            }
        }
    } while (idle(jobs, &seen, IDLE_MS));
    return NULL;
}

/* ---- facts ---------------------------------------------------------------------------------------------------- */

static bool read_all(Jobs *jobs, int64_t now, Error *error)
{
    for (const FactReader *const *table = jobs->options.readers; *table; table++)
        for (const FactReader *reader = *table; reader->name; reader++)
            for (bool more = true; more && !jobs->services->stopping;) {
                unrest();
                if (!reader_step(jobs->services, reader, now, &more, error))
                    return false;
            }
    return true;
}

static bool deliver(Jobs *jobs, Error *error)
{
    unrest();
    if (!follower_run(error))
        return false;
    if (!lease_hold(jobs->services, &jobs->reading, jobs->holder, error))
        return error->kind == ERROR_NONE;
    return read_all(jobs, clock_now(), error);
}

static void *deliver_facts(void *context)
{
    Jobs *jobs = context;
    unsigned long seen = 0;
    int64_t complained = 0;
    do {
        Error error = { 0 };
        if (!deliver(jobs, &error))
            complain("the delivery of facts", &error, &complained);
    } while (idle(jobs, &seen, IDLE_MS));
    return NULL;
}

/* ---- schedules ------------------------------------------------------------------------------------------------ */

static bool timer_is_due(const Timer *timer, int64_t now)
{
    int64_t every = timer->schedule->every_ms;
    return !timer->ran || now - timer->ran_at >= every || clock_monotonic() - timer->ran_monotonic >= every * 1000;
}

static bool timer_run(Jobs *jobs, Timer *timer, int64_t now, Error *error)
{
    unrest();
    timer->ran = true;
    timer->ran_at = now;
    timer->ran_monotonic = clock_monotonic();
    Arena *arena = arena_new();
    bool ok = timer->schedule->run(jobs->services, arena, now, error);
    arena_free(arena);
    return ok;
}

static void timers_run_due(Jobs *jobs, int64_t *complained)
{
    for (size_t i = 0; i < jobs->timer_count && !jobs->services->stopping; i++) {
        Timer *timer = &jobs->timers[i];
        Error error = { 0 };
        int64_t now = clock_now();
        if (!timer_is_due(timer, now))
            continue;
        bool held = timer->schedule->everywhere || lease_hold(jobs->services, &timer->lease, jobs->holder, &error);
        bool ok = held ? timer_run(jobs, timer, now, &error) : error.kind == ERROR_NONE;
        if (!ok)
            complain(timer->schedule->name, &error, complained);
    }
}

/* Until the next one is due, but never longer than the idle pause: a test may move the clock. */
static int pause_until_due(const Jobs *jobs)
{
    int64_t pause = IDLE_MS;
    int64_t now = clock_monotonic();
    for (size_t i = 0; i < jobs->timer_count; i++) {
        int64_t left = jobs->timers[i].schedule->every_ms - (now - jobs->timers[i].ran_monotonic) / 1000;
        if (left < pause)
            pause = left;
    }
    return pause < 5 ? 5 : (int)pause;
}

static void *keep_schedules(void *context)
{
    Jobs *jobs = context;
    int64_t complained = 0;
    for (;;) {
        timers_run_due(jobs, &complained);
        pthread_mutex_lock(&jobs->lock);
        unsigned long seen = jobs->woken; /* wake-ups are for the others */
        pthread_mutex_unlock(&jobs->lock);
        if (!idle(jobs, &seen, pause_until_due(jobs)))
            return NULL;
    }
}

/* ---- start and stop ------------------------------------------------------------------------------------------- */

static size_t count_schedules(const Schedule *const *tables)
{
    size_t count = 0;
    for (; *tables; tables++)
        for (const Schedule *schedule = *tables; schedule->name; schedule++)
            count++;
    return count;
}

static void add_timers(Jobs *jobs, const Schedule *schedule)
{
    for (; schedule->name; schedule++)
        jobs->timers[jobs->timer_count++] = (Timer) { .schedule = schedule, .lease = { .name = schedule->name } };
}

static Jobs *jobs_new(Services *services, const JobsOptions *options)
{
    Jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        bug("out of memory: jobs");
    jobs->services = services;
    jobs->options = *options;
    jobs->arena = arena_new();
    jobs->reading.name = "facts";
    jobs->timers = arena_array(jobs->arena, count_schedules(options->schedules) + 1, sizeof(Timer));
    add_timers(jobs, OWN_SCHEDULES);
    for (const Schedule *const *table = options->schedules; *table; table++)
        add_timers(jobs, *table);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&jobs->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&jobs->lock, NULL);
    return jobs;
}

/* This process holds the data directory, so leases under its name are left over from an earlier process. */
static bool jobs_name(Jobs *jobs, Error *error)
{
    jobs->holder = holder_name(jobs->arena, jobs->services);
    jobs->worker = (QueueWorker) { jobs->options.kinds, jobs->holder, .lease_ms = jobs->options.lease_ms };
    return leases_left_end(jobs->services, jobs->holder, error);
}

static void jobs_free(Jobs *jobs)
{
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    arena_free(jobs->arena);
    free(jobs);
}

static bool begin(Jobs *jobs, void *(*run)(void *), void *context, Error *error)
{
    if (jobs->thread_count == THREADS_MAX)
        bug("more workers than threads: raise THREADS_MAX");
    if (pthread_create(&jobs->threads[jobs->thread_count], NULL, run, context) != 0)
        return fail(error, ERROR_BUSY, NULL, "cannot start a thread for the jobs");
    jobs->thread_count++;
    return true;
}

static bool begin_lane(Jobs *jobs, JobLane lane, Error *error)
{
    for (int i = 0; i < LANES[lane].workers; i++) {
        LaneWorker *self = &jobs->workers[jobs->thread_count];
        *self = (LaneWorker) { jobs, jobs->worker };
        self->worker.lane = lane;
        if (!begin(jobs, work, self, error))
            return false;
    }
    return true;
}

static bool begin_all(Jobs *jobs, Error *error)
{
    for (JobLane lane = 0; lane < LANE_COUNT; lane++)
        if (!begin_lane(jobs, lane, error))
            return false;
    return begin(jobs, deliver_facts, jobs, error) && begin(jobs, keep_schedules, jobs, error);
}

bool jobs_start(Services *services, const JobsOptions *options, Jobs **jobs, Error *error)
{
    if (!reader_rebase(services, error))
        return false;
    Jobs *made = jobs_new(services, options);
    if (!jobs_name(made, error) || !follower_open(services, &made->options, error)) {
        jobs_free(made);
        return false;
    }
    notify_open(services, wake, made);
    queue_listen(wake, made);
    made->worker.patient = true;
    if (!begin_all(made, error)) {
        jobs_stop(made);
        return false;
    }
    *jobs = made;
    return true;
}

void jobs_stop(Jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    for (int i = 0; i < jobs->thread_count; i++)
        pthread_join(jobs->threads[i], NULL);
    follower_close();
    notify_close();
    queue_listen(NULL, NULL);
    Error error = { 0 };
    if (!lease_release(jobs->services, jobs->holder, &error))
        log_line(LOG_WARN, "cannot release leases; they expire by themselves: %s", error.text);
    jobs_free(jobs);
}

/* ---- without threads ------------------------------------------------------------------------------------------ */

static bool settle_queue(Jobs *jobs, int64_t now, bool *ran, Error *failed, Error *error)
{
    *ran = false;
    for (JobLane lane = 0; lane < LANE_COUNT; lane++) {
        QueueWorker worker = jobs->worker;
        worker.lane = lane;
        for (bool one = true; one; *ran = *ran || one)
            if (!queue_step(jobs->services, &worker, now, &one, failed, error))
                return false;
    }
    return true;
}

static bool settle(Jobs *jobs, int64_t now, Error *failed, Error *error)
{
    for (size_t i = 0; i < jobs->timer_count; i++)
        if (!timer_run(jobs, &jobs->timers[i], now, error))
            return false;
    /* A fact may add jobs, and a job writes facts. */
    for (bool ran = true; ran;)
        if (!read_all(jobs, now, error) || !settle_queue(jobs, now, &ran, failed, error))
            return false;
    return true;
}

bool jobs_settle(Services *services, const JobsOptions *options, int64_t now, Error *error)
{
    Jobs *jobs = jobs_new(services, options);
    Error failed = { 0 };
    bool ok = reader_rebase(services, error) && jobs_name(jobs, error) && settle(jobs, now, &failed, error);
    jobs_free(jobs);
    if (ok && failed.kind != ERROR_NONE) {
        *error = failed;
        return false;
    }
    return ok;
}
