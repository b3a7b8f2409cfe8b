/*
 * The row of a ticket: what it may name, how it is stored, and the facts of its changes. One function stores, whoever
 * changes it: a person, a message, an import, an undo. So history, search, files, notices and the engine's columns
 * follow on every road.
 *
 * In order: small things; what it names; status and times; storing; facts; going.
 */
#include "support/ticket/ticket_store.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/reason.h"
#include "base/texts.h"
#include "house/field/field_attribute.h"
#include "http/edit.h"
#include "jobs/module.h"

#include <string.h>

/* ---- small things ---------------------------------------------------------------------------------------------- */

OptInt ticket_or_unset(int64_t id)
{
    return (OptInt) { id, id != 0 };
}

Audience ticket_audience(void)
{
    return (Audience) { .visible_to = TICKET_CIRCLE };
}

NoticeAbout ticket_about(const TicketRow *row)
{
    return (NoticeAbout) { "ticket", row->id, row->account_id.value, ticket_audience() };
}

bool ticket_read(Db *db, Arena *arena, int64_t id, TicketRow **row, Error *error)
{
    return ticket_by_id(db, arena, id, row, error) &&
           (*row || fail(error, ERROR_MISSING, NULL, "ticket %lld not found", (long long)id));
}

bool ticket_read_standing(Db *db, Arena *arena, int64_t id, TicketRow **row, Error *error)
{
    return ticket_read(db, arena, id, row, error) &&
           (!(*row)->merged_into.known || ticket_read(db, arena, (*row)->merged_into.value, row, error));
}

bool ticket_stands(Arena *arena, const TicketRow *row, const char *field, Error *error)
{
    return !row->merged_into.known || refuse(error, field, REASON_TICKET_MERGED,
                                             arena_format(arena, "#%lld", (long long)row->merged_number.value), NULL);
}

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* What a condition takes as a word of SQL's REPLACE, and what a list in a cell cannot hold. */
static bool tag_is_plain(const char *tag)
{
    return !strpbrk(tag, "\"\\,");
}

static bool is_among(const char *const *items, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i], text) == 0)
            return true;
    return false;
}

bool ticket_tags_print(Arena *arena, Texts tags, const char *field, const char **json, Error *error)
{
    enum { TAG_MAX = 60 };
    const char **kept = arena_array(arena, tags.count + 1, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < tags.count; i++) {
        const char *tag = text_trim(arena, tags.items[i]);
        if (text_is_empty(tag) || is_among(kept, count, tag))
            continue;
        if (text_characters(tag) > TAG_MAX || !tag_is_plain(tag))
            return fail(error, ERROR_INPUT, field, "a tag has at most %d characters, and no quote, comma or backslash",
                        TAG_MAX);
        kept[count++] = tag;
    }
    *json = texts_print(arena, (Texts) { count, kept });
    return true;
}

/* ---- what it names --------------------------------------------------------------------------------------------- */

static bool account_is_there(const Writer *writer, TicketRow *row, Error *error)
{
    TicketAccountNameRow *account;
    row->account = NULL;
    if (!row->account_id.known)
        return true;
    if (!ticket_account_name(writer->db, writer->arena, row->account_id.value, &account, error))
        return false;
    if (!account)
        return fail(error, ERROR_INPUT, "account_id", "account %lld not found", (long long)row->account_id.value);
    row->account = account->name;
    return true;
}

/* Who neither sees tickets nor may answer would have one that nobody works on. */
static bool works_here(const Writer *writer, const TicketStaffNameRow *person, bool *works, Error *error)
{
    unsigned sees;
    if (!circles_parse(writer->arena, person->circles, &sees, error))
        return false;
    *works = (sees & CIRCLE_SUPPORT) && strcmp(person->role, "viewer") != 0;
    return true;
}

bool ticket_may_have(const Writer *writer, int64_t staff_id, bool *may, Error *error)
{
    TicketStaffNameRow *person;
    *may = false;
    return ticket_staff_name(writer->db, writer->arena, staff_id, &person, error) &&
           (!person || !person->active || works_here(writer, person, may, error));
}

