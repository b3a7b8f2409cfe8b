/*
 * Contacts judged by the rules: one when it is stored, all of them in a job when the rules change.
 *
 * A contact that is stored is judged in its own transaction, and modules recount what it did there and then
 * (ContactHolder.excluded): it is one person, often a new one. When rules change, the job writes down who is held now,
 * some hundreds at a time, and modules recount everything once, at its end. Until then numbers are a mixture, and pages
 * say that they are being recalculated.
 *
 * In order: reading; one contact; all of them; trying out.
 */
#include "customer/contact/contact_store.h"
#include "customer/contact/exclude_store.h"
#include "jobs/module.h"

#include <string.h>

/* ---- reading ---- */

bool exclusions_read(Db *db, Arena *arena, Exclusions *rules, Error *error)
{
    ExclusionRow *rows;
    size_t count;
    if (!exclusion_all(db, arena, &rows, &count, error))
        return false;
    *rules = (Exclusions) { count, rows };
    return true;
}

bool contacts_excluded(Db *db, Arena *arena, Excluded *excluded, Error *error)
{
    ExcludedAnyRow *anybody;
    ExclusionRobotsRow *robots;
    if (!excluded_any(db, arena, &anybody, error) || !exclusion_robots(db, arena, &robots, error))
        return false;
    *excluded = (Excluded) { anybody != NULL, robots != NULL };
    return true;
}

typedef struct {
    bool (*take)(int64_t contact, void *context, Error *error);
    void *context;
} Taker;

static bool excluded_take(const ExcludedInRow *row, void *context, Error *error)
{
    const Taker *taker = context;
    return taker->take(row->contact_id, taker->context, error);
}

bool contacts_excluded_in(Db *db, Ids contacts, bool (*take)(int64_t contact, void *context, Error *error),
                          void *context, Error *error)
{
    Taker taker = { take, context };
    return excluded_in(db, contacts, excluded_take, &taker, error);
}

bool contacts_excluding(Db *db, Arena *arena, bool *working, Error *error)
{
    ExcludingRow *row;
    if (!excluding(db, arena, &row, error))
        return false;
    *working = row->jobs > 0;
    return true;
}

/* ---- one contact ---- */

static bool holders_hear(const Writer *writer, int64_t contact_id, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->persons && (*at)->persons->excluded && !(*at)->persons->excluded(writer, contact_id, error))
            return false;
    return true;
}

static bool held_take(const ExcludedInRow *row, void *context, Error *error)
{
    (void)error;
    *(int64_t *)context = row->rule_id;
    return true;
}

static bool held_write(Db *db, int64_t contact_id, int64_t rule, Error *error)
{
    return rule ? excluded_put(db, contact_id, rule, error) : excluded_drop(db, contact_id, error);
}

bool contact_judge(const Writer *writer, const ContactRow *row, bool is_new, Error *error)
{
    Exclusions rules;
    int64_t before = 0;
    if (!exclusions_read(writer->db, writer->arena, &rules, error))
        return false;
    int64_t now = exclusion_of(writer->arena, &rules, row);
    if (is_new)
        return !now || held_write(writer->db, row->id, now, error);
    if (!excluded_in(writer->db, (Ids) { 1, &row->id }, held_take, &before, error))
        return false;
    if (before == now)
        return true;
    return held_write(writer->db, row->id, now, error) &&
           ((before != 0) == (now != 0) || holders_hear(writer, row->id, error));
}

bool contact_judged_no_more(const Writer *writer, int64_t contact_id, Error *error)
{
    return excluded_drop(writer->db, contact_id, error);
}

/* ---- all of them ---- */

bool exclusions_apply(const Writer *writer, Error *error)
{
    return job_once(writer->db, "contact.exclude", "all", NULL, 0, error);
}

bool exclusions_miss(const Writer *writer, const char *field, Error *error)
{
    ExclusionOfFieldRow *rule;
    return exclusion_of_field(writer->db, writer->arena, field, &rule, error) &&
           (!rule || exclusions_apply(writer, error));
}

typedef struct {
    Services *services;
    int64_t after;
    bool done;
} Applying;

enum { PEOPLE_AT_ONCE = 500 };

typedef struct {
    int64_t contact, rule;
} Held;
typedef struct {
    Held items[PEOPLE_AT_ONCE];
    size_t count;
} HeldList;

