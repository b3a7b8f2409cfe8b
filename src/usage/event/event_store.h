/* Inside the module: a commit of events, from its calls to the tables. */
#ifndef BANSO_USAGE_EVENT_EVENT_STORE_H
#define BANSO_USAGE_EVENT_EVENT_STORE_H

#include "base/shape.h"
#include "engine/engine.h"
#include "house/import/import.h"
#include "house/quality/quality.h"
#include "house/setup/setup.h"
#include "usage/dedup/dedup.h"
#include "usage/event/event.h"
#include "usage/event/names.h"
#include "usage/event/rollup.h"
#include "usage/event/usage.h"
#include "usage/identity/identity.h"
#include "usage/identity/learned.h"

/* Not yet filed (inbox.h), about. */
enum { FRESH_SHELVES = 64 };
typedef struct {
    int64_t rows, bytes;
} FreshShelf;

/* One per process. On PostgreSQL (`shared`) nothing is remembered from one commit to the next, since another server may
 * have written in between. */
typedef struct {
    Services *services;
    bool shared;
    Names names;
    IdMap firsts; /* account and feature → a day on or after the first use; SQLite */
    FreshShelf shelves[FRESH_SHELVES];
    int64_t fresh_seq; /* a start files everything, and counts from 0 */
} Usage;

extern Usage USAGE;

/* An event on its way into the tables. */
typedef struct {
    EventRecord record;
    int64_t account; /* 0 = where its person belongs (belongs.c); after flush_settle: it waits for one */
    EventName *name;
    bool uncounted; /* kept, and counted nowhere (uncounted.h) */
    bool counted;   /* was counted by name before: it waited or was stored elsewhere, and is assigned now */
} Kept;

/* The latest day of a person in a commit. */
typedef struct {
    int64_t contact, day;
} LastSeen;

/* An anonymous id whose person is known since this commit. */
typedef struct {
    const char *anonymous_id;
    int64_t contact;
} BoundTrace;

/* One commit's worth of events. All memory is of `writer.arena`. */
typedef struct {
    Writer writer;
    Identity *identity;
    Names *names;
    Kept *kept;
    size_t kept_count, kept_capacity;
    Repeats messages;
    TrackCall *call;                  /* being taken */
    int64_t day, day_from, day_until; /* the last local day and its instants */
    Delta *rolled;                    /* what rollups of filed events lost and got already; for who follows */
    size_t rolled_count;
    BoundTrace *traces; /* filed events are theirs: written when all of the commit is known (flush_settle) */
    size_t trace_count, trace_capacity;
    LearnedList learned;
    LastSeen *seen; /* told to contacts' rows */
    size_t seen_count;
    Delta *deltas; /* for who follows */
    size_t delta_count;
    Change *gauged; /* accounts and days of which gauges say something else; for who follows */
    size_t gauged_count, gauged_capacity;
    int64_t change;                    /* as who follows knows it (EventFollower.changed); 0 = it changed no rollup */
    FreshShelf shelves[FRESH_SHELVES]; /* added and filed by this commit */
    bool committed, undone;
} Flush;

int64_t flush_day(Flush *flush, int64_t at);
void flush_keep(Flush *flush, const EventRecord *record, int64_t account, EventName *name, bool counted);
/* Lists an event among the refused ones, or what of it was left out (`detail`, NULL = all of it). */
bool flush_refuse(Flush *flush, const TrackEvent *event, TrackRefusal reason, const char *detail, Error *error);
/* ---- traits.c, event_person.c ---- */

/* identity's answers into tables: traits, groups, aliases, and the events that waited for them. */
bool flush_identify(Flush *flush, const TrackEvent *event, int64_t *contact, Error *error);
bool flush_group(Flush *flush, const TrackEvent *event, int64_t *account, Error *error);
bool flush_alias(Flush *flush, const char *anonymous_id, int64_t contact, Error *error);
/* The call: previousId is the same person, also where it is a user id. *refused: why it is not taken, or TRACK_GOOD. */
bool flush_alias_call(Flush *flush, const TrackEvent *event, int64_t *contact, TrackRefusal *refused, Error *error);
/* The filed events of anonymous ids that were bound become those of their persons, in chunks and rollups alike. */
bool flush_trace(Flush *flush, Error *error);
/* Takes the events that waited for these persons, now that there is an account. */
bool flush_take_waiting(Flush *flush, Ids contacts, Error *error);

/* ---- belongs.c ---- */

/* An account of the person, said or named by an event. */
bool flush_learn(Flush *flush, Learned learned, Error *error);
/* What was learned, into tables; every event of those persons that names no account gets its account: those of this
 * commit, those that wait, and those filed elsewhere. */
bool flush_settle(Flush *flush, Error *error);
/* Moves all events of the person that are stored with this account and belong elsewhere. */
bool flush_replace(Flush *flush, int64_t contact, int64_t account, Error *error);
/* The contacts are one person (contact_merge), also for what the commit holds. */
bool flush_merge(Flush *flush, int64_t first, int64_t second, int64_t *stays, Error *error);
/* `gone` was merged into `stays` already. */
void flush_merged(Flush *flush, int64_t gone, int64_t stays);

/* ---- account_merge.c ---- */

