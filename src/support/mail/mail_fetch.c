/*
 * Mailboxes that are fetched: what is above the last UID comes in, a mail at a time, each durable before anything is
 * done to it on the server. A mail that is read twice (the folder was made anew, the process was killed) is the same
 * mail, so nothing doubles. Where mails are moved or deleted the folder is read from its beginning: what is still there
 * was cut off.
 *
 * A server that cannot be reached is asked again by the schedule; after FAILING_MS the admins are told, once.
 *
 * In order: the state; one mail; one turn; the job; the schedule; over the API.
 */
#include "base/circle.h"
#include "base/json.h"
#include "base/reason.h"
#include "base/text.h"
#include "mail_fetch.sql.h"
#include "net/imap.h"
#include "support/mail/mail_store.h"

#include <stdlib.h>
#include <string.h>

enum { TURN_MAILS = 200, FAILING_MS = 15 * MS_PER_MINUTE };

typedef struct {
    Services *services;
    Arena *arena; /* of the turn */
    Mailbox *mailbox;
    MailFetchRow state;
    bool is_new; /* no turn was noted yet */
    const Error *why;
    /* The mail that is taken. */
    Bytes raw;
    const Mail *mail;
    Arena *mail_arena;
    int64_t id;
} Turn;

/* ---- the state ------------------------------------------------------------------------------------------------- */

static bool turn_read(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    MailFetchRow *state;
    if (!mailbox_by_id(db, turn->arena, turn->id, &turn->mailbox, error) ||
        !mail_fetch_by_id(db, turn->arena, turn->id, &state, error))
        return false;
    turn->is_new = !state;
    turn->state = state ? *state : (MailFetchRow) { .mailbox_id = turn->id, .source = "" };
    return true;
}

static bool state_store(Db *db, const Turn *turn, Error *error)
{
    return turn->is_new ? mail_fetch_insert(db, &turn->state, error) : mail_fetch_update(db, &turn->state, error);
}

