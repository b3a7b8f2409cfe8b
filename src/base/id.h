/*
 * Ids: time-ordered integers below 2^53 (exact in JavaScript): 41 bits of milliseconds since 2024, 12 bits of counter.
 * Not for: secrets (id_secret).
 * Units: milliseconds since 2024 in the upper bits; bytes of randomness for secrets.
 * Errors: none.
 * Forgets a person: an id tells when something was created, and nothing about anybody.
 */
#ifndef BANSO_BASE_ID_H
#define BANSO_BASE_ID_H

#include "base/arena.h"
#include "base/shape.h"

#include <stddef.h>
#include <stdint.h>

/* Unique in this process, rising; the counter starts at random in each millisecond so that servers do not collide.
 * Made from the real clock even where a test sets another one: an id is never given twice. */
int64_t id_new(void);
/* `bytes` random bytes of the system's generator (libsodium) as URL-safe text without padding; for tokens. */
const char *id_secret(Arena *arena, size_t bytes);
/* Hex SHA-256 of a secret: what is stored in place of it. */
const char *id_secret_hash(Arena *arena, const char *secret);

/* Looks at one after the other: for the few that a request names. */
bool ids_has(Ids ids, int64_t id);

#endif
