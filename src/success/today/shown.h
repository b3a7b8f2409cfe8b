/* Inside today: what GET /today takes and gives. */
#ifndef BANSO_TODAY_SHOWN_H
#define BANSO_TODAY_SHOWN_H

#include "base/amount.h"
#include "success/health/health.h"

enum { ITEMS_DEFAULT = 50, ITEMS_MAX = 200, TASKS_DEFAULT = 50, TASKS_MAX = 1000 };

/* The beginning of the last note about an account. */
typedef struct {
    const char *text, *author;
    int64_t at;
} TodayNote;

/* Whom to call. */
typedef struct {
    int64_t contact_id;
    const char *name, *phone; /* NULL = not known */
} TodayPerson;

typedef struct {
    int64_t account_id;
    const char *account, *band, *previous_band;
    OptInt points, changed_on;
    bool fell;
    List reasons;
    List trend; /* WeekPoints of the last weeks, the oldest first */
    const Money *mrr;
    Texts mrr_without_rate; /* currencies that have no rate, so that they are not ranked by */
    OptInt renews_on, days_to_renewal, notice_on;
    const Money *expected_loss, *expected_loss_home;
    double risk, nearness, recent; /* expected loss = MRR × the first two; ordered by that × recent */
    OptInt happened_on;
    const char *group;
    bool auto_renews;
    double score;
    const char *owner;
    bool for_owner; /* the one asked for stands in for the owner */
    const char *source, *subject, *reason;
    Texts arguments;
    const char *action;
    OptInt snoozed_until, snooze_id;
    const char *snooze_reason;
    int64_t open_tasks;
    OptInt last_touch_at, done_at;
    const char *done; /* the kind of fact that says what was done last; NULL = the row waits */
    const TodayNote *note;
    const TodayPerson *person;
} TodayItem;

typedef struct {
    int64_t accounts, bad, bad_change, renewals_30;
    const Money *renewals_30_mrr;
    List renewals_30_without_rate; /* accounts whose money is not in it, by currency */
    int64_t tasks_open, tasks_due, snoozed;
    int64_t done, to_do; /* rows for which something was done on the day; with those that wait for it */
    List done_by;        /* DoneBy */
} TodayHead;

typedef struct {
    const char *group;
    int64_t rows;
    const Money *expected_loss;
    int64_t converted; /* accounts in other currencies, whose money is in it by the rates */
    List without_rate; /* accounts whose money is not in it, by currency */
} TodayGroupShown;

typedef struct {
    int64_t as_of;
    const TodayHead *head;
    List groups, items, tasks;
    int64_t items_total, tasks_total; /* with those that the limits cut off */
    const BandsOn *bands;
    List weeks;
} Today;

typedef struct {
    const char *owner_id;
    const char *group;
    OptInt as_of, limit, tasks_limit, snoozed;
} TodayAsk;

extern const Shape TODAY;
extern const Shape TODAY_ASK;

#endif
