/*
 * The words of a page of the timeline. Each source is asked once for all ids that the page has for it, so a page costs
 * as many questions as there are sources with entries on it, however long it is.
 *
 * In order: ids inside facts; words of things; files; names of who did it and of who it is about.
 */
#include "house/timeline/timeline_store.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

/* ---- ids inside facts ------------------------------------------------------------------------------------------ */

/* The id of "note:12" when the word before it is `word`, else 0. */
static int64_t id_of(const char *reference, const char *word)
{
    size_t size = strlen(word);
    if (!reference || strncmp(reference, word, size) != 0 || reference[size] != ':')
        return 0;
    return strtoll(reference + size + 1, NULL, 10);
}

static int64_t subject_id(const TimelineItem *item, const void *word)
{
    return id_of(item->fact.subject, word);
}

static int64_t actor_id(const TimelineItem *item, const void *word)
{
    return id_of(item->fact.actor, word);
}

/* What an item has for a source to read; 0 = nothing. */
static int64_t source_id(const TimelineItem *item, const void *argument)
{
    const TimelineSource *source = argument;
    if (source->of == TIMELINE_CONTACT)
        return item->fact.contact_id.known ? item->fact.contact_id.value : 0;
    if (source->of != TIMELINE_SUBJECT || (source->kind && strcmp(source->kind, item->fact.kind) != 0))
        return 0;
    return id_of(item->fact.subject, source->subject);
}

static int64_t entered_id(const TimelineItem *item, const void *argument)
{
    const TimelineSource *source = argument;
    return strcmp(source->entered, item->fact.kind) == 0 ? id_of(item->fact.subject, source->subject) : 0;
}

typedef int64_t (*IdOf)(const TimelineItem *item, const void *argument);

/* Each id once. */
static Ids ids_of(Arena *arena, const TimelineItem *items, size_t count, IdOf id_of_item, const void *argument)
{
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = id_of_item(&items[i], argument);
        bool known = id == 0;
        for (size_t k = 0; k < found && !known; k++)
            known = ids[k] == id;
        if (!known)
            ids[found++] = id;
    }
    return (Ids) { found, ids };
}

static bool source_is(const TimelineSource *source)
{
    return source && (source->read || source->read_seen);
}

/* ---- words of things ------------------------------------------------------------------------------------------- */

static void words_set(TimelineItem *item, TimelineOf of, const TimelineWords *words)
{
    if (of == TIMELINE_CONTACT) {
        item->title = item->title ? item->title : words->title;
        return;
    }
    item->title = words->title;
    item->text = words->text;
    item->is_there = true;
}

/* A page whose words are read, and for whom. */
typedef struct {
    Db *db;
    Arena *arena;
    const Viewer *viewer;
    TimelineItem *items;
    size_t count;
} Joining;

static bool source_read(const Joining *page, const TimelineSource *source, Ids ids, TimelineWords **words,
                        size_t *found, Error *error)
{
    return source->read_seen ? source->read_seen(page->db, page->arena, ids, page->viewer, words, found, error)
                             : source->read(page->db, page->arena, ids, words, found, error);
}

static bool source_join(const Joining *page, const TimelineSource *source, Error *error)
{
    TimelineItem *items = page->items;
    size_t count = page->count;
    Ids ids = ids_of(page->arena, items, count, source_id, source);
    TimelineWords *words;
    size_t found;
    if (!ids.count)
        return true;
    if (!source_read(page, source, ids, &words, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t w = 0; w < found; w++)
            if (source_id(&items[i], source) == words[w].id)
                words_set(&items[i], source->of, &words[w]);
    return true;
}

/* The sources of all kinds of facts first, as those of one kind take their place. */
static bool sources_join(const Joining *page, TimelineOf of, Error *error)
{
    for (int of_kind = 0; of_kind < 2; of_kind++)
        for (const Module *const *at = modules_used(); *at; at++)
            for (const TimelineSource *source = (*at)->timeline; source_is(source); source++)
                if (source->of == of && !source->kind == !of_kind && !source_join(page, source, error))
                    return false;
    return true;
}

bool timeline_account_is_there(Db *db, Arena *arena, int64_t account_id, bool *there, Error *error)
{
    TimelineWords *words;
    size_t found = 0;

    for (const Module *const *at = modules_used(); *at; at++)
        for (const TimelineSource *source = (*at)->timeline; source_is(source); source++)
            if (source->of == TIMELINE_ACCOUNT && source->read &&
                !source->read(db, arena, (Ids) { 1, &account_id }, &words, &found, error))
                return false;
    *there = found > 0;
    return true;
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

/* Files stand with the fact that wrote their thing down, not with each change of it. */
static bool entry_files_join(Db *db, Arena *arena, const TimelineSource *source, TimelineItem *items, size_t count,
                             Error *error)
{
    Ids ids = ids_of(arena, items, count, entered_id, source);
    File *files;
    int64_t *things;
    size_t found;
    if (!ids.count)
        return true;
    if (!files_of(db, arena, source->subject, ids, &files, &things, &found, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t thing = entered_id(&items[i], source);
        size_t from = 0, until;
        if (!thing)
            continue;
        while (from < found && things[from] != thing)
            from++;
        for (until = from; until < found && things[until] == thing;)
            until++;
        items[i].files = (List) { until - from, files + from };
        items[i].takes_files = items[i].is_there;
    }
    return true;
}

/* A fact about a file itself is titled with its name. */
static bool file_names_join(Db *db, Arena *arena, TimelineItem *items, size_t count, Error *error)
{
    Ids ids = ids_of(arena, items, count, subject_id, "file");
    FileName *names;
    size_t found;
    if (!ids.count)
        return true;
    if (!files_named(db, arena, ids, &names, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < found; n++)
            if (subject_id(&items[i], "file") == names[n].id)
                items[i].title = names[n].name;
    return true;
}

static bool files_join(Db *db, Arena *arena, TimelineItem *items, size_t count, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const TimelineSource *source = (*at)->timeline; source_is(source); source++)
            if (source->entered && !entry_files_join(db, arena, source, items, count, error))
                return false;
    return file_names_join(db, arena, items, count, error);
}

/* ---- names of who did it --------------------------------------------------------------------------------------- */

typedef bool (*ReadNames)(Db *db, Arena *arena, Ids ids, TimelineNameRow **rows, size_t *count, Error *error);

static bool actors_join(Db *db, Arena *arena, const char *word, ReadNames read, TimelineItem *items, size_t count,
                        Error *error)
{
    Ids ids = ids_of(arena, items, count, actor_id, word);
    TimelineNameRow *rows;
    size_t found;
    if (!ids.count)
        return true;
    if (!read(db, arena, ids, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < found; r++)
            if (actor_id(&items[i], word) == rows[r].id)
                items[i].actor_name = rows[r].name;
    return true;
}

/* The person's name comes last: it is the title of what has no other. */
bool timeline_words_join(Db *db, Arena *arena, const Viewer *viewer, TimelineItem *items, size_t count, Error *error)
{
    const Joining page = { db, arena, viewer, items, count };
    return sources_join(&page, TIMELINE_SUBJECT, error) && files_join(db, arena, items, count, error) &&
           actors_join(db, arena, "staff", timeline_staff, items, count, error) &&
           actors_join(db, arena, "key", timeline_keys, items, count, error) &&
           sources_join(&page, TIMELINE_CONTACT, error);
}
