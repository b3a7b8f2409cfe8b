/* Inside the module: rows, the mail that is made of a reply, and the jobs that send. */
#ifndef BANSO_OUTBOX_OUTBOX_STORE_H
#define BANSO_OUTBOX_OUTBOX_STORE_H

#include "outbox.sql.h"

#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "house/blob/blob.h"
#include "house/notice/notice.h"
#include "jobs/jobs.h"
#include "mime/compose.h"
#include "mime/thread.h"
#include "net/smtp.h"
#include "support/mail/mail_take.h"
#include "support/mailbox/mailbox.h"
#include "support/outbox/outbox.h"
#include "support/ticket/ticket_sending.h"

#define OUTBOX_FAILED_NOTICE "message.failed"
/* How a try can end beside the words of net/outbound.h. */
#define OUTBOX_MAYBE      "maybe"
#define OUTBOX_NO_MAILBOX "no_mailbox"
#define OUTBOX_NO_SECRET  "no_secret"

/* Handed over without an answer so often, a mail is not sent again by itself. */
enum { OUTBOX_MAYBES = 2 };

/* ---- rules (outbox.c) ---------------------------------------------------------------------------------------------
 */

/* What to wait after so many tries in ms, lengthened by up to a fifth: `chance` is 0 to 999. */
int64_t outbox_pause_after(int64_t tries, int chance);
/* What a try makes of the row: who is left, who was refused, whether and when there is another. Pure. */
bool outbox_judge(Arena *arena, OutboxRow *row, const SmtpOutcome *outcome, int64_t now, int chance, Error *error);
/* "ja" or "en", of a name, a signature and the words around what is quoted. */
const char *outbox_in(const char *language, const char *en, const char *ja);
/* "Re: …  [#1042]" */
const char *outbox_subject(Arena *arena, const char *subject, int64_t number);

/* ---- rows (outbox.c) ----------------------------------------------------------------------------------------------
 */

/* What a mailbox sends is one job, so that it talks to its server once at a time. */
bool outbox_wake(Db *db, int64_t mailbox_id, int64_t at, Error *error);
/* The same for what waits, if anything does. */
bool outbox_wake_next(Db *db, int64_t mailbox_id, Error *error);
/* Whether it may still be taken back. */
bool outbox_may_undo(const OutboxRow *row);
/* It is nobody's but the server's from now on; the first time its facts are told. The row is to be stored. */
bool outbox_release(const Writer *writer, OutboxRow *row, Error *error);
/* The mailbox that the replies of a ticket leave from: where its mails come to, else the default; NULL = none sends. */
bool outbox_mailbox_for(Db *db, Arena *arena, int64_t ticket_id, Mailbox **mailbox, Error *error);
bool outbox_mailbox_sends(const Mailbox *mailbox); /* NULL = no */
/* Whoever looks at the ticket sees it move. */
void outbox_show(const Writer *writer, int64_t ticket_id);
bool outbox_failed_tell(const Writer *writer, const OutboxRow *row, Error *error);
extern const TicketSender OUTBOX_SENDER;

/* ---- the mail (outbox_mail.c) -------------------------------------------------------------------------------------
 */

/* A mail in a nameless file, ready to be read from its beginning. */
typedef struct {
    int fd;
} OutboxSpool;
bool outbox_spool_open(const Services *services, OutboxSpool *spool, Error *error);
void outbox_spool_close(OutboxSpool *spool);
bool outbox_spool_read(void *context, char *buffer, size_t room, size_t *got); /* SmtpMail.read */
/* TransferTake */
bool outbox_spool_take(const char *bytes, size_t size, void *context, Error *error);
bool outbox_spool_rewind(OutboxSpool *spool, Error *error);

typedef struct {
    const Services *services;
    const Mailbox *mailbox;
    const OutboxRow *row;
    const TicketOut *out, *answered; /* answered NULL = nothing is quoted */
} OutboxMail;
/* INPUT: what stands in it cannot be a mail. */
bool outbox_mail_write(Db *db, Arena *arena, const OutboxMail *mail, OutboxSpool *spool, Error *error);
/* The addresses of the envelope, of all roles. */
const char *outbox_envelope(Arena *arena, List recipients);
/* The way out of a mailbox; *why = NULL, or why there is none. */
SmtpMail outbox_way(Arena *arena, Services *services, const Mailbox *mailbox, const char **why);

/* ---- jobs (outbox_send.c, outbox_trial.c) -------------------------------------------------------------------------
 */

bool outbox_send_run(Services *services, Arena *arena, const char *body, Error *error);
bool outbox_send_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);
bool outbox_trial_run(Services *services, Arena *arena, const char *body, Error *error);
bool outbox_trial_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error);

extern const Route OUTBOX_ROUTES[], OUTBOX_TRIAL_ROUTES[];

#endif
