/* What the program knows of contracts. */
#include "jobs/module.h"
#include "revenue/contract/contract_store.h"

static const FactKind FACTS[] = {
    { "contract.created", &CONTRACT_TOLD, .group = "contract", .wakes = { "contracts", "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS },
    { "contract.changed", &CONTRACT_TOLD, .group = "contract", .wakes = { "contracts", "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS },
    { "contract.corrected", &CONTRACT_CORRECTED, .group = "contract", .wakes = { "contracts", "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS },
    { "contract.cancelled", &CONTRACT_CANCELLED, .group = "contract", .wakes = { "contracts", "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS },
    { "contract.deleted", .group = "contract", .wakes = { "contracts", "accounts", "today" },
      .scores = SCORES_ACCOUNT_ALWAYS },
    { 0 },
};

const Module CONTRACT_MODULE = {
    .name = "contract",
    .routes = (const Route *const[]) { CONTRACT_ROUTES, NULL },
    .schedules = CONTRACT_SCHEDULES,
    .facts = FACTS,
    .columns = CONTRACT_COLUMNS,
    .attributes = CONTRACT_ATTRIBUTES,
    .imports = (const ImportKind *const[]) { &IMPORT_CONTRACTS, NULL },
    .catalog = &CONTRACT_CATALOG,
    .accounts = &CONTRACT_HOLDER,
    .search = (const SearchSource *const[]) { &CONTRACT_SEARCH, NULL },
};
