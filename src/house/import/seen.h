/* The keys of the good rows of a dry run, as 64-bit hashes: sixteen bytes a row at most; and what kinds keep of rows.
 */
#ifndef BANSO_IMPORT_SEEN_H
#define BANSO_IMPORT_SEEN_H

#include "house/import/import.h"

/* Lives in the arena. */
ImportSeen *seen_new(Arena *arena);
/* A step begins; what the one before kept is dropped when it did not come to its end and is tried again. NULL = none.
 */
void seen_step(ImportSeen *seen, bool ended);

#endif
