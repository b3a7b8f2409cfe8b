/*
 * Passwords: which are good, and how they are kept (Argon2id, 2 passes, 19 MiB: 55 ms on the slowest machine
 * measured).
 *
 * Units: letters for the least length, bytes for the most.
 * Errors: INPUT with the box, BUSY without memory for a hash.
 * Forgets a person: a hash stands in the row of the member of staff and is replaced with it.
 */
#ifndef BANSO_STAFF_PASSWORD_H
#define BANSO_STAFF_PASSWORD_H

#include "base/arena.h"
#include "base/error.h"

/* INPUT when it is too short, too long, one of the most common, or the e-mail itself. `field` is the box. */
bool password_is_good(const char *password, const char *email, const char *field, Error *error);
/* Slow on purpose; never inside a transaction. At most two at a time, others wait. */
bool password_hash(Arena *arena, const char *password, const char **hash, Error *error);
/* `hash` NULL takes as long and is always false, so that nobody learns which e-mails exist. */
bool password_verify(const char *hash, const char *password);

#endif
