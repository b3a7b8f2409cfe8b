/*
 * A test of fetching: whether a mailbox can sign in and open its folder, and what its server says. A job asks, as no
 * request waits for a foreign host; the page reads the result when the stream says that it is there. One is kept for
 * each mailbox.
 */
#include "base/json.h"
#include "base/text.h"
#include "http/stream.h"
#include "support/mail/mail_fetch.h"

#include <string.h>

/* ---- the job --------------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Arena *arena;
    int64_t id, job;
    Mailbox *mailbox;
    MailTestRow row;
} Trial;

static bool look(Db *db, void *context, Error *error)
{
    Trial *trial = context;
    return mailbox_by_id(db, trial->arena, trial->id, &trial->mailbox, error);
}

static void folder_open(Trial *trial, Imap *imap)
{
    ImapFolder folder;
    Error why = { 0 };
    bool works = imap_select(imap, trial->mailbox->in_folder, &folder, &why);
    trial->row.state = works ? "works" : "failed";
    trial->row.outcome = works ? NULL : outbound_word(imap_is_lost(imap) ? OUTBOUND_BROKEN : OUTBOUND_ANSWERED);
    trial->row.answer = arena_text(trial->arena, imap_is_lost(imap) ? why.text : imap_answer(imap));
    trial->row.mails = (OptInt) { folder.mails, works };
}

static void ask(Trial *trial)
{
    ImapServer server;
    OutboundEnd end;
    Imap *imap;
    Error why = { 0 };
    trial->row = (MailTestRow) { .mailbox_id = trial->id, .state = "failed", .answer = "", .at = clock_now() };
    if (!mail_server(trial->services, trial->arena, trial->mailbox, &server, &why)) {
        trial->row.outcome = "no_secret";
        return;
    }
    if (imap_open(trial->arena, &server, &imap, &end, &why)) {
        folder_open(trial, imap);
        imap_close(imap);
        return;
    }
    trial->row.outcome = outbound_word(end);
    trial->row.answer = arena_text(trial->arena, why.text);
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
    return mail_test_put(db, &trial->row, error) && job_finish(db, trial->job, clock_now(), error);
}

static bool body_read(Arena *arena, const char *body, int64_t *id, Error *error)
{
    const Json *json;
    return json_parse(arena, body, strlen(body), &json, error) &&
           (json_get_int(json, "mailbox", id) || fail(error, ERROR_INPUT, NULL, "the body of the job is damaged"));
}

bool mail_trial_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Trial trial = { .services = services, .arena = arena, .job = job_current() };
    if (!body_read(arena, body, &trial.id, error) || !store_read(services->store, look, &trial, error))
        return false;
    if (!trial.mailbox || !trial.mailbox->in_host)
        return true;
    ask(&trial);
    return store_write(services->store, note, &trial, error);
}

/* It was cut off: nobody waits for it for good. */
bool mail_trial_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    MailTestRow row = { .state = "failed",
                        .outcome = outbound_word(OUTBOUND_BROKEN),
                        .answer = arena_text(db_arena(db), why->text),
                        .at = clock_now() };
    db_after_commit(db, show, services);
    return body_read(db_arena(db), body, &row.mailbox_id, error) && mail_test_put(db, &row, error);
}

/* ---- over the API ---------------------------------------------------------------------------------------------- */

bool mail_mailbox_there(Request *request, Mailbox **mailbox, Error *error)
{
    int64_t id = request->path_id[0];
    if (!mailbox_by_id(request->db, request->arena, id, mailbox, error))
        return false;
    if (!*mailbox)
        return fail(error, ERROR_MISSING, NULL, "mailbox %lld not found", (long long)id);
    return (*mailbox)->in_host ||
           fail(error, ERROR_INPUT, "in_host", "the mailbox has no server for e-mails that come in");
}

static bool trial_begin(Request *request, Error *error)
{
    MailTestRow row = { .mailbox_id = request->path_id[0], .state = "asking", .answer = "", .at = request->now };
    const char *key = arena_format(request->arena, "%lld", (long long)row.mailbox_id);
    Mailbox *mailbox;
    return mail_mailbox_there(request, &mailbox, error) && mail_test_put(request->db, &row, error) &&
           job_once(request->db, "mail.test", key, arena_format(request->arena, "{\"mailbox\":%s}", key), 0, error) &&
           reply_row(request, 202, &MAILBOX_TEST, &row);
}

static bool trial_get(Request *request, Error *error)
{
    MailTestRow *row;
    if (!mail_test_of(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    return reply_list(request, &MAILBOX_TEST, row, row != NULL, NULL);
}

#define OF_SUPPORT .gives = &MAILBOX_TEST, .circle = CIRCLE_SUPPORT
const Route MAIL_TRIAL_ROUTES[] = {
    { POST, "/api/v1/mailboxes/{id}/test", trial_begin, RIGHT_ADMIN,
      "Sign in where e-mails of a mailbox come in, and open its folder; read how it went from the same path",
      OF_SUPPORT },
    { GET, "/api/v1/mailboxes/{id}/test", trial_get, RIGHT_ADMIN,
      "Read how the last test of fetching went, with what the server said; nothing while there was none",
      .flags = ROUTE_LIST, OF_SUPPORT },
    { 0 },
};
