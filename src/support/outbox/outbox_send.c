/*
 * The job that sends one mail. It claims the row, writes the mail beside the database, calls the server outside of any
 * transaction, and notes what came of it. Cut off in between, the row says "sending", and the next run sends the same
 * mail under the same Message-ID.
 */
#include "support/outbox/outbox_store.h"

#include "base/json.h"
#include "base/texts.h"

#include <sodium.h>
#include <string.h>

typedef struct {
    Services *services;
    Arena *arena;
    int64_t id, job;
    OutboxRow *row; /* NULL = gone, sent, or not due */
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

/* From here on nobody takes it back. */
static bool claim(Db *db, void *context, Error *error)
{
    Sending *sending = context;
    if (!outbox_by_id(db, sending->arena, sending->id, &sending->row, error))
        return false;
    if (sending->row && !is_due(sending->row, clock_now()))
        sending->row = NULL;
    if (!sending->row)
        return job_finish(db, sending->job, clock_now(), error);
    sending->row->state = "sending";
    Writer writer = { sending->services, db, sending->arena, "system", clock_now() };
    outbox_show(&writer, sending->row->ticket_id);
    return outbox_set(db, sending->row, error);
}

static bool parts_read(Db *db, Sending *sending, Error *error)
{
    const OutboxRow *row = sending->row;
    return mailbox_by_id(db, sending->arena, row->mailbox_id, &sending->mailbox, error) &&
           ticket_out_read(db, sending->arena, row->ticket_message_id, &sending->out, error) &&
           (!row->answered_id.known ||
            ticket_out_read(db, sending->arena, row->answered_id.value, &sending->answered, error));
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

/* The row may have gone meanwhile, with its ticket. */
static bool note(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    Writer writer = { sending->services, db, sending->arena, "system", clock_now() };
    OutboxRow *row;
    if (!outbox_by_id(db, sending->arena, sending->id, &row, error))
        return false;
    if (!row)
        return job_finish(db, sending->job, writer.now, error);
    bool was_sent = row->sent_at.known;
    if (!outbox_judge(sending->arena, row, &sending->outcome, writer.now, (int)randombytes_uniform(1000), error))
        return false;
    if (sending->why)
        row->outcome = sending->why;
    return outbox_set(db, row, error) && sent_keep(&writer, row, was_sent, error) &&
           (strcmp(row->state, "waiting") != 0 || outbox_wake(db, row->id, row->next_at, error)) &&
           tell(&writer, row, error) && job_finish(db, sending->job, writer.now, error);
}

static bool gone(Db *db, void *context, Error *error)
{
    const Sending *sending = context;
    return outbox_remove(db, sending->id, error) && job_finish(db, sending->job, clock_now(), error);
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

bool outbox_send_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    Sending sending = { .services = services, .arena = arena, .job = job_current(), .spool = { -1 } };
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "outbox", &sending.id))
        return fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
    bool ok = outbox_spool_open(services, &sending.spool, error) && send_one(&sending, error);
    outbox_spool_close(&sending.spool);
    return ok;
}
