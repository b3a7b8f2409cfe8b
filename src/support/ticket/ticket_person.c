/*
 * What is held of a person in tickets, and how it is erased: the subject of what they asked for, everything that was
 * said in it, and what they said in tickets of others. States and times stay.
 */
#include "customer/contact/contact_words.h"
#include "jobs/jobs.h"
#include "support/ticket/ticket_store.h"

static bool messages_forget(const Writer *writer, Ids messages, Error *error)
{
    enum { STEP = 500 };
    for (size_t i = 0; i < messages.count; i += STEP) {
        Ids step = { messages.count - i < STEP ? messages.count - i : STEP, messages.items + i }, blobs;
        if (!ticket_message_blobs_in(writer->db, writer->arena, step, &blobs, error) ||
            !ticket_message_forget(writer->db, step, CONTACT_ERASED, error) || !blobs_let_go(writer, blobs, error))
            return false;
        for (size_t j = 0; j < step.count; j++)
            if (!file_drop(writer, "message", step.items[j], error))
                return false;
    }
    return idempotency_forget(writer->db, messages, error) && search_keep(writer->db, &TICKET_MESSAGE_SEARCH, messages);
}

static bool drafts_forget(const Writer *writer, Ids tickets, Error *error)
{
    Ids drafts;
    for (size_t i = 0; i < tickets.count; i++) {
        if (!ticket_draft_ids(writer->db, writer->arena, tickets.items[i], &drafts, error) ||
            !ticket_draft_drop(writer->db, tickets.items[i], error) || !idempotency_forget(writer->db, drafts, error))
            return false;
        for (size_t j = 0; j < drafts.count; j++)
            if (!file_drop(writer, "message", drafts.items[j], error))
                return false;
    }
    return true;
}

static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    const char *folded = text_fold(writer->arena, CONTACT_ERASED);
    Ids tickets, messages;
    return ticket_ids_of_contact(writer->db, writer->arena, contact_id, &tickets, error) &&
           ticket_message_ids_with(writer->db, writer->arena, contact_id, &messages, error) &&
           messages_forget(writer, messages, error) && drafts_forget(writer, tickets, error) &&
           idempotency_forget(writer->db, tickets, error) &&
           ticket_forget(writer->db, contact_id, CONTACT_ERASED, folded, error) &&
           search_keep(writer->db, &TICKET_SEARCH, tickets);
}

static bool person_merge(const Writer *writer, int64_t from, int64_t into, Error *error)
{
    return ticket_requester_move(writer->db, from, into, error) && ticket_message_move(writer->db, from, into, error);
}

static bool person_file(Db *db, Arena *arena, int64_t contact_id, int64_t after, const Viewer *viewer, int64_t *file_id,
                        Error *error)
{
    TicketMessageFileAfterRow *row;
    if (!ticket_message_file_after(db, arena, contact_id, after, viewer, &row, error))
        return false;
    *file_id = row ? row->id : 0;
    return true;
}

static bool person_holds(Db *db, Arena *arena, int64_t contact_id, const char **what, Error *error)
{
    TicketRequestedRow *requested;
    TicketMessageWrittenRow *written;
    if (!ticket_requested(db, arena, contact_id, &requested, error) ||
        !ticket_message_written(db, arena, contact_id, &written, error))
        return false;
    *what = requested->tickets || written->messages ? "tickets" : *what;
    return true;
}

/* ---- bodies as they came ---------------------------------------------------------------------------------------- */

static bool is_named(Arena *arena, const ContactWords *words, const char *text)
{
    return contact_words_erased(arena, words, text) != text;
}

static bool body_names(Db *db, Arena *arena, const ContactWords *words, const TicketMessageBodiesRow *row, bool *named,
                       Error *error)
{
    const char *html;
    *named = is_named(arena, words, row->text) || is_named(arena, words, row->sender_name) ||
             is_named(arena, words, row->sender_address) ||
             contact_words_erased_json(arena, words, row->recipients) != row->recipients;
    if (*named)
        return true;
    if (!ticket_html_read(db, arena, row->html_blob_id, &html, error))
        return false;
    *named = is_named(arena, words, html);
    return true;
}

