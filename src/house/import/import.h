/*
 * Import of tables: accounts, contacts, contracts, and kinds that modules to the right bring (Module.imports). A file
 * is uploaded, its columns are guessed and mapped to targets by a person, checked as a dry run and run as a job, in
 * steps of some hundred rows. Good rows are kept, bad ones are told by line and can be had as a file with the reason.
 *
 * The same file again changes nothing: rows are known by their external ids, events by messageId or by file and line.
 * An event whose id another event has is a bad row. A job that was cut off goes on after the last step that was
 * committed.
 *
 * What an import added or changed can be undone for as long as the import is kept: each row leaves, in its own
 * transaction, the state of the thing before the first row that touched it, and a hash of the state after the last. An
 * undo goes from the last line to the first, in steps, as a job. It deletes what was added and restores what was
 * changed, where the hash is still that of the thing as it is; whatever else touched it since, or stands on it, keeps
 * it, and is told by line. What was taken back is gone from import_change in the same transaction, so an undo that was
 * cut off goes on, and one that left something can be asked for again. Kinds without ImportUndo (events, rates) say so
 * before they run.
 *
 * Not for: what a row means, which is the module's that owns the thing.
 * Units: days as day numbers, ends exclusive; instants in ms; lines of the file from 1, the head being the first.
 * Errors: INPUT with the field (encoding, delimiter, mapping, ends); a row's own trouble never fails the import.
 * Forgets a person: imports_forget deletes the files, previews, bad rows and states before of all imports, whether or
 * not they name the person: a file may name a person in any column and encoding, so a search could miss one, and a file
 * that was imported has done its work. The line in the list stays, with its counts. One that is checked or run at that
 * moment is not torn: it goes on to its end, and loses them then. Without an erasure, all is deleted 30 days after the
 * upload.
 */
#ifndef BANSO_IMPORT_IMPORT_H
#define BANSO_IMPORT_IMPORT_H

#include "base/money.h"
#include "house/field/field.h"
#include "http/route.h"
#include "jobs/jobs.h"
#include "jobs/writer.h"

/* What the cells of a target hold. An id is read by base/ident.h: what is no id counts as empty. */
typedef enum { CELL_TEXT, CELL_ID, CELL_DAY, CELL_TIME, CELL_NUMBER, CELL_MONEY } ImportCell;

/* Where a column can go. `synonyms`: further names of such columns, folded, separated by commas. */
typedef struct {
    const char *key, *name, *name_ja;
    bool required;
    const char *synonyms;
    ImportCell cell;
    bool is_end;        /* a day that ends something: who brings one says what it means (EndsKind) */
    bool drops;         /* a row whose cell is wrong here may be taken without it */
    const char *ids_of; /* it holds ids of such things ("account"), of which other writings are told: ImportIds */
} ImportTarget;

/* Of days whose year comes last. */
typedef enum { ORDER_YMD, ORDER_DMY, ORDER_MDY } DateOrder;
typedef enum { ENDS_UNKNOWN, ENDS_EXCLUSIVE, ENDS_INCLUSIVE } EndsKind;

typedef struct ImportBatch ImportBatch;
typedef struct ImportSeen ImportSeen;
typedef struct ImportRefused ImportRefused;

/* One row on its way in; values by the key of their target. */
typedef struct {
    ImportBatch *batch;
    int64_t line;
    const char *const *values; /* as in kind->targets; NULL or "" = nothing given */
    const FieldGiven *fields;  /* custom fields */
    size_t field_count;
} ImportRow;

/* The ids that files name things by, as a module has them (Module.ids). */
typedef struct {
    const char *id;
} ImportId;
typedef struct ImportIds {
    const char *thing; /* "account" */
    bool (*each)(Db *db, bool (*take)(const ImportId *row, void *context, Error *error), void *context, Error *error);
} ImportIds;

