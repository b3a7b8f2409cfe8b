/* What the program knows of tasks, notes, calls and the timeline. */
#include "customer/task/task_store.h"
#include "jobs/module.h"

const Module TASK_MODULE = {
    .name = "task",
    .routes = (const Route *const[]) { TASK_ROUTES, TIMELINE_ROUTES, NULL },
    .accounts = &TASK_HOLDER,
    .persons = &TASK_CONTACTS,
    .search = &TASK_SEARCH,
};
