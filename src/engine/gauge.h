/*
 * Gauges: numbers that events carry (licences in use, GB stored, minutes of calls), by account, gauge and day. Of each
 * day the engine holds how many events carried one, their sum, and the last of them; so the sum, the mean and the last
 * value within any window as of any date are a walk over the window's days, and the past is judged by what is known of
 * its days.
 *
 * All days of all gauges are held: they are few beside the counts of events, and a gauge has no days "before the floor"
 * (engine.h). They are not in the snapshot but loaded at a start.
 *
 * Not for: what a gauge is called and which events carry it (customer/catalog).
 * Units: those of the property; days are day numbers. Errors: none.
 * Forgets a person: numbers of accounts; engine_account_remove drops them.
 */
#ifndef BANSO_ENGINE_GAUGE_H
#define BANSO_ENGINE_GAUGE_H

#include "engine/engine.h"

typedef struct {
    int64_t account, gauge, day;
    int64_t events; /* that carried a number */
    double total, last;
} GaugeDay;

/* Sets what the gauges of accounts say of some days to exactly `rows`; both by account, then day, the rows then by
 * gauge, each once, and no rows of other days. Repeatable: what stays as it is changes nothing. */
void engine_gauges_replace(Engine *engine, const EngineDay *days, size_t day_count, const GaugeDay *rows, size_t count);
/* Forgets all of them, before they are loaded again. */
void engine_gauges_clear(Engine *engine);

/* The days in [from, until) on which events carried a number, ascending; in the arena. */
void view_gauge_days(const EngineView *view, Arena *arena, int64_t account, int64_t gauge, int64_t from, int64_t until,
                     const GaugeDay **days, size_t *count);

/* What is asked of a gauge in a window. */
typedef enum {
    GAUGE_SUM,   /* 0 where no event carried a number in the window, and one did before */
    GAUGE_MEAN,  /* of the events; unknown where there were none */
    GAUGE_LAST,  /* the latest number in the window; unknown where there was none */
    GAUGE_CHANGE /* the latest number in the window / the latest one before it, minus 1; unknown without either, or
                  * where the one before is not above 0 */
} GaugeAsk;

#endif