/* HTML says the text of its message once more, so it goes where the person stands in any part of the message. */
static bool body_forget(const Writer *writer, const ContactWords *words, const TicketMessageBodiesRow *row,
                        Error *error)
{
    Arena *arena = arena_new();
    int64_t blob = row->html_blob_id;
    bool named = false;
    bool ok = body_names(writer->db, arena, words, row, &named, error);
    arena_free(arena);
    return ok && (!named || (ticket_message_body_drop(writer->db, row->id, error) &&
                             blobs_let_go(writer, (Ids) { 1, &blob }, error)));
}

static bool bodies_forget(const Writer *writer, const ContactWords *words, Error *error)
{
    enum { STEP = 100 };
    TicketMessageBodiesRow *rows;
    size_t count;
    int64_t after = 0;
    do {
        if (!ticket_message_bodies(writer->db, writer->arena, after, STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++, after = rows[i - 1].id)
            if (!body_forget(writer, words, &rows[i], error))
                return false;
    } while (count == STEP);
    return true;
}

static const ContactText TEXTS[] = {
    { &TICKET_SUBJECT_WORDS_EACH_STATEMENT, &TICKET_SUBJECT_WORDS_SET_STATEMENT, &TICKET_SEARCH },
    { &TICKET_NAME_WORDS_EACH_STATEMENT, &TICKET_NAME_WORDS_SET_STATEMENT, &TICKET_SEARCH },
    { &TICKET_ADDRESS_WORDS_EACH_STATEMENT, &TICKET_ADDRESS_WORDS_SET_STATEMENT, &TICKET_SEARCH },
    { &TICKET_FIELD_WORDS_EACH_STATEMENT, &TICKET_FIELD_WORDS_SET_STATEMENT, NULL, .json = true },
    { &TICKET_FOLD_WORDS_EACH_STATEMENT, &TICKET_FOLD_WORDS_SET_STATEMENT, NULL, .json = true },
    { &TICKET_MESSAGE_TEXT_EACH_STATEMENT, &TICKET_MESSAGE_TEXT_SET_STATEMENT, &TICKET_MESSAGE_SEARCH },
    { &TICKET_MESSAGE_SENDER_EACH_STATEMENT, &TICKET_MESSAGE_SENDER_SET_STATEMENT, NULL },
    { &TICKET_MESSAGE_NAME_EACH_STATEMENT, &TICKET_MESSAGE_NAME_SET_STATEMENT, NULL },
    { &TICKET_MESSAGE_RECIPIENTS_EACH_STATEMENT, &TICKET_MESSAGE_RECIPIENTS_SET_STATEMENT, NULL, .json = true },
    { &TICKET_DRAFT_TEXT_EACH_STATEMENT, &TICKET_DRAFT_TEXT_SET_STATEMENT, NULL },
    { &TICKET_DRAFT_RECIPIENTS_EACH_STATEMENT, &TICKET_DRAFT_RECIPIENTS_SET_STATEMENT, NULL, .json = true },
    { 0 },
};

static const ContactList LISTS[] = { { "tickets", &TICKET_OF_CONTACT_STATEMENT },
                                     { "messages", &TICKET_MESSAGE_OF_CONTACT_STATEMENT },
                                     { "messages_kept_back", &TICKET_MESSAGE_KEPT_BACK_STATEMENT },
                                     { 0 } };

const ContactHolder TICKET_PERSONS = { .name = "ticket",
                                       .forget = person_forget,
                                       .merge = person_merge,
                                       .holds = person_holds,
                                       .lists = LISTS,
                                       .next_file = person_file,
                                       .texts = TEXTS,
                                       .words = bodies_forget };
