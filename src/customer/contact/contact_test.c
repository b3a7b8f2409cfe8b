/* What imports and the tracking API stand on: bringing people up to date and forgetting them, on both engines. */
#include "contact.sql.h"
#include "customer/account/account_testkit.h"
#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "jobs/module.h"

#include <string.h>

static void bring_people(const Writer *writer)
{
    AccountGiven account = { .external_id = "a-1" };
    int64_t home = account_brought(writer, &account, UPSERT_ADDED), id, again;
    Upsert outcome;
    bool made;
    assert_true(contact_seen(writer, "user-1", &id, &made, &error) && made);
    assert_true(contact_seen(writer, "user-1", &again, &made, &error) && !made);
    assert_int_equal(again, id);
    ContactGiven given = {
        .external_id = "user-1", .account_id = home, .name = "Person One", .roles = "user,champion"
    };
    assert_true(contact_upsert(writer, &given, &again, &outcome, &error));
    assert_int_equal(again, id);
    assert_int_equal(outcome, UPSERT_CHANGED);
    given.roles = "champion,user";
    assert_true(contact_upsert(writer, &given, &again, &outcome, &error));
    assert_int_equal(outcome, UPSERT_UNCHANGED);
    ContactGiven nobody = { .name = "No key" };
    assert_false(contact_upsert(writer, &nobody, &again, &outcome, &error));
    assert_string_equal(error.field, "external_id");
}

static void a_user_seen_first_and_imported_later_is_one_person(void **state)
{
    in_a_write(state, bring_people);
}

static int64_t person_brought(const Writer *writer, const char *external_id, const char *email, Upsert expected)
{
    ContactGiven given = { .external_id = external_id, .email = email };
    int64_t id;
    Upsert outcome;
    if (!contact_upsert(writer, &given, &id, &outcome, &error))
        fail_msg("%s", error.text);
    assert_int_equal(outcome, expected);
    return id;
}

static void know_by_address(const Writer *writer)
{
    AccountGiven one = { .external_id = "a-1" }, two = { .external_id = "a-2" };
    ContactGiven given = { .email = "one@example.test" };
    int64_t first, second, third;
    Upsert outcome;
    given.account_id = account_brought(writer, &one, UPSERT_ADDED);
    assert_true(contact_upsert(writer, &given, &first, &outcome, &error));
    assert_true(contact_upsert(writer, &given, &second, &outcome, &error));
    assert_int_equal(outcome, UPSERT_UNCHANGED);
    /* One address is one person, who may belong to two accounts. */
    given.account_id = account_brought(writer, &two, UPSERT_ADDED);
    assert_true(contact_upsert(writer, &given, &third, &outcome, &error));
    assert_int_equal(outcome, UPSERT_CHANGED);
    assert_int_equal(first, second);
    assert_int_equal(first, third);
    assert_int_equal(person_brought(writer, NULL, " Ｏne@Example.TEST", UPSERT_CHANGED), first);
    /* A word in katakana is not the same word in hiragana. */
    assert_int_not_equal(person_brought(writer, NULL, "カナ@example.test", UPSERT_ADDED),
                         person_brought(writer, NULL, "かな@example.test", UPSERT_ADDED));
}

static void without_an_id_a_person_is_known_by_the_address(void **state)
{
    in_a_write(state, know_by_address);
}

static void find_by_address(const Writer *writer)
{
    int64_t first = person_brought(writer, NULL, "one@example.test", UPSERT_ADDED), id;
    assert_int_equal(person_brought(writer, "u-1", "One@example.test", UPSERT_CHANGED), first);
    /* Another id is another person, even with the same address. */
    int64_t other = person_brought(writer, "u-2", "one@example.test", UPSERT_ADDED);
    assert_int_not_equal(other, first);
    /* Both were contacts before the address was known: they become one, and all ids go on leading to it. */
    int64_t seen = person_brought(writer, "u-3", NULL, UPSERT_ADDED);
    int64_t listed = person_brought(writer, NULL, "three@example.test", UPSERT_ADDED);
    assert_int_equal(person_brought(writer, "u-3", "three@example.test", UPSERT_CHANGED),
                     seen < listed ? seen : listed);
    assert_true(contact_merge(writer, other, seen, &id, &error));
    assert_int_equal(person_brought(writer, "u-2", NULL, UPSERT_UNCHANGED), id);
    assert_int_equal(person_brought(writer, "u-3", NULL, UPSERT_UNCHANGED), id);
    assert_true(contact_merge(writer, id, first, &id, &error));
    assert_int_equal(person_brought(writer, "u-1", NULL, UPSERT_UNCHANGED), first);
    assert_int_equal(person_brought(writer, "u-3", NULL, UPSERT_UNCHANGED), first);
}

