/*
 * Each different id of the file is kept once, with the line where it came first and the number of its rows. It stands
 * in the table under its own hash and under those of its forms, all with the kind of thing whose id it is, so that an
 * account's id is never near a person's. The ids of the workspace are walked once, at the end, and looked up in what
 * the file had: so memory is that of the file, however large the workspace is.
 *
 * In order: forms; the table; a row; the workspace; what is found.
 */
#include "house/import/near.h"

#include "base/csv.h"
#include "base/ident.h"
#include "base/json.h"
#include "base/text.h"
#include "jobs/module.h"

#include <string.h>

/* ---- forms ----------------------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The size of a mark that people put between the parts of an id; 0 = none. */
static size_t mark_size(const char *at)
{
    static const char *const MARKS[] = { "-", "_", " ", ".", "/", "#", ":", "‐", "‑", "–", "—", "−", "ー", "・" };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (text_starts(at, MARKS[i]))
            return strlen(MARKS[i]);
    return 0;
}

/* `parts`: a mark between two digits stays as one '-', and zeros that lead a part go; else marks between digits go too,
 * and only zeros that lead a number do. */
static const char *form_of(Arena *arena, const char *folded, bool parts, bool *parted)
{
    Text form = text_new(arena);
    char last = 0;
    for (const char *at = folded; *at;) {
        size_t mark = mark_size(at);
        if (mark) {
            at += mark;
            if (!is_digit(last) || !is_digit(*at))
                continue;
            *parted = true;
            if (parts)
                text_char(&form, last = '-');
            continue;
        }
        if (*at == '0' && !is_digit(last) && is_digit(at[1])) {
            at++;
            continue;
        }
        text_char(&form, last = *at++);
    }
    return text_string(&form);
}

NearForms near_forms(Arena *arena, const char *id)
{
    bool parted = false;
    if (strchr(id, '@'))
        return (NearForms) { "", NULL };
    const char *folded = text_fold(arena, id);
    const char *form = form_of(arena, folded, true, &parted);
    return (NearForms) { form, parted ? form_of(arena, folded, false, &parted) : NULL };
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

typedef struct Id {
    const char *id, *thing, *field;
    int64_t line, rows;
    bool known;               /* the workspace has it */
    const char *like;         /* one of the workspace */
    const struct Id *like_of; /* one of the file */
    struct Id *next;          /* as they came */
} Id;

/* What stands under a hash: an id exactly, or in a form. */
typedef struct Place {
    uint64_t hash;
    char form; /* 'x' exactly, 'p' parted, 'j' joined */
    Id *id;
    struct Place *next;
} Place;

enum { BUCKETS_FIRST = 1024 };

struct NearIds {
    Arena *arena, *scratch;
    const ImportPlan *plan;
    Place **buckets;
    size_t bucket_count, place_count, count;
    Id *first, *last;
};

static uint64_t hash_of(const char *thing, char form, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *thing; thing++)
        hash = (hash ^ (unsigned char)*thing) * UINT64_C(1099511628211);
    hash = (hash ^ (unsigned char)form) * UINT64_C(1099511628211);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

static Place *place_from(Place *place, uint64_t hash, char form)
{
    while (place && (place->hash != hash || place->form != form))
        place = place->next;
    return place;
}

static Place *place_find(const NearIds *ids, const char *thing, char form, const char *text)
{
    uint64_t hash = hash_of(thing, form, text);
    return place_from(ids->buckets[hash & (ids->bucket_count - 1)], hash, form);
}

static void places_grow(NearIds *ids)
{
    Place **old = ids->buckets;
    size_t count = ids->bucket_count;
    ids->bucket_count *= 4;
    ids->buckets = arena_array(ids->arena, ids->bucket_count, sizeof(Place *));
    for (size_t i = 0; i < count; i++)
        for (Place *place = old[i], *next; place; place = next) {
            Place **bucket = &ids->buckets[place->hash & (ids->bucket_count - 1)];
            next = place->next;
            place->next = *bucket;
            *bucket = place;
        }
}

static void place_add(NearIds *ids, Id *id, char form, const char *text)
{
    if (ids->place_count++ > 2 * ids->bucket_count)
        places_grow(ids);
    Place *place = arena_make(ids->arena, Place);
    uint64_t hash = hash_of(id->thing, form, text);
    Place **bucket = &ids->buckets[hash & (ids->bucket_count - 1)];
    *place = (Place) { hash, form, id, *bucket };
    *bucket = place;
}

static bool has_ids(const ImportPlan *plan)
{
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->mapping[i] >= 0 && (size_t)plan->mapping[i] < plan->target_count &&
            plan->kind->targets[plan->mapping[i]].ids_of)
            return true;
    return false;
}

NearIds *near_new(Arena *arena, const ImportPlan *plan)
{
    if (!has_ids(plan))
        return NULL;
    NearIds *ids = arena_make(arena, NearIds);
    ids->arena = arena;
    ids->plan = plan;
    ids->bucket_count = BUCKETS_FIRST;
    ids->buckets = arena_array(arena, ids->bucket_count, sizeof(Place *));
    return ids;
}

/* ---- a row ----------------------------------------------------------------------------------------------------- */

/* Calls `take` for each id of the table that is near: under its parted form, where either has no mark between digits
 * under its joined one. */
