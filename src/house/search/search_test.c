/*
 * The index against a plain look at every document, on both engines: thousands of documents that come in disorder, are
 * changed and removed, with searches after each turn. A wrong block, number or row shows as a document too many or few.
 */
#include "db/db_testkit.h"
#include "house/search/index.h"
#include "house/search/normal.h"
#include "house/search/walk.h"

#include <stdlib.h>
#include <string.h>

enum { THINGS = 9500, FIRST = 1, PER_TURN = 500 };

typedef struct {
    bool there;
    int64_t at;
    unsigned needs;
    const char *title, *text;
} Thing;

static Thing things[THINGS];
static uint64_t seed;

/* The same numbers in each run. */
static uint64_t next_number(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

/* Few letters, so that words meet often, and by pairs in a wrong order too. */
static const char *some_words(Arena *arena, size_t letters)
{
    static const char *const LETTERS[] = { "解", "約", "予", "更", "新", "ヤ", "ま", "ダ", "髙", "高",
                                           "a",  "b",  "Ａ", " ",  "、", "・", "1",  "-",  "\n", "é" };
    Text text = text_new(arena);
    for (size_t i = 0; i < letters; i++)
        text_add(&text, LETTERS[next_number(sizeof LETTERS / sizeof *LETTERS)]);
    return text_string(&text);
}

static void thing_write(Arena *arena, Thing *thing, int64_t at)
{
    *thing = (Thing) { .there = true,
                       .at = at,
                       .needs = next_number(20) ? 0 : RIGHT_ADMIN,
                       .title = next_number(3) ? NULL : some_words(arena, 4),
                       .text = some_words(arena, 2 + next_number(12)) };
}

static int reads;

static bool things_read(Db *db, Arena *arena, Ids ids, SearchDocument **documents, size_t *count, Error *error)
{
    (void)db;
    (void)error;
    reads++;
    *count = 0;
    *documents = arena_array(arena, ids.count, sizeof **documents);
    for (size_t i = 0; i < ids.count; i++) {
        const Thing *thing = &things[ids.items[i] - FIRST];
        if (thing->there)
            (*documents)[(*count)++] = (SearchDocument) { .id = ids.items[i],
                                                          .account_id = { ids.items[i] % 7 + 1, true },
                                                          .at = thing->at,
                                                          .needs = thing->needs,
                                                          .title = thing->title,
                                                          .text = thing->text };
    }
    return true;
}

static bool things_after(Db *db, Arena *arena, int64_t after, int64_t most, Ids *ids, Error *error)
{
    (void)db;
    (void)error;
    int64_t *items = arena_array(arena, (size_t)most, sizeof *items);
    size_t count = 0;
    for (int64_t id = after + 1; id < FIRST + THINGS && count < (size_t)most; id++)
        if (things[id - FIRST].there)
            items[count++] = id;
    *ids = (Ids) { count, items };
    return true;
}

static const SearchSource EVEN = { "even", things_read, things_after }, ODD = { "odd", things_read, things_after };

static const SearchSource *source_of_thing(int64_t id)
{
    return id % 2 ? &ODD : &EVEN;
}

/* ---- turns ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t from, until; /* things */
} Turn;

static bool turn_write(Db *db, void *context, Error *error)
{
    const Turn *turn = context;
    (void)error;
    for (int64_t id = turn->from; id < turn->until; id++)
        search_keep_one(db, source_of_thing(id), id);
    return true;
}

static void turn_take(const TestDb *test, Services *services, Turn turn, size_t enough)
{
    Error error = { 0 };
    db_test_write(test, turn_write, &turn);
    if (enough && !index_file(services, enough, &error))
        fail_msg("%s", error.text);
}

/* ---- what is found ---------------------------------------------------------------------------------------------- */

static bool is_looked_for(Arena *arena, int64_t id, const SearchTerms *terms, const char *kind, unsigned rights)
{
    const Thing *thing = &things[id - FIRST];
    if (!thing->there || (thing->needs & ~rights) || (kind && strcmp(kind, source_of_thing(id)->kind) != 0))
        return false;
    const char *title = normal_text(arena, thing->title ? thing->title : ""), *text = normal_text(arena, thing->text);
    return document_score(arena_format(arena, "%s\n%s", title, text), terms) > 0;
}

static size_t looked_for(Arena *arena, const SearchTerms *terms, const char *kind, unsigned rights)
{
    size_t count = 0;
    for (int64_t id = FIRST; id < FIRST + THINGS; id++)
        count += is_looked_for(arena, id, terms, kind, rights);
    return count;
}

static void assert_newest_first(const SearchWalk *walk)
{
    int64_t last_at = INT64_MAX, last_id = INT64_MAX;
    for (size_t i = 0; i < walk->count; i++) {
        const Match *match = &walk->matches[i];
        assert_true(things[match->id - FIRST].there && match->at == things[match->id - FIRST].at);
        assert_true(match->at < last_at || (match->at == last_at && match->id < last_id));
        last_at = match->at;
        last_id = match->id;
    }
}

static bool same_as_looking(Db *db, const SearchTerms *terms, const char *kind, unsigned rights, size_t want)
{
    Arena *arena = db_arena(db);
    SearchWalk walk = { .db = db,
                        .arena = arena,
                        .query = terms,
                        .kind = kind,
                        .rights = rights,
                        .before = { INT64_MAX, INT64_MAX },
                        .want = want };
    Error error = { 0 };
    if (!walk_newest(&walk, &error))
        fail_msg("%s", error.text);
    size_t expected = looked_for(arena, terms, kind, rights);
    assert_newest_first(&walk);
    assert_int_equal(walk.count, expected < want ? expected : want);
    assert_int_equal(walk.more, expected > want);
    return expected > 0;
}

