#include "house/condition/subject.h"

#include "db/db_testkit.h"
#include "jobs/module.h"

#include <string.h>

static const Attribute OF_ACCOUNTS[] = { { .name = "stage", .type = ATTRIBUTE_TEXT, .choices = "adoption|left" },
                                         { 0 } };
static const Attribute OF_THINGS[] = {
    { .name = "title", .type = ATTRIBUTE_TEXT, .sql = "t.title", .folded_sql = "JSON_TEXT(t.folds, '.title')" },
    { .name = "made_on", .type = ATTRIBUTE_DAY, .sql = "t.made_on" },
    { .name = "word", .type = ATTRIBUTE_WORD, .sql = "',a,' LIKE '%,' || ? || ',%'", .choices = "a|b" },
    { .name = "unfolded", .type = ATTRIBUTE_TEXT, .sql = "t.title" },
    { 0 },
};
static const SubjectSort SORTS[] = { { "made_on", "t.made_on", false }, { "title", "t.title", true }, { 0 } };

/* Several are equal, some unknown, and a title has a point in it. */
#define ROW(id_, title_, made_)                                                                                        \
    "SELECT CAST(" #id_ " AS BIGINT) AS id, CAST(" title_ " AS TEXT) AS title, CAST(" made_                            \
    " AS BIGINT) AS made_on, CAST(NULL AS BIGINT) AS account_id, '{}' AS folds"
#define MORE " UNION ALL "
#define ROWS                                                                                                           \
    ROW(1, "'b'", "7")                                                                                                 \
    MORE ROW(2, "NULL", "5") MORE ROW(3, "'a.1'", "NULL") MORE ROW(4, "'b'", "5") MORE ROW(5, "'a.1'", "7")            \
        MORE ROW(6, "NULL", "NULL") MORE ROW(7, "'c'", "NULL") MORE ROW(8, "'a'", "6")

static const Subject THINGS = {
    .name = "thing",
    .from = "(" ROWS ") AS t",
    .id = "t.id",
    .account = "t.account_id",
    .words = "t.title",
    .attributes = OF_THINGS,
    .sorts = SORTS,
};

static const Attribute OF_NOTHING[] = { { .name = "gone", .type = ATTRIBUTE_ID, .sql = "t.gone" }, { 0 } };
static const Subject GONE = {
    .name = "gone",
    .from = "(" ROWS ") AS t",
    .id = "t.id",
    .account = "t.account_id",
    .attributes = OF_NOTHING,
    .sorts = SORTS,
};

static const Subject *const GOOD[] = { &THINGS, NULL }, *const BAD[] = { &THINGS, &GONE, NULL };
static const Module TEST_MODULE = { .name = "test", .attributes = OF_ACCOUNTS, .subjects = GOOD };
static const Module BROKEN_MODULE = { .name = "broken", .subjects = BAD };
static const Module *const TESTED[] = { &TEST_MODULE, NULL }, *const BROKEN[] = { &BROKEN_MODULE, NULL };

static SubjectAsk ask_of(const char *filter, const char *sort, size_t limit)
{
    return (SubjectAsk) { .of = { .subject = &THINGS }, .filter = filter, .sort = sort, .limit = limit };
}

/* What is unknown comes last either way; the id decides between equals, in the direction of the order. */
static const struct {
    const char *sort;
    int64_t ids[8];
} ORDERS[] = {
    { NULL, { 2, 4, 8, 1, 5, 3, 6, 7 } },
    { "-made_on", { 5, 1, 8, 4, 2, 3, 6, 7 } },
    { "title", { 8, 3, 5, 1, 4, 7, 2, 6 } },
    { "-title", { 7, 4, 1, 5, 3, 8, 2, 6 } },
};

static bool walk_pages(Db *db, void *context, Error *error)
{
    TestDb *test = context;
    for (size_t o = 0; o < sizeof ORDERS / sizeof *ORDERS; o++)
        for (size_t limit = 1; limit <= 9; limit++) {
            SubjectAsk ask = ask_of(NULL, ORDERS[o].sort, limit);
            SubjectPage page;
            size_t at = 0;
            do {
                if (!subject_page(db, test->arena, &ask, &page, error))
                    return false;
                for (size_t i = 0; i < page.ids.count; i++)
                    assert_int_equal(page.ids.items[i], ORDERS[o].ids[at++]);
                ask.cursor = page.next;
            } while (page.next);
            assert_int_equal(at, 8);
        }
    return true;
}

