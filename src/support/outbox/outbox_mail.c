/*
 * The mail that is made of a reply: who it is from and to, in which language its frame is, what it answers, the text
 * with signature and quote, and the files, read piece by piece. It is written into a nameless file of the data
 * directory before the server is called, so that no transaction is open while a server takes its time.
 *
 * In order: the nameless file; people; the thread; the text; files; the mail; the way out.
 */
#include "base/texts.h"
#include "mime/compose_head.h"
#include "support/outbox/outbox_store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- the nameless file --------------------------------------------------------------------------------------------
 */

bool outbox_spool_open(const Services *services, OutboxSpool *spool, Error *error)
{
    spool->fd = open(services->data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (spool->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
        spool->fd = memfd_create("mail", MFD_CLOEXEC);
    return spool->fd >= 0 || fail(error, ERROR_FULL, NULL, "an e-mail cannot be prepared: %s", strerror(errno));
}

void outbox_spool_close(OutboxSpool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    spool->fd = -1;
}

bool outbox_spool_take(const char *bytes, size_t size, void *context, Error *error)
{
    const OutboxSpool *spool = context;
    while (size) {
        ssize_t done = write(spool->fd, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fail(error, ERROR_FULL, NULL, "an e-mail cannot be prepared: %s", strerror(errno));
        bytes += done;
        size -= (size_t)done;
    }
    return true;
}

bool outbox_spool_rewind(OutboxSpool *spool, Error *error)
{
    return lseek(spool->fd, 0, SEEK_SET) == 0 || fail(error, ERROR_INTERNAL, NULL, "an e-mail cannot be read again");
}

bool outbox_spool_read(void *context, char *buffer, size_t room, size_t *got)
{
    const OutboxSpool *spool = context;
    ssize_t done;
    do
        done = read(spool->fd, buffer, room);
    while (done < 0 && errno == EINTR);
    *got = done > 0 ? (size_t)done : 0;
    return done >= 0;
}

/* ---- people -------------------------------------------------------------------------------------------------------
 */

static bool is_role(const TicketGivenTo *to, const char *role)
{
    return strcmp(to->role, role) == 0;
}

static List people(Arena *arena, List recipients, const char *role)
{
    const TicketGivenTo *items = recipients.items;
    MailAddress *list = arena_array(arena, recipients.count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < recipients.count; i++)
        if (is_role(&items[i], role))
            list[count++] = (MailAddress) { items[i].name ? text_visible(arena, items[i].name) : "", items[i].address };
    return (List) { count, list };
}

const char *outbox_envelope(Arena *arena, List recipients)
{
    const TicketGivenTo *items = recipients.items;
    const char **all = arena_array(arena, recipients.count + 1, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < recipients.count; i++) {
        bool there = false;
        for (size_t j = 0; j < count; j++)
            there = there || strcmp(all[j], items[i].address) == 0;
        if (!there)
            all[count++] = items[i].address;
    }
    return texts_print(arena, (Texts) { count, all });
}

/* Of the first of To whom we know; else the workspace's. */
static bool language_find(Db *db, Arena *arena, const OutboxMail *mail, const char **language, Error *error)
{
    const TicketGivenTo *items = mail->out->recipients.items;
    const char *own = atomic_load(&mail->services->language);
    *language = own ? own : "en";
    for (size_t i = 0; i < mail->out->recipients.count; i++) {
        OutboxLanguageRow *row;
        if (!outbox_language(db, arena, text_lower(arena, items[i].address), &row, error))
            return false;
        if (row && row->language) {
            *language = text_starts(row->language, "ja") ? "ja" : "en";
            return true;
        }
    }
    return true;
}

/* ---- the thread ---------------------------------------------------------------------------------------------------
 */

/* A merge or a split brought mails of another ticket here. */
static bool is_mixed(const OutboxRefsRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].origin_id.known)
            return true;
    return false;
}

static bool is_answered(const OutboxRow *row, const OutboxRefsRow *ref)
{
    return row->answered_id.known && ref->message_id.known && ref->message_id.value == row->answered_id.value;
}

/* Those that a header may have, the oldest first; *answered: the one that is answered. */
static Texts refs_pick(Arena *arena, const OutboxRow *row, const OutboxRefsRow *rows, size_t count,
                       const char **answered)
{
    const char **refs = arena_array(arena, count + 1, sizeof *refs);
    bool alone = row->answered_id.known && is_mixed(rows, count);
    size_t safe = 0;
    *answered = NULL;
    for (size_t i = count; i-- > 0;) {
        bool is = is_answered(row, &rows[i]);
        if (!head_id_is_safe(rows[i].message_ref) || (alone && !is))
            continue;
        refs[safe++] = rows[i].message_ref;
        *answered = is ? rows[i].message_ref : *answered;
    }
    return (Texts) { safe, refs };
}

/* The mails of the ticket before this one, the oldest first; the last is what it answers unless a message was named
 * that is not quoted. A Message-ID that came with bytes no header may have (an erasure leaves such ones, too) is left
 * out: the thread is held together by the others, and by the token in our addresses. Where tickets were merged the mail
 * names what it answers alone: the other thread may be somebody else's. */
static bool thread_find(Db *db, Arena *arena, const OutboxRow *row, MailDraft *draft, Error *error)
{
    OutboxRefsRow *rows;
    const char *answered;
    size_t count;
    if (!outbox_refs(db, arena, row->ticket_id, row->message_ref, &rows, &count, error))
        return false;
    Texts refs = refs_pick(arena, row, rows, count, &answered);
    draft->references = refs;
    draft->in_reply_to = row->quotes ? answered : NULL;
    if (!draft->in_reply_to && refs.count && (row->quotes || !row->answered_id.known))
        draft->in_reply_to = refs.items[refs.count - 1];
    return true;
}

/* ---- the text -----------------------------------------------------------------------------------------------------
 */

enum { QUOTE_MAX = 20000 };

static const char *said_on(Arena *arena, const OutboxMail *mail, const char *language)
{
    static const char *const DAYS[] = { "木", "金", "土", "日", "月", "火", "水" };
    const TicketOut *answered = mail->answered;
    const Zone *zone = atomic_load(&mail->services->zone);
    int64_t local = zone_local(zone, answered->at), day = zone_day(zone, answered->at);
    int minutes = (int)(local % MS_PER_DAY / MS_PER_MINUTE), year, month, of_month;
    const char *who = answered->sender_name      ? answered->sender_name
                      : answered->sender_address ? answered->sender_address
                      : answered->author         ? answered->author
                                                 : "";
    day_split(day, &year, &month, &of_month);
    if (strcmp(language, "ja") == 0)
        return arena_format(arena, "%d年%d月%d日(%s) %d:%02d %s:", year, month, of_month, DAYS[(day % 7 + 7) % 7],
                            minutes / 60, minutes % 60, who);
    return arena_format(arena, "On %s at %02d:%02d, %s wrote:", day_format(arena, day), minutes / 60, minutes % 60,
                        who);
}

static void quote_to(Text *text, const char *quoted)
{
    const char *end = quoted + text_cut(quoted, QUOTE_MAX);
    while (quoted < end) {
        size_t size = strcspn(quoted, "\n");
        size_t line = quoted + size > end ? (size_t)(end - quoted) : size;
        text_add(text, *quoted == '>' ? ">" : "> ");
        text_add_n(text, quoted, line);
        text_char(text, '\n');
        quoted += line + (quoted[line] == '\n');
    }
}

static const char *text_of(Arena *arena, const OutboxMail *mail, const char *language)
{
    Text text = text_new(arena);
    const char *signature = outbox_in(language, mail->mailbox->signature, mail->mailbox->signature_ja);
    text_add(&text, mail->out->text);
    text_char(&text, '\n');
    if (!text_is_empty(signature))
        text_format(&text, "\n-- \n%s\n", signature);
    if (mail->answered && !text_is_empty(mail->answered->text)) {
        text_format(&text, "\n%s\n", said_on(arena, mail, language));
        quote_to(&text, mail->answered->text);
    }
    return text_string(&text);
}

/* ---- files --------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Db *db;
    Arena *arena; /* of one piece */
    Blob blob;
    int64_t number;
    Bytes piece;
    size_t at;
} Reading;

