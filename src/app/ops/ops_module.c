/* What the program knows of ops. */
#include "app/ops/ops.h"
#include "jobs/module.h"

const Module OPS_MODULE = {
    .name = "ops",
    .routes = (const Route *const[]) { OPS_ROUTES, NULL },
    .jobs = OPS_JOBS,
    .start = ops_start,
};
