/*
 * Who gets a reply: proposed from the message that is answered and from nothing else, so that neither the requester nor
 * an earlier message can come in. What is proposed is shown before Send; what was sent is never looked up again.
 *
 * In order: the rules; the message that is answered; who belongs to the company; what is quoted; the proposal; what may
 * be stored.
 */
#include "customer/duplicate/duplicate_key.h"
#include "support/ticket/ticket_sending.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

/* ---- the rules ----------------------------------------------------------------------------------------------------
 */

typedef struct {
    Arena *arena;
    TicketGivenTo *items;
    size_t count;
} Chosen;

static void choose(Chosen *chosen, const char *role, const char *address, const char *name, bool ours)
{
    if (ours || text_is_empty(address))
        return;
    const char *plain = text_lower(chosen->arena, address);
    for (size_t i = 0; i < chosen->count; i++)
        if (strcmp(text_lower(chosen->arena, chosen->items[i].address), plain) == 0)
            return;
    chosen->items[chosen->count++] = (TicketGivenTo) { role, address, text_is_empty(name) ? NULL : name };
}

static void choose_all(Chosen *chosen, const TicketAnswered *answered, const bool *ours, const char *from,
                       const char *role)
{
    const TicketGivenTo *items = answered->recipients.items;
    for (size_t i = 0; i < answered->recipients.count; i++)
        if (strcmp(items[i].role, from) == 0)
            choose(chosen, role, items[i].address, items[i].name, ours[1 + i]);
}

List ticket_reply_goes_to(Arena *arena, const TicketAnswered *answered, const bool *ours)
{
    size_t most = answered->recipients.count + 1;
    Chosen chosen = { arena, arena_array(arena, most, sizeof(TicketGivenTo)), 0 };
    if (answered->by_customer) {
        choose_all(&chosen, answered, ours, "reply_to", "to");
        if (!chosen.count)
            choose(&chosen, "to", answered->sender_address, answered->sender_name, ours[0]);
    }
    choose_all(&chosen, answered, ours, "to", "to");
    choose_all(&chosen, answered, ours, "cc", "cc");
    return (List) { chosen.count, chosen.items };
}

static bool is_part(Arena *arena, const TicketAnswered *answered, const char *address)
{
    const TicketGivenTo *items = answered->recipients.items;
    const char *plain = text_lower(arena, address);
    if (answered->sender_address && strcmp(text_lower(arena, answered->sender_address), plain) == 0)
        return true;
    for (size_t i = 0; i < answered->recipients.count; i++)
        if (strcmp(items[i].role, "bcc") != 0 && strcmp(text_lower(arena, items[i].address), plain) == 0)
            return true;
    return false;
}

/* Who was not part of it learns nothing of what a third party wrote to us. */
bool ticket_may_quote(Arena *arena, List recipients, const TicketAnswered *answered)
{
    const TicketGivenTo *items = recipients.items;
    for (size_t i = 0; i < recipients.count; i++)
        if (!is_part(arena, answered, items[i].address))
            return false;
    return recipients.count > 0;
}

/* ---- the message that is answered ---------------------------------------------------------------------------------
 */

static bool ours_find(Db *db, Arena *arena, const char *address, bool *ours, Error *error)
{
    const TicketSender *sender = ticket_sender();
    *ours = false;
    return !sender || text_is_empty(address) || sender->is_ours(db, arena, address, ours, error);
}

List ticket_given_to(Arena *arena, List recipients)
{
    const TicketRecipient *items = recipients.items;
    TicketGivenTo *given = arena_array(arena, recipients.count + 1, sizeof *given);
    for (size_t i = 0; i < recipients.count; i++)
        given[i] = (TicketGivenTo) { items[i].role, items[i].address, items[i].name };
    return (List) { recipients.count, given };
}

/* Somebody whom we know and who wrote without an address (by telephone) is answered at the one that we know. */
static bool sender_fill(Db *db, Arena *arena, const TicketMessageRow *row, TicketAnswered *answered, Error *error)
{
    TicketContactAddressRow *contact;
    *answered = (TicketAnswered) { .by_customer = strcmp(row->kind, TICKET_CUSTOMER) == 0,
                                   .sender_address = row->sender_address,
                                   .sender_name = row->contact ? row->contact : row->sender_name };
    if (!answered->by_customer || answered->sender_address || !row->contact_id.known)
        return true;
    if (!ticket_contact_address(db, arena, row->contact_id.value, &contact, error))
        return false;
    answered->sender_address = contact ? contact->email : NULL;
    return true;
}

