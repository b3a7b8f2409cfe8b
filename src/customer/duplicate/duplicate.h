/*
 * Accounts that look the same, as proposals: by name, reading, id, domain of their people, telephone of their people.
 * Whoever knows merges them (customer/account/account_merge.h), or says that they are not the same.
 *
 * Each account has its keys in a table (duplicate_key), and a change of the account or of its people makes it stale. A
 * schedule compares stale accounts, a few at a time, each with those that hold one of its keys: never all pairs. A key
 * that more than HOLDERS_MAX accounts hold says nothing. One that was dismissed comes back only when the two have
 * something else in common than they had then.
 *
 * Not for: merging, nor for persons.
 * Units: times in ms. Errors: MISSING; those of the database.
 * Forgets a person: keys out of a person's address and number go at once, and the accounts are compared again; a
 * telephone number stands there as a hash.
 */
#ifndef BANSO_DUPLICATE_DUPLICATE_H
#define BANSO_DUPLICATE_DUPLICATE_H

#include "duplicate.sql.h"

#include "customer/account/account.h"
#include "customer/contact/contact.h"
#include "house/quality/quality.h"
#include "http/route.h"
#include "jobs/jobs.h"

/* The account is compared again, soon after COMMIT. */
bool duplicate_touch(Db *db, int64_t account, Error *error);

extern const Route DUPLICATE_ROUTES[];
extern const Schedule DUPLICATE_SCHEDULES[];
extern const FactReader DUPLICATE_READERS[];
extern const AccountHolder DUPLICATE_ACCOUNTS;
extern const ContactHolder DUPLICATE_CONTACTS;
bool duplicate_rebuild(Services *services, Error *error);

#endif
