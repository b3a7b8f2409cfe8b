#include "app/module.h"

#include "features/account/account.h"
#include "features/contract/contract.h"
#include "features/ops/ops.h"
#include "features/staff/staff.h"
#include "features/task/task.h"
#include "features/workspace/workspace.h"

/* In the order of the layers: who stands above knows nothing of who stands below. */
const Module MODULES[] = {
    { .name = "workspace", .routes = WORKSPACE_ROUTES, .start = workspace_start },
    { .name = "staff", .routes = STAFF_ROUTES },
    { .name = "account", .routes = ACCOUNT_ROUTES, .start = account_start },
    { .name = "contact", .routes = CONTACT_ROUTES },
    { .name = "catalog", .routes = CATALOG_ROUTES },
    { .name = "task", .routes = TASK_ROUTES, .start = task_start },
    { .name = "timeline", .routes = TIMELINE_ROUTES },
    { .name = "contract", .routes = CONTRACT_ROUTES, .schedules = CONTRACT_SCHEDULES, .start = contract_start },
    { .name = "ops", .routes = OPS_ROUTES, .jobs = OPS_JOBS },
    { 0 },
};

const Identify MODULE_IDENTIFY = staff_identify;

enum { MODULES_MAX = sizeof MODULES / sizeof *MODULES };

/* Tables of one kind, in the order of the modules. */
#define TABLES_OF(member)                                                                                              \
    static const void *tables[MODULES_MAX];                                                                            \
    size_t count = 0;                                                                                                  \
    for (const Module *module = MODULES; module->name; module++)                                                       \
        if (module->member)                                                                                            \
            tables[count++] = module->member;                                                                          \
    tables[count] = NULL

const Route *const *module_routes(void)
{
    TABLES_OF(routes);
    return (const Route *const *)tables;
}

static const JobKind *const *module_job_kinds(void)
{
    TABLES_OF(jobs);
    return (const JobKind *const *)tables;
}

static const Schedule *const *module_schedules(void)
{
    TABLES_OF(schedules);
    return (const Schedule *const *)tables;
}

static const FactReader *const *module_readers(void)
{
    TABLES_OF(readers);
    return (const FactReader *const *)tables;
}

JobsOptions module_jobs(void)
{
    return (JobsOptions) { module_job_kinds(), module_schedules(), module_readers() };
}
