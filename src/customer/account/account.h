/*
 * Accounts: the companies (or households) that hold contracts. Owns the table `account`; its neighbours in this folder
 * own contacts (contact.h), products and features (product.h), custom fields (field.h).
 *
 * Not for: what an account is worth (contract), does (usage) or how it fares (health). Those modules put their values
 * into the engine's columns, and the list of accounts reads them there.
 *
 * Everything that changes a customer takes a Writer: who does it, when, and in which transaction. A change writes its
 * fact in the same transaction (account.created, account.changed, account.deleted) and brings the engine's columns up
 * to date after COMMIT. Facts name the fields that changed, with from and to for ids and enumerations; never words.
 *
 * Errors: INPUT with the field; CONFLICT on a second account with one external id or on another version; MISSING.
 * Forgets a person: an account is a company and holds nothing of a person; see contact.h.
 * Units: times in ms, days as day numbers.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_H
#define BANSO_ACCOUNT_ACCOUNT_H

#include "base/shape.h"
#include "engine/program.h"
#include "house/field/field.h"
#include "http/route.h"
#include "jobs/jobs.h"
#include "jobs/writer.h"

/* Dated columns of the engine that the list shows beside the engine's own: MRR in the account's own currency (INT
 * micros), that currency (TEXT), the currencies it pays in that have no rate (TEXT, "GBP KWD"), the notice date after
 * the next of what renews by itself (DAY), and whether it can leave any month (FLAG). The contract module fills them.
 * Health fills "band", "points", "coverage", "previous_band", "band_since", and "band_order" (INT, 0 = the worst) for
 * sorting.
 */
#define COLUMN_MRR_OWN      "mrr_own"
#define COLUMN_CURRENCY     "mrr_currency"
#define COLUMN_WITHOUT_RATE "mrr_without_rate"
#define COLUMN_NEXT_NOTICE  "next_notice_on"
#define COLUMN_MONTHLY      "monthly"

/* A dated column (INT): who stands in for the owner on a day (house/staff/absence.h); unknown = nobody, or the owner is
 * here. Owner and stand-in are those of now. */
#define COLUMN_STANDING_IN "standing_in_id"

/* What an import or a group call knows of an account. NULL, and an unset OptInt, leave the value as it is. */
typedef struct {
    const char *external_id; /* required: the key */
    const char *name;        /* a new account without one is named by its external id */
    const char *reading, *domain, *country, *time_zone, *language;
    const char *parent_external_id; /* must be there already: INPUT otherwise */
    const char *owner_email;        /* of a member of staff, in any case of letters: INPUT when unknown */
    const char *stand_in_email;     /* likewise */
    const char *team;               /* by its name: INPUT when unknown */
    const char *touch, *stage;
    OptInt created_at; /* ms; only for a new account, else now */
    const FieldGiven *fields;
    size_t field_count;
    bool demo;
    bool only_adds; /* fills what is empty; a name that only repeats the id counts as empty */
} AccountGiven;

/* Adds the account or brings it up to date by its external id. The same again is UNCHANGED and writes nothing. */
bool account_upsert(const Writer *writer, const AccountGiven *given, int64_t *id, Upsert *outcome, Error *error);

/* INPUT with the field when there is none of this id. */
bool account_must_exist(Db *db, Arena *arena, int64_t id, const char *field, Error *error);
/* All accounts that a list with this filter (as JSON) and these words shows. The filter was kept: custom fields that it
 * asks for may be gone. INPUT "filter". */
bool accounts_shown(const Request *request, const char *filter, const char *q, Ids *ids, Error *error);
/* By the id that it has, or had before a merge; 0 when there is none. */
bool account_id_by_external(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error);

/*
 * Accounts that were merged. What names an account by a former external id is filed by the account that was meant
 * (account_filed_as), so that an undo finds it there, and shown with the one that is there now (account_where).
 */
bool account_filed_as(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error);
/* The same for many at once: those there are, in any order. */
bool accounts_filed_as(Db *db, Texts external_ids,
                       bool (*take)(int64_t id, const char *external_id, void *context, Error *error), void *context,
                       Error *error);
