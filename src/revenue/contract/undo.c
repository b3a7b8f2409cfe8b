/*
 * An import of contracts is undone. The state of a contract is its row and all of its lines; a line keeps its id, so
 * that what points to it still does. Products that the file brought stay: others may use them by now.
 */
#include "base/json.h"
#include "http/edit.h"
#include "revenue/contract/contract_store.h"

bool contract_state(Db *db, Arena *arena, const ContractRow *row, const char **state, Error *error)
{
    ContractSnapshot whole = { .row = *row };
    ContractLineRow *lines;
    size_t count;
    Text text = text_new(arena);
    if (!contract_line_of(db, arena, row->id, &lines, &count, error))
        return false;
    whole.lines = (List) { count, lines };
    shape_write(&text, &CONTRACT_SNAPSHOT, &whole);
    *state = text_string(&text);
    return true;
}

static bool state_read(Db *db, Arena *arena, int64_t id, const char **state, Error *error)
{
    ContractRow *row;
    *state = NULL;
    return contract_by_id(db, arena, id, &row, error) && (!row || contract_state(db, arena, row, state, error));
}

bool contract_delete_whole(const Writer *writer, const ContractRow *row, Error *error)
{
    return contract_line_remove_of(writer->db, row->id, error) && contract_remove(writer->db, row->id, error) &&
           search_keep_one(writer->db, &CONTRACT_SEARCH, row->id) &&
           contract_tell(writer, "contract.deleted", row, NULL, error) &&
           contract_steps_renew(writer, row->account_id, error);
}

static bool contract_take_back(const Writer *writer, int64_t id, Error *error)
{
    ContractRow *row;
    return contract_by_id(writer->db, writer->arena, id, &row, error) && contract_delete_whole(writer, row, error);
}

static bool lines_restore(const Writer *writer, const ContractRow *contract, List lines, Error *error)
{
    if (!contract_line_remove_of(writer->db, contract->id, error))
        return false;
    for (size_t i = 0; i < lines.count; i++) {
        ContractLineRow line = ((const ContractLineRow *)lines.items)[i];
        line.contract_id = contract->id;
        line.account_id = contract->account_id;
        if (!contract_line_insert(writer->db, &line, error))
            return false;
    }
    return true;
}

static bool contract_restore(const Writer *writer, int64_t id, const Json *state, Error *error)
{
    ContractSnapshot then;
    ContractRow *now;
    if (!contract_by_id(writer->db, writer->arena, id, &now, error) ||
        !shape_read(writer->arena, state, &CONTRACT_SNAPSHOT, &then, error))
        return false;
    then.row.id = now->id;
    then.row.account_id = now->account_id;
    then.row.version = now->version;
    const EditTold *told = edit_told(writer->arena, &CONTRACT_KEPT, &CONTRACT_KEPT, now, &then.row, (List) { 0 });
    ContractTold fact = { .changed = told ? told->changed : (List) { 0 } };
    return lines_restore(writer, now, then.lines, error) && contract_update(writer->db, &then.row, error) &&
           search_keep_one(writer->db, &CONTRACT_SEARCH, id) &&
           contract_tell(writer, "contract.changed", &then.row, &fact, error) &&
           contract_steps_renew(writer, now->account_id, error);
}

const ImportUndo CONTRACT_UNDO = { "contract", state_read, contract_take_back, contract_restore };