static void an_id_given_later_finds_the_contact_of_its_address(void **state)
{
    in_a_write(state, find_by_address);
}

static int64_t person_with_roles(const Writer *writer, const char *id, int64_t account, const char *roles)
{
    ContactGiven given = { .external_id = id, .account_id = account, .roles = roles };
    int64_t contact;
    Upsert outcome;
    if (!contact_upsert(writer, &given, &contact, &outcome, &error))
        fail_msg("%s", error.text);
    return contact;
}

static void merge_many_roles(const Writer *writer)
{
    AccountGiven account = { .external_id = "a-1" };
    int64_t at = account_brought(writer, &account, UPSERT_ADDED), id;
    int64_t one = person_with_roles(writer, "u-1", at, "user,decision_maker,champion");
    int64_t two = person_with_roles(writer, "u-2", at, "user,champion");
    ContactJoinRow *join;
    if (!contact_merge(writer, one, two, &id, &error))
        fail_msg("%s", error.text);
    assert_true(contact_join_one(writer->db, writer->arena, at, id, &join, &error));
    assert_string_equal(join->roles, "champion,decision_maker,user");
}

static void two_of_many_roles_become_one_with_all_of_them(void **state)
{
    in_a_write(state, merge_many_roles);
}

static void forget_a_merged_one(const Writer *writer)
{
    int64_t one = person_brought(writer, "u-1", "one@example.test", UPSERT_ADDED), id;
    int64_t two = person_brought(writer, "u-2", "two@example.test", UPSERT_ADDED);
    const char *json;
    assert_true(contact_merge(writer, two, one, &id, &error));
    assert_true(contact_export(writer->db, writer->arena, id, &(Viewer) { 0 }, &json, &error));
    assert_non_null(strstr(json, "\"former_ids\":[\"u-1\"]"));
    assert_true(contact_forget(writer, id, &error));
    assert_int_not_equal(person_brought(writer, "u-1", NULL, UPSERT_ADDED), id);
    assert_int_not_equal(person_brought(writer, "u-2", NULL, UPSERT_ADDED), id);
}

static void who_was_merged_is_forgotten_with_all_ids(void **state)
{
    in_a_write(state, forget_a_merged_one);
}

