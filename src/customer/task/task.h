/*
 * Tasks, notes and logged calls: what the team is to do, thought and said. Texts stand in tables that can be erased;
 * facts hold only ids.
 *
 * Units: due dates as day numbers, instants in ms. Errors: INPUT with the field; MISSING; CONFLICT for another version.
 * A note or a call is for everybody, for those who see a circle, or for its author alone; its files, its facts and its
 * place in the search follow. It says so itself, in `visible_to` (base/viewer.h).
 *
 * Not for: reminders and plays.
 * Forgets a person: the text and the files of calls with that contact go, and the call loses its contact. In
 * all other texts, and in titles and reasons, what names the person unmistakably is replaced; see contact_words.h.
 */
#ifndef BANSO_TASK_TASK_H
#define BANSO_TASK_TASK_H

#include "customer/account/account.h"

typedef struct {
    int64_t account_id; /* 0 = none */
    const char *title;
    const char *text; /* NULL = none */
    int64_t owner_id; /* 0 = none */
    OptInt due_on;    /* day */
    bool demo;
} TaskGiven;

bool task_add(const Writer *writer, const TaskGiven *given, int64_t *id, Error *error);

typedef struct {
    int64_t account_id;
    const char *text;
    int64_t author_id;      /* 0 = none */
    const char *visible_to; /* base/viewer.h; NULL = everybody */
    bool demo;
} NoteGiven;
/* Written at writer->now. */
bool note_add(const Writer *writer, const NoteGiven *given, int64_t *id, Error *error);

typedef struct {
    int64_t account_id, contact_id; /* contact_id 0 = none */
    int64_t at, minutes;
    const char *direction, *outcome; /* "in", "out"; "reached", "no_answer", "left_message" */
    const char *text;                /* NULL = none */
    int64_t author_id;
    const char *visible_to; /* NULL = everybody */
    bool demo;
} CallGiven;
bool call_add(const Writer *writer, const CallGiven *given, int64_t *id, Error *error);

/* Whose: "me" (the caller; 0 when the caller is not staff), "all" or NULL (0), or an id; INPUT for anything else. */
bool task_owner_asked(const Request *request, const char *asked, int64_t *owner, Error *error);

/* Whether this caller may say so of a thing that was for `before`, or was not there (NULL): only its author changes it
 * later, a circle is one that they see, and "me" needs somebody. */
bool shown_by(const Request *request, const Audience *before, const char *visible_to, Error *error);

extern const Route TASK_ROUTES[];

#endif