static bool admins_tell(const Writer *writer, const Turn *turn, Error *error)
{
    NoticeAbout about = { .word = "mailbox", .id = turn->id, .audience = { circle_name(CIRCLE_SUPPORT), 0 } };
    MailAdminsRow *admins;
    size_t count;
    if (!mail_admins(writer->db, writer->arena, &admins, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!notice_give(writer, &about, MAIL_FAILING_NOTICE, admins[i].id, error))
            return false;
    return true;
}

static void state_note(MailFetchRow *state, const Error *why, int64_t now)
{
    state->problem = why ? why->text : NULL;
    if (!why) {
        state->fetched_at = (OptInt) { now, true };
        state->failing_since = (OptInt) { 0 };
        state->told = false;
    } else if (!state->failing_since.known)
        state->failing_since = (OptInt) { now, true };
}

/* How the turn went. The mailbox may have been deleted meanwhile. */
static bool turn_note(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    Writer writer = { turn->services, db, db_arena(db), "system", clock_now() };
    Mailbox *mailbox;
    MailFetchRow *there, *state = &turn->state;
    if (!mailbox_by_id(db, writer.arena, turn->id, &mailbox, error) ||
        !mail_fetch_by_id(db, writer.arena, turn->id, &there, error))
        return false;
    if (!mailbox)
        return true;
    turn->is_new = !there;
    state_note(state, turn->why, writer.now);
    bool tell = turn->why && !state->told && writer.now - state->failing_since.value >= FAILING_MS;
    state->told = state->told || tell;
    return state_store(db, turn, error) && (!tell || admins_tell(&writer, turn, error));
}

/* ---- one mail -------------------------------------------------------------------------------------------------- */

static bool mail_work(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    Writer writer = { turn->services, db, db_arena(db), "system", clock_now() };
    MailComing coming = { turn->id, turn->raw, turn->mail };
    MailFetchRow *there;
    MailTaken taken;
    if (!mail_take(&writer, &coming, &taken, error) || !mail_fetch_by_id(db, writer.arena, turn->id, &there, error))
        return false;
    turn->is_new = !there;
    return state_store(db, turn, error);
}

static bool after_do(Imap *imap, const Mailbox *mailbox, int64_t uid, Error *error)
{
    if (text_equal(mailbox->in_after, "mark"))
        return imap_mark_seen(imap, uid, error);
    if (text_equal(mailbox->in_after, "move"))
        return imap_move(imap, uid, mailbox->in_after_folder, error);
    return !text_equal(mailbox->in_after, "delete") || imap_delete(imap, uid, error);
}

static bool one_store(Turn *turn, Bytes raw, int64_t uid, Error *error)
{
    Mail *mail = arena_make(turn->mail_arena, Mail);
    MailFetchRow before = turn->state;
    mail_read(turn->mail_arena, raw, &MAIL_READING, mail);
    turn->raw = raw;
    turn->mail = mail;
    turn->state.last_uid = uid > before.last_uid ? uid : before.last_uid;
    turn->state.taken = before.taken + 1;
    if (store_write(turn->services->store, mail_work, turn, error))
        return true;
    turn->state = before;
    return false;
}

/* What is too large stays where it is, and is counted the first time. */
static void one_left(Turn *turn, int64_t uid)
{
    if (uid <= turn->state.last_uid)
        return;
    turn->state.last_uid = uid;
    turn->state.left_count++;
}

static bool one_fetch(Turn *turn, Imap *imap, int64_t uid, Error *error)
{
    Error why = { 0 };
    Bytes raw;
    int64_t size;
    if (!imap_size(imap, uid, &size, error))
        return false;
    if (size < 0)
        return true;
    if (size > (int64_t)MAIL_READING.size) {
        one_left(turn, uid);
        return true;
    }
    if (!imap_fetch(imap, turn->mail_arena, uid, &raw, error))
        return false;
    if (!raw.data)
        return true;
    if (one_store(turn, raw, uid, &why))
        return after_do(imap, turn->mailbox, uid, error);
    if (why.kind == ERROR_TOO_LARGE) {
        one_left(turn, uid);
        return true;
    }
    *error = why;
    return false;
}

/* ---- one turn -------------------------------------------------------------------------------------------------- */

/* UIDs of another folder mean other mails. */
static const char *source_of(Arena *arena, const Mailbox *mailbox)
{
    return arena_format(arena, "%s@%s/%s", mailbox->in_user ? mailbox->in_user : "", mailbox->in_host,
                        mailbox->in_folder);
}

static bool is_drained(const Mailbox *mailbox)
{
    return text_equal(mailbox->in_after, "move") || text_equal(mailbox->in_after, "delete");
}

static bool folder_fetch(Turn *turn, Imap *imap, Error *error)
{
    ImapFolder folder;
    Ids uids;
    if (!imap_select(imap, turn->mailbox->in_folder, &folder, error))
        return false;
    const char *source = source_of(turn->arena, turn->mailbox);
    if (folder.uid_validity != turn->state.uid_validity || !text_equal(source, turn->state.source))
        turn->state.last_uid = 0;
    turn->state.source = source;
    turn->state.uid_validity = folder.uid_validity;
    int64_t after = is_drained(turn->mailbox) ? 0 : turn->state.last_uid;
    if (!imap_uids_after(imap, after, TURN_MAILS, &uids, error))
        return false;
    bool ok = true;
    for (size_t i = 0; i < uids.count && ok; i++) {
        turn->mail_arena = arena_new();
        ok = one_fetch(turn, imap, uids.items[i], error);
        arena_free(turn->mail_arena);
    }
    return ok;
}

static bool server_of(const Services *services, Arena *arena, const Mailbox *mailbox, ImapServer *server, Error *error)
{
    *server = (ImapServer) { .host = mailbox->in_host,
                             .port = mailbox_in_port(mailbox),
                             .security = mailbox->in_security,
                             .user = mailbox->in_user,
                             .allowed = services->outbound_networks,
                             .stopping = &services->stopping };
    return mailbox_in_secret(arena, services, mailbox, &server->password) ||
           refuse(error, "in_password", REASON_NO_SECRET, NULL, NULL);
}

static bool turn_fetch(Turn *turn, Error *error)
{
    ImapServer server;
    Imap *imap;
    if (!server_of(turn->services, turn->arena, turn->mailbox, &server, error) ||
        !imap_open(turn->arena, &server, &imap, error))
        return false;
    bool ok = folder_fetch(turn, imap, error);
    imap_close(imap);
    return ok;
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

static bool is_fetched(const Mailbox *mailbox)
{
    return mailbox && mailbox->active && mailbox->in_host;
}

bool mail_fetch_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Turn turn = { .services = services, .arena = arena };
    Error why = { 0 };
    const Json *json;
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "mailbox", &turn.id) ||
        !store_read(services->store, turn_read, &turn, error))
        return false;
    if (!is_fetched(turn.mailbox))
        return true;
    bool ok = turn_fetch(&turn, &why);
    if (!ok && (why.kind == ERROR_BUSY || why.kind == ERROR_FULL)) {
        *error = why;
        return false;
    }
    turn.why = ok ? NULL : &why;
    return store_write(services->store, turn_note, &turn, error);
}

static bool fetch_begin(Db *db, Arena *arena, int64_t id, Error *error)
{
    const char *key = arena_format(arena, "%lld", (long long)id);
    return job_once(db, "mail.fetch", key, arena_format(arena, "{\"mailbox\":%lld}", (long long)id), 0, error);
}

