/*
 * Who is meant by an "@" in a text. Texts and names are compared folded, as the search compares them. Each name is
 * folded once for a text, however many "@" stand in it: a text of nothing else must not be dear.
 */
#include "house/notice/notice_store.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* How much of the text at `at` is this name; 0 = it is another word. */
static size_t name_size(const char *at, const char *name)
{
    size_t size = strlen(name);
    unsigned char last, next;
    if (!size || strncmp(at, name, size) != 0)
        return 0;
    last = (unsigned char)name[size - 1];
    next = (unsigned char)at[size];
    return isalnum(last) && isalnum(next) ? 0 : size;
}

/* Name and address, folded. */
static NoticeStaffRow *known_of(Arena *arena, const NoticeStaffRow *people, size_t count)
{
    NoticeStaffRow *known = arena_array(arena, count + 1, sizeof *known);
    for (size_t i = 0; i < count; i++) {
        known[i] = people[i];
        known[i].name = text_fold(arena, people[i].name);
        known[i].email = text_fold(arena, people[i].email);
    }
    return known;
}

static size_t person_size(const char *at, const NoticeStaffRow *known)
{
    size_t name = name_size(at, known->name);
    size_t email = name_size(at, known->email);
    return name > email ? name : email;
}

/* Marks those who are meant at one "@". */
static void at_marks(const char *at, const NoticeStaffRow *known, size_t count, bool *meant)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = person_size(at, &known[i]);
        longest = size > longest ? size : longest;
    }
    for (size_t i = 0; longest && i < count; i++)
        if (person_size(at, &known[i]) == longest)
            meant[i] = true;
}

/* What stands before an "@" makes it an address, which mentions nobody. */
static bool is_inside_word(const char *text, const char *at)
{
    return at > text && (isalnum((unsigned char)at[-1]) || strchr("._-+", at[-1]));
}

Ids mentioned_in(Arena *arena, const char *text, const NoticeStaffRow *people, size_t count)
{
    bool *meant = arena_array(arena, count + 1, sizeof *meant);
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    size_t found = 0;
    const char *folded = text ? text_fold(arena, text) : "";
    const NoticeStaffRow *known = known_of(arena, people, count);
    memset(meant, 0, (count + 1) * sizeof *meant);
    for (const char *at = strchr(folded, '@'); at; at = strchr(at + 1, '@'))
        if (!is_inside_word(folded, at))
            at_marks(at + 1, known, count, meant);
    for (size_t i = 0; i < count; i++)
        if (meant[i])
            ids[found++] = people[i].id;
    return (Ids) { found, ids };
}
