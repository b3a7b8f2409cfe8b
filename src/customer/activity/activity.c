/*
 * Meetings and mails: stored, and what other modules get of them. Both are rows of one table; what differs is a row of
 * KINDS. Every write keeps the search up to date in its transaction.
 *
 * In order: the kinds; what fits; storing; accounts and persons; what files are attached to.
 */
#include "activity_engine.sql.h"

#include "customer/activity/activity_store.h"

#include "base/id.h"
#include "customer/contact/contact_words.h"

#include <string.h>

/* ---- the kinds ------------------------------------------------------------------------------------------------- */

const SearchSource MEETING_SEARCH = { "meeting", activity_searched, meeting_ids_after };
const SearchSource MAIL_SEARCH = { "mail", activity_searched, mail_ids_after };

static const ActivityKind KINDS[] = {
    { "meeting", "meeting.logged", "meeting.changed", "meeting.shared", "meeting.deleted", &MEETING_SEARCH },
    { "mail", "mail.logged", "mail.changed", "mail.shared", "mail.deleted", &MAIL_SEARCH },
    { 0 },
};

const ActivityKind *activity_kind(const char *name)
{
    for (const ActivityKind *kind = KINDS; kind->name; kind++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}

const TimelineSource ACTIVITY_TIMELINE[] = {
    { .subject = "meeting", .entered = "meeting.logged", .read_seen = activity_words },
    { .subject = "mail", .entered = "mail.logged", .read_seen = activity_words },
    { 0 },
};

Audience activity_audience(const ActivityRow *row)
{
    return (Audience) { row->visible_to, row->author_id.value };
}

/* All words that may mention somebody; NULL = it is not there. */
static const char *all_text(Arena *arena, const ActivityRow *row)
{
    return row ? arena_format(arena, "%s\n%s\n%s", row->title ? row->title : "", row->text ? row->text : "",
                              row->next_step ? row->next_step : "")
               : NULL;
}

bool activity_notices(const Writer *writer, const ActivityRow *before, const ActivityRow *after, Error *error)
{
    NoticeAbout about = { after->kind, after->id, after->account_id, activity_audience(after) };
    return notice_mentions(writer, &about, all_text(writer->arena, before), all_text(writer->arena, after), error);
}

/* ---- what fits ------------------------------------------------------------------------------------------------- */

static bool meeting_fits(const ActivityRow *row, Error *error)
{
    return !row->direction || fail(error, ERROR_INPUT, "direction", "a meeting has no direction");
}

/* An erasure may have left it without a subject: it can still be changed. */
static bool mail_fits(const ActivityRow *before, const ActivityRow *row, Error *error)
{
    if (row->minutes.known)
        return fail(error, ERROR_INPUT, "minutes", "an e-mail has no length in minutes");
    if (row->outcome)
        return fail(error, ERROR_INPUT, "outcome", "an e-mail has no outcome");
    return !text_is_empty(row->title) || (before && text_equal(before->title, row->title)) ||
           fail(error, ERROR_INPUT, "title", "an e-mail needs a subject");
}

bool activity_fits(const Writer *writer, const ActivityRow *before, const ActivityRow *row, Error *error)
{
    if (row->at > writer->now)
        return fail(error, ERROR_INPUT, "at", "a logged %s cannot be in the future", row->kind);
    return strcmp(row->kind, "mail") == 0 ? mail_fits(before, row, error) : meeting_fits(row, error);
}

static bool contains(Ids ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] == id)
            return true;
    return false;
}

bool activity_people_are_there(const Writer *writer, const ActivityPeople *people, Error *error)
{
    Ids there;
    for (size_t i = 0; i < people->contacts.count; i++)
        if (!contact_must_exist(writer->db, writer->arena, (OptInt) { people->contacts.items[i], true }, "contact_ids",
                                error))
            return false;
    if (!people->staff.count)
        return true;
    if (!activity_staff_there(writer->db, writer->arena, people->staff, &there, error))
        return false;
    for (size_t i = 0; i < people->staff.count; i++)
        if (!contains(there, people->staff.items[i]))
            return fail(error, ERROR_INPUT, "staff_ids", "staff member %lld not found",
                        (long long)people->staff.items[i]);
    return true;
}

/* ---- storing --------------------------------------------------------------------------------------------------- */

static bool contacts_set(const Writer *writer, int64_t id, Ids contacts, Error *error)
{
    if (!activity_contacts_clear(writer->db, id, error))
        return false;
    for (size_t i = 0; i < contacts.count; i++)
        if (!activity_contact_add(writer->db, id, contacts.items[i], error))
            return false;
    return true;
}

static bool staff_set(const Writer *writer, int64_t id, Ids staff, Error *error)
{
    if (!activity_staff_clear(writer->db, id, error))
        return false;
    for (size_t i = 0; i < staff.count; i++)
        if (!activity_staff_add(writer->db, id, staff.items[i], error))
            return false;
    return true;
}

bool activity_people_set(const Writer *writer, int64_t id, const ActivityPeople *people, Error *error)
{
    return (!people->contacts_given || contacts_set(writer, id, people->contacts, error)) &&
           (!people->staff_given || staff_set(writer, id, people->staff, error));
}

bool activity_add(const Writer *writer, ActivityRow *row, const ActivityPeople *people, Error *error)
{
    const ActivityKind *kind = activity_kind(row->kind);
    Audience audience = activity_audience(row);
    Writer then = *writer;
    then.now = row->at; /* it stands in the timeline when it was, not when it was written down */
    row->id = id_new();
    if (!activity_insert(writer->db, row, false, error) || !activity_people_set(writer, row->id, people, error) ||
        !activity_notices(writer, NULL, row, error) || !search_keep_one(writer->db, kind->search, row->id))
        return false;
    return writer_tell_some(&then, &audience, kind->logged, row->account_id,
                            people->contacts.count ? people->contacts.items[0] : 0, row->id, row, error);
}

