/* What the timeline reads of tasks, notes and calls. An entry that a task was put off tells the reason, not its text.
 */
#include "customer/task/task_store.h"

/* Each reads its rows and says which of their texts are told; the rest is the same. */
#define WORDS(function_, Row_, read_, ...)                                                                             \
    static bool function_(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)           \
    {                                                                                                                  \
        Row_ *rows;                                                                                                    \
        if (!read_(db, arena, ids, &rows, count, error))                                                               \
            return false;                                                                                              \
        *words = arena_array(arena, *count, sizeof **words);                                                           \
        for (size_t i = 0; i < *count; i++) {                                                                          \
            const Row_ *row = &rows[i];                                                                                \
            (*words)[i] = (TimelineWords) { .id = row->id, __VA_ARGS__ };                                              \
        }                                                                                                              \
        return true;                                                                                                   \
    }

WORDS(note_words, NoteRow, note_by_ids, .text = row->text)
WORDS(call_words, CallRow, call_by_ids, .text = row->text)
WORDS(task_words, TaskRow, task_by_ids, .title = row->title, .text = row->text)
WORDS(snooze_words, TaskRow, task_by_ids, .title = row->title, .text = row->snooze_reason)

const TimelineSource TASK_TIMELINE[] = {
    { .subject = "note", .entered = "note.added", .read = note_words },
    { .subject = "call", .entered = "call.logged", .read = call_words },
    { .subject = "task", .entered = "task.created", .read = task_words },
    { .subject = "task", .kind = "task.snoozed", .read = snooze_words },
    { 0 },
};
