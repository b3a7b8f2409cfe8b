/*
 * What other modules get of tickets: accounts and custom fields that go, files and contents that are held, what is
 * searched, and the words of the timeline. Persons are in ticket_person.c.
 */
#include "house/field/field.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

#define TICKETS_MOVED "tickets"

/* ---- accounts -------------------------------------------------------------------------------------------------- */

static bool account_dropped(const Writer *writer, int64_t account_id, Error *error)
{
    Ids tickets;
    TicketRow *row;
    if (!ticket_ids_of_account(writer->db, writer->arena, account_id, &tickets, error))
        return false;
    /* What was merged goes with the ticket that it is in. */
    for (size_t i = 0; i < tickets.count; i++)
        if (!ticket_by_id(writer->db, writer->arena, tickets.items[i], &row, error) ||
            (row && !ticket_delete(writer, row, error)))
            return false;
    return true;
}

static bool account_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    TicketHeldRow *held;
    if (!ticket_held(db, arena, account_id, &held, error))
        return false;
    *what = held->tickets ? "tickets" : *what;
    return true;
}

/* What a merge of accounts moved, there or back: what hangs on a ticket follows it. */
static bool tickets_follow(const Writer *writer, const AccountMerged *merged, int64_t account, Error *error)
{
    Ids tickets;
    TicketRow *row;
    if (!account_merge_noted(writer->db, writer->arena, merged->id, TICKETS_MOVED, &tickets, error))
        return false;
    for (size_t i = 0; i < tickets.count; i++)
        if (!ticket_by_id(writer->db, writer->arena, tickets.items[i], &row, error) ||
            (row && row->account_id.value == account && !ticket_parts_move(writer, row, error)))
            return false;
    return true;
}

static bool accounts_merged(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return tickets_follow(writer, merged, merged->stays, error);
}

static bool accounts_unmerged(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return tickets_follow(writer, merged, merged->gone, error);
}

const AccountMoved TICKET_MOVED[] = { { TICKETS_MOVED, ticket_ids_of, ticket_account_move, &TICKET_SEARCH, false },
                                      { 0 } };

const AccountHolder TICKET_ACCOUNTS = { .name = "ticket",
                                        .drop = account_dropped,
                                        .holds = account_holds,
                                        .merge = accounts_merged,
                                        .unmerge = accounts_unmerged };

/* ---- custom fields --------------------------------------------------------------------------------------------- */

static bool values_clear(const Writer *writer, const char *pattern, const char *key, Error *error)
{
    enum { STEP = 500 };
    int64_t after = 0;
    for (;;) {
        TicketFieldsWithRow *rows;
        size_t count;
        const char *rest, *folds;
        if (!ticket_fields_with(writer->db, writer->arena, pattern, after, STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!field_without(writer->arena, rows[i].fields, key, &rest, error) ||
                !field_without(writer->arena, rows[i].folds, key, &folds, error) ||
                !ticket_fields_set(writer->db, rows[i].id, rest, folds, error))
                return false;
        if (count < STEP)
            return true;
        after = rows[count - 1].id;
    }
}

const FieldHolder TICKET_FIELDS_HELD = { "ticket", values_clear, NULL, NULL };

/* ---- files and contents ---------------------------------------------------------------------------------------- */

static bool blob_held(Db *db, Arena *arena, int64_t blob_id, bool *held, Error *error)
{
    TicketMessageHoldsRow *row;
    if (!ticket_message_holds(db, arena, blob_id, &row, error))
        return false;
    *held = row->messages > 0;
    return true;
}

const BlobHolder TICKET_BLOBS = { blob_held };

/* A draft is its author's alone: its files are, too. */
static bool draft_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    TicketDraftRow *draft;
    TicketRow *ticket;
    if (!viewer->staff_id)
        return true;
    if (!ticket_draft_by_id(db, arena, id, viewer->staff_id, &draft, error))
        return false;
    if (!draft)
        return true;
    if (!ticket_read_standing(db, arena, draft->ticket_id, &ticket, error))
        return false;
    *holder = (FileHolder) { true, ticket->account_id.value, 0, { VISIBLE_TO_ME, draft->author_id } };
    return true;
}

static bool message_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    TicketMessageRow *row;
    TicketRow *ticket;
    if (!ticket_message_by_id(db, arena, id, viewer, &row, error))
        return false;
    if (!row)
        return draft_found(db, arena, id, viewer, holder, error);
    bool sent;
    if (!ticket_read(db, arena, row->ticket_id, &ticket, error) || !ticket_sent_has(db, arena, row->id, &sent, error))
        return false;
    *holder =
        (FileHolder) { true, ticket->account_id.value, row->contact_id.value, ticket_message_audience(row), sent };
    return true;
}

const FileSubject TICKET_FILES[] = { { "message", message_found }, { 0 } };

/* ---- search ---------------------------------------------------------------------------------------------------- */

/* One that was merged is found by its own words, and says where it is. */
static const char *beside_of(Arena *arena, const TicketSearchedRow *row)
{
    if (!row->merged_number.known)
        return row->account;
    return arena_format(arena, "→ #%lld%s%s", (long long)row->merged_number.value, row->account ? " · " : "",
                        row->account ? row->account : "");
}

static SearchDocument document_of(Arena *arena, const TicketSearchedRow *row)
{
    return (SearchDocument) { .id = row->id,
                              .account_id = row->account_id,
                              .at = row->created_at,
                              .needs = CIRCLE_SUPPORT,
                              .title = row->subject,
                              .text = arena_format(arena, "#%lld\n%s\n%s", (long long)row->number,
                                                   row->requester ? row->requester : "",
                                                   row->external_id ? row->external_id : ""),
                              .beside = beside_of(arena, row) };
}

static bool ticket_documents(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)
{
    TicketSearchedRow *rows;
    if (!ticket_searched(db, arena, ids, &rows, count, error))
        return false;
    *documents = arena_array(arena, *count + 1, sizeof **documents);
    for (size_t i = 0; i < *count; i++)
        (*documents)[i] = document_of(arena, &rows[i]);
    return true;
}

const SearchSource TICKET_SEARCH = { "ticket", ticket_documents, ticket_ids_after };
const SearchSource TICKET_MESSAGE_SEARCH = { "message", ticket_message_searched, ticket_message_ids_after };

/* ---- timeline -------------------------------------------------------------------------------------------------- */

/* That there is a ticket is told to everybody who sees the account, what it is about to the circle. */
static bool ticket_words(Db *db, Arena *arena, Ids ids, const Viewer *viewer, TimelineWords **words, size_t *count,
                         Error *error)
{
    *count = 0;
    *words = NULL;
    for (size_t i = 0; i < viewer->sees.count; i++)
        if (strcmp(viewer->sees.items[i], TICKET_CIRCLE) == 0)
            return ticket_subjects(db, arena, ids, words, count, error);
    return true;
}

const TimelineSource TICKET_TIMELINE[] = {
    { .subject = "ticket", .read_seen = ticket_words },
    { .subject = "message", .entered = "message.received", .read_seen = ticket_message_words },
    { 0 },
};
