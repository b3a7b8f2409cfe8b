/* What is searched of tasks, notes and calls. A note or call has no title: a list shows its account in that place. */
#include "customer/task/task_store.h"

/* Each reads its rows and says what of one is searched; the rest is the same three times. */
#define DOCUMENTS(function_, Row_, read_, ...)                                                                         \
    static bool function_(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)      \
    {                                                                                                                  \
        Row_ *rows;                                                                                                    \
        if (!read_(db, arena, ids, &rows, count, error))                                                               \
            return false;                                                                                              \
        *documents = arena_array(arena, *count, sizeof **documents);                                                   \
        for (size_t i = 0; i < *count; i++) {                                                                          \
            const Row_ *row = &rows[i];                                                                                \
            (*documents)[i] = (SearchDocument) { .id = row->id, .beside = row->account, __VA_ARGS__ };                 \
        }                                                                                                              \
        return true;                                                                                                   \
    }

DOCUMENTS(task_documents, TaskSearchedRow, task_searched, .account_id = row->account_id, .at = row->created_at,
          .title = row->title, .text = row->text)
DOCUMENTS(note_documents, NoteSearchedRow, note_searched, .account_id = { row->account_id, true },
          .at = row->created_at, .text = row->text)
DOCUMENTS(call_documents, CallSearchedRow, call_searched, .account_id = { row->account_id, true }, .at = row->at,
          .text = row->text)

typedef bool (*ReadIds)(Db *db, Arena *arena, int64_t after, int64_t most, WorkIdRow **rows, size_t *count,
                        Error *error);

static bool ids_read(ReadIds read, Db *db, Arena *arena, int64_t after, size_t most, Ids *ids, Error *error)
{
    WorkIdRow *rows;
    size_t count;
    if (!read(db, arena, after, (int64_t)most, &rows, &count, error))
        return false;
    int64_t *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = rows[i].id;
    *ids = (Ids) { count, items };
    return true;
}

static bool task_ids(Db *db, Arena *arena, int64_t after, size_t most, Ids *ids, Error *error)
{
    return ids_read(task_ids_after, db, arena, after, most, ids, error);
}

static bool note_ids(Db *db, Arena *arena, int64_t after, size_t most, Ids *ids, Error *error)
{
    return ids_read(note_ids_after, db, arena, after, most, ids, error);
}

static bool call_ids(Db *db, Arena *arena, int64_t after, size_t most, Ids *ids, Error *error)
{
    return ids_read(call_ids_after, db, arena, after, most, ids, error);
}

const SearchSource TASK_SEARCH = { "task", task_documents, task_ids };
const SearchSource NOTE_SEARCH = { "note", note_documents, note_ids };
const SearchSource CALL_SEARCH = { "call", call_documents, call_ids };
