/* Inside the module: what it holds of persons and accounts. */
#ifndef BANSO_USAGE_IDENTITY_IDENTITY_STORE_H
#define BANSO_USAGE_IDENTITY_IDENTITY_STORE_H

#include "identity.sql.h"

#include "jobs/moved.h"
#include "usage/identity/identity.h"

bool identity_start(Services *services, Error *error);
void identity_stop(void);
/* Forgets what this process remembers: now, and again after COMMIT, in case somebody asked in between. */
void identity_doubt(Db *db);

extern const ContactHolder IDENTITY_CONTACTS;
extern const AccountHolder IDENTITY_ACCOUNTS;
extern const AccountMoved IDENTITY_MOVED[];

#endif
