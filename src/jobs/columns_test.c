#include "jobs/columns.h"

#include "db/db_testkit.h"
#include "jobs/module.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>

static const int64_t NOON = 1795348800000; /* 2026-11-22T12:00:00Z */

/* In place of the tables. */
enum { MOST = 8 };
static struct {
    int64_t accounts[MOST]; /* ascending */
    int64_t stage[MOST];
    size_t count;
    void (*while_reading)(void);
} table;

/* ---- a source that owns the accounts --------------------------------------------------------------------------- */

static const ColumnKind STAGES[] = { { "stage", COLUMN_INT, false }, { 0 } };

static void stage_fill(ColumnFill *fill, int64_t account, int64_t stage)
{
    EngineValue value = engine_int(stage);
    column_row(fill, account, &value);
}

static bool stages_load(Db *db, ColumnFill *fill, Error *error)
{
    (void)db, (void)error;
    for (size_t i = 0; i < table.count; i++)
        stage_fill(fill, table.accounts[i], table.stage[i]);
    return true;
}

static bool stages_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    int64_t read[MOST];
    (void)db, (void)error;
    memcpy(read, table.stage, sizeof read);
    if (table.while_reading)
        table.while_reading();
    for (size_t i = 0; i < table.count; i++)
        for (size_t a = 0; a < accounts.count; a++)
            if (accounts.items[a] == table.accounts[i])
                stage_fill(fill, table.accounts[i], read[i]);
    return true;
}

static bool all_move(const Fact *fact, bool shared)
{
    (void)shared;
    return strcmp(fact->kind, "zone.moved") == 0;
}

static bool staff_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error)
{
    (void)db, (void)fact, (void)error;
    int64_t *next = arena_array(arena, 1, sizeof *next);
    for (size_t i = 0; i < table.count && !*next; i++)
        if (table.accounts[i] > after)
            *next = table.accounts[i];
    *accounts = (Ids) { *next != 0, next };
    return true;
}

static const ColumnSource ACCOUNTS[] = {
    { "accounts", STAGES, stages_load, stages_some, .on = { "account." }, .moves_all = all_move, .moves_on = "staff.",
      .moves = staff_moves, .owns = true },
    { 0 },
};

/* ---- a source of dated counts ---------------------------------------------------------------------------------- */

static const ColumnKind OPENED[] = { { "opened", COLUMN_INT, true }, { 0 } };

static bool opened_fill(ColumnFill *fill, int64_t account)
{
    const DayCount days[] = { { 20000, 2 }, { 20010, 3 } };
    column_counts(fill, account, 0, 0, days, account == 1 ? 2 : 0);
    return true;
}

static bool opened_load(Db *db, ColumnFill *fill, Error *error)
{
    (void)db, (void)error;
    return opened_fill(fill, 1) && opened_fill(fill, 2);
}

static bool opened_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    (void)db, (void)error;
    for (size_t i = 0; i < accounts.count; i++)
        opened_fill(fill, accounts.items[i]);
    return true;
}

static const ColumnSource TICKETS[] = { { "tickets", OPENED, opened_load, opened_some, .on = { "ticket." } }, { 0 } };

/* ---- a source of dated counts, as two statements: those of VISITED in place of a table -------------------------- */

static struct {
    AccountCount rows[4];
    size_t count;
} visited;

static bool visits_of(Db *db, Ids accounts, AccountCountTake take, void *context, Error *error)
{
    (void)db;
    for (size_t i = 0; i < visited.count; i++)
        for (size_t asked = 0; asked < accounts.count; asked++)
            if (visited.rows[i].account_id == accounts.items[asked] && !take(&visited.rows[i], context, error))
                return false;
    return true;
}

static bool visits_all(Db *db, AccountCountTake take, void *context, Error *error)
{
    return visits_of(db, (Ids) { table.count, table.accounts }, take, context, error);
}

static const ColumnKind VISIT_COUNT[] = { { "visits", COLUMN_INT, true }, { 0 } };
static const ColumnSource VISITS[] = {
    { "visits", VISIT_COUNT, .counts = visits_all, .counts_of = visits_of, .on = { "visit." } }, { 0 }
};

static const Module ACCOUNT = { .name = "account", .columns = ACCOUNTS };
static const FactKind TICKET_FACTS[] = { { "tickets.gone", .moves_all = true }, { 0 } };
static const Module TICKET = { .name = "ticket", .columns = TICKETS, .facts = TICKET_FACTS };
static const Module VISIT = { .name = "visit", .columns = VISITS };
static const Module *const BOTH[] = { &ACCOUNT, &TICKET, &VISIT, NULL };
static const Module *const NO_MODULES[] = { NULL };

