/* One row of an import: tried, with all that is wrong with it. */
#ifndef BANSO_IMPORT_ROW_H
#define BANSO_IMPORT_ROW_H

#include "house/import/plan.h"

enum { ROW_TROUBLES_MAX = 10 };

/* As it was read. */
typedef struct {
    int64_t line;
    const char *const *fields;
    size_t count;
    Reason problem;
    const char *arg;
} ImportLine;

typedef struct {
    Upsert outcome;
    bool taken; /* though some of its cells may have been left out: the troubles */
    Error troubles[ROW_TROUBLES_MAX];
    size_t count;
} RowOutcome;

/* False stops the import: trouble that is not the row's. */
bool row_work(const ImportPlan *plan, ImportBatch *batch, const ImportLine *line, RowOutcome *out, Error *error);
/* The row as CSV, in forms that are read the same in any file, and as wide as the head, since more columns follow. */
const char *row_csv(Arena *arena, const ImportPlan *plan, const ImportLine *line);

#endif
