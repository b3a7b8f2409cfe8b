/*
 * How often a person's name is written in what modules have searched. An erasure does not replace names: they are
 * words, and have other bearers. So who erases is told first, and can look at each.
 */
#include "customer/contact/contact_store.h"
#include "house/search/token.h"
#include "jobs/module.h"

#include <string.h>

enum { COUNT_MAX = 200 };

typedef struct {
    const char *kind;
    int64_t count;
    bool more;
} Mention;
static const Field MENTION_FIELDS[] = { SHAPE_FIELD(Mention, kind, FIELD_TEXT),
                                        SHAPE_FIELD(Mention, count, FIELD_INT),
                                        SHAPE_FIELD(Mention, more, FIELD_FLAG),
                                        { 0 } };
static const Shape MENTION = { "ContactMention", sizeof(Mention), MENTION_FIELDS };

typedef struct {
    const char *name;
    List mentions;
} Mentions;
static const Field MENTIONS_FIELDS[] = { SHAPE_OPT(Mentions, name, FIELD_TEXT),
                                         SHAPE_FIELD(Mentions, mentions, FIELD_LIST, .shape = &MENTION),
                                         { 0 } };
static const Shape MENTIONS = { "ContactMentions", sizeof(Mentions), MENTIONS_FIELDS };

static bool source_count(Request *request, const SearchSource *source, const char *name, Mention *mention, Error *error)
{
    SearchAsked asked = { .source = source,
                          .words = terms_first(request->arena, name),
                          .rights = request->caller->rights,
                          .staff_id = request_staff(request),
                          .most = COUNT_MAX };
    mention->kind = source->kind;
    return search_count(request->db, request->arena, &asked, &mention->count, &mention->more, error);
}

/* Once for each kind of thing, whose columns stand beside each other in the module's list. */
static bool holder_count(Request *request, const ContactHolder *holder, const char *name, Mention *mentions,
                         size_t *count, Error *error)
{
    const SearchSource *last = NULL;
    for (const ContactText *column = holder->texts; column && column->each; column++) {
        const SearchSource *source = column->search;
        if (!source || source == last)
            continue;
        last = source;
        if (!source_count(request, source, name, &mentions[*count], error))
            return false;
        *count += mentions[*count].count > 0;
    }
    return true;
}

static size_t columns_count(void)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ContactText *column = (*at)->persons ? (*at)->persons->texts : NULL; column && column->each;
             column++)
            count++;
    return count;
}

static bool mentions_get(Request *request, Error *error)
{
    ContactRow *row;
    size_t count = 0;
    if (!contact_still(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "contact %lld not found", (long long)request->path_id[0]);
    Mention *mentions = arena_array(request->arena, columns_count() + 1, sizeof *mentions);
    for (const Module *const *at = modules_used(); *at && !text_is_empty(row->name); at++)
        if ((*at)->persons && !holder_count(request, (*at)->persons, row->name, mentions, &count, error))
            return false;
    return reply_row(request, 200, &MENTIONS, &(Mentions) { row->name, { count, mentions } });
}

const Route CONTACT_MENTION_ROUTES[] = {
    { GET, "/api/v1/contacts/{id}/mentions", mentions_get, RIGHT_ADMIN,
      "Count the notes, tasks, calls, meetings and e-mails that mention a person's name, which an erasure leaves",
      .gives = &MENTIONS },
    { 0 },
};
