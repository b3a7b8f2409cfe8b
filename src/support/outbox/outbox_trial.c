/*
 * A test mail: whether a mailbox can send, and what its server says. A job sends it, as no request waits for a foreign
 * host; the page reads the result when the stream says that it is there. One is kept for each mailbox.
 */
#include "support/outbox/outbox_store.h"

#include "base/id.h"
#include "base/json.h"
#include "http/stream.h"

#include <string.h>

/* ---- the job ------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Services *services;
    Arena *arena;
    int64_t id, job;
    Mailbox *mailbox;
    OutboxTestRow *row;
    OutboxSpool spool;
} Trial;

static bool look(Db *db, void *context, Error *error)
{
    Trial *trial = context;
    return mailbox_by_id(db, trial->arena, trial->id, &trial->mailbox, error) &&
           outbox_test_of(db, trial->arena, trial->id, &trial->row, error);
}

static const char *ref_new(Arena *arena, const Services *services, const Mailbox *mailbox)
{
    unsigned char key[SECRET_SIZE];
    const char *at = strrchr(mailbox->address, '@');
    mailbox_thread_key(services, key);
    return thread_message_id(arena, key, mailbox->id, arena_format(arena, "test-%lld", (long long)id_new()),
                             at ? at + 1 : "localhost");
}

static bool write_mail(Trial *trial, Error *error)
{
    const char *own = atomic_load(&trial->services->language), *language = own ? own : "en";
    const Mailbox *mailbox = trial->mailbox;
    const char *name = outbox_in(language, mailbox->sender_name, mailbox->sender_name_ja);
    MailAddress to = { "", trial->row->recipient };
    MailDraft draft = { .from = { text_is_empty(name) ? "" : name, mailbox->address },
                        .to = { 1, &to },
                        .subject = outbox_in(language, "Test e-mail from Banso", "Bansoからのテストメール"),
                        .sent_at = clock_now(),
                        .message_id = ref_new(trial->arena, trial->services, mailbox),
                        .automatic = true,
                        .text =
                            outbox_in(language, "This mailbox can send.\n", "このメールボックスから送信できます。\n") };
    return mail_write(trial->arena, &draft, outbox_spool_take, &trial->spool, error) &&
           outbox_spool_rewind(&trial->spool, error);
}

static void attempt(Trial *trial)
{
    const char *why;
    Error unfit = { 0 };
    SmtpMail mail = outbox_way(trial->arena, trial->services, trial->mailbox, &why);
    trial->row->state = "failed";
    trial->row->outcome = why;
    if (why)
        return;
    if (!write_mail(trial, &unfit)) {
        trial->row->outcome = outbound_word(OUTBOUND_BROKEN);
        trial->row->talk = arena_text(trial->arena, unfit.text);
        return;
    }
    mail.recipients = (Texts) { 1, &trial->row->recipient };
    mail.context = &trial->spool;
    SmtpOutcome outcome = smtp_send(trial->arena, &mail);
    bool sent = outcome.end == SMTP_SENT && !outcome.refused.count;
    trial->row->state = sent ? "sent" : "failed";
    trial->row->outcome = sent ? NULL : outcome.end == SMTP_MAYBE ? OUTBOX_MAYBE : outbound_word(outcome.reached);
    trial->row->talk = outcome.talk;
}

static void show(void *context)
{
    const Services *services = context;
    const char *key = "mailboxes";
    if (services->stream)
        stream_publish(services->stream, &key, 1);
}

static bool note(Db *db, void *context, Error *error)
{
    Trial *trial = context;
    db_after_commit(db, show, trial->services);
    return outbox_test_put(db, trial->row, error) && job_finish(db, trial->job, clock_now(), error);
}

bool outbox_trial_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const Json *json;
    Trial trial = { .services = services, .arena = arena, .job = job_current(), .spool = { -1 } };
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "mailbox", &trial.id))
        return fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
    if (!store_read(services->store, look, &trial, error))
        return false;
    if (!trial.row)
        return true;
    bool ok = outbox_spool_open(services, &trial.spool, error);
    if (ok)
        attempt(&trial);
    ok = ok && store_write(services->store, note, &trial, error);
    outbox_spool_close(&trial.spool);
    return ok;
}

/* Whoever waits for it reads that it was interrupted. */
bool outbox_trial_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Arena *arena = db_arena(db);
    const Json *json;
    OutboxTestRow *row;
    int64_t mailbox_id;
    (void)why;
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "mailbox", &mailbox_id) ||
        !outbox_test_of(db, arena, mailbox_id, &row, error))
        return error->kind == ERROR_NONE;
    if (!row || strcmp(row->state, "sending") != 0)
        return true;
    row->state = "failed";
    row->outcome = outbound_word(OUTBOUND_STOPPED);
    db_after_commit(db, show, services);
    return outbox_test_put(db, row, error);
}

/* ---- over the API -------------------------------------------------------------------------------------------------
 */

static bool trial_begin(Request *request, Error *error)
{
    const NewTestMail *in = request->input;
    Mailbox *mailbox;
    OutboxTestRow row = { .mailbox_id = request->path_id[0],
                          .recipient = in->recipient,
                          .state = "sending",
                          .talk = "",
                          .at = request->now };
    const char *key = arena_format(request->arena, "%lld", (long long)row.mailbox_id);
    if (!mailbox_by_id(request->db, request->arena, row.mailbox_id, &mailbox, error))
        return false;
    if (!mailbox)
        return fail(error, ERROR_MISSING, NULL, "mailbox %lld not found", (long long)row.mailbox_id);
    return outbox_test_put(request->db, &row, error) &&
           job_once(request->db, "outbox.test", key, arena_format(request->arena, "{\"mailbox\":%s}", key), 0, error) &&
           reply_row(request, 202, &TEST_MAIL, &row);
}

static bool trial_get(Request *request, Error *error)
{
    OutboxTestRow *row;
    if (!outbox_test_of(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    return reply_list(request, &TEST_MAIL, row, row != NULL, NULL);
}

#define OF_SUPPORT .gives = &TEST_MAIL, .circle = CIRCLE_SUPPORT
const Route OUTBOX_TRIAL_ROUTES[] = {
    { POST, "/api/v1/mailboxes/{id}/send-test", trial_begin, RIGHT_ADMIN,
      "Send a test e-mail; read how it went from the same path", .takes = &NEW_TEST_MAIL, OF_SUPPORT },
    { GET, "/api/v1/mailboxes/{id}/send-test", trial_get, RIGHT_ADMIN,
      "Read how the last test e-mail went, with what the server said; nothing while none was sent", .flags = ROUTE_LIST,
      OF_SUPPORT },
    { 0 },
};
