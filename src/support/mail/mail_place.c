/* What a mail is and where it belongs: its sender, its time, the ticket that it answers. In order: the sender; what the
 * mail says of itself; the ticket. */
#include "base/clock.h"
#include "base/text.h"
#include "mime/quote.h"
#include "mime/thread.h"
#include "support/mail/mail_store.h"

#include <stdlib.h>
#include <string.h>

/* ---- the sender ------------------------------------------------------------------------------------------------ */

static const MailAddress *first_of(List addresses)
{
    const MailAddress *items = addresses.items;
    for (size_t i = 0; i < addresses.count; i++)
        if (!text_is_empty(items[i].address) && strchr(items[i].address, '@') &&
            strlen(items[i].address) <= MAIL_ADDRESS_MAX)
            return &items[i];
    return NULL;
}

/* A form on a web page writes as its server, and the customer is who gets the answer. A list is none of them. */
static const MailAddress *author_of(const Mail *mail)
{
    const MailAddress *from = first_of(mail->from), *reply_to = first_of(mail->reply_to);
    bool by_list = text_equal(mail->automatic, "list") || text_equal(mail->automatic, "bulk");
    return reply_to && !by_list ? reply_to : from;
}

static bool is_staff(const Writer *writer, const char *address, bool *staff, Error *error)
{
    MailStaffAtRow *found;
    if (!mail_staff_at(writer->db, writer->arena, address, &found, error))
        return false;
    *staff = *staff || found;
    return true;
}

bool mail_sender_find(const Writer *writer, const Mail *mail, MailSender *sender, Error *error)
{
    const MailAddress *author = author_of(mail), *from = first_of(mail->from);
    *sender = (MailSender) { 0 };
    if (!author)
        return true;
    sender->address = text_lower(writer->arena, text_trim(writer->arena, author->address));
    sender->name = text_is_empty(author->name)
                       ? NULL
                       : arena_text_n(writer->arena, author->name, text_cut(author->name, MAIL_NAME_MAX));
    const char *given = from ? text_lower(writer->arena, text_trim(writer->arena, from->address)) : sender->address;
    return is_staff(writer, sender->address, &sender->staff, error) && is_staff(writer, given, &sender->staff, error) &&
           mailbox_is_ours(writer->db, writer->arena, given, &sender->ours, error);
}

/* ---- what it says of itself ------------------------------------------------------------------------------------ */

const char *mail_automatic_of(const Mail *mail, const MailSender *sender)
{
    if (mail_is_automatic(mail))
        return mail->automatic;
    return sender->ours ? "own" : NULL;
}

int64_t mail_subject_number(const char *subject)
{
    enum { DIGITS_MAX = 12 };
    for (const char *at = subject ? strchr(subject, '#') : NULL; at; at = strchr(at + 1, '#')) {
        size_t digits = strspn(at + 1, "0123456789");
        if (digits > 0 && digits <= DIGITS_MAX)
            return strtoll(at + 1, NULL, 10);
    }
    return 0;
}

int64_t mail_written_at(const Mail *mail, int64_t now)
{
    static const int64_t OLDEST = 20 * 365 * (int64_t)MS_PER_DAY;
    bool possible = mail->sent_at.known && mail->sent_at.value <= now && mail->sent_at.value > now - OLDEST;
    return possible ? mail->sent_at.value : now;
}

static int64_t characters(const char *text, int64_t size)
{
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

List mail_folds_counted(Arena *arena, const Mail *mail)
{
    const MailFold *folds = mail->folds.items;
    TicketFold *counted = arena_array(arena, mail->folds.count + 1, sizeof *counted);
    int64_t from = 0;
    for (size_t i = 0; i < mail->folds.count; i++) {
        int64_t size = characters(mail->text + folds[i].from, folds[i].size);
        counted[i] = (TicketFold) { folds[i].kind, from, size };
        from += size;
    }
    return (List) { mail->folds.count, counted };
}

/* ---- the ticket ------------------------------------------------------------------------------------------------ */

static bool ticket_kept(const Writer *writer, int64_t *ticket_id, Error *error)
{
    MailTicketThereRow *there = NULL;
    if (*ticket_id && !mail_ticket_there(writer->db, writer->arena, *ticket_id, &there, error))
        return false;
    *ticket_id = there ? there->id : 0;
    return true;
}

/* Of several the one that the mail names first: what it answers, then what that answered. */
static bool answered_find(const Writer *writer, Texts refs, int64_t *ticket_id, OptInt *message, Error *error)
{
    MailAnsweredRow *rows;
    size_t count;
    *ticket_id = 0;
    if (!refs.count || !mail_answered(writer->db, writer->arena, refs, &rows, &count, error))
        return !refs.count;
    for (size_t i = refs.count; i > 0 && !*ticket_id; i--)
        for (size_t j = 0; j < count && !*ticket_id; j++)
            if (text_equal(refs.items[i - 1], rows[j].message_ref)) {
                *ticket_id = rows[j].ticket_id;
                *message = rows[j].message_id;
            }
    return true;
}

static bool number_find(const Writer *writer, const Mail *mail, const MailSender *sender, int64_t *ticket_id,
                        Error *error)
{
    MailTicketNumberedRow *numbered = NULL;
    MailSenderBelongsRow *belongs;
    int64_t number = mail_subject_number(mail->subject);
    *ticket_id = 0;
    if (!number || !sender->address)
        return true;
    if (!mail_ticket_numbered(writer->db, writer->arena, number, &numbered, error))
        return false;
    if (!numbered)
        return true;
    if (!mail_sender_belongs(writer->db, writer->arena, numbered->id, sender->address, &belongs, error))
        return false;
    *ticket_id = belongs->tickets ? numbered->id : 0;
    return true;
}

static bool bounced_find(const Writer *writer, const Mail *mail, const unsigned char *key, int64_t *ticket_id,
                         OptInt *bounced, Error *error)
{
    if (!mail->bounced_id)
        return true;
    if (!answered_find(writer, (Texts) { 1, &mail->bounced_id }, ticket_id, bounced, error))
        return false;
    if (!*ticket_id && !thread_of_id(key, mail->bounced_id, ticket_id))
        *ticket_id = 0;
    return ticket_kept(writer, ticket_id, error);
}

bool mail_place_find(const Writer *writer, const Mail *mail, const MailSender *sender, int64_t *ticket_id,
                     OptInt *bounced, Error *error)
{
    unsigned char key[SECRET_SIZE];
    OptInt answered = { 0 };
    *ticket_id = 0;
    *bounced = (OptInt) { 0 };
    mailbox_thread_key(writer->services, key);
    if (!bounced_find(writer, mail, key, ticket_id, bounced, error))
        return false;
    if (!*ticket_id && !thread_of_mail(key, mail, ticket_id))
        *ticket_id = 0;
    if (!ticket_kept(writer, ticket_id, error))
        return false;
    if (!*ticket_id && !answered_find(writer, mail->in_reply_to, ticket_id, &answered, error))
        return false;
    if (!*ticket_id && !answered_find(writer, mail->references, ticket_id, &answered, error))
        return false;
    return *ticket_id || number_find(writer, mail, sender, ticket_id, error);
}
