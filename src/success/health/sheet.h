/*
 * The sheet before publishing: a year, week by week, of a draft beside what is in force. Who is in which band now and
 * would be; which alarms there would have been, and whether they were right (alarm.h).
 *
 * Counted are the accounts that the scorecard scores by the draft or by its version in force (`own`), on each day by
 * themselves. Both sides judge each of SHEET_WEEKS + 1 days, the last of which is the day asked for, as if they had
 * always been in force, on what the engine knows of that day. Each day is a view of its own, so no commit waits for
 * more than one, and what is held is one day's rows and some bytes an account.
 *
 * Units: days as day numbers. Errors: BUSY while the process stops; those of reading the past.
 * Forgets a person: stores nothing.
 */
#ifndef BANSO_HEALTH_SHEET_H
#define BANSO_HEALTH_SHEET_H

#include "success/health/alarm.h"
#include "success/health/drafted.h"

enum { SHEET_WEEKS = 52 };
enum { SIDE_IN_FORCE, SIDE_DRAFT, SIDE_COUNT };

/* What one side says of one account on the last day; band BAND_COUNT = it does not score it. */
typedef struct {
    uint8_t band;
    OptInt points;
} Stand;

/* What one side says of one account on one of the days on which it is asked who will leave (sheet_trust.c). */
enum { LANDMARKS = 4, LANDMARK_WEEKS = SHEET_WEEKS / LANDMARKS };
typedef struct {
    bool scored;
    uint8_t band;
    int8_t points; /* -1 = none */
} Said;

/* One account over the year. Its first leaving counts; one that comes back has bands again, and no more alarms. */
typedef struct {
    int64_t account;
    int64_t left_on; /* the first day on which it had left, after it was own; 0 = it is still there */
    bool own;        /* on some day before it left */
    bool own_now;    /* on the last day */
    Alarms alarms[SIDE_COUNT];
    Stand now[SIDE_COUNT];
    Said said[SIDE_COUNT][LANDMARKS];
    uint64_t within[LANDMARKS]; /* in which of Walk.segments it was then, a bit each */
} Course;

/* The saved segments that the caller sees, by name; sheet_segments.c. Accounts are in one as of each of the days on
 * which it is asked who will leave. */
enum { SEGMENTS_MAX = 64 };
typedef struct {
    int64_t id;
    const char *name;
    int node;
} SheetSegment;
typedef struct {
    Program *program;
    size_t count;
    SheetSegment items[SEGMENTS_MAX];
} SheetSegments;

typedef struct {
    int64_t bands[BAND_COUNT], alarms;
} SideWeek;
typedef struct {
    int64_t day;
    SideWeek sides[SIDE_COUNT];
} Week;

/* How one side did: its order of accounts, held against who left within the 91 days after (sheet_trust.c). */
typedef struct {
    const void *whole; /* of SHEET_TRUST */
    List segments;     /* in each segment in which any account was scored, by name: of SHEET_SEGMENT_TRUST */
} SideTrust;

typedef struct {
    size_t count;
    const SheetSegments *segments; /* before the walk; NULL = none */
    Course *courses;               /* ascending by account */
    Week weeks[SHEET_WEEKS];
    SideTrust trusts[SIDE_COUNT]; /* after the walk */
} Walk;

bool sheet_walk(const Side sides[SIDE_COUNT], Services *services, Arena *arena, int64_t as_of, Walk *walk,
                Error *error);
/* How many accounts change their band on that day, those included that only one side scores. */
bool sheet_moved(const Side sides[SIDE_COUNT], Engine *engine, int64_t as_of, int64_t *moved, Error *error);

int64_t landmark_day(int64_t as_of, int landmark);
extern const Shape SHEET_TRUST, SHEET_SEGMENT_TRUST;
/* Fills Walk.trusts. Sorts megabytes for each segment: outside of any view, which commits would wait for. */
void sheet_trusts(Arena *arena, Walk *walk, int64_t as_of);

bool sheet_segments_read(Request *request, const SheetSegments **segments, Error *error);
/* Notes who is in which segment on that landmark, in a view of its day. */
void sheet_segments_mark(const EngineView *view, Arena *arena, Walk *walk, int landmark, int64_t day);

/* The shape of the whole answer, and filling it in the view of the last day. */
extern const Shape SHEET;
const void *sheet_answer(Request *request, const Side sides[SIDE_COUNT], const EngineView *view, const Walk *walk,
                         int64_t as_of, const char *currency);

extern const Route SHEET_ROUTES[];
extern const Route VERSION_ROUTES[];

#endif
