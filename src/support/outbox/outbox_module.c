/* What the program knows of the outbox. */
#include "jobs/module.h"
#include "support/outbox/outbox_store.h"

static const JobKind JOBS[] = {
    { "outbox.send", outbox_send_run, outbox_send_given_up, .lane = LANE_MAIL },
    { "outbox.test", outbox_trial_run, outbox_trial_given_up, .lane = LANE_MAIL, .tries = 1 },
    { 0 },
};

static const NoticeKind NOTICES[] = { { OUTBOX_FAILED_NOTICE }, { 0 } };

static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    return outbox_forget(writer->db, contact_id, error);
}

static const ContactText TEXTS[] = {
    { &OUTBOX_RECIPIENTS_EACH_STATEMENT, &OUTBOX_RECIPIENTS_SET_STATEMENT, NULL, .json = true },
    { &OUTBOX_REFUSED_EACH_STATEMENT, &OUTBOX_REFUSED_SET_STATEMENT, NULL, .json = true },
    { &OUTBOX_ANSWER_EACH_STATEMENT, &OUTBOX_ANSWER_SET_STATEMENT, NULL },
    { &OUTBOX_TEST_ADDRESS_EACH_STATEMENT, &OUTBOX_TEST_ADDRESS_SET_STATEMENT, NULL },
    { &OUTBOX_TEST_TALK_EACH_STATEMENT, &OUTBOX_TEST_TALK_SET_STATEMENT, NULL },
    { 0 },
};
static const ContactList LISTS[] = { { "replies_sent", &OUTBOX_OF_CONTACT_STATEMENT }, { 0 } };
static const ContactHolder PERSONS = { .name = "outbox", .forget = person_forget, .lists = LISTS, .texts = TEXTS };

/* What is sent and how it fared is shown where the message is; a reply that waits names that ticket when it leaves. */
static bool messages_moved(const Writer *writer, Ids messages, int64_t into_id, Error *error)
{
    return outbox_place(writer->db, messages, into_id, error);
}

const Module OUTBOX_MODULE = {
    .name = "outbox",
    .routes = (const Route *const[]) { OUTBOX_ROUTES, OUTBOX_TRIAL_ROUTES, NULL },
    .jobs = JOBS,
    .notices = NOTICES,
    .persons = &PERSONS,
    .tickets = &(const TicketFollower) { .messages_moved = messages_moved },
    .sender = &OUTBOX_SENDER,
};