static void pages_of_any_size_follow_each_other_in_the_order_asked(void **state)
{
    db_test_read(*state, walk_pages, *state);
}

static void refused(Db *db, Arena *arena, const SubjectAsk *ask, const char *field, const char *says)
{
    SubjectPage page;
    Error said = { 0 };
    assert_false(subject_page(db, arena, ask, &page, &said));
    assert_int_equal(said.kind, ERROR_INPUT);
    assert_string_equal(said.field, field);
    if (!strstr(said.text, says))
        fail_msg("it says \"%s\", not \"%s\"", said.text, says);
}

static bool ask_wrongly(Db *db, void *context, Error *error)
{
    static const char *const FILTERS[][2] = {
        { "{\"attribute\":\"stage\",\"op\":\"known\"}", "unknown attribute of a thing \"stage\"" },
        { "{\"attribute\":\"titel\",\"op\":\"known\"}", "did you mean \"title\"?" },
        { "{\"account\":{\"attribute\":\"word\",\"op\":\"=\",\"value\":\"a\"}}", "unknown attribute \"word\"" },
        { "{\"account\":{\"account\":{\"and\":[]}}}", "ask an account its attributes themselves" },
        { "{\"account\":{\"and\":[]},\"op\":\"=\"}", "unknown key \"op\"" },
        { "{\"measure\":{\"measure\":\"mrr\"},\"op\":\"known\"}", "{\"account\":{\"measure\":" },
        { "{\"attribute\":\"word\",\"op\":\"=\",\"value\":\"c\"}", "must be one of a|b" },
        { "{\"attribute\":\"word\",\"op\":\"known\"}", "unknown operator" },
        { "{\"attribute\":\"unfolded\",\"op\":\"=\",\"value\":\"a\"}", "cannot be asked in this list" },
    };
    static const char *const CURSORS[] = { "", "x.1", "k.1", "kx.1", "k5", "u1.1", "k5.x" };
    TestDb *test = context;
    (void)error;
    for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++) {
        SubjectAsk ask = ask_of(FILTERS[i][0], NULL, 5);
        refused(db, test->arena, &ask, "filter", FILTERS[i][1]);
    }
    for (size_t i = 0; i < sizeof CURSORS / sizeof *CURSORS; i++) {
        SubjectAsk ask = ask_of(NULL, NULL, 5);
        ask.cursor = CURSORS[i];
        refused(db, test->arena, &ask, "cursor", "invalid cursor");
    }
    SubjectAsk sorted = ask_of(NULL, "-titel", 5);
    refused(db, test->arena, &sorted, "sort", "did you mean \"title\"?");
    return true;
}

static void what_a_subject_does_not_have_is_refused_by_name(void **state)
{
    modules_use(TESTED);
    db_test_read(*state, ask_wrongly, *state);
}

static bool try_all(Db *db, void *context, Error *error)
{
    TestDb *test = context;
    int count;
    (void)error;
    modules_use(TESTED);
    assert_true(subjects_try(db, test->arena, &count, error));
    assert_int_equal(count, 2 + 4);
    modules_use(BROKEN);
    Error said = { 0 };
    assert_false(subjects_try(db, test->arena, &count, &said));
    assert_non_null(strstr(said.text, "gone"));
    return false;
}

/* The last one is broken on purpose, which spoils its piece of work. */
static bool try_aside(Db *db, void *context, Error *error)
{
    try_all(db, context, error);
    return true;
}

static void a_record_that_does_not_match_the_tables_is_found(void **state)
{
    TestDb *test = *state;
    Error error = { 0 };
    assert_false(store_read(test->store, try_aside, test, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(pages_of_any_size_follow_each_other_in_the_order_asked),
        DB_TEST(a_record_that_does_not_match_the_tables_is_found),
        DB_TEST(what_a_subject_does_not_have_is_refused_by_name),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
