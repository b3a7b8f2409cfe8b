/*
 * A person's own notices over the API. A notice is shown with the words of its thing, read by the source that the
 * timeline reads them by (Module.timeline); one whose thing has no words for this reader is left out.
 *
 * In order: words; the list; read and unread; the kinds.
 */
#include "house/notice/notice_store.h"
#include "house/timeline/timeline.h"
#include "http/page.h"
#include "http/stream.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    NoticeRow row;
    const char *account, *actor_name, *title, *text;
    bool there;
} Notice;
static const Field NOTICE_FIELDS[] = {
    SHAPE_AT(Notice, row, id, FIELD_ID),
    SHAPE_AT(Notice, row, kind, FIELD_TEXT),
    SHAPE_AT(Notice, row, subject, FIELD_TEXT),
    SHAPE_AT(Notice, row, account_id, FIELD_ID, .optional = true),
    SHAPE_OPT(Notice, account, FIELD_TEXT),
    SHAPE_OPT(Notice, actor_name, FIELD_TEXT),
    SHAPE_AT(Notice, row, for_name, FIELD_TEXT, .optional = true),
    SHAPE_AT(Notice, row, at, FIELD_TIME),
    SHAPE_AT(Notice, row, read_at, FIELD_TIME, .optional = true),
    SHAPE_OPT(Notice, title, FIELD_TEXT),
    SHAPE_OPT(Notice, text, FIELD_TEXT),
    { 0 },
};
static const Shape NOTICE = { "Notice", sizeof(Notice), NOTICE_FIELDS };

typedef struct {
    Request *request;
    Notice *items;
    size_t count;
} Page;

/* ---- words ----------------------------------------------------------------------------------------------------- */

/* The id of "note:12" when the word before it is `word`, else 0. */
static int64_t id_of(const char *reference, const char *word)
{
    size_t size = strlen(word);
    return strncmp(reference, word, size) == 0 && reference[size] == ':' ? strtoll(reference + size + 1, NULL, 10) : 0;
}

/* What a notice has for a source to read; 0 = nothing. */
static int64_t wanted(const Notice *notice, const TimelineSource *source)
{
    if (source->of == TIMELINE_ACCOUNT)
        return notice->row.account_id.known ? notice->row.account_id.value : 0;
    if (source->of != TIMELINE_SUBJECT || source->kind)
        return 0;
    return id_of(notice->row.subject, source->subject);
}

static void words_set(Notice *notice, const TimelineSource *source, const TimelineWords *words)
{
    if (source->of == TIMELINE_ACCOUNT) {
        notice->account = words->title;
        return;
    }
    notice->title = words->title;
    notice->text = words->text;
    notice->there = true;
}

static bool source_read(const Page *page, const TimelineSource *source, Ids ids, TimelineWords **words, size_t *found,
                        Error *error)
{
    Viewer viewer = request_viewer(page->request);
    Db *db = page->request->db;
    Arena *arena = page->request->arena;
    return source->read_seen ? source->read_seen(db, arena, ids, &viewer, words, found, error)
                             : source->read(db, arena, ids, words, found, error);
}

static bool source_join(const Page *page, const TimelineSource *source, Error *error)
{
    int64_t *ids = arena_array(page->request->arena, page->count + 1, sizeof *ids);
    TimelineWords *words;
    size_t count = 0, found;
    for (size_t i = 0; i < page->count; i++)
        if (wanted(&page->items[i], source))
            ids[count++] = wanted(&page->items[i], source);
    if (!count)
        return true;
    if (!source_read(page, source, (Ids) { count, ids }, &words, &found, error))
        return false;
    for (size_t i = 0; i < page->count; i++)
        for (size_t w = 0; w < found; w++)
            if (wanted(&page->items[i], source) == words[w].id)
                words_set(&page->items[i], source, &words[w]);
    return true;
}

