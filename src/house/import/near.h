/*
 * Ids that are another's in a different writing: C-0008, C0008 and c_8. An id is compared exactly (base/ident.h), so
 * such a pair makes two customers of one. A dry run looks for them in the file and against the workspace, and tells
 * them before anything is written; it refuses nothing, as two such ids may well be two customers.
 *
 * Two ids are near when they are equal without case, width, marks between letters and digits, and leading zeros. Marks
 * between two digits count unless one of the two has none there: 2024-001 is near 2024001, 1-11 is not near 11-1. What
 * has an @ is an address, which is not folded.
 *
 * Not for: ids that the workspace has exactly, which are known to be meant.
 * Units: NEAR_IDS_MAX different ids of a file are looked at, NEAR_TOLD_MAX of those found are kept.
 * Errors: those of the database.
 * Forgets a person: what is kept goes with the import's bad rows.
 */
#ifndef BANSO_IMPORT_NEAR_H
#define BANSO_IMPORT_NEAR_H

#include "house/import/row.h"

enum { NEAR_IDS_MAX = 200000, NEAR_TOLD_MAX = 1000 };

/* The forms of an id: `parted` keeps one mark between two digits, `joined` none; NULL = the same. "" = it has none. */
typedef struct {
    const char *parted, *joined;
} NearForms;
NearForms near_forms(Arena *arena, const char *id);

/* One that was found. `other_line` 0 = the other is the workspace's. */
typedef struct {
    const char *field, *given, *other;
    int64_t line, rows, other_line;
} NearFound;

typedef struct NearIds NearIds;
/* Lives in the arena, as what is found; NULL where no column holds ids. */
NearIds *near_new(Arena *arena, const ImportPlan *plan);
/* Each row once, whether it is good or not; `scratch` may be reset after it. */
void near_line(NearIds *ids, Arena *scratch, const ImportLine *line);
/* All that was found, by line; *total may be more than *count. */
bool near_find(NearIds *ids, Db *db, NearFound **found, size_t *count, int64_t *total, Error *error);

#endif
