/*
 * Kinds of facts as data. Each module declares its own (Module.facts) with all that the rest of the program does about
 * them: what they say, where the timeline shows them, which pages read again, whether they count as work on an account,
 * which accounts health judges again. So a new kind is one row and the Shape of its body, and no list elsewhere:
 * openapi.json prints all kinds as one union (FACT), and the web UI does not compile while a kind has no words.
 *
 * Not for: the words of a kind, which the module's web feature has, nor for what a reader of its own does (FactReader).
 * Units: none.
 * Errors: writing a fact of a kind that no module declares is our bug and ends the process.
 * Forgets a person: kinds are constants.
 */
#ifndef BANSO_JOBS_FACT_KIND_H
#define BANSO_JOBS_FACT_KIND_H

#include "base/arena.h"
#include "base/shape.h"

/* Which accounts health judges again. FROM_NOW: today's judgement of the account may change. ALWAYS: that of past days
 * as well. */
typedef enum { SCORES_NOBODY, SCORES_ACCOUNT_FROM_NOW, SCORES_ACCOUNT_ALWAYS, SCORES_EVERYBODY } FactScores;

enum { FACT_WAKES_MAX = 4 };

typedef struct FactKind {
    const char *name;  /* "task.done": what it is about, and what happened */
    const Shape *body; /* of what it says (Fact.body); members that are unset are not written; NULL = nothing */
    const char *group; /* of the timeline's filter: "task"; NULL = no filter shows it */
    const char
        *wakes[FACT_WAKES_MAX]; /* lists that show such things ("tasks"), for streams; "task" itself is implied */
    bool touches;               /* somebody did something for the account */
    bool hangs_on;              /* it hangs on something (a call) that counts by itself: Today takes it not as done */
    bool handles;               /* somebody saw to it without that: a task is planned. Today takes it as done, too */
    bool takes_back;            /* what was told of its subject before (a call) was not so, or is so no longer */
    bool news;                  /* something new is to be known of the account, whatever was done before */
    FactScores scores;
    /* Who may see such things (base/circle.h), 0 = everybody, and the list that shows nothing else ("contracts"): it is
     * woken only for the circle. The body's Shape says which of its fields belong to circles. */
    unsigned circle;
    const char *list;
    /* Who sees the thing changed: all keys but its own wake everybody, so that it goes where it is not to be seen. */
    bool sight;
    bool stands_in;     /* shown in place of others, never written */
    bool moves_account; /* things of many modules come to its account or leave it: all its columns are read again */
    bool moves_all; /* takes things of many modules away at once: the keeper reads all columns again (jobs/columns.h) */
} FactKind;

/* NULL when no module in use declares it. */
const FactKind *fact_kind_find(const char *name);
/* The stored body of a fact for a caller who sees the circles in `sees`: shape_case_seen. For files and messages; a
 * reply by a Shape does it by itself. */
const char *fact_body_seen(Arena *arena, const char *kind, const char *json, unsigned sees);
/* The names of all kinds that `fits`; `argument` is handed on. */
Texts fact_kinds_that(Arena *arena, bool (*fits)(const FactKind *kind, const void *argument), const void *argument);

/* For it: what somebody does to see to an account, as Today takes it; what takes something back. */
bool fact_sees_to(const FactKind *kind, const void *unused);
bool fact_takes_back(const FactKind *kind, const void *unused);

/* The groups of all kinds, as Field.choose: "account|call|note"; each once, in the order of the modules. */
const char *fact_groups(Arena *arena);

/* The body of any fact, for a member `body` beside `kind`: the cases are all kinds. */
extern const Shape FACT;

#endif
