/* Private to jobs: what the two files of the keeper of columns share. */
#ifndef BANSO_JOBS_COLUMNS_FILL_H
#define BANSO_JOBS_COLUMNS_FILL_H

#include "jobs/columns.h"

typedef struct {
    int64_t account;
    int column;
    const EngineStep *steps;
    size_t count;
} StepsSet;

struct ColumnFill {
    Services *services;
    const ColumnSource *source;
    Arena *arena; /* of the fill */
    Arena *batch; /* of what is not in the engine yet */
    bool whole, start;
    int64_t now;
    const void *kept;
    int *numbers; /* of `columns`, in their order */
    int *plain;   /* of the plain ones, then of `more` */
    size_t plain_count, plain_room;
    EngineSet *sets;
    size_t set_count, set_room;
    StepsSet *steps;
    size_t step_count, step_room;
    Ids expected; /* of a source that owns: those of them that are not filled are gone */
    size_t at;
    int64_t *gone;
    size_t gone_count;
    int64_t *hidden;
    size_t hidden_count, hidden_room;
};

/* Looks the columns up. A database that failed in the middle is asked again from the start. */
bool fill_begin(ColumnFill *fill, Db *db, Error *error);
/* Asks the source for all accounts, or for some. */
bool fill_all(ColumnFill *fill, Db *db, Error *error);
bool fill_some(ColumnFill *fill, Db *db, Ids accounts, Error *error);
/* Puts what was filled into the engine, and removes expected accounts that were not filled. */
void fill_end(ColumnFill *fill);

#endif
