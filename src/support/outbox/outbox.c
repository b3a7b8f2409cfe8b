/*
 * The rules of the way out (how long to wait, what a server's answer means), and the rows that follow from them.
 *
 * In order: rules; what came of a try; rows; the sender of support/ticket.
 */
#include "base/id.h"
#include "base/texts.h"
#include "http/stream.h"
#include "support/outbox/outbox_store.h"

#include <string.h>
#include <strings.h>

/* ---- rules --------------------------------------------------------------------------------------------------------
 */

/* Together two days: a server that is mended on the next day still gets it. */
int64_t outbox_pause_after(int64_t tries, int chance)
{
    static const int64_t MINUTES[OUTBOX_TRIES - 1] = { 1, 5, 15, 30, 60, 120, 180, 240, 300, 360, 420, 480, 480 };
    int64_t pause = MS_PER_MINUTE * MINUTES[tries < OUTBOX_TRIES - 1 ? tries - 1 : OUTBOX_TRIES - 2];
    return pause + pause / 5 * chance / 1000;
}

const char *outbox_in(const char *language, const char *en, const char *ja)
{
    const char *own = strcmp(language, "ja") == 0 ? ja : en;
    return !text_is_empty(own) ? own : own == ja ? en : ja;
}

const char *outbox_subject(Arena *arena, const char *subject, int64_t number)
{
    const char *tag = arena_format(arena, "[#%lld]", (long long)number);
    bool answers = strncasecmp(subject, "re:", 3) == 0;
    return arena_format(arena, "%s%s%s%s", answers ? "" : "Re: ", subject, strstr(subject, tag) ? "" : " ",
                        strstr(subject, tag) ? "" : tag);
}

/* ---- what came of a try -------------------------------------------------------------------------------------------
 */

enum { FINAL = 500 };

static const SmtpRefusal *refusal_of(const SmtpOutcome *outcome, const char *address)
{
    const SmtpRefusal *items = outcome->refused.items;
    for (size_t i = 0; i < outcome->refused.count; i++)
        if (strcmp(items[i].address, address) == 0)
            return &items[i];
    return NULL;
}

static void refused_add(Text *json, const SmtpRefusal *refusal)
{
    OutboxRefusedRow row = { refusal->address, refusal->answer };
    text_add(json, json->size > 1 ? "," : "");
    shape_write(json, &OUTBOX_REFUSED, &row);
}

/* Those of a mail that was taken for some, and of one that was taken for nobody. */
static bool stays(const SmtpOutcome *outcome, const SmtpRefusal *refusal)
{
    if (outcome->end == SMTP_SENT)
        return refusal && refusal->code < FINAL;
    return !refusal || refusal->code < FINAL;
}

/* *why: the words to the first of those who are left; NULL = there are none. */
static void recipients_judge(Arena *arena, OutboxRow *row, Texts all, const SmtpOutcome *outcome, size_t *left,
                             const char **why)
{
    const char **remain = arena_array(arena, all.count + 1, sizeof *remain);
    Text refused = text_new(arena);
    text_add_n(&refused, row->refused, strlen(row->refused) - 1);
    *left = 0;
    *why = NULL;
    for (size_t i = 0; i < all.count; i++) {
        const SmtpRefusal *refusal = refusal_of(outcome, all.items[i]);
        if (stays(outcome, refusal)) {
            *why = *why || !refusal ? *why : refusal->answer;
            remain[(*left)++] = all.items[i];
        } else if (refusal)
            refused_add(&refused, refusal);
    }
    text_char(&refused, ']');
    row->refused = text_string(&refused);
    row->recipients = texts_print(arena, (Texts) { *left, remain });
}

static const char *outcome_word(const SmtpOutcome *outcome)
{
    return outcome->end == SMTP_MAYBE ? OUTBOX_MAYBE : outbound_word(outcome->reached);
}

/* Whether there is another try, and how the row stands. `left`: recipients whom nobody took it for yet. */
static void state_judge(OutboxRow *row, SmtpEnd end, size_t left, int64_t now, int chance)
{
    bool doubtful = end == SMTP_MAYBE && row->maybes >= OUTBOX_MAYBES;
    bool over = end == SMTP_REFUSED || row->tries >= OUTBOX_TRIES || !left || doubtful;
    if (!over) {
        row->state = "waiting";
        row->next_at = now + outbox_pause_after(row->tries, chance);
    } else
        row->state = row->sent_at.known && !left ? "sent" : "failed";
}

