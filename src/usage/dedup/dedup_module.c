/* What the program knows of the repeat filter. */
#include "jobs/module.h"
#include "usage/dedup/dedup_store.h"

const Module DEDUP_MODULE = {
    .name = "dedup",
    .schedules = DEDUP_SCHEDULES,
    .start = dedup_start,
    .stop = dedup_stop,
};
