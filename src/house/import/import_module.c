/* What the program knows of imports. */
#include "house/import/import.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "import.checked", .wakes = { "imports" } },
    { "import.done", .wakes = { "imports" } },
    { "import.failed", .wakes = { "imports" } },
    { "import.cancelled", .wakes = { "imports" } },
    { 0 },
};

const Module IMPORT_MODULE = {
    .name = "import",
    .routes = (const Route *const[]) { IMPORT_ROUTES, NULL },
    .jobs = IMPORT_JOBS,
    .schedules = IMPORT_SCHEDULES,
    .facts = FACTS,
};
