/* What the program knows of content. */
#include "house/blob/blob_store.h"
#include "jobs/module.h"

const Module BLOB_MODULE = {
    .name = "blob",
    .jobs = BLOB_JOBS,
    .schedules = BLOB_SCHEDULES,
};
