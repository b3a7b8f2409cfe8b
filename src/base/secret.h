/*
 * A data directory's own secret: random bytes in a file beside the database, so that what is keyed by it reveals
 * nothing to a person who has only the database or a backup.
 *
 * Not for: secrets that must outlive the directory, or be equal on several servers.
 * Units: bytes.
 * Errors: FULL, INTERNAL, INPUT.
 * Forgets a person: there is nothing of a person here.
 */
#ifndef BANSO_BASE_SECRET_H
#define BANSO_BASE_SECRET_H

#include "base/error.h"

#include <stddef.h>

enum { SECRET_SIZE = 32, SECRET_DIGEST = 65 };

/* Reads the file, or creates it when it is missing or empty; a shorter one is INPUT and stays. One process at a time.
 */
bool secret_file(const char *path, unsigned char secret[SECRET_SIZE], Error *error);
/* Keyed BLAKE2b over two pieces and the place where they meet, in hex. */
void secret_digest(const unsigned char secret[SECRET_SIZE], const void *first, size_t first_size, const void *second,
                   size_t second_size, char out[SECRET_DIGEST]);

#endif
