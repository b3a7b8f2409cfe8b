/* An import as stored, ready to be worked with: the file's text, the kind, the mapping. */
#ifndef BANSO_IMPORT_PLAN_H
#define BANSO_IMPORT_PLAN_H

#include "house/import/guess.h"
#include "house/quality/quality.h"
#include "import.sql.h"

/* What the cells of a column prove: the first of two ways, the second, neither, or both in turn. */
typedef enum { PROVES_NOTHING, PROVES_FIRST, PROVES_SECOND, PROVES_NEITHER, PROVES_BOTH } Proof;

typedef struct {
    Proof days;    /* day first, month first */
    Proof decimal; /* point, comma */
} ColumnProof;

typedef struct {
    const ImportJobRow *job;
    const ImportKind *kind;
    FieldsDefined fields;
    size_t target_count;            /* of the kind; custom fields come behind */
    int mapping[TABLE_COLUMNS_MAX]; /* −1 = left out */
    size_t column_count;
    ColumnProof proofs[TABLE_COLUMNS_MAX];
    ImportReading readings[TABLE_COLUMNS_MAX]; /* how the cells of each column are read */
    const Json *replaced;                      /* by target, by text; NULL = nothing */
    const char *asks_order, *asks_decimal;     /* names of a column that leaves it open; NULL = nothing to ask */
    Table table;                               /* with its text where that was asked for */
} ImportPlan;

/* ---- replaced.c ---- */
/* What stands for the text in cells of the target; the text itself where nothing does. */
const char *plan_replaced(const ImportPlan *plan, const char *target, const char *text);
/* The new object out of the old one and what is given over it, null taking away. INPUT "replaced" for an unknown
 * target, for what is no text, and for too much of it. */
bool replaced_change(Arena *arena, const ImportPlan *plan, const char *given, const char **after, Error *error);

/* ---- remembered.c ---- */
/* Over what is guessed: the mapping and the options of the last import of the kind that had the same headings. Of the
 * plan, kind and fields are needed. */
bool remembered_recall(Db *db, Arena *arena, const ImportPlan *plan, const Guess *guess, int *mapping,
                       ImportJobRow *job, Error *error);
bool remembered_keep(Db *db, const ImportJobRow *job, int64_t now, Error *error);

/* ---- reading.c ---- */
/* Once mapping and options are known: how each column is read, and what must be asked. */
void plan_settle(Arena *arena, ImportPlan *plan, const Json *columns);
/* "encoding", "date_order", "decimal_mark", "ends": what a person must say before it is checked or run. */
Texts plan_asks(Arena *arena, const ImportPlan *plan);
/* INPUT when something that is needed was not said: a required target, one of the above. */
bool plan_is_complete(const ImportPlan *plan, Error *error);
const char *proof_of_days(const Evidence *told); /* as stored; NULL = proves nothing */
const char *proof_of_decimal(const Evidence *told);

/* NULL = none of that name. */
const ImportKind *import_kind_find(const char *name);
bool import_fields(Db *db, Arena *arena, const ImportKind *kind, FieldsDefined *fields, Error *error);
/* The bytes of the file as they came. */
bool import_bytes(Db *db, Arena *arena, int64_t id, const char **bytes, size_t *size, Error *error);
/* MISSING when no import has this id. */
bool plan_read(Db *db, Arena *arena, int64_t id, bool with_text, ImportPlan *plan, Error *error);
/* "name" or "field:industry"; −1 = no such target. */
int plan_target(const ImportKind *kind, const FieldsDefined *fields, const char *key);
const char *plan_target_key(Arena *arena, const ImportKind *kind, const FieldsDefined *fields, int target);
/* {"0":"external_id","3":null} */
const char *plan_mapping_json(Arena *arena, const ImportKind *kind, const FieldsDefined *fields, const int *mapping,
                              size_t columns);
const char *plan_columns_json(Arena *arena, const Guess *guess);
/* "comma", "tab", … and the characters. */
const char *delimiter_name(char delimiter);
char delimiter_of(const char *name);

/* ---- the work ---- */

/* Being checked, run or undone. */
bool import_is_at_work(const ImportJobRow *job);
bool import_state_is_at_work(const char *state);
/* ---- forget.c ---- */
/* Deletes the file and all that was read from it. */
bool import_strip(Db *db, int64_t id, int64_t now, Error *error);
/* CONFLICT when somebody was erased since the upload. */
bool import_has_file(const ImportJobRow *job, Error *error);
/* ---- undo.c ---- */
bool import_undo_run(Services *services, Arena *arena, const char *body, Error *error);
const char *import_undo_body(Arena *arena, int64_t id, int64_t version, const char *actor);
/* ---- run.c ---- */
/* The fact "import.<what>", with how many rows came of it so far. */
/* What the facts of an import say. */
typedef struct {
    const char *kind;
    int64_t added, changed, bad; /* rows */
    OptInt undone, kept;         /* things; only of an undo */
} ImportTold;
extern const Shape IMPORT_TOLD;
extern const QualityCheck IMPORT_CHECKS[];
bool import_tell(Db *db, Arena *arena, const ImportJobRow *job, const char *what, const char *actor, int64_t now,
                 Error *error);

/* On every road by which work ends: what an erasure left for the end is deleted here. */
typedef struct {
    const char *state, *error; /* "done"; NULL = no trouble */
    const char *actor;
    int64_t now;
} ImportEnd;
bool import_close(Db *db, Arena *arena, const ImportJobRow *job, const ImportEnd *end, Error *error);

/* What its job is told: the import, and the version of it that was begun. */
const char *import_job_body(Arena *arena, int64_t id, int64_t version);
bool import_run(Services *services, Arena *arena, const char *body, Error *error);
/* The import ends as failed, and says why. */
bool import_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);

#endif
