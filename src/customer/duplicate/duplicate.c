/*
 * Finding duplicates: the keys of an account, who else holds them, and what that makes of the proposals it is in.
 *
 * In order: keys; what two have in common; proposals; what is compared, and when; with accounts and persons.
 */
#include "customer/duplicate/duplicate.h"

#include "base/id.h"
#include "base/json.h"
#include "customer/duplicate/duplicate_key.h"

#include <string.h>

enum { CONTACTS_READ = 200, HOLDERS_MAX = 10, STEP = 50 };
static const int64_t ALL_AGAIN_MS = INT64_C(24) * 3600 * 1000;

/* The kinds, from the strongest on. */
static const struct {
    const char *kind;
    int64_t strength;
} KINDS[] = { { "id", 8 }, { "name", 8 }, { "phone", 3 }, { "domain", 2 } };
enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

/* ---- keys ---- */

typedef struct {
    Arena *arena;
    int64_t account;
    DuplicateKeysPutIn *items;
    size_t count, capacity;
} Keys;

static void key_add(Keys *keys, const char *kind, const char *value)
{
    if (!value)
        return;
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->items[i].kind, kind) == 0 && strcmp(keys->items[i].value, value) == 0)
            return;
    keys->items = arena_room(keys->arena, keys->items, keys->count, 1, &keys->capacity, sizeof *keys->items);
    keys->items[keys->count++] = (DuplicateKeysPutIn) { keys->account, kind, value };
}

