/* Inside the module: what it holds of persons and accounts. */
#ifndef BANSO_USAGE_IDENTITY_IDENTITY_STORE_H
#define BANSO_USAGE_IDENTITY_IDENTITY_STORE_H

#include "identity.sql.h"

#include "usage/identity/identity.h"

bool identity_start(Services *services, Error *error);
void identity_stop(void);
/* What this process remembers is no longer so: now, and again after COMMIT, should somebody have asked meanwhile. */
void identity_doubt(Db *db);

extern const ContactHolder IDENTITY_CONTACTS;
extern const AccountHolder IDENTITY_ACCOUNTS;

#endif