static bool assignee_is_there(const Writer *writer, const TicketRow *before, TicketRow *row, Error *error)
{
    TicketStaffNameRow *person;
    row->assignee = NULL;
    if (!row->assignee_id.known)
        return true;
    if (!ticket_staff_name(writer->db, writer->arena, row->assignee_id.value, &person, error))
        return false;
    bool stays = before && same(before->assignee_id, row->assignee_id);
    if (!person || (!person->active && !stays))
        return fail(error, ERROR_INPUT, "assignee_id", "staff member %lld not found",
                    (long long)row->assignee_id.value);
    row->assignee = person->name;
    bool works = stays;
    return (stays || works_here(writer, person, &works, error)) &&
           (works || refuse(error, "assignee_id", REASON_STAFF_OUTSIDE, TICKET_CIRCLE, NULL));
}

/* A feature says its product. */
static bool product_is_there(const Writer *writer, TicketRow *row, Error *error)
{
    TicketProductThereRow *product;
    TicketFeatureThereRow *feature;
    if (row->feature_id.known) {
        if (!ticket_feature_there(writer->db, writer->arena, row->feature_id.value, &feature, error))
            return false;
        if (!feature)
            return fail(error, ERROR_INPUT, "feature_id", "feature %lld not found", (long long)row->feature_id.value);
        row->product_id = (OptInt) { feature->product_id, true };
    }
    if (!row->product_id.known)
        return true;
    return ticket_product_there(writer->db, writer->arena, row->product_id.value, &product, error) &&
           (product ||
            fail(error, ERROR_INPUT, "product_id", "product %lld not found", (long long)row->product_id.value));
}

/* Of a contact at one account, the ticket is that account's. */
static bool account_found(const Writer *writer, const TicketRow *before, TicketRow *row, Error *error)
{
    Ids accounts;
    if (row->account_id.known || !row->requester_id.known || (before && same(before->requester_id, row->requester_id)))
        return true;
    if (!ticket_accounts_of(writer->db, writer->arena, row->requester_id.value, &accounts, error))
        return false;
    row->account_id = accounts.count == 1 ? (OptInt) { accounts.items[0], true } : row->account_id;
    return true;
}

static bool row_fits(const Writer *writer, const TicketRow *before, TicketRow *row, Error *error)
{
    if (before && !ticket_stands(writer->arena, before, NULL, error))
        return false;
    if (text_is_empty(row->subject))
        return fail(error, ERROR_INPUT, "subject", "a ticket needs a subject");
    return contact_must_exist(writer->db, writer->arena, row->requester_id, "requester_id", error) &&
           account_found(writer, before, row, error) && account_is_there(writer, row, error) &&
           assignee_is_there(writer, before, row, error) && product_is_there(writer, row, error);
}

/* ---- status and times ------------------------------------------------------------------------------------------ */

TicketTimes ticket_times_of(const TicketRow *row)
{
    return (TicketTimes) { row->waiting_since, row->first_answered_at, row->solved_at,
                           row->closed_at,     row->last_customer_at,  row->last_staff_at };
}

void ticket_times_set(TicketRow *row, const TicketTimes *times)
{
    row->waiting_since = times->waiting_since;
    row->first_answered_at = times->first_answered_at;
    row->solved_at = times->solved_at;
    row->closed_at = times->closed_at;
    row->last_customer_at = times->last_customer_at;
    row->last_staff_at = times->last_staff_at;
}

static void status_set(TicketRow *row, const TicketStatusRow *status, int64_t at)
{
    TicketState from = row->state ? ticket_state_named(row->state) : STATE_NEW;
    TicketTimes times = ticket_times_moved(ticket_times_of(row), from, ticket_state_named(status->state), at);
    ticket_times_set(row, &times);
    row->status_id = status->id;
    row->state = status->state;
}

