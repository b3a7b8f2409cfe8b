/*
 * Inside the module: two accounts that turn out to be one, and the undo of it.
 *
 * One stays, with its id; the row of the other goes. What people work with moves (AccountMoved), and each thing that
 * moved is written down. What is there for both at once (who belongs to the account, what it used) its modules join
 * (AccountHolder.merge). The id of the one that went, and its external id, go on leading to the one that stays.
 *
 * For MERGE_DAYS the undo takes all of it back: each thing that is still where the merge brought it, and each value of
 * the one that stays that nobody changed since. What was written onto the one that stays since then stays there. Of
 * several merges into one account each can be undone, in any order; one into an account that has itself gone only after
 * that merge is undone.
 *
 * Units: times in ms. Errors: INPUT for one account given twice, one that is not there, or where one of both alone is
 * a test account; CONFLICT when it cannot be
 * undone. Forgets a person: the rows kept are those of companies, and things moved are ids.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_MERGE_H
#define BANSO_ACCOUNT_ACCOUNT_MERGE_H

#include "account_merge.sql.h"

#include "customer/account/account_store.h"
#include "jobs/moved.h"

enum { MERGE_DAYS = 30 };

/* What is chosen of the values in which the accounts differ. */
typedef struct {
    int64_t gone, stays;
    bool chosen; /* else empty values of the one that stays are filled from the other */
    Texts take;  /* members of the other: "name", "fields.tier" */
} MergeAsked;

bool account_merge(const Writer *writer, const MergeAsked *asked, int64_t *merge_id, Error *error);
bool account_unmerge(const Writer *writer, const MergeRow *merge, Error *error);
/* What would move, by kind; all there is of an account. */
bool merge_holdings(Db *db, Arena *arena, int64_t account, List *counts, Error *error);
/* Whether people are told how many of a kind moved. */
bool merge_is_counted(const char *what);
/* With the columns of all modules. */
bool merge_columns_renew(const Writer *writer, int64_t account, Error *error);
/* Calls `each` for facts, accounts below, and all that modules move, from left to right. */
typedef bool (*MergeEach)(const AccountMoved *moved, void *context, Error *error);
bool merge_each_moved(MergeEach each, void *context, Error *error);

/* States of an account (account_state) as one: of each member, and of each custom field, what `choose` gives of its
 * values in `states`, NULL = none. */
enum { MERGE_STATES_MAX = 3 };
typedef const Json *(*MergeChoose)(const char *name, const Json *const *values, const void *context);
typedef struct {
    const char *states[MERGE_STATES_MAX]; /* NULL-ended when fewer */
    MergeChoose choose;
    const void *context;
} MergeMix;
bool merge_mix(Arena *arena, const MergeMix *mix, const char **state, Error *error);
/* The one that stays as that state has it, stored; *after is its state then. */
bool merge_state_set(const Writer *writer, int64_t account, const char *state, const char **after, Error *error);

/* Team, owner, stand-in and parent of a row that was kept: nothing in place of what is gone since, or would put the
 * account below itself; of a parent that was merged, the account that it went into. */
bool merge_names_mend(const Writer *writer, AccountRow *row, Error *error);

/* With an account that is deleted. */
bool merge_account_gone(const Writer *writer, int64_t account, Error *error);
bool merge_tell(const Writer *writer, const char *kind, int64_t account, const MergeRow *merge, Error *error);

extern const Route ACCOUNT_MERGE_ROUTES[];
bool merge_settle_run(Services *services, Arena *arena, int64_t now, Error *error);

#endif
