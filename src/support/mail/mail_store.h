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

#define MAIL_HELD_NOTICE    "mail.held"
#define MAIL_FAILING_NOTICE "mailbox.failing"
enum { MAIL_ADDRESS_MAX = 320, MAIL_NAME_MAX = 200, MAIL_REF_MAX = 900 };

/* ---- mail_place.c: what a mail is and where it belongs ---------------------------------------------------------- */

typedef struct {
    const char *name, *address; /* NULL = it gives none */
    bool ours, staff;           /* it gives an address of a mailbox, or of one of us */
} MailSender;
bool mail_sender_find(const Writer *writer, const Mail *mail, MailSender *sender, Error *error);
/* NULL = a person wrote it. */
const char *mail_automatic_of(const Mail *mail, const MailSender *sender);
/* The number that a subject names, as "#1042"; 0 = none. */
int64_t mail_subject_number(const char *subject);
/* When it was written, if that can be. */
int64_t mail_written_at(const Mail *mail, int64_t now);
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
/* ---- mail_fetch.c
 * ---------------------------------------------------------------------------------------------------- */

bool mail_fetch_run(Services *services, Arena *arena, const char *body, Error *error);
bool mail_due_run(Services *services, Arena *arena, int64_t now, Error *error);

extern const Route MAIL_ROUTES[], MAIL_FETCH_ROUTES[];
extern const FactReader MAIL_READERS[];
extern const BlobHolder MAIL_BLOBS;
extern const ContactHolder MAIL_PERSONS;

#endif
