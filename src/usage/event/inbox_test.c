#include "base/test.h"

#include "rebuild.sql.h"
#include "usage/event/house_test.h"

/* ---- what a reader sees, and where it is ---- */

enum { GROUPS = 4, FIRST_DAY = 20757, LAST_DAY = 20779 };

static void dump_entries(Text *text, const RollupEntry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_format(text, " %lld/%lld=%lld", (long long)entries[i].product, (long long)entries[i].key,
                    (long long)entries[i].count);
}

typedef struct {
    int64_t account;
    Text text;
} Seen;

static bool days_work(Db *db, void *context, Error *error)
{
    Seen *seen = context;
    AccountDay *days;
    size_t count;
    if (!account_days_read(db, db_arena(db), seen->account, FIRST_DAY, LAST_DAY, &days, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        text_format(&seen->text, "\n%lld:", (long long)days[i].day);
        dump_entries(&seen->text, days[i].rollup.features, days[i].rollup.feature_count);
        text_char(&seen->text, ';');
        dump_entries(&seen->text, days[i].rollup.people, days[i].rollup.person_count);
    }
    return true;
}

static bool events_work(Db *db, void *context, Error *error)
{
    Seen *seen = context;
    for (int64_t day = FIRST_DAY; day < LAST_DAY; day++) {
        Chunks chunks = { .arena = db_arena(db) };
        EventRecord record;
        int64_t count = 0, sum = 0;
        if (!chunks_read(db, day, seen->account, &chunks, error))
            return false;
        for (size_t i = 0; i < chunks.count; i++)
            for (size_t offset = 0; event_next(chunks.items[i].body, &offset, &record); count++)
                sum += record.id % 1000003;
        text_format(&seen->text, "\n%lld: %lld events, %lld", (long long)day, (long long)count, (long long)sum);
    }
    return true;
}

static const char *seen_of(House *house)
{
    Seen seen = { 0, text_new(house->arena) };
    for (int i = 0; i < GROUPS; i++) {
        char group[] = { 'g', (char)('0' + i), 0 };
        seen.account = account_named(house, group);
        db_test_read(house->db, days_work, &seen);
        db_test_read(house->db, events_work, &seen);
    }
    return text_string(&seen.text);
}

typedef struct {
    int64_t fresh, filed;
} Lies;

static bool fresh_row(const FreshOfRow *row, void *context, Error *error)
{
    (void)row;
    (void)error;
    ((Lies *)context)->fresh++;
    return true;
}

static bool filed_row(const ChunkEachRow *row, void *context, Error *error)
{
    (void)row;
    (void)error;
    ((Lies *)context)->filed++;
    return true;
}

static bool lies_work(Db *db, void *context, Error *error)
{
    for (int shelf = 0; shelf < FRESH_SHELVES; shelf++)
        if (!fresh_of(db, shelf, fresh_row, context, error))
            return false;
    return chunk_each(db, filed_row, context, error);
}

static Lies lies_of(House *house)
{
    Lies lies = { 0 };
    db_test_read(house->db, lies_work, &lies);
    return lies;
}

/* ---- tests ---- */

static void what_is_fresh_reads_like_what_is_filed(void **state)
{
    House house = house_open(*state);
    unsigned seed = 7;
    house_start(&house);
    for (int round = 0; round < 40; round++) {
        send_anything(&house, &seed);
        if (round == 20)
            house_settle(&house);
    }
    const char *fresh = seen_of(&house);
    assert_int_equal(lies_of(&house).fresh == 0, USAGE.shared);
    house_settle(&house);
    assert_int_equal(lies_of(&house).fresh, 0);
    assert_string_equal(seen_of(&house), fresh);
    assert_true(strlen(fresh) > 2000);
    house_close(&house);
}

static const char EVENT_OF_ACME[] = "{\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}";

static void a_full_shelf_is_filed_with_the_next_commit(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_TRACK, EVENT_OF_ACME);
    if (!USAGE.shared) {
        assert_int_equal(lies_of(&house).filed, 0);
        for (int i = 0; i < FRESH_SHELVES; i++)
            if (USAGE.shelves[i].rows > 0)
                USAGE.shelves[i].rows = INT32_MAX;
    }
    send(&house, TRACK_TRACK, EVENT_OF_ACME);
    Lies lies = lies_of(&house);
    assert_int_equal(lies.fresh, 0);
    assert_true(lies.filed > 0);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    house_close(&house);
}

static void counts_that_say_too_much_put_themselves_right(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    for (int i = 0; i < FRESH_SHELVES && !USAGE.shared; i++)
        USAGE.shelves[i] = (FreshShelf) { INT32_MAX, INT32_MAX };
    send(&house, TRACK_TRACK, EVENT_OF_ACME);
    assert_int_equal(lies_of(&house).fresh, 0);
    for (int i = 0; i < FRESH_SHELVES; i++)
        assert_int_equal(USAGE.shelves[i].rows, 0);
    send(&house, TRACK_TRACK, EVENT_OF_ACME);
    assert_int_equal(lies_of(&house).fresh, !USAGE.shared);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    house_close(&house);
}

static void a_start_files_what_the_last_run_left(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_TRACK, EVENT_OF_ACME);
    house_restart(&house);
    assert_int_equal(lies_of(&house).fresh, 0);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

static bool damage_work(Db *db, void *context, Error *error)
{
    static const uint8_t BODY[] = { 255, 0, 0, 0, 0, 0, 0, 0, 1 };
    FreshAddIn row = { 1, 3, 1, { BODY, sizeof BODY } };
    (void)context;
    return fresh_add(db, &row, 1, error);
}

static void a_damaged_row_is_an_error_and_stays(void **state)
{
    House house = house_open(*state);
    Error error = { 0 };
    house_start(&house);
    if (!USAGE.shared) {
        db_test_write(house.db, damage_work, NULL);
        assert_false(fresh_settle(&house.services, &error));
        assert_int_equal(error.kind, ERROR_INTERNAL);
        assert_int_equal(lies_of(&house).fresh, 1);
    }
    house_close(&house);
}

/* ---- messages, for a repeat filter that lost a file ---- */

static size_t messages_told;

static void message_tell(uint64_t message)
{
    messages_told += message != 0;
}

static bool messages_work(Db *db, void *context, Error *error)
{
    return EVENT_MESSAGES.each(db, *(int64_t *)context, message_tell, error);
}

static size_t messages_since(const House *house, int64_t since)
{
    messages_told = 0;
    db_test_read(house->db, messages_work, &since);
    return messages_told;
}

static void a_message_is_told_wherever_its_event_stands(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_TRACK,
         "{\"userId\":\"u\",\"event\":\"a\",\"messageId\":\"filed\",\"context\":{\"groupId\":\"acme\"}}");
    house_settle(&house);
    send(&house, TRACK_TRACK, "{\"userId\":\"v\",\"event\":\"a\",\"messageId\":\"waits\"}");
    send(&house, TRACK_TRACK,
         "{\"userId\":\"u\",\"event\":\"a\",\"messageId\":\"fresh\",\"context\":{\"groupId\":\"acme\"}}");
    assert_int_equal(messages_since(&house, NOON), 3);
    assert_int_equal(messages_since(&house, NOON + 1), 0);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(what_is_fresh_reads_like_what_is_filed),        DB_TEST(a_full_shelf_is_filed_with_the_next_commit),
        DB_TEST(counts_that_say_too_much_put_themselves_right), DB_TEST(a_start_files_what_the_last_run_left),
        DB_TEST(a_damaged_row_is_an_error_and_stays),           DB_TEST(a_message_is_told_wherever_its_event_stands),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
