/*
 * The list of accounts: ids come from the engine's columns, the rows of one page from the database. Also how one
 * account is shown with what the engine knows of it.
 *
 * Not for: changing accounts (account.h).
 * Units: days as day numbers, MRR in its currency's minor units, coverage from 0 to 1.
 * Errors: INPUT with filter, sort, cursor or as_of; MISSING for an account that is not there.
 * Forgets a person: an account holds nothing of one.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_LIST_H
#define BANSO_ACCOUNT_ACCOUNT_LIST_H

#include "base/amount.h"
#include "base/circle.h"
#include "customer/account/account_store.h"
#include "engine/program.h"

/* What a list is asked for; the query of GET /accounts and of its files. */
typedef struct {
    const char *q, *filter, *sort, *cursor;
    OptInt limit, as_of;
    OptInt kept;                 /* the filter was kept: it may ask for custom fields that are gone */
    const char *columns, *heads; /* the file's: house/field/list_file.h */
} AccountsAsk;
extern const Shape ACCOUNTS_ASK;

typedef struct {
    size_t count;
    AccountListed *items;
    size_t total;
    const char *next;
    int64_t as_of;
} AccountsFound;

/* One page. INPUT names filter, sort or cursor. */
bool accounts_find(const Request *request, const AccountsAsk *ask, size_t limit, AccountsFound *found, Error *error);
/* All ids that match, for bulk changes. */
bool accounts_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error);
/* One of several lists that are counted together; its filter was kept (CONDITION_KEPT). */
typedef struct {
    const char *filter, *q;
    OptInt count; /* not known: the caller may not ask it, nobody can read it any more, or it is too much */
} AccountsCounted;
/* How many accounts each of them has, in one pass: what does not fit into ACCOUNTS_COUNTED_PARTS comparisons, the first
 * ones first, is not counted. */
enum { ACCOUNTS_COUNTED_PARTS = 2000 };
bool accounts_count(const Request *request, AccountsCounted *lists, size_t count, Error *error);
/* INPUT unless the list can be sorted by that; else the circles that one must see for it. */
bool accounts_sort(const Request *request, const char *sort, unsigned *circles, Error *error);
/* How the columns that know only the present stood on a day; none when the day is today. */
bool account_past_read(const Request *request, int64_t day, Ids only, StandIns *past, Error *error);
/* Whether it is such a column, of which a module says how it stood. */
bool account_past_knows(const char *column);
/* Before the program's first run: puts those columns in, where it asks for any, as they stood on that day. INPUT
 * "filter" where nobody can tell, or "sort" where that is the operand `sort` (-1 = none). `past` outlives the program.
 */
bool account_program_past(const Request *request, Program *program, int sort, int64_t day, StandIns *past,
                          Error *error);
/* Fills what the engine knows of an account, and for a past day what account_past_read gave. */
typedef struct {
    const EngineView *view;
    Arena *arena;
    int64_t account, as_of;
    const StandIns *past;
    const char *currency; /* the workspace's */
} AccountLook;
void account_listed(const AccountLook *look, AccountListed *listed);
/* The first day that its view must hold in full. */
int64_t account_listed_since(const Engine *engine, int64_t as_of);

/* The account of the path's first id; MISSING when there is none. */
bool account_of_path(Request *request, AccountRow **row, Error *error);

#endif
