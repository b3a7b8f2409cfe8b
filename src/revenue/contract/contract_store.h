/* Inside the module: how contracts and lines are checked, stored and given to the engine. */
#ifndef BANSO_CONTRACT_CONTRACT_STORE_H
#define BANSO_CONTRACT_CONTRACT_STORE_H

#include "contract.sql.h"

#include "customer/catalog/product.h"
#include "house/condition/condition.h"
#include "house/import/import.h"
#include "house/quality/quality.h"
#include "house/search/search.h"
#include "house/setup/setup.h"
#include "jobs/columns.h"
#include "revenue/contract/contract.h"

/* lines.c. Inserts a line that is stated; *before = the one of its plan that it takes over from, NULL = none. */
bool line_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error);
/* A change that somebody asks for: what runs of its product, or of its plan where that runs, ends where it begins. */
bool line_change_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error);
/* Rewrites a line, marks it, and tells contract.corrected. */
bool line_correct(const Writer *writer, const ContractLineRow *before, ContractLineRow *after, bool *changed,
                  Error *error);
/* The same by the row of an import; INPUT "overlaps" where this import has stated the line otherwise. */
bool line_restate(const Writer *writer, const ContractLineRow *known, ContractLineRow *line, bool *changed,
                  Error *error);
/* Ends a line otherwise than agreed; known_on = the day on which that became known. */
bool line_end(const Writer *writer, ContractLineRow *line, int64_t until, int64_t known_on, Error *error);
bool line_reopen(const Writer *writer, ContractLineRow *line, Error *error);
/* It was given no end: it has none, or one by what came later. */
bool line_was_open(const ContractLineRow *line);
bool line_same_import(const ContractLineRow *a, const ContractLineRow *b);
bool line_same_product(const ContractLineRow *a, const ContractLineRow *b);
DatedLine *lines_dated(Arena *arena, const ContractRow *contract, const ContractLineRow *lines, size_t count);
int64_t writer_today(const Writer *writer);
int64_t earlier(int64_t a, int64_t b);

bool contract_add(const Writer *writer, ContractRow *row, bool demo, Error *error);
/* What of the contract itself, not of its lines, is another than before, told by contract.changed. */
bool contract_store(const Writer *writer, const ContractRow *before, const ContractRow *row, bool *changed,
                    Error *error);
/* After the day of cancellation changed from `before`: lines without an end that had begun by then end with the term
 * that holds it. */
bool contract_lines_end(const Writer *writer, const ContractRow *row, OptInt before, Error *error);
/* What the facts say. */
typedef struct {
    OptInt lines;                 /* of a contract that came whole: how many */
    OptInt line;                  /* a line that was added: its id, */
    const ContractLineRow *terms; /* what it is, */
    List changed;                 /* and how it differs from the one that it took over from; else: of the contract */
} ContractTold;
extern const Shape CONTRACT_TOLD; /* contract.created and contract.changed */
typedef struct {
    int64_t line;
    const char *currency; /* that it has now */
    List changed;         /* EditChange */
} ContractCorrected;
extern const Shape CONTRACT_CORRECTED;
typedef struct {
    int64_t on;     /* day */
    OptInt ends_on; /* day */
} ContractCancelled;
extern const Shape CONTRACT_CANCELLED;
bool contract_tell(const Writer *writer, const char *kind, const ContractRow *row, const void *body, Error *error);
extern const ColumnSource CONTRACT_COLUMNS[];
/* After COMMIT the engine says what the lines say. */
bool contract_steps_renew(const Writer *writer, int64_t account_id, Error *error);
/* What a fact says of a new line; before = the one that it took over from, NULL = there was none. */
ContractTold line_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *line);

extern const QualityCheck CONTRACT_CHECKS[];
extern const SetupStep CONTRACT_SETUP[];
extern const AccountHolder CONTRACT_HOLDER;
extern const CatalogWatcher CONTRACT_CATALOG;
extern const SearchSource CONTRACT_SEARCH;
extern const Attribute CONTRACT_ATTRIBUTES[];

DatedLine dated_line(const ContractTermRow *row);
/* DAY_NEVER where none is known. */
int64_t day_or_never(OptInt day);
LineKind line_kind(const char *name);
const char *line_kind_name(LineKind kind);

/* given.c: the contract that the row is of; NULL = there is none yet. */
bool contract_given_find(const Writer *writer, const ContractGiven *given, ContractRow **row, Error *error);
/* It was made for contracts of imports without ids, and says nothing outside of this workspace. */
bool contract_key_is_made(const char *external_id);
/* undo.c: as an undo compares it. */
bool contract_state(Db *db, Arena *arena, const ContractRow *row, const char **state, Error *error);
/* With its lines, told by contract.deleted. */
bool contract_delete_whole(const Writer *writer, const ContractRow *row, Error *error);
extern const ImportUndo CONTRACT_UNDO;

extern const ImportKind IMPORT_CONTRACTS;
extern const ImportIds CONTRACT_IDS;

#endif