static bool searches_compare(Db *db, void *context, Error *error)
{
    static const char *const SEARCHES[] = { "解",   "解約", "約解",   "更新 解約", "ヤマダ", "やまだ", "高高",
                                            "髙解", "a",    "ab",     "ａａ",      "a 1",    "1-1",    "解 約 更",
                                            "e",    "éa",   "解約予", "更新解約",  "1 b 高" };
    (void)context;
    (void)error;
    size_t found = 0;
    for (size_t i = 0; i < sizeof SEARCHES / sizeof *SEARCHES; i++) {
        SearchTerms terms;
        Error refused = { 0 };
        assert_true(terms_read(db_arena(db), SEARCHES[i], &terms, &refused));
        found += same_as_looking(db, &terms, NULL, RIGHT_VIEW, THINGS);
        same_as_looking(db, &terms, "odd", RIGHTS_ADMIN, 50);
        same_as_looking(db, &terms, "even", RIGHT_VIEW, 400);
    }
    assert_true(found > 10);
    return true;
}

static void compare(const TestDb *test)
{
    db_test_read(test, searches_compare, NULL);
}

/* Times rise with few steps back at first; then things come that are older than all, which do not fit where they
 * belong. */
static void the_index_finds_what_a_look_at_everything_finds(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    memset(things, 0, sizeof things);
    seed = 42;
    for (int64_t id = FIRST; id < 6000; id++)
        thing_write(test->arena, &things[id - FIRST], 100000 + id * 10 - (int64_t)next_number(200));
    for (int64_t from = FIRST; from < 6000; from += PER_TURN)
        turn_take(test, &services, (Turn) { from, from + PER_TURN < 6000 ? from + PER_TURN : 6000 }, 700);
    compare(test);
    for (int64_t id = 6000; id < FIRST + THINGS; id++)
        thing_write(test->arena, &things[id - FIRST], (int64_t)next_number(200000));
    turn_take(test, &services, (Turn) { 6000, FIRST + THINGS }, 1);
    compare(test);
    for (int64_t id = 300; id < 800; id++) {
        things[id - FIRST].there = id % 3;
        things[id - FIRST].text = some_words(test->arena, 8);
    }
    turn_take(test, &services, (Turn) { 300, 800 }, 0);
    compare(test);
    turn_take(test, &services, (Turn) { 300, 800 }, 1);
    compare(test);
}

/* ---- what goes --------------------------------------------------------------------------------------------------- */

static bool account_drop(Db *db, void *context, Error *error)
{
    (void)context;
    for (int64_t account = 1; account <= 7; account++)
        if (!search_drop_account(db, db_arena(db), account, error))
            return false;
    return true;
}

static bool nothing_is_left(Db *db, void *context, Error *error)
{
    (void)context;
    SearchLeftRow *left;
    if (!search_left(db, db_arena(db), &left, error))
        return false;
    assert_int_equal(left->documents, 0);
    assert_int_equal(left->postings, 0);
    return true;
}

static void no_word_of_what_is_dropped_stays(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    memset(things, 0, sizeof things);
    seed = 7;
    for (int64_t id = FIRST; id < 900; id++)
        thing_write(test->arena, &things[id - FIRST], id);
    turn_take(test, &services, (Turn) { FIRST, 500 }, 1);
    turn_take(test, &services, (Turn) { 500, 900 }, 0);
    db_test_write(test, account_drop, NULL);
    db_test_read(test, nothing_is_left, NULL);
}

/* Twice each, as an import writes a row and its fields. */
static bool many_keep(Db *db, void *context, Error *error)
{
    Turn turn = { FIRST, FIRST + 400 };
    (void)context;
    return turn_write(db, &turn, error) && turn_write(db, &turn, error);
}

static void all_that_a_commit_changes_is_read_together(void **state)
{
    memset(things, 0, sizeof things);
    seed = 11;
    TestDb *test = *state;
    for (int64_t id = FIRST; id < FIRST + 400; id++)
        thing_write(test->arena, &things[id - FIRST], id);
    reads = 0;
    db_test_write(test, many_keep, NULL);
    assert_int_equal(reads, 2); /* of two kinds */
}

static bool half_keep(Db *db, void *context, Error *error)
{
    (void)context;
    search_keep_one(db, &EVEN, FIRST + FIRST % 2);
    return fail(error, ERROR_INPUT, NULL, "this part is undone");
}

static bool parts_keep(Db *db, void *context, Error *error)
{
    Error ignored = { 0 };
    (void)context;
    (void)error;
    db_attempt(db, half_keep, NULL, &ignored);
    return search_keep_one(db, &EVEN, FIRST + FIRST % 2);
}

static bool one_is_there(Db *db, void *context, Error *error)
{
    SearchLeftRow *left;
    (void)context;
    if (!search_left(db, db_arena(db), &left, error))
        return false;
    assert_int_equal(left->documents, 1);
    return true;
}

static void what_follows_a_part_that_was_undone_is_kept(void **state)
{
    TestDb *test = *state;
    memset(things, 0, sizeof things);
    seed = 13;
    int64_t id = FIRST + FIRST % 2;
    thing_write(test->arena, &things[id - FIRST], id);
    things[id - FIRST].there = true;
    db_test_write(test, parts_keep, NULL);
    db_test_read(test, one_is_there, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(the_index_finds_what_a_look_at_everything_finds),
        DB_TEST(no_word_of_what_is_dropped_stays),
        DB_TEST(all_that_a_commit_changes_is_read_together),
        DB_TEST(what_follows_a_part_that_was_undone_is_kept),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
