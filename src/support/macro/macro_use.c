/* Macros where they are used: filled for a ticket, and a look at one that is being written. */
#include "base/texts.h"
#include "http/route.h"
#include "support/macro/macro_store.h"

#include <string.h>

static bool values_of(Request *request, int64_t ticket_id, MacroValues *values, Error *error)
{
    MacroTicketRow *ticket;
    if (!macro_ticket(request->db, request->arena, ticket_id, &ticket, error))
        return false;
    if (!ticket)
        return fail(error, ERROR_INPUT, "ticket_id", "ticket %lld not found", (long long)ticket_id);
    *values =
        (MacroValues) { ticket->requester, ticket->account, ticket->subject, request->caller->name, ticket->number };
    return true;
}

static bool is_japanese(const char *language)
{
    return language && strcmp(language, "ja") == 0;
}

/* ---- using ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t ticket_id;
    const char *language;
} MacroUse;
static const Field MACRO_USE_FIELDS[] = {
    SHAPE_FIELD(MacroUse, ticket_id, FIELD_ID),
    SHAPE_OPT(MacroUse, language, FIELD_TEXT, .choices = "en|ja",
              .about = "Of the text; where there is none in it, the other one is given. Without it: en"),
    { 0 },
};
static const Shape MACRO_USE = { "MacroUse", sizeof(MacroUse), MACRO_USE_FIELDS };

typedef struct {
    const char *kind, *text, *type, *priority;
    OptInt status_id, takes;
    Texts tags, missing;
} MacroUsed;
static const Field MACRO_USED_FIELDS[] = {
    SHAPE_FIELD(MacroUsed, kind, FIELD_TEXT, .choices = "reply|note"),
    SHAPE_OPT(MacroUsed, text, FIELD_TEXT),
    SHAPE_OPT(MacroUsed, status_id, FIELD_ID),
    SHAPE_OPT(MacroUsed, type, FIELD_TEXT, .choices = "question|problem|request|refund"),
    SHAPE_OPT(MacroUsed, priority, FIELD_TEXT, .choices = "low|normal|high|urgent"),
    SHAPE_OPT(MacroUsed, takes, FIELD_FLAG),
    SHAPE_FIELD(MacroUsed, tags, FIELD_TEXTS),
    SHAPE_FIELD(MacroUsed, missing, FIELD_TEXTS, .about = "Placeholders of the text for which the ticket has no value"),
    { 0 },
};
static const Shape MACRO_USED = { "MacroUsed", sizeof(MacroUsed), MACRO_USED_FIELDS };

static bool macro_use(Request *request, Error *error)
{
    const MacroUse *in = request->input;
    MacroValues values;
    MacroRow *row;
    if (!macro_find(request, request->path_id[0], &row, error) || !values_of(request, in->ticket_id, &values, error))
        return false;
    const char *text = macro_text_in(row, is_japanese(in->language));
    MacroUsed used = { .kind = row->kind,
                       .type = row->type,
                       .priority = row->priority,
                       .status_id = row->status_id,
                       .takes = row->takes };
    return (!text || macro_fill(request->arena, text, &values, &used.text, &used.missing, error)) &&
           texts_parse(request->arena, row->tag_list, &used.tags, error) &&
           macro_used(request->db, row->id, request->now, error) && reply_row(request, 200, &MACRO_USED, &used);
}

typedef struct {
    const char *text;
    Texts missing;
} MacroSeen;
static const Field MACRO_SEEN_FIELDS[] = {
    SHAPE_FIELD(MacroSeen, text, FIELD_TEXT),
    SHAPE_FIELD(MacroSeen, missing, FIELD_TEXTS),
    { 0 },
};
static const Shape MACRO_SEEN = { "MacroSeen", sizeof(MacroSeen), MACRO_SEEN_FIELDS };

/* ---- a look ---------------------------------------------------------------------------------------------------- */

/* What it would write, which counts as no use. */
static bool macro_see(Request *request, Error *error)
{
    const MacroUse *in = request->query;
    MacroValues values;
    MacroSeen seen = { .text = "" };
    MacroRow *row;
    if (!macro_find(request, request->path_id[0], &row, error) || !values_of(request, in->ticket_id, &values, error))
        return false;
    const char *text = macro_text_in(row, is_japanese(in->language));
    return (!text || macro_fill(request->arena, text, &values, &seen.text, &seen.missing, error)) &&
           reply_row(request, 200, &MACRO_SEEN, &seen);
}

/* ---- a look at one that is being written ----------------------------------------------------------------------- */

typedef struct {
    const char *text, *language;
    OptInt ticket_id;
} MacroLook;
static const Field MACRO_LOOK_FIELDS[] = {
    SHAPE_FIELD(MacroLook, text, FIELD_TEXT, .max = 50000),
    SHAPE_OPT(MacroLook, language, FIELD_TEXT, .choices = "en|ja"),
    SHAPE_OPT(MacroLook, ticket_id, FIELD_ID, .about = "Without a ticket, of a request as one might be"),
    { 0 },
};
static const Shape MACRO_LOOK = { "MacroLook", sizeof(MacroLook), MACRO_LOOK_FIELDS };

static bool macro_look(Request *request, Error *error)
{
    const MacroLook *in = request->input;
    MacroValues values = macro_sample(is_japanese(in->language), request->caller->name);
    MacroSeen seen = { 0 };
    return (!in->ticket_id.known || values_of(request, in->ticket_id.value, &values, error)) &&
           macro_fill(request->arena, in->text, &values, &seen.text, &seen.missing, error) &&
           reply_row(request, 200, &MACRO_SEEN, &seen);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MACRO_USE_ROUTES[] = {
    { POST, "/api/v1/macros/{id}/use", macro_use, RIGHT_ACT,
      "Fill a macro for a ticket; the text and what it sets are given, nothing is written", .takes = &MACRO_USE,
      .gives = &MACRO_USED, OF_SUPPORT },
    { GET, "/api/v1/macros/{id}/preview", macro_see, RIGHT_VIEW, "Look at what a macro would write on a ticket",
      .asks = &MACRO_USE, .gives = &MACRO_SEEN, OF_SUPPORT },
    { POST, "/api/v1/macros/preview", macro_look, RIGHT_VIEW, "Fill a text with placeholders, for a look at it",
      .takes = &MACRO_LOOK, .gives = &MACRO_SEEN, OF_SUPPORT },
    { 0 },
};
