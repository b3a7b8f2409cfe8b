/*
 * Work for later: durable, leased rows, run at least once; effects inside the database exactly once where the last step
 * calls job_finish in its own transaction.
 *
 * A lease is a minute long and kept up for as long as the process works on the job. A job that was cut off goes on when
 * its lease ends; at once, when the same data directory is served again.
 *
 * Each lane has its own workers, so that jobs which wait for other people's hosts hold up no others, and files that
 * take minutes to fetch (LANE_FETCH), or mail servers that take them to answer (LANE_MAIL), no short calls
 * (LANE_OUTBOUND).
 *
 * A job that fails with INTERNAL, or is cut off, is tried again with growing pauses, and given up after eight tries (or
 * as many as its kind says) without any progress between them. After BUSY and FULL (trouble outside) it waits with
 * growing pauses until that is over. Any other kind of error means that the input is wrong, and the job is given up at
 * once. `given_up` of its kind tells its module.
 *
 * Not for: what must happen in the transaction of a request (do it there), nor for timers in memory (there are none).
 * Forgets a person: a job's body holds ids; done jobs go after 7 days, failed ones after 90.
 * Units: times and pauses in ms.
 * Errors: those of the database.
 */
#ifndef BANSO_JOBS_JOBS_H
#define BANSO_JOBS_JOBS_H

#include "http/idempotency.h"
#include "http/services.h"
#include "jobs/fact.h"

typedef struct Jobs Jobs;

typedef enum { LANE_HOUSE, LANE_OUTBOUND, LANE_FETCH, LANE_MAIL, LANE_COUNT } JobLane;

/* A kind of job. `run` is outside any transaction: it may use store_read/store_write in steps, must be repeatable, and
 * ends early with BUSY when services->stopping is set (that counts as no attempt). */
typedef struct {
    const char *kind;
    bool (*run)(Services *services, Arena *arena, const char *body, Error *error);
    /* Runs in the transaction that gives the job up: a module that shows the work as running marks it as ended here. */
    bool (*given_up)(Services *services, Db *db, const char *body, const Error *why, Error *error); /* NULL = nothing */
    JobLane lane;
    int tries;                             /* 0 = 8 */
    int64_t pause_first_ms, pause_last_ms; /* after the first failure, doubled each time up to; 0 = 5 s, 1 h */
    bool full_is_final; /* FULL ends it: nobody gains by a copy that fills the disk again and again */
} JobKind;

/* Called about every `every_ms` on the job thread that holds the lease of that name (one server at a time), or, where
 * it looks after the process's own memory, on every server. */
typedef struct {
    const char *name;
    int64_t every_ms;
    bool (*run)(Services *services, Arena *arena, int64_t now, Error *error);
    bool everywhere;
} Schedule;

/* Durable with the transaction of `db`; `id` may be NULL. Starts after COMMIT once run_at (ms) has come; 0 = at once.
 */
bool job_add(Db *db, const char *kind, const char *body, int64_t run_at, int64_t *id, Error *error);
/*
 * The same, but one waiting job serves all who ask: at most one of its kind and key waits, and it starts at the
 * earliest time that was asked for. No two of them run at the same time. The caller chooses `key`, which must not be a
 * person's text.
 */
bool job_once(Db *db, const char *kind, const char *key, const char *body, int64_t run_at, Error *error);
/* Removes the one that waits, if any. */
bool job_drop(Db *db, const char *kind, const char *key, Error *error);

/* ---- inside `run` ----- */

/* The job that this thread runs; 0 = none (in a DbWork on another thread: hand it over in its context). */
int64_t job_current(void);
/* Stores the progress (0 to 1), at most once a second. CONFLICT when another server has the job
 * by now: end at once. */
bool job_keep(double progress, Error *error);
/* The same in the transaction of the progress itself, so that it counts however soon the job is cut off. */
bool job_advance(Db *db, int64_t job, double progress, Error *error);
/* Ends the job in this transaction: for the last step of a job whose effect must not happen twice. CONFLICT when
 * another server, which took it over, has ended it. */
bool job_finish(Db *db, int64_t job, int64_t now, Error *error);

/* ---- for those who ask how it goes ----- */

typedef struct {
    int64_t id;
    const char *kind;
    const char *state; /* waiting, running, done, failed */
    double progress;   /* 0 to 1 */
    int64_t attempts;
    const char *error; /* of the last attempt; NULL = none */
} JobState;
extern const Shape JOB_STATE;
/* *state = NULL when the job does not exist. */
bool job_state(Db *db, Arena *arena, int64_t id, JobState **state, Error *error);

/* ---- the machine ----- */

/* Brings what other servers committed into this one's memory. Called on every server over PostgreSQL, several times a
 * second: it takes what is new, and returns. */
typedef struct {
    const char *name;
    bool (*run)(Services *services, Error *error);
} Follower;

/*
 * Keeps what a process holds in memory of tables up to date with their facts: called on every server, outside of any
 * transaction, with facts in commit order, including its own, before any browser hears of them. It reads what the facts
 * are about from the database as it is now, so seeing a fact twice changes nothing. Follows within half a second.
 */
typedef struct {
    const char *name;
    bool (*follow)(Services *services, const Fact *facts, size_t count, Error *error);
    bool only_shared; /* not on SQLite: a hook after COMMIT does it there */
} FactFollower;

typedef struct {
    const JobKind *const *kinds; /* NULL-ended lists of tables ended by { 0 } */
    const Schedule *const *schedules;
    const FactReader *const *readers;
    const Follower *const *followers;          /* NULL = none */
    const FactFollower *const *fact_followers; /* NULL = none */
    int lease_ms;                              /* of a job; 0 = a minute */
} JobsOptions;

/* Before a module loads anything: what is committed from here on is followed. */
bool facts_begin(Services *services, Error *error);
/* Of several servers each follows by itself: when this returns, this process has in memory all that any reader of facts
 * was handed before the call. */
bool facts_caught_up(Services *services, Error *error);

bool jobs_start(Services *services, const JobsOptions *options, Jobs **jobs, Error *error);
/* Waits for what is under way; set services->stopping before. */
void jobs_stop(Jobs *jobs);

/* Without threads: in the caller's, runs every schedule once, then due jobs and readers until nothing is left to do
 * (`now` ms). For tests. Fails with the first job that failed for good. */
bool jobs_settle(Services *services, const JobsOptions *options, int64_t now, Error *error);

/* Empties the kept replies that name one of these contacts, files or other things, in the transaction that forgets
 * them; one look through all replies, however many ids. */
bool idempotency_forget(Db *db, Ids ids, Error *error);

/* The table behind http's Idempotency-Key; register it before the server starts. */
extern const IdempotencyStore IDEMPOTENCY_STORE;

#endif
