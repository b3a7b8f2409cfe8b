/*
 * Tasks, notes and logged calls: what the team is to do, thought and said; and the one timeline of an account, which is
 * the facts joined with these texts. Texts stand in tables that can be erased; facts hold only ids.
 *
 * Not for: reminders and plays.
 * Forgets a person: the text of calls with that contact is emptied and the call loses its contact; see contact.h.
 */
#ifndef BANSO_TASK_TASK_H
#define BANSO_TASK_TASK_H

#include "features/account/account.h"

typedef struct {
    int64_t account_id; /* 0 = none */
    const char *title;
    const char *text; /* NULL = none */
    int64_t owner_id; /* 0 = none */
    OptInt due_on;    /* day */
    bool demo;
} TaskGiven;

bool task_add(const Writer *writer, const TaskGiven *given, int64_t *id, Error *error);

#endif