typedef struct {
    int64_t account, now;
} AccountWent;
typedef struct {
    size_t count;
    AccountWent *items; /* by account */
} AccountsWent;
/* Which of these went, and where they are; all that went into one of these; all there are. */
bool accounts_went(Db *db, Arena *arena, Ids accounts, AccountsWent *went, Error *error);
bool accounts_went_into(Db *db, Arena *arena, Ids accounts, AccountsWent *went, Error *error);
bool accounts_went_all(Db *db, Arena *arena, AccountsWent *went, Error *error);
/* The account itself where it did not go. */
int64_t account_where(const AccountsWent *went, int64_t account);
/* All that went into the account, directly or on the way, also while it has itself gone. */
bool account_went_through(Db *db, Arena *arena, int64_t account, Ids *accounts, Error *error);
/* What a merge wrote down of a kind (AccountMoved), rising; for AccountHolder.unmerge. */
bool account_merge_noted(Db *db, Arena *arena, int64_t merge, const char *what, Ids *ids, Error *error);
bool account_now(Db *db, Arena *arena, int64_t account, int64_t *now, Error *error);

/* Calls `take` for every account's id and external id ("" = none), for modules that keep a map of them. */
bool account_ids_each(Db *db, bool (*take)(int64_t id, const char *external_id, void *context, Error *error),
                      void *context, Error *error);

/*
 * A test account is kept, with its people, contracts and events, and counts nowhere: the engine hides it, so no
 * list, segment, score or figure has it, of past days neither; usage leaves its events out of the rollups. It can be
 * found, opened, and counted again.
 */
/* Those of `accounts` that are test accounts, ascending. */
bool accounts_tests(Db *db, Arena *arena, Ids accounts, Ids *tests, Error *error);
bool accounts_have_tests(Db *db, Arena *arena, bool *have, Error *error);
/* Whether the fact tells that an account became a test account, or counts again. */
bool account_fact_is_test(const Fact *fact);

/* Somebody of the staff is removed: they stand in for no account any more. */
bool accounts_staff_leave(const Writer *writer, int64_t staff_id, Error *error);
/* Removes the account with all that other modules have of it. */
bool account_drop(const Writer *writer, int64_t id, Error *error);

typedef struct {
    int64_t id; /* of the merge */
    int64_t gone, stays;
} AccountMerged;

/*
 * What a module to the right holds of an account and must drop with it: contracts, tasks, rollups. Called inside
 * the transaction that deletes the account, from the rightmost module on.
 */
typedef struct AccountHolder {
    const char *name;
    bool (*drop)(const Writer *writer, int64_t account_id, Error *error);
    /* A new account, inside its transaction; NULL = nothing to do. */
    bool (*made)(const Writer *writer, int64_t account_id, Error *error);
    /* Whether people, files or calls brought something of the account here: *what says what ("contracts"), in a word
     * that the web UI's import feature knows; else it stays as it was. An account that holds something is not deleted
     * by the undo of the import that added it. NULL = never. */
    bool (*holds)(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error);
    /* Two accounts become one, or are two again: what is there for both at once. The account that goes has its row
     * until all modules are done, from left to right, and has it again before them; what moves has moved
     * (jobs/moved.h). */
    bool (*merge)(const Writer *writer, const AccountMerged *merged, Error *error);
    bool (*unmerge)(const Writer *writer, const AccountMerged *merged, Error *error);
    /* How many things `merge` joins, as people count them, under a word as AccountMoved.what; NULL = it is not told. */
    bool (*counted)(Db *db, Arena *arena, int64_t account_id, int64_t *count, Error *error);
    const char *counts;
    const Statement *drops; /* in place of `drop`: deletes all of it; the one parameter is the account */
} AccountHolder;

/*
 * Plain columns hold what is now. The module that fills some of those that the list shows says here how they stood at
 * the end of a past day, for the accounts of `only` (ascending; none = all); a column that it cannot tell has no
 * `values`. Module.past; called outside of views.
 */
typedef struct AccountPast {
    const char *name;
    const char *const *columns; /* all of them, NULL-ended */
    bool (*as_of)(const Request *request, int64_t day, Ids only, StandIns *columns, Error *error);
} AccountPast;

extern const Route ACCOUNT_ROUTES[];
/* Loads the engine's columns of all accounts, for tests without the whole program. */
bool account_start(Services *services, Error *error);

#endif
