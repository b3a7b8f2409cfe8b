/* Inside overview: how all accounts stand on a day, with what they pay. */
#ifndef BANSO_OVERVIEW_STANDING_H
#define BANSO_OVERVIEW_STANDING_H

#include "http/route.h"
#include "success/health/day.h"
#include "success/today/worth.h"

/* The bands in their order, and what no scorecard judges. */
enum { STAND_UNJUDGED = BAND_COUNT, STAND_COUNT };
#define STAND_CHOICES BAND_CHOICES "|UNJUDGED"
/* NULL-ended, by the numbers above. */
extern const char *const STAND_NAMES[STAND_COUNT + 1];

typedef struct {
    int64_t account_id;
    const Worth *worth;
    double loss; /* expected, in micros */
    uint8_t stand;
    bool here; /* had not left by that day; of a past day: and was a customer or in the workspace */
} Stood;
typedef struct {
    size_t count;
    Stood *items; /* of all accounts, ascending */
} Stoods;

/* As the list of accounts shows that day. Outside of views; good until the arena of the request is freed. */
bool stood_on(const Request *request, int64_t day, const Stoods **stoods, Error *error);
/* With the bands of a past day that was judged, in a view that holds it. */
const Stoods *stood_past(const EngineView *view, Arena *arena, int64_t day, const DayBands *bands);
void stood_forget(void);

#endif
