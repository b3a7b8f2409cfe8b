/* What is searched of a contract: its name, and its number in other systems. */
#include "revenue/contract/contract_store.h"

static SearchDocument contract_document(const ContractSearchedRow *row)
{
    bool named = !text_is_empty(row->name);
    return (SearchDocument) { .id = row->id,
                              .account_id = { row->account_id, true },
                              .at = row->created_at,
                              .needs = CIRCLE_REVENUE,
                              .title = named ? row->name : row->external_id,
                              .text = named ? row->external_id : NULL,
                              .beside = row->account };
}

static bool contract_documents(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)
{
    ContractSearchedRow *rows;
    if (!contract_searched(db, arena, ids, &rows, count, error))
        return false;
    *documents = arena_array(arena, *count, sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = contract_document(&rows[i]);
    return true;
}

const SearchSource CONTRACT_SEARCH = { "contract", contract_documents, contract_ids_after };