static bool file_read(void *context, char *buffer, size_t room, size_t *got, Error *error)
{
    Reading *reading = context;
    if (reading->at == reading->piece.size) {
        *got = 0;
        if (reading->number * UPLOAD_PIECE >= reading->blob.size)
            return true;
        arena_reset(reading->arena);
        if (!blob_piece(reading->db, reading->arena, reading->blob.id, reading->number++, &reading->piece, error))
            return false;
        reading->at = 0;
    }
    size_t left = reading->piece.size - reading->at;
    *got = left < room ? left : room;
    memcpy(buffer, reading->piece.data + reading->at, *got);
    reading->at += *got;
    return true;
}

static bool ids_parse(Arena *arena, const char *text, Ids *ids, Error *error)
{
    const Json *array;
    size_t count = 0;
    if (!json_parse(arena, text, strlen(text), &array, error))
        return false;
    int64_t *items = arena_array(arena, json_count(array) + 1, sizeof *items);
    for (const Json *at = json_first(array); at; at = json_next(at))
        count += json_int_value(at, &items[count]);
    *ids = (Ids) { count, items };
    return true;
}

/* Those that it had at Send. */
static bool files_find(Db *db, Arena *arena, Arena *pieces, const OutboxRow *row, List *files, Error *error)
{
    OutboxFilesRow *rows;
    size_t count;
    Ids ids;
    if (!ids_parse(arena, row->files, &ids, error) || !outbox_files(db, arena, ids, &rows, &count, error))
        return false;
    DraftFile *list = arena_array(arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        Reading *reading = arena_make(arena, Reading);
        *reading = (Reading) { .db = db, .arena = pieces };
        if (!blob_find(db, arena, rows[i].blob_id, &reading->blob, error))
            return false;
        list[i] = (DraftFile) { rows[i].name, reading->blob.media, file_read, reading };
    }
    *files = (List) { count, list };
    return true;
}

