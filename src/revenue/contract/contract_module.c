/* What the program knows of contracts. */
#include "jobs/module.h"
#include "revenue/contract/contract_store.h"

const Module CONTRACT_MODULE = {
    .name = "contract",
    .routes = (const Route *const[]) { CONTRACT_ROUTES, NULL },
    .schedules = CONTRACT_SCHEDULES,
    .fact_followers = CONTRACT_FOLLOWERS,
    .start = contract_start,
    .attributes = CONTRACT_ATTRIBUTES,
    .imports = (const ImportKind *const[]) { &IMPORT_CONTRACTS, NULL },
    .catalog = &CONTRACT_CATALOG,
    .accounts = &CONTRACT_HOLDER,
};
