/*
 * Work for later: durable, leased rows, run at least once; effects inside the database exactly once, because a step and
 * the row's end share one transaction. A job that fails is tried again with growing pauses, then kept as failed.
 */
#ifndef BANSO_JOBS_JOBS_H
#define BANSO_JOBS_JOBS_H

#include "http/services.h"
#include "jobs/fact.h"

typedef struct Jobs Jobs;

/* A kind of job. `run` is outside any transaction: it may use store_read/store_write in steps, and must be repeatable.
 */
typedef struct {
    const char *kind;
    bool (*run)(Services *services, Arena *arena, const char *body, Error *error);
    int lease_seconds; /* 0 = 60; longer steps call job_keep() */
} JobKind;

/* Called about every `every_ms` on the job thread that holds the lease of that name (one server at a time). */
typedef struct {
    const char *name;
    int64_t every_ms;
    bool (*run)(Services *services, Arena *arena, int64_t now, Error *error);
} Schedule;

bool job_add(Db *db, const char *kind, const char *body, int64_t run_at, int64_t *id, Error *error);

typedef struct {
    const JobKind *const *kinds; /* NULL-ended lists of tables ended by { 0 } */
    const Schedule *const *schedules;
    const FactReader *const *readers;
} JobsOptions;

bool jobs_start(Services *services, const JobsOptions *options, Jobs **jobs, Error *error);
void jobs_stop(Jobs *jobs);

#endif
