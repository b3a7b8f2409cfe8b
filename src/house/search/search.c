/*
 * Documents as their modules change: read from the module, compared with what is stored, and written only where they
 * differ. What was filed is taken out of the index first and waits again, under its old time.
 *
 * Order: from a module's document to a row, adding, keeping, dropping.
 */
#include "house/search/search.h"

#include "house/search/index.h"
#include "house/search/normal.h"

#include <stdlib.h>
#include <string.h>

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
    unsigned needs = document->needs | visible_needs(document->visible_to);
    OptInt author = document->visible_to ? document->author_id : (OptInt) { 0 };
    return (SearchPutIn) { source->kind, document->id, document->account_id, document->at, (int64_t)needs,
                           author,       folded };
}

static bool same_row(const SearchStoredRow *stored, const SearchPutIn *row)
{
    return stored->account_id.known == row->account_id.known && stored->account_id.value == row->account_id.value &&
           stored->at == row->at && stored->needs == row->needs && stored->author_id.known == row->author_id.known &&
           stored->author_id.value == row->author_id.value && text_equal(stored->folded, row->folded);
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

static bool all_keep(Db *db, Arena *arena, const SearchSource *source, Ids ids, Error *error)
{
    for (size_t i = 0; i < ids.count; i += STEP) {
        Ids some = { ids.count - i < STEP ? ids.count - i : STEP, ids.items + i };
        if (!some_keep(db, arena, source, some, error))
            return false;
    }
    return true;
}

/* ---- what a transaction has changed. A part of it that was undone is read again too, and found unchanged. ---- */

typedef struct Changed Changed;
struct Changed {
    const SearchSource *source;
    int64_t *ids;
    size_t count, room;
    Changed *next;
};

typedef struct {
    Changed *first;
} Transaction;

/* Each writer is a thread, and has one at a time. */
static _Thread_local Transaction *under_way;

static void transaction_end(void *context)
{
    if (under_way == context)
        under_way = NULL;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static Ids ids_once(Changed *changed)
{
    size_t kept = 0;
    qsort(changed->ids, changed->count, sizeof *changed->ids, by_id);
    for (size_t i = 0; i < changed->count; i++)
        if (kept == 0 || changed->ids[kept - 1] != changed->ids[i])
            changed->ids[kept++] = changed->ids[i];
    return (Ids) { kept, changed->ids };
}

static bool transaction_keep(Db *db, void *context, Error *error)
{
    const Transaction *transaction = context;
    under_way = NULL;
    for (Changed *changed = transaction->first; changed; changed = changed->next)
        if (!all_keep(db, db_arena(db), changed->source, ids_once(changed), error))
            return false;
    return true;
}

static Changed *changed_of(Db *db, const SearchSource *source)
{
    if (!under_way) {
        under_way = arena_make(db_arena(db), Transaction);
        arena_defer(db_arena(db), transaction_end, under_way);
    }
    db_before_commit(db, transaction_keep, under_way);
    Changed *changed = under_way->first;
    while (changed && changed->source != source)
        changed = changed->next;
    if (changed)
        return changed;
    changed = arena_make(db_arena(db), Changed);
    *changed = (Changed) { .source = source, .next = under_way->first };
    return under_way->first = changed;
}

bool search_keep(Db *db, const SearchSource *source, Ids ids)
{
    if (!ids.count)
        return true;
    Changed *changed = changed_of(db, source);
    changed->ids =
        arena_room(db_arena(db), changed->ids, changed->count, ids.count, &changed->room, sizeof *changed->ids);
    memcpy(changed->ids + changed->count, ids.items, ids.count * sizeof *ids.items);
    changed->count += ids.count;
    return true;
}

bool search_keep_one(Db *db, const SearchSource *source, int64_t id)
{
    return search_keep(db, source, (Ids) { 1, &id });
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
