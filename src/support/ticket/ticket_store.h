/* Inside the module: how tickets, their messages and drafts are stored, and what the files of it share. */
#ifndef BANSO_TICKET_TICKET_STORE_H
#define BANSO_TICKET_TICKET_STORE_H

#include "ticket.sql.h"
#include "ticket_message.sql.h"
#include "ticket_status.sql.h"

#include "customer/account/account.h"
#include "customer/account/today_source.h"
#include "customer/contact/contact.h"
#include "house/blob/blob.h"
#include "house/file/file.h"
#include "house/import/import.h"
#include "house/notice/notice.h"
#include "house/search/search.h"
#include "house/timeline/timeline.h"
#include "jobs/columns.h"
#include "jobs/moved.h"
#include "support/ticket/ticket.h"
#include "support/ticket/ticket_flow.h"

/* The circle of the desk, as rows name it. */
#define TICKET_CIRCLE "support"

#define TICKET_CUSTOMER "customer"
#define TICKET_REPLY    "reply"
#define TICKET_NOTE     "note"

/* ---- ticket.c: the row ------------------------------------------------------------------------------------------ */

/* How a row changes: when, and whether a customer's message does it. */
typedef struct {
    int64_t at;
    bool by_customer, silent, demo; /* silent: nobody is told */
    bool imported;                  /* nor do followers tell of what was missed */
    bool opens;                     /* its first message comes next, and then those who follow are asked */
} TicketHow;

/* Stores the row with its search, its history and the engine's columns; `before` NULL = it is new, and gets id and
 * number. Writes no fact. INPUT with the field for what is not there. */
bool ticket_put(const Writer *writer, const TicketRow *before, TicketRow *after, const TicketHow *how, Error *error);
/* CONFLICT where it was merged into another one, whose number is said: nothing changes it but an undo. */
bool ticket_stands(Arena *arena, const TicketRow *row, const char *field, Error *error);
/* Whether a ticket can be given to them. */
bool ticket_may_have(const Writer *writer, int64_t staff_id, bool *may, Error *error);
/* The engine's columns of an account say something else now; unknown = of none. */
bool ticket_columns_renew(const Writer *writer, OptInt account, Error *error);
/* The messages are the ticket's now: their files and notices are filed under its account. */
bool ticket_messages_file(const Writer *writer, const TicketRow *ticket, Ids messages, Error *error);
/* The ticket is another account's now: its messages, files and notices are filed there. */
bool ticket_parts_move(const Writer *writer, const TicketRow *ticket, Error *error);
/* Gives the row a status, with what that does to state and times. INPUT status_id. */
bool ticket_status_give(const Writer *writer, TicketRow *row, int64_t status_id, int64_t at, Error *error);
bool ticket_state_give(const Writer *writer, TicketRow *row, TicketState state, int64_t at, Error *error);
/* The facts of a stored change: what somebody set, that it was solved or opened again. `more`: changes that no column
 * tells. */
bool ticket_tell(const Writer *writer, const TicketRow *before, const TicketRow *after, List more, Error *error);
/* Of a message alone: it was solved with it, or opened again. */
bool ticket_state_tell(const Writer *writer, const TicketRow *before, const TicketRow *after, Error *error);
/* Stores and tells a change by hand; *changed: something differs. */
bool ticket_change(const Writer *writer, const TicketRow *before, TicketRow *after, bool *changed, Error *error);
/* The ticket with everything that hangs on it. */
bool ticket_delete(const Writer *writer, const TicketRow *row, Error *error);
/* Those who follow tickets are asked; ticket_put, ticket_open and ticket_delete do it. */
bool ticket_followed_by(const Writer *writer, const TicketFollowed *what, Error *error);
/* MISSING when it is not there. */
bool ticket_read(Db *db, Arena *arena, int64_t id, TicketRow **row, Error *error);
/* The same; of one that was merged, the ticket in which it is. */
bool ticket_read_standing(Db *db, Arena *arena, int64_t id, TicketRow **row, Error *error);

TicketTimes ticket_times_of(const TicketRow *row);
void ticket_times_set(TicketRow *row, const TicketTimes *times);
Audience ticket_audience(void);
NoticeAbout ticket_about(const TicketRow *row);
OptInt ticket_or_unset(int64_t id);

/* ---- ticket_message.c ------------------------------------------------------------------------------------------- */

/* Opens a ticket with its first message. The row is filled but for what ticket_put and the message give it. */
bool ticket_open(const Writer *writer, TicketRow *row, TicketMessageRow *message, const TicketHow *how, Error *error);
/* Adds a message; `status_id` 0 = the ticket becomes what the rules say. `message->id` 0 = a new one. */
bool ticket_say(const Writer *writer, const TicketRow *before, TicketMessageRow *message, int64_t status_id,
                TicketRow *after, Error *error);
/* The same of a reply that leaves: open pages see it, and the facts are told when it has left (ticket_reply_left). */
bool ticket_say_untold(const Writer *writer, const TicketRow *before, TicketMessageRow *message, int64_t status_id,
                       TicketRow *after, Error *error);
/* The fact of a message, at the time of the message. */
bool ticket_message_tell(const Writer *writer, const TicketRow *ticket, const TicketMessageRow *message, Error *error);
/* Stores a message, and nothing of what it does. `first`: it opens the ticket. */
bool ticket_message_keep(const Writer *writer, const TicketRow *ticket, TicketMessageRow *message, bool first,
                         bool demo, Error *error);
/* Stores a body as it came; 0 for NULL. */
bool ticket_html_keep(const Writer *writer, const char *html, OptInt *blob_id, Error *error);
bool ticket_html_read(Db *db, Arena *arena, int64_t blob_id, const char **html, Error *error);
Audience ticket_message_audience(const TicketMessageRow *row);

