/* What is searched of a company. */
#include "customer/account/account_store.h"

static SearchDocument account_document(Arena *arena, const AccountSearchedRow *row)
{
    const char *parts[] = { row->reading, row->domain, row->external_id };
    Text text = text_new(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!text_is_empty(parts[i]) && !text_equal(parts[i], row->name))
            text_format(&text, "%s%s", text.size ? "\n" : "", parts[i]);
    return (SearchDocument) { .id = row->id,
                              .account_id = { row->id, true },
                              .at = row->created_at,
                              .title = row->name,
                              .text = text_string(&text),
                              .beside = !text_is_empty(row->domain) ? row->domain : row->external_id };
}

static bool account_documents(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)
{
    AccountSearchedRow *rows;
    if (!account_searched(db, arena, ids, &rows, count, error))
        return false;
    *documents = arena_array(arena, *count, sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = account_document(arena, &rows[i]);
    return true;
}

const SearchSource ACCOUNT_SEARCH = { "account", account_documents, account_ids_after };