static bool answered_read(Db *db, Arena *arena, const TicketMessageRow *row, TicketAnswered *answered, Error *error)
{
    List recipients;
    if (!sender_fill(db, arena, row, answered, error) ||
        !ticket_recipients_read(arena, row->recipients, &recipients, error))
        return false;
    answered->recipients = ticket_given_to(arena, recipients);
    return true;
}

static bool goes_to(Db *db, Arena *arena, const TicketAnswered *answered, List *to, Error *error)
{
    const TicketGivenTo *items = answered->recipients.items;
    bool *ours = arena_array(arena, answered->recipients.count + 1, sizeof *ours);
    if (!ours_find(db, arena, answered->sender_address, &ours[0], error))
        return false;
    for (size_t i = 0; i < answered->recipients.count; i++)
        if (!ours_find(db, arena, items[i].address, &ours[1 + i], error))
            return false;
    *to = ticket_reply_goes_to(arena, answered, ours);
    return true;
}

/* A ticket on which nothing was said in public yet is answered to its requester. */
static bool requester_answered(Db *db, Arena *arena, const TicketRow *ticket, TicketAnswered *answered, Error *error)
{
    TicketMessageRow asked = { .kind = TICKET_CUSTOMER,
                               .contact = ticket->requester,
                               .contact_id = ticket->requester_id,
                               .sender_address = ticket->requester_address,
                               .sender_name = ticket->requester_name };
    return sender_fill(db, arena, &asked, answered, error);
}

/* ---- who belongs to the company ------------------------------------------------------------------------------------
 */

static const Field ADDRESSEE_FIELDS[] = {
    SHAPE_FIELD(TicketAddressee, role, FIELD_TEXT, .choices = "to|cc|bcc"),
    SHAPE_FIELD(TicketAddressee, address, FIELD_TEXT),
    SHAPE_OPT(TicketAddressee, name, FIELD_TEXT),
    SHAPE_FIELD(TicketAddressee, outside, FIELD_FLAG,
                .about = "Nobody of the customer's company has it, nor its domain"),
    { 0 },
};
const Shape TICKET_ADDRESSEE = { "TicketAddressee", sizeof(TicketAddressee), ADDRESSEE_FIELDS };

/* As LIKE has it: what ends so. "acme.co" is not the end of "acme.com", nor "me.example" that of "@acme.example". */
static const char *ends_with(Arena *arena, const char *domain)
{
    const char *around = text_like(arena, arena_format(arena, "@%s", domain));
    return arena_text_n(arena, around, strlen(around) - 1);
}

/* Inside are the people of the account, and the domains that they write from unless everybody may have one there. */
static bool outside_find(Db *db, Arena *arena, OptInt account, const char *address, bool *outside, Error *error)
{
    const char *domain = key_of_domain(arena, address), *plain = text_lower(arena, address);
    TicketCompanyHasRow *has;
    *outside = false;
    if (!account.known)
        return true;
    const char *at = domain ? ends_with(arena, domain) : "";
    if (!ticket_company_has(db, arena, account.value, plain, at, &has, error))
        return false;
    *outside = !has->people;
    return true;
}

bool ticket_addressees(Db *db, Arena *arena, OptInt account, List given, List *shown, Error *error)
{
    const TicketGivenTo *items = given.items;
    TicketAddressee *list = arena_array(arena, given.count + 1, sizeof *list);
    for (size_t i = 0; i < given.count; i++) {
        list[i] = (TicketAddressee) { items[i].role, items[i].address, items[i].name, false };
        if (!outside_find(db, arena, account, items[i].address, &list[i].outside, error))
            return false;
    }
    *shown = (List) { given.count, list };
    return true;
}

/* ---- what is quoted -----------------------------------------------------------------------------------------------
 */

static bool is_public(const TicketMessageRow *row, int64_t ticket_id)
{
    return row->ticket_id == ticket_id && strcmp(row->kind, TICKET_NOTE) != 0;
}

bool ticket_answers_fit(Request *request, int64_t ticket_id, OptInt answers, Error *error)
{
    Viewer viewer = request_viewer(request);
    TicketMessageRow *row = NULL;
    if (!answers.known)
        return true;
    if (!ticket_message_by_id(request->db, request->arena, answers.value, &viewer, &row, error))
        return false;
    return !row || is_public(row, ticket_id) ||
           fail(error, ERROR_INPUT, "answers_id", "not a public message of this ticket");
}

bool ticket_quotes(Db *db, Arena *arena, int64_t ticket_id, List given, OptInt answers, bool *quotes, Error *error)
{
    Viewer viewer = viewer_make(arena, CIRCLE_SUPPORT, 0);
    TicketMessageRow *row = NULL;
    TicketAnswered answered;
    *quotes = false;
    if (answers.known && !ticket_message_by_id(db, arena, answers.value, &viewer, &row, error))
        return false;
    if (!row || !is_public(row, ticket_id))
        return true;
    if (!answered_read(db, arena, row, &answered, error))
        return false;
    *quotes = ticket_may_quote(arena, given, &answered);
    return true;
}