/* What who follows is told is of the accounts that are there. */
bool deltas_reach(Flush *flush, Error *error);
bool usage_account_merge(const Writer *writer, const AccountMerged *merged, Error *error);
bool usage_account_unmerge(const Writer *writer, const AccountMerged *merged, Error *error);
/* The account and all that went into it: by these its events are filed. */
bool account_parts(Db *db, Arena *arena, int64_t account, Ids *parts, Error *error);

/* ---- merge.c ---- */

bool usage_merge(const Writer *writer, int64_t from, int64_t into, Error *error);

/* Settles, then writes all that was kept: chunks, rollups, names; who follows gets the deltas after COMMIT.
 */
bool flush_write(Flush *flush, Error *error);
Flush *flush_new(Db *db, const char *actor, int64_t now);
/* Writes what was kept when `ok`, else forgets what memory learned. Returns ok only when all is written. */
bool flush_finish(Flush *flush, bool ok, Error *error);
bool flush_close(Flush *flush, bool ok);

/* ---- event_import.c, event_again.c ---- */

extern const ImportKind IMPORT_EVENTS;

enum { IMPORT_SOURCE = 0 }; /* whose message ids those of files are */

/* NEW = to be taken, AGAIN = the same event was taken before, OTHER = another event has its id. */
typedef enum { ROW_NEW, ROW_AGAIN, ROW_OTHER } ImportedState;

typedef struct {
    TrackEvent event;
    int64_t line;
    bool named;       /* the id stood in the file; else it is derived from file and line */
    uint64_t message; /* its hash */
    ImportedState state;
    const char *differs; /* OTHER: what is not the same */
} ImportedRow;

/* The rows of a step, taken together when it ends. */
typedef struct {
    ImportedRow *items;
    size_t count, capacity;
} ImportedRows;

bool imported_judge(ImportBatch *batch, ImportedRows *rows, Error *error);

/* ---- first_use.c ---- */

/* What usage.first says. */
typedef struct {
    int64_t feature_id;
} UsageFirst;
extern const Shape USAGE_FIRST;

/* The day may be earlier than what was known; a fact tells of a use that is the first. */
bool first_use_mark(Flush *flush, int64_t account, int64_t feature, int64_t day, Error *error);
/* Possible ones of a commit that files at once; `known` is the day that the table holds, INT64_MAX = none. */
typedef struct {
    int64_t account, feature, day, known;
} FirstUse;
typedef struct {
    Arena *arena;
    FirstUse *items;
    size_t count, capacity, at;
} FirstUses;
void first_uses_add(FirstUses *firsts, int64_t account, int64_t feature, int64_t day);
/* As first_use_mark for each, with one question for all. */
bool first_uses_mark_all(Flush *flush, FirstUses *firsts, Error *error);
/* For all features of a commit; SQLite only, remembers what it found. */
bool first_uses_mark(Flush *flush, const Delta *deltas, size_t count, Error *error);
/* Forgets what is remembered. */
void first_uses_clear(void);

/* ---- last_seen.c ---- */

/* Tells contacts on which day each person of the commit was active last. */
bool last_seen_tell(Flush *flush, Error *error);
/* After COMMIT: remembers what was told, so that it is not told again. */
void last_seen_committed(const Flush *flush);
/* Forgets what is remembered. */
void last_seen_clear(void);

/* ---- deltas.c ---- */

/* What was written into rollups at once: the engine hears of it with the rest. */
void rolled_add(Flush *flush, const Delta *deltas, size_t count);

/* The first, then the second, in a new array. */
Delta *deltas_join(Arena *arena, const Delta *first, size_t first_count, const Delta *second, size_t second_count);
/* What the kept events add to rollups: sorted, equal ones added up. */
Delta *kept_deltas(Flush *flush, size_t *count);
/* Sorts by account and day; adds up equal ones, and gives how many are left. */
size_t deltas_sum(Arena *arena, Delta *deltas, size_t count);
/* How many from the first on are of its account and day. */
size_t deltas_extent(const Delta *deltas, size_t count);
/* Of one account and day, sorted. */
RollupDay deltas_day(Arena *arena, const Delta *deltas, size_t count);
/* ---- rebuild.c ---- */

/* Counts an account's day again from its filed events; what changed goes into `rolled`. Its shelf is filed before. */
bool day_again(Flush *flush, int64_t account, int64_t day, Error *error);

/* ---- flush.c, for a rebuild ---- */

bool write_counts(Flush *flush, Error *error);
/* The accounts and days whose rollups this commit changed, for those who follow. */
bool changes_tell(Flush *flush, const Change *changes, size_t count, Error *error);

/* ---- usage.c, usage_routes.c, … ---- */

bool usage_start(Services *services, Error *error);
void usage_stop(void);

extern const QualityCheck EVENT_CHECKS[];
extern const SetupStep EVENT_SETUP[];
extern const CatalogWatcher USAGE_CATALOG;
extern const MessageSource EVENT_MESSAGES;
extern const TrackTaker EVENT_TAKER;
extern const Route EVENT_ROUTES[];
extern const Route UNASSIGNED_ROUTES[];
extern const Route ACCOUNT_GAUGE_ROUTES[];
extern const Route USAGE_ROUTES[];
extern const Route UNCOUNTED_ROUTES[];
extern const JobKind EVENT_JOBS[];
extern const Schedule EVENT_SCHEDULES[];
extern const FactReader EVENT_READERS[];

#endif