static bool held_add(const ExcludedInRow *row, void *context, Error *error)
{
    HeldList *list = context;
    (void)error;
    list->items[list->count++] = (Held) { row->contact_id, row->rule_id };
    return true;
}

static int64_t held_by(const HeldList *list, int64_t contact)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].contact == contact)
            return list->items[i].rule;
    return 0;
}

static bool page_judge(Db *db, const ContactRow *rows, size_t count, Error *error)
{
    Arena *arena = db_arena(db);
    Exclusions rules;
    HeldList *held = arena_make(arena, HeldList);
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    if (!exclusions_read(db, arena, &rules, error) || !excluded_in(db, (Ids) { count, ids }, held_add, held, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t now = exclusion_of(arena, &rules, &rows[i]);
        if (now != held_by(held, rows[i].id) && !held_write(db, rows[i].id, now, error))
            return false;
    }
    return true;
}

static bool apply_work(Db *db, void *context, Error *error)
{
    Applying *applying = context;
    Writer writer = { applying->services, db, db_arena(db), "system", clock_now() };
    ContactRow *rows;
    size_t count;
    if (applying->after == 0 && !excluded_free(db, error))
        return false;
    if (!contact_page_after(db, writer.arena, applying->after, PEOPLE_AT_ONCE, &rows, &count, error) ||
        !page_judge(db, rows, count, error))
        return false;
    applying->done = count < PEOPLE_AT_ONCE;
    if (applying->done)
        return holders_hear(&writer, 0, error);
    applying->after = rows[count - 1].id;
    return true;
}

bool exclude_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Applying applying = { .services = services };
    (void)arena;
    (void)body;
    while (!applying.done) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the rules are applied after the next start");
        if (!store_write(services->store, apply_work, &applying, error))
            return false;
    }
    return true;
}

/* ---- trying out ---- */

typedef struct {
    Arena *arena;
    int64_t *ids;
    size_t count, capacity;
    const char **labels;
    size_t label_count, label_max;
} Trying;

static void trying_add(Trying *trying, const ContactRow *row)
{
    const char *const names[] = { row->name, row->email, row->external_id };
    const char *label = NULL;
    trying->ids = arena_room(trying->arena, trying->ids, trying->count, 1, &trying->capacity, sizeof *trying->ids);
    trying->ids[trying->count++] = row->id;
    for (size_t i = 0; !label && i < sizeof names / sizeof *names; i++)
        label = text_is_empty(names[i]) ? NULL : names[i];
    if (label && trying->label_count < trying->label_max)
        trying->labels[trying->label_count++] = arena_text(trying->arena, label);
}

/* `scratch` holds the rows. */
static bool page_try(Db *db, Arena *scratch, const Exclusions *rule, const ContactRow *rows, size_t count,
                     Trying *trying, Error *error)
{
    HeldList *held = arena_make(scratch, HeldList);
    int64_t *ids = arena_array(scratch, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    if (!excluded_in(db, (Ids) { count, ids }, held_add, held, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (exclusion_of(scratch, rule, &rows[i]) && !held_by(held, rows[i].id))
            trying_add(trying, &rows[i]);
    return true;
}

bool exclusion_would_hold(Db *db, Arena *arena, const ExclusionGiven *given, size_t labels, Ids *contacts,
                          Texts *labelled, Error *error)
{
    ExclusionRow row;
    Trying trying = { .arena = arena, .labels = arena_array(arena, labels + 1, sizeof(char *)), .label_max = labels };
    if (!exclusion_read(db, arena, given, &row, error))
        return false;
    row.id = 1;
    Exclusions rule = { 1, &row };
    Arena *scratch = arena_new();
    int64_t after = 0;
    bool ok = true;
    for (size_t count = PEOPLE_AT_ONCE; ok && count == PEOPLE_AT_ONCE;) {
        ContactRow *rows;
        arena_reset(scratch);
        ok = contact_page_after(db, scratch, after, PEOPLE_AT_ONCE, &rows, &count, error) &&
             page_try(db, scratch, &rule, rows, count, &trying, error);
        after = ok && count > 0 ? rows[count - 1].id : after;
    }
    arena_free(scratch);
    *contacts = (Ids) { trying.count, trying.ids };
    *labelled = (Texts) { trying.label_count, trying.labels };
    return ok;
}
