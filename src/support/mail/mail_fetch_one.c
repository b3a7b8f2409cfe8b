/*
 * One mail of a mailbox that is fetched: it is stored, and in the same transaction it is noted what is to be done to it
 * on the server. A mail that makes trouble waits for a later turn, longer each time, and holds up no other.
 *
 * In order: what is noted; taking; what is done to it on the server; the whole.
 */
#include "base/text.h"
#include "jobs/unrest.h"
#include "support/mail/mail_fetch.h"

#include <string.h>

enum { PAUSE_FIRST_MS = 30000, PAUSE_LAST_MS = 6 * MS_PER_HOUR, TOLD_TRIES = 5 };

typedef struct {
    Turn *turn;
    const MailTodoRow *todo;
    Arena *arena;
    Bytes raw;
    const Mail *mail;
    OptInt received_at;
    MailFetchRow state; /* as it was stored with the mail */
    bool tell;
} One;

/* ---- what is noted ---------------------------------------------------------------------------------------------- */

static bool is_left(const Turn *turn)
{
    return text_equal(turn->mailbox->in_after, "leave");
}

/* Its row goes with the next transaction; until then it would be done again, which changes nothing. */
static void done_add(Turn *turn, int64_t uid)
{
    if (turn->done_count < DONE_MAX)
        turn->done[turn->done_count++] = uid;
}

static int64_t pause_after(int64_t tries)
{
    int64_t pause = PAUSE_FIRST_MS;
    for (int64_t i = 1; i < tries && pause < PAUSE_LAST_MS; i++)
        pause *= 2;
    return pause < PAUSE_LAST_MS ? pause : PAUSE_LAST_MS;
}

static bool later_work(Db *db, void *context, Error *error)
{
    const One *one = context;
    Writer writer = { one->turn->services, db, db_arena(db), "system", clock_now() };
    return mail_todo_put(db, one->todo, error) && turn_store(db, one->turn, &one->turn->state, error) &&
           (!one->tell || turn_tell(&writer, one->turn->id, error));
}

/* Again later; the admins are told once, whichever mail it is. */
static bool later_put(One *one, MailTodoRow *todo, Error *error)
{
    Turn *turn = one->turn;
    todo->tries++;
    todo->next_at = clock_now() + pause_after(todo->tries);
    one->tell = todo->tries >= TOLD_TRIES && !turn->state.told;
    turn->state.told = turn->state.told || one->tell;
    if (!store_write(turn->services->store, later_work, one, error))
        return false;
    turn->done_count = 0;
    return true;
}

static void uid_pass(Turn *turn, int64_t uid)
{
    if (uid > turn->state.last_uid)
        turn->state.last_uid = uid;
}

/* What is too large stays where it is, and is counted the first time. */
static void one_left(One *one)
{
    if (one->todo->uid > one->turn->state.last_uid)
        one->turn->state.left_count++;
    done_add(one->turn, one->todo->uid);
}

/* ---- taking ------------------------------------------------------------------------------------------------------ */

static bool take_work(Db *db, void *context, Error *error)
{
    One *one = context;
    Turn *turn = one->turn;
    Writer writer = { turn->services, db, db_arena(db), "system", clock_now() };
    MailComing coming = { .mailbox_id = turn->id, .raw = one->raw, .mail = one->mail, .received_at = one->received_at };
    MailTodoRow after = { turn->id, one->todo->uid, "after", 0, writer.now };
    Ids own = { 1, &after.uid };
    MailTaken taken;
    if (!mail_take(&writer, &coming, &taken, error))
        return false;
    one->state = turn->state;
    one->state.taken += !taken.known;
    return turn_store(db, turn, &one->state, error) &&
           (is_left(turn) ? mail_todo_done(db, turn->id, own, error) : mail_todo_put(db, &after, error));
}

static bool one_store(One *one, Error *error)
{
    Turn *turn = one->turn;
    Mail *mail = arena_make(one->arena, Mail);
    int64_t last_uid = turn->state.last_uid;
    mail_read(one->arena, one->raw, &MAIL_READING, mail);
    one->mail = mail;
    uid_pass(turn, one->todo->uid);
    if (!store_write(turn->services->store, take_work, one, error)) {
        turn->state.last_uid = last_uid;
        return false;
    }
    turn->state = one->state;
    turn->done_count = 0;
    return true;
}

