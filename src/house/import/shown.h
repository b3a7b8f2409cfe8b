/* What an import looks like outside: the shapes of the API, filled from a plan. Not for what is asked or changed. */
#ifndef BANSO_IMPORT_SHOWN_H
#define BANSO_IMPORT_SHOWN_H

#include "base/shape.h"
#include "house/import/plan.h"

typedef struct {
    const char *encoding, *delimiter, *date_order, *ends, *time_zone, *currency;
    OptInt product_id;
} ImportOptions;

/* `patch`: whether a field may be left out; ends and product may be unset in any case. */
#define IMPORT_OPTION_FIELDS(patch)                                                                                    \
    SHAPE_FIELD(ImportOptions, encoding, FIELD_TEXT, .optional = (patch), .choices = "utf-8|shift_jis|utf-16"),        \
        SHAPE_FIELD(ImportOptions, delimiter, FIELD_TEXT, .optional = (patch), .choices = ",|;|\t"),                   \
        SHAPE_FIELD(ImportOptions, date_order, FIELD_TEXT, .optional = (patch), .choices = "ymd|dmy|mdy"),             \
        SHAPE_OPT(ImportOptions, ends, FIELD_TEXT, .choices = "exclusive|inclusive"),                                  \
        SHAPE_FIELD(ImportOptions, time_zone, FIELD_TEXT, .optional = (patch), .max = 60),                             \
        SHAPE_FIELD(ImportOptions, currency, FIELD_TEXT, .optional = (patch), .max = 3),                               \
        SHAPE_OPT(ImportOptions, product_id, FIELD_ID)

typedef struct {
    int64_t index;
    const char *name;
    Texts samples;
    const char *target;
} ColumnOut;

typedef struct {
    int64_t id;
    const char *kind, *file_name, *state;
    int64_t rows, done, good, bad, added, changed, unchanged;
    List columns, targets;
    const void *options;
    const char *preview;
    List errors;
    const char *error;
    int64_t created_at;
    OptInt erased_at;
    int64_t version;
} ImportOut;

extern const Shape IMPORT_OPTIONS, IMPORT;

/* The columns with their first samples, and where each of them goes. */
bool columns_out(Arena *arena, const ImportPlan *plan, ImportOut *out, Error *error);
/* The first rows of a table for import_preview. */
const char *preview_cells(Arena *arena, const char *text, size_t size, char delimiter);
/* `whole` adds what a list leaves out: the preview and the first hundred bad rows. */
bool import_out(Db *db, Arena *arena, const ImportPlan *plan, bool whole, ImportOut *out, Error *error);

#endif
