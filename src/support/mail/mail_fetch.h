/* Inside the module: a turn in which a mailbox is fetched. mail_fetch.c walks its folder, mail_fetch_one.c takes a
 * mail, mail_trial.c asks whether it would work. */
#ifndef BANSO_MAIL_MAIL_FETCH_H
#define BANSO_MAIL_MAIL_FETCH_H

#include "mail_fetch.sql.h"

#include "net/imap.h"
#include "support/mail/mail_store.h"

/* Mails and milliseconds of one turn; what is left is the next one's. */
enum { TURN_MAILS = 500, TURN_MS = 120000, DONE_MAX = 100 };

typedef struct {
    Services *services;
    Arena *arena; /* of the turn */
    int64_t id;
    Mailbox *mailbox;
    MailFetchRow state;
    Imap *imap;
    int64_t until, since; /* ms: monotonic, when the turn is over; before which mails are left alone */
    size_t mails;         /* that were asked for */
    bool more;            /* something is left for the next turn */
    /* What went wrong first; `failed`: with the whole, and not with one mail alone. */
    bool failed, troubled;
    Error why;
    const char *outcome;
    /* Mails with which nothing is left to do, whose row is still there. */
    int64_t done[DONE_MAX];
    size_t done_count;
} Turn;

void turn_trouble(Turn *turn, const Error *why, const char *outcome, bool whole);
/* Stores how far it came, in a transaction. */
bool turn_store(Db *db, const Turn *turn, const MailFetchRow *state, Error *error);
/* Tells the admins that a mailbox cannot be fetched. */
bool turn_tell(const Writer *writer, int64_t mailbox_id, Error *error);

/* Does what is left to do with a mail. Its own trouble is noted and tried again later. false = the turn ends: the
 * connection is lost, or nothing can be stored; *error says so where the job has to wait. */
bool mail_one(Turn *turn, const MailTodoRow *todo, Error *error);

/* How to reach the server; INPUT where the password cannot be read. */
bool mail_server(const Services *services, Arena *arena, const Mailbox *mailbox, ImapServer *server, Error *error);
#endif
