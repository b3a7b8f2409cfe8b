/* What the program knows of staff. */
#include "absence.sql.h"
#include "house/staff/absence.h"
#include "house/staff/inside.h"
#include "jobs/module.h"

/* What is somebody's is another's while they are away. */
#define ABSENCE_WAKES .wakes = { "absences", "accounts", "today", "tasks" }

static const FactKind FACTS[] = {
    { "staff.created", &STAFF_CREATED },
    { "staff.joined" },
    { "staff.changed", &STAFF_CHANGED, .wakes = { "accounts", "today", "tasks" } },
    { "staff.invited" },
    { "staff.password_changed" },
    { "staff.two_step_on" },
    { "staff.two_step_off" },
    { "staff.recovery_code_used" },
    { "staff.recovery_codes_created" },
    { "session.opened", .wakes = { "sessions" } },
    { "session.closed", .wakes = { "sessions" } },
    { "session.failed", .wakes = { "sessions" } },
    { "key.created", &KEY_CREATED, .wakes = { "keys" } },
    { "key.changed", &KEY_CHANGED, .wakes = { "keys" } },
    { "key.revoked", .wakes = { "keys" } },
    { "absence.created", &ABSENCE_TOLD, ABSENCE_WAKES },
    { "absence.changed", &ABSENCE_TOLD, ABSENCE_WAKES },
    { "absence.deleted", &ABSENCE_TOLD, ABSENCE_WAKES },
    { 0 },
};

const Module STAFF_MODULE = {
    .name = "staff",
    .routes = (const Route *const[]) { STAFF_ROUTES, ABSENCE_ROUTES, NULL },
    .facts = FACTS,
    .start = staff_start,
    .stop = staff_stop,
    .identify = staff_identify,
};
