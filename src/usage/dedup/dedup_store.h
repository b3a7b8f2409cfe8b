/* Inside the module: starting and ending the filter. */
#ifndef BANSO_USAGE_DEDUP_DEDUP_STORE_H
#define BANSO_USAGE_DEDUP_DEDUP_STORE_H

#include "jobs/jobs.h"
#include "usage/dedup/dedup.h"
#include "usage/dedup/dedup_set.h"

bool dedup_start(Services *services, Error *error);
void dedup_stop(void);

extern const Schedule DEDUP_SCHEDULES[];

#endif
