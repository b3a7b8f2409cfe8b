/* Private to jobs: brings this process's memory up to what any server committed, then tells browsers. */
#ifndef BANSO_JOBS_FOLLOWER_H
#define BANSO_JOBS_FOLLOWER_H

#include "jobs/jobs.h"

/* From now on facts are followed for these; `options` is the caller's and stays where it is. */
bool follower_open(Services *services, const JobsOptions *options, Error *error);
void follower_close(void);
/* Everything that can be seen by now. What fails for lack of the database is tried again with the next call. */
bool follower_run(Error *error);

#endif
