/* How a mail is taken. In order: what is stored; its message; its files; storms; the same mail; taking; what was sent.
 */
#include "support/mail/mail_take.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/text.h"
#include "house/file/file.h"
#include "support/mail/mail_store.h"

#include <sodium.h>
#include <string.h>

/* ---- what is stored -------------------------------------------------------------------------------------------- */

/* A mail without a Message-ID is known again by its source. */
static const char *ref_of(Arena *arena, const MailComing *coming)
{
    unsigned char sha256[crypto_hash_sha256_BYTES];
    char hex[crypto_hash_sha256_BYTES * 2 + 1];
    const char *given = coming->mail->message_id;
    if (!text_is_empty(given))
        return arena_text_n(arena, given, text_cut(given, MAIL_REF_MAX));
    crypto_hash_sha256(sha256, coming->raw.data, coming->raw.size);
    sodium_bin2hex(hex, sizeof hex, sha256, sizeof sha256);
    return arena_format(arena, "raw:%s", hex);
}

static bool row_make(const Writer *writer, const MailComing *coming, MailRow *row, Error *error)
{
    const Mail *mail = coming->mail;
    MailSender sender;
    if (!mail_sender_find(writer, mail, &sender, error))
        return false;
    *row = (MailRow) { .id = id_new(),
                       .direction = "in",
                       .message_ref = ref_of(writer->arena, coming),
                       .hash = mail->hash ? mail->hash : "",
                       .state = "taken",
                       .size = (int64_t)coming->raw.size,
                       .subject = mail->subject,
                       .sender_name = sender.name,
                       .sender_address = sender.address,
                       .automatic = mail_automatic_of(mail, &sender),
                       .at = mail_arrived_at(mail, coming->received_at, writer->now),
                       .sent_at = mail->sent_at,
                       .taken_at = writer->now };
    return true;
}

/* Before anything else of it: where there is little room, its files must not take that of the source. */
static bool source_store(const Writer *writer, const MailComing *coming, MailRow *row, Error *error)
{
    Blob blob;
    if (!blob_store(writer, coming->raw, (int64_t)MAIL_READING.size, &blob, error))
        return false;
    row->raw_blob_id = (OptInt) { blob.id, true };
    return true;
}

/* Whom its head names, for an erasure. */
static bool addresses_store(const Writer *writer, int64_t mail_id, List addresses, Error *error)
{
    const MailAddress *items = addresses.items;
    for (size_t i = 0; i < addresses.count && i < MAIL_NAMED_MAX; i++) {
        const char *address = text_lower(writer->arena, text_trim(writer->arena, items[i].address));
        if (strlen(address) <= MAIL_ADDRESS_MAX && !mail_address_add(writer->db, mail_id, address, error))
            return false;
    }
    return true;
}

static bool named_store(const Writer *writer, int64_t mail_id, const Mail *mail, Error *error)
{
    const List *heads[] = { &mail->from, &mail->to, &mail->cc, &mail->reply_to, &mail->original_from };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (!addresses_store(writer, mail_id, *heads[i], error))
            return false;
    return true;
}

static bool row_store(const Writer *writer, const MailComing *coming, const MailRow *row, Error *error)
{
    return mail_insert(writer->db, row, error) && named_store(writer, row->id, coming->mail, error) &&
           (!coming->mailbox_id || mail_mailbox_add(writer->db, row->id, coming->mailbox_id, error));
}

/* ---- its message ----------------------------------------------------------------------------------------------- */

static void recipients_add(TicketGivenTo *given, size_t *count, const char *role, List addresses)
{
    enum { MOST = 100 };
    const MailAddress *items = addresses.items;
    for (size_t i = 0; i < addresses.count && *count < MOST; i++)
        if (!text_is_empty(items[i].address) && strlen(items[i].address) <= MAIL_ADDRESS_MAX)
            given[(*count)++] =
                (TicketGivenTo) { role, items[i].address, text_is_empty(items[i].name) ? NULL : items[i].name };
}

static TicketMessageGiven message_of(Arena *arena, const MailRow *row, const Mail *mail)
{
    List folds = mail_folds_counted(arena, mail);
    TicketGivenTo *recipients = arena_array(arena, mail->to.count + mail->cc.count + 1, sizeof *recipients);
    size_t count = 0;
    recipients_add(recipients, &count, "to", mail->to);
    recipients_add(recipients, &count, "cc", mail->cc);
    return (TicketMessageGiven) { .channel = "mail",
                                  .subject = mail->subject,
                                  .text = mail->text,
                                  .html = mail->html,
                                  .name = row->sender_name,
                                  .address = row->sender_address,
                                  .recipients = recipients,
                                  .recipient_count = count,
                                  .folds = folds.items,
                                  .fold_count = folds.count,
                                  .automatic = row->automatic,
                                  .at = row->at };
}

/* ---- its files ------------------------------------------------------------------------------------------------- */

static bool bytes_take(const char *bytes, size_t size, void *context, Error *error)
{
    (void)error;
    text_add_n(context, bytes, size);
    return true;
}

static bool file_store(const Writer *writer, const TicketReceived *received, const Mail *mail, const MailFile *file,
                       Error *error)
{
    Text content = text_new(writer->arena);
    bool kept;
    if (!mail_file_write(file, bytes_take, &content, error))
        return false;
    FileGiven given = { .subject = "message",
                        .id = received->message_id,
                        .account_id = received->account_id,
                        .contact_id = received->contact_id,
                        .audience = { circle_name(CIRCLE_SUPPORT), 0 },
                        .name = mail->broken ? "message.eml" : file->name,
                        .bytes = { (const uint8_t *)text_string(&content), content.size } };
    return file_keep(writer, &given, &kept, error);
}

