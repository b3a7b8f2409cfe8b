/*
 * Erasing persons: of one and of many in one go. What is looked through as a whole (the texts of staff, kept replies,
 * telephone numbers, search) is looked through once, however many go. In the order of the file: what names them, what
 * others have too, the erasure.
 */
#include "customer/contact/contact_store.h"
#include "customer/contact/exclude_store.h"

#include "customer/contact/erasure.h"
#include "jobs/fact.h"
#include "jobs/jobs.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

/* ---- what names them ----------------------------------------------------------------------------------------------
 */

static bool words_gather(const Writer *writer, const ContactRow *row, ContactWords *words, Error *error)
{
    ContactKnownListRow *former;
    size_t count;
    if (!contact_known_list(writer->db, writer->arena, row->id, &former, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        contact_words_id(words, former[i].external_id);
    contact_words_id(words, row->external_id);
    return true;
}

/* ---- what others have too. Asked once the persons are erased: who has it now is somebody else. ---- */

static int by_address(const void *left, const void *right)
{
    return strcmp(((const ContactAddressesHeldRow *)left)->address, ((const ContactAddressesHeldRow *)right)->address);
}

static bool address_is_held(const char *address, const ContactAddressesHeldRow *rows, size_t count)
{
    ContactAddressesHeldRow key = { .address = address };
    return address && count && bsearch(&key, rows, count, sizeof key, by_address);
}

static bool addresses_gather(const Writer *writer, ContactRow *const *rows, size_t count, ContactWords *words,
                             Error *error)
{
    const char **addresses = arena_array(writer->arena, count + 1, sizeof *addresses);
    ContactAddressesHeldRow *held;
    size_t held_count, used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *address = contact_address(writer->arena, rows[i]->email);
        if (address)
            addresses[used++] = address;
    }
    if (!used)
        return true;
    if (!contact_addresses_held(writer->db, writer->arena, (Texts) { used, addresses }, &held, &held_count, error))
        return false;
    if (held_count)
        qsort(held, held_count, sizeof *held, by_address);
    for (size_t i = 0; i < count; i++) {
        const char *address = contact_address(writer->arena, rows[i]->email);
        if (address_is_held(address, held, held_count))
            continue;
        /* Staff write it as it was typed, in full width say, or as others type it. */
        contact_words_address(words, rows[i]->email);
        if (address && !text_equal(address, rows[i]->email))
            contact_words_address(words, address);
    }
    return true;
}

typedef struct {
    const ContactRow *row;
    const char *digits;
    bool held;
} Number;

typedef struct {
    Arena *scratch;
    Number *items;
    size_t count;
} Numbers;

static int by_digits(const void *left, const void *right)
{
    return strcmp(((const Number *)left)->digits, ((const Number *)right)->digits);
}

static bool number_see(const ContactPhoneEachRow *other, void *context, Error *error)
{
    Numbers *numbers = context;
    (void)error;
    Number key = { .digits = contact_digits(numbers->scratch, other->phone) };
    Number *found = bsearch(&key, numbers->items, numbers->count, sizeof key, by_digits);
    for (Number *one = found; one && one >= numbers->items && by_digits(one, &key) == 0; one--)
        one->held = true;
    for (Number *one = found; one && one < numbers->items + numbers->count && by_digits(one, &key) == 0; one++)
        one->held = true;
    arena_reset(numbers->scratch);
    return true;
}

static bool numbers_gather(const Writer *writer, ContactRow *const *rows, size_t count, ContactWords *words,
                           Error *error)
{
    Numbers numbers = { .items = arena_array(writer->arena, count + 1, sizeof(Number)) };
    for (size_t i = 0; i < count; i++)
        if (!text_is_empty(rows[i]->phone))
            numbers.items[numbers.count++] = (Number) { rows[i], contact_digits(writer->arena, rows[i]->phone), false };
    if (!numbers.count)
        return true;
    qsort(numbers.items, numbers.count, sizeof *numbers.items, by_digits);
    numbers.scratch = arena_new();
    bool ok = contact_phone_each(writer->db, number_see, &numbers, error);
    arena_free(numbers.scratch);
    for (size_t i = 0; ok && i < numbers.count; i++)
        if (!numbers.items[i].held)
            contact_words_number(words, numbers.items[i].row->phone);
    return ok;
}

/* ---- the erasure ------------------------------------------------------------------------------------------------- */

/* Those who go, and those who were merged into them. */
typedef struct {
    int64_t *items;
    size_t count, capacity;
} Gone;

static void gone_add(const Writer *writer, Gone *gone, int64_t contact_id)
{
    gone->items = arena_room(writer->arena, gone->items, gone->count, 1, &gone->capacity, sizeof *gone->items);
    gone->items[gone->count++] = contact_id;
}

/* From right to left: what a module holds it may find through what those to its left hold. */
static bool holders_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    const Module *const *modules = modules_used(), *const *at = modules;
    while (*at)
        at++;
    while (at > modules) {
        const ContactHolder *holder = (*--at)->persons;
        if (holder && holder->forget && !holder->forget(writer, contact_id, error))
            return false;
    }
    return true;
}