static void near_each(const NearIds *ids, const char *thing, NearForms forms, void (*take)(Id *id, void *context),
                      void *context)
{
    const struct {
        char form;
        const char *text;
    } looks[] = { { 'p', forms.parted }, { forms.joined ? 'p' : 'j', forms.joined ? forms.joined : forms.parted } };
    for (size_t i = 0; i < sizeof looks / sizeof *looks && *forms.parted; i++) {
        Place *place = place_find(ids, thing, looks[i].form, looks[i].text);
        for (; place; place = place_from(place->next, place->hash, place->form))
            take(place->id, context);
    }
}

typedef struct {
    Id *id;
} Newcomer;

/* The one that came first is named. */
static void earlier_take(Id *other, void *context)
{
    Id *id = ((Newcomer *)context)->id;
    if (!id->like_of || other->line < id->like_of->line)
        id->like_of = other;
}

static void id_add(NearIds *ids, const ImportTarget *target, const char *text, int64_t line)
{
    Id *id = arena_make(ids->arena, Id);
    *id = (Id) {
        .id = arena_text(ids->arena, text), .thing = target->ids_of, .field = target->key, .line = line, .rows = 1
    };
    NearForms forms = near_forms(ids->scratch, text);
    near_each(ids, id->thing, forms, earlier_take, &(Newcomer) { id });
    place_add(ids, id, 'x', id->id);
    if (*forms.parted)
        place_add(ids, id, 'p', forms.parted);
    if (forms.joined)
        place_add(ids, id, 'j', forms.joined);
    if (ids->last)
        ids->last->next = id;
    else
        ids->first = id;
    ids->last = id;
    ids->count++;
}

static void cell_take(NearIds *ids, int target, const char *cell, int64_t line)
{
    const ImportTarget *of = &ids->plan->kind->targets[target];
    const char *value = csv_plain(text_trim(ids->scratch, cell));
    if (json_count(ids->plan->replaced) > 0)
        value = plan_replaced(ids->plan, of->key, value);
    const char *id = ident_read(ids->scratch, value);
    if (text_is_empty(id))
        return;
    Place *place = place_find(ids, of->ids_of, 'x', id);
    if (place)
        place->id->rows++;
    else if (ids->count < NEAR_IDS_MAX)
        id_add(ids, of, id, line);
}

void near_line(NearIds *ids, Arena *scratch, const ImportLine *line)
{
    if (!ids || line->problem != REASON_NONE)
        return;
    ids->scratch = scratch;
    for (size_t i = 0; i < line->count && i < ids->plan->column_count; i++) {
        int target = ids->plan->mapping[i];
        if (target >= 0 && (size_t)target < ids->plan->target_count && ids->plan->kind->targets[target].ids_of)
            cell_take(ids, target, line->fields[i], line->line);
    }
}

/* ---- the workspace --------------------------------------------------------------------------------------------- */

typedef struct {
    NearIds *ids;
    const char *thing, *id;
} Known;

static void like_take(Id *id, void *context)
{
    const Known *known = context;
    if (!id->like && strcmp(id->id, known->id) != 0)
        id->like = arena_text(known->ids->arena, known->id);
}

static bool known_take(const ImportId *row, void *context, Error *error)
{
    Known *known = context;
    NearIds *ids = known->ids;
    const char *text = row->id;
    (void)error;
    if (text_is_empty(text))
        return true;
    Place *place = place_find(ids, known->thing, 'x', text);
    if (place)
        place->id->known = true;
    known->id = text;
    near_each(ids, known->thing, near_forms(ids->scratch, text), like_take, known);
    arena_reset(ids->scratch);
    return true;
}

static const ImportIds *ids_of_thing(const char *thing)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->ids && strcmp((*at)->ids->thing, thing) == 0)
            return (*at)->ids;
    return NULL;
}

/* Each kind of thing once, however many columns have its ids. */
static bool workspace_walk(NearIds *ids, Db *db, Error *error)
{
    const ImportTarget *targets = ids->plan->kind->targets;
    for (size_t i = 0; targets[i].key; i++) {
        size_t before = 0;
        while (before < i && !text_equal(targets[before].ids_of, targets[i].ids_of))
            before++;
        const ImportIds *walk = targets[i].ids_of && before == i ? ids_of_thing(targets[i].ids_of) : NULL;
        Known known = { ids, targets[i].ids_of, NULL };
        if (walk && !walk->each(db, known_take, &known, error))
            return false;
    }
    return true;
}

/* ---- what is found --------------------------------------------------------------------------------------------- */

bool near_find(NearIds *ids, Db *db, NearFound **found, size_t *count, int64_t *total, Error *error)
{
    *found = NULL;
    *count = 0;
    *total = 0;
    if (!ids)
        return true;
    ids->scratch = arena_new();
    bool ok = workspace_walk(ids, db, error);
    arena_free(ids->scratch);
    *found = arena_array(ids->arena, NEAR_TOLD_MAX, sizeof **found);
    for (const Id *id = ids->first; id && ok; id = id->next) {
        if (id->known || (!id->like && !id->like_of))
            continue;
        if (*count < NEAR_TOLD_MAX)
            (*found)[(*count)++] = (NearFound) { id->field, id->id,   id->like ? id->like : id->like_of->id,
                                                 id->line,  id->rows, id->like ? 0 : id->like_of->line };
        (*total)++;
    }
    return ok;
}