/* What is beyond the limit of one message, or larger than a file may be, is in the source. */
static bool files_store(const Writer *writer, const TicketReceived *received, const Mail *mail, Error *error)
{
    const MailFile *files = mail->files.items;
    for (size_t i = 0; i < mail->files.count && i < FILES_OF_ONE_MAX; i++)
        if (!file_store(writer, received, mail, &files[i], error))
            return false;
    return true;
}

/* The sender wrote it, whoever handed it in, who is told of it as others are. */
bool mail_let_in(const Writer *handed_in_by, MailRow *row, const Mail *mail, MailTaken *taken, Error *error)
{
    Writer system = *handed_in_by, *writer = &system;
    system.actor = "system";
    TicketMessageGiven given = message_of(writer->arena, row, mail);
    TicketReceived received;
    MailSender sender;
    if (!mail_sender_find(writer, mail, &sender, error) ||
        !mail_place_find(writer, mail, &sender, &given.ticket_id, &row->bounced_id, error) ||
        !mail_not_before(writer, mail, given.ticket_id, &given.at, error))
        return false;
    row->automatic = given.automatic = mail_quiet_of(row->automatic, given.ticket_id);
    given.caution = sender.staff ? "staff_address" : NULL;
    if (!ticket_receive(writer, &given, &received, error) || !files_store(writer, &received, mail, error))
        return false;
    row->state = "taken";
    row->ticket_id = (OptInt) { received.ticket_id, true };
    row->message_id = (OptInt) { received.message_id, true };
    *taken = (MailTaken) { .id = row->id,
                           .state = row->state,
                           .ticket_id = row->ticket_id,
                           .message_id = row->message_id,
                           .number = { received.number, true },
                           .opened = received.opened };
    return true;
}

/* ---- storms ---------------------------------------------------------------------------------------------------- */

/* Whoever handed it in is told as well. */
static bool held_tell(const Writer *given, const MailRow *row, Error *error)
{
    Writer system = *given, *writer = &system;
    system.actor = "system";
    NoticeAbout about = { .word = "incoming", .id = row->id, .audience = { circle_name(CIRCLE_SUPPORT), 0 } };
    MailAdminsRow *admins;
    size_t count;
    if (!mail_admins(writer->db, writer->arena, &admins, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!notice_give(writer, &about, MAIL_HELD_NOTICE, admins[i].id, error))
            return false;
    return writer_tell(writer, MAIL_HELD_NOTICE, 0, 0, row->id, NULL, error);
}

/* Told once, by the first that is held. */
static bool storm_judge(const Writer *writer, const MailRow *row, bool *storm, bool *first, Error *error)
{
    MailStormRow *counted;
    *storm = *first = false;
    if (!row->sender_address)
        return true;
    if (!mail_storm(writer->db, writer->arena, row->sender_address, row->at - MS_PER_HOUR, row->at, &counted, error))
        return false;
    *storm = counted->mails >= MAIL_STORM;
    *first = *storm && !counted->held.value;
    return true;
}

/* ---- the same mail --------------------------------------------------------------------------------------------- */

static bool same_note(const Writer *writer, const MailComing *coming, const MailRow *row, MailTaken *taken,
                      Error *error)
{
    *taken = (MailTaken) {
        .id = row->id, .state = row->state, .ticket_id = row->ticket_id, .message_id = row->message_id, .known = true
    };
    return !coming->mailbox_id || mail_mailbox_add(writer->db, row->id, coming->mailbox_id, error);
}

/* ---- taking ---------------------------------------------------------------------------------------------------- */

static bool held_store(const Writer *writer, const MailComing *coming, MailRow *row, bool first, MailTaken *taken,
                       Error *error)
{
    row->state = "held";
    *taken = (MailTaken) { .id = row->id, .state = row->state };
    return source_store(writer, coming, row, error) && row_store(writer, coming, row, error) &&
           (!first || held_tell(writer, row, error));
}

bool mail_take(const Writer *writer, const MailComing *coming, MailTaken *taken, Error *error)
{
    MailRow row, *same;
    bool storm, first;
    if (!row_make(writer, coming, &row, error) ||
        !mail_same(writer->db, writer->arena, row.message_ref, row.hash, &same, error))
        return false;
    if (same)
        return same_note(writer, coming, same, taken, error);
    if (!storm_judge(writer, &row, &storm, &first, error))
        return false;
    if (storm)
        return held_store(writer, coming, &row, first, taken, error);
    return source_store(writer, coming, &row, error) && mail_let_in(writer, &row, coming->mail, taken, error) &&
           row_store(writer, coming, &row, error);
}

/* ---- what was sent --------------------------------------------------------------------------------------------- */

bool mail_sent(const Writer *writer, const MailSent *sent, Error *error)
{
    MailRow row = { .id = id_new(),
                    .direction = "out",
                    .message_ref = sent->message_ref,
                    .hash = "",
                    .state = "taken",
                    .ticket_id = { sent->ticket_id, true },
                    .message_id = { sent->message_id, true },
                    .size = sent->size,
                    .at = writer->now,
                    .taken_at = writer->now };
    MailRow *same;
    if (!mail_same(writer->db, writer->arena, row.message_ref, row.hash, &same, error))
        return false;
    return same || (mail_insert(writer->db, &row, error) &&
                    (!sent->mailbox_id || mail_mailbox_add(writer->db, row.id, sent->mailbox_id, error)));
}
