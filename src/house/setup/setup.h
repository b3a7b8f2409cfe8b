/*
 * Setting up: the steps from an empty workspace to scores that can be believed, each with its state out of the data,
 * and why it is worth doing. The module that a step fills declares it in its record (Module.setup). Nothing is ticked
 * by hand and nothing is stored: what is taken back is a step to be done again.
 *
 * Not for: the first admin, nor the installation.
 * Units: counts. Errors: those of the database. Forgets a person: holds nothing.
 */
#ifndef BANSO_SETUP_SETUP_H
#define BANSO_SETUP_SETUP_H

#include "house/quality/quality.h"

/* Done when there is as much as is wanted, and something is. */
typedef struct {
    int64_t have, want;
} SetupState;

typedef struct SetupStep {
    const char *id; /* "track.key" */
    int order;      /* of all modules' steps */
    QualityText name, why, act;
    const char *to; /* the page of the web UI where it is done */
    unsigned circle;
    bool (*is)(Db *db, Arena *arena, SetupState **state, Error *error); /* a statement */
} SetupStep;

extern const Route SETUP_STEP_ROUTES[];

#endif