/* ---- the mail -----------------------------------------------------------------------------------------------------
 */

static bool draft_make(Db *db, Arena *arena, Arena *pieces, const OutboxMail *mail, MailDraft *draft, Error *error)
{
    unsigned char key[SECRET_SIZE];
    const char *language;
    MailAddress *back = arena_make(arena, MailAddress);
    if (!language_find(db, arena, mail, &language, error) || !thread_find(db, arena, mail->row, draft, error) ||
        !files_find(db, arena, pieces, mail->row, &draft->files, error))
        return false;
    const char *name = outbox_in(language, mail->mailbox->sender_name, mail->mailbox->sender_name_ja);
    mailbox_thread_key(mail->services, key);
    draft->from = (MailAddress) { text_is_empty(name) ? "" : name, mail->mailbox->address };
    *back =
        (MailAddress) { draft->from.name, thread_address(arena, key, mail->out->ticket_id, mail->mailbox->address) };
    draft->reply_to = (List) { 1, back };
    draft->to = people(arena, mail->out->recipients, "to");
    draft->cc = people(arena, mail->out->recipients, "cc");
    draft->subject = outbox_subject(arena, mail->out->subject, mail->out->number);
    draft->sent_at = mail->row->created_at;
    draft->message_id = mail->row->message_ref;
    draft->text = text_of(arena, mail, language);
    return true;
}

bool outbox_mail_write(Db *db, Arena *arena, const OutboxMail *mail, OutboxSpool *spool, Error *error)
{
    MailDraft draft = { 0 };
    Arena *pieces = arena_new();
    bool ok = draft_make(db, arena, pieces, mail, &draft, error) &&
              mail_write(arena, &draft, outbox_spool_take, spool, error) && outbox_spool_rewind(spool, error);
    arena_free(pieces);
    return ok;
}

/* ---- the way out --------------------------------------------------------------------------------------------------
 */

static SmtpSecurity security_of(const char *word)
{
    return strcmp(word, "tls") == 0 ? SMTP_TLS : strcmp(word, "plain") == 0 ? SMTP_PLAIN : SMTP_STARTTLS;
}

SmtpMail outbox_way(Arena *arena, Services *services, const Mailbox *mailbox, const char **why)
{
    const char *password = NULL, *at;
    *why = NULL;
    if (!mailbox || !mailbox->active || text_is_empty(mailbox->out_host)) {
        *why = OUTBOX_NO_MAILBOX;
        return (SmtpMail) { 0 };
    }
    if (!mailbox_out_secret(arena, services, mailbox, &password))
        *why = OUTBOX_NO_SECRET;
    at = strrchr(mailbox->address, '@');
    return (SmtpMail) { .host = mailbox->out_host,
                        .port = mailbox_out_port(mailbox),
                        .security = security_of(mailbox->out_security),
                        .user = text_is_empty(mailbox->out_user) ? NULL : mailbox->out_user,
                        .password = password,
                        .name = at ? at + 1 : "localhost",
                        .from = mailbox->address,
                        .read = outbox_spool_read,
                        .allowed = services->outbound_networks,
                        .stopping = &services->stopping };
}