static bool row_erase(const Writer *writer, int64_t contact_id, Gone *gone, Error *error)
{
    gone_add(writer, gone, contact_id);
    return erasure_note(writer, contact_id, error) && contact_erase(writer->db, contact_id, writer->now, error) &&
           contact_tell(writer, "contact.forgotten", contact_id, 0, NULL, error);
}

/* Those who turned out to be this person. */
static bool buried_erase(const Writer *writer, int64_t contact_id, Gone *gone, Error *error)
{
    ContactBuriedInRow *rows;
    size_t count;
    if (!contact_buried_in(writer->db, writer->arena, contact_id, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!row_erase(writer, rows[i].id, gone, error))
            return false;
    return true;
}

static bool person_erase(const Writer *writer, int64_t contact_id, Gone *gone, Error *error)
{
    return holders_forget(writer, contact_id, error) && buried_erase(writer, contact_id, gone, error) &&
           contact_known_forget(writer->db, contact_id, error) && contact_leave(writer->db, contact_id, error) &&
           row_erase(writer, contact_id, gone, error);
}

static bool one_forget(const Writer *writer, int64_t contact_id, ContactWords *words, ContactRow **row, Gone *gone,
                       Error *error)
{
    if (!contact_by_id(writer->db, writer->arena, contact_id, row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "contact %lld not found", (long long)contact_id);
    return words_gather(writer, *row, words, error) && person_erase(writer, contact_id, gone, error);
}

/* In what is searched, in replies that are kept to be repeated, and in the files of the database. */
static bool traces_forget(const Writer *writer, Ids gone, Error *error)
{
    return search_keep(writer->db, &CONTACT_SEARCH, gone) && idempotency_forget(writer->db, gone, error) &&
           job_once(writer->db, "contact.scrub", "all", NULL, 0, error);
}

/* A file may name a person in any column. Of those whom the demo invented there is none. */
static bool files_forget(const Writer *writer, Ids contacts, Error *error)
{
    ContactRealAmongRow *real;
    if (!contact_real_among(writer->db, writer->arena, contacts, &real, error))
        return false;
    return !real || imports_forget(writer, INT64_MAX, false, error);
}

bool contacts_forget(const Writer *writer, Ids contacts, Error *error)
{
    ContactWords *words = arena_make(writer->arena, ContactWords);
    ContactRow **rows = arena_array(writer->arena, contacts.count + 1, sizeof(ContactRow *));
    Gone gone = { 0 };
    words->arena = writer->arena;
    if (!contacts.count)
        return true;
    for (size_t i = 0; i < contacts.count; i++)
        if (!one_forget(writer, contacts.items[i], words, &rows[i], &gone, error))
            return false;
    return addresses_gather(writer, rows, contacts.count, words, error) &&
           numbers_gather(writer, rows, contacts.count, words, error) && files_forget(writer, contacts, error) &&
           contact_words_erase(writer, words, error) && traces_forget(writer, (Ids) { gone.count, gone.items }, error);
}

bool contact_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    return contacts_forget(writer, (Ids) { 1, &contact_id }, error);
}

bool contact_withdraw(const Writer *writer, int64_t contact_id, Error *error)
{
    return holders_forget(writer, contact_id, error) && contact_known_forget(writer->db, contact_id, error) &&
           contact_leave(writer->db, contact_id, error) && contact_erase(writer->db, contact_id, writer->now, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, contact_id) &&
           contact_tell(writer, "contact.withdrawn", contact_id, 0, NULL, error);
}

static bool scrub_run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    (void)body;
    return store_scrub(services->store, error);
}

const JobKind CONTACT_JOBS[] = {
    { "contact.scrub", scrub_run },
    { "contact.exclude", exclude_run }, /* exclude.c */
    { 0 },
};
