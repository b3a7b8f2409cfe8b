/* Inside the module: its jobs. */
#ifndef BANSO_BLOB_STORE_H
#define BANSO_BLOB_STORE_H

#include "jobs/jobs.h"

extern const JobKind BLOB_JOBS[];
extern const Schedule BLOB_SCHEDULES[];

#endif
