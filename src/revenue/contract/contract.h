/*
 * Contracts as dated lines (kept): a contract holds lines, each with a first day, an exclusive last day, product, plan,
 * seats, price per term in minor units net of tax, months of term, discount and kind (paid, trial, free). A change is a
 * new line; a correction rewrites one, marks it and leaves a fact (contract.corrected). From the lines follow, as of
 * any day: status, MRR, seats, renewal and notice dates. They are given to the engine as dated steps.
 *
 * Formulas: MRR of a line = price × (1 − discount) / months of term, in micros, summed before it is rounded for
 * display. A line with a price of 0 or a discount of 1 pays nothing: it is free, whatever its kind says. Several
 * currencies are added up in the workspace's, by the rates of the day's fiscal year (revenue/rate/rate.h); what has no
 * rate is left out, and the page says so. A gap between lines up to the grace of the contract is not a departure,
 * unless the contract was cancelled; an account left on the day its last line ended, known once the grace is over. A
 * renewal is the end of the term that ran on the day asked for: lines, ends and dates written down later are not
 * foreseen, and a change within a term leaves it as it is unless it names another one.
 *
 * Units: days as day numbers, ends exclusive; prices in minor units, MRR in micros; discounts 0 to 1.
 * Lines of one contract, product and plan do not overlap; those of several plans run side by side and add up. Only a
 * line that was given no end is ended by the next one of its plan; an end that was given is moved by nobody but
 * contract changes and cancellations that somebody asks for.
 *
 * Errors: INPUT with the field, also for lines that overlap; CONFLICT on a second contract with one external id, and
 * for another version. Not for: movements of revenue and forecasts. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_CONTRACT_CONTRACT_H
#define BANSO_CONTRACT_CONTRACT_H

#include "customer/account/account.h"
#include "jobs/jobs.h"
#include "revenue/rate/rate.h"

enum { GRACE_DAYS_DEFAULT = 30, NOTICE_DAYS_DEFAULT = 30, TERM_MONTHS_MAX = 120 };

/* Major units of a line's price: so that many times the mistake of a few zeros still adds up. */
#define PRICE_MAX INT64_C(1000000000000)

/* Day of "no end"; far enough for every comparison. */
#define DAY_NEVER INT64_C(1000000)

typedef enum { LINE_PAID, LINE_TRIAL, LINE_FREE } LineKind;
typedef enum { STATUS_NONE, STATUS_PAYING, STATUS_TRIAL, STATUS_FREE, STATUS_LEFT, STATUSES } AccountStatus;
extern const char *const ACCOUNT_STATUS_NAMES[STATUSES]; /* "none", "paying", "trial", "free", "left" */

/* A line with what of its contract decides status and dates. */
typedef struct {
    int64_t contract_id, account_id, product_id; /* product_id 0 = none */
    int64_t from_on, until_on;                   /* until_on DAY_NEVER = open */
    int64_t known_on;                            /* written down, or begun: before that nobody foresaw it */
    bool told_late;                              /* written down when it had ended: its end may have been a change */
    const char *plan;                            /* NULL = none */
    int64_t seats;                               /* -1 = not said */
    int64_t price_minor;
    const char *currency;
    int64_t term_months;
    double discount;
    LineKind kind;
    int64_t grace_days, notice_days;
    int64_t agreed_until; /* before cut_on the line ended here; DAY_NEVER = open */
    int64_t cut_on;       /* the day on which until_on became known by a change or a cancellation; 0 = it always was */
    int64_t renews_on;    /* of the contract; DAY_NEVER = not said */
    int64_t renews_known_on;
    int64_t cancelled_on; /* DAY_NEVER = not cancelled */
    bool auto_renews;
    OptInt mrr; /* micros, kept by callers that ask often; unset = computed when asked */
} DatedLine;

