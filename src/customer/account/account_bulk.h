/*
 * Inside the module: one change to many accounts, by ids or by all that a filter finds, and its undo.
 *
 * The accounts are chosen once, when the change is asked for, and noted. The first of them are changed in that
 * transaction, so what may not be set is refused before anything is written; the others by a job, in steps. Each
 * account keeps what the change set, as it was before and after. An undo sets back what is still as the change left it:
 * what somebody changed since stays, and is named. It may be asked for again, for 30 days.
 *
 * Not for: custom fields of free text, which may name a person: nothing of them is kept here.
 * Units: times in ms. Errors: INPUT with the field; CONFLICT while it is at work.
 * Forgets a person: holds nothing of one. What it holds of an account goes with the account.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_BULK_H
#define BANSO_ACCOUNT_ACCOUNT_BULK_H

#include "account_bulk.sql.h"

#include "customer/account/account_store.h"

enum { BULK_STEP = 500 };

/* What is set, as it was given. */
typedef struct {
    const Json *json;
    const AccountSet *set;
    FieldsDefined fields;
} BulkWanted;

/* INPUT when there is nothing in it, or something that is not for many. */
bool bulk_wanted(Db *db, Arena *arena, const Json *json, BulkWanted *wanted, Error *error);
/* The account as it would be; *told is NULL when it is so already. */
bool bulk_row(Arena *arena, const BulkWanted *wanted, const AccountRow *before, AccountRow *after, List *fields_told,
              bool *differs, Error *error);
/* Takes up to BULK_STEP of those that wait, or of those to set back; *left: there are more. */
bool bulk_step(const Writer *writer, const BulkRow *bulk, bool *left, Error *error);
/* What follows a first step that left something. */
bool bulk_go_on(const Writer *writer, int64_t id, Error *error);

bool bulk_account_gone(Db *db, int64_t account, Error *error);

extern const Route ACCOUNT_BULK_ROUTES[];
extern const JobKind ACCOUNT_BULK_JOBS[];
bool bulk_expire_run(Services *services, Arena *arena, int64_t now, Error *error);

#endif
