/*
 * A mailbox on a mail server (IMAP4rev1, RFC 3501): connecting, and what is needed to take mails out of a folder.
 * libcurl connects, checks the certificate, and signs in; the commands after that are written and read here, since
 * libcurl's own fetching marks every mail as read and hands out no more than one answer. The address is judged when the
 * connection is opened (net/reach.h). Without TLS a password goes only to what the operator allows.
 *
 * A server that says no to one command is still there: the next one can be asked. Once imap_is_lost, nothing can.
 * No mail of anybody else's is deleted: a plain EXPUNGE, which takes all that are marked, is never sent.
 *
 * Not for: the thread of a request, or a piece of work inside a transaction.
 * Units: sizes in bytes; UIDs are those of the folder as long as its `uid_validity` stays. A command ends within
 * IMAP_COMMAND_MS, and when the server is silent for IMAP_WAIT_MS.
 * Errors: INTERNAL with what the server answered, or why it could not be asked; BUSY when the process ends.
 * Forgets a person: keeps nothing.
 */
#ifndef BANSO_NET_IMAP_H
#define BANSO_NET_IMAP_H

#include "net/outbound.h"

enum { IMAP_WAIT_MS = 60000, IMAP_COMMAND_MS = 300000 };

typedef struct {
    const char *host;
    int port;
    const char *security; /* "tls", "starttls" or "plain" */
    const char *user, *password;
    const char *const *allowed;  /* networks that may be reached whatever they are, NULL-ended; may be NULL */
    const atomic_bool *stopping; /* may be NULL */
} ImapServer;

typedef struct Imap Imap;
/* Connected and signed in; what is `arena`'s lives until imap_close. *end: how far it came; ANSWERED where the server
 * refused the user. */
bool imap_open(Arena *arena, const ImapServer *server, Imap **imap, OutboundEnd *end, Error *error);
void imap_close(Imap *imap);
/* The server's last answer, without its tag: "OK Logged in". */
const char *imap_answer(const Imap *imap);
/* The connection is gone, or nobody knows any more what the next answer would be about. */
bool imap_is_lost(const Imap *imap);

typedef struct {
    int64_t uid_validity, mails;
    int64_t uid_next; /* above all that are there; 0 = the server does not say */
} ImapFolder;
bool imap_select(Imap *imap, const char *name, ImapFolder *folder, Error *error);

typedef struct {
    int64_t from, to;    /* UIDs; to = 0: to the last */
    OptInt since;        /* arrived on that day or later, by the server's calendar */
    bool without_marked; /* not those that are marked as deleted */
} ImapSearch;
/* Rising; the first `most` of them. */
bool imap_search(Imap *imap, const ImapSearch *search, size_t most, Ids *uids, Error *error);

typedef struct {
    int64_t size;         /* -1 = it is gone */
    const char *received; /* "17 Jul 1996 02:44:25 -0700", in the arena of the connection; NULL = it does not say */
} ImapMail;
bool imap_look(Imap *imap, int64_t uid, ImapMail *mail, Error *error);
/* The mail as it is, not marked as read; no bytes when it is gone. In `arena`. A server that sends more than `most` is
 * left. */
bool imap_fetch(Imap *imap, Arena *arena, int64_t uid, size_t most, Bytes *raw, Error *error);

bool imap_mark_seen(Imap *imap, int64_t uid, Error *error);
/* Where the server cannot delete one mail alone (UIDPLUS), the mail is only marked as deleted. */
bool imap_delete(Imap *imap, int64_t uid, Error *error);
/* Whether the server moves in one step (RFC 6851). Otherwise it is a copy, and then imap_delete. */
bool imap_can_move(Imap *imap, bool *can, Error *error);
bool imap_move(Imap *imap, int64_t uid, const char *folder, Error *error);
bool imap_copy(Imap *imap, int64_t uid, const char *folder, Error *error);

#endif
