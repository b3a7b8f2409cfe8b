/*
 * Saved views: what they ask about, whether it may be asked, and how they are shown to somebody who may see less than
 * their owner. A filter is read each time for the one who asks; nothing of it is worked out when it is saved, because
 * fields and areas change later.
 */
#include "customer/view/view_store.h"

#include "base/texts.h"
#include "customer/account/account_list.h"
#include "customer/contact/contact_words.h"
#include "house/field/field_attribute.h"
#include "jobs/module.h"

#include <string.h>

static const Subject *subject_named(const char *name)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const Subject *const *subject = (*at)->subjects; subject && *subject; subject++)
            if (strcmp((*subject)->name, name) == 0)
                return *subject;
    return NULL;
}

bool view_of(const Request *request, const char *subject, ConditionOf *of, Error *error)
{
    Services *services = request->services;
    *of = (ConditionOf) { .subject = subject_named(subject),
                          .engine = services->engine,
                          .db = request->db,
                          .source = CONDITION_KEPT,
                          .sees = request->caller->rights,
                          .today = zone_day(atomic_load(&services->zone), request->now),
                          .now = request->now };
    return !of->subject || field_attributes(request->db, request->arena, of->subject, &of->fields, error);
}

bool views_of(const Request *request, SavedViewRow **rows, size_t *count, Error *error)
{
    Viewer viewer = request_viewer(request);
    return saved_views(request->db, request->arena, request_staff(request), &viewer, rows, count, error);
}

/* ---- what may be asked ----------------------------------------------------------------------------------------- */

static bool sort_is_known(const Request *request, const Subject *subject, const char *sort, Error *error)
{
    unsigned circles;
    if (!sort)
        return true;
    if (!subject)
        return accounts_sort(request, sort, &circles, error) && request_sees(request, circles, "sort", error);
    for (const SubjectSort *at = subject->sorts; at->name; at++)
        if (strcmp(at->name, sort + (*sort == '-')) == 0)
            return true;
    return fail(error, ERROR_INPUT, "sort", "cannot sort by \"%.60s\"", sort);
}

bool view_is_valid(const Request *request, const SavedViewRow *row, Error *error)
{
    const Condition *filter;
    ConditionOf of;
    return view_of(request, row->subject, &of, error) &&
           (!row->filter || condition_parse_text(request->arena, &of, row->filter, "filter", &filter, error)) &&
           sort_is_known(request, of.subject, row->sort, error);
}

/* ---- as it is shown -------------------------------------------------------------------------------------------- */

static bool keys_of(const Request *request, const char *object, Texts *keys, Error *error)
{
    FieldsDefined fields;
    if (!fields_read(request->db, request->arena, object, &fields, error))
        return false;
    const char **items = arena_array(request->arena, fields.count + 1, sizeof *items);
    for (size_t i = 0; i < fields.count; i++)
        items[i] = fields.items[i].key;
    *keys = (Texts) { fields.count, items };
    return true;
}

static bool missing_of(const Request *request, const Condition *filter, SavedView *shown, Error *error)
{
    Texts own, accounts;
    if (!keys_of(request, shown->row.subject, &own, error) || !keys_of(request, "account", &accounts, error))
        return false;
    shown->missing = condition_missing(request->arena, filter, own, accounts);
    return true;
}

/* Of a filter that cannot be read nobody can say which areas it asks for, so nobody is told it. */
static bool filter_shown(const Request *request, ConditionOf of, SavedView *shown, Error *error)
{
    const Condition *filter;
    of.source = CONDITION_STORED;
    if (!shown->row.filter)
        return true;
    if (!condition_parse_text(request->arena, &of, shown->row.filter, "filter", &filter, error)) {
        *error = (Error) { 0 };
        shown->unreadable = true;
        shown->row.filter = NULL;
        return true;
    }
    unsigned others = condition_circles(filter) & ~request->caller->rights;
    shown->withheld = circle_name(others);
    if (!others)
        return missing_of(request, filter, shown, error);
    shown->row.filter = NULL;
    return true;
}

bool view_shown(const Request *request, const SavedViewRow *row, SavedView *shown, Error *error)
{
    ConditionOf of;
    *shown = (SavedView) { .row = *row, .shared = !row->visible_to };
    if (!view_of(request, row->subject, &of, error) || !filter_shown(request, of, shown, error))
        return false;
    if (shown->withheld || shown->unreadable)
        shown->row.q = NULL;
    if (!sort_is_known(request, of.subject, row->sort, error)) {
        *error = (Error) { 0 };
        shown->row.sort = NULL;
    }
    return texts_parse(request->arena, row->columns, &shown->columns, error);
}

/* ---- who goes -------------------------------------------------------------------------------------------------- */

bool views_pass_on(const Writer *writer, int64_t staff_id, Error *error)
{
    return saved_view_drop_own(writer->db, staff_id, error) && saved_view_pass_on(writer->db, staff_id, error);
}

static const ContactText TEXTS[] = {
    { &SAVED_VIEW_NAME_WORDS_EACH_STATEMENT, &SAVED_VIEW_NAME_WORDS_SET_STATEMENT, NULL },
    { &SAVED_VIEW_Q_WORDS_EACH_STATEMENT, &SAVED_VIEW_Q_WORDS_SET_STATEMENT, NULL },
    { &SAVED_VIEW_FILTER_WORDS_EACH_STATEMENT, &SAVED_VIEW_FILTER_WORDS_SET_STATEMENT, NULL, .json = true },
    { 0 },
};

const ContactHolder VIEW_CONTACTS = { .name = "view", .texts = TEXTS };
