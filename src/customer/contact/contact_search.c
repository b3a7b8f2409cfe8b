/* What is searched of a person: all that a member of staff may have heard of them, former ids included. */
#include "customer/contact/contact_store.h"

typedef struct {
    ContactKnownOfRow *rows; /* by contact */
    size_t count;
} Former;

static void former_add(const Former *former, int64_t contact_id, Text *text)
{
    for (size_t i = 0; i < former->count; i++)
        if (former->rows[i].contact_id == contact_id)
            text_format(text, "%s%s", text->size ? "\n" : "", former->rows[i].external_id);
}

static SearchDocument contact_document(Arena *arena, const ContactSearchedRow *row, const Former *former)
{
    const char *parts[] = { row->name, row->email, row->external_id, row->reading, row->phone, row->title };
    const char *title = NULL;
    Text text = text_new(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (text_is_empty(parts[i]))
            continue;
        if (title)
            text_format(&text, "%s%s", text.size ? "\n" : "", parts[i]);
        else
            title = parts[i];
    }
    former_add(former, row->id, &text);
    /* A person goes with no account by itself: the contact module forgets those who belong to no other. */
    return (SearchDocument) { .id = row->id,
                              .at = row->created_at,
                              .title = title,
                              .text = text_string(&text),
                              .beside = row->account,
                              .beside_id = row->account_id };
}

static bool contact_documents(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)
{
    ContactSearchedRow *rows;
    Former former = { 0 };
    bool any = false;
    if (!contact_searched(db, arena, ids, &rows, count, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        any |= rows[i].had_others;
    if (any && !contact_known_of(db, arena, ids, &former.rows, &former.count, error))
        return false;
    *documents = arena_array(arena, *count, sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = contact_document(arena, &rows[i], &former);
    return true;
}

const SearchSource CONTACT_SEARCH = { "contact", contact_documents, contact_ids_after };