/* How what rows of a kind brought is taken back. A thing: an account, a contact, a contract. */
typedef struct ImportUndo {
    const char *thing; /* "account" */
    /* All that a person, a file or a call can change of it, as one JSON object, the same for the same; NULL = gone.
     * `name` and `external_id` of it are shown. */
    bool (*state)(Db *db, Arena *arena, int64_t id, const char **json, Error *error);
    /* INPUT or CONFLICT: it stays, for this reason; what was written is rolled back. */
    bool (*remove)(const Writer *writer, int64_t id, Error *error);
    bool (*restore)(const Writer *writer, int64_t id, const Json *state, Error *error);
} ImportUndo;

typedef struct ImportKind {
    const char *name;
    const ImportTarget *targets; /* ended by { 0 } */
    const char *fields_of;       /* "account", "contact": custom fields are targets too; NULL = none */
    /* INPUT with the target's key is the row's trouble; any other error stops the import. */
    bool (*take)(const ImportRow *row, Upsert *outcome, Error *error);
    /* After the rows of a step, in the same transaction; may be NULL. In a dry run it judges and writes nothing. */
    bool (*settle)(ImportBatch *batch, Error *error);
    /* Asked before the product is stored that rows without one belong to; INPUT "product_id" when there is none. */
    bool (*product_fits)(Db *db, Arena *arena, int64_t product, Error *error);
    unsigned circle;        /* who may upload and see such files (base/circle.h); 0 = everybody */
    const ImportUndo *undo; /* NULL = what came in stays */
} ImportKind;

/* What the rows of one step share. */
struct ImportBatch {
    Writer writer;
    const ImportKind *kind;
    int64_t import;
    uint64_t file_hash;      /* of the file's bytes */
    const DateOrder *orders; /* as in kind->targets */
    char decimal;            /* '.' or ',' */
    EndsKind ends;
    const Zone *zone;
    const char *currency;
    int64_t product; /* 0 = none */
    bool dry;
    bool trial;                        /* the row is a bad one, and is read on to find what else is wrong with it */
    ImportSeen *seen;                  /* a dry run's; else NULL */
    int64_t added, changed, unchanged; /* settle may correct them */
    ImportRefused *refused;            /* rows that settle found to be bad */
    void *context;                     /* the kind's own */
};

/* From `take`, once the thing is stored: what its undo needs. `before`: its state before the row; NULL = it was not
 * there, or (CHANGED) nobody can restore it. Nothing in a dry run, or when nothing changed. */
bool import_touched(const ImportRow *row, int64_t thing, const char *before, Upsert outcome, Error *error);

/* From `settle`: this row of the step is a bad one after all. `field` is a target's key or NULL. */
void import_refuse(ImportBatch *batch, int64_t line, const Error *why);

/*
 * A dry run is rolled back step by step, so what an earlier step would have brought is not there. Keys of good rows are
 * remembered across the steps: who looks for something and does not find it asks here, and puts a stand-in in its place
 * (which is rolled back too). Never seen outside a dry run.
 */
bool import_was_seen(const ImportBatch *batch, const char *key);
void import_see(ImportBatch *batch, const char *key); /* NULL = nothing to remember */

/* Rows of a dry run that later ones are judged by: what is kept under a key, newest first. NULL outside a dry run. */
typedef struct ImportKept {
    const struct ImportKept *before; /* NULL = the first */
    void *thing;
    uint64_t step; /* in which it was kept */
} ImportKept;
const ImportKept *import_kept(const ImportBatch *batch, const char *key);
/* Copies the thing, and a text in it, into memory that outlives the step. */
void import_keep(ImportBatch *batch, const char *key, const void *thing, size_t size);
const char *import_keep_text(ImportBatch *batch, const char *text);
/* Numbers the steps from 1; 0 outside a dry run. */
uint64_t import_step(const ImportBatch *batch);

/* NULL when the column is not mapped or empty. */
const char *import_value(const ImportRow *row, const char *key);
/* A day in any form of when.h; with a time of day behind it or not. */
bool import_day(const ImportRow *row, const char *key, OptInt *day, Error *error);
/* An instant: a day with a time, in the time zone asked for where it says none. */
bool import_time(const ImportRow *row, const char *key, OptInt *ms, Error *error);
bool import_int(const ImportRow *row, const char *key, OptInt *value, Error *error);
/* "12.5", "1,200", "10%" as 0.1. */
bool import_real(const ImportRow *row, const char *key, OptReal *value, Error *error);
bool import_flag(const ImportRow *row, const char *key, OptInt *value, Error *error);

