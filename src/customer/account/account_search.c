/* What is searched of a company. */
#include "customer/account/account_merge.h"

/* What it was called before a merge, too. */
typedef struct {
    KnownAsAllRow *rows;
    size_t count;
} Former;

static SearchDocument account_document(Arena *arena, const AccountSearchedRow *row, const Former *former)
{
    const char *parts[] = { row->reading, row->domain, row->external_id };
    Text text = text_new(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!text_is_empty(parts[i]) && !text_equal(parts[i], row->name))
            text_format(&text, "%s%s", text.size ? "\n" : "", parts[i]);
    for (size_t i = 0; i < former->count; i++)
        if (former->rows[i].account_id == row->id && !text_equal(former->rows[i].text, row->external_id))
            text_format(&text, "%s%s", text.size ? "\n" : "", former->rows[i].text);
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
    Former former;
    if (!account_searched(db, arena, ids, &rows, count, error) ||
        !known_as_all(db, arena, ids, &former.rows, &former.count, error))
        return false;
    *documents = arena_array(arena, *count, sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = account_document(arena, &rows[i], &former);
    return true;
}

const SearchSource ACCOUNT_SEARCH = { "account", account_documents, account_ids_after };
