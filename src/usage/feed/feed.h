/*
 * What the engine holds of usage, and who is told when it changes. The series are loaded from the rollups at a start
 * and kept up with each commit, of this server and of others; the newest days are held in full, older ones are read
 * when somebody asks and let go again. It follows event through its record (EventFollower); nobody calls it.
 *
 * Not for: what is in the tables (event), nor measures over the series (engine).
 * Units: days are local dates of the workspace. Errors: those of the database; BUSY when too much is committed for
 * older days to be read. Forgets a person: counts stay, under an id that names nobody.
 */
#ifndef BANSO_USAGE_FEED_FEED_H
#define BANSO_USAGE_FEED_FEED_H

#include "http/services.h"

/* An account whose use changed, and the earliest day on which it did: late events touch days long gone. */
typedef struct {
    int64_t account, first_day;
} UsageTouch;

/* Called once the engine holds what a COMMIT changed, of this server on the writer's thread, of others once the change
 * log told of it: keep it short (Module.usage). */
typedef struct UsageWatcher {
    const char *name;
    void (*touched)(Services *services, const UsageTouch *touches, size_t count);
} UsageWatcher;

#endif
