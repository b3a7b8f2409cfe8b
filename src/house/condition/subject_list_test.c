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
/* From the 6th back, as of the 8th. */
static const SubjectSort SORTS[] = { { "made_on", "t.made_on", false },
                                     { "title", "t.title", true },
                                     { .name = "before", .sql = "t.made_on", .begins_ago = 2 },
                                     { 0 } };

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
    return (SubjectAsk) { .of = { .subject = &THINGS, .today = 8 }, .filter = filter, .sort = sort, .limit = limit };
}

/* What is unknown comes last either way; the id decides between equals, in the direction of the order. */
static const struct {
    const char *sort;
    int64_t ids[8];
} ORDERS[] = {
    { NULL, { 2, 4, 8, 1, 5, 3, 6, 7 } },     { "-made_on", { 5, 1, 8, 4, 2, 3, 6, 7 } },
    { "title", { 8, 3, 5, 1, 4, 7, 2, 6 } },  { "-title", { 7, 4, 1, 5, 3, 8, 2, 6 } },
    { "before", { 8, 4, 2, 5, 1, 3, 6, 7 } },
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
    assert_int_equal(count, 3 + 4);
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

/* ---- what a page costs ---- */

static const Statement PILE_TABLE = { .name = "pile_table",
                                      .sqlite = "CREATE TABLE pile (id INTEGER PRIMARY KEY, due_on INTEGER) STRICT" };
static const Statement PILE_INDEX = { .name = "pile_index", .sqlite = "CREATE INDEX pile_due ON pile(due_on, id)" };
static const Statement PILE_FILL = { .name = "pile_fill",
                                     .sqlite = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                                               "i < 20000) INSERT INTO pile SELECT i, 20000 FROM n" };

static bool pile_make(Db *db, void *context, Error *error)
{
    (void)context;
    return db_run(db, &PILE_TABLE, NULL, NULL, error) && db_run(db, &PILE_INDEX, NULL, NULL, error) &&
           db_run(db, &PILE_FILL, NULL, NULL, error);
}

static const SubjectSort PILE_SORTS[] = { { "due_on", "t.due_on", false }, { 0 } };
static const Attribute OF_PILE[] = { { .name = "due_on", .type = ATTRIBUTE_DAY, .sql = "t.due_on" }, { 0 } };
static const Subject PILED = {
    .name = "pile", .from = "pile t", .id = "t.id", .account = "t.id", .attributes = OF_PILE, .sorts = PILE_SORTS
};

static bool steps_of(Db *db, const char *sort, const char *cursor, int64_t *steps, Error *error)
{
    SubjectAsk ask = { .of = { .subject = &PILED }, .sort = sort, .cursor = cursor, .limit = 10 };
    SubjectPage page;
    int64_t before = db_steps();
    bool ok = subject_page(db, db_arena(db), &ask, &page, error);
    *steps = db_steps() - before;
    return ok;
}

static bool pages_cost(Db *db, void *context, Error *error)
{
    int64_t first, last;
    (void)context;
    if (!steps_of(db, "due_on", NULL, &first, error) || !steps_of(db, "due_on", "k20000.19980", &last, error))
        return false;
    assert_true(last < 2 * first);
    if (!steps_of(db, "-due_on", NULL, &first, error) || !steps_of(db, "-due_on", "k20000.21", &last, error))
        return false;
    assert_true(last < 2 * first);
    return true;
}

static void a_page_reads_its_rows_alone_however_many_are_equal(void **state)
{
    db_test_write(*state, pile_make, NULL);
    db_test_read(*state, pages_cost, NULL);
}

/* ---- numbers ---- */

static const Attribute OF_NUMBERS[] = {
    { .name = "n", .key = "n", .type = ATTRIBUTE_NUMBER, .sql = "JSON_NUMBER(t.fields, ?)" }, { 0 }
};
#define NUMBER(id_, number_)                                                                                           \
    "SELECT CAST(" #id_ " AS BIGINT) AS id, CAST(NULL AS BIGINT) AS made_on, CAST(NULL AS TEXT) AS title, "            \
    "CAST(NULL AS BIGINT) AS account_id, '{\"n\":" number_ "}' AS fields"
static const Subject NUMBERS = {
    .name = "number",
    .from = "(" NUMBER(1, "0.3") MORE NUMBER(2, "0.30000000000000004") MORE NUMBER(3, "1234567890123457")
        MORE NUMBER(4, "1234567890123456.5") MORE NUMBER(5, "null") MORE NUMBER(6, "-7") ") AS t",
    .id = "t.id",
    .account = "t.account_id",
    .attributes = OF_NUMBERS,
    .sorts = SORTS,
};

static const struct {
    const char *filter;
    int64_t ids[5]; /* ended by 0 */
} NUMBERS_ASKED[] = {
    { "{\"attribute\":\"n\",\"op\":\"=\",\"value\":0.3}", { 1 } },
    { "{\"attribute\":\"n\",\"op\":\"=\",\"value\":0.30000000000000004}", { 2 } },
    { "{\"attribute\":\"n\",\"op\":\">\",\"value\":0.3}", { 2, 3, 4 } },
    { "{\"attribute\":\"n\",\"op\":\"<\",\"value\":1234567890123457}", { 1, 2, 4, 6 } },
    { "{\"attribute\":\"n\",\"op\":\"in\",\"value\":[1234567890123456.5,-7]}", { 4, 6 } },
};

static bool numbers_ask(Db *db, void *context, Error *error)
{
    (void)context;
    for (size_t i = 0; i < sizeof NUMBERS_ASKED / sizeof *NUMBERS_ASKED; i++) {
        SubjectAsk ask = { .of = { .subject = &NUMBERS }, .filter = NUMBERS_ASKED[i].filter, .limit = 10 };
        SubjectPage page;
        size_t count = 0;
        if (!subject_page(db, db_arena(db), &ask, &page, error))
            return false;
        for (; NUMBERS_ASKED[i].ids[count]; count++)
            assert_int_equal(page.ids.items[count], NUMBERS_ASKED[i].ids[count]);
        assert_int_equal(page.ids.count, count);
    }
    return true;
}

static void numbers_differ_up_to_their_last_digit(void **state)
{
    db_test_read(*state, numbers_ask, NULL);
}

static bool count_the_newest(Db *db, void *context, Error *error)
{
    static const struct {
        int64_t rows, from, most, counted;
    } COUNTED[] = { { 8, 0, 9, 8 }, { 100, 0, 9, 8 }, { 8, 0, 3, 3 }, { 3, 6, 9, 3 }, { 3, 6, 2, 2 } };
    TestDb *test = context;
    SubjectAsk ask = ask_of(NULL, NULL, 1);
    for (size_t i = 0; i < sizeof COUNTED / sizeof *COUNTED; i++) {
        int64_t from, count;
        if (!subject_newest(db, test->arena, &THINGS, COUNTED[i].rows, &from, error) ||
            !subject_count_from(db, test->arena, &ask, from, COUNTED[i].most, &count, error))
            return false;
        assert_int_equal(from, COUNTED[i].from);
        assert_int_equal(count, COUNTED[i].counted);
    }
    return true;
}

static void a_count_looks_at_so_many_rows_and_counts_so_far(void **state)
{
    modules_use(TESTED);
    db_test_read(*state, count_the_newest, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(pages_of_any_size_follow_each_other_in_the_order_asked),
        DB_TEST(a_record_that_does_not_match_the_tables_is_found),
        DB_TEST(what_a_subject_does_not_have_is_refused_by_name),
        SQLITE_TEST(a_page_reads_its_rows_alone_however_many_are_equal),
        DB_TEST(numbers_differ_up_to_their_last_digit),
        DB_TEST(a_count_looks_at_so_many_rows_and_counts_so_far),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
