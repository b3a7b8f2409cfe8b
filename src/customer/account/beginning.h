/*
 * Whether an account has begun: a finding of its own, beside how it is judged. An account without a single event up to
 * a day never began, and one that began lately is new: what compares its use with its past knows nothing yet.
 *
 * Days count from the first day of the unbroken contract, without one from the day on which the account was created.
 *
 * Units: days. Errors: none. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_ACCOUNT_BEGINNING_H
#define BANSO_ACCOUNT_BEGINNING_H

#include "base/shape.h"
#include "engine/engine.h"

/* So long is a first use recent: a trend over four weeks needs four more to compare with. The first two weeks without
 * any are no finding yet. */
enum { NEW_DAYS = 56, NEVER_DAYS = 14 };

#define BEGINNING_CHOICES "never|new"

typedef struct {
    const char *state; /* "never", "new"; NULL = it has begun */
    OptInt days;       /* of "never": since the contract began or the account was created; of "new": since the first
                        * use, or since that while there is none */
    bool contract;     /* counted from the contract */
    bool unused;       /* nothing was ever received */
} Beginning;
Beginning account_beginning(const EngineView *view, int64_t account, int64_t day);

#endif
