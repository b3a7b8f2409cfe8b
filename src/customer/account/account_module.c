/* What the program knows of accounts. */
#include "customer/account/account_columns.h"
#include "customer/account/account_import.h"
#include "jobs/module.h"

const Module ACCOUNT_MODULE = {
    .name = "account",
    .routes = (const Route *const[]) { ACCOUNT_ROUTES, NULL },
    .fact_followers = ACCOUNT_FOLLOWERS,
    .start = account_start,
    .attributes = ACCOUNT_ATTRIBUTES,
    .fields = &ACCOUNT_FIELD_HOLDER,
    .imports = (const ImportKind *const[]) { &IMPORT_ACCOUNTS, NULL },
};
