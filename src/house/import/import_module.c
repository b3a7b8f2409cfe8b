/* What the program knows of imports. */
#include "house/import/import.h"
#include "house/import/plan.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "import.checked", &IMPORT_TOLD, .wakes = { "imports" } },
    { "import.done", &IMPORT_TOLD, .wakes = { "imports" } },
    { "import.failed", &IMPORT_TOLD, .wakes = { "imports" } },
    { "import.cancelled", &IMPORT_TOLD, .wakes = { "imports" } },
    { "import.undone", &IMPORT_TOLD, .wakes = { "imports" } },
    { "import.deleted", &IMPORT_TOLD, .wakes = { "imports" } },
    { 0 },
};

const Module IMPORT_MODULE = {
    .name = "import",
    .routes = (const Route *const[]) { IMPORT_ROUTES, NULL },
    .jobs = IMPORT_JOBS,
    .schedules = IMPORT_SCHEDULES,
    .facts = FACTS,
    .quality = IMPORT_CHECKS,
};
