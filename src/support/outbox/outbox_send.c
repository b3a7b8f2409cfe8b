/*
 * The job of a mailbox: it sends the mail that is due first, and asks to be woken for the next. It claims the row,
 * writes the mail beside the database, calls the server outside of any transaction, and notes what came of it. Cut off
 * in between, the row says "sending", and the next run sends the same mail under the same Message-ID. Whatever it
 * finds, it ends with a job for what still waits: no row is forgotten.
 */
#include "support/outbox/outbox_store.h"

#include "base/json.h"
#include "base/texts.h"

#include <sodium.h>
#include <string.h>

typedef struct {
    Services *services;
    Arena *arena;
    int64_t mailbox_id, job;
    OutboxRow *row; /* NULL = nothing is due */
    Mailbox *mailbox;
    TicketOut *out, *answered;
    OutboxSpool spool;
    bool prepared;
    Error unfit; /* why no mail can be made of it */
    const char *why;
    SmtpOutcome outcome;
} Sending;

static bool is_due(const OutboxRow *row, int64_t now)
{
    return strcmp(row->state, "sending") == 0 || (strcmp(row->state, "waiting") == 0 && row->next_at <= now);
}

static bool finish(Db *db, const Sending *sending, Error *error)
{
    return outbox_wake_next(db, sending->mailbox_id, error) && job_finish(db, sending->job, clock_now(), error);
}

/* From here on nobody takes it back. */
static bool claim(Db *db, void *context, Error *error)
{
    Sending *sending = context;
    Writer writer = { sending->services, db, sending->arena, "system", clock_now() };
    OutboxRow *row;
    sending->row = NULL;
    if (!outbox_next(db, sending->arena, sending->mailbox_id, &row, error))
        return false;
    if (!row || !is_due(row, writer.now))
        return finish(db, sending, error);
    row->state = "sending";
    sending->row = row;
    outbox_show(&writer, row->ticket_id);
    return outbox_release(&writer, row, error) && outbox_set(db, row, error);
}

static bool parts_read(Db *db, Sending *sending, Error *error)
{
    const OutboxRow *row = sending->row;
    return mailbox_by_id(db, sending->arena, row->mailbox_id, &sending->mailbox, error) &&
           ticket_out_read(db, sending->arena, row->ticket_message_id, &sending->out, error) &&
           (!row->quotes || ticket_out_read(db, sending->arena, row->answered_id.value, &sending->answered, error));
}

static bool prepare(Db *db, void *context, Error *error)
{
    Sending *sending = context;
    Error why = { 0 };
    if (!parts_read(db, sending, error))
        return false;
    if (!sending->out || !sending->mailbox)
        return true;
    OutboxMail mail = { sending->services, sending->mailbox, sending->row, sending->out, sending->answered };
    sending->prepared = outbox_mail_write(db, sending->arena, &mail, &sending->spool, &why);
    if (!sending->prepared && why.kind == ERROR_INPUT)
        sending->unfit = why;
    else if (!sending->prepared)
        *error = why;
    return sending->prepared || why.kind == ERROR_INPUT;
}

static SmtpOutcome outcome_of(SmtpEnd end, OutboundEnd reached, const char *answer)
{
    return (SmtpOutcome) { .end = end, .reached = reached, .answer = answer, .talk = "" };
}

/* What never reaches a server: no way out, which somebody may mend, or no mail. */
static bool attempt(Sending *sending, Error *error)
{
    SmtpMail mail = outbox_way(sending->arena, sending->services, sending->mailbox, &sending->why);
    if (sending->unfit.kind) {
        sending->outcome = outcome_of(SMTP_REFUSED, OUTBOUND_BROKEN, arena_text(sending->arena, sending->unfit.text));
        return true;
    }
    if (sending->why) {
        sending->outcome = outcome_of(SMTP_LATER, OUTBOUND_UNREACHABLE, "");
        return true;
    }
    if (!texts_parse(sending->arena, sending->row->recipients, &mail.recipients, error))
        return false;
    mail.context = &sending->spool;
    sending->outcome = smtp_send(sending->arena, &mail);
    return sending->outcome.reached != OUTBOUND_STOPPED || sending->outcome.end != SMTP_LATER ||
           fail(error, ERROR_BUSY, NULL, "stopping");
}