/* ---- the schedule ---------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Mailbox *mailboxes;
    size_t count;
} Due;

static bool due_read(Db *db, void *context, Error *error)
{
    Due *due = context;
    return mailbox_all(db, due->arena, &due->mailboxes, &due->count, error);
}

static bool due_work(Db *db, void *context, Error *error)
{
    const Due *due = context;
    for (size_t i = 0; i < due->count; i++)
        if (is_fetched(&due->mailboxes[i]) && !fetch_begin(db, db_arena(db), due->mailboxes[i].id, error))
            return false;
    return true;
}

bool mail_due_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Due due = { .arena = arena };
    bool any = false;
    (void)now;
    if (!store_read(services->store, due_read, &due, error))
        return false;
    for (size_t i = 0; i < due.count; i++)
        any = any || is_fetched(&due.mailboxes[i]);
    return !any || store_write(services->store, due_work, &due, error);
}

/* ---- over the API ---------------------------------------------------------------------------------------------- */

typedef struct {
    bool works;
    const char *answer;
    OptInt mails;
} InTest;
static const Field IN_TEST_FIELDS[] = {
    SHAPE_FIELD(InTest, works, FIELD_FLAG),
    SHAPE_FIELD(InTest, answer, FIELD_TEXT, .about = "What the server said last, or why it could not be asked"),
    SHAPE_OPT(InTest, mails, FIELD_INT, .about = "How many e-mails are in the folder"),
    { 0 },
};
static const Shape IN_TEST = { "MailboxTest", sizeof(InTest), IN_TEST_FIELDS };

static bool mailbox_there(Turn *turn, int64_t id, Error *error)
{
    if (!turn->mailbox)
        return fail(error, ERROR_MISSING, NULL, "mailbox %lld not found", (long long)id);
    return turn->mailbox->in_host ||
           fail(error, ERROR_INPUT, "in_host", "the mailbox has no server for e-mails that come in");
}

static void server_ask(const Request *request, const Mailbox *mailbox, InTest *test)
{
    ImapServer server;
    ImapFolder folder;
    Imap *imap;
    Error why = { 0 };
    if (!server_of(request->services, request->arena, mailbox, &server, &why) ||
        !imap_open(request->arena, &server, &imap, &why)) {
        test->answer = arena_text(request->arena, why.text);
        return;
    }
    test->works = imap_select(imap, mailbox->in_folder, &folder, &why);
    test->answer = arena_text(request->arena, imap_answer(imap));
    test->mails = (OptInt) { folder.mails, test->works };
    imap_close(imap);
}

/* Outside of any transaction, as a server may take its time. */
static bool test_prepare(Request *request, Error *error)
{
    Turn turn = { .services = request->services, .arena = request->arena, .id = request->path_id[0] };
    InTest *test = arena_make(request->arena, InTest);
    *test = (InTest) { .answer = "" };
    if (!request_read(request, turn_read, &turn, error) || !mailbox_there(&turn, turn.id, error))
        return false;
    server_ask(request, turn.mailbox, test);
    request->prepared = test;
    return true;
}

static bool in_test(Request *request, Error *error)
{
    (void)error;
    return reply_row(request, 200, &IN_TEST, request->prepared);
}

static bool fetch_now(Request *request, Error *error)
{
    Turn turn = { .services = request->services, .arena = request->arena, .id = request->path_id[0] };
    return turn_read(request->db, &turn, error) && mailbox_there(&turn, turn.id, error) &&
           fetch_begin(request->db, request->arena, turn.id, error) && reply_empty(request);
}

static bool state_list(Request *request, Error *error)
{
    MailFetchRow *rows;
    size_t count;
    return mail_fetch_all(request->db, request->arena, &rows, &count, error) &&
           reply_list(request, &MAILBOX_STATE, rows, count, NULL);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MAIL_FETCH_ROUTES[] = {
    { POST, "/api/v1/mailboxes/{id}/test", in_test, RIGHT_ADMIN,
      "Sign in where e-mails of a mailbox come in, and open its folder: says what the server answers",
      .gives = &IN_TEST, .prepare = test_prepare, OF_SUPPORT },
    { POST, "/api/v1/mailboxes/{id}/fetch", fetch_now, RIGHT_MANAGE, "Fetch the e-mails of a mailbox now", OF_SUPPORT },
    { GET, "/api/v1/mailbox-states", state_list, RIGHT_MANAGE,
      "List how fetching goes: when each mailbox was fetched last, and what is wrong", .gives = &MAILBOX_STATE,
      .flags = ROUTE_LIST, OF_SUPPORT },
    { 0 },
};
