/*
 * Tickets and messages as the API shows them: tags and recipients as lists, files, what the caller follows. Several at
 * a time, with one statement for each kind of thing.
 */
#include "support/ticket/ticket_link.h"

#include "base/id.h"
#include "base/json.h"
#include "base/texts.h"
#include "jobs/module.h"

#include <string.h>

/* ---- tickets --------------------------------------------------------------------------------------------------- */

/* Those that were merged into each. */
static bool merged_mark(Db *db, Arena *arena, Ids ids, Ticket *shown, Error *error)
{
    TicketMergedRow *rows;
    size_t found;
    if (!ids.count || !ticket_merged_among(db, arena, ids, &rows, &found, error))
        return !ids.count;
    for (size_t i = 0; i < ids.count; i++) {
        TicketMergedRow *own = arena_array(arena, found + 1, sizeof *own);
        size_t count = 0;
        for (size_t j = 0; j < found; j++)
            if (rows[j].into_id == ids.items[i])
                own[count++] = rows[j];
        shown[i].merged = (List) { count, own };
    }
    return true;
}

static bool children_mark(Db *db, Arena *arena, Ids ids, Ticket *shown, Error *error)
{
    TicketChildrenOfRow *rows;
    size_t found;
    if (!ticket_children_count(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        for (size_t j = 0; j < found; j++)
            if (rows[j].parent_id == ids.items[i]) {
                shown[i].children = rows[j].children;
                shown[i].open_children = rows[j].open_children;
            }
    return true;
}

bool tickets_shown(Db *db, Arena *arena, const TicketRow *rows, size_t count, int64_t staff_id, Ticket **shown,
                   Error *error)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    Ids followed;
    *shown = arena_array(arena, count + 1, sizeof **shown);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    if (!ticket_followed(db, arena, (Ids) { count, ids }, staff_id, &followed, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        (*shown)[i] = (Ticket) { .row = rows[i], .following = ids_has(followed, rows[i].id) };
        if (!texts_parse(arena, rows[i].tag_list, &(*shown)[i].tags, error))
            return false;
    }
    Ids shown_ids = { count, ids };
    return merged_mark(db, arena, shown_ids, *shown, error) && children_mark(db, arena, shown_ids, *shown, error);
}

bool ticket_reply(Request *request, int status, int64_t id, Error *error)
{
    TicketRow *row;
    Ticket *shown;
    return ticket_read(request->db, request->arena, id, &row, error) &&
           tickets_shown(request->db, request->arena, row, 1, request_staff(request), &shown, error) &&
           reply_row(request, status, &TICKET, shown);
}

/* ---- recipients and folds -------------------------------------------------------------------------------------- */

static const Field FOLD_FIELDS[] = {
    SHAPE_FIELD(TicketFold, kind, FIELD_TEXT, .choices = "own|quote|signature"),
    SHAPE_FIELD(TicketFold, from, FIELD_INT, .about = "Characters from the start of the text"),
    SHAPE_FIELD(TicketFold, size, FIELD_INT),
    { 0 },
};
static const Shape FOLD = { "TicketFold", sizeof(TicketFold), FOLD_FIELDS };

/* A JSON array of structs; the shapes of what is stored are those of what is shown. */
static bool list_read(Arena *arena, const char *json, const Shape *shape, List *list, Error *error)
{
    const Json *array;
    size_t count = 0;
    if (!json_parse(arena, json, strlen(json), &array, error))
        return false;
    char *items = arena_array(arena, json_count(array) + 1, shape->size);
    for (const Json *at = json_first(array); at; at = json_next(at))
        if (!shape_read(arena, at, shape, items + shape->size * count++, error))
            return false;
    *list = (List) { count, items };
    return true;
}

static const char *list_print(Arena *arena, const Shape *shape, List list)
{
    Text json = text_new(arena);
    const char *items = list.items;
    text_char(&json, '[');
    for (size_t i = 0; i < list.count; i++) {
        text_add(&json, i ? "," : "");
        shape_write_known(&json, shape, items + shape->size * i);
    }
    text_char(&json, ']');
    return text_string(&json);
}

bool ticket_recipients_read(Arena *arena, const char *json, List *recipients, Error *error)
{
    return list_read(arena, json, &TICKET_RECIPIENT, recipients, error);
}

const char *ticket_recipients_print(Arena *arena, List recipients)
{
    return list_print(arena, &TICKET_RECIPIENT, recipients);
}

bool ticket_folds_read(Arena *arena, const char *json, const char *text, List *folds, Error *error)
{
    int64_t size = 0;
    *folds = (List) { 0 };
    if (!json)
        return true;
    if (!list_read(arena, json, &FOLD, folds, error))
        return false;
    const TicketFold *items = folds->items;
    for (size_t i = 0; i < folds->count; i++)
        size += items[i].size;
    if (size != (int64_t)text_characters(text))
        *folds = (List) { 0 };
    return true;
}

const char *ticket_folds_print(Arena *arena, List folds)
{
    return list_print(arena, &FOLD, folds);
}

/* ---- messages -------------------------------------------------------------------------------------------------- */

static const Field MESSAGE_FIELDS[] = {
    SHAPE_AT(TicketMessage, row, id, FIELD_ID),
    SHAPE_AT(TicketMessage, row, ticket_id, FIELD_ID),
    SHAPE_AT(TicketMessage, row, at, FIELD_TIME),
    SHAPE_AT(TicketMessage, row, kind, FIELD_TEXT, .choices = "customer|reply|note"),
    SHAPE_AT(TicketMessage, row, author_id, FIELD_ID, .optional = true),
    SHAPE_AT(TicketMessage, row, author, FIELD_TEXT, .optional = true),
    SHAPE_AT(TicketMessage, row, contact_id, FIELD_ID, .optional = true),
    SHAPE_AT(TicketMessage, row, contact, FIELD_TEXT, .optional = true),
    SHAPE_AT(TicketMessage, row, sender_name, FIELD_TEXT, .optional = true),
    SHAPE_AT(TicketMessage, row, sender_address, FIELD_TEXT, .optional = true),
    SHAPE_AT(TicketMessage, row, text, FIELD_TEXT),
    SHAPE_FIELD(TicketMessage, has_html, FIELD_FLAG),
    SHAPE_FIELD(TicketMessage, has_source, FIELD_FLAG, .about = "Its e-mail is kept as it came"),
    SHAPE_AT(TicketMessage, row, channel, FIELD_TEXT),
    SHAPE_FIELD(TicketMessage, recipients, FIELD_LIST, .shape = &TICKET_RECIPIENT),
    SHAPE_AT(TicketMessage, row, visible_to, FIELD_TEXT, .optional = true, .choices = VISIBLE_TO),
    SHAPE_FIELD(TicketMessage, files, FIELD_LIST, .shape = &FILE_SHAPE),
    SHAPE_FIELD(TicketMessage, folds, FIELD_LIST, .shape = &FOLD),
    SHAPE_AT(TicketMessage, row, automatic, FIELD_TEXT, .optional = true,
             .choices = "reply|generated|list|bulk|bounce|own"),
    SHAPE_AT(TicketMessage, row, caution, FIELD_TEXT, .optional = true, .choices = "staff_address"),
    SHAPE_AT(TicketMessage, row, origin_id, FIELD_ID, .optional = true,
             .about = "The ticket that it was written to, where a merge or a split moved it since"),
    SHAPE_AT(TicketMessage, row, origin_number, FIELD_INT, .optional = true),
    { 0 },
};
const Shape TICKET_MESSAGE = { "TicketMessage", sizeof(TicketMessage), MESSAGE_FIELDS };

typedef struct {
    File *files;
    int64_t *things;
    size_t count;
} Attached;

static List attached_to(Arena *arena, const Attached *attached, int64_t id)
{
    File *items = arena_array(arena, FILES_OF_ONE_MAX + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < attached->count && count < FILES_OF_ONE_MAX; i++)
        if (attached->things[i] == id)
            items[count++] = attached->files[i];
    return (List) { count, items };
}

/* Each channel keeps its own sources. */
static bool sources_mark(Db *db, Arena *arena, Ids ids, TicketMessage *shown, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++) {
        Ids kept;
        if (!(*at)->tickets || !(*at)->tickets->sources)
            continue;
        if (!(*at)->tickets->sources(db, arena, ids, &kept, error))
            return false;
        for (size_t i = 0; i < ids.count; i++)
            shown[i].has_source = shown[i].has_source || ids_has(kept, ids.items[i]);
    }
    return true;
}

bool ticket_messages_shown(Db *db, Arena *arena, const TicketMessageRow *rows, size_t count, TicketMessage **shown,
                           Error *error)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    Attached attached = { 0 };
    *shown = arena_array(arena, count + 1, sizeof **shown);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    if (!files_of(db, arena, "message", (Ids) { count, ids }, &attached.files, &attached.things, &attached.count,
                  error))
        return false;
    for (size_t i = 0; i < count; i++) {
        TicketMessage *message = &(*shown)[i];
        *message = (TicketMessage) { .row = rows[i],
                                     .has_html = rows[i].html_blob_id.known,
                                     .files = attached_to(arena, &attached, rows[i].id) };
        if (!ticket_recipients_read(arena, rows[i].recipients, &message->recipients, error) ||
            !ticket_folds_read(arena, rows[i].fold_list, rows[i].text, &message->folds, error))
            return false;
    }
    return sources_mark(db, arena, (Ids) { count, ids }, *shown, error);
}
