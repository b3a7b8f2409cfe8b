/* The one timeline of an account: its facts, newest first, with the texts that they tell of read in. */
#include "base/clock.h"
#include "customer/task/task_store.h"
#include "jobs/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_DEFAULT = 50 };

typedef struct {
    Texts kinds;
    const char *cursor;
    OptInt limit, as_of;
} TimelineAsk;
static const Field TIMELINE_ASK_FIELDS[] = {
    SHAPE_OPT(TimelineAsk, kinds, FIELD_TEXTS, .max = 20, .choose = fact_groups),
    SHAPE_OPT(TimelineAsk, cursor, FIELD_TEXT, .max = 60),
    SHAPE_OPT(TimelineAsk, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(TimelineAsk, as_of, FIELD_DAY),
    { 0 },
};
static const Shape TIMELINE_ASK = { "TimelineAsk", sizeof(TimelineAsk), TIMELINE_ASK_FIELDS };

typedef struct {
    TimelineFactRow fact;
    const char *actor_name, *title, *text;
    List files; /* File: of the note, call or task that this fact wrote down */
} Item;

#define FACT_AT(name_, kind_, ...)                                                                                     \
    {                                                                                                                  \
        .name = #name_, .type = (kind_), .offset = offsetof(Item, fact.name_), __VA_ARGS__                             \
    }
static const Field ITEM_FIELDS[] = {
    FACT_AT(id, FIELD_ID),
    FACT_AT(at, FIELD_TIME),
    FACT_AT(kind, FIELD_TEXT),
    FACT_AT(actor, FIELD_TEXT),
    SHAPE_OPT(Item, actor_name, FIELD_TEXT),
    FACT_AT(subject, FIELD_TEXT, .optional = true),
    SHAPE_OPT(Item, title, FIELD_TEXT),
    SHAPE_OPT(Item, text, FIELD_TEXT),
    FACT_AT(body, FIELD_JSON, .shape = &FACT),
    SHAPE_FIELD(Item, files, FIELD_LIST, .shape = &FILE_SHAPE),
    { 0 },
};
static const Shape ITEM = { "TimelineItem", sizeof(Item), ITEM_FIELDS };

/* ---- ids inside facts ------------------------------------------------------------------------------------------ */

/* The id of "note:12" when the word before it is `module`, else 0. */
static int64_t id_of(const char *reference, const char *module)
{
    size_t size = strlen(module);
    if (!reference || strncmp(reference, module, size) != 0 || reference[size] != ':')
        return 0;
    return strtoll(reference + size + 1, NULL, 10);
}

typedef enum { OF_SUBJECT, OF_ACTOR, OF_CONTACT } Where;

static int64_t item_id(const Item *item, Where where, const char *module)
{
    if (where == OF_CONTACT)
        return item->fact.contact_id.known ? item->fact.contact_id.value : 0;
    return id_of(where == OF_ACTOR ? item->fact.actor : item->fact.subject, module);
}

static Ids ids_of(Arena *arena, const Item *items, size_t count, Where where, const char *module)
{
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = item_id(&items[i], where, module);
        bool known = id == 0;
        for (size_t k = 0; k < found && !known; k++)
            known = ids[k] == id;
        if (!known)
            ids[found++] = id;
    }
    return (Ids) { found, ids };
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */

static bool notes_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, "note");
    NoteRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!note_by_ids(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (item_id(&items[i], OF_SUBJECT, "note") == rows[r].id)
                items[i].text = rows[r].text;
    return true;
}

static bool calls_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, "call");
    CallRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!call_by_ids(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (item_id(&items[i], OF_SUBJECT, "call") == rows[r].id)
                items[i].text = rows[r].text;
    return true;
}

static bool tasks_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, "task");
    TaskRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!task_by_ids(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++) {
            if (item_id(&items[i], OF_SUBJECT, "task") != rows[r].id)
                continue;
            bool put_off = strcmp(items[i].fact.kind, "task.snoozed") == 0;
            items[i].title = rows[r].title;
            items[i].text = put_off ? rows[r].snooze_reason : rows[r].text;
        }
    return true;
}

/* Files stand with the fact that wrote their thing down, not with each change of it. */
static const struct {
    const char *kind, *subject;
} ENTRIES[] = { { "note.added", "note" }, { "call.logged", "call" }, { "task.created", "task" } };

static bool entry_files_join(Db *db, Arena *arena, size_t entry, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, ENTRIES[entry].subject);
    File *files;
    int64_t *things;
    size_t found;
    if (!files_of(db, arena, ENTRIES[entry].subject, ids, &files, &things, &found, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t thing = item_id(&items[i], OF_SUBJECT, ENTRIES[entry].subject);
        size_t from = 0, until;
        if (strcmp(items[i].fact.kind, ENTRIES[entry].kind) != 0)
            continue;
        while (from < found && things[from] != thing)
            from++;
        for (until = from; until < found && things[until] == thing;)
            until++;
        items[i].files = (List) { until - from, files + from };
    }
    return true;
}

