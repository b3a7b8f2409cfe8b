/*
 * For unit tests: a store whose database never begins, for a reason that does not pass, so that nobody waits for it. It
 * tells until when each BEGIN was to be waited for.
 *
 * Units: moments in µs of the monotonic clock.
 * Errors: every piece of work fails with INTERNAL.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_DB_AWAY_TESTKIT_H
#define BANSO_DB_AWAY_TESTKIT_H

#include "db/db.h"

enum { AWAY_BEGINS_MAX = 16 };

typedef struct {
    int begins;
    int64_t until[AWAY_BEGINS_MAX];
} AwayAsked;

/* Closed with store_close. One at a time. */
Store *away_open(void);
/* From here on until the next away_open: for a reason that may pass. Pieces of a group are not tried one by one then,
 * and callers wait until their moment plus away_patience(). */
void away_may_pass(void);
/* Of the one that is open; asked while nobody uses it. */
const AwayAsked *away_asked(void);
/* What is waited for in all, from when a caller began to wait. */
int64_t away_patience(void);

#endif
