/*
 * Links between tickets: what they say, and who hears of it. A link names the tickets that it was made of; where one of
 * them was merged it is read where that one is, so merging and its undo touch no link.
 */
#include "support/ticket/ticket_link.h"
#include "base/id.h"
#include "base/reason.h"

#include <string.h>

bool ticket_children_count(Db *db, Arena *arena, Ids tickets, TicketChildrenOfRow **rows, size_t *count, Error *error)
{
    *count = 0;
    return !tickets.count || ticket_children_of(db, arena, tickets, rows, count, error);
}

/* ---- who hears of it ------------------------------------------------------------------------------------------- */

static bool parent_tell(const Writer *writer, const TicketRow *parent, Error *error)
{
    NoticeAbout about = ticket_about(parent);
    TicketChildrenOfRow *rows;
    size_t count;
    int64_t id = parent->id;
    if (!parent->assignee_id.known || ticket_is_done(ticket_state_named(parent->state)))
        return true;
    if (!ticket_children_count(writer->db, writer->arena, (Ids) { 1, &id }, &rows, &count, error))
        return false;
    return (count && rows[0].open_children) ||
           notice_give(writer, &about, NOTICE_TICKET_CHILDREN, parent->assignee_id.value, error);
}

bool ticket_parents_tell(const Writer *writer, int64_t ticket_id, Error *error)
{
    TicketRow *parent;
    Ids parents;
    if (!ticket_parents_of(writer->db, writer->arena, ticket_id, &parents, error))
        return false;
    for (size_t i = 0; i < parents.count; i++)
        if (!ticket_by_id(writer->db, writer->arena, parents.items[i], &parent, error) ||
            (parent && !parent_tell(writer, parent, error)))
            return false;
    return true;
}

/* ---- linking --------------------------------------------------------------------------------------------------- */

static bool is_linked(const Writer *writer, const TicketRow *ticket, const TicketRow *other, const char *kind,
                      bool *linked, Error *error)
{
    TicketLinkedRow *rows;
    size_t count;
    *linked = false;
    if (!ticket_links_of(writer->db, writer->arena, ticket->id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].ticket_id == other->id && strcmp(rows[i].kind, kind) == 0)
            *linked = true;
    return true;
}

/* A ticket never waits for itself, by whatever way. */
static bool no_loop(const Writer *writer, const TicketLinkRow *link, Error *error)
{
    TicketStandsBelowRow *below;
    if (strcmp(link->kind, LINK_CHILD) != 0)
        return true;
    return ticket_stands_below(writer->db, writer->arena, link->from_id, link->to_id, 0, &below, error) &&
           (!below->ways || refuse(error, "ticket_id", REASON_TICKET_LOOP, NULL, NULL));
}

static TicketLinkRow link_of(const Writer *writer, const TicketRow *ticket, const TicketRow *other, const char *kind)
{
    bool above = strcmp(kind, LINKED_PARENT) == 0;
    return (TicketLinkRow) { .id = id_new(),
                             .kind = strcmp(kind, LINK_RELATED) == 0 ? LINK_RELATED : LINK_CHILD,
                             .from_id = above ? other->id : ticket->id,
                             .to_id = above ? ticket->id : other->id,
                             .created_at = writer->now };
}

bool ticket_link_tell(const Writer *writer, const char *what, const TicketRow *ticket, const TicketRow *other,
                      const char *kind, Error *error)
{
    TicketLinkedRow told = { .kind = kind, .ticket_id = other->id, .number = other->number };
    return writer_tell(writer, what, ticket->account_id.value, ticket->requester_id.value, ticket->id, &told, error);
}

bool ticket_link_make(const Writer *writer, const TicketRow *ticket, const TicketRow *other, const char *kind,
                      int64_t *id, Error *error)
{
    TicketLinkRow link = link_of(writer, ticket, other, kind);
    bool linked;
    if (ticket->id == other->id)
        return refuse(error, "ticket_id", REASON_OWN_TICKET, NULL, NULL);
    if (!ticket_stands(writer->arena, other, "ticket_id", error) ||
        !is_linked(writer, ticket, other, kind, &linked, error))
        return false;
    if (linked)
        return refuse(error, "ticket_id", REASON_LINKED, NULL, NULL);
    *id = link.id;
    return no_loop(writer, &link, error) && ticket_link_insert(writer->db, &link, error) &&
           ticket_link_tell(writer, "ticket.linked", ticket, other, kind, error);
}
