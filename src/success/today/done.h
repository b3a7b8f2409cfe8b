/*
 * Inside today: what was done. Whatever somebody does for an account (a call, a note, a task, an assessment, or saying
 * that it is done: FactKind.touches, .handles) moves its rows out of the way. They come back when it is taken back,
 * when something new is told of the account (FactKind.news), when a date comes near that was not, or after the days of
 * rest that the workspace has set. Nothing is stored for it: it is read in the facts, so it holds as of any day.
 *
 * Units: days as day numbers, instants in ms.
 * Errors: MISSING for an account that is not there. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_TODAY_DONE_H
#define BANSO_TODAY_DONE_H

#include "customer/account/today_source.h"

/* What somebody did for an account last. */
typedef struct {
    int64_t account_id, at, day;
    int64_t fact_id; /* of what was written last: a call may be logged days later, and is known since then */
    const char *kind, *actor;
    bool moved; /* it moved a row */
} Handled;
typedef struct {
    size_t count, room;
    Handled *items; /* by account */
} HandledList;

enum { REST_DAYS_DEFAULT = 7, REST_DAYS_MAX = 90 };

bool handled_read(const TodayAsked *asked, HandledList *handled, Error *error);
/* NULL = nothing. */
Handled *handled_of(const HandledList *list, int64_t account);
/* Pure. A date that was further away than RENEWAL_DAYS on the one day is not on the other. */
bool came_near(OptInt date, int64_t before, int64_t day);

/* What people did on the day asked for that moved a row, each of them once. */
typedef struct {
    OptInt staff_id; /* unset = a key */
    const char *name;
    int64_t rows;
} DoneBy;
extern const Shape DONE_BY;
bool done_by(const TodayAsked *asked, const HandledList *handled, List *people, Error *error);

/* What today.rest_changed says. */
typedef struct {
    int64_t rest_days;
} RestChanged;
extern const Shape REST_CHANGED;

extern const Route DONE_ROUTES[];

#endif
