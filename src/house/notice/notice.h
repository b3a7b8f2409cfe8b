/*
 * Notices: what a member of staff is told because it is about them. Somebody wrote "@name", a task is theirs now. A
 * module declares its kinds (Module.notices) and gives a notice in the transaction of the change; its words stand in
 * its own tables and are read when the notice is shown, by the same source as those of the timeline. So what is erased,
 * deleted or made private is told no more.
 *
 * Nobody is told of what they did themselves, of what they may not see, or of a kind that they switched off, and nobody
 * who was disabled. A thing is told to a person once for each kind: the same again is unread again. While a person is
 * away, whoever stands in (house/staff/absence.h) is told of what concerns an account as well, and reads for whom.
 *
 * The list is the first reader of notices. One that sends mails can follow beside it: notice_give is the one place
 * where it is decided who is told of what.
 *
 * Not for: what concerns an account, which Today says, nor the log of what happened (facts).
 * Units: instants in ms. Errors: MISSING for another's notice, INPUT for a kind that no module declares.
 * Forgets a person: a notice holds ids. Those of an account go with it, those of a thing with the thing.
 */
#ifndef BANSO_NOTICE_NOTICE_H
#define BANSO_NOTICE_NOTICE_H

#include "base/viewer.h"
#include "jobs/writer.h"

/* Module.notices is a table of them, ended by { 0 }. */
typedef struct NoticeKind {
    const char *name; /* "task.assigned"; its words are in the web feature */
} NoticeKind;

/* Who looks after an account beside its owner: asked of the module that knows accounts (Module.notice_stand_in). */
typedef struct NoticeStandIn {
    /* 0 = nobody, also where `owner_id` does not own the account. */
    bool (*of_account)(Db *db, Arena *arena, int64_t account_id, int64_t owner_id, int64_t *staff_id, Error *error);
} NoticeStandIn;

/* Somebody wrote "@" and a name or an address. */
#define NOTICE_MENTIONED "mentioned"

/* A thing that somebody is told of. */
typedef struct {
    const char *word; /* "note": its kind, as facts and the timeline name it */
    int64_t id;
    int64_t account_id; /* 0 = none */
    Audience audience;  /* who may see it */
} NoticeAbout;

/* Tells one member of staff; nothing where they are not to be told. */
bool notice_give(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id, Error *error);
/* Tells whoever is mentioned in `after` and was not in `before` (NULL = there was no text), and takes back what was
 * told of the thing to those who may not see it any more. After each change of the text or of who sees it. */
bool notice_mentions(const Writer *writer, const NoticeAbout *about, const char *before, const char *after,
                     Error *error);
/* It is not about them any more: takes back what they, or who stands in for them, have not read. */
bool notice_withdraw(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id, Error *error);
/* The thing belongs to `about->account_id` now, or to none: its notices go when that goes. */
bool notice_move(const Writer *writer, const NoticeAbout *about, Error *error);
/* The thing is gone. */
bool notice_forget(const Writer *writer, const char *word, int64_t id, Error *error);
/* Those of an account are gone, with it. */
bool notice_drop_account(const Writer *writer, int64_t account_id, Error *error);

#endif