static OptInt received_read(const ImapMail *mail)
{
    int64_t at;
    gmime_start();
    return mail->received && mail_date(mail->received, &at) ? (OptInt) { at, true } : (OptInt) { 0 };
}

/* *wanted = false: it is gone, was there before the mailbox was, or is too large. */
static bool one_look(One *one, bool *wanted, Error *error)
{
    ImapMail mail;
    if (!imap_look(one->turn->imap, one->todo->uid, &mail, error))
        return false;
    one->received_at = received_read(&mail);
    bool early = one->received_at.known && one->received_at.value < one->turn->since;
    *wanted = mail.size >= 0 && !early && mail.size <= (int64_t)MAIL_READING.size;
    if (*wanted)
        return true;
    if (mail.size > (int64_t)MAIL_READING.size && !early)
        one_left(one);
    else
        done_add(one->turn, one->todo->uid);
    uid_pass(one->turn, one->todo->uid);
    return true;
}

/* *taken = there is a mail with which something is to be done now. */
static bool one_take(One *one, bool *taken, Error *error)
{
    Turn *turn = one->turn;
    bool wanted;
    *taken = false;
    if (!one_look(one, &wanted, error))
        return false;
    if (!wanted)
        return true;
    if (!imap_fetch(turn->imap, one->arena, one->todo->uid, MAIL_READING.size, &one->raw, error))
        return false;
    if (one->raw.data && !one_store(one, error))
        return false;
    *taken = one->raw.data && !is_left(turn);
    if (!one->raw.data)
        done_add(turn, one->todo->uid);
    uid_pass(turn, one->todo->uid);
    unrest_hold(turn->services, "mail.after");
    return true;
}

/* ---- what is done to it on the server ---------------------------------------------------------------------------- */

/* A server that cannot move copies; what was copied is never copied again. */
static bool move_do(Turn *turn, MailTodoRow *todo, Error *error)
{
    bool can;
    if (text_equal(todo->todo, "delete"))
        return imap_delete(turn->imap, todo->uid, error);
    if (!imap_can_move(turn->imap, &can, error))
        return false;
    if (can)
        return imap_move(turn->imap, todo->uid, turn->mailbox->in_after_folder, error);
    if (!imap_copy(turn->imap, todo->uid, turn->mailbox->in_after_folder, error))
        return false;
    todo->todo = "delete";
    return imap_delete(turn->imap, todo->uid, error);
}

/* What the mailbox says now, whatever it said when the mail was stored. */
static bool after_do(Turn *turn, MailTodoRow *todo, Error *error)
{
    const char *after = turn->mailbox->in_after;
    bool ok = true;
    if (text_equal(after, "mark"))
        ok = imap_mark_seen(turn->imap, todo->uid, error);
    else if (text_equal(after, "delete"))
        ok = imap_delete(turn->imap, todo->uid, error);
    else if (text_equal(after, "move"))
        ok = move_do(turn, todo, error);
    if (ok)
        done_add(turn, todo->uid);
    return ok;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static bool one_deal(One *one, MailTodoRow *todo, Error *error)
{
    bool taken = true;
    if (text_equal(todo->todo, "take")) {
        if (!one_take(one, &taken, error))
            return false;
        if (taken)
            *todo = (MailTodoRow) { todo->mailbox_id, todo->uid, "after", 0, 0 };
    }
    return !taken || after_do(one->turn, todo, error);
}

static const char *outcome_of(const Turn *turn, const Error *why)
{
    if (why->kind == ERROR_FULL)
        return "full";
    return outbound_word(imap_is_lost(turn->imap) ? OUTBOUND_BROKEN : OUTBOUND_ANSWERED);
}

bool mail_one(Turn *turn, const MailTodoRow *given, Error *error)
{
    MailTodoRow todo = *given;
    One one = { .turn = turn, .todo = &todo, .arena = arena_new() };
    Error why = { 0 };
    turn->mails++;
    bool ok = one_deal(&one, &todo, &why);
    arena_free(one.arena);
    if (ok)
        return true;
    if (why.kind == ERROR_BUSY) {
        *error = why;
        return false;
    }
    bool whole = why.kind == ERROR_FULL || imap_is_lost(turn->imap);
    turn_trouble(turn, &why, outcome_of(turn, &why), whole);
    if (why.kind == ERROR_FULL)
        return false;
    uid_pass(turn, todo.uid);
    return later_put(&one, &todo, error) && !whole;
}
