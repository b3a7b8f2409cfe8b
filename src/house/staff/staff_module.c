/* What the program knows of staff. */
#include "house/staff/inside.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "staff.created", &STAFF_CREATED },
    { "staff.joined" },
    { "staff.changed", &STAFF_CHANGED },
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
    { 0 },
};

const Module STAFF_MODULE = {
    .name = "staff",
    .routes = (const Route *const[]) { STAFF_ROUTES, NULL },
    .facts = FACTS,
    .start = staff_start,
    .stop = staff_stop,
    .identify = staff_identify,
};
