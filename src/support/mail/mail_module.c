/* What the program knows of mails. */
#include "jobs/module.h"
#include "mail_fetch.sql.h"
#include "support/mail/mail_store.h"

#define OF_MAILS .list = "mails", .circle = CIRCLE_SUPPORT
static const FactKind FACTS[] = {
    { "incoming.held", OF_MAILS },
    { "incoming.released", OF_MAILS },
    { "incoming.discarded", OF_MAILS },
    { 0 },
};

/* A turn notes by itself how it went; the schedule asks again. It takes minutes, a test seconds. */
static const JobKind JOBS[] = {
    { "mail.fetch", mail_fetch_run, .lane = LANE_FETCH, .tries = 3 },
    { "mail.erase", mail_erase_run },
    { "mail.test", mail_trial_run, mail_trial_given_up, .lane = LANE_OUTBOUND, .tries = 1 },
    { 0 },
};
static const Schedule SCHEDULES[] = { { "mail.due", MS_PER_MINUTE / 2, mail_due_run }, { 0 } };

static bool messages_moved(const Writer *writer, Ids messages, int64_t into_id, Error *error)
{
    return mail_place(writer->db, messages, into_id, error);
}

static const TicketFollower TICKETS = { .messages_moved = messages_moved, .sources = mail_sourced };

static const NoticeKind NOTICES[] = { { MAIL_HELD_NOTICE }, { MAIL_FAILING_NOTICE }, { 0 } };
static const TimelineSource TIMELINE[] = {
    { .of = TIMELINE_SUBJECT, .subject = "incoming", .read = mail_words },
    { .of = TIMELINE_SUBJECT, .subject = "mailbox", .read = mail_fetch_words },
    { 0 },
};

const Module MAIL_MODULE = {
    .name = "mail",
    .routes = (const Route *const[]) { MAIL_ROUTES, MAIL_FETCH_ROUTES, MAIL_TRIAL_ROUTES, NULL },
    .jobs = JOBS,
    .schedules = SCHEDULES,
    .facts = FACTS,
    .readers = MAIL_READERS,
    .blobs = &MAIL_BLOBS,
    .persons = &MAIL_PERSONS,
    .tickets = &TICKETS,
    .notices = NOTICES,
    .timeline = TIMELINE,
};