static bool keys_of(Db *db, const DuplicateAccountRow *account, Keys *keys, Error *error)
{
    DuplicateContactsRow *contacts;
    size_t count;
    key_add(keys, "id", key_of_id(keys->arena, account->external_id));
    key_add(keys, "name", key_of_name(keys->arena, account->name));
    key_add(keys, "name", key_of_name(keys->arena, account->reading));
    key_add(keys, "domain", key_of_domain(keys->arena, account->domain));
    if (!duplicate_contacts(db, keys->arena, account->id, CONTACTS_READ, &contacts, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *phone = key_of_phone(keys->arena, contacts[i].phone);
        key_add(keys, "domain", key_of_domain(keys->arena, contacts[i].address));
        key_add(keys, "phone", phone ? id_secret_hash(keys->arena, phone) : NULL);
    }
    return duplicate_keys_drop(db, account->id, error) && duplicate_keys_put(db, keys->items, keys->count, error);
}

/* ---- what two have in common ---- */

typedef struct {
    int64_t other;
    const DuplicateKeysPutIn *shared[32];
    size_t count;
} Likeness;

typedef struct {
    Arena *arena;
    Likeness *items;
    size_t count, capacity;
} Likenesses;

static void likeness_add(Likenesses *found, int64_t other, const DuplicateKeysPutIn *key)
{
    Likeness *likeness = NULL;
    for (size_t i = 0; i < found->count && !likeness; i++)
        if (found->items[i].other == other)
            likeness = &found->items[i];
    if (!likeness) {
        found->items = arena_room(found->arena, found->items, found->count, 1, &found->capacity, sizeof *found->items);
        likeness = &found->items[found->count++];
        *likeness = (Likeness) { .other = other };
    }
    if (likeness->count < sizeof likeness->shared / sizeof *likeness->shared)
        likeness->shared[likeness->count++] = key;
}

static bool likenesses_find(Db *db, const Keys *keys, Likenesses *found, Error *error)
{
    for (size_t i = 0; i < keys->count; i++) {
        DuplicateKeyHoldersRow *holders;
        size_t count;
        if (!duplicate_key_holders(db, keys->arena, keys->items[i].kind, keys->items[i].value, HOLDERS_MAX + 1,
                                   &holders, &count, error))
            return false;
        for (size_t k = 0; k < count && count <= HOLDERS_MAX; k++)
            if (holders[k].account_id != keys->account)
                likeness_add(found, holders[k].account_id, &keys->items[i]);
    }
    return true;
}

static bool has_kind(const Likeness *likeness, const char *kind)
{
    for (size_t i = 0; i < likeness->count; i++)
        if (strcmp(likeness->shared[i]->kind, kind) == 0)
            return true;
    return false;
}

/* ---- proposals ---- */

typedef struct {
    const char *reasons, *basis;
    int64_t strength;
} Proposal;

/* Of names that differ, one is the reading of the other. */
static const char *reason_word(Arena *arena, const char *kind, const DuplicateAccountRow *a,
                               const DuplicateAccountRow *b)
{
    const char *one = key_of_name(arena, a->name), *other = key_of_name(arena, b->name);
    return strcmp(kind, "name") == 0 && !text_equal(one, other) ? "reading" : kind;
}

static Proposal proposal_of(Arena *arena, const Likeness *likeness, const DuplicateAccountRow *a,
                            const DuplicateAccountRow *b)
{
    Text reasons = text_new(arena), basis = text_new(arena);
    Proposal proposal = { 0 };
    text_char(&reasons, '[');
    for (size_t k = 0; k < KIND_COUNT; k++) {
        if (!has_kind(likeness, KINDS[k].kind))
            continue;
        proposal.strength += KINDS[k].strength;
        json_comma_to(&reasons);
        text_add(&reasons, "{\"kind\":");
        json_string_to(&reasons, reason_word(arena, KINDS[k].kind, a, b));
        const char *shown = NULL;
        for (size_t i = 0; i < likeness->count; i++) {
            const DuplicateKeysPutIn *key = likeness->shared[i];
            if (strcmp(key->kind, KINDS[k].kind) != 0)
                continue;
            text_format(&basis, "%s:%s\n", key->kind, key->value);
            shown = strcmp(key->kind, "domain") == 0 ? key->value : NULL;
        }
        text_add(&reasons, ",\"value\":");
        json_string_to(&reasons, shown);
        text_char(&reasons, '}');
    }
    text_char(&reasons, ']');
    proposal.reasons = text_string(&reasons);
    proposal.basis = id_secret_hash(arena, text_string(&basis));
    return proposal;
}

static bool is_parent(const DuplicateAccountRow *a, const DuplicateAccountRow *b)
{
    return (a->parent_id.known && a->parent_id.value == b->id) || (b->parent_id.known && b->parent_id.value == a->id) ||
           (a->parent_id.known && b->parent_id.known && a->parent_id.value == b->parent_id.value);
}

/* A group of companies has one domain and one switchboard. */
static bool is_family(const DuplicateAccountRow *a, const DuplicateAccountRow *b, const Likeness *likeness)
{
    return is_parent(a, b) && !has_kind(likeness, "id") && !has_kind(likeness, "name");
}

typedef struct {
    int64_t now;
    bool more, changed; /* stale accounts are left; proposals came, went, or rest on something else */
} Comparing;

static bool proposal_put(Db *db, Arena *arena, Comparing *comparing, int64_t first, int64_t second,
                         const Proposal *proposal, Error *error)
{
    DuplicateRow *before;
    if (!duplicate_of(db, arena, first, second, &before, error))
        return false;
    comparing->changed |= !before || strcmp(before->basis, proposal->basis) != 0;
    if (!before) {
        DuplicateRow row = { .id = id_new(),
                             .first_id = first,
                             .second_id = second,
                             .reasons = proposal->reasons,
                             .basis = proposal->basis,
                             .strength = proposal->strength,
                             .state = "open",
                             .found_at = comparing->now };
        return duplicate_insert(db, &row, error);
    }
    if (strcmp(before->basis, proposal->basis) == 0)
        return true;
    return duplicate_update(db, before->id, proposal->reasons, proposal->basis, proposal->strength, "open", NULL,
                            (OptInt) { 0 }, error);
}

/* Proposals that rest on nothing any longer go; those that were dismissed stay, in case they come again. */
static bool proposals_drop(Db *db, Arena *arena, Comparing *comparing, int64_t account, const Likenesses *found,
                           Error *error)
{
    DuplicatePairsOfRow *pairs;
    size_t count;
    if (!duplicate_pairs_of(db, arena, account, &pairs, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t other = pairs[i].first_id == account ? pairs[i].second_id : pairs[i].first_id;
        bool stands = strcmp(pairs[i].state, "dismissed") == 0;
        for (size_t k = 0; k < found->count && !stands; k++)
            stands = found->items[k].other == other;
        comparing->changed |= !stands;
        if (!stands && !duplicate_remove(db, pairs[i].id, error))
            return false;
    }
    return true;
}

static bool likeness_propose(Db *db, Arena *arena, Comparing *comparing, const DuplicateAccountRow *account,
                             Likeness *likeness, Error *error)
{
    DuplicateAccountRow *other;
    if (!duplicate_account(db, arena, likeness->other, &other, error))
        return false;
    if (!other || is_family(account, other, likeness)) {
        likeness->other = 0;
        return true;
    }
    Proposal proposal = proposal_of(arena, likeness, account, other);
    int64_t first = account->id < other->id ? account->id : other->id;
    return proposal_put(db, arena, comparing, first, account->id < other->id ? other->id : account->id, &proposal,
                        error);
}

static bool account_compare(Db *db, Arena *arena, Comparing *comparing, int64_t id, Error *error)
{
    DuplicateAccountRow *account;
    Keys keys = { .arena = arena, .account = id };
    Likenesses found = { .arena = arena };
    if (!duplicate_account(db, arena, id, &account, error))
        return false;
    /* It is gone, or merged: after an undo people need not say again that it is not another one. */
    if (!account)
        return duplicate_keys_drop(db, id, error) && duplicate_forget_open(db, id, error);
    if (!keys_of(db, account, &keys, error) || !likenesses_find(db, &keys, &found, error))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (!likeness_propose(db, arena, comparing, account, &found.items[i], error))
            return false;
    return proposals_drop(db, arena, comparing, id, &found, error);
}

/* ---- what is compared, and when ---- */

/* A turn is short, since all schedules of a server share a thread; a hundred thousand accounts take some minutes. */
enum { FIND_EVERY_MS = 2000, STEPS_A_TURN = 10 };

/* An open page reads the list again. */
static bool comparing_tell(Db *db, const Comparing *comparing, Error *error)
{
    Fact fact = { .kind = "duplicate.changed", .actor = "system", .at = comparing->now };
    return !comparing->changed || fact_write(db, &fact, NULL, error);
}

static bool step_work(Db *db, void *context, Error *error)
{
    Comparing *comparing = context;
    Arena *arena = db_arena(db);
    Ids stale;
    if (!duplicate_stale_some(db, arena, STEP, &stale, error))
        return false;
    comparing->changed = false;
    for (size_t i = 0; i < stale.count; i++)
        if (!account_compare(db, arena, comparing, stale.items[i], error))
            return false;
    comparing->more = stale.count == STEP;
    return (!stale.count || duplicate_stale_done(db, stale, error)) && comparing_tell(db, comparing, error);
}

static bool stale_work(Db *db, void *context, Error *error)
{
    Comparing *comparing = context;
    Ids stale;
    if (!duplicate_stale_some(db, db_arena(db), 1, &stale, error))
        return false;
    comparing->more = stale.count > 0;
    return true;
}

/* Where nothing is stale nothing is written. */
static bool find_turn(Services *services, Arena *arena, int64_t now, Error *error)
{
    Comparing comparing = { .now = now };
    (void)arena;
    if (!store_read(services->store, stale_work, &comparing, error))
        return false;
    for (int step = 0; comparing.more && step < STEPS_A_TURN && !atomic_load(&services->stopping); step++)
        if (!store_write(services->store, step_work, &comparing, error))
            return false;
    return true;
}

bool duplicate_touch(Db *db, int64_t account, Error *error)
{
    return duplicate_stale_add(db, account, error);
}

static bool fact_take(struct Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    bool account = strncmp(fact->kind, "account.", 8) == 0, contact = strncmp(fact->kind, "contact.", 8) == 0;
    (void)services;
    (void)fact_id;
    if (!account && !contact)
        return true;
    return (!fact->account_id || duplicate_stale_add(db, fact->account_id, error)) &&
           (!fact->contact_id || duplicate_stale_contact(db, fact->contact_id, error));
}

const FactReader DUPLICATE_READERS[] = { { "duplicate", fact_take }, { 0 } };

/* Whom events brought to an account is told by no fact. */
static bool all_work(Db *db, void *context, Error *error)
{
    (void)context;
    return duplicate_stale_all(db, error);
}

static bool all_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return store_write(services->store, all_work, NULL, error);
}

const Schedule DUPLICATE_SCHEDULES[] = { { "duplicate.find", FIND_EVERY_MS, find_turn },
                                         { "duplicate.all", ALL_AGAIN_MS, all_run },
                                         { 0 } };

bool duplicate_rebuild(Services *services, Error *error)
{
    Comparing comparing = { .now = clock_now(), .more = true };
    if (!store_write(services->store, all_work, NULL, error))
        return false;
    while (comparing.more) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the comparison goes on after the next start");
        if (!store_write(services->store, step_work, &comparing, error))
            return false;
    }
    return true;
}

/* ---- with accounts and persons ---- */

static bool account_drop_pairs(const Writer *writer, int64_t account, Error *error)
{
    return duplicate_keys_drop(writer->db, account, error) && duplicate_forget_account(writer->db, account, error);
}

/* The keys of the one that goes go with its row; what was said of it, also that it is not another one, is known again
 * after an undo. */
static bool account_merged(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return duplicate_keys_drop(writer->db, merged->gone, error) && duplicate_touch(writer->db, merged->stays, error);
}

static bool account_back(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return duplicate_touch(writer->db, merged->gone, error) && duplicate_touch(writer->db, merged->stays, error);
}

const AccountHolder DUPLICATE_ACCOUNTS = {
    .name = "duplicate", .drop = account_drop_pairs, .merge = account_merged, .unmerge = account_back
};

static bool person_forget(const Writer *writer, int64_t contact, Error *error)
{
    return duplicate_stale_contact(writer->db, contact, error) &&
           duplicate_keys_of_contact_drop(writer->db, contact, error);
}

const ContactHolder DUPLICATE_CONTACTS = { .name = "duplicate", .forget = person_forget };
