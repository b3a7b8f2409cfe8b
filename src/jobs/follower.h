/* Private to jobs: brings this process's memory up to date with what any server committed, then tells browsers. */
#ifndef BANSO_JOBS_FOLLOWER_H
#define BANSO_JOBS_FOLLOWER_H

#include "jobs/jobs.h"

/* From now on facts are followed for these; `options` is the caller's and stays where it is. */
bool follower_open(Services *services, const JobsOptions *options, Error *error);
void follower_close(void);
/* Follows everything that is visible by now. What fails because the database is away is tried again by the next call.
 */
bool follower_run(Error *error);

#endif
