/*
 * The measure engine: rollups and account attributes in memory, so that any measure at any date is a look-up or two.
 * All of it is *made*: rebuilt from the tables at a start, or mapped from a snapshot and caught up. One writer at a
 * time (hooks after COMMIT; calls from several threads queue), many readers.
 *
 * A series is (account, kind, key) → counts by day:
 *   SERIES_FEATURE  key = feature id        events of that feature by day (key 0: events of no feature)
 *   SERIES_PERSON   key = contact id, product = product id   events of that person in that product by day
 *
 * Beside the series each account has columns: plain ones (name, stage, custom fields: the value of now) and dated ones
 * (MRR, seats, plan: a list of values, each from a day on, per account and key). A value that is not known is unknown,
 * never 0.
 *
 * Not for: keeping anything that the database does not have, nor the events themselves.
 * Programs over all this (conditions, scorecards, lists) are in engine/program.h; the measures in
 * engine/measure_kind.h; the snapshot in engine/snapshot.h.
 *
 * Days are day numbers (base/clock.h), 0 to 65,535 for series; a Delta of another day is ignored.
 * Units: counts of events; money in micros.
 * Errors: questions never fail; only functions that read older days from the database can, with the database's kind of
 * error (BUSY, INTERNAL), and then return nothing.
 * Forgets a person: counts by contact id stay, since they name nobody once the contact's row is empty;
 * engine_account_remove drops an account with all its series.
 */
#ifndef BANSO_ENGINE_ENGINE_H
#define BANSO_ENGINE_ENGINE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"
#include "engine/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Engine Engine;

typedef enum { SERIES_FEATURE, SERIES_PERSON } SeriesKind;

typedef struct {
    int64_t account;
    SeriesKind kind;
    int64_t product;
    int64_t key;
    int64_t day;
    int64_t count; /* may be negative: a correction */
} Delta;

bool engine_open(Engine **engine, Error *error);
void engine_close(Engine *engine);

/* ---- series ---------------------------------------------------------------------------------------------------- */

/* All deltas of one commit, seen by readers together. Any order; sorted by account, kind, key, day is fastest. */
void engine_apply(Engine *engine, const Delta *deltas, size_t count);
/* Sets what accounts did on some days to exactly `rows` (counts absolute), for following the change log, which says
 * which (account, day) changed. Both by account, then day, each day once, and no rows of other days. Repeatable: what
 * stays as it is changes nothing. Many days of an account cost little more than one. */
typedef struct {
    int64_t account, day;
} EngineDay;
void engine_days_replace(Engine *engine, const EngineDay *days, size_t day_count, const Delta *rows, size_t count);
/* Forgets all series (before a rebuild); columns stay. */
void engine_clear(Engine *engine);

/* A rebuild from rollup rows: open, add each row as a cursor gives it (sorted by account is fastest), close. */
typedef struct EngineLoad EngineLoad;
EngineLoad *engine_load_open(Engine *engine);
void engine_load_add(EngineLoad *load, const Delta *row);
void engine_load_close(EngineLoad *load);

/* ---- the days that are held ------------------------------------------------------------------------------------ */

/*
 * Days from the floor on are held in full. Of a series' days before it only the first and the last are, with their
 * counts: so the last use and the first use as of any day from the one before the floor on, and whether anything was
 * ever heard of an account, are known without the rest. Days beyond that are read on demand, of all accounts
 * (engine_view_since) or of a few (engine_view_of), and dropped when nobody asks for them any longer. The floor is
 * INT64_MIN until it is set.
 */
enum { ENGINE_DAYS = 512 };

/* What becomes of days that are read again. */
typedef enum {
    PAST_ENDS,  /* as much is held as the floor leaves */
    PAST_WHOLE, /* all are held, whatever the floor is, until older days are let go */
    PAST_OLD,   /* all are held beside the newer ones (old.c) */
    PAST_FILED  /* they go into the file that is being written */
} PastAs;

/* Brings days before `until` back: calls engine_past_replace for all accounts (`only` without any), or for `only`.
 * Outside of any lock of the engine. */
typedef struct {
    bool (*load)(void *context, Ids only, int64_t until, PastAs as, Error *error);
    void *context;
} EnginePast;
void engine_past_register(Engine *engine, EnginePast past);
/* All that these accounts (ascending) did before `until`; rows by account. */
void engine_past_replace(Engine *engine, Ids accounts, int64_t until, PastAs as, const Delta *rows, size_t count);
/* Accounts whose first or last day before the floor went away, so that another is: the caller hands in their past anew
 * with engine_past_replace. They are told once. */
Ids engine_torn(Engine *engine, Arena *arena);
/* Puts back those that could not be repaired. */
void engine_tear(Engine *engine, Ids accounts);

