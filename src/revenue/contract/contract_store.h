/* Inside the module: how contracts and lines are checked, stored and given to the engine. */
#ifndef BANSO_CONTRACT_CONTRACT_STORE_H
#define BANSO_CONTRACT_CONTRACT_STORE_H

#include "contract.sql.h"

#include "customer/catalog/product.h"
#include "house/condition/condition.h"
#include "house/import/import.h"
#include "revenue/contract/contract.h"

/* Checks a line and, against the others of its contract, that two of one product and plan do not overlap. */
bool line_is_valid(const Writer *writer, const ContractLineRow *line, Error *error);
bool line_is_free(const Writer *writer, const ContractLineRow *line, Error *error);
/* Inserts a line: it closes the one of its product that began before (*before, NULL = none), and ends where the next
 * one begins. */
bool line_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error);
/* Rewrites a line, marks it, and tells contract.corrected. */
bool line_correct(const Writer *writer, const ContractLineRow *before, ContractLineRow *after, bool *changed,
                  Error *error);
bool contract_add(const Writer *writer, ContractRow *row, bool demo, Error *error);
/* What of the contract itself, not of its lines, is another than before, told by contract.changed. */
bool contract_store(const Writer *writer, const ContractRow *before, const ContractRow *row, bool *changed,
                    Error *error);
bool contract_tell(const Writer *writer, const char *kind, const ContractRow *row, const char *body, Error *error);
/* After COMMIT the engine says what the lines say. */
bool contract_steps_renew(const Writer *writer, int64_t account_id, Error *error);
/* The body of a fact about a new line, and how it differs from the one before it (NULL = there was none). */
const char *line_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *line);

extern const AccountHolder CONTRACT_HOLDER;
extern const CatalogWatcher CONTRACT_CATALOG;
extern const Attribute CONTRACT_ATTRIBUTES[];

DatedLine dated_line(const ContractTermRow *row);
/* DAY_NEVER where none is known. */
int64_t day_or_never(OptInt day);
LineKind line_kind(const char *name);
const char *line_kind_name(LineKind kind);

extern const ImportKind IMPORT_CONTRACTS;

#endif
