/* Inside the module: rows and secrets. */
#ifndef BANSO_MAILBOX_MAILBOX_STORE_H
#define BANSO_MAILBOX_MAILBOX_STORE_H

#include "mailbox.sql.h"

#include "support/mailbox/mailbox.h"

enum { MAILBOXES_MAX = 100 };

/* The way that a password is for. */
typedef enum { MAILBOX_IN, MAILBOX_OUT } MailboxWay;
Bytes mailbox_secret_seal(Arena *arena, const Services *services, int64_t id, MailboxWay way, const char *secret);
bool mailbox_secret_open(Arena *arena, const Services *services, int64_t id, MailboxWay way, Bytes sealed,
                         const char **secret);
Mailbox mailbox_of_row(const MailboxRow *row);
/* "Support+t1k-3f@Example.com" as "support@example.com". */
const char *mailbox_plain_address(Arena *arena, const char *address);

extern const Route MAILBOX_ROUTES[];

#endif
