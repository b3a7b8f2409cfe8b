#include "app/module.h"

#include "app/demo/demo.h"
#include "app/ops/ops.h"
#include "customer/account/account.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact.h"
#include "customer/contact/erasure.h"
#include "customer/task/task.h"
#include "house/field/field.h"
#include "house/import/import.h"
#include "house/staff/staff.h"
#include "house/workspace/workspace.h"
#include "revenue/contract/contract.h"
#include "success/health/health.h"
#include "success/measure/measure.h"
#include "success/today/today.h"
#include "usage/event/usage.h"

/* In the order of the layers: who stands above knows nothing of who stands below. */
const Module MODULES[] = {
    { .name = "workspace",
      .routes = WORKSPACE_ROUTES,
      .fact_followers = WORKSPACE_FOLLOWERS,
      .start = workspace_start },
    { .name = "staff", .routes = STAFF_ROUTES, .start = staff_start, .stop = staff_stop },
    { .name = "field", .routes = FIELD_ROUTES },
    { .name = "import", .routes = IMPORT_ROUTES, .jobs = IMPORT_JOBS, .schedules = IMPORT_SCHEDULES },
    { .name = "catalog", .routes = CATALOG_ROUTES, .fact_followers = CATALOG_FOLLOWERS, .start = catalog_start },
    { .name = "account", .routes = ACCOUNT_ROUTES, .fact_followers = ACCOUNT_FOLLOWERS, .start = account_start },
    { .name = "contact", .routes = CONTACT_ROUTES, .followers = ERASURE_FOLLOWERS, .start = contact_start },
    { .name = "account page", .routes = ACCOUNT_PAGE_ROUTES },
    { .name = "task", .routes = TASK_ROUTES, .start = task_start },
    { .name = "timeline", .routes = TIMELINE_ROUTES },
    { .name = "usage",
      .routes = USAGE_ROUTES,
      .jobs = USAGE_JOBS,
      .schedules = USAGE_SCHEDULES,
      .readers = USAGE_READERS,
      .followers = USAGE_FOLLOWERS,
      .start = usage_start,
      .stop = usage_stop,
      .rebuild = usage_rebuild },
    { .name = "track", .routes = TRACK_ROUTES },
    { .name = "event", .routes = EVENT_ROUTES },
    { .name = "unassigned", .routes = UNASSIGNED_ROUTES },
    { .name = "contract",
      .routes = CONTRACT_ROUTES,
      .schedules = CONTRACT_SCHEDULES,
      .fact_followers = CONTRACT_FOLLOWERS,
      .start = contract_start },
    { .name = "measure", .routes = MEASURE_ROUTES },
    { .name = "health",
      .routes = HEALTH_ROUTES,
      .schedules = HEALTH_SCHEDULES,
      .readers = HEALTH_READERS,
      .followers = HEALTH_FOLLOWERS,
      .start = health_start,
      .rebuild = health_rebuild },
    { .name = "scorecard", .routes = SCORECARD_ROUTES },
    { .name = "preview", .routes = PREVIEW_ROUTES },
    { .name = "today", .routes = TODAY_ROUTES, .start = today_start },
    { .name = "ops", .routes = OPS_ROUTES, .jobs = OPS_JOBS, .start = ops_start },
    { .name = "demo", .routes = DEMO_ROUTES },
    { 0 },
};

const Identify MODULE_IDENTIFY = staff_identify;

enum { MODULES_MAX = sizeof MODULES / sizeof *MODULES };

/* All tables of one kind, in the order of the modules. */
#define TABLES_OF(type, member)                                                                                        \
    static const type *const *all_##member(void)                                                                       \
    {                                                                                                                  \
        static const type *tables[MODULES_MAX];                                                                        \
        size_t count = 0;                                                                                              \
        for (const Module *module = MODULES; module->name; module++)                                                   \
            if (module->member)                                                                                        \
                tables[count++] = module->member;                                                                      \
        tables[count] = NULL;                                                                                          \
        return tables;                                                                                                 \
    }
TABLES_OF(Route, routes)
TABLES_OF(JobKind, jobs)
TABLES_OF(Schedule, schedules)
TABLES_OF(FactReader, readers)
TABLES_OF(Follower, followers)
TABLES_OF(FactFollower, fact_followers)

const Route *const *module_routes(void)
{
    return all_routes();
}

JobsOptions module_jobs(void)
{
    return (JobsOptions) { all_jobs(), all_schedules(), all_readers(), all_followers(), all_fact_followers() };
}

const OpsRebuild *module_rebuilds(void)
{
    static OpsRebuild rebuilds[MODULES_MAX];
    size_t count = 0;
    for (const Module *module = MODULES; module->name; module++)
        if (module->rebuild)
            rebuilds[count++] = (OpsRebuild) { module->name, module->rebuild };
    rebuilds[count] = (OpsRebuild) { 0 };
    return rebuilds;
}
