/*
 * A mailbox on a mail server (IMAP4rev1, RFC 3501): connecting, and what is needed to take mails out of a folder.
 * libcurl connects, checks the certificate, and signs in; the commands after that are written and read here, since
 * libcurl's own fetching marks every mail as read and hands out no more than one answer. The address is judged when the
 * connection is opened, as net/outbound does it. Without TLS a password goes only to what the operator allows.
 *
 * Not for: the thread of a request, or a piece of work inside a transaction.
 * Units: sizes in bytes; UIDs are those of the folder as long as its `uid_validity` stays.
 * Errors: INTERNAL with what the server answered, or what libcurl says; BUSY when the process ends.
 * Forgets a person: keeps nothing.
 */
#ifndef BANSO_NET_IMAP_H
#define BANSO_NET_IMAP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"

#include <stdatomic.h>

enum { IMAP_WAIT_MS = 60000 };

typedef struct {
    const char *host;
    int port;
    const char *security; /* "tls", "starttls" or "plain" */
    const char *user, *password;
    const char *const *allowed;  /* networks that may be reached whatever they are, NULL-ended; may be NULL */
    const atomic_bool *stopping; /* may be NULL */
} ImapServer;

typedef struct Imap Imap;
/* Connected and signed in; what is `arena`'s lives until imap_close. */
bool imap_open(Arena *arena, const ImapServer *server, Imap **imap, Error *error);
void imap_close(Imap *imap);
/* The server's last answer, without its tag: "OK Logged in". */
const char *imap_answer(const Imap *imap);

typedef struct {
    int64_t uid_validity, mails;
} ImapFolder;
bool imap_select(Imap *imap, const char *name, ImapFolder *folder, Error *error);
/* The UIDs above `uid`, rising; at most `most`. */
bool imap_uids_after(Imap *imap, int64_t uid, size_t most, Ids *uids, Error *error);
/* -1 = it is gone. */
bool imap_size(Imap *imap, int64_t uid, int64_t *size, Error *error);
/* The mail as it is, not marked as read; no bytes when it is gone. In `arena`. */
bool imap_fetch(Imap *imap, Arena *arena, int64_t uid, Bytes *raw, Error *error);

bool imap_mark_seen(Imap *imap, int64_t uid, Error *error);
bool imap_delete(Imap *imap, int64_t uid, Error *error);
/* A copy first, then the mail goes: what is cut off between them is there twice, never not at all. */
bool imap_move(Imap *imap, int64_t uid, const char *folder, Error *error);

#endif
