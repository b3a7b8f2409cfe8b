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

static const char *plain(const Writer *writer, const MailAddress *address)
{
    return text_lower(writer->arena, text_trim(writer->arena, address->address));
}

/* NULL where it is an address of ours. */
static bool foreign_of(const Writer *writer, List addresses, const MailAddress **foreign, Error *error)
{
    const MailAddress *first = first_of(addresses);
    bool ours = false;
    if (first && !mailbox_is_ours(writer->db, writer->arena, plain(writer, first), &ours, error))
        return false;
    *foreign = ours ? NULL : first;
    return true;
}

/* A form on a web page writes as its server, and the customer is who gets the answer. A list asks for answers to
 * itself, which counts for nothing. */
static const MailAddress *author_named(const Mail *mail)
{
    const MailAddress *reply_to = first_of(mail->reply_to);
    bool by_list = text_equal(mail->automatic, "list") || text_equal(mail->automatic, "bulk");
    return reply_to && !by_list ? reply_to : first_of(mail->from);
}

/* Where a list of ours, or a form, writes as ourselves, the author is elsewhere. */
static bool author_of(const Writer *writer, const Mail *mail, const MailAddress **author, Error *error)
{
    const MailAddress *foreign, *original;
    *author = author_named(mail);
    if (!foreign_of(writer, mail->from, &foreign, error))
        return false;
    if (foreign || !first_of(mail->from))
        return true;
    if (!foreign_of(writer, mail->reply_to, &foreign, error) ||
        !foreign_of(writer, mail->original_from, &original, error))
        return false;
    *author = foreign ? foreign : original ? original : *author;
    return true;
}

static bool is_staff(const Writer *writer, const char *address, bool *staff, Error *error)
{
    MailStaffAtRow *found;
    if (!mail_staff_at(writer->db, writer->arena, address, &found, error))
        return false;
    *staff = *staff || found;
    return true;
}

/* "support.example.com" is the id of support@example.com's list: each dot may stand for the "@". */
static bool list_is_ours(const Writer *writer, const char *list, bool *ours, Error *error)
{
    enum { DOTS_MOST = 5 };
    char *address = arena_text(writer->arena, list), *dot = address;
    if (strchr(list, '@'))
        return mailbox_is_ours(writer->db, writer->arena, list, ours, error);
    for (int i = 0; i < DOTS_MOST && !*ours && (dot = strchr(dot, '.')) != NULL; i++) {
        *dot = '@';
        if (!mailbox_is_ours(writer->db, writer->arena, address, ours, error))
            return false;
        *dot++ = '.';
    }
    return true;
}

static bool any_list_is_ours(const Writer *writer, const Mail *mail, bool *ours, Error *error)
{
    enum { LISTS_MOST = 5 };
    *ours = false;
    for (size_t i = 0; i < mail->lists.count && i < LISTS_MOST && !*ours; i++)
        if (!list_is_ours(writer, mail->lists.items[i], ours, error))
            return false;
    return true;
}

bool mail_sender_find(const Writer *writer, const Mail *mail, MailSender *sender, Error *error)
{
    const MailAddress *author, *from = first_of(mail->from);
    *sender = (MailSender) { 0 };
    if (!author_of(writer, mail, &author, error) || !any_list_is_ours(writer, mail, &sender->by_our_list, error))
        return false;
    if (!author)
        return true;
    sender->address = plain(writer, author);
    sender->name = text_is_empty(author->name)
                       ? NULL
                       : arena_text_n(writer->arena, author->name, text_cut(author->name, MAIL_NAME_MAX));
    const char *given = from ? plain(writer, from) : sender->address;
    return is_staff(writer, sender->address, &sender->staff, error) && is_staff(writer, given, &sender->staff, error) &&
           mailbox_is_ours(writer->db, writer->arena, sender->address, &sender->ours, error);
}

/* ---- what it says of itself ------------------------------------------------------------------------------------ */

const char *mail_automatic_of(const Mail *mail, const MailSender *sender)
{
    bool by_person = sender->by_our_list && text_equal(mail->automatic, "list");
    if (mail_is_automatic(mail) && !by_person)
        return mail->automatic;
    return sender->ours ? "own" : NULL;
}

