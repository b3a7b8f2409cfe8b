/*
 * How replies leave the house. A module to the right sends them (Module.sender); none is known here by name. Without
 * one, or without a way out, a reply is a record and the page says so.
 *
 * A reply with recipients is handed over in the transaction that stores it, with the recipients and the files that it
 * has, so that nothing that happens to the ticket later can change what is sent and who gets it. Until it has left it
 * can be taken back: the message becomes its author's draft again, and the ticket what it was. So its facts are told
 * when it leaves, and of one that was taken back nothing is told.
 *
 * Not for: writing mails, servers, tries (support/outbox).
 * Units: instants in ms. Errors: MISSING; CONFLICT when the author has begun something else than a reply.
 * Forgets a person: holds nothing; what a sender keeps of messages goes when it is told to `drop` them.
 */
#ifndef BANSO_TICKET_TICKET_SENDING_H
#define BANSO_TICKET_TICKET_SENDING_H

#include "support/ticket/ticket.h"

/* A reply that leaves. */
typedef struct {
    int64_t ticket_id, message_id;
    int64_t answered_id; /* the message that it answers; 0 = none */
    bool quotes;         /* whoever gets it has that message already */
    Ids files;
    const char *kept; /* JSON, for ticket_reply_left and ticket_take_back: the sender keeps it as it is */
} TicketSent;

typedef struct TicketSender {
    /* The address that the replies of a ticket leave from; NULL = they do not. */
    bool (*from)(Db *db, Arena *arena, int64_t ticket_id, const char **address, Error *error);
    bool (*is_ours)(Db *db, Arena *arena, const char *address, bool *ours, Error *error);
    /* In the transaction that stores the message. */
    bool (*send)(const Writer *writer, const TicketSent *sent, Error *error);
    /* Whether it was handed this message, and was not told to drop it. */
    bool (*has)(Db *db, Arena *arena, int64_t message_id, bool *has, Error *error);
    /* The messages are gone. */
    bool (*drop)(const Writer *writer, Ids messages, Error *error);
} TicketSender;

/* What is sent of a message, for those who see the desk. */
typedef struct {
    int64_t id, ticket_id, number, author_id; /* author 0 = a key */
    int64_t account_id, contact_id;           /* 0 = none; the contact is the requester */
    const char *author, *subject, *text;
    const char *sender_name, *sender_address; /* of a customer's message; NULL = unknown */
    List recipients;                          /* TicketGivenTo: to, cc and bcc */
    const char *kind;
    int64_t at;
} TicketOut;
/* *out = NULL when it is gone. */
bool ticket_out_read(Db *db, Arena *arena, int64_t message_id, TicketOut **out, Error *error);

/* From here on it cannot be taken back: its facts are told. Once for each reply, in the transaction that says so. */
bool ticket_reply_left(const Writer *writer, int64_t message_id, const char *kept, Error *error);
/* The reply has not left: it is a draft of its author's again. `kept` as it was handed over. */
bool ticket_take_back(const Writer *writer, int64_t message_id, const char *kept, Error *error);

/* ---- who gets a reply: pure ---------------------------------------------------------------------------------------
 */

/* What is answered. */
typedef struct {
    bool by_customer;                         /* else a reply of ours, which goes on to the same people */
    const char *sender_address, *sender_name; /* NULL = unknown */
    List recipients;                          /* TicketGivenTo, as they stand in it; "reply_to" too */
} TicketAnswered;

/* TicketGivenTo, each address once: the sender, or where they want answers, then the others of To, then those of Cc.
 * Never Bcc. `ours`: whether an address is one of ours, in the order sender, recipients. */
List ticket_reply_goes_to(Arena *arena, const TicketAnswered *answered, const bool *ours);
/* Whether all of these (TicketGivenTo) have what is answered: they wrote it, asked for answers, or stood in To or Cc.
 */
bool ticket_may_quote(Arena *arena, List recipients, const TicketAnswered *answered);

#endif
