/* Inside the module: how mails are stored, and where one belongs. */
#ifndef BANSO_MAIL_MAIL_STORE_H
#define BANSO_MAIL_MAIL_STORE_H

#include "mail.sql.h"

#include "customer/contact/contact.h"
#include "house/blob/blob.h"
#include "house/notice/notice.h"
#include "house/timeline/timeline.h"
#include "jobs/fact.h"
#include "support/mail/mail_take.h"
#include "support/mailbox/mailbox.h"
#include "support/ticket/ticket.h"

#define MAIL_HELD_NOTICE    "incoming.held"
#define MAIL_FAILING_NOTICE "mailbox.failing"
enum { MAIL_ADDRESS_MAX = 320, MAIL_NAME_MAX = 200, MAIL_REF_MAX = 900, MAIL_NAMED_MAX = 100 };

/* ---- mail_place.c: what a mail is and where it belongs ---------------------------------------------------------- */

typedef struct {
    const char *name, *address; /* NULL = it gives none */
    bool ours, staff;           /* it gives an address of a mailbox, or of one of us */
    bool by_our_list;           /* the address of a mailbox is a mailing list's, which sent it on */
} MailSender;
bool mail_sender_find(const Writer *writer, const Mail *mail, MailSender *sender, Error *error);
/* NULL = a person wrote it. */
const char *mail_automatic_of(const Mail *mail, const MailSender *sender);
/* The same, once its ticket is known: what a person answers through a mailing list is a person's. */
const char *mail_quiet_of(const char *automatic, int64_t ticket_id);
/* The number that a subject names, as "#1042"; 0 = none. */
int64_t mail_subject_number(const char *subject);
/* When it arrived: as the server says, as the mail says, or now, whichever is the first that can be. */
int64_t mail_arrived_at(const Mail *mail, OptInt received, int64_t now);
/* Another clock than ours may be slow: *at is not before what it answers. */
bool mail_not_before(const Writer *writer, const Mail *mail, int64_t ticket_id, int64_t *at, Error *error);
/* The ticket that it answers, 0 = none; *bounced: the message that did not arrive, of a bounce. */
bool mail_place_find(const Writer *writer, const Mail *mail, const MailSender *sender, int64_t *ticket_id,
                     OptInt *bounced, Error *error);
/* As a ticket's message holds them: in characters. */
List mail_folds_counted(Arena *arena, const Mail *mail);

/* ---- mail_take.c ------------------------------------------------------------------------------------------------ */

/* Makes a message of a ticket of a mail that is stored. */
bool mail_let_in(const Writer *writer, MailRow *row, const Mail *mail, MailTaken *taken, Error *error);
/* The source and all that names somebody goes; the row stays. */
bool mails_empty(const Writer *writer, Ids mails, Error *error);

extern const Shape MAIL_TAKEN;

/* ---- mail_erase.c ------------------------------------------------------------------------------------------------ */

/* The sources that name these people go: those whose heads do now, the others by a job. */
bool mail_sources_forget(const Writer *writer, const struct ContactWords *words, Error *error);
/* BUSY while an erasure has not looked at the source of this mail. */
bool mail_source_free(Db *db, Arena *arena, int64_t mail_id, Error *error);
bool mail_erase_run(Services *services, Arena *arena, const char *body, Error *error);
/* Sees to it that every erasure goes on. */
bool mail_erase_again(Db *db, Error *error);

/* ---- mail_fetch.c, mail_trial.c --------------------------------------------------------------------------------- */

bool mail_fetch_run(Services *services, Arena *arena, const char *body, Error *error);
bool mail_due_run(Services *services, Arena *arena, int64_t now, Error *error);
bool mail_trial_run(Services *services, Arena *arena, const char *body, Error *error);
bool mail_trial_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);

/* That of the path, with a server for mails that come in. */
bool mail_mailbox_there(Request *request, Mailbox **mailbox, Error *error);

extern const Route MAIL_ROUTES[], MAIL_FETCH_ROUTES[], MAIL_TRIAL_ROUTES[];
extern const FactReader MAIL_READERS[];
extern const BlobHolder MAIL_BLOBS;
extern const ContactHolder MAIL_PERSONS;

#endif
