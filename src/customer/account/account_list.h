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
#include "customer/account/account_store.h"
#include "engine/program.h"

/* An account with what the engine knows of it as of a day. */
typedef struct {
    AccountRow account;
    const char *band; /* "UNKNOWN" when nobody judged */
    OptInt points;
    double coverage;
    const char *previous_band; /* NULL = none */
    OptInt band_since;
    const Money *mrr;           /* in what it pays; NULL = none */
    const Money *mrr_converted; /* in the workspace's currency, as far as there are rates; NULL = there are none */
    Texts mrr_without_rate;     /* the currencies left out of that */
    OptInt renews_on, days_to_renewal, seats, people_28, last_event_on;
    const char *status;
} AccountListed;
extern const Shape ACCOUNT_LISTED;

/* The fields of AccountListed at `path` inside `type`, for shapes that extend it. */
#define ACCOUNT_AT(owner_, path_, name_, kind_, ...)                                                                   \
    {                                                                                                                  \
        .name = #name_, .type = (kind_), .offset = offsetof(owner_, path_ name_), __VA_ARGS__                          \
    }
#define ACCOUNT_LISTED_FIELDS(owner_, path_)                                                                           \
    ACCOUNT_AT(owner_, path_ account., id, FIELD_ID),                                                                  \
        ACCOUNT_AT(owner_, path_ account., external_id, FIELD_TEXT, .optional = true),                                 \
        ACCOUNT_AT(owner_, path_ account., name, FIELD_TEXT),                                                          \
        ACCOUNT_AT(owner_, path_ account., reading, FIELD_TEXT, .optional = true),                                     \
        ACCOUNT_AT(owner_, path_ account., domain, FIELD_TEXT, .optional = true),                                      \
        ACCOUNT_AT(owner_, path_ account., country, FIELD_TEXT, .optional = true),                                     \
        ACCOUNT_AT(owner_, path_ account., time_zone, FIELD_TEXT, .optional = true),                                   \
        ACCOUNT_AT(owner_, path_ account., language, FIELD_TEXT, .optional = true),                                    \
        ACCOUNT_AT(owner_, path_ account., parent_id, FIELD_ID, .optional = true),                                     \
        ACCOUNT_AT(owner_, path_ account., parent, FIELD_TEXT, .optional = true),                                      \
        ACCOUNT_AT(owner_, path_ account., owner_id, FIELD_ID, .optional = true),                                      \
        ACCOUNT_AT(owner_, path_ account., owner, FIELD_TEXT, .optional = true),                                       \
        ACCOUNT_AT(owner_, path_ account., touch, FIELD_TEXT, .optional = true, .choices = "high|low|tech"),           \
        ACCOUNT_AT(owner_, path_ account., stage, FIELD_TEXT, .optional = true,                                        \
                   .choices = "onboarding|adoption|renewal|expansion|left"),                                           \
        ACCOUNT_AT(owner_, path_ account., fields, FIELD_JSON),                                                        \
        ACCOUNT_AT(owner_, path_ account., created_at, FIELD_TIME),                                                    \
        ACCOUNT_AT(owner_, path_ account., version, FIELD_INT),                                                        \
        ACCOUNT_AT(owner_, path_, band, FIELD_TEXT, .choices = "GOOD|NORMAL|BAD|UNKNOWN"),                             \
        ACCOUNT_AT(owner_, path_, points, FIELD_INT, .optional = true),                                                \
        ACCOUNT_AT(owner_, path_, coverage, FIELD_REAL),                                                               \
        ACCOUNT_AT(owner_, path_, previous_band, FIELD_TEXT, .optional = true, .choices = "GOOD|NORMAL|BAD|UNKNOWN"),  \
        ACCOUNT_AT(owner_, path_, band_since, FIELD_DAY, .optional = true),                                            \
        ACCOUNT_AT(owner_, path_, mrr, FIELD_OBJECT, .optional = true, .shape = &MONEY),                               \
        ACCOUNT_AT(owner_, path_, mrr_converted, FIELD_OBJECT, .optional = true, .shape = &MONEY),                     \
        ACCOUNT_AT(owner_, path_, mrr_without_rate, FIELD_TEXTS),                                                      \
        ACCOUNT_AT(owner_, path_, renews_on, FIELD_DAY, .optional = true),                                             \
        ACCOUNT_AT(owner_, path_, days_to_renewal, FIELD_INT, .optional = true),                                       \
        ACCOUNT_AT(owner_, path_, seats, FIELD_INT, .optional = true),                                                 \
        ACCOUNT_AT(owner_, path_, people_28, FIELD_INT, .optional = true),                                             \
        ACCOUNT_AT(owner_, path_, last_event_on, FIELD_DAY, .optional = true),                                         \
        ACCOUNT_AT(owner_, path_, status, FIELD_TEXT, .choices = "paying|trial|free|left|none")

/* What a list is asked for; the query of GET /accounts and of its CSV. */
typedef struct {
    const char *q, *filter, *sort, *cursor;
    OptInt limit, as_of;
    const char *columns; /* the CSV's */
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
/* How the columns that know only the present stood on a day; none when the day is today. */
bool account_past_read(const Request *request, int64_t day, Ids only, StandIns *past, Error *error);
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
int64_t account_listed_since(int64_t as_of);

/* The account of the path's first id; MISSING when there is none. */
bool account_of_path(Request *request, AccountRow **row, Error *error);

#endif
