/* Private to jobs: leases one due job and runs it. */
#ifndef BANSO_JOBS_QUEUE_H
#define BANSO_JOBS_QUEUE_H

#include "jobs/jobs.h"

enum { JOB_ATTEMPTS_MAX = 8, JOB_LEASE_MS = 60000 };

/* How many of a lane work at a time in one process. */
typedef struct {
    const char *name;
    int workers;
} Lane;
extern const Lane LANES[LANE_COUNT];

typedef struct {
    const JobKind *const *kinds;
    const char *holder;
    JobLane lane;
    int lease_ms; /* 0 = JOB_LEASE_MS */
    bool patient; /* waits until an outcome can be written; else the row would say "running" for ever */
} QueueWorker;

/* *ran = false when nothing is due. A job that fails does not fail the step: its error is in the row, and in `*failed`
 * (may be NULL) when it was given up. */
bool queue_step(Services *services, const QueueWorker *worker, int64_t now, bool *ran, Error *failed, Error *error);
/* Called after COMMIT of each job_add of this process. */
void queue_listen(void (*wake)(void *context), void *context);
/* Removes old jobs, leases and kept replies. */
bool queue_sweep(Services *services, Arena *arena, int64_t now, Error *error);

#endif
