/* What the program knows of agreements. */
#include "customer/agreement/agreement.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "agreement.created", .wakes = { "quality" } },
    { "agreement.deleted", .wakes = { "quality" } },
    { 0 },
};

const Module AGREEMENT_MODULE = {
    .name = "agreement",
    .routes = (const Route *const[]) { AGREEMENT_ROUTES, NULL },
    .facts = FACTS,
    .segments = &(const SegmentUser) { "agreement", agreement_askings },
    .persons = &AGREEMENT_CONTACTS,
    .quality = AGREEMENT_CHECKS,
};