static bool files_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, "file");
    FileName *names;
    size_t found;
    for (size_t entry = 0; entry < sizeof ENTRIES / sizeof *ENTRIES; entry++)
        if (!entry_files_join(db, arena, entry, items, count, error))
            return false;
    if (!ids.count)
        return true;
    if (!files_named(db, arena, ids, &names, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < found; n++)
            if (item_id(&items[i], OF_SUBJECT, "file") == names[n].id)
                items[i].title = names[n].name;
    return true;
}

static bool source_join(Db *db, Arena *arena, const TimelineSource *source, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_SUBJECT, source->subject);
    TimelineText *texts;
    size_t found;
    if (!ids.count)
        return true;
    if (!source->read(db, arena, ids, &texts, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < found; t++)
            if (item_id(&items[i], OF_SUBJECT, source->subject) == texts[t].id)
                items[i].text = texts[t].text;
    return true;
}

static bool sources_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->timeline && !source_join(db, arena, (*at)->timeline, items, count, error))
            return false;
    return true;
}

static bool staff_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_ACTOR, "staff");
    TimelineStaffRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!timeline_staff(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (item_id(&items[i], OF_ACTOR, "staff") == rows[r].id)
                items[i].actor_name = rows[r].name;
    return true;
}

static bool keys_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_ACTOR, "key");
    TimelineKeysRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!timeline_keys(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (item_id(&items[i], OF_ACTOR, "key") == rows[r].id)
                items[i].actor_name = rows[r].name;
    return true;
}

/* A fact about a person is titled with the name, as long as it is known. */
static bool contacts_join(Db *db, Arena *arena, Item *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, OF_CONTACT, NULL);
    TimelineContactsRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!timeline_contacts(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (!items[i].title && item_id(&items[i], OF_CONTACT, NULL) == rows[r].id && *rows[r].name)
                items[i].title = rows[r].name;
    return true;
}

static bool items_join(Request *request, Item *items, size_t count, Error *error)
{
    static bool (*const JOINS[])(Db *, Arena *, Item *, size_t, Error *) = {
        notes_join, calls_join, tasks_join, files_join, sources_join, staff_join, keys_join, contacts_join,
    };
    for (size_t i = 0; i < sizeof JOINS / sizeof *JOINS; i++)
        if (!JOINS[i](request->db, request->arena, items, count, error))
            return false;
    return true;
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

/* A fact without a group is shown only where all are. */
static bool is_of_group(const FactKind *kind, const void *groups)
{
    const Texts *wanted = groups;
    for (size_t i = 0; kind->group && i < wanted->count; i++)
        if (strcmp(kind->group, wanted->items[i]) == 0)
            return true;
    return false;
}

static bool cursor_read(const char *cursor, int64_t *at, int64_t *id, Error *error)
{
    long long a, b;
    int end = 0;
    if (sscanf(cursor, "%lld.%lld%n", &a, &b, &end) != 2 || cursor[end])
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    *at = a;
    *id = b;
    return true;
}

static bool facts_read(Request *request, const TimelineAsk *ask, size_t most, TimelineFactRow **facts, size_t *count,
                       Error *error)
{
    int64_t account = request->path_id[0], at = INT64_C(1) << 53, id = 0;
    /* As of a day: what had happened by its end. A cursor of such a list lies before it anyhow. */
    if (ask->as_of.known)
        at = zone_midnight(atomic_load(&request->services->zone), ask->as_of.value + 1);
    if (ask->cursor && !cursor_read(ask->cursor, &at, &id, error))
        return false;
    if (!ask->kinds.count)
        return timeline_all(request->db, request->arena, account, at, id, (int64_t)most, facts, count, error);
    Texts kinds = fact_kinds_that(request->arena, is_of_group, &ask->kinds);
    return timeline_kinds(request->db, request->arena, account, at, id, kinds, (int64_t)most, facts, count, error);
}

static bool timeline_get(Request *request, Error *error)
{
    const TimelineAsk *ask = request->query;
    size_t limit = ask->limit.known ? (size_t)ask->limit.value : PAGE_DEFAULT, count;
    TaskAccountNameRow *account;
    TimelineFactRow *facts;
    const char *next = NULL;
    if (!task_account_name(request->db, request->arena, request->path_id[0], &account, error))
        return false;
    if (!account)
        return fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)request->path_id[0]);
    if (!facts_read(request, ask, limit + 1, &facts, &count, error))
        return false;
    if (count > limit) {
        count = limit;
        next =
            arena_format(request->arena, "%lld.%lld", (long long)facts[limit - 1].at, (long long)facts[limit - 1].id);
    }
    Item *items = arena_array(request->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i].fact = facts[i];
    return items_join(request, items, count, error) && reply_list(request, &ITEM, items, count, next);
}

const Route TIMELINE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/timeline", timeline_get, RIGHT_VIEW, "Get an account's timeline, newest first",
      .asks = &TIMELINE_ASK, .gives = &ITEM, .flags = ROUTE_LIST },
    { 0 },
};