/* ---- the house ------------------------------------------------------------------------------------------------- */

static struct {
    const TestDb *test;
    Services services;
} house;

static void house_open(const TestDb *test)
{
    Error error = { 0 };
    house.test = test;
    house.services = (Services) { .store = test->store };
    memset(&table, 0, sizeof table);
    table.count = 2;
    table.accounts[0] = 1;
    table.accounts[1] = 2;
    table.stage[0] = table.stage[1] = 10;
    modules_use(BOTH);
    assert_true(engine_open(&house.services.engine, &error));
    assert_true(columns_start(&house.services, ACCOUNTS, &error) && columns_start(&house.services, TICKETS, &error));
    visited.count = 3;
    visited.rows[0] = (AccountCount) { 1, 20000, 2 };
    visited.rows[1] = (AccountCount) { 1, 20010, 3 };
    visited.rows[2] = (AccountCount) { 2, 20005, 4 };
    assert_true(columns_start(&house.services, VISITS, &error));
}

static void house_close(void)
{
    engine_close(house.services.engine);
    modules_use(NO_MODULES);
}

/* -1 = unknown. */
static int64_t value_of(int64_t account, const char *column, int64_t day)
{
    const EngineView *view = engine_view(house.services.engine);
    EngineValue value = view_value(view, account, view_column(view, column), 0, day);
    engine_view_close(view);
    return value.known ? value.integer : -1;
}

static void follow(const char *kind, int64_t account)
{
    Fact fact = { .kind = kind, .account_id = account };
    Error error = { 0 };
    assert_true(columns_follow(&house.services, &fact, 1, &error));
}

static sem_t committed;

static void say_committed(void *context)
{
    (void)context;
    sem_post(&committed);
}

static bool commit_work(Db *db, void *context, Error *error)
{
    const int64_t *account = context;
    Writer writer = { .services = &house.services, .db = db, .arena = db_arena(db), .actor = "system", .now = NOON };
    db_after_commit(db, say_committed, NULL);
    return columns_renew(&writer, ACCOUNTS, *account, error) && columns_renew(&writer, TICKETS, *account, error) &&
           columns_renew(&writer, VISITS, *account, error);
}

static void commit(int64_t account)
{
    db_test_write(house.test, commit_work, &account);
}

/* ---- tests ----------------------------------------------------------------------------------------------------- */

static void a_start_fills_all_and_an_own_commit_one(void **state)
{
    house_open(*state);
    assert_int_equal(value_of(1, "stage", 0), 10);
    assert_int_equal(value_of(1, "opened", 20009), 2);
    assert_int_equal(value_of(1, "opened", 20010), 5);
    assert_int_equal(value_of(2, "opened", 20010), 0);
    table.stage[0] = table.stage[1] = 11;
    commit(1);
    assert_int_equal(value_of(1, "stage", 0), 11);
    assert_int_equal(value_of(2, "stage", 0), 10);
    assert_int_equal(value_of(1, "opened", 20010), 5);
    house_close();
}

static void who_is_gone_leaves_the_engine_and_who_comes_is_there_first(void **state)
{
    house_open(*state);
    table.accounts[1] = 3;
    commit(2);
    commit(3);
    assert_int_equal(value_of(2, "stage", 0), -1);
    assert_int_equal(value_of(2, "opened", 20010), -1);
    assert_int_equal(value_of(3, "stage", 0), 10);
    assert_int_equal(value_of(3, "opened", 20010), 0);
    table.count = 1;
    Error error = { 0 };
    assert_true(columns_load(&house.services, ACCOUNTS, &error));
    assert_int_equal(value_of(1, "stage", 0), 10);
    assert_int_equal(value_of(3, "stage", 0), -1);
    house_close();
}

