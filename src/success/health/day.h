/*
 * All accounts on one day: the worst of each one's retention bands, kept between requests while it holds.
 *
 * Units: days as day numbers, points 0 to 100, coverage 0 to 1.
 * Errors: those of reading older days.
 * Not for: what was told of a day (the engine's columns), nor other purposes than retention.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HEALTH_DAY_H
#define BANSO_HEALTH_DAY_H

#include "success/health/health.h"

typedef struct {
    size_t count;
    int64_t *accounts; /* ascending */
    uint8_t *bands;
    int16_t *points; /* -1 = unknown */
    double *coverage;
    uint64_t version, moment; /* of the view that they were judged in */
} DayBands;

/* Good until the arena is freed. Where a few accounts changed since it was last asked for, they alone are judged. */
const DayBands *day_bands(const Judges *judges, const EngineView *view, Arena *arena, int64_t day);
/* The same in a view of its own, so that no commit waits for more than one day. */
bool day_bands_read(const Judges *judges, Engine *engine, Arena *arena, int64_t day, const DayBands **bands,
                    Error *error);

/* Of some accounts, judged at each call. */
DayBands *day_judge(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, Ids only);

/* Lets go of all that is kept; for starts and ends. */
void days_forget(void);
void judges_forget(void);

#endif
