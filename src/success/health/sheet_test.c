/* The year of the sheet, against judging each account alone on each of its days, and leaving by hand. */
#include "base/test.h"

#include "engine/measure_kind.h"
#include "engine/test_engine.h"
#include "success/health/sheet.h"

#include <string.h>

enum { DAY = 20000, ACCOUNTS = 60, YEAR = 7 * SHEET_WEEKS, CARD = 3, NEXT = 4 };

static uint32_t roll(uint32_t below)
{
    static uint64_t seed = 20261130;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

/* BAD after so many silent days. */
static Judge card_of(int64_t id, int silent, const char *segment)
{
    const char *text = arena_format(
        arena,
        "{\"rules\":[{\"key\":\"silent\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"measure\":{\"measure\":\"days_"
        "since\"},"
        "\"op\":\">=\",\"value\":%d}}],\"points\":[{\"key\":\"days\",\"name\":\"\",\"measure\":{\"measure\":\"active_"
        "days\","
        "\"days\":28},\"weight\":1,\"low\":0,\"high\":8}],\"bad_below\":10,\"good_from\":60,\"unknown_below\":0.5}",
        silent);
    const Json *json;
    const Condition *only = NULL;
    ConditionOf accounts = { .engine = engine, .sees = CIRCLES_ALL };
    Judge judge = { .scorecard_id = id, .purpose = "retention", .until_day = INT64_MAX, .number = 1 };
    if (!json_parse(arena, text, strlen(text), &json, &error) ||
        (segment && !condition_parse_text(arena, &accounts, segment, "segment", &only, &error)) ||
        !definition_compile(arena, &accounts, json, only, 0, &judge, &error))
        fail_msg("%s", error.text);
    return judge;
}

static void used(int64_t account, int64_t day)
{
    Delta delta = { .account = account, .kind = SERIES_FEATURE, .key = 1, .day = day, .count = 1 };
    engine_apply(engine, &delta, 1);
}

static void status_steps(int64_t account, const EngineStep *steps, size_t count)
{
    engine_steps_set(engine, account, engine_column(engine, ENGINE_STATUS, COLUMN_TEXT, true), steps, count);
}

static void pays_until(int64_t account, int64_t left_on, int64_t back_on)
{
    const EngineStep steps[] = { { 0, DAY - 1000, engine_text("paying") },
                                 { 0, left_on, engine_text("left") },
                                 { 0, back_on, engine_text("paying") } };
    engine_account_add(engine, account);
    status_steps(account, steps, back_on ? 3 : left_on ? 2 : 1);
}

/* A draft of `silent` days for everybody with seats from 5 on, against a card in force for seats from 3 on; the next
 * card takes all others. */
static void sides_of(Side sides[SIDE_COUNT])
{
    Judge *items = arena_array(arena, 2, sizeof *items);
    Drafted *both = arena_make(arena, Drafted);
    items[0] = card_of(CARD, 14, "{\"measure\":{\"measure\":\"seats\"},\"op\":\">=\",\"value\":3}");
    items[1] = card_of(NEXT, 60, NULL);
    both->as_of = DAY;
    both->judges = (Judges) { .count = 2, .items = items };
    both->draft = card_of(CARD, 30, "{\"measure\":{\"measure\":\"seats\"},\"op\":\">=\",\"value\":5}");
    sides[SIDE_IN_FORCE] = side_in_force(both, arena);
    sides[SIDE_DRAFT] = side_drafted(both, arena);
}

static Walk *walked(const Side sides[SIDE_COUNT])
{
    Services services = { .engine = engine };
    Walk *walk = arena_make(arena, Walk);
    if (!sheet_walk(sides, &services, arena, DAY, walk, &error))
        fail_msg("%s", error.text);
    return walk;
}

static void has_seats(int64_t account, int64_t seats)
{
    EngineStep step = { 0, DAY - 1000, engine_int(seats) };
    engine_steps_set(engine, account, engine_column(engine, ENGINE_SEATS, COLUMN_INT, true), &step, 1);
}

static void workspace_fill(void)
{
    for (int64_t account = 1; account <= ACCOUNTS; account++) {
        int64_t left_on = roll(3) ? 0 : DAY - (int64_t)roll(YEAR + 60);
        pays_until(account, left_on, left_on && !roll(4) ? left_on + 20 : 0);
        has_seats(account, 1 + account % 9);
        for (int64_t day = DAY - YEAR - 40; day <= DAY; day++)
            if (roll((uint32_t)(2 + account % 30)) == 0)
                used(account, day);
    }
}

/* Asked by itself, as its page asks. */
static const Health *alone(const Side *side, const EngineView *view, int64_t account, int64_t day)
{
    HealthList list = health_judge(&side->judges, view, arena, "retention", day, (Ids) { 1, &account });
    return list.count ? &list.items[0] : NULL;
}

static bool had_left(const EngineView *view, int64_t account, int64_t day)
{
    EngineValue status = view_value(view, account, view_column(view, ENGINE_STATUS), 0, day);
    return status.known && strcmp(status.text, "left") == 0;
}

/* What both sides say of one account on one day, added to the week; NULL = the day before the year. */
static void day_count(const Health *said[SIDE_COUNT], int64_t day, bool gone, Alarms alarms[SIDE_COUNT], Week *week)
{
    for (int side = 0; side < SIDE_COUNT; side++) {
        int band = said[side] ? (int)said[side]->band : BAND_COUNT;
        bool begins = !gone && alarms_on(&alarms[side], day, band, week == NULL);
        if (week && said[side])
            week->sides[side].bands[band]++;
        if (week)
            week->sides[side].alarms += begins;
    }
}

/* The weeks of one account, added to those of all. */
static void account_count(const Side sides[SIDE_COUNT], const EngineView *view, int64_t account, Week *weeks)
{
    Alarms alarms[SIDE_COUNT] = { 0 };
    bool seen = false, gone = false;
    for (int week = 0; week <= SHEET_WEEKS; week++) {
        int64_t day = DAY - 7 * (SHEET_WEEKS - week);
        const Health *said[SIDE_COUNT] = { alone(&sides[0], view, account, day), alone(&sides[1], view, account, day) };
        gone = gone || (seen && had_left(view, account, day));
        if (!side_is_own(&sides[0], said[0]) && !side_is_own(&sides[1], said[1]))
            continue;
        seen = true;
        day_count(said, day, gone, alarms, week ? &weeks[week - 1] : NULL);
    }
}

static void the_weeks_are_what_judging_each_account_alone_gives(void **state)
{
    (void)state;
    Side sides[SIDE_COUNT];
    Week *weeks = arena_array(arena, SHEET_WEEKS, sizeof *weeks);
    int64_t alarms = 0;
    workspace_fill();
    sides_of(sides);
    Walk *walk = walked(sides);
    const EngineView *view = engine_view(engine);
    for (int64_t account = 1; account <= ACCOUNTS; account++)
        account_count(sides, view, account, weeks);
    engine_view_close(view);
    for (int week = 0; week < SHEET_WEEKS; week++) {
        assert_int_equal(walk->weeks[week].day, DAY - 7 * (SHEET_WEEKS - 1 - week));
        for (int side = 0; side < SIDE_COUNT; side++) {
            for (int band = 0; band < BAND_COUNT; band++)
                assert_int_equal(walk->weeks[week].sides[side].bands[band], weeks[week].sides[side].bands[band]);
            assert_int_equal(walk->weeks[week].sides[side].alarms, weeks[week].sides[side].alarms);
            alarms += weeks[week].sides[side].alarms;
        }
    }
    assert_true(alarms > ACCOUNTS); /* there was something to compare */
}

/* Used daily up to that day. */
static void company(int64_t account, int64_t from, int64_t until, int64_t left_on)
{
    pays_until(account, left_on, 0);
    has_seats(account, 9);
    for (int64_t day = from; day <= until; day++)
        used(account, day);
}

static const Course *course_of(const Walk *walk, int64_t account)
{
    for (size_t i = 0; i < walk->count; i++)
        if (walk->courses[i].account == account)
            return &walk->courses[i];
    return NULL;
}

static void assert_course(const Walk *walk, int64_t account, Leaver in_force, int64_t in_force_early, Leaver draft,
                          int64_t draft_early)
{
    const Course *course = course_of(walk, account);
    int64_t early[SIDE_COUNT];
    assert_int_equal(alarms_left(&course->alarms[SIDE_IN_FORCE], course->left_on, &early[SIDE_IN_FORCE]), in_force);
    assert_int_equal(early[SIDE_IN_FORCE], in_force_early);
    assert_int_equal(alarms_left(&course->alarms[SIDE_DRAFT], course->left_on, &early[SIDE_DRAFT]), draft);
    assert_int_equal(early[SIDE_DRAFT], draft_early);
}

/* In force: BAD from 14 silent days on; the draft: from 30. Weekly days are DAY - 7 × n. */
static void who_left_is_caught_by_each_card_as_early_as_it_said_bad(void **state)
{
    (void)state;
    Side sides[SIDE_COUNT];
    int64_t week = DAY - 70, old = DAY - 600;
    company(1, old, week - 20, week + 2);      /* silent for 20 days on the weekly day two days before it left */
    company(2, old, week - 20, week);          /* left on the weekly day itself: the one before saw 13 days */
    company(3, old, week - 40, week + 1);      /* both */
    company(4, old, week, week + 3);           /* used until the end */
    company(5, week - 30, week - 1, week + 8); /* came late; BAD by neither */
    company(6, old, DAY - YEAR - 40, DAY - YEAR - 10); /* left before the year */
    company(7, old, DAY, 0);
    sides_of(sides);
    Walk *walk = walked(sides);
    assert_int_equal(course_of(walk, 1)->left_on, week + 2);
    assert_int_equal(course_of(walk, 2)->left_on, week);
    assert_course(walk, 1, LEAVER_CAUGHT, 2, LEAVER_MISSED, 0);
    assert_course(walk, 2, LEAVER_MISSED, 0, LEAVER_MISSED, 0);
    assert_course(walk, 3, LEAVER_CAUGHT, 22, LEAVER_CAUGHT, 8);
    assert_course(walk, 4, LEAVER_MISSED, 0, LEAVER_MISSED, 0);
    assert_course(walk, 5, LEAVER_MISSED, 0, LEAVER_MISSED, 0);
    assert_false(course_of(walk, 6)->own);
    assert_int_equal(course_of(walk, 6)->left_on, 0);
    assert_true(course_of(walk, 7)->own_now);
    assert_int_equal(course_of(walk, 7)->left_on, 0);
}

/* What the side says of it on that day, as Said; what is said after it left, and of whom is not own, is nothing. */
static Said said_alone(const Side sides[SIDE_COUNT], const EngineView *view, const Course *course, int side,
                       int64_t day)
{
    const Health *said[SIDE_COUNT];
    bool own = false;
    for (int each = 0; each < SIDE_COUNT; each++) {
        said[each] = alone(&sides[each], view, course->account, day);
        own = own || side_is_own(&sides[each], said[each]);
    }
    if (!own || !said[side] || (course->left_on && course->left_on <= day))
        return (Said) { 0 };
    return (Said) { true, (uint8_t)said[side]->band, said[side]->points.known ? (int8_t)said[side]->points.value : -1 };
}

static void what_was_said_thirteen_weeks_apart_is_what_judging_alone_gives(void **state)
{
    (void)state;
    Side sides[SIDE_COUNT];
    int scored = 0;
    workspace_fill();
    sides_of(sides);
    Walk *walk = walked(sides);
    const EngineView *view = engine_view(engine);
    for (size_t i = 0; i < walk->count; i++)
        for (int side = 0; side < SIDE_COUNT; side++)
            for (int landmark = 0; landmark < LANDMARKS; landmark++) {
                int64_t day = DAY - 91 * (LANDMARKS - landmark);
                const Said *said = &walk->courses[i].said[side][landmark];
                Said expected = said_alone(sides, view, &walk->courses[i], side, day);
                assert_int_equal(landmark_day(DAY, landmark), day);
                assert_int_equal(said->scored, expected.scored);
                assert_int_equal(said->band, expected.band);
                assert_int_equal(said->points, expected.points);
                scored += said->scored;
            }
    engine_view_close(view);
    assert_true(scored > ACCOUNTS);
}

static void what_moves_is_counted_of_one_day_as_of_the_year(void **state)
{
    (void)state;
    Side sides[SIDE_COUNT];
    int64_t moved, by_year = 0;
    workspace_fill();
    sides_of(sides);
    Walk *walk = walked(sides);
    for (size_t i = 0; i < walk->count; i++)
        if (walk->courses[i].own_now)
            by_year += walk->courses[i].now[SIDE_IN_FORCE].band != walk->courses[i].now[SIDE_DRAFT].band;
    if (!sheet_moved(sides, engine, DAY, &moved, &error))
        fail_msg("%s", error.text);
    assert_int_equal(moved, by_year);
    assert_true(moved > 0);
}

/* Asked first, second and third: the cards 2, 5 and 8, at the positions 2, 2 and 6. */
static void assert_placed(int64_t id, int64_t position, size_t count, size_t place)
{
    const Judge cards[] = { { .scorecard_id = 2, .position = 2 },
                            { .scorecard_id = 5, .position = 2 },
                            { .scorecard_id = 8, .position = 6 } };
    const Judges judges = { .count = 3, .items = cards };
    const Judge draft = { .scorecard_id = id, .position = position, .name = "draft" };
    Judges with = judges_with_draft(arena, &judges, &draft);
    assert_int_equal(with.count, count);
    for (size_t i = 0; i < with.count; i++)
        assert_int_equal(with.items[i].name != NULL, i == place);
}

static void a_draft_stands_where_its_position_puts_it(void **state)
{
    (void)state;
    assert_placed(4, 1, 4, 0);
    assert_placed(4, 2, 4, 1); /* of equal positions the lower id comes first */
    assert_placed(4, 6, 4, 2);
    assert_placed(4, 7, 4, 3);
    assert_placed(5, 2, 3, 1); /* in place of what is published of it */
    assert_placed(5, 1, 3, 0);
    assert_placed(0, 1, 1, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = { TEST(the_weeks_are_what_judging_each_account_alone_gives),
                                        TEST(who_left_is_caught_by_each_card_as_early_as_it_said_bad),
                                        TEST(what_was_said_thirteen_weeks_apart_is_what_judging_alone_gives),
                                        TEST(what_moves_is_counted_of_one_day_as_of_the_year),
                                        TEST(a_draft_stands_where_its_position_puts_it) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