bool ticket_status_give(const Writer *writer, TicketRow *row, int64_t status_id, int64_t at, Error *error)
{
    TicketStatusRow *status;
    if (!ticket_status_by_id(writer->db, writer->arena, status_id, &status, error))
        return false;
    if (!status)
        return fail(error, ERROR_INPUT, "status_id", "status %lld not found", (long long)status_id);
    status_set(row, status, at);
    return true;
}

bool ticket_state_give(const Writer *writer, TicketRow *row, TicketState state, int64_t at, Error *error)
{
    TicketStatusRow *status;
    if (row->state && strcmp(row->state, ticket_state_name(state)) == 0)
        return true;
    if (!ticket_status_for(writer->db, writer->arena, ticket_state_name(state), &status, error))
        return false;
    if (!status)
        return fail(error, ERROR_INTERNAL, NULL, "there is no status for tickets that are %s",
                    ticket_state_name(state));
    status_set(row, status, at);
    return true;
}

/* ---- storing --------------------------------------------------------------------------------------------------- */

static int64_t is_open(const TicketRow *row)
{
    return row && !ticket_is_done(ticket_state_named(row->state));
}

static bool is_reopened(const TicketRow *before, const TicketRow *after, const TicketHow *how)
{
    return before && how->by_customer &&
           ticket_reopened(ticket_state_named(before->state), ticket_state_named(after->state), before->solved_at,
                           how->at);
}

static bool span_begin(const Writer *writer, const TicketRow *before, const TicketRow *after, const TicketHow *how,
                       int64_t at, Error *error)
{
    TicketStatusRow *status;
    if (!ticket_status_by_id(writer->db, writer->arena, after->status_id, &status, error))
        return false;
    TicketSpanRow span = { .id = id_new(),
                           .ticket_id = after->id,
                           .status_id = after->status_id,
                           .state = after->state,
                           .clock = status->clock,
                           .assignee_id = after->assignee_id,
                           .began_at = at,
                           .began_on = zone_day(atomic_load(&writer->services->zone), at),
                           .opens = is_open(after) - is_open(before),
                           .reopens = is_reopened(before, after, how) };
    return ticket_span_insert(writer->db, &span, error);
}

/* A message that comes late changes the ticket when it comes: no stretch ends before it began. */
static bool span_moment(const Writer *writer, const TicketRow *before, const TicketHow *how, int64_t *at, Error *error)
{
    TicketSpanRunningRow *running = NULL;
    if (before && !ticket_span_running(writer->db, writer->arena, before->id, &running, error))
        return false;
    *at = running && running->began_at > how->at ? running->began_at : how->at;
    return true;
}

static bool span_follow(const Writer *writer, const TicketRow *before, const TicketRow *after, const TicketHow *how,
                        Error *error)
{
    int64_t at;
    if (before && before->status_id == after->status_id && same(before->assignee_id, after->assignee_id))
        return true;
    return span_moment(writer, before, how, &at, error) &&
           (!before || ticket_span_end(writer->db, after->id, at, error)) &&
           span_begin(writer, before, after, how, at, error);
}

/* Low to urgent, so that a list can be sorted by it. */
static int64_t urgency_of(const char *priority)
{
    static const char *const ORDER[] = { "low", "normal", "high", "urgent" };
    for (int64_t i = 0; i < 4; i++)
        if (strcmp(ORDER[i], priority) == 0)
            return i;
    return 1;
}

static bool row_write(const Writer *writer, const TicketRow *before, TicketRow *after, bool demo, Error *error)
{
    static const FoldedText NONE[] = { { 0 } };
    const char *folded = text_fold(writer->arena, after->subject), *folds;
    TicketNumberNextRow *number;
    if (!field_folded(writer->arena, NONE, after->fields, &folds, error))
        return false;
    if (before) {
        after->version++;
        return ticket_update(writer->db, after, folded, folds, urgency_of(after->priority), error);
    }
    if (!ticket_number_next(writer->db, writer->arena, &number, error))
        return false;
    after->id = id_new();
    after->number = number->last;
    after->version = 1;
    return ticket_insert(writer->db, after, folded, folds, urgency_of(after->priority), demo, error);
}