bool activity_view(Db *db, Arena *arena, const ActivityRow *row, Activity *view, Error *error)
{
    view->row = *row;
    return activity_contacts(db, arena, row->id, &view->contact_ids, error) &&
           activity_colleagues(db, arena, row->id, &view->staff_ids, error);
}

/* ---- accounts and persons -------------------------------------------------------------------------------------- */

/* Their files go with those of the account's tasks and notes. */
static bool account_dropped(const Writer *writer, int64_t account_id, Error *error)
{
    return file_drop_account(writer, account_id, error) && notice_drop_account(writer, account_id, error) &&
           activity_contacts_drop(writer->db, account_id, error) &&
           activity_staff_drop(writer->db, account_id, error) && activity_drop(writer->db, account_id, error);
}

static bool kind_forget(const Writer *writer, const ActivityKind *kind, int64_t contact_id, Error *error)
{
    Ids ids;
    if (!activity_ids_of_contact(writer->db, writer->arena, contact_id, kind->name, &ids, error))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        if (!file_drop(writer, kind->name, ids.items[i], error))
            return false;
    return idempotency_forget(writer->db, ids, error) && search_keep(writer->db, kind->search, ids);
}

/* As with calls: the texts, what is attached, and the kept replies that have the texts. */
static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    for (const ActivityKind *kind = KINDS; kind->name; kind++)
        if (!kind_forget(writer, kind, contact_id, error))
            return false;
    return activity_forget(writer->db, contact_id, error) && activity_contact_leave(writer->db, contact_id, error);
}

/* Where both took part, one place is enough. */
static bool person_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    return activity_contact_move(writer->db, from, into, error) && activity_contact_leave(writer->db, from, error);
}

static bool person_file(Db *db, Arena *arena, int64_t contact_id, int64_t after, const Viewer *viewer, int64_t *file_id,
                        Error *error)
{
    ActivityFileAfterRow *row;
    if (!activity_file_after(db, arena, contact_id, after, viewer, &row, error))
        return false;
    *file_id = row ? row->id : 0;
    return true;
}

static bool account_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    ActivityHeldRow *held;
    if (!activity_held(db, arena, account_id, &held, error))
        return false;
    *what = held->activities ? "activities" : *what;
    return true;
}

static bool person_holds(Db *db, Arena *arena, int64_t contact_id, const char **what, Error *error)
{
    ActivityWithRow *held;
    if (!activity_with(db, arena, contact_id, &held, error))
        return false;
    *what = held->activities ? "activities" : *what;
    return true;
}

const AccountHolder ACTIVITY_HOLDER = { .name = "activity", .drop = account_dropped, .holds = account_holds };

/* The same columns once for each kind: where a text is searched hangs on it. */
static const ContactText TEXTS[] = {
    { &MEETING_TITLE_WORDS_EACH_STATEMENT, &ACTIVITY_TITLE_WORDS_SET_STATEMENT, &MEETING_SEARCH },
    { &MEETING_WORDS_EACH_STATEMENT, &ACTIVITY_WORDS_SET_STATEMENT, &MEETING_SEARCH },
    { &MEETING_STEP_WORDS_EACH_STATEMENT, &ACTIVITY_STEP_WORDS_SET_STATEMENT, &MEETING_SEARCH },
    { &MAIL_TITLE_WORDS_EACH_STATEMENT, &ACTIVITY_TITLE_WORDS_SET_STATEMENT, &MAIL_SEARCH },
    { &MAIL_WORDS_EACH_STATEMENT, &ACTIVITY_WORDS_SET_STATEMENT, &MAIL_SEARCH },
    { &MAIL_STEP_WORDS_EACH_STATEMENT, &ACTIVITY_STEP_WORDS_SET_STATEMENT, &MAIL_SEARCH },
    { 0 },
};

static const ContactList PERSON_LISTS[] = { { "activities", &ACTIVITY_OF_CONTACT_STATEMENT },
                                            { "activities_kept_back", &ACTIVITY_KEPT_BACK_STATEMENT },
                                            { 0 } };
const ContactHolder ACTIVITY_CONTACTS = { .name = "activity",
                                          .forget = person_forget,
                                          .holds = person_holds,
                                          .lists = PERSON_LISTS,
                                          .merge = person_merge,
                                          .next_file = person_file,
                                          .texts = TEXTS };

/* ---- what files are attached to -------------------------------------------------------------------------------- */

static bool found_of(Db *db, Arena *arena, const char *kind, int64_t id, const Viewer *viewer, FileHolder *holder,
                     Error *error)
{
    ActivityRow *row;
    Ids contacts;
    if (!activity_by_id(db, arena, id, viewer, &row, error))
        return false;
    if (!row || strcmp(row->kind, kind) != 0)
        return true;
    if (!activity_contacts(db, arena, id, &contacts, error))
        return false;
    *holder = (FileHolder) { true, row->account_id, contacts.count ? contacts.items[0] : 0, activity_audience(row) };
    return true;
}

static bool meeting_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    return found_of(db, arena, "meeting", id, viewer, holder, error);
}

static bool mail_found(Db *db, Arena *arena, int64_t id, const Viewer *viewer, FileHolder *holder, Error *error)
{
    return found_of(db, arena, "mail", id, viewer, holder, error);
}

const FileSubject ACTIVITY_FILES[] = { { "meeting", meeting_found }, { "mail", mail_found }, { 0 } };