static bool actors_join(const Page *page, Error *error)
{
    int64_t *ids = arena_array(page->request->arena, page->count + 1, sizeof *ids);
    NoticeActorNamesRow *names;
    size_t count = 0, found;
    for (size_t i = 0; i < page->count; i++)
        if (id_of(page->items[i].row.actor, "staff"))
            ids[count++] = id_of(page->items[i].row.actor, "staff");
    if (!notice_actor_names(page->request->db, page->request->arena, (Ids) { count, ids }, &names, &found, error))
        return false;
    for (size_t i = 0; i < page->count; i++)
        for (size_t n = 0; n < found; n++)
            if (id_of(page->items[i].row.actor, "staff") == names[n].id)
                page->items[i].actor_name = names[n].name;
    return true;
}

static bool words_join(const Page *page, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const TimelineSource *source = (*at)->timeline; source && (source->read || source->read_seen); source++)
            if (!source_join(page, source, error))
                return false;
    return true;
}

static Page page_of(Request *request, const NoticeRow *rows, size_t count)
{
    Page page = { request, arena_array(request->arena, count + 1, sizeof(Notice)), count };
    for (size_t i = 0; i < count; i++)
        page.items[i] = (Notice) { .row = rows[i] };
    return page;
}

/* Leaves out what has no words for this reader. */
static void page_sift(Page *page)
{
    size_t kept = 0;
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].there)
            page->items[kept++] = page->items[i];
    page->count = kept;
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *cursor;
    OptInt limit;
} NoticesAsk;
static const Field NOTICES_ASK_FIELDS[] = { PAGE_FIELDS(NoticesAsk), { 0 } };
static const Shape NOTICES_ASK = { "NoticesAsk", sizeof(NoticesAsk), NOTICES_ASK_FIELDS };

static bool notices_list(Request *request, Error *error)
{
    const NoticesAsk *ask = request->query;
    Cursor before = { .place = INT64_MAX };
    int64_t limit = page_limit(ask->limit);
    NoticeRow *rows;
    size_t count;
    const char *next = NULL;
    if (!cursor_read(ask->cursor, &before, error) ||
        !notice_of_staff(request->db, request->arena, request_staff(request), before.place, before.id, limit + 1, &rows,
                         &count, error))
        return false;
    if (page_goes_on(&count, limit))
        next = cursor_text(request->arena, rows[limit - 1].at, rows[limit - 1].id);
    Page page = page_of(request, rows, count);
    if (!words_join(&page, error) || !actors_join(&page, error))
        return false;
    page_sift(&page);
    return reply_list(request, &NOTICE, page.items, page.count, next);
}

/* More unread ones than that need no number. */
enum { UNREAD_MOST = 100 };

typedef struct {
    int64_t unread;
} NoticeCount;
static const Field NOTICE_COUNT_FIELDS[] = { SHAPE_FIELD(NoticeCount, unread, FIELD_INT), { 0 } };
static const Shape NOTICE_COUNT = { "NoticeCount", sizeof(NoticeCount), NOTICE_COUNT_FIELDS };

/* Those that the list shows: one that the person may not see any more is not counted. */
static bool notices_count(Request *request, Error *error)
{
    NoticeRow *rows;
    size_t count;
    if (!notice_unread(request->db, request->arena, request_staff(request), UNREAD_MOST, &rows, &count, error))
        return false;
    Page page = page_of(request, rows, count);
    if (!words_join(&page, error))
        return false;
    page_sift(&page);
    return reply_row(request, 200, &NOTICE_COUNT, &(NoticeCount) { (int64_t)page.count });
}

/* ---- read and unread ------------------------------------------------------------------------------------------- */

typedef struct {
    bool read;
} NoticeMark;
static const Field NOTICE_MARK_FIELDS[] = { SHAPE_FIELD(NoticeMark, read, FIELD_FLAG), { 0 } };
static const Shape NOTICE_MARK = { "NoticeMark", sizeof(NoticeMark), NOTICE_MARK_FIELDS };

/* Whose notices moved, and where their pages listen. */
typedef struct {
    Stream *stream;
    int64_t staff_id;
} Moved;

static void moved_tell(void *context)
{
    const Moved *moved = context;
    StreamKey key = { .name = "notice", .circle = visible_needs(VISIBLE_TO_ME), .author = moved->staff_id };
    stream_publish_narrowed(moved->stream, &key, 1);
}