/* Where the floor is when nobody asks for older days, and the newest day that holds anything (INT64_MIN = none). */
int64_t engine_floor(Engine *engine);
int64_t engine_newest(Engine *engine);
/* Sets the floor and frees what is before it. */
void engine_floor_set(Engine *engine, int64_t floor);
/* Drops older days that were read on demand and not asked for in the last `idle` microseconds. True when there were
 * any. */
bool engine_past_release(Engine *engine, int64_t idle);

/*
 * Older days of all accounts in a file of their own, out of which questions about them are answered without reading
 * anything (old.c). Until there is one, they are read on demand. Up to which day one is due; INT64_MIN = none is.
 */
int64_t engine_old_due(Engine *engine);
/* Reads them, ENGINE_FILED_AT_ONCE accounts at a time, while others go on; not two at a time. The path is used for a
 * moment: the file has no name. FULL, INTERNAL, BUSY, or what the reading of the past says; all is then as before. */
enum { ENGINE_FILED_AT_ONCE = 1024 };
bool engine_old_make(Engine *engine, const char *path, int64_t until, Error *error);

/* ---- accounts and columns -------------------------------------------------------------------------------------- */

/* Programs and lists see only accounts that were added. */
void engine_account_add(Engine *engine, int64_t account);
void engine_account_remove(Engine *engine, int64_t account);
/* No program or list sees it from now on, as if it had never been added; its series stay and follow commits, so that
 * it can be added again. */
void engine_account_hide(Engine *engine, int64_t account);
/* Those that have series but were never added: accounts that were removed after a snapshot was written. */
void engine_strangers_drop(Engine *engine);

typedef enum {
    COLUMN_INT,  /* ids, counts, micros */
    COLUMN_REAL, /* */
    COLUMN_FLAG, /* 0 or 1 */
    COLUMN_DAY,  /* day number */
    COLUMN_TEXT  /* interned: equality is by id; ordered by bytes, so hand in a sort key where people read the order */
} ColumnType;

typedef struct {
    bool known;
    int64_t integer;  /* INT FLAG DAY */
    double real;      /* REAL */
    const char *text; /* TEXT; copied */
} EngineValue;

EngineValue engine_unknown(void);
EngineValue engine_int(int64_t value);
EngineValue engine_real(double value);
EngineValue engine_text(const char *text); /* NULL = unknown */

/*
 * The number of the column of that name, made when it is new. A custom field's column is "field:<key>". Its type cannot
 * change while it holds values: engine_column_clear first. `dated`: values are set through engine_steps_set.
 */
int engine_column(Engine *engine, const char *name, ColumnType type, bool dated);
/* Sets every value of the column to unknown. For readers it is not there until engine_column makes it again, which may
 * give it another type. */
void engine_column_clear(Engine *engine, const char *name);

typedef struct {
    int64_t account;
    int column; /* a plain one */
    EngineValue value;
} EngineSet;

/* All sets of one commit, seen by readers together. Accounts that are not there yet are added. */
void engine_set(Engine *engine, const EngineSet *sets, size_t count);
/* The same, but an absent account is not added: for values computed from an account, which may arrive after it is gone.
 */
void engine_update(Engine *engine, const EngineSet *sets, size_t count);

/* From that day on the column has that value for that key (0 = the whole account, else a product id). */
typedef struct {
    int64_t key;
    int64_t from;
    EngineValue value;
} EngineStep;

/* Replaces all steps of one account in one dated column, any order; an unknown value ends the one before it. */
void engine_steps_set(Engine *engine, int64_t account, int column, const EngineStep *steps, size_t count);

/*
 * The names of dated columns that measures of the engine and pages read; the module that knows contracts creates and
 * fills them. Without one they are unknown.
 */
#define ENGINE_MRR            "mrr"            /* INT micros, keys 0 and each product; the workspace's currency */
#define ENGINE_SEATS          "seats"          /* INT, keys 0 and each product */
#define ENGINE_CONTRACT_START "contract_start" /* DAY, keys 0 and each product: first day of the unbroken contract */
#define ENGINE_RENEWS_ON      "renews_on"      /* DAY, key 0 (and products): the next renewal as seen from that day */
#define ENGINE_NOTICE_ON      "notice_on"      /* DAY, key 0 */
#define ENGINE_STATUS         "status"         /* TEXT, key 0: paying, trial, free, left, none */
#define ENGINE_LEFT_ON        "left_on"        /* DAY, key 0: the end of service of who has left, else unknown */
#define ENGINE_PLAN           "plan"           /* TEXT, key = product: every plan in force (and 0 when there is one) */
#define ENGINE_PRODUCT        "product"        /* FLAG, key = product: 1 while a line of it is in force, else unknown */

/* Between the plans of a product of which several are in force. */
enum { ENGINE_PLANS_APART = '\x1f' };

