/*
 * Data quality: what is wrong with the data itself, as a list of checks. The module that owns the data declares a check
 * in its record (Module.quality): how much it finds, which rows, what that means in one sentence, and the page on which
 * it is mended. Here they are run once a day in a job, each figure is filed under its day, and a check has an owner or
 * is muted with a reason.
 *
 * The job counts in steps, one read a check, so the figures of a day may be some seconds apart. Rows are read when they
 * are asked for; a check whose rows take a walk over raw data works them out in `before` and keeps them in a table.
 *
 * Not for: the health of customers, nor that of the installation (app/ops/doctor.h).
 * Units: days as day numbers of the workspace, times in ms.
 * Errors: MISSING for a check that nobody declares; FORBIDDEN for one of a circle that the caller does not see.
 * Forgets a person: figures are counts, and rows are read from the tables of their modules. The reason of a muted check
 * is somebody's words, which erasures do not look through, as they do not look through names of days off.
 */
#ifndef BANSO_QUALITY_QUALITY_H
#define BANSO_QUALITY_QUALITY_H

#include "http/page.h"
#include "http/route.h"
#include "jobs/jobs.h"

/* `total`: how many were looked at. */
typedef struct {
    int64_t found, total;
} QualityCount;

/* One thing that is wrong; ordered by place and id, which are its place in the list. */
typedef struct {
    int64_t place, id;
    OptInt account_id;
    const char *account; /* its name */
    const char *what;    /* of what the check is about; NULL = the account itself */
    const char *what_ja; /* NULL = as `what` */
    const char *beside;  /* what else is known of it */
    OptInt count;        /* events, lines */
    OptInt from_on, until_on;
    OptInt at;
} QualityRow;

typedef struct {
    QualityRow *items;
    size_t count;
} QualityRows;

typedef struct {
    Services *services;
    Db *db; /* a reader */
    Arena *arena;
    int64_t today, now;
} QualityAsked;

/* In both languages, for people. */
typedef struct {
    const char *en, *ja;
} QualityText;

typedef struct QualityCheck {
    const char *id; /* "account.unowned" */
    QualityText name, means, mend;
    const char *to;     /* the page of the web UI where it is mended: "/settings/events" */
    const char *filter; /* of the list of accounts, where that is the page; NULL = none */
    unsigned circle;    /* that one must see to read it; 0 = none */

    /* What is worked out before counting, outside of any transaction; it may be run again. */
    bool (*before)(Services *services, Arena *arena, Error *error);
    /* Either as statements, or as functions where the day counts. `rows` are those after the cursor. */
    bool (*count_is)(Db *db, Arena *arena, QualityCount **count, Error *error);
    bool (*rows_are)(Db *db, Arena *arena, int64_t place, int64_t id, int64_t most, QualityRow **rows, size_t *count,
                     Error *error);
    bool (*count)(const QualityAsked *asked, QualityCount *count, Error *error);
    bool (*rows)(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error);
} QualityCheck;

#endif