/* The other pages of this person follow; nobody else is told. */
static void notices_moved(const Request *request)
{
    Moved *moved = arena_make(db_arena(request->db), Moved);
    *moved = (Moved) { request->services->stream, request_staff(request) };
    if (moved->stream)
        db_after_commit(request->db, moved_tell, moved);
}

static bool notice_mark(Request *request, Error *error)
{
    const NoticeMark *in = request->input;
    NoticeRow *row;
    if (!notice_one(request->db, request->arena, request->path_id[0], request_staff(request), &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "notice %lld not found", (long long)request->path_id[0]);
    notices_moved(request);
    return notice_read_set(request->db, row->id, (OptInt) { request->now, in->read }, error) && reply_empty(request);
}

static bool notices_mark_all(Request *request, Error *error)
{
    notices_moved(request);
    return notice_read_all(request->db, request_staff(request), request->now, error) && reply_empty(request);
}

/* ---- the kinds ------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *kind;
    bool on;
} NoticeChoice;
static const Field NOTICE_CHOICE_FIELDS[] = { SHAPE_FIELD(NoticeChoice, kind, FIELD_TEXT),
                                              SHAPE_FIELD(NoticeChoice, on, FIELD_FLAG),
                                              { 0 } };
static const Shape NOTICE_CHOICE = { "NoticeChoice", sizeof(NoticeChoice), NOTICE_CHOICE_FIELDS };

static size_t kinds_count(void)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const NoticeKind *kind = (*at)->notices; kind && kind->name; kind++)
            count++;
    return count;
}

static bool is_off(const NoticeOffOfRow *off, size_t count, const char *kind)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(off[i].kind, kind) == 0)
            return true;
    return false;
}

static bool choices_list(Request *request, Error *error)
{
    NoticeChoice *choices = arena_array(request->arena, kinds_count() + 1, sizeof *choices);
    NoticeOffOfRow *off;
    size_t off_count, count = 0;
    if (!notice_off_of(request->db, request->arena, request_staff(request), &off, &off_count, error))
        return false;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const NoticeKind *kind = (*at)->notices; kind && kind->name; kind++)
            choices[count++] = (NoticeChoice) { kind->name, !is_off(off, off_count, kind->name) };
    return reply_list(request, &NOTICE_CHOICE, choices, count, NULL);
}

static bool kind_is_there(const char *name)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const NoticeKind *kind = (*at)->notices; kind && kind->name; kind++)
            if (strcmp(kind->name, name) == 0)
                return true;
    return false;
}

static bool choice_set(Request *request, Error *error)
{
    const NoticeChoice *in = request->input;
    int64_t staff = request_staff(request);
    if (!kind_is_there(in->kind))
        return fail(error, ERROR_INPUT, "kind", "no notice of the kind \"%s\"", in->kind);
    if (in->on ? !notice_off_remove(request->db, staff, in->kind, error)
               : !notice_off_add(request->db, staff, in->kind, error))
        return false;
    return reply_empty(request);
}

const Route NOTICE_ROUTES[] = {
    { GET, "/api/v1/me/notices", notices_list, RIGHT_SIGNED_IN, "List your own notices, newest first",
      .asks = &NOTICES_ASK, .gives = &NOTICE, .flags = ROUTE_LIST },
    { GET, "/api/v1/me/notices/count", notices_count, RIGHT_SIGNED_IN, "Count your unread notices, of the latest 100",
      .gives = &NOTICE_COUNT },
    { POST, "/api/v1/me/notices/read", notices_mark_all, RIGHT_SIGNED_IN, "Mark all your notices as read" },
    { PATCH, "/api/v1/me/notices/{id}", notice_mark, RIGHT_SIGNED_IN, "Mark one of your notices as read or unread",
      .takes = &NOTICE_MARK },
    { GET, "/api/v1/me/notice-kinds", choices_list, RIGHT_SIGNED_IN, "List what you can be told, and what you are",
      .gives = &NOTICE_CHOICE, .flags = ROUTE_LIST },
    { POST, "/api/v1/me/notice-kinds", choice_set, RIGHT_SIGNED_IN, "Choose whether you are told of one kind",
      .takes = &NOTICE_CHOICE },
    { 0 },
};