/* What people write for a choice, and the choice; ended by { 0 }. */
typedef struct {
    const char *said, *meant;
} ImportWord;
/* The value with each of its words, parted by commas or their like, as the choice that is meant; other words stay. */
const char *import_words(const ImportRow *row, const char *key, const ImportWord *words);
const char *import_words_in(Arena *arena, const char *text, const ImportWord *words);

/* An amount in major units, with what it says of its currency. */
typedef struct {
    const char *text; /* NULL = nothing given */
    OptReal value;
    MoneyTyped typed;
} ImportMoney;
bool import_money(const ImportRow *row, const char *key, ImportMoney *money, Error *error);

/* A cell in the form that is read the same in any file: days with the year first, numbers with a point; `bare` = a
 * number without its currency. What cannot be read stays as it is. */
typedef struct {
    ImportCell cell;
    DateOrder order;
    char decimal;
} ImportReading;
const char *import_plain(Arena *arena, const ImportReading *reading, const char *text, bool bare);

/*
 * Somebody was erased: all imports that were uploaded before `before` (ms; INT64_MAX = all that there are) lose their
 * file and all that was read from it, and can never be mapped, checked, run or had again. Inside the erasure's
 * transaction. Cheap where nothing is left. One that is at work goes on first; where it was `restored` from a backup
 * that is older than the erasure, it is cancelled, as it would bring the person back. Each erasure marks again what is
 * at work, so a mark that is older than `before` tells a restored one from one that goes on after a mere restart, or on
 * another server.
 */
bool imports_forget(const Writer *writer, int64_t before, bool restored, Error *error);
/* ---- files that no person uploads: fetched on a schedule ---- */

typedef struct {
    const char *kind, *file_name;
    Bytes bytes;
} ImportFile;
/* How files of one source are read: as a person settled it for one of them. All but the kind is JSON. */
typedef struct {
    const char *kind;
    const char *columns;     /* targets by heading: {"会社名":"name"} */
    const char *options;     /* ImportOptions; values that a person replaced are of that file alone */
    int64_t hash, rows, bad; /* of that file */
} ImportRecipe;
/* Of a file's bytes, as ImportRecipe.hash. */
int64_t import_hash(Bytes bytes);
/* Of an import that is done; CONFLICT "import_id" for another. */
bool import_recipe(Db *db, Arena *arena, int64_t import, ImportRecipe *recipe, Error *error);

/* A file as it was read. Outside of any transaction; `recipe` may be NULL. INPUT "kind", "file". */
typedef struct ImportOffer ImportOffer;
bool import_offer_read(Arena *arena, const ImportFile *file, const ImportRecipe *recipe, ImportOffer **offer,
                       Error *error);
/* As an import of its own. INPUT "file" where a column of the recipe is missing. */
bool import_offer_store(const Writer *writer, const ImportFile *file, const ImportOffer *offer,
                        const ImportRecipe *recipe, int64_t *id, Error *error);
/* Checks it (`dry`) or runs it, as a job. INPUT when something must be asked. */
bool import_start(const Writer *writer, int64_t id, bool dry, Error *error);
typedef struct {
    const char *state, *error;
    int64_t hash; /* of the file */
    int64_t rows, good, bad, added, changed, unchanged;
    bool erased; /* it lost its file, or will when its work ends */
} ImportOutcome;
/* State "deleted" for one that is gone. */
bool import_outcome(Db *db, Arena *arena, int64_t id, ImportOutcome *outcome, Error *error);
enum { IMPORT_FILE_MAX = 256 * 1024 * 1024 };

/* The names of all kinds, as Field.choose: "accounts|contacts". */
const char *import_kinds(Arena *arena);

extern const Route IMPORT_ROUTES[];
extern const JobKind IMPORT_JOBS[];
extern const Schedule IMPORT_SCHEDULES[];

#endif