/* What the lines of one account say as of a day. */
typedef struct {
    AccountStatus status;
    int64_t seats;          /* -1 = unknown */
    const char *plan;       /* of the lines in force, when all of them say the same; NULL otherwise */
    int64_t since;          /* first day of the stay; DAY_NEVER = never was */
    int64_t left_on;        /* end of service when LEFT, else DAY_NEVER */
    int64_t renews_on;      /* the next renewal or end of term; DAY_NEVER = none */
    int64_t notice_on;      /* last day to give notice; DAY_NEVER = none */
    int64_t next_notice_on; /* the one after that, of a contract that renews by itself; DAY_NEVER = it does not */
    bool monthly; /* pays, without an end or a renewal: terms are under three months, so it can leave any month */
    bool late;    /* within the grace of a late renewal */
} ContractState;

int64_t line_mrr_micros(const DatedLine *line);
ContractState contract_state_at(const DatedLine *lines, size_t count, int64_t day);
/* What the lines of one account pay a month on a day, in micros. */
typedef struct {
    const char *currency; /* in which it is shown: its own, or of several the workspace's; NULL = no line in force */
    int64_t micros;       /* in that; 0 unless paying */
    OptInt home;          /* in the workspace's, as far as there are rates; unset = there are none at all */
    const char *without_rate; /* "GBP KWD": the currencies left out of `home`, by letter; NULL = none */
} ContractMoney;
ContractMoney contract_money_at(Arena *arena, const DatedLine *lines, size_t count, int64_t day, const Rates *rates);
/* The currencies of the lines that speak on the day, each once and by letter: the first one after `before` (NULL = of
 * all), and the MRR in it; NULL = no more. */
const char *contract_currency_after(const DatedLine *lines, size_t count, int64_t day, const char *before,
                                    int64_t *micros);
/* The plans that speak on the day, each once and by letter: the first one after `before` (NULL = of all); NULL = no
 * more. */
const char *contract_plan_after(const DatedLine *lines, size_t count, int64_t day, const char *before);
/* The days on which what the lines say may change, ascending, up to `horizon`: between two of them it is constant. With
 * lines in another currency than the workspace's each fiscal year's first day is one. */
size_t contract_turns(Arena *arena, const DatedLine *lines, size_t count, int64_t horizon, const Rates *rates,
                      const int64_t **days);

/* All lines of an account, by from_on. */
bool contract_lines_of(Db *db, Arena *arena, int64_t account_id, DatedLine **lines, size_t *count, Error *error);

/* One row of an import: a line and the contract it stands in. NULL and unset leave a known contract as it is. */
typedef struct {
    const char *external_id; /* of the contract; NULL = the one of this account and product that imports created */
    int64_t import;          /* rows of one import do not rewrite each other; 0 = none */
    int64_t account_id;      /* required */
    const char *name;
    int64_t from_on;    /* required */
    OptInt until_on;    /* exclusive; unset = open */
    int64_t product_id; /* 0 = none */
    const char *plan;
    OptInt seats;
    int64_t price_minor;
    const char *currency;
    int64_t term_months; /* 0 = 1 */
    double discount;
    LineKind kind;
    OptInt renews_on, notice_days, grace_days, cancelled_on, auto_renews;
    bool demo;
} ContractGiven;

/*
 * The line is known by contract, product, plan and first day: the same again is UNCHANGED, another price is CHANGED (a
 * correction), and so is another plan where the import has not named the known one. Two lines without an end of one
 * plan: the first ends where the second begins. Without an end in a cancelled contract it ends with the term in which
 * the contract was cancelled. INPUT "overlaps" or "open_plan" on from_on where it cannot stand beside the others.
 */
bool contract_upsert(const Writer *writer, const ContractGiven *given, int64_t *contract_id, Upsert *outcome,
                     Error *error);

extern const Route CONTRACT_ROUTES[], CONTRACT_FILE_ROUTES[];
extern const Schedule CONTRACT_SCHEDULES[];

#endif
