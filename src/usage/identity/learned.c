/*
 * What was learned of persons, into tables. Where all of a commit agrees with what was known, nothing can move and the
 * rows are written at once; otherwise one after another, each compared with what was known before it.
 */
#include "usage/identity/learned.h"

#include "base/id.h"
#include "usage/identity/identity_store.h"

#include <stdlib.h>

bool identity_learn(Identity *identity, const Writer *writer, LearnedList *list, Learned learned, Error *error)
{
    int64_t since;
    if (!identity_home(identity, writer, learned.contact, &learned.home, error))
        return false;
    bool known = identity_since(identity, learned.contact, learned.account, &since) && since <= learned.at;
    if (known && !learned.said)
        return true;
    list->items = arena_room(writer->arena, list->items, list->count, 1, &list->capacity, sizeof *list->items);
    learned.order = learned.order == 0 ? id_new() : learned.order;
    list->items[list->count++] = learned;
    if (!known)
        identity_known(identity, learned.contact, learned.account, learned.at);
    return true;
}

/* ---- many at once ---------------------------------------------------------------------------------------------- */

typedef struct {
    BindingPutIn *bindings;
    PersonAccountPutIn *since;
    ContactJoin *joins;
    int64_t *people; /* persons without a known account */
    size_t binding_count, since_count, join_count, people_count;
} Plain;