const char *mail_quiet_of(const char *automatic, int64_t ticket_id)
{
    return ticket_id && text_equal(automatic, "list") ? NULL : automatic;
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

static bool can_be(OptInt at, int64_t now)
{
    static const int64_t OLDEST = 20 * 365 * (int64_t)MS_PER_DAY;
    return at.known && at.value <= now && at.value > now - OLDEST;
}

int64_t mail_arrived_at(const Mail *mail, OptInt received, int64_t now)
{
    if (received.known)
        return can_be(received, now) ? received.value : now;
    return can_be(mail->received_at, now) ? mail->received_at.value : now;
}

static Texts answered_refs(Arena *arena, const Mail *mail)
{
    const Texts *parts[] = { &mail->in_reply_to, &mail->references };
    const char **refs = arena_array(arena, mail->in_reply_to.count + mail->references.count + 1, sizeof *refs);
    size_t count = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < parts[i]->count; j++)
            refs[count++] = parts[i]->items[j];
    return (Texts) { count, refs };
}

bool mail_not_before(const Writer *writer, const Mail *mail, int64_t ticket_id, int64_t *at, Error *error)
{
    Texts refs = answered_refs(writer->arena, mail);
    MailAnsweredLastRow *last;
    if (!ticket_id || !refs.count)
        return true;
    if (!mail_answered_last(writer->db, writer->arena, ticket_id, refs, &last, error))
        return false;
    if (last && last->at.known && last->at.value > *at && last->at.value <= writer->now)
        *at = last->at.value;
    return true;
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

/* A token names the ticket that a mail of ours was written on. What was split off it since is answered where it is. */
static bool moved_follow(const Writer *writer, const Mail *mail, int64_t *ticket_id, Error *error)
{
    MailMovedRow *moved = NULL;
    if (*ticket_id && mail->in_reply_to.count &&
        !mail_moved(writer->db, writer->arena, mail->in_reply_to, *ticket_id, &moved, error))
        return false;
    *ticket_id = moved ? moved->ticket_id : *ticket_id;
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

/* A report may also say that it arrived, or is late. */
static bool says_failed(const Mail *mail)
{
    const MailBounce *items = mail->bounces.items;
    for (size_t i = 0; i < mail->bounces.count; i++)
        if (text_equal(items[i].action, "failed"))
            return true;
    return !mail->bounces.count;
}

static bool bounced_find(const Writer *writer, const Mail *mail, const unsigned char *key, int64_t *ticket_id,
                         OptInt *bounced, Error *error)
{
    if (!mail->bounced_id)
        return true;
    if (!answered_find(writer, (Texts) { 1, &mail->bounced_id }, ticket_id, bounced, error))
        return false;
    if (!says_failed(mail))
        *bounced = (OptInt) { 0 };
    if (!*ticket_id && !thread_of_id(key, mail->bounced_id, ticket_id))
        *ticket_id = 0;
    return ticket_kept(writer, ticket_id, error);
}

/* By the token that it carries, where the ticket that it names is now. */
static bool token_find(const Writer *writer, const Mail *mail, const unsigned char *key, int64_t *ticket_id,
                       Error *error)
{
    if (!*ticket_id && !thread_of_mail(key, mail, ticket_id))
        *ticket_id = 0;
    return moved_follow(writer, mail, ticket_id, error) && ticket_kept(writer, ticket_id, error);
}

bool mail_place_find(const Writer *writer, const Mail *mail, const MailSender *sender, int64_t *ticket_id,
                     OptInt *bounced, Error *error)
{
    unsigned char key[SECRET_SIZE];
    OptInt answered = { 0 };
    *ticket_id = 0;
    *bounced = (OptInt) { 0 };
    mailbox_thread_key(writer->services, key);
    if (!bounced_find(writer, mail, key, ticket_id, bounced, error) || !token_find(writer, mail, key, ticket_id, error))
        return false;
    if (!*ticket_id && !answered_find(writer, mail->in_reply_to, ticket_id, &answered, error))
        return false;
    if (!*ticket_id && !answered_find(writer, mail->references, ticket_id, &answered, error))
        return false;
    return *ticket_id || number_find(writer, mail, sender, ticket_id, error);
}
