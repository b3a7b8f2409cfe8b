/*
 * Documents as their modules change: read from the module, compared with what is stored, and written only where they
 * differ. What was filed is taken out of the index first and waits again, under its old time.
 *
 * Order: from a module's document to a row, adding, keeping, dropping.
 */
#include "house/search/search.h"

#include "house/search/index.h"
#include "house/search/normal.h"

enum { STEP = 500 };

/* Title and text stand on both sides of the first line break; no term reaches over it. NULL when there is no letter. */
static const char *folded_of(Arena *arena, const SearchDocument *document)
{
    const char *title = normal_text(arena, document->title ? document->title : "");
    const char *text = normal_text(arena, document->text ? document->text : "");
    if (!*title && !*text)
        return NULL;
    Text folded = text_new(arena);
    for (; *title; title++)
        text_char(&folded, *title == '\n' ? ' ' : *title);
    text_char(&folded, '\n');
    text_add(&folded, text);
    return text_string(&folded);
}

static SearchPutIn row_of(const SearchSource *source, const SearchDocument *document, const char *folded)
{
    return (SearchPutIn) { source->kind, document->id, document->account_id, document->at, (int64_t)document->needs,
                           folded };
}

static bool same_row(const SearchStoredRow *stored, const SearchPutIn *row)
{
    return stored->account_id.known == row->account_id.known && stored->account_id.value == row->account_id.value &&
           stored->at == row->at && stored->needs == row->needs && text_equal(stored->folded, row->folded);
}

bool search_add(Db *db, Arena *arena, const SearchSource *source, int64_t id, Error *error)
{
    SearchDocument *document;
    size_t count;
    if (!source->read(db, arena, (Ids) { 1, &id }, &document, &count, error))
        return false;
    const char *folded = count ? folded_of(arena, document) : NULL;
    if (!folded)
        return true;
    SearchPutIn row = row_of(source, document, folded);
    return search_put(db, &row, 1, error);
}

/* ---- keeping --------------------------------------------------------------------------------------------------- */

static const SearchDocument *document_of(const SearchDocument *documents, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (documents[i].id == id)
            return &documents[i];
    return NULL;
}

static const SearchStoredRow *stored_of(const SearchStoredRow *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

/* What is to be done for some things: rows to write, rows to remove, and what of both was stored. */
typedef struct {
    SearchPutIn *puts;
    SearchRemoveIn *gone;
    SearchStoredRow *old;
    size_t put_count, gone_count, old_count;
} Plan;

static void plan_one(Plan *plan, Arena *arena, const SearchSource *source, const SearchDocument *document,
                     const SearchStoredRow *stored)
{
    const char *folded = document ? folded_of(arena, document) : NULL;
    if (folded) {
        SearchPutIn row = row_of(source, document, folded);
        if (stored && same_row(stored, &row))
            return;
        plan->puts[plan->put_count++] = row;
    } else if (stored) {
        plan->gone[plan->gone_count++] = (SearchRemoveIn) { stored->kind, stored->id };
    }
    if (stored)
        plan->old[plan->old_count++] = *stored;
}

static bool plan_carry_out(Db *db, Arena *arena, const Plan *plan, Error *error)
{
    return index_take_out(db, arena, plan->old, plan->old_count, error) &&
           (!plan->put_count || search_put(db, plan->puts, plan->put_count, error)) &&
           (!plan->gone_count || search_remove(db, plan->gone, plan->gone_count, error));
}

static bool some_keep(Db *db, Arena *arena, const SearchSource *source, Ids ids, Error *error)
{
    SearchDocument *documents;
    SearchStoredRow *stored;
    size_t document_count, stored_count;
    Plan plan = { .puts = arena_array(arena, ids.count, sizeof *plan.puts),
                  .gone = arena_array(arena, ids.count, sizeof *plan.gone),
                  .old = arena_array(arena, ids.count, sizeof *plan.old) };
    if (!source->read(db, arena, ids, &documents, &document_count, error) ||
        !search_stored(db, arena, source->kind, ids, &stored, &stored_count, error))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        plan_one(&plan, arena, source, document_of(documents, document_count, ids.items[i]),
                 stored_of(stored, stored_count, ids.items[i]));
    return plan_carry_out(db, arena, &plan, error);
}

bool search_keep(Db *db, Arena *arena, const SearchSource *source, Ids ids, Error *error)
{
    for (size_t i = 0; i < ids.count; i += STEP) {
        Ids some = { ids.count - i < STEP ? ids.count - i : STEP, ids.items + i };
        if (!some_keep(db, arena, source, some, error))
            return false;
    }
    return true;
}

bool search_keep_one(Db *db, Arena *arena, const SearchSource *source, int64_t id, Error *error)
{
    return search_keep(db, arena, source, (Ids) { 1, &id }, error);
}

/* ---- dropping -------------------------------------------------------------------------------------------------- */

bool search_drop_account(Db *db, Arena *arena, int64_t account_id, Error *error)
{
    for (;;) {
        SearchStoredRow *rows;
        size_t count;
        if (!search_of_account(db, arena, account_id, STEP, &rows, &count, error))
            return false;
        SearchRemoveIn *gone = arena_array(arena, count, sizeof *gone);
        for (size_t i = 0; i < count; i++)
            gone[i] = (SearchRemoveIn) { rows[i].kind, rows[i].id };
        if (count && (!index_take_out(db, arena, rows, count, error) || !search_remove(db, gone, count, error)))
            return false;
        if (count < STEP)
            return true;
    }
}
