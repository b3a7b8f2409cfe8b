/*
 * Who is told of what. notice_give decides for one person; notice_mentions finds the people in a text and compares them
 * with those of the text before, so that an edit tells nobody twice.
 */
#include "house/notice/notice_store.h"

#include "base/id.h"
#include "house/staff/absence.h"
#include "jobs/module.h"

#include <string.h>

static const char *subject_of(const Writer *writer, const char *word, int64_t id)
{
    return arena_format(writer->arena, "%s:%lld", word, (long long)id);
}

static OptInt account_of(const NoticeAbout *about)
{
    return (OptInt) { about->account_id, about->account_id != 0 };
}

static bool is_self(const Writer *writer, int64_t staff_id)
{
    return strcmp(writer->actor, arena_format(writer->arena, "staff:%lld", (long long)staff_id)) == 0;
}

/* Whether somebody who has these circles may see the thing. */
static bool may_see(Arena *arena, const Audience *audience, int64_t staff_id, const char *circles, bool *may,
                    Error *error)
{
    unsigned sees, needs = visible_needs(audience->visible_to);
    if (!circles_parse(arena, circles, &sees, error))
        return false;
    *may = (needs & ~sees) == 0 || (audience->author_id && audience->author_id == staff_id);
    return true;
}

/* Tells `staff_id`, on behalf of `for_id` (0 = of themselves). */
static bool person_tell(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id,
                        int64_t for_id, Error *error)
{
    NoticeStaffRow *person;
    bool may;
    if (!staff_id || is_self(writer, staff_id))
        return true;
    if (!notice_person(writer->db, writer->arena, staff_id, kind, &person, error))
        return false;
    if (!person)
        return true;
    if (!may_see(writer->arena, &about->audience, staff_id, person->circles, &may, error))
        return false;
    return !may || notice_put(writer->db, id_new(), staff_id, kind, subject_of(writer, about->word, about->id),
                              account_of(about), (OptInt) { for_id, for_id != 0 }, writer->actor, writer->now, error);
}

/* The account's own stand-in for its owner; 0 = it has none, or the owner is somebody else. */
static bool own_stand_in(const Writer *writer, int64_t account_id, int64_t owner_id, int64_t *staff_id, Error *error)
{
    *staff_id = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->notice_stand_in)
            return (*at)->notice_stand_in->of_account(writer->db, writer->arena, account_id, owner_id, staff_id, error);
    return true;
}

/* Whoever stands in is told of it too. Nobody is told twice: what is theirs anyhow stays theirs. */
static bool stand_in_tell(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id,
                          Error *error)
{
    int64_t own, stands, today = zone_day(atomic_load(&writer->services->zone), writer->now);
    if (!staff_id || !about->account_id)
        return true;
    if (!own_stand_in(writer, about->account_id, staff_id, &own, error) ||
        !away_stand_in_read(writer->db, writer->arena, staff_id, own, today, &stands, error))
        return false;
    return !stands || stands == staff_id || person_tell(writer, about, kind, stands, staff_id, error);
}

bool notice_give(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id, Error *error)
{
    return stand_in_tell(writer, about, kind, staff_id, error) && person_tell(writer, about, kind, staff_id, 0, error);
}

static bool contains(Ids ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] == id)
            return true;
    return false;
}

static bool may_hold(const char *text)
{
    return text && (strchr(text, '@') || strstr(text, "＠"));
}

static bool new_ones_tell(const Writer *writer, const NoticeAbout *about, const char *before, const char *after,
                          Error *error)
{
    NoticeStaffRow *people;
    size_t count;
    if (!may_hold(after))
        return true;
    if (!notice_people(writer->db, writer->arena, &people, &count, error))
        return false;
    Ids were = mentioned_in(writer->arena, before, people, count);
    Ids are = mentioned_in(writer->arena, after, people, count);
    for (size_t i = 0; i < are.count; i++)
        if (!contains(were, are.items[i]) && !notice_give(writer, about, NOTICE_MENTIONED, are.items[i], error))
            return false;
    return true;
}

/* It may be for fewer people now. */
static bool unseen_take_back(const Writer *writer, const NoticeAbout *about, Error *error)
{
    const char *subject = subject_of(writer, about->word, about->id);
    NoticeToldRow *told;
    size_t count;
    bool may;
    if (!notice_told(writer->db, writer->arena, subject, &told, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!may_see(writer->arena, &about->audience, told[i].id, told[i].circles, &may, error) ||
            (!may && !notice_take_back(writer->db, told[i].id, subject, error)))
            return false;
    return true;
}

bool notice_mentions(const Writer *writer, const NoticeAbout *about, const char *before, const char *after,
                     Error *error)
{
    return unseen_take_back(writer, about, error) && new_ones_tell(writer, about, before, after, error);
}

bool notice_withdraw(const Writer *writer, const NoticeAbout *about, const char *kind, int64_t staff_id, Error *error)
{
    return notice_take_back_unread(writer->db, staff_id, subject_of(writer, about->word, about->id), kind, error);
}

bool notice_move(const Writer *writer, const NoticeAbout *about, Error *error)
{
    return notice_account_set(writer->db, subject_of(writer, about->word, about->id), account_of(about), error);
}

bool notice_forget(const Writer *writer, const char *word, int64_t id, Error *error)
{
    return notice_gone(writer->db, subject_of(writer, word, id), error);
}

bool notice_drop_account(const Writer *writer, int64_t account_id, Error *error)
{
    return notice_drop(writer->db, account_id, error);
}
