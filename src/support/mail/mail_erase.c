/*
 * An erasure in the sources of mails. A source is no text to write into: where the person stands in it, it goes. In the
 * erasure's own transaction go those whose heads name the person, which a table knows. The others have to be read and
 * decoded one by one, however many there are; a job does that, step by step, and what it has not looked at yet is given
 * to nobody. Until then it keeps whom it looks for, sealed.
 *
 * In order: in the transaction; one source; the job; until it is done.
 */
#include "base/id.h"
#include "base/seal.h"
#include "base/text.h"
#include "customer/contact/contact_words.h"
#include "support/mail/mail_store.h"

#include <string.h>

/* ---- in the transaction ----------------------------------------------------------------------------------------- */

static bool sources_drop(const Writer *writer, Ids mails, Error *error)
{
    enum { STEP = 500 };
    for (size_t i = 0; i < mails.count; i += STEP) {
        Ids step = { mails.count - i < STEP ? mails.count - i : STEP, mails.items + i }, blobs;
        if (!mail_blobs_of(writer->db, writer->arena, step, &blobs, error) ||
            !mail_source_drop(writer->db, step, error) || !mail_address_drop(writer->db, step, error) ||
            !blobs_let_go(writer, blobs, error))
            return false;
    }
    return true;
}

static Texts addresses_of(Arena *arena, const ContactWords *words)
{
    const char **items = arena_array(arena, words->count + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < words->count; i++)
        if (strchr(words->items[i].text, '@'))
            items[count++] = words->items[i].text;
    return (Texts) { count, items };
}

static const char *purpose_of(Arena *arena, int64_t id)
{
    return arena_format(arena, "mail:erasure:%lld", (long long)id);
}

static bool erase_later(Db *db, Error *error)
{
    return job_once(db, "mail.erase", "all", NULL, 0, error);
}

static bool erasure_add(const Writer *writer, const ContactWords *words, Error *error)
{
    MailErasureRow row = { .id = id_new(), .last_id = id_new() };
    const char *json = contact_words_print(writer->arena, words);
    row.words = seal(writer->arena, writer->services->seal_key, purpose_of(writer->arena, row.id),
                     (Bytes) { (const uint8_t *)json, strlen(json) });
    return mail_erasure_insert(writer->db, &row, error) && erase_later(writer->db, error);
}

bool mail_sources_forget(const Writer *writer, const ContactWords *words, Error *error)
{
    Texts addresses = addresses_of(writer->arena, words);
    MailSourceNextRow *any;
    Ids mails = { 0 };
    if (addresses.count && !mail_ids_naming(writer->db, writer->arena, addresses, &mails, error))
        return false;
    return sources_drop(writer, mails, error) &&
           mail_source_next(writer->db, writer->arena, 0, INT64_MAX, &any, error) &&
           (!any || erasure_add(writer, words, error));
}

/* ---- one source -------------------------------------------------------------------------------------------------- */

static bool is_named(Arena *arena, const ContactWords *words, const char *text)
{
    return contact_words_erased(arena, words, text) != text;
}

static bool any_named(Arena *arena, const ContactWords *words, List addresses)
{
    const MailAddress *items = addresses.items;
    bool named = false;
    for (size_t i = 0; i < addresses.count && !named; i++)
        named = is_named(arena, words, items[i].address) || is_named(arena, words, items[i].name);
    return named;
}

/* As it stands in the source, and as it reads once that is decoded. */
static bool source_names(Arena *arena, const ContactWords *words, Bytes raw)
{
    char *source = arena_text_n(arena, (const char *)raw.data, raw.size);
    Mail mail;
    text_mend(source);
    mail_read(arena, raw, &MAIL_READING, &mail);
    return is_named(arena, words, source) || is_named(arena, words, mail.subject) ||
           is_named(arena, words, mail.text) || is_named(arena, words, mail.html) ||
           any_named(arena, words, mail.from) || any_named(arena, words, mail.to) || any_named(arena, words, mail.cc) ||
           any_named(arena, words, mail.reply_to);
}

/* ---- the job ----------------------------------------------------------------------------------------------------- */

enum { STEP_SOURCES = 50 };