/* What the account module's catalogue says; breadth reads it. Replaces the whole list. */
typedef struct {
    int64_t feature;
    int64_t product;
    bool core;
    Texts plans; /* plans that are entitled to it; none = every plan */
} EngineFeature;
void engine_features_set(Engine *engine, const EngineFeature *features, size_t count);

/* ---- the calendar ---------------------------------------------------------------------------------------------- */

/* Which days do not count from now on, of past windows too; NULL = all count. The engine keeps and frees it, of equal
 * ones the first. One that says the same as before changes no version. */
void engine_calendar_set(Engine *engine, Calendar *calendar);
/* NULL = there is none. What it points to lives as long as the engine. */
const Calendar *engine_calendar(const Engine *engine);

/* ---- reading --------------------------------------------------------------------------------------------------- */

/*
 * A consistent view: no commit comes between two reads of one view. Keep it short: writers wait for it. Inside one, a
 * thread may open another (it is the same one); changing the engine inside a view is a bug.
 */
typedef struct EngineView EngineView;
const EngineView *engine_view(Engine *engine);
void engine_view_close(const EngineView *view);
/* A view for questions as of `day` and later, the first of which needs all days from `from` on; read on demand, not
 * inside another view. Fails as the reading of the past does. */
bool engine_view_since(Engine *engine, int64_t from, int64_t day, const EngineView **view, Error *error);
/* The same for the days of these accounts alone: what one page shows is read in a moment, where all accounts' older
 * days take many seconds. */
bool engine_view_of(Engine *engine, Ids accounts, int64_t from, const EngineView **view, Error *error);

size_t view_accounts(const EngineView *view);        /* accounts that were added */
size_t view_active_accounts(const EngineView *view); /* those of them with any events */
bool view_has(const EngineView *view, int64_t account);
/* Ids of all accounts, ascending. */
Ids view_account_ids(const EngineView *view, Arena *arena);
/* -1 when there is none of that name. */
int view_column(const EngineView *view, const char *name);
ColumnType view_column_type(const EngineView *view, int column);
/* Whether it knows what it held on past days. */
bool view_column_dated(const EngineView *view, int column);
/* Returns another number once anything changed that a program may read as of that day, except for the columns named in
 * `but` (NULL-ended; NULL = none). While the number is the same, results computed from a view are still right. Counts
 * after the day do not matter. */
uint64_t view_version(const EngineView *view, int64_t day, const char *const *but);
/* The same for these columns alone. */
uint64_t view_columns_version(const EngineView *view, const char *const *names);
/* A number that rises with every change; and the accounts (ascending) of which any day or column changed since that
 * number. False: any account may have changed. */
uint64_t view_moment(const EngineView *view);
bool view_changed(const EngineView *view, Arena *arena, uint64_t since, Ids *accounts);
/* Names of all columns, NULL-ended, for "nearest known" sentences. */
const char *const *view_column_names(const EngineView *view, Arena *arena);
/* The value of a plain column, or of a dated one at that day and key. Its text is the engine's own and lives as long
 * as the engine. */
EngineValue view_value(const EngineView *view, int64_t account, int column, int64_t key, int64_t as_of);

typedef struct {
    int64_t day;
    int64_t count;
} DayCount;

/* One feature's days (feature 0 with a product: all of that product; both 0: everything) in [from, until). */
void view_days(const EngineView *view, Arena *arena, int64_t account, int64_t product, int64_t feature, int64_t from,
               int64_t until, const DayCount **days, size_t *count);
/* The last day up to as_of with an event of the feature (0 with a product: of all of that product; both 0: of any); -1
 * when there was none. */
int64_t view_last_day(const EngineView *view, int64_t account, int64_t product, int64_t feature, int64_t as_of);
/* The first day on which anything was received of the account; INT64_MAX when nothing ever was. */
int64_t view_first_day(const EngineView *view, int64_t account);
const Calendar *view_calendar(const EngineView *view);
/* How many different people of the product (0 = of any) were active on each day in [from, until). */
void view_people_days(const EngineView *view, Arena *arena, int64_t account, int64_t product, int64_t from,
                      int64_t until, const DayCount **days, size_t *count);

/* One person of an account, as the usage page lists them; last < 0 when never active up to as_of. */
typedef struct {
    int64_t contact;
    int64_t last;
    int64_t events;      /* in the window */
    int64_t active_days; /* in the window */
} PersonUse;
/* Everybody of the product (0 = of any) ever seen up to as_of, window of `days`; most active days first. */
void view_people(const EngineView *view, Arena *arena, int64_t account, int64_t product, int days, int64_t as_of,
                 const PersonUse **people, size_t *count);

/* Figures for /metrics and tests. */
typedef struct {
    size_t accounts, series, day_counts, columns, texts;
    size_t bytes; /* of series, about */
} EngineStats;
EngineStats view_stats(const EngineView *view);

#endif
