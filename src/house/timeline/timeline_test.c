/* How entries get their words: whose come first, and what stands where there are none. */
#include "db/db_testkit.h"
#include "house/timeline/timeline_store.h"
#include "jobs/module.h"

static int questions;

static bool words_of(Arena *arena, Ids ids, const char *title, const char *text, TimelineWords **words, size_t *count)
{
    questions++;
    *words = arena_array(arena, ids.count, sizeof **words);
    *count = 0;
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] < 100) /* the others are gone */
            (*words)[(*count)++] = (TimelineWords) { ids.items[i], title, text };
    return true;
}

static bool ticket_words(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)
{
    (void)db, (void)error;
    return words_of(arena, ids, "Broken", "It does not start", words, count);
}

static bool ticket_closing(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)
{
    (void)db, (void)error;
    return words_of(arena, ids, "Broken", "Mended", words, count);
}

static bool person_words(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)
{
    (void)db, (void)error;
    return words_of(arena, ids, "Aoi", NULL, words, count);
}

/* The source of one kind stands first, to show that the order does not matter. */
static const TimelineSource TICKETS[] = {
    { .subject = "ticket", .kind = "ticket.closed", .read = ticket_closing },
    { .subject = "ticket", .entered = "ticket.opened", .read = ticket_words },
    { 0 },
};
static const TimelineSource PERSONS[] = {
    { .of = TIMELINE_CONTACT, .read = person_words },
    { .of = TIMELINE_ACCOUNT, .read = person_words },
    { 0 },
};
static const Module TICKET = { .name = "ticket", .timeline = TICKETS };
static const Module PERSON = { .name = "person", .timeline = PERSONS };
static const Module *const BOTH[] = { &TICKET, &PERSON, NULL };

typedef struct {
    Arena *arena;
    TimelineItem *items;
    size_t count;
} Page;

static bool page_join(Db *db, void *context, Error *error)
{
    const Page *page = context;
    Viewer viewer = viewer_make(page->arena, CIRCLES_ALL, 0);
    return timeline_words_join(db, page->arena, &viewer, page->items, page->count, error);
}

static TimelineItem entry(const char *kind, const char *subject, int64_t contact)
{
    return (TimelineItem) {
        .fact = { .kind = kind, .subject = subject, .actor = "system", .contact_id = { contact, contact > 0 } }
    };
}

static void join(const TestDb *test, TimelineItem *items, size_t count)
{
    modules_use(BOTH);
    questions = 0;
    db_test_read(test, page_join, &(Page) { test->arena, items, count });
}

static void a_kind_with_words_of_its_own_tells_those(void **state)
{
    TimelineItem items[] = { entry("ticket.closed", "ticket:7", 0), entry("ticket.opened", "ticket:7", 0) };
    join(*state, items, 2);
    assert_string_equal(items[0].text, "Mended");
    assert_string_equal(items[1].text, "It does not start");
}

static void a_person_is_the_title_of_what_has_no_other(void **state)
{
    TimelineItem items[] = { entry("ticket.opened", "ticket:7", 1), entry("call.logged", "call:7", 1),
                             entry("call.logged", NULL, 100) };
    join(*state, items, 3);
    assert_string_equal(items[0].title, "Broken");
    assert_string_equal(items[1].title, "Aoi");
    assert_null(items[2].title);
}

static void what_is_gone_and_what_nobody_knows_has_no_words(void **state)
{
    TimelineItem items[] = { entry("ticket.opened", "ticket:100", 0), entry("ticket.opened", "tickets:7", 0),
                             entry("ticket.opened", "ticket", 0) };
    join(*state, items, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(!items[i].title && !items[i].text && !items[i].files.count);
}

static void a_source_is_asked_once_for_a_page_and_not_where_it_has_no_entry(void **state)
{
    TimelineItem items[30];
    for (size_t i = 0; i < 30; i++)
        items[i] = entry("ticket.opened", i % 2 ? "ticket:7" : "ticket:8", 0);
    join(*state, items, 30);
    assert_int_equal(questions, 1);
}

static bool accounts_ask(Db *db, void *context, Error *error)
{
    const Page *page = context;
    bool there;
    if (!timeline_account_is_there(db, page->arena, 7, &there, error))
        return false;
    assert_true(there);
    if (!timeline_account_is_there(db, page->arena, 100, &there, error))
        return false;
    assert_false(there);
    return true;
}

static void an_account_without_words_is_not_there(void **state)
{
    const TestDb *test = *state;
    modules_use(BOTH);
    db_test_read(test, accounts_ask, &(Page) { .arena = test->arena });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_kind_with_words_of_its_own_tells_those),
        DB_TEST(a_person_is_the_title_of_what_has_no_other),
        DB_TEST(what_is_gone_and_what_nobody_knows_has_no_words),
        DB_TEST(a_source_is_asked_once_for_a_page_and_not_where_it_has_no_entry),
        DB_TEST(an_account_without_words_is_not_there),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