typedef struct {
    Services *services;
    Arena *arena; /* of the step */
    ContactWords words;
    MailErasureRow *row;
    MailSourceNextRow *source;
    Bytes raw;
    int64_t named[STEP_SOURCES];
    size_t named_count;
    bool at_end;
} Erasing;

static bool first_read(Db *db, void *context, Error *error)
{
    Erasing *erasing = context;
    return mail_erasure_first(db, erasing->arena, &erasing->row, error);
}

static bool source_read(Db *db, void *context, Error *error)
{
    Erasing *erasing = context;
    return mail_source_next(db, erasing->arena, erasing->row->done_to, erasing->row->last_id, &erasing->source,
                            error) &&
           (!erasing->source || blob_read(db, erasing->arena, erasing->source->raw_blob_id, &erasing->raw, error));
}

/* Read outside of any transaction that writes. */
static bool source_look(Erasing *erasing, Error *error)
{
    Arena *step = erasing->arena, *own = arena_new();
    ContactWords words = erasing->words;
    erasing->arena = own;
    bool ok = store_read(erasing->services->store, source_read, erasing, error);
    erasing->at_end = ok && !erasing->source;
    if (ok && erasing->source) {
        erasing->row->done_to = erasing->source->id;
        if (source_names(own, &words, erasing->raw))
            erasing->named[erasing->named_count++] = erasing->source->id;
    }
    arena_free(own);
    erasing->arena = step;
    return ok;
}

static bool step_note(Db *db, void *context, Error *error)
{
    Erasing *erasing = context;
    Writer writer = { erasing->services, db, db_arena(db), "system", clock_now() };
    return sources_drop(&writer, (Ids) { erasing->named_count, erasing->named }, error) &&
           (erasing->at_end ? mail_erasure_end(db, erasing->row->id, error)
                            : mail_erasure_advance(db, erasing->row->id, erasing->row->done_to, error));
}

static bool words_open(Erasing *erasing, Error *error)
{
    const MailErasureRow *row = erasing->row;
    Bytes plain;
    erasing->words = (ContactWords) { .arena = erasing->arena };
    if (!seal_open(erasing->arena, erasing->services->seal_key, purpose_of(erasing->arena, row->id), row->words,
                   &plain))
        return fail(error, ERROR_INTERNAL, NULL, "another key sealed what an erasure looks for in e-mails");
    return contact_words_parse(&erasing->words, arena_text_n(erasing->arena, (const char *)plain.data, plain.size),
                               error);
}

/* Some sources of the first erasure; false in *more = there is none. */
static bool step_do(Services *services, Arena *arena, bool *more, Error *error)
{
    Erasing *erasing = arena_make(arena, Erasing);
    *erasing = (Erasing) { .services = services, .arena = arena };
    if (!store_read(services->store, first_read, erasing, error))
        return false;
    *more = erasing->row;
    if (!*more)
        return true;
    if (!words_open(erasing, error))
        return false;
    for (int i = 0; i < STEP_SOURCES && !erasing->at_end; i++)
        if (!source_look(erasing, error))
            return false;
    return store_write(services->store, step_note, erasing, error);
}

bool mail_erase_run(Services *services, Arena *arena, const char *body, Error *error)
{
    bool more = true, ok = true;
    (void)arena;
    (void)body;
    while (more && ok) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "the server is stopping");
        if (!job_keep(0, error))
            return false;
        Arena *step = arena_new();
        ok = step_do(services, step, &more, error);
        arena_free(step);
    }
    return ok;
}

/* ---- until it is done -------------------------------------------------------------------------------------------- */

bool mail_source_free(Db *db, Arena *arena, int64_t mail_id, Error *error)
{
    MailErasuresBeforeRow *before;
    return mail_erasures_before(db, arena, mail_id, &before, error) &&
           (!before->erasures || fail(error, ERROR_BUSY, NULL,
                                      "a person is being erased from the sources of e-mails; try again in a minute"));
}

/* One that was given up goes on. */
bool mail_erase_again(Db *db, Error *error)
{
    MailErasureRow *row;
    return mail_erasure_first(db, db_arena(db), &row, error) && (!row || erase_later(db, error));
}
