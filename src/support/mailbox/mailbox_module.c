/* What the program knows of mailboxes. */
#include "http/edit.h"
#include "jobs/module.h"
#include "support/mailbox/mailbox_store.h"

#define OF_MAILBOXES .list = "mailboxes", .circle = CIRCLE_SUPPORT
static const FactKind FACTS[] = {
    { "mailbox.created", OF_MAILBOXES },
    { "mailbox.changed", &EDIT_TOLD, OF_MAILBOXES },
    { "mailbox.deleted", OF_MAILBOXES },
    { 0 },
};

const Module MAILBOX_MODULE = {
    .name = "mailbox",
    .routes = (const Route *const[]) { MAILBOX_ROUTES, NULL },
    .facts = FACTS,
};
