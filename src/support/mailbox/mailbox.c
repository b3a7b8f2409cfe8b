/* Mailboxes as other modules read them. In order: rows; addresses; ports; secrets. */
#include "base/seal.h"
#include "base/text.h"
#include "base/texts.h"
#include "support/mailbox/mailbox_store.h"

#include <string.h>

/* ---- rows ------------------------------------------------------------------------------------------------------ */

Mailbox mailbox_of_row(const MailboxRow *row)
{
    return (Mailbox) { .id = row->id,
                       .name = row->name,
                       .address = row->address,
                       .alias_list = row->alias_list,
                       .sender_name = row->sender_name,
                       .sender_name_ja = row->sender_name_ja,
                       .signature = row->signature,
                       .signature_ja = row->signature_ja,
                       .in_host = row->in_host,
                       .in_port = row->in_port,
                       .in_security = row->in_security,
                       .in_user = row->in_user,
                       .in_secret = row->in_secret,
                       .in_folder = row->in_folder,
                       .in_since = row->in_since,
                       .in_after = row->in_after,
                       .in_after_folder = row->in_after_folder,
                       .out_host = row->out_host,
                       .out_port = row->out_port,
                       .out_security = row->out_security,
                       .out_user = row->out_user,
                       .out_secret = row->out_secret,
                       .active = row->active,
                       .is_default = row->is_default,
                       .version = row->version };
}

bool mailbox_by_id(Db *db, Arena *arena, int64_t id, Mailbox **mailbox, Error *error)
{
    MailboxRow *row;
    if (!mailbox_row_by_id(db, arena, id, &row, error))
        return false;
    *mailbox = NULL;
    if (row) {
        *mailbox = arena_make(arena, Mailbox);
        **mailbox = mailbox_of_row(row);
    }
    return true;
}

bool mailbox_all(Db *db, Arena *arena, Mailbox **mailboxes, size_t *count, Error *error)
{
    MailboxRow *rows;
    if (!mailbox_rows(db, arena, &rows, count, error))
        return false;
    *mailboxes = arena_array(arena, *count + 1, sizeof **mailboxes);
    for (size_t i = 0; i < *count; i++)
        (*mailboxes)[i] = mailbox_of_row(&rows[i]);
    return true;
}

static bool is_better_default(const Mailbox *one, const Mailbox *best)
{
    return one->active && (!best || (one->is_default && !best->is_default) ||
                           (one->is_default == best->is_default && one->id < best->id));
}

bool mailbox_default(Db *db, Arena *arena, Mailbox **mailbox, Error *error)
{
    Mailbox *all;
    size_t count;
    if (!mailbox_all(db, arena, &all, &count, error))
        return false;
    *mailbox = NULL;
    for (size_t i = 0; i < count; i++)
        if (is_better_default(&all[i], *mailbox))
            *mailbox = &all[i];
    return true;
}

/* ---- addresses ------------------------------------------------------------------------------------------------- */

const char *mailbox_plain_address(Arena *arena, const char *address)
{
    const char *lower = text_lower(arena, text_trim(arena, address ? address : ""));
    const char *at = strrchr(lower, '@');
    size_t local = at ? strcspn(lower, "+@") : strlen(lower);
    return at ? arena_format(arena, "%.*s%s", (int)local, lower, at) : lower;
}

static bool has_address(Arena *arena, const Mailbox *mailbox, const char *plain, bool *has, Error *error)
{
    Texts aliases;
    if (!texts_parse(arena, mailbox->alias_list, &aliases, error))
        return false;
    *has = text_equal(plain, mailbox_plain_address(arena, mailbox->address));
    for (size_t i = 0; i < aliases.count && !*has; i++)
        *has = text_equal(plain, mailbox_plain_address(arena, aliases.items[i]));
    return true;
}

bool mailbox_of_address(Db *db, Arena *arena, const char *address, Mailbox **mailbox, Error *error)
{
    const char *plain = mailbox_plain_address(arena, address);
    Mailbox *all;
    size_t count;
    bool has = false;
    *mailbox = NULL;
    if (!mailbox_all(db, arena, &all, &count, error))
        return false;
    for (size_t i = 0; i < count && !has; i++) {
        if (!has_address(arena, &all[i], plain, &has, error))
            return false;
        *mailbox = has ? &all[i] : NULL;
    }
    return true;
}

bool mailbox_is_ours(Db *db, Arena *arena, const char *address, bool *ours, Error *error)
{
    Mailbox *mailbox;
    if (!mailbox_of_address(db, arena, address, &mailbox, error))
        return false;
    *ours = mailbox != NULL;
    return true;
}

/* ---- ports ----------------------------------------------------------------------------------------------------- */

enum { IMAPS = 993, IMAP = 143, SUBMISSIONS = 465, SUBMISSION = 587 };

static int port_of(OptInt given, const char *security, int tls, int other)
{
    if (given.known)
        return (int)given.value;
    return text_equal(security, "tls") ? tls : other;
}

int mailbox_in_port(const Mailbox *mailbox)
{
    return port_of(mailbox->in_port, mailbox->in_security, IMAPS, IMAP);
}

int mailbox_out_port(const Mailbox *mailbox)
{
    return port_of(mailbox->out_port, mailbox->out_security, SUBMISSIONS, SUBMISSION);
}

/* ---- secrets --------------------------------------------------------------------------------------------------- */

static const char *purpose_of(Arena *arena, int64_t id, MailboxWay way)
{
    return arena_format(arena, "mailbox:%lld:%s", (long long)id, way == MAILBOX_IN ? "in" : "out");
}

Bytes mailbox_secret_seal(Arena *arena, const Services *services, int64_t id, MailboxWay way, const char *secret)
{
    Bytes plain = { (const uint8_t *)secret, strlen(secret) };
    return seal(arena, services->seal_key, purpose_of(arena, id, way), plain);
}

bool mailbox_secret_open(Arena *arena, const Services *services, int64_t id, MailboxWay way, Bytes sealed,
                         const char **secret)
{
    Bytes plain;
    *secret = NULL;
    if (!sealed.size)
        return true;
    if (!seal_open(arena, services->seal_key, purpose_of(arena, id, way), sealed, &plain))
        return false;
    *secret = arena_text_n(arena, (const char *)plain.data, plain.size);
    return true;
}

bool mailbox_in_secret(Arena *arena, const Services *services, const Mailbox *mailbox, const char **secret)
{
    return mailbox_secret_open(arena, services, mailbox->id, MAILBOX_IN, mailbox->in_secret, secret);
}

bool mailbox_out_secret(Arena *arena, const Services *services, const Mailbox *mailbox, const char **secret)
{
    return mailbox_secret_open(arena, services, mailbox->id, MAILBOX_OUT, mailbox->out_secret, secret);
}

void mailbox_thread_key(const Services *services, unsigned char key[SECRET_SIZE])
{
    seal_key(services->seal_key, "mail:thread", key);
}
