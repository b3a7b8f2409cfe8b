/*
 * Mails that come in, by whatever road: the API, the command line, a mailbox that is fetched. Each becomes a message of
 * a ticket, once: a mail with the Message-ID and the body of one that is here is that one, and of two mailboxes both
 * are noted. The source of each is kept as it came.
 *
 * An answer finds its ticket by the signed token of ours that it carries, by the mails that it answers, and last by a
 * number in its subject, which counts only for who belongs to that ticket. Nobody gains anything by a From: a mail that
 * gives the address of one of us comes in as a customer's, and says so.
 *
 * What a machine wrote answers nothing. A sender with more than MAIL_STORM mails in an hour is held: the mails are
 * kept, listed and told, and become tickets when somebody lets them in.
 *
 * Not for: what a mail says (mime/mail.h); sending, which records what it sent by mail_sent.
 * A mail is of the time at which a server of ours received it: the date in it is its sender's, who could set a clock of
 * ours with it, so it is only shown. It is never older than the message that it answers.
 *
 * Units: instants in ms, sizes in bytes.
 * Errors: TOO_LARGE above MAIL_READING.size; FULL, with a reason, when all files together have no more room; those of
 * the database. Nothing fails for what a mail contains, and none for files that may not be attached: its source has
 * them.
 * Forgets a person: the sources, senders and subjects of their mails, and of mails that name them.
 */
#ifndef BANSO_MAIL_MAIL_TAKE_H
#define BANSO_MAIL_MAIL_TAKE_H

#include "jobs/writer.h"
#include "mime/mail.h"

enum { MAIL_STORM = 60 };

typedef struct {
    int64_t mailbox_id; /* where it arrived; 0 = over the API, for no mailbox in particular */
    Bytes raw;
    const Mail *mail;   /* as mail_read reads it, outside of the transaction */
    OptInt received_at; /* as the server says that held it; not known = as the mail's topmost Received says, else now */
} MailComing;

typedef struct {
    int64_t id;
    const char *state;                    /* taken or held; deleted = it was here, and its ticket is gone */
    OptInt ticket_id, message_id, number; /* unknown while it is held */
    bool opened;                          /* a new ticket */
    bool known;                           /* it is the same mail as one that is here */
} MailTaken;

/* Durable with the transaction: whoever hands it in may let go of it after COMMIT. */
bool mail_take(const Writer *writer, const MailComing *coming, MailTaken *taken, Error *error);

/* A mail of ours that went out as this message of a ticket, so that answers to it are known. */
typedef struct {
    const char *message_ref; /* Message-ID without angles */
    int64_t mailbox_id, ticket_id, message_id;
    int64_t size; /* of its source; 0 = it is not known */
} MailSent;
bool mail_sent(const Writer *writer, const MailSent *sent, Error *error);

#endif
