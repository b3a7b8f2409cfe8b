/*
 * Gauges: numbers that events carry in a property, declared by event name and property: licences in use, GB stored,
 * minutes of a call. Scorecards and lists ask for their sum, mean, last value or change within a window
 * (engine/gauge.h).
 *
 * Not for: taking the numbers out of events, which is usage's; it asks for the catalog and is told of each change. A
 * new gauge, or one of another event or property, counts stored events again. Units: the workspace's own; `unit` is a
 * word for people ("GB"). Errors: INPUT with the field; CONFLICT (field "property") on a second gauge of one event and
 * property; at most 100. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_CATALOG_GAUGE_H
#define BANSO_CATALOG_GAUGE_H

#include "http/route.h"
#include "jobs/writer.h"

enum { GAUGES_MAX = 100 };

typedef struct {
    int64_t id;
    const char *event, *property;
    const char *name, *name_ja, *unit; /* the last two may be NULL */
} CatalogGauge;

/* By position. */
bool gauges_read(Db *db, Arena *arena, const CatalogGauge **gauges, size_t *count, Error *error);

extern const Route GAUGE_ROUTES[];

#endif
