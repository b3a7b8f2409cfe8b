/*
 * Secrets that must be read again (the signing secret of a webhook), sealed before they are stored, so that the
 * database or a backup alone does not reveal them. The key is a file in the data directory and never in a backup.
 * XSalsa20-Poly1305 of libsodium (secretbox), under a key of each purpose, so that what was sealed for one row does not
 * open as another's.
 *
 * Not for: passwords and tokens that are only compared (a hash does), nor for large data.
 * Units: bytes.
 * Errors: seal_open is false for what another key sealed, or what was changed.
 * Forgets a person: there is nothing of a person here.
 */
#ifndef BANSO_BASE_SEAL_H
#define BANSO_BASE_SEAL_H

#include "base/arena.h"
#include "base/secret.h"
#include "base/shape.h"

#define SEAL_FILE "banso.key"

/* `purpose` names what it is and whose: "webhook:12". */
Bytes seal(Arena *arena, const unsigned char key[SECRET_SIZE], const char *purpose, Bytes plain);
bool seal_open(Arena *arena, const unsigned char key[SECRET_SIZE], const char *purpose, Bytes sealed, Bytes *plain);

/* A key for one purpose, derived from the directory's key: for an HMAC of that purpose. */
void seal_key(const unsigned char key[SECRET_SIZE], const char *purpose, unsigned char out[SECRET_SIZE]);

#endif