bool ticket_columns_renew(const Writer *writer, OptInt account, Error *error)
{
    if (account.known)
        for (const ColumnSource *source = TICKET_COLUMNS; source->name; source++)
            if (!columns_renew(writer, source, account.value, error))
                return false;
    return true;
}

/* Whether the columns of its account say something else now: who has it, and what it is called, is in none. */
static bool engine_is_told(const TicketRow *before, const TicketRow *after)
{
    return !before || is_open(before) != is_open(after) || before->reopened != after->reopened ||
           !same(before->account_id, after->account_id) || !same(before->waiting_since, after->waiting_since);
}

bool ticket_messages_file(const Writer *writer, const TicketRow *ticket, Ids messages, Error *error)
{
    for (size_t i = 0; i < messages.count; i++) {
        NoticeAbout message = { "message", messages.items[i], ticket->account_id.value, ticket_audience() };
        if (!file_move(writer, "message", messages.items[i], ticket->account_id, error) ||
            !notice_move(writer, &message, error))
            return false;
    }
    return search_keep(writer->db, &TICKET_MESSAGE_SEARCH, messages);
}

bool ticket_parts_move(const Writer *writer, const TicketRow *ticket, Error *error)
{
    NoticeAbout about = ticket_about(ticket);
    Ids messages;
    return notice_move(writer, &about, error) &&
           ticket_message_ids(writer->db, writer->arena, ticket->id, &messages, error) &&
           ticket_messages_file(writer, ticket, messages, error);
}

static bool ticket_move(const Writer *writer, const TicketRow *before, const TicketRow *after, Error *error)
{
    if (!before || same(before->account_id, after->account_id))
        return true;
    return ticket_columns_renew(writer, before->account_id, error) && ticket_parts_move(writer, after, error);
}

/* Whoever has it from now on is told; who had it and has not read so needs not hear of it any more. */
static bool hand_over(const Writer *writer, const TicketRow *before, const TicketRow *after, Error *error)
{
    NoticeAbout about = ticket_about(after);
    int64_t from = before ? before->assignee_id.value : 0, to = after->assignee_id.value;
    return from == to || ((!from || notice_withdraw(writer, &about, NOTICE_TICKET_ASSIGNED, from, error)) &&
                          notice_give(writer, &about, NOTICE_TICKET_ASSIGNED, to, error));
}

bool ticket_followed_by(const Writer *writer, const TicketFollowed *what, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->tickets && (*at)->tickets->changed && !(*at)->tickets->changed(writer, what, error))
            return false;
    return true;
}

bool ticket_promise(Db *db, int64_t ticket_id, const TicketPromise *promise, Error *error)
{
    return ticket_promise_put(db, ticket_id, promise->due_at, promise->due_kind, promise->late_at, promise->warn_at,
                              promise->due_paused, promise->breaches, error);
}

static bool put_follows(const Writer *writer, const TicketRow *before, const TicketRow *after, const TicketHow *how,
                        Error *error)
{
    TicketFollowed what = { .ticket_id = after->id, .silent = how->imported };
    what.moved = before && !same(before->account_id, after->account_id);
    if (what.moved)
        what.former_account = before->account_id;
    bool solved = is_open(before) && !is_open(after) && !how->silent;
    return search_keep_one(writer->db, &TICKET_SEARCH, after->id) &&
           (!solved || ticket_parents_tell(writer, after->id, error)) &&
           (how->opens || ticket_followed_by(writer, &what, error));
}

bool ticket_put(const Writer *writer, const TicketRow *before, TicketRow *after, const TicketHow *how, Error *error)
{
    if (!row_fits(writer, before, after, error))
        return false;
    after->updated_at = how->at > after->updated_at ? how->at : after->updated_at;
    after->reopened += is_reopened(before, after, how);
    return row_write(writer, before, after, how->demo, error) && span_follow(writer, before, after, how, error) &&
           ticket_move(writer, before, after, error) && (how->silent || hand_over(writer, before, after, error)) &&
           (!engine_is_told(before, after) || ticket_columns_renew(writer, after->account_id, error)) &&
           put_follows(writer, before, after, how, error);
}

