/* All accounts on one day: the worst of each one's retention bands, kept between requests while it holds. */
#ifndef BANSO_HEALTH_DAY_H
#define BANSO_HEALTH_DAY_H

#include "success/health/health.h"

typedef struct {
    size_t count;
    int64_t *accounts; /* ascending */
    uint8_t *bands;
    int16_t *points; /* -1 = unknown */
    double *coverage;
} DayBands;

/* Good until the arena is freed. */
const DayBands *day_bands(const Judges *judges, const EngineView *view, Arena *arena, int64_t day);

/* Of some accounts, judged anew. */
DayBands *day_judge(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, Ids only);

/* Lets go of all that is kept; for starts and ends. */
void days_forget(void);
void judges_forget(void);

#endif
