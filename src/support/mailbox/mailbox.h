/*
 * Mailboxes: the addresses that customers write to, and how mails of each come in and go out. This is the settings
 * alone; support/mail takes mails in and support/outbox sends them.
 *
 * A mailbox without a way in gets its mails over the API; one without a way out sends nothing. One is the default: what
 * belongs to no other is sent from it.
 *
 * Not for: mails, nor for talking to servers.
 * Units: ports; times in ms.
 * Errors: those of the database. A secret that another key sealed does not open: the way in or out says so.
 * Forgets a person: holds no customers; addresses here are the company's.
 */
#ifndef BANSO_MAILBOX_MAILBOX_H
#define BANSO_MAILBOX_MAILBOX_H

#include "base/secret.h"
#include "base/shape.h"
#include "jobs/writer.h"

/* What the words of a mailbox mean: security "tls" (from the first byte), "starttls" or "plain"; after "leave", "mark"
 * (as seen), "move" (to in_after_folder) or "delete". NULL text = not given. */
typedef struct Mailbox {
    int64_t id;
    const char *name, *address;
    const char *alias_list; /* JSON: ["help@example.com"] */
    const char *sender_name, *sender_name_ja, *signature, *signature_ja;
    const char *in_host; /* NULL = mails come over the API */
    OptInt in_port;      /* not known = the usual one: mailbox_in_port */
    const char *in_security, *in_user;
    Bytes in_secret; /* sealed */
    const char *in_folder;
    OptInt in_since; /* a day: only mails that arrived then or later come in; not known = all */
    const char *in_after, *in_after_folder;
    const char *out_host; /* NULL = nothing is sent */
    OptInt out_port;
    const char *out_security, *out_user;
    Bytes out_secret; /* sealed */
    bool active, is_default;
    int64_t version;
} Mailbox;

/* *mailbox = NULL when there is none. */
bool mailbox_by_id(Db *db, Arena *arena, int64_t id, Mailbox **mailbox, Error *error);
/* The default; else the oldest active one; NULL when there is none. */
bool mailbox_default(Db *db, Arena *arena, Mailbox **mailbox, Error *error);
/* All, by name; those that are not active, too. */
bool mailbox_all(Db *db, Arena *arena, Mailbox **mailboxes, size_t *count, Error *error);
/* Which mailbox an address belongs to: its address or an alias, in any case, with or without "+…" before the "@".
 * *mailbox = NULL when it is not ours. */
bool mailbox_of_address(Db *db, Arena *arena, const char *address, Mailbox **mailbox, Error *error);
bool mailbox_is_ours(Db *db, Arena *arena, const char *address, bool *ours, Error *error);

/* 993 or 143, 465 or 587, unless it says another. */
int mailbox_in_port(const Mailbox *mailbox);
int mailbox_out_port(const Mailbox *mailbox);

/* The password in the clear; *secret = NULL where none is kept. false when another key sealed it. */
bool mailbox_in_secret(Arena *arena, const Services *services, const Mailbox *mailbox, const char **secret);
bool mailbox_out_secret(Arena *arena, const Services *services, const Mailbox *mailbox, const char **secret);

/* The key of the tokens in our reply addresses and Message-IDs (mime/thread.h). The id in a token is the ticket's. */
void mailbox_thread_key(const Services *services, unsigned char key[SECRET_SIZE]);

#endif
