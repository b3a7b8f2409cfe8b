/* What the program knows of contracts. */
#include "base/circle.h"
#include "jobs/module.h"
#include "revenue/contract/contract_store.h"

/* That a contract was changed, and when, is told to everybody; what was agreed, to the circle. */
#define CONTRACT_KIND                                                                                                  \
    .group = "contract", .wakes = { "accounts", "today" }, .list = "contracts", .scores = SCORES_ACCOUNT_ALWAYS,       \
    .circle = CIRCLE_REVENUE
static const FactKind FACTS[] = {
    { "contract.created", &CONTRACT_TOLD, CONTRACT_KIND },
    { "contract.changed", &CONTRACT_TOLD, CONTRACT_KIND },
    { "contract.corrected", &CONTRACT_CORRECTED, CONTRACT_KIND },
    { "contract.cancelled", &CONTRACT_CANCELLED, CONTRACT_KIND },
    { "contract.deleted", CONTRACT_KIND },
    { 0 },
};

static const AccountMoved MOVED[] = {
    { "contracts", contract_ids_of_account, contract_account_move, &CONTRACT_SEARCH, false },
    { "contract_lines", contract_line_ids_of_account, contract_line_account_move, NULL, true },
    { 0 },
};

const Module CONTRACT_MODULE = {
    .name = "contract",
    .routes = (const Route *const[]) { CONTRACT_ROUTES, CONTRACT_FILE_ROUTES, NULL },
    .schedules = CONTRACT_SCHEDULES,
    .facts = FACTS,
    .quality = CONTRACT_CHECKS,
    .setup = CONTRACT_SETUP,
    .columns = CONTRACT_COLUMNS,
    .attributes = CONTRACT_ATTRIBUTES,
    .ids = &CONTRACT_IDS,
    .imports = (const ImportKind *const[]) { &IMPORT_CONTRACTS, NULL },
    .catalog = &CONTRACT_CATALOG,
    .accounts = &CONTRACT_HOLDER,
    .moved = MOVED,
    .search = (const SearchSource *const[]) { &CONTRACT_SEARCH, NULL },
};
