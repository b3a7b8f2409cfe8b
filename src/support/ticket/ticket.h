/*
 * Tickets: what customers ask of us, from the first message to the last. A ticket has a number that people say aloud
 * (#1042), a status, one member of staff whose it is, and a conversation of messages: of the customer, replies of ours,
 * and notes among ourselves. Everything the desk shows of them belongs to the circle "support".
 *
 * A channel (mail, a form, the telephone) is a module to the right that hands in messages through ticket_receive; none
 * is known here by name. What a message does to its ticket is in ticket_flow.h: nowhere else are rules about it.
 *
 * Recipients are stored with the message when it is written and never looked up again, so nothing that happens to the
 * ticket later can send a mail to somebody else.
 *
 * What is promised (SLA) is a module to the right: it follows each change of a ticket in its transaction
 * (TicketFollower, Module.tickets), and hands in what the list shows of it.
 *
 * Not for: sending (channels do), measuring promised times, rules.
 * Units: instants in ms. Errors: INPUT with the field; MISSING; CONFLICT for another version.
 * Forgets a person: their tickets lose subject and requester, their messages and the replies to them lose text, body,
 * recipients and files; in all other texts what names the person unmistakably is replaced (contact_words.h). Numbers,
 * states and times stay, so that figures do not change.
 */
#ifndef BANSO_TICKET_TICKET_H
#define BANSO_TICKET_TICKET_H

#include "base/json.h"
#include "http/route.h"
#include "jobs/writer.h"

typedef struct {
    const char *role, *address, *name; /* "to", "cc", "bcc"; name NULL = none */
} TicketGivenTo;

/* A part of a text: what its author wrote, a quote or a signature. In characters; together they are the whole text. */
typedef struct {
    const char *kind; /* "own", "quote", "signature" */
    int64_t from, size;
} TicketFold;

/* A message of a customer, as a channel hands it in. A machine's message (`automatic`) changes neither state nor times
 * of the ticket that it answers; one that opens a ticket waits for us, unless it is a bounce or an automatic reply. */
typedef struct {
    int64_t ticket_id;          /* it answers this one; 0 = it opens one */
    const char *channel;        /* "mail", "form": the module's own word */
    const char *subject;        /* of a new ticket; NULL = the beginning of the text */
    const char *text;           /* "" = none */
    const char *html;           /* as it came; NULL = none */
    int64_t contact_id;         /* 0 = found by the address, if anybody has it */
    const char *name, *address; /* of the sender, as they give them; NULL = unknown */
    int64_t account_id;         /* 0 = where the contact works, if that is one account */
    const TicketGivenTo *recipients;
    size_t recipient_count;
    const TicketFold *folds;
    size_t fold_count;
    const char *automatic; /* "reply", "generated", "list", "bulk", "bounce" or "own"; NULL = a person's */
    const char *caution;   /* "staff_address": the sender gives the address of one of us; NULL = nothing */
    int64_t at;            /* when it was written; 0 = now */
    bool demo;
} TicketMessageGiven;

typedef struct {
    int64_t ticket_id, message_id, number;
    bool opened;                    /* a new ticket */
    int64_t account_id, contact_id; /* where it is filed; 0 = none */
} TicketReceived;

/* MISSING when the ticket it answers is gone. What answers one that was merged arrives where that is. */
bool ticket_receive(const Writer *writer, const TicketMessageGiven *given, TicketReceived *received, Error *error);

/* `changed`: what a follower is told. */
typedef struct {
    int64_t ticket_id;
    bool moved;            /* it is another account's now, or it is gone */
    OptInt former_account; /* of one that moved: whose it was; unknown = nobody's */
    bool silent;           /* an import brought it: nobody is told of what was missed by then */
} TicketFollowed;

/* Module.tickets; a member that is NULL is not asked. */
typedef struct TicketFollower {
    /* After each stored change of a ticket, its messages and its history; also when it is gone. */
    bool (*changed)(const Writer *writer, const TicketFollowed *what, Error *error);
    /* The messages stand in this ticket now, after a merge or a split: what is kept of them by ticket goes along. */
    bool (*messages_moved)(const Writer *writer, Ids messages, int64_t into_id, Error *error);
    /* Those of the messages whose source is kept, as it came. */
    bool (*sources)(Db *db, Arena *arena, Ids messages, Ids *kept, Error *error);
} TicketFollower;

/* What is due next of a ticket; all unknown = nothing is promised. */
typedef struct {
    OptInt due_at, warn_at;
    OptInt late_at; /* from when on it is overdue: due at the end of the hours, it is late when they begin again */
    const char *due_kind; /* "first", "next", "resolution"; NULL = none runs */
    OptInt due_paused;    /* 1: every clock that is left is paused */
    OptInt breaches;
} TicketPromise;
bool ticket_promise(Db *db, int64_t ticket_id, const TicketPromise *promise, Error *error);

/* Tags, as a column holds them: trimmed, each once. INPUT names `field`. */
bool ticket_tags_print(Arena *arena, Texts tags, const char *field, const char **json, Error *error);

/* For conditions on tickets. */
extern const struct Subject TICKET_SUBJECT;

#endif