/* ---- facts ----------------------------------------------------------------------------------------------------- */

static bool tell(const Writer *writer, const TicketRow *row, const char *kind, OptInt account, const void *body,
                 Error *error)
{
    return writer_tell(writer, kind, account.value, row->requester_id.value, row->id, body, error);
}

bool ticket_state_tell(const Writer *writer, const TicketRow *before, const TicketRow *after, Error *error)
{
    if (is_open(before) == is_open(after))
        return true;
    return tell(writer, after, is_open(after) ? "ticket.reopened" : "ticket.solved", after->account_id, after, error);
}

bool ticket_tell(const Writer *writer, const TicketRow *before, const TicketRow *after, List more, Error *error)
{
    const EditTold *told = edit_told(writer->arena, &TICKET_PATCH, &TICKET_ROW, before, after, more);
    if (told && !tell(writer, after, "ticket.changed", after->account_id, told, error))
        return false;
    if (!same(before->account_id, after->account_id) && before->account_id.known &&
        !tell(writer, after, "ticket.changed", before->account_id, told, error))
        return false;
    return ticket_state_tell(writer, before, after, error);
}

static List tags_told(Arena *arena, const TicketRow *before, const TicketRow *after)
{
    EditChange *change = arena_make(arena, EditChange);
    change->field = "tags";
    return (List) { strcmp(before->tag_list, after->tag_list) != 0, change };
}

bool ticket_change(const Writer *writer, const TicketRow *before, TicketRow *after, bool *changed, Error *error)
{
    TicketHow how = { .at = writer->now };
    List more = tags_told(writer->arena, before, after);
    *changed = edit_told(writer->arena, &TICKET_PATCH, &TICKET_ROW, before, after, more) ||
               strcmp(before->fields, after->fields) != 0 || !same(before->snoozed_until, after->snoozed_until);
    return !*changed ||
           (ticket_put(writer, before, after, &how, error) && ticket_tell(writer, before, after, more, error));
}

/* ---- going ----------------------------------------------------------------------------------------------------- */

static bool files_go(const Writer *writer, Ids messages, Error *error)
{
    for (size_t i = 0; i < messages.count; i++)
        if (!file_drop(writer, "message", messages.items[i], error) ||
            !notice_forget(writer, "message", messages.items[i], error))
            return false;
    return true;
}

static bool messages_go(const Writer *writer, const TicketRow *row, Error *error)
{
    Ids messages, drafts, blobs;
    Db *db = writer->db;
    return ticket_message_ids(db, writer->arena, row->id, &messages, error) &&
           ticket_draft_ids(db, writer->arena, row->id, &drafts, error) &&
           ticket_message_blobs(db, writer->arena, row->id, &blobs, error) && files_go(writer, messages, error) &&
           files_go(writer, drafts, error) && ticket_message_drop(db, row->id, error) &&
           ticket_draft_drop(db, row->id, error) && blobs_let_go(writer, blobs, error) &&
           ticket_sent_drop(writer, messages, error) && search_keep(db, &TICKET_MESSAGE_SEARCH, messages);
}

static bool row_goes(Db *db, int64_t id, Error *error)
{
    return ticket_span_drop(db, id, error) && ticket_follow_drop(db, id, error) && ticket_bulk_forget(db, id, error) &&
           ticket_remove(db, id, error);
}

bool ticket_delete(const Writer *writer, const TicketRow *row, Error *error)
{
    TicketFollowed gone = { .ticket_id = row->id, .moved = true, .former_account = row->account_id };
    return ticket_merges_let_go(writer, row, error) && messages_go(writer, row, error) &&
           row_goes(writer->db, row->id, error) && notice_forget(writer, "ticket", row->id, error) &&
           ticket_columns_renew(writer, row->account_id, error) &&
           search_keep_one(writer->db, &TICKET_SEARCH, row->id) && ticket_followed_by(writer, &gone, error) &&
           tell(writer, row, "ticket.deleted", row->account_id, row, error);
}
