/* The tasks that Today lists: open ones that are due by the day or have no day, and what was ticked off on it. */
#include "customer/account/today_source.h"
#include "customer/task/task_store.h"

static TodayDue due_of(const TaskDueRow *row)
{
    return (TodayDue) { .id = row->id,
                        .account_id = row->account_id,
                        .account = row->account,
                        .title = row->title,
                        .text = row->text,
                        .owner_id = row->owner_id,
                        .owner = row->owner,
                        .due_on = row->due_on,
                        .done_at = row->done_at,
                        .snoozed_until = row->snoozed_until,
                        .snooze_reason = row->snooze_reason,
                        .created_at = row->created_at,
                        .version = row->version };
}

static bool due_read(const TodayAsked *asked, int64_t most, TodayDues *dues, Error *error)
{
    const Request *request = asked->request;
    TaskDueRow *rows;
    TasksDueCountRow *counts;
    if (!tasks_due(request->db, request->arena, asked->owner, asked->as_of, asked->midnight, asked->until, most, &rows,
                   &dues->count, error) ||
        !tasks_due_count(request->db, request->arena, asked->owner, asked->as_of, asked->midnight, asked->until,
                         &counts, error))
        return false;
    dues->items = arena_array(request->arena, dues->count + 1, sizeof *dues->items);
    for (size_t i = 0; i < dues->count; i++)
        dues->items[i] = due_of(&rows[i]);
    dues->listed = counts->listed;
    dues->open = counts->open;
    dues->due = counts->due;
    return true;
}

const TodaySource TASK_TODAY = { .name = "task", .due = due_read };
