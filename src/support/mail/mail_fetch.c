/*
 * Mailboxes that are fetched: what is above the last UID comes in, a mail at a time, each durable before anything is
 * done to it on the server. A mail that is read twice (the folder was made anew, the process was killed) is the same
 * mail, so nothing doubles. What is left to do with a mail is a row of mail_fetch_todo, which later turns come back to:
 * one mail that makes trouble holds up no other. Only a connection that is lost ends a turn.
 *
 * The folder is read in windows of UIDs, so that no answer grows with it. A turn that was full asks for the next.
 *
 * A server that cannot be reached is asked again by the schedule; after FAILING_MS the admins are told, once.
 *
 * In order: the state; the folder; one turn; the job; the schedule; over the API.
 */
#include "support/mail/mail_fetch.h"
#include "base/circle.h"
#include "base/json.h"
#include "base/reason.h"
#include "base/text.h"

#include <string.h>

enum { FAILING_MS = 15 * MS_PER_MINUTE, WINDOW = 50000, TODO_MAX = 100 };

/* ---- the state ------------------------------------------------------------------------------------------------- */

static bool turn_read(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    MailFetchRow *state;
    if (!mailbox_by_id(db, turn->arena, turn->id, &turn->mailbox, error) ||
        !mail_fetch_by_id(db, turn->arena, turn->id, &state, error))
        return false;
    turn->state = state ? *state : (MailFetchRow) { .mailbox_id = turn->id, .source = "" };
    return true;
}

void turn_trouble(Turn *turn, const Error *why, const char *outcome, bool whole)
{
    turn->failed = turn->failed || whole;
    if (turn->troubled)
        return;
    turn->troubled = true;
    turn->why = *why;
    turn->outcome = outcome;
}

bool turn_store(Db *db, const Turn *turn, const MailFetchRow *state, Error *error)
{
    MailFetchRow *there;
    if (!mail_fetch_by_id(db, db_arena(db), turn->id, &there, error) ||
        !(there ? mail_fetch_update(db, state, error) : mail_fetch_insert(db, state, error)))
        return false;
    return !turn->done_count || mail_todo_done(db, turn->id, (Ids) { turn->done_count, turn->done }, error);
}

