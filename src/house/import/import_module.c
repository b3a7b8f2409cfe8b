/* What the program knows of imports. */
#include "house/import/import.h"
#include "jobs/module.h"

const Module IMPORT_MODULE = {
    .name = "import",
    .routes = (const Route *const[]) { IMPORT_ROUTES, NULL },
    .jobs = IMPORT_JOBS,
    .schedules = IMPORT_SCHEDULES,
};
