/*
 * The record of ops: routes, jobs, two facts for the audit log, and the start, which replays erasures. ops is to the
 * right of every module that holds something of a person, so those have started before.
 */
#include "app/ops/inside.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "backup.made", &BACKUP_MADE, .wakes = { "backups" } },
    { "ops.rebuild", &REBUILD_ASKED },
    { "fact.withheld", .stands_in = true }, /* in the audit, for what is not for the viewer */
    { 0 },
};

const Module OPS_MODULE = {
    .name = "ops",
    .routes = (const Route *const[]) { OPS_ROUTES, NULL },
    .jobs = OPS_JOBS,
    .facts = FACTS,
    .start = ops_start,
};
