/* Inside the module: links between tickets. Units: times in ms. Errors: INPUT for a ticket linked with itself, and for
 * a loop; CONFLICT for a link that is there. Forgets a person: holds ids. */
#ifndef BANSO_TICKET_TICKET_LINK_H
#define BANSO_TICKET_TICKET_LINK_H

#include "ticket_link.sql.h"

#include "support/ticket/ticket_store.h"

/* As rows name them. */
#define LINK_RELATED "related"
#define LINK_CHILD   "child" /* `to` stands below `from` */
#define LINK_SPLIT   "split" /* `to` was made of messages of `from` */
/* What the other ticket is to this one; "related" and "child" as above. */
#define LINKED_PARENT "parent"

/* `kind`: what the other is to the ticket. */
bool ticket_link_make(const Writer *writer, const TicketRow *ticket, const TicketRow *other, const char *kind,
                      int64_t *id, Error *error);
bool ticket_link_tell(const Writer *writer, const char *what, const TicketRow *ticket, const TicketRow *other,
                      const char *kind, Error *error);
/* Of those that have any. */
bool ticket_children_count(Db *db, Arena *arena, Ids tickets, TicketChildrenOfRow **rows, size_t *count, Error *error);

#endif
