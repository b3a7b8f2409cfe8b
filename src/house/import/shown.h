/* What an import looks like outside: the shapes of the API, filled from a plan. Not for what is asked or changed. */
#ifndef BANSO_IMPORT_SHOWN_H
#define BANSO_IMPORT_SHOWN_H

#include "base/shape.h"
#include "house/import/plan.h"
#include "http/route.h"

typedef struct {
    int64_t index;
    const char *name;
    Texts samples;
    const char *target;
    const char *date_order; /* how its days are read; NULL = they need no order */
    const char *field_kind; /* what a custom field of it would be */
} ColumnOut;

/* Of the lists in an Import. */
extern const Shape IMPORT_COLUMN, IMPORT_TARGET, IMPORT_ERROR, IMPORT_GROUP, IMPORT_THING, IMPORT_NEAR;

/* The columns with their first samples, and where each of them goes. */
bool columns_out(Arena *arena, const ImportPlan *plan, Import *out, Error *error);
/* The first rows of a table for import_preview. */
const char *preview_cells(Arena *arena, const Table *table);
/* The import of the path, unless its kind belongs to a circle that the caller does not see: its file would tell. */
bool plan_of_path(Request *request, ImportPlan *plan, Error *error);
/* ---- bad.c: GET …/bad.csv ---- */
bool import_bad(Request *request, Error *error);
/* `whole` adds what a list leaves out: the preview and the first hundred bad rows. */
bool import_out(Db *db, Arena *arena, const ImportPlan *plan, bool whole, Import *out, Error *error);

#endif
