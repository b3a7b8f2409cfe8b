/*
 * What a module offers to Today (Module.today). It stands left of all modules that offer something: tasks, tickets,
 * health. Today (success/today) knows none of them; it asks all, turns what they say into money, and shows the most
 * urgent.
 *
 *   rows  things about an account that may cost it: in groups, by what there is to do, and in each by expected loss =
 *         what the account pays × risk × nearness, more where something has just happened
 *   due   things that somebody is to do by a day: listed by that day
 *
 * A source has one of them or both. Rows are all there for one reason, or `say` words those that are shown.
 *
 * Units: days as day numbers, instants in ms, risk a likelihood from 0 to 1.
 * Errors: those of what the source reads.
 * Forgets a person: holds nothing.
 * Not for: what an account pays; Today reads it in the engine's columns, so that all sources rank in one money.
 */
#ifndef BANSO_ACCOUNT_TODAY_SOURCE_H
#define BANSO_ACCOUNT_TODAY_SOURCE_H

#include "base/shape.h"
#include "http/route.h"

/* Whose, and as of which day. The request's database and arena are to be used; no view of the engine is open. */
typedef struct {
    const Request *request;
    int64_t as_of;           /* day */
    int64_t owner;           /* of accounts and tasks; 0 = all */
    int64_t midnight, until; /* the begin of as_of; its end, or now */
} TodayAsked;

/* How much a row asks for. */
typedef enum {
    TODAY_WATCH, /* a look */
    TODAY_GRAVE, /* somebody, now: what the account pays is in danger */
    TODAY_STEADY /* nothing: it is there so that all accounts stand in one order */
} TodayLevel;

enum { TODAY_FRESH_DAYS = 7 };

typedef struct {
    int64_t account_id;
    int64_t subject_id; /* with the source's `subject` "ticket:7"; 0 = it is about the account itself */
    double risk;        /* how likely what the account pays is lost, 0 to 1 */
    OptInt due_on;      /* unset = the account's notice date or renewal */
    OptInt happened_on; /* day; what happened within TODAY_FRESH_DAYS weighs more */
    TodayLevel level;
    int64_t number; /* of a source with one reason: what its words say, "200 days" */
} TodayRow;
typedef struct {
    size_t count;
    const TodayRow *items; /* by account; of all owners */
} TodayRows;

/* Why it is there and what to do, of one row that is shown. */
typedef struct {
    const TodayRow *row;
    const char *reason; /* a word of the source, which the web words: "waiting" */
    Texts arguments;    /* what goes into those words: "3" */
    const char *action; /* what one does first: "task", "call", "note" */
} TodaySaid;
#define TODAY_ACTIONS "task|call|note"

/* Something that is to be done, with all that ticking it off needs. */
typedef struct {
    const char *source; /* Today fills it in */
    int64_t id;
    OptInt account_id;
    const char *account, *title, *text;
    OptInt owner_id;
    const char *owner;
    OptInt due_on, done_at, snoozed_until;
    const char *snooze_reason;
    int64_t created_at, version;
} TodayDue;

typedef struct {
    size_t count;
    TodayDue *items; /* by due_on (unset last), then id; at most as many as were asked for */
    int64_t listed;  /* with those beyond that */
    int64_t open, due;
} TodayDues;

typedef struct TodaySource {
    const char *name;    /* the row's `source`: the web draws it by this name */
    const char *subject; /* "ticket"; NULL = its rows are about accounts */
    /* Where one reason and one action fit every row, these in place of `say`; the argument is the row's number. */
    const char *reason, *action;
    bool (*rows)(const TodayAsked *asked, TodayRows *rows, Error *error);
    bool (*say)(const TodayAsked *asked, TodaySaid *said, size_t count, Error *error);
    bool (*due)(const TodayAsked *asked, int64_t most, TodayDues *dues, Error *error);
} TodaySource;

#endif
