/* The keys of the good rows of a dry run, as 64-bit hashes: sixteen bytes a row at most. */
#ifndef BANSO_IMPORT_SEEN_H
#define BANSO_IMPORT_SEEN_H

#include "house/import/import.h"

/* Lives in the arena. */
ImportSeen *seen_new(Arena *arena);

#endif
