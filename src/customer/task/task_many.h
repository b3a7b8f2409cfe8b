/*
 * Inside the module: one change to several tasks, and its undo.
 *
 * Each task keeps what stood there before and what the change left. An undo sets back what is still as the change left
 * it; what somebody changed since stays, and is named. It may be asked for again, for 30 days.
 *
 * Units: days, times in ms. Errors: INPUT with the field; MISSING for a change that is not there.
 * Forgets a person: holds nothing of one. What it holds of a task goes with the task.
 */
#ifndef BANSO_TASK_TASK_MANY_H
#define BANSO_TASK_TASK_MANY_H

#include "task_many.sql.h"

#include "customer/task/task_store.h"

enum { TASK_MANY_STEP = 500 };

bool task_many_reply(Request *request, int64_t id, Error *error);

#endif