/* ---- the proposal ---------------------------------------------------------------------------------------------------
 */

typedef struct {
    OptInt message_id;
} Ask;
static const Field ASK_FIELDS[] = { SHAPE_OPT(Ask, message_id, FIELD_ID), { 0 } };
static const Shape ASK = { "TicketRecipientsAsk", sizeof(Ask), ASK_FIELDS };

typedef struct {
    const char *from;
    OptInt message_id;
    bool quotes;
    List recipients;
} Proposal;
static const Field PROPOSAL_FIELDS[] = {
    SHAPE_OPT(Proposal, from, FIELD_TEXT, .about = "The address that it leaves from; null: a reply is a record"),
    SHAPE_OPT(Proposal, message_id, FIELD_ID, .about = "The message that is answered"),
    SHAPE_FIELD(Proposal, quotes, FIELD_FLAG, .about = "The reply quotes it, as all of the recipients have it"),
    SHAPE_FIELD(Proposal, recipients, FIELD_LIST, .shape = &TICKET_ADDRESSEE),
    { 0 },
};
static const Shape PROPOSAL = { "TicketRecipients", sizeof(Proposal), PROPOSAL_FIELDS };

/* The one that was named, or the latest that was said in public. *row = NULL: there is none. */
static bool answered_find(Request *request, const TicketRow *ticket, TicketMessageRow **row, Error *error)
{
    const Ask *ask = request->query;
    Viewer viewer = request_viewer(request);
    TicketMessageLatestRow *latest = NULL;
    int64_t id = ask->message_id.value;
    *row = NULL;
    if (!id && !ticket_message_latest(request->db, request->arena, ticket->id, &viewer, &latest, error))
        return false;
    id = id ? id : latest ? latest->id : 0;
    if (!id)
        return true;
    if (!ticket_message_by_id(request->db, request->arena, id, &viewer, row, error))
        return false;
    return (*row && is_public(*row, ticket->id)) ||
           fail(error, ERROR_INPUT, "message_id", "not a public message of this ticket");
}

static bool proposal_fill(Request *request, const TicketRow *ticket, const TicketMessageRow *row, Proposal *proposal,
                          Error *error)
{
    TicketAnswered answered;
    List to;
    if (!(row ? answered_read(request->db, request->arena, row, &answered, error)
              : requester_answered(request->db, request->arena, ticket, &answered, error)) ||
        !goes_to(request->db, request->arena, &answered, &to, error))
        return false;
    proposal->message_id = ticket_or_unset(row ? row->id : 0);
    proposal->quotes = row && ticket_may_quote(request->arena, to, &answered);
    return ticket_addressees(request->db, request->arena, ticket->account_id, to, &proposal->recipients, error);
}

static bool recipients_propose(Request *request, Error *error)
{
    TicketMessageRow *row;
    TicketRow *ticket;
    Proposal proposal;
    return ticket_read(request->db, request->arena, request->path_id[0], &ticket, error) &&
           answered_find(request, ticket, &row, error) && proposal_fill(request, ticket, row, &proposal, error) &&
           ticket_sender_from(request->db, request->arena, ticket->id, &proposal.from, error) &&
           reply_row(request, 200, &PROPOSAL, &proposal);
}

/* ---- what may be stored
 * ---------------------------------------------------------------------------------------------- */

static bool is_address(const char *address)
{
    const char *at = strchr(address, '@');
    return at && at > address && at[1] && !strpbrk(address, " \t\r\n<>()[]:;,\\\"") && !strchr(at + 1, '@');
}

bool ticket_recipients_fit(List recipients, Error *error)
{
    const TicketRecipient *items = recipients.items;
    for (size_t i = 0; i < recipients.count; i++) {
        if (strcmp(items[i].role, "reply_to") == 0)
            return fail(error, ERROR_INPUT, "recipients", "a reply goes to to, cc or bcc");
        if (!is_address(items[i].address))
            return fail(error, ERROR_INPUT, "recipients", "not an e-mail address: \"%.80s\"", items[i].address);
    }
    return true;
}

const Route TICKET_RECIPIENT_ROUTES[] = {
    { GET, "/api/v1/tickets/{id}/recipients", recipients_propose, RIGHT_ACT,
      "Propose who gets a reply, from the message that is answered: the latest public one, or another", .asks = &ASK,
      .gives = &PROPOSAL, .circle = CIRCLE_SUPPORT },
    { 0 },
};
