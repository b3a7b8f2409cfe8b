/*
 * An archive: one tar file (ustar, as every tar reads it) whose first member is manifest.json, with the size and the
 * SHA-256 of each other member. Knows nothing of what the members are.
 *
 * Not for: archives of other programs: anything that we would write differently is refused.
 * Errors: INPUT for a file that is not our archive or was changed, FULL, INTERNAL.
 * Units: sizes in bytes.
 * Forgets a person: an archive keeps what it holds; people erased since are erased again after a restore
 * (customer/contact/erasure.h).
 */
#ifndef BANSO_OPS_ARCHIVE_H
#define BANSO_OPS_ARCHIVE_H

#include "base/json.h"

typedef struct {
    const char *name; /* in the archive, at most 99 bytes, without folders */
    const char *path; /* where to read it */
    int64_t size;
    char sha256[65];
} ArchiveFile;

/* Fills in size and hash. */
bool archive_measure(ArchiveFile *file, Error *error);
/* Writes and syncs. `manifest` is a JSON object with a list "files" of {name, size, sha256}; its own hash is added. */
bool archive_write(const char *path, const char *manifest, const ArchiveFile *files, size_t count, Error *error);
/* Reads all of it; every file of the manifest must be there, and nothing else, with its hash. */
bool archive_verify(Arena *arena, const char *path, const Json **manifest, Error *error);
/* Writes one member to a new file, synced; its hash is checked on the way. */
bool archive_extract(Arena *arena, const char *path, const char *name, const char *to, Error *error);

#endif