static void facts_move_one_some_or_all(void **state)
{
    house_open(*state);
    bool shared = store_kind(house.services.store) == DB_POSTGRES;
    table.stage[0] = table.stage[1] = 11;
    follow("account.changed", 1);
    assert_int_equal(value_of(1, "stage", 0), shared ? 11 : 10); /* alone, its own commit has done it */
    assert_int_equal(value_of(2, "stage", 0), 10);
    follow("ticket.opened", 2);
    assert_int_equal(value_of(2, "stage", 0), 10);
    follow("zone.moved", 0);
    assert_int_equal(value_of(1, "stage", 0), 11);
    assert_int_equal(value_of(2, "stage", 0), 11);
    table.stage[0] = table.stage[1] = 13;
    follow("tickets.gone", 0);
    assert_int_equal(value_of(1, "stage", 0), 13);
    assert_int_equal(value_of(2, "stage", 0), 13);
    table.stage[0] = table.stage[1] = 12;
    follow("staff.changed", 0);
    assert_int_equal(value_of(1, "stage", 0), 12);
    assert_int_equal(value_of(2, "stage", 0), 12);
    house_close();
}

static void two_statements_fill_a_column_of_counts(void **state)
{
    Error error = { 0 };
    house_open(*state);
    assert_int_equal(value_of(1, "visits", 20009), 2);
    assert_int_equal(value_of(1, "visits", 20010), 5);
    assert_int_equal(value_of(2, "visits", 20010), 4);
    visited.rows[1].count = 1;
    visited.count = 2; /* the other account has none any longer */
    commit(1);
    assert_int_equal(value_of(1, "visits", 20010), 3);
    assert_int_equal(value_of(2, "visits", 20010), 4);
    commit(2);
    assert_int_equal(value_of(2, "visits", 20010), -1);
    visited.rows[0] = (AccountCount) { 2, 20000, 7 };
    visited.count = 1;
    assert_true(columns_load(&house.services, VISITS, &error));
    assert_int_equal(value_of(1, "visits", 20010), -1);
    assert_int_equal(value_of(2, "visits", 20010), 7);
    house_close();
}

static pthread_t other;

static void *commit_beside(void *unused)
{
    (void)unused;
    commit(1);
    return NULL;
}

/* While the earlier state is being read, a later one is committed: its hook comes before the reading is over. */
static void later_state_comes(void)
{
    table.while_reading = NULL;
    table.stage[0] = 99;
    assert_int_equal(pthread_create(&other, NULL, commit_beside, NULL), 0);
    sem_wait(&committed);
    for (int i = 0; i < 10000; i++) /* the hook would be done by now, if nothing held it up */
        sched_yield();
}

static void a_later_state_is_never_overwritten_by_an_earlier_one(void **state)
{
    house_open(*state);
    sem_init(&committed, 0, 0);
    table.while_reading = later_state_comes;
    follow("staff.changed", 0);
    pthread_join(other, NULL);
    assert_int_equal(value_of(1, "stage", 0), 99);
    house_close();
}

static bool names_of(Db *db, ColumnFill *fill, Error *error)
{
    (void)db, (void)error;
    column_add(fill, table.stage[0] == 1 ? "field:tier" : "field:plan", table.stage[0] < 3 ? COLUMN_INT : COLUMN_REAL);
    return true;
}

static bool named_load(Db *db, ColumnFill *fill, Error *error)
{
    EngineValue values[] = { engine_int(5), engine_int(7) };
    (void)db, (void)error;
    column_row(fill, 1, values);
    return true;
}

static void columns_of_names_that_are_no_more_are_emptied(void **state)
{
    static const ColumnSource NAMED[] = {
        { "named", STAGES, named_load, .owns = true, .more = names_of, .prefix = "field:" }, { 0 }
    };
    Error error = { 0 };
    house_open(*state);
    table.stage[0] = 1;
    assert_true(columns_load(&house.services, NAMED, &error));
    assert_int_equal(value_of(1, "field:tier", 0), 7);
    table.stage[0] = 2;
    assert_true(columns_load(&house.services, NAMED, &error));
    assert_int_equal(value_of(1, "field:tier", 0), -1);
    assert_int_equal(value_of(1, "field:plan", 0), 7);
    table.stage[0] = 3; /* the same name, of another type */
    assert_true(columns_load(&house.services, NAMED, &error));
    assert_int_equal(value_of(1, "field:plan", 0), 7);
    house_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_start_fills_all_and_an_own_commit_one),
        DB_TEST(who_is_gone_leaves_the_engine_and_who_comes_is_there_first),
        DB_TEST(facts_move_one_some_or_all),
        DB_TEST(two_statements_fill_a_column_of_counts),
        DB_TEST(a_later_state_is_never_overwritten_by_an_earlier_one),
        SQLITE_TEST(columns_of_names_that_are_no_more_are_emptied),
    };
    return db_test_run_alone(tests, sizeof tests / sizeof *tests);
}