/* ---- ticket_shown.c --------------------------------------------------------------------------------------------- */

/* In the order of the rows. `staff_id`: whose following is said. */
bool tickets_shown(Db *db, Arena *arena, const TicketRow *rows, size_t count, int64_t staff_id, Ticket **shown,
                   Error *error);
bool ticket_reply(Request *request, int status, int64_t id, Error *error);
/* A message with its recipients and files. */
typedef struct {
    TicketMessageRow row;
    bool has_html, has_source;
    List recipients, files, folds;
} TicketMessage;
extern const Shape TICKET_MESSAGE;
bool ticket_messages_shown(Db *db, Arena *arena, const TicketMessageRow *rows, size_t count, TicketMessage **shown,
                           Error *error);
bool ticket_recipients_read(Arena *arena, const char *json, List *recipients, Error *error);
const char *ticket_recipients_print(Arena *arena, List recipients);
/* None where they are not those of the text: it was erased since. */
bool ticket_folds_read(Arena *arena, const char *json, const char *text, List *folds, Error *error);
const char *ticket_folds_print(Arena *arena, List folds);

/* ---- ticket_subject.c ------------------------------------------------------------------------------------------- */

extern const Route TICKET_LIST_ROUTES[];
/* The ids of all tickets that a filter lists. */
bool tickets_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error);

/* ---- ticket_sending.c, ticket_recipients.c ---------------------------------------------------------------------- */

const struct TicketSender *ticket_sender(void); /* NULL = no module sends */
/* The address that the ticket's replies leave from; NULL = they do not. */
bool ticket_sender_from(Db *db, Arena *arena, int64_t ticket_id, const char **address, Error *error);
/* The stored reply is handed over; `before`: the ticket as it was, `after`: as the reply left it. `answers` 0 = none.
 */
bool ticket_reply_leaves(const Writer *writer, const TicketRow *before, const TicketRow *after,
                         const TicketMessageRow *message, int64_t answers, Error *error);
/* Open pages read the ticket and the message again, after COMMIT. */
void ticket_woken(const Writer *writer, const TicketRow *ticket, int64_t message_id);
bool ticket_sent_drop(const Writer *writer, Ids messages, Error *error);
/* Whether the message was handed over: its files stay as they are. */
bool ticket_sent_has(Db *db, Arena *arena, int64_t message_id, bool *has, Error *error);
List ticket_given_to(Arena *arena, List recipients); /* TicketRecipient as TicketGivenTo */

/* Somebody who gets a reply. */
typedef struct {
    const char *role, *address, *name; /* name NULL = none */
    bool outside;                      /* nobody of the customer's company has the address, nor its domain */
} TicketAddressee;
extern const Shape TICKET_ADDRESSEE;
/* `given`: TicketGivenTo; *shown: TicketAddressee. */
bool ticket_addressees(Db *db, Arena *arena, OptInt account, List given, List *shown, Error *error);
/* INPUT answers_id: not a public message of the ticket; one that was taken back meanwhile is none, and fits. */
bool ticket_answers_fit(Request *request, int64_t ticket_id, OptInt answers, Error *error);
/* Whether the message may be quoted to all of these (TicketGivenTo): ticket_may_quote. */
bool ticket_quotes(Db *db, Arena *arena, int64_t ticket_id, List given, OptInt answers, bool *quotes, Error *error);
/* INPUT recipients: an address that none is, or a role that a reply cannot have. */
bool ticket_recipients_fit(List recipients, Error *error);

/* ---- ticket_unmerge.c, ticket_link.c ---------------------------------------------------------------------------- */

/* Before it is deleted: what is of another account and was merged into it stands for itself again. */
bool ticket_merges_let_go(const Writer *writer, const TicketRow *row, Error *error);
/* It is done: who has a ticket above it that waits for no other is told. */
bool ticket_parents_tell(const Writer *writer, int64_t ticket_id, Error *error);

/* ---- the others ------------------------------------------------------------------------------------------------- */

bool ticket_of_path(Request *request, TicketRow **row, Error *error); /* checks If-Match */
/* The draft of the caller that becomes this message; NULL = there is none. */
bool ticket_draft_taken(Request *request, const TicketRow *ticket, TicketDraftRow **draft, Error *error);

extern const Route TICKET_ROUTES[], TICKET_OWN_ROUTES[], TICKET_TALK_ROUTES[], TICKET_DRAFT_ROUTES[],
    TICKET_STATUS_ROUTES[], TICKET_BULK_ROUTES[], TICKET_INTAKE_ROUTES[], TICKET_RECIPIENT_ROUTES[],
    TICKET_MERGE_ROUTES[], TICKET_LINK_ROUTES[];
extern const Schedule TICKET_SCHEDULES[];

#define NOTICE_TICKET_ASSIGNED "ticket.assigned"
#define NOTICE_TICKET_ANSWERED "ticket.answered"
#define NOTICE_TICKET_CHILDREN "ticket.children_solved"
extern const NoticeKind TICKET_NOTICES[];
extern const ColumnSource TICKET_COLUMNS[];
extern const MeasureKind TICKET_MEASURES[];
extern const TodaySource TICKET_TODAY;
extern const AccountHolder TICKET_ACCOUNTS;
extern const AccountMoved TICKET_MOVED[];
extern const ContactHolder TICKET_PERSONS;
extern const FieldHolder TICKET_FIELDS_HELD;
extern const BlobHolder TICKET_BLOBS;
extern const FileSubject TICKET_FILES[];
extern const SearchSource TICKET_SEARCH, TICKET_MESSAGE_SEARCH;
extern const TimelineSource TICKET_TIMELINE[];
extern const ImportKind IMPORT_TICKETS;

#endif
