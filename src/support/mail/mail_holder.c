/* What other modules get of mails: contents that are held, tickets that go, and a person who is erased. */
#include "base/circle.h"
#include "base/text.h"
#include "customer/contact/contact_words.h"
#include "mail_fetch.sql.h"
#include "support/mail/mail_store.h"

#include <stdlib.h>
#include <string.h>

/* ---- contents -------------------------------------------------------------------------------------------------- */

static bool blob_held(Db *db, Arena *arena, int64_t blob_id, bool *held, Error *error)
{
    MailHoldsRow *row;
    if (!mail_holds(db, arena, blob_id, &row, error))
        return false;
    *held = row->mails > 0;
    return true;
}

const BlobHolder MAIL_BLOBS = { blob_held };

bool mails_empty(const Writer *writer, Ids mails, Error *error)
{
    enum { STEP = 500 };
    for (size_t i = 0; i < mails.count; i += STEP) {
        Ids step = { mails.count - i < STEP ? mails.count - i : STEP, mails.items + i }, blobs;
        if (!mail_blobs_of(writer->db, writer->arena, step, &blobs, error) || !mail_empty(writer->db, step, error) ||
            !mail_address_drop(writer->db, step, error) || !blobs_let_go(writer, blobs, error))
            return false;
    }
    return true;
}

/* ---- tickets that go ------------------------------------------------------------------------------------------- */

static bool ticket_gone(const Writer *writer, int64_t ticket, Error *error)
{
    Ids mails;
    return mail_ids_of_ticket(writer->db, writer->arena, ticket, &mails, error) && mails_empty(writer, mails, error) &&
           (!mails.count || mail_deleted(writer->db, mails, error));
}

static bool fact_take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    Writer writer = { services, db, db_arena(db), "system", clock_now() };
    const char *colon = fact->subject ? strchr(fact->subject, ':') : NULL;
    int64_t id = colon ? strtoll(colon + 1, NULL, 10) : 0;
    (void)fact_id;
    if (text_equal(fact->kind, "ticket.deleted"))
        return ticket_gone(&writer, id, error);
    return !text_equal(fact->kind, "mailbox.deleted") ||
           (mail_fetch_drop(db, id, error) && mail_todo_drop(db, id, error) && mail_test_drop(db, id, error) &&
            notice_forget(&writer, "mailbox", id, error));
}

const FactReader MAIL_READERS[] = { { "mail", fact_take }, { 0 } };

/* ---- a person -------------------------------------------------------------------------------------------------- */

static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    Ids mails;
    return mail_ids_of_contact(writer->db, writer->arena, contact_id, &mails, error) &&
           mails_empty(writer, mails, error) && idempotency_forget(writer->db, mails, error);
}

static const ContactText TEXTS[] = {
    { &MAIL_SUBJECT_EACH_STATEMENT, &MAIL_SUBJECT_SET_STATEMENT, NULL },
    { &MAIL_NAME_EACH_STATEMENT, &MAIL_NAME_SET_STATEMENT, NULL },
    { &MAIL_ADDRESS_EACH_STATEMENT, &MAIL_ADDRESS_SET_STATEMENT, NULL },
    { &MAIL_REF_EACH_STATEMENT, &MAIL_REF_SET_STATEMENT, NULL },
    { 0 },
};

const ContactHolder MAIL_PERSONS = {
    .name = "mail", .forget = person_forget, .texts = TEXTS, .words = mail_sources_forget
};
