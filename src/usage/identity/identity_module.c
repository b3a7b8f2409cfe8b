/* What the program knows of identity. */
#include "jobs/module.h"
#include "usage/identity/identity_store.h"

const Module IDENTITY_MODULE = {
    .name = "identity",
    .start = identity_start,
    .stop = identity_stop,
    .accounts = &IDENTITY_ACCOUNTS,
    .moved = IDENTITY_MOVED,
    .persons = &IDENTITY_CONTACTS,
};