static int compare_learned(const void *left, const void *right)
{
    const Learned *a = left, *b = right;
    if (a->contact != b->contact)
        return a->contact < b->contact ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Of two at the same instant the later one counts. */
static void binding_gather(Plain *plain, size_t first, const Learned *one)
{
    size_t i = first;
    while (i < plain->binding_count && plain->bindings[i].from_ms != one->at)
        i++;
    plain->bindings[i] = (BindingPutIn) { one->contact, one->at, one->account };
    plain->binding_count += i == plain->binding_count;
}

static void since_gather(Plain *plain, size_t first, const Learned *one)
{
    size_t i = first;
    while (i < plain->since_count && plain->since[i].account_id != one->account)
        i++;
    if (i == plain->since_count)
        plain->since[plain->since_count++] = (PersonAccountPutIn) { one->contact, one->account, one->at };
    else if (one->at < plain->since[i].since)
        plain->since[i].since = one->at;
}

static void plain_gather(Plain *plain, const Learned *learned, size_t count)
{
    size_t first_binding = plain->binding_count, first_since = plain->since_count;
    bool at_home = true;
    for (size_t i = 0; i < count; i++) {
        at_home = at_home && learned[i].home != 0;
        since_gather(plain, first_since, &learned[i]);
        if (learned[i].said)
            binding_gather(plain, first_binding, &learned[i]);
    }
    if (at_home)
        return;
    plain->people[plain->people_count++] = learned->contact;
    for (size_t i = first_since; i < plain->since_count; i++)
        plain->joins[plain->join_count++] = (ContactJoin) { plain->since[i].account_id, learned->contact };
}

static bool plain_write(const Writer *writer, const Plain *plain, Error *error)
{
    return binding_put(writer->db, plain->bindings, plain->binding_count, error) &&
           person_account_put(writer->db, plain->since, plain->since_count, error) &&
           contact_joins_add(writer, plain->joins, plain->join_count, error);
}

/* ---- one after another, where stored events may move ----------------------------------------------------------- */

/* Of all that was said, only the neighbours of `one`: beyond them nothing changes. */
static bool said_around(const Writer *writer, const Learned *one, Belonging *before, bool *replaces, Error *error)
{
    BindingAtRow *last = NULL;
    BindingAfterRow *next;
    *replaces = false;
    if (one->said && !binding_at(writer->db, writer->arena, one->contact, one->at, &last, error))
        return false;
    if (!binding_after(writer->db, writer->arena, one->contact, one->said ? one->at : -1, &next, error))
        return false;
    if (next != NULL)
        belonging_add(before, (Belonged) { next->from_ms, next->account_id, true });
    if (last != NULL)
        belonging_add(before, (Belonged) { last->from_ms, last->account_id, true });
    *replaces = last != NULL && last->from_ms == one->at;
    return true;
}

/* Tells whether the account was known before. */
static bool belonging_with(Belonging *after, const Belonging *before, const Learned *one, bool replaces)
{
    bool known = false;
    for (size_t i = 0; i < before->count; i++) {
        Belonged item = before->items[i];
        if (item.said && replaces && item.at == one->at)
            continue;
        if (!item.said && item.account == one->account) {
            known = true;
            item.at = one->at < item.at ? one->at : item.at;
        }
        belonging_add(after, item);
    }
    if (!known)
        belonging_add(after, (Belonged) { one->at, one->account, false });
    if (one->said)
        belonging_add(after, (Belonged) { one->at, one->account, true });
    belonging_sort(after);
    return known;
}

/* `joined`: known to be theirs before; a person who was taken out of it by hand stays out. */
static bool one_write(const Writer *writer, const Learned *one, bool joined, Error *error)
{
    BindingPutIn binding = { one->contact, one->at, one->account };
    PersonAccountPutIn since = { one->contact, one->account, one->at };
    ContactJoin join = { one->account, one->contact };
    return (!one->said || binding_put(writer->db, &binding, 1, error)) &&
           person_account_put(writer->db, &since, 1, error) && (joined || contact_joins_add(writer, &join, 1, error));
}

static void moves_add(const Writer *writer, LearnedOutcome *outcome, int64_t contact, const Moved *moves, size_t count)
{
    outcome->moves = arena_room(writer->arena, outcome->moves, outcome->move_count, count, &outcome->move_capacity,
                                sizeof *outcome->moves);
    for (size_t i = 0; i < count; i++)
        outcome->moves[outcome->move_count++] = (LearnedMove) { contact, moves[i] };
}

static bool one_apply(const Writer *writer, const Learned *one, LearnedOutcome *outcome, Error *error)
{
    PersonAccountOfRow *rows;
    size_t count;
    bool replaces;
    Moved *moves;
    if (!person_account_of(writer->db, writer->arena, one->contact, &rows, &count, error))
        return false;
    Belonging before = { .items = arena_array(writer->arena, count + 2, sizeof *before.items) };
    Belonging after = { .items = arena_array(writer->arena, count + 4, sizeof *after.items) };
    for (size_t i = 0; i < count; i++)
        belonging_add(&before, (Belonged) { rows[i].since, rows[i].account_id, false });
    if (!said_around(writer, one, &before, &replaces, error))
        return false;
    belonging_sort(&before);
    bool joined = belonging_with(&after, &before, one, replaces);
    size_t moved = belonging_moves(writer->arena, &before, &after, &moves);
    moves_add(writer, outcome, one->contact, moves, moved);
    return one_write(writer, one, joined, error);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

static bool is_plain(const LearnedList *list, const Learned *learned, size_t count)
{
    if (list->merged)
        return false;
    for (size_t i = 0; i < count; i++)
        if (learned->home != 0 && learned[i].account != learned->home)
            return false;
    return true;
}

bool learned_write(const Writer *writer, LearnedList *list, LearnedOutcome *outcome, Error *error)
{
    Arena *arena = writer->arena;
    Plain plain = { .bindings = arena_array(arena, list->count, sizeof *plain.bindings),
                    .since = arena_array(arena, list->count, sizeof *plain.since),
                    .joins = arena_array(arena, list->count, sizeof *plain.joins),
                    .people = arena_array(arena, list->count, sizeof *plain.people) };
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare_learned);
    for (size_t i = 0, count; i < list->count; i += count) {
        const Learned *learned = &list->items[i];
        for (count = 1; i + count < list->count && learned[count].contact == learned->contact;)
            count++;
        if (is_plain(list, learned, count))
            plain_gather(&plain, learned, count);
        for (size_t n = 0; !is_plain(list, learned, count) && n < count; n++)
            if (!one_apply(writer, &learned[n], outcome, error))
                return false;
    }
    outcome->arrived = (Ids) { plain.people_count, plain.people };
    return plain_write(writer, &plain, error);
}
