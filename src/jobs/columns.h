/*
 * Columns of the engine that mirror tables, kept up to date in one place, the keeper. A module names them as a source
 * in its record (Module.columns): what they are called, how all accounts are read and how some are, and which facts
 * move them. The keeper loads them at a start, renews them after the module's own commits, and reads again what other
 * servers changed.
 *
 * One rule holds for all of them: a source's columns are written under its lock, which is taken before the rows are
 * read, after own commits too, so that an earlier state never overwrites a later one. Over PostgreSQL, where others
 * write as well, an own commit reads again what it changed; on SQLite what the transaction read is put in after COMMIT.
 *
 * A source of dated counts is two statements:
 *
 *     static const ColumnKind COLUMNS[] = { { "tickets_opened", COLUMN_INT, true }, { 0 } };
 *     const ColumnSource TICKET_COLUMNS[] = {
 *         { "tickets", COLUMNS, .counts = ticket_days, .counts_of = ticket_days_of, .on = { "ticket." } }, { 0 } };
 *
 * with columns_renew(writer, TICKET_COLUMNS, account, error) in each transaction that changes a ticket, and a measure
 * with FIND_SUM over the column (engine/measure_kind.h).
 *
 * Not for: series of events, which have their own log (usage/feed).
 * Units: those of the columns.
 * Errors: those of the database. What cannot be read after a commit is read when its fact is followed.
 * Forgets a person: a column holds numbers and words of accounts; filling one with nothing forgets it.
 */
#ifndef BANSO_JOBS_COLUMNS_H
#define BANSO_JOBS_COLUMNS_H

#include "engine/engine.h"
#include "jobs/fact.h"
#include "jobs/writer.h"

typedef struct {
    const char *name;
    ColumnType type;
    bool dated;
} ColumnKind;

/* Where a source puts what it reads. */
typedef struct ColumnFill ColumnFill;

/* So many things of the account on that day. */
typedef struct {
    int64_t account_id, day, count;
} AccountCount;
typedef bool (*AccountCountTake)(const AccountCount *row, void *context, Error *error);

enum { COLUMN_ON_MAX = 3 };

typedef struct ColumnSource {
    const char *name;          /* "contracts", for the log */
    const ColumnKind *columns; /* ended by { 0 } */
    /* Fills every account; ascending where the source owns them. At a start, and when everything moves. */
    bool (*load)(Db *db, ColumnFill *fill, Error *error);
    /* Fills each of these, ascending, with nothing where nothing is known; a source that owns the accounts leaves out
     * those that are gone. */
    bool (*some)(Db *db, ColumnFill *fill, Ids accounts, Error *error);
    /* Instead of these two, where `columns` is one dated count: statements `-> each(AccountCount)`, by account and day,
     * of all accounts and of some. */
    bool (*counts)(Db *db, AccountCountTake take, void *context, Error *error);
    bool (*counts_of)(Db *db, Ids accounts, AccountCountTake take, void *context, Error *error);
    const char *on[COLUMN_ON_MAX]; /* facts of such kinds ("contract.") move their account; on SQLite columns_renew
                                    * alone does */
    /* A fact that moves every account, besides those whose kind says so itself (FactKind.moves_all); `shared`: other
     * servers write too. NULL = none. */
    bool (*moves_all)(const Fact *fact, bool shared);
    /* Accounts that a fact about something else, whose kind begins with `moves_on`, moves: ascending, a piece at a
     * time, behind `after`; none = no more. */
    const char *moves_on;
    bool (*moves)(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error);
    /* For the one source that knows which accounts exist: accounts that it fills are added to the engine, others are
     * removed. */
    bool owns;
    /* Plain columns whose names only the database knows: `more` calls column_add for each. Their names begin with
     * `prefix`, and columns that are no longer named are emptied. `names_on`: facts after which the names may have
     * changed. */
    bool (*more)(Db *db, ColumnFill *fill, Error *error);
    const char *prefix, *names_on;
} ColumnSource;

/* ---- for a source ---------------------------------------------------------------------------------------------- */

/* What is handed in is copied. */
void column_add(ColumnFill *fill, const char *name, ColumnType type);
/* The values of all plain columns of an account: those of `columns` in their order, then those of `more`. */
void column_row(ColumnFill *fill, int64_t account, const EngineValue *values);
/* In place of column_row, where the source owns the accounts: it is there, and counts nowhere. */
void column_hide(ColumnFill *fill, int64_t account);
/* All steps of one dated column, by its place in `columns`. */
void column_steps(ColumnFill *fill, int64_t account, int column, const EngineStep *steps, size_t count);
/* The same out of counts by day (ascending): the column counts up from 0, as FIND_SUM reads it. */
void column_counts(ColumnFill *fill, int64_t account, int column, int64_t key, const DayCount *days, size_t count);
/* At a start nothing is in the engine yet. */
bool column_starts(const ColumnFill *fill);
Services *column_services(const ColumnFill *fill);
int64_t column_now(const ColumnFill *fill); /* ms */
/* Lasts as long as the fill. */
Arena *column_arena(const ColumnFill *fill);
/* What `more` hands on to `load` and `some`. */
void column_keep(ColumnFill *fill, const void *what);
const void *column_kept(const ColumnFill *fill);

/* ---- for a module ---------------------------------------------------------------------------------------------- */

/* After COMMIT the columns say what the rows of the account say; after its last change in the transaction. */
bool columns_renew(const Writer *writer, const ColumnSource *source, int64_t account, Error *error);
/* After COMMIT there is a column for each of the names that only the database knows. */
void columns_renew_names(const Writer *writer, const ColumnSource *source);
/* After COMMIT the column is empty. */
void columns_renew_empty(const Writer *writer, const ColumnSource *source, const char *column);
/* After COMMIT the columns hold what is filled into the result until then: for values that the transaction works out.
 */
ColumnFill *columns_after_commit(Services *services, Db *db, const ColumnSource *source);
/* Now: `read` fills what it reads, under the lock. For a log of the module's own. */
typedef bool (*ColumnRead)(Db *db, ColumnFill *fill, void *context, Error *error);
bool columns_bring(Services *services, const ColumnSource *source, ColumnRead read, void *context, Error *error);
/* All of them again, for what moves without a fact. */
bool columns_load(Services *services, const ColumnSource *source, Error *error);

/* ---- for the program ------------------------------------------------------------------------------------------- */

/* Of one module, at its start. */
bool columns_start(Services *services, const ColumnSource *sources, Error *error);
/* Follows the facts for the sources of all modules. */
bool columns_follow(Services *services, const Fact *facts, size_t count, Error *error);

#endif