bool outbox_judge(Arena *arena, OutboxRow *row, const SmtpOutcome *outcome, int64_t now, int chance, Error *error)
{
    enum { BAD = 400 };
    const char *why;
    size_t left;
    Texts all;
    if (!texts_parse(arena, row->recipients, &all, error))
        return false;
    recipients_judge(arena, row, all, outcome, &left, &why);
    row->tries++;
    row->maybes += outcome->end == SMTP_MAYBE;
    row->answer = why ? why : outcome->code >= BAD ? outcome->answer : NULL;
    row->outcome = outcome->end == SMTP_SENT && !left ? NULL : outcome_word(outcome);
    bool sent = outcome->end == SMTP_SENT && left < all.count;
    if (sent)
        row->sent_at = (OptInt) { now, true };
    state_judge(row, outcome->end, left, now, chance);
    return true;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------
 */

bool outbox_wake(Db *db, int64_t mailbox_id, int64_t at, Error *error)
{
    Arena *arena = db_arena(db);
    return job_once(db, "outbox.send", arena_format(arena, "%lld", (long long)mailbox_id),
                    arena_format(arena, "{\"mailbox\":%lld}", (long long)mailbox_id), at, error);
}

bool outbox_wake_next(Db *db, int64_t mailbox_id, Error *error)
{
    OutboxRow *row;
    if (!outbox_next(db, db_arena(db), mailbox_id, &row, error))
        return false;
    return !row || outbox_wake(db, mailbox_id, row->next_at, error);
}

bool outbox_may_undo(const OutboxRow *row)
{
    return strcmp(row->state, "waiting") == 0 && !row->released;
}

bool outbox_release(const Writer *writer, OutboxRow *row, Error *error)
{
    bool first = !row->released;
    row->released = true;
    return !first || ticket_reply_left(writer, row->ticket_message_id, row->kept, error);
}

typedef struct {
    struct Stream *stream;
    const char *key;
} Shown;

static void show(void *context)
{
    const Shown *shown = context;
    stream_publish(shown->stream, &shown->key, 1);
}

void outbox_show(const Writer *writer, int64_t ticket_id)
{
    Arena *arena = db_arena(writer->db);
    Shown *shown = arena_make(arena, Shown);
    *shown = (Shown) { writer->services->stream, arena_format(arena, "ticket:%lld", (long long)ticket_id) };
    if (shown->stream)
        db_after_commit(writer->db, show, shown);
}

bool outbox_failed_tell(const Writer *writer, const OutboxRow *row, Error *error)
{
    TicketOut *out;
    if (!row->author_id.known || !ticket_out_read(writer->db, writer->arena, row->ticket_message_id, &out, error))
        return !row->author_id.known;
    if (!out)
        return true;
    NoticeAbout about = { "message", row->ticket_message_id, out->account_id, { "support", row->author_id.value } };
    return notice_give(writer, &about, OUTBOX_FAILED_NOTICE, row->author_id.value, error);
}

/* ---- the sender of support/ticket ---------------------------------------------------------------------------------
 */

bool outbox_mailbox_sends(const Mailbox *mailbox)
{
    return mailbox && mailbox->active && !text_is_empty(mailbox->out_host);
}

bool outbox_mailbox_for(Db *db, Arena *arena, int64_t ticket_id, Mailbox **mailbox, Error *error)
{
    OutboxMailboxOfRow *came;
    *mailbox = NULL;
    if (!outbox_mailbox_of(db, arena, ticket_id, &came, error) ||
        (came && !mailbox_by_id(db, arena, came->mailbox_id, mailbox, error)))
        return false;
    if (outbox_mailbox_sends(*mailbox))
        return true;
    if (!mailbox_default(db, arena, mailbox, error))
        return false;
    *mailbox = outbox_mailbox_sends(*mailbox) ? *mailbox : NULL;
    return true;
}

static bool sender_from(Db *db, Arena *arena, int64_t ticket_id, const char **address, Error *error)
{
    Mailbox *mailbox;
    if (!outbox_mailbox_for(db, arena, ticket_id, &mailbox, error))
        return false;
    *address = mailbox ? mailbox->address : NULL;
    return true;
}

static const char *domain_of(const char *address)
{
    const char *at = strrchr(address, '@');
    return at ? at + 1 : "localhost";
}

static const char *ref_new(const Writer *writer, int64_t ticket_id, int64_t id, const Mailbox *mailbox)
{
    unsigned char key[SECRET_SIZE];
    mailbox_thread_key(writer->services, key);
    return thread_message_id(writer->arena, key, ticket_id, arena_format(writer->arena, "%lld", (long long)id),
                             domain_of(mailbox->address));
}

static const char *ids_print(Arena *arena, Ids ids)
{
    Text json = text_new(arena);
    text_char(&json, '[');
    for (size_t i = 0; i < ids.count; i++)
        text_format(&json, "%s%lld", i ? "," : "", (long long)ids.items[i]);
    text_char(&json, ']');
    return text_string(&json);
}

static bool sender_send(const Writer *writer, const TicketSent *sent, Error *error)
{
    Mailbox *mailbox;
    TicketOut *out;
    if (!outbox_mailbox_for(writer->db, writer->arena, sent->ticket_id, &mailbox, error) ||
        !ticket_out_read(writer->db, writer->arena, sent->message_id, &out, error))
        return false;
    if (!mailbox || !out || !out->recipients.count)
        return fail(error, ERROR_INTERNAL, NULL, "a reply that leaves has neither a way out nor a recipient");
    int64_t id = id_new();
    OutboxRow row = { .id = id,
                      .ticket_id = sent->ticket_id,
                      .ticket_message_id = sent->message_id,
                      .answered_id = { sent->answered_id, sent->answered_id != 0 },
                      .quotes = sent->quotes,
                      .files = ids_print(writer->arena, sent->files),
                      .mailbox_id = mailbox->id,
                      .author_id = { out->author_id, out->author_id != 0 },
                      .message_ref = ref_new(writer, sent->ticket_id, id, mailbox),
                      .sender = mailbox->address,
                      .recipients = outbox_envelope(writer->arena, out->recipients),
                      .state = "waiting",
                      .send_at = writer->now + OUTBOX_UNDO_MS,
                      .next_at = writer->now + OUTBOX_UNDO_MS,
                      .refused = "[]",
                      .kept = sent->kept,
                      .created_at = writer->now };
    return outbox_insert(writer->db, &row, error) && outbox_wake(writer->db, mailbox->id, row.next_at, error);
}

static bool sender_has(Db *db, Arena *arena, int64_t message_id, bool *has, Error *error)
{
    OutboxHasRow *row;
    if (!outbox_has(db, arena, message_id, &row, error))
        return false;
    *has = row != NULL;
    return true;
}

static bool sender_drop(const Writer *writer, Ids messages, Error *error)
{
    return outbox_drop(writer->db, messages, error);
}

const TicketSender OUTBOX_SENDER = {
    .from = sender_from, .is_ours = mailbox_is_ours, .send = sender_send, .has = sender_has, .drop = sender_drop
};
