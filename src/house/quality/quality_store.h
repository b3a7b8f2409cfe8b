/* Inside the module. */
#ifndef BANSO_QUALITY_QUALITY_STORE_H
#define BANSO_QUALITY_QUALITY_STORE_H

#include "quality.sql.h"

#include "house/quality/quality.h"

enum { QUALITY_TREND_DAYS = 90, QUALITY_CHECKS_MAX = 64 };

/* All that the modules declare, in their order, ended by NULL. */
const QualityCheck *const *quality_checks(Arena *arena);

/* What quality.changed says. */
typedef struct {
    const char *check;
    OptInt owner_id;
    bool muted;
} QualityTold;
extern const Shape QUALITY_TOLD;

/* Counts all checks soon. */
bool quality_ask(Db *db, Error *error);

extern const JobKind QUALITY_JOBS[];
extern const Schedule QUALITY_SCHEDULES[];
extern const Route QUALITY_ROUTES[];

#endif