static void forget_a_person(const Writer *writer)
{
    int64_t id, other;
    bool made;
    const char *json;
    assert_true(contact_seen(writer, "user-1", &id, &made, &error));
    assert_true(contact_forget(writer, id, &error));
    assert_true(contact_export(writer->db, writer->arena, id, &(Viewer) { 0 }, &json, &error));
    assert_null(strstr(json, "user-1"));
    assert_true(contact_seen(writer, "user-1", &other, &made, &error) && made);
    assert_int_not_equal(id, other);
    assert_false(contact_forget(writer, 1, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
}

static void who_is_forgotten_is_not_recognized_again(void **state)
{
    in_a_write(state, forget_a_person);
}

typedef struct {
    int64_t count;
} Count;
static const Field COUNT_FIELDS[] = { SHAPE_FIELD(Count, count, FIELD_INT), { 0 } };
static const Shape COUNT = { "Count", sizeof(Count), COUNT_FIELDS };
#define SCRUBS_WAITING "SELECT COUNT(*) AS count FROM job WHERE kind = 'contact.scrub' AND state = 'waiting'"
static const Statement SCRUBS = {
    .name = "scrubs", .sqlite = SCRUBS_WAITING, .postgres = SCRUBS_WAITING, .row = &COUNT
};

static void forget_two_people(const Writer *writer)
{
    int64_t id;
    bool made;
    void *scrubs;
    for (int i = 0; i < 2; i++) {
        assert_true(contact_seen(writer, arena_format(writer->arena, "user-%d", i), &id, &made, &error));
        assert_true(contact_forget(writer, id, &error));
    }
    assert_true(db_one(writer->db, writer->arena, &SCRUBS, NULL, &scrubs, &error));
    assert_int_equal(((const Count *)scrubs)->count, 1);
}

static void however_many_are_forgotten_the_files_are_scrubbed_once_for_all(void **state)
{
    in_a_write(state, forget_two_people);
}

static const Field WRITTEN_FIELDS[] = { SHAPE_FIELD(ContactTextRow, id, FIELD_ID),
                                        SHAPE_FIELD(ContactTextRow, text, FIELD_TEXT),
                                        { 0 } };
static const Shape WRITTEN = { "Written", sizeof(ContactTextRow), WRITTEN_FIELDS };
static const FieldType CHANGE_TYPES[] = { FIELD_ID, FIELD_TEXT };
#define WRITE                                                                                                          \
    "INSERT INTO today_snooze (id, account_id, until_day, reason, created_at) VALUES (1, 1, 0, "                       \
    "'both@x.test one@x.test two@x.test 03-1234-5678 03-1111-2222 03 3333 4444', 0)"
#define READ      "SELECT id, reason AS text FROM today_snooze"
#define SET(n, i) "UPDATE today_snooze SET reason = " n " WHERE id = " i
static const Statement WRITES = { .name = "writes", .sqlite = WRITE, .postgres = WRITE };
static const Statement READS = { .name = "reads", .sqlite = READ, .postgres = READ, .row = &WRITTEN };
static const Statement CHANGES = { .name = "changes",
                                   .sqlite = SET("?2", "?1"),
                                   .postgres = SET("$2::text", "$1::bigint"),
                                   .parameters = CHANGE_TYPES,
                                   .parameter_count = 2 };
static const ContactText TEXTS[] = { { &READS, &CHANGES, NULL }, { 0 } };
static const ContactHolder HOLDER = { .name = "test", .texts = TEXTS };
static const Module HOLDS = { .name = "test", .persons = &HOLDER };
static const Module *const TESTED[] = { &HOLDS, NULL }, *const NO_MODULES[] = { NULL };

static int64_t person_reached(const Writer *writer, const char *external_id, const char *email, const char *phone)
{
    ContactGiven given = { .external_id = external_id, .email = email, .phone = phone };
    int64_t id;
    Upsert outcome;
    assert_true(contact_upsert(writer, &given, &id, &outcome, &error));
    return id;
}

static void forget_who_shares(const Writer *writer)
{
    void *row;
    int64_t gone[] = { person_reached(writer, "u-1", "both@x.test", "03-1234-5678"),
                       person_reached(writer, "u-2", "one@x.test", "03-1111-2222"),
                       person_reached(writer, "u-3", "two@x.test", "03 3333 4444") };
    person_reached(writer, "u-4", "Both@x.test", "０３１２３４５６７８");
    assert_true(db_run(writer->db, &WRITES, NULL, NULL, &error));
    assert_true(contacts_forget(writer, (Ids) { 3, gone }, &error));
    assert_true(db_one(writer->db, writer->arena, &READS, NULL, &row, &error));
    assert_string_equal(((const ContactTextRow *)row)->text, "both@x.test […] […] 03-1234-5678 […] […]");
}

static void an_address_or_number_that_another_has_too_stays(void **state)
{
    modules_use(TESTED);
    in_a_write(state, forget_who_shares);
    modules_use(NO_MODULES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_user_seen_first_and_imported_later_is_one_person),
        DB_TEST(however_many_are_forgotten_the_files_are_scrubbed_once_for_all),
        DB_TEST(an_address_or_number_that_another_has_too_stays),
        DB_TEST(without_an_id_a_person_is_known_by_the_address),
        DB_TEST(an_id_given_later_finds_the_contact_of_its_address),
        DB_TEST(two_of_many_roles_become_one_with_all_of_them),
        DB_TEST(who_was_merged_is_forgotten_with_all_ids),
        DB_TEST(who_is_forgotten_is_not_recognized_again),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