bool turn_tell(const Writer *writer, int64_t mailbox_id, Error *error)
{
    NoticeAbout about = { .word = "mailbox", .id = mailbox_id, .audience = { circle_name(CIRCLE_SUPPORT), 0 } };
    MailAdminsRow *admins;
    size_t count;
    if (!mail_admins(writer->db, writer->arena, &admins, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!notice_give(writer, &about, MAIL_FAILING_NOTICE, admins[i].id, error))
            return false;
    return true;
}

/* What was wrong with single mails is said as long as they wait. */
static void state_note(const Turn *turn, MailFetchRow *state, int64_t waiting, int64_t now)
{
    if (turn->troubled || !waiting) {
        state->problem = turn->troubled ? turn->why.text : NULL;
        state->outcome = turn->troubled ? turn->outcome : NULL;
    }
    if (!turn->failed) {
        state->fetched_at = (OptInt) { now, true };
        state->failing_since = (OptInt) { 0 };
        state->told = state->told && waiting;
    } else if (!state->failing_since.known)
        state->failing_since = (OptInt) { now, true };
}

static bool fetch_begin(Db *db, Arena *arena, int64_t id, Error *error)
{
    const char *key = arena_format(arena, "%lld", (long long)id);
    return job_once(db, "mail.fetch", key, arena_format(arena, "{\"mailbox\":%lld}", (long long)id), 0, error);
}

static bool turn_note_and_tell(const Writer *writer, const Turn *turn, int64_t waiting, Error *error)
{
    MailFetchRow state = turn->state;
    state_note(turn, &state, waiting, writer->now);
    bool tell = turn->failed && !state.told && writer->now - state.failing_since.value >= FAILING_MS;
    state.told = state.told || tell;
    return turn_store(writer->db, turn, &state, error) && (!tell || turn_tell(writer, turn->id, error)) &&
           (!turn->more || fetch_begin(writer->db, writer->arena, turn->id, error));
}

/* How the turn went. The mailbox may have been deleted meanwhile. */
static bool turn_note(Db *db, void *context, Error *error)
{
    const Turn *turn = context;
    Writer writer = { turn->services, db, db_arena(db), "system", clock_now() };
    Mailbox *mailbox;
    MailTodoCountRow *waiting;
    return mailbox_by_id(db, writer.arena, turn->id, &mailbox, error) &&
           mail_todo_count(db, writer.arena, turn->id, &waiting, error) &&
           (!mailbox || turn_note_and_tell(&writer, turn, waiting->mails, error));
}

/* ---- the folder ------------------------------------------------------------------------------------------------- */

static bool is_drained(const Mailbox *mailbox)
{
    return text_equal(mailbox->in_after, "move") || text_equal(mailbox->in_after, "delete");
}

static bool turn_is_full(const Turn *turn)
{
    return turn->mails >= TURN_MAILS || clock_monotonic() / 1000 > turn->until;
}

/* UIDs of another folder mean other mails, and from another day on there are others. */
static const char *source_of(Arena *arena, const Mailbox *mailbox)
{
    const char *since = mailbox->in_since.known ? day_format(arena, mailbox->in_since.value) : "all";
    return arena_format(arena, "%s@%s/%s since %s", mailbox->in_user ? mailbox->in_user : "", mailbox->in_host,
                        mailbox->in_folder, since);
}

static bool anew_work(Db *db, void *context, Error *error)
{
    const Turn *turn = context;
    return mail_todo_drop(db, turn->id, error) && turn_store(db, turn, &turn->state, error);
}

/* Where the folder is another than before, or was made anew, it is read from its beginning. */
static bool folder_begin(Turn *turn, const ImapFolder *folder, Error *error)
{
    MailFetchRow *state = &turn->state;
    const char *source = source_of(turn->arena, turn->mailbox);
    if (folder->uid_validity == state->uid_validity && text_equal(source, state->source))
        return true;
    state->source = source;
    state->uid_validity = folder->uid_validity;
    state->last_uid = state->left_count = 0;
    return store_write(turn->services->store, anew_work, turn, error);
}

typedef struct {
    Turn *turn;
    MailTodoRow *rows;
    size_t count;
} TodoDue;

static bool todo_read(Db *db, void *context, Error *error)
{
    TodoDue *due = context;
    return mail_todo_due(db, due->turn->arena, due->turn->id, clock_now(), TODO_MAX, &due->rows, &due->count, error);
}

/* What earlier turns left. *on = false: the turn is over. */
static bool todo_do(Turn *turn, bool *on, Error *error)
{
    TodoDue due = { .turn = turn };
    if (!store_read(turn->services->store, todo_read, &due, error))
        return false;
    for (size_t i = 0; i < due.count && *on; i++)
        *on = mail_one(turn, &due.rows[i], error);
    turn->more = turn->more || due.count == TODO_MAX;
    return true;
}

/* Its mails, until the turn is full or over. */
static bool window_take(Turn *turn, Ids uids, bool *on, Error *error)
{
    for (size_t i = 0; i < uids.count && *on; i++) {
        if (turn_is_full(turn)) {
            turn->more = true;
            *on = false;
            break;
        }
        MailTodoRow todo = { turn->id, uids.items[i], "take", 0, 0 };
        *on = mail_one(turn, &todo, error);
    }
    return error->kind == ERROR_NONE;
}

static ImapSearch window_of(const Turn *turn, const ImapFolder *folder)
{
    int64_t from = turn->state.last_uid + 1, last = folder->uid_next - 1;
    bool whole = folder->mails <= WINDOW || last <= 0 || from + WINDOW > last;
    int64_t to = !whole ? from + WINDOW - 1 : last > 0 ? last : 0;
    OptInt since = turn->mailbox->in_since;
    since.value--; /* the server's calendar may be another; each mail is looked at */
    return (ImapSearch) { from, to, since, is_drained(turn->mailbox) };
}

/* `on` while there are windows after this one, and time for them. */
static bool window_walk(Turn *turn, const ImapFolder *folder, bool *on, Error *error)
{
    ImapSearch window = window_of(turn, folder);
    Ids uids;
    if (!imap_search(turn->imap, &window, TURN_MAILS + 1, &uids, error) || !window_take(turn, uids, on, error))
        return false;
    if (*on && window.to > turn->state.last_uid)
        turn->state.last_uid = window.to;
    *on = *on && window.to;
    return true;
}

static bool folder_walk(Turn *turn, const ImapFolder *folder, Error *error)
{
    bool on = true;
    if (!todo_do(turn, &on, error) || error->kind != ERROR_NONE)
        return false;
    while (on && !(folder->uid_next && turn->state.last_uid + 1 >= folder->uid_next))
        if (!window_walk(turn, folder, &on, error))
            return false;
    return true;
}

/* ---- one turn -------------------------------------------------------------------------------------------------- */

bool mail_server(const Services *services, Arena *arena, const Mailbox *mailbox, ImapServer *server, Error *error)
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

static bool folder_fetch(Turn *turn, Error *error)
{
    ImapFolder folder;
    return imap_select(turn->imap, turn->mailbox->in_folder, &folder, error) && folder_begin(turn, &folder, error) &&
           folder_walk(turn, &folder, error);
}

/* The trouble of the whole; that of single mails is noted where it is met. */
static bool turn_fetch(Turn *turn, const char **outcome, Error *error)
{
    ImapServer server;
    OutboundEnd end;
    OptInt since = turn->mailbox->in_since;
    turn->until = clock_monotonic() / 1000 + TURN_MS;
    turn->since = since.known ? zone_midnight(atomic_load(&turn->services->zone), since.value) : INT64_MIN;
    *outcome = "no_secret";
    if (!mail_server(turn->services, turn->arena, turn->mailbox, &server, error))
        return false;
    if (!imap_open(turn->arena, &server, &turn->imap, &end, error)) {
        *outcome = outbound_word(end);
        return false;
    }
    bool ok = folder_fetch(turn, error);
    *outcome = outbound_word(imap_is_lost(turn->imap) ? OUTBOUND_BROKEN : OUTBOUND_ANSWERED);
    imap_close(turn->imap);
    return ok;
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

static bool is_fetched(const Mailbox *mailbox)
{
    return mailbox && mailbox->active && mailbox->in_host;
}

bool mail_fetch_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Turn *turn = arena_make(arena, Turn);
    Error why = { 0 };
    const char *outcome;
    const Json *json;
    *turn = (Turn) { .services = services, .arena = arena };
    if (!json_parse(arena, body, strlen(body), &json, error) || !json_get_int(json, "mailbox", &turn->id) ||
        !store_read(services->store, turn_read, turn, error))
        return false;
    if (!is_fetched(turn->mailbox))
        return true;
    bool ok = turn_fetch(turn, &outcome, &why);
    if (!ok && why.kind == ERROR_BUSY) {
        *error = why;
        return false;
    }
    if (!ok)
        turn_trouble(turn, &why, outcome, true);
    return store_write(services->store, turn_note, turn, error);
}

/* ---- the schedule ---------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Mailbox *mailboxes;
    size_t count;
    MailErasureRow *erasing;
} Due;

static bool due_read(Db *db, void *context, Error *error)
{
    Due *due = context;
    return mailbox_all(db, due->arena, &due->mailboxes, &due->count, error) &&
           mail_erasure_first(db, due->arena, &due->erasing, error);
}

static bool due_work(Db *db, void *context, Error *error)
{
    const Due *due = context;
    if (due->erasing && !mail_erase_again(db, error))
        return false;
    for (size_t i = 0; i < due->count; i++)
        if (is_fetched(&due->mailboxes[i]) && !fetch_begin(db, db_arena(db), due->mailboxes[i].id, error))
            return false;
    return true;
}

bool mail_due_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Due due = { .arena = arena };
    (void)now;
    if (!store_read(services->store, due_read, &due, error))
        return false;
    bool any = due.erasing;
    for (size_t i = 0; i < due.count; i++)
        any = any || is_fetched(&due.mailboxes[i]);
    return !any || store_write(services->store, due_work, &due, error);
}

/* ---- over the API ---------------------------------------------------------------------------------------------- */

static bool fetch_now(Request *request, Error *error)
{
    Mailbox *mailbox;
    return mail_mailbox_there(request, &mailbox, error) &&
           fetch_begin(request->db, request->arena, mailbox->id, error) && reply_empty(request);
}

static bool state_list(Request *request, Error *error)
{
    MailFetchRow *rows;
    MailTodoWaitingRow *waiting;
    size_t count, waits;
    if (!mail_fetch_all(request->db, request->arena, &rows, &count, error) ||
        !mail_todo_waiting(request->db, request->arena, &waiting, &waits, error))
        return false;
    MailboxState *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++) {
        shown[i] = (MailboxState) { .row = rows[i] };
        for (size_t j = 0; j < waits; j++)
            if (waiting[j].mailbox_id == rows[i].mailbox_id)
                shown[i].waiting = waiting[j].mails;
    }
    return reply_list(request, &MAILBOX_STATE, shown, count, NULL);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MAIL_FETCH_ROUTES[] = {
    { POST, "/api/v1/mailboxes/{id}/fetch", fetch_now, RIGHT_MANAGE, "Fetch the e-mails of a mailbox now", OF_SUPPORT },
    { GET, "/api/v1/mailbox-states", state_list, RIGHT_MANAGE,
      "List how fetching goes: when each mailbox was fetched last, and what is wrong", .gives = &MAILBOX_STATE,
      .flags = ROUTE_LIST, OF_SUPPORT },
    { 0 },
};