/* Answers to it are known from now on. */
static bool sent_keep(const Writer *writer, const OutboxRow *row, bool was_sent, Error *error)
{
    MailSent sent = { row->message_ref, row->mailbox_id, row->ticket_id, row->ticket_message_id, 0 };
    return was_sent || !row->sent_at.known || mail_sent(writer, &sent, error);
}

static bool tell(const Writer *writer, const OutboxRow *row, Error *error)
{
    bool told =
        strcmp(row->state, "failed") == 0 || (strcmp(row->state, "sent") == 0 && strcmp(row->refused, "[]") != 0);
    outbox_show(writer, row->ticket_id);
    return !told || outbox_failed_tell(writer, row, error);
}

/* A server that was not reached would not be reached by the next mail either. */
static bool others_wait(Db *db, const Sending *sending, int64_t now, Error *error)
{
    const SmtpOutcome *outcome = &sending->outcome;
    bool reached = outcome->end == SMTP_SENT || outcome->reached == OUTBOUND_ANSWERED || sending->unfit.kind;
    return reached || outcome->reached == OUTBOUND_STOPPED ||
           outbox_put_off(db, sending->mailbox_id, now + outbox_pause_after(1, 0), error);
}

/* The row may have gone meanwhile, with its ticket. */
static bool note(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    Writer writer = { sending->services, db, sending->arena, "system", clock_now() };
    OutboxRow *row;
    if (!outbox_by_id(db, sending->arena, sending->row->id, &row, error))
        return false;
    if (!row)
        return finish(db, sending, error);
    bool was_sent = row->sent_at.known;
    if (!outbox_judge(sending->arena, row, &sending->outcome, writer.now, (int)randombytes_uniform(1000), error))
        return false;
    if (sending->why)
        row->outcome = sending->why;
    return outbox_set(db, row, error) && sent_keep(&writer, row, was_sent, error) && tell(&writer, row, error) &&
           others_wait(db, sending, writer.now, error) && finish(db, sending, error);
}

static bool gone(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    return outbox_remove(db, sending->row->id, error) && finish(db, sending, error);
}

static bool send_one(Sending *sending, Error *error)
{
    Store *store = sending->services->store;
    if (!store_write(store, claim, sending, error))
        return false;
    if (!sending->row)
        return true;
    if (!store_read(store, prepare, sending, error))
        return false;
    if (!sending->out)
        return store_write(store, gone, sending, error);
    return attempt(sending, error) && store_write(store, note, sending, error);
}

static bool mailbox_read(Arena *arena, const char *body, int64_t *mailbox_id)
{
    const Json *json;
    Error damaged = { 0 };
    return json_parse(arena, body, strlen(body), &json, &damaged) && json_get_int(json, "mailbox", mailbox_id);
}

bool outbox_send_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Sending sending = { .services = services, .arena = arena, .job = job_current(), .spool = { -1 } };
    if (!mailbox_read(arena, body, &sending.mailbox_id))
        return fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
    bool ok = outbox_spool_open(services, &sending.spool, error) && send_one(&sending, error);
    outbox_spool_close(&sending.spool);
    return ok;
}

/* The mail at which the job failed again and again is given up; the others of the mailbox go on. */
bool outbox_send_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Arena *arena = db_arena(db);
    Writer writer = { services, db, arena, "system", clock_now() };
    int64_t mailbox_id;
    OutboxRow *row;
    (void)why;
    if (!mailbox_read(arena, body, &mailbox_id))
        return true;
    if (!outbox_next(db, arena, mailbox_id, &row, error))
        return false;
    if (!row)
        return true;
    if (!is_due(row, writer.now))
        return outbox_wake(db, mailbox_id, row->next_at, error);
    row->state = "failed";
    row->outcome = outbound_word(OUTBOUND_STOPPED);
    row->answer = NULL;
    return outbox_release(&writer, row, error) && outbox_set(db, row, error) && tell(&writer, row, error) &&
           outbox_wake_next(db, mailbox_id, error);
}
