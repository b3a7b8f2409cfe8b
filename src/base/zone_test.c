/* Zones against the system's C library, which reads the same data with other code; and broken files. */
#include "base/test_arena.h"
#include "base/test_day.h"
#include "base/zone_read.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char FOLDER[] = "/usr/share/zoneinfo";
static const char OF_ICU[] = "Europe/Vaduz"; /* one is read while the system has no data */
enum { NAMES_MAX = 1000, MOMENTS = 20, BROKEN = 4000 };

static int64_t at(const char *text)
{
    int64_t ms;
    if (!time_parse(text, &ms))
        fail_msg("%s is a time", text);
    return ms;
}

static uint64_t random_state = 1;

static uint64_t below(uint64_t count)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 20) % count;
}

/* ---- the oracle ------------------------------------------------------------------------------------------------ */

static char names[NAMES_MAX][ZONE_NAME_MAX + 1];
static size_t name_count;

static int name_add(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
    const char *name = path + sizeof FOLDER;
    (void)found, (void)walk;
    if (kind != FTW_F || strchr(name, '.') || strncmp(name, "right/", 6) == 0 || strncmp(name, "posix/", 6) == 0 ||
        strcmp(name, OF_ICU) == 0 || strcmp(name, "Factory") == 0)
        return 0;
    if (name_count < NAMES_MAX && zone_find(name))
        snprintf(names[name_count++], sizeof *names, "%s", name);
    return 0;
}

static void oracle_in(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static int64_t oracle_day(int64_t ms)
{
    time_t seconds = (time_t)(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
    struct tm local;
    assert_non_null(localtime_r(&seconds, &local));
    return day_from(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

static void check_moment(const char *name, const Zone *zone, int64_t ms)
{
    int64_t right = oracle_day(ms);
    if (zone_day(zone, ms) != right)
        fail_msg("%s at %s: %s, right is %s", name, time_format(arena, ms), day_format(arena, zone_day(zone, ms)),
                 day_format(arena, right));
    /* The day begins where the C library says so too, and not a moment earlier. */
    int64_t midnight = zone_midnight(zone, right);
    assert_true(oracle_day(midnight) >= right);
    for (int64_t before = 1; before < 2 * (int64_t)MS_PER_DAY; before += 30 * (int64_t)MS_PER_MINUTE)
        if (oracle_day(midnight - before) >= right)
            fail_msg("%s: %s begins at %s, right is earlier", name, day_format(arena, right),
                     time_format(arena, midnight));
}

static void every_zone_has_the_days_that_the_system_has(void **state)
{
    (void)state;
    int64_t from = at("1901-01-01T00:00:00Z"), until = at("2190-01-01T00:00:00Z");
    nftw(FOLDER, name_add, 16, FTW_PHYS);
    if (name_count < 300)
        fail_msg("only %zu zones: is tzdata there?", name_count);
    for (size_t i = 0; i < name_count; i++) {
        const Zone *zone = zone_find(names[i]);
        assert_true(zone_data(zone).is_of_system);
        oracle_in(names[i]);
        for (int m = 0; m < MOMENTS; m++)
            check_moment(names[i], zone, from + (int64_t)below((uint64_t)(until - from)));
        /* Where changes are near: the time of those who live. */
        for (int m = 0; m < MOMENTS; m++)
            check_moment(names[i], zone, at("2000-01-01T00:00:00Z") + (int64_t)below(40 * 365) * MS_PER_DAY);
    }
    oracle_in("UTC");
}

static void countries_that_changed_their_time_have_the_new_one(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *moment, *day;
    } RIGHT[] = {
        { "America/Mexico_City", "2026-07-01T05:30:00Z", "2026-06-30" },
        { "Asia/Almaty", "2026-07-01T18:30:00Z", "2026-07-01" },
        { "Africa/Cairo", "2026-07-01T21:30:00Z", "2026-07-02" },
        { "America/Nuuk", "2026-01-15T02:30:00Z", "2026-01-15" },
        { "America/Asuncion", "2026-07-01T03:30:00Z", "2026-07-01" },
        { "Asia/Tokyo", "2026-06-30T15:30:00Z", "2026-07-01" },
    };
    for (size_t i = 0; i < sizeof RIGHT / sizeof *RIGHT; i++) {
        int64_t got = zone_day(zone_find(RIGHT[i].zone), at(RIGHT[i].moment));
        if (got != day(RIGHT[i].day))
            fail_msg("%s at %s: %s, right is %s", RIGHT[i].zone, RIGHT[i].moment, day_format(arena, got), RIGHT[i].day);
    }
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static int64_t offset_at(const char *rule, const char *moment)
{
    static ZoneIntervals intervals;
    int64_t offset = 0;
    intervals.count = 0;
    assert_true(zone_interval_add(&intervals, INT64_MIN, 1));
    if (!zone_rule_read(rule, at("2000-01-01T00:00:00Z"), &intervals))
        fail_msg("%s is a rule", rule);
    for (int i = 0; i < intervals.count; i++)
        if (intervals.items[i].start <= at(moment))
            offset = intervals.items[i].offset;
    return offset / MS_PER_MINUTE;
}

static void a_rule_tells_all_later_years(void **state)
{
    (void)state;
    assert_int_equal(offset_at("<+0545>-5:45", "2100-01-01T00:00:00Z"), 345);
    assert_int_equal(offset_at("EST5EDT,M3.2.0,M11.1.0", "2100-03-14T06:59:59Z"), -300);
    assert_int_equal(offset_at("EST5EDT,M3.2.0,M11.1.0", "2100-03-14T07:00:00Z"), -240);
    assert_int_equal(offset_at("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-12-01T00:00:00Z"), 0);
    assert_int_equal(offset_at("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01T00:00:00Z"), 60);
    assert_int_equal(offset_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T00:59:59Z"), -120);
    assert_int_equal(offset_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T01:00:00Z"), -60);
    assert_int_equal(offset_at("AAA0BBB,J60/0,300/0", "2024-03-01T00:00:00Z"), 60);
    assert_int_equal(offset_at("AAA0BBB,J60/0,300/0", "2024-02-29T23:59:59Z"), 0);
    /* Summer time all the year round. */
    for (int month = 1; month <= 12; month++)
        assert_int_equal(offset_at("XXX3EDT4,0/0,J365/23", arena_format(arena, "2031-%02d-01T03:30:00Z", month)), -240);
}

static void what_is_no_rule_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = { "",
                                       "E5",
                                       "EST",
                                       "EST5EDT",
                                       "EST5EDT,M3.2.0",
                                       "EST5EDT,M13.2.0,M11.1.0",
                                       "EST5EDT,M3.2.0,M11.1.0x",
                                       "<+05-5",
                                       "EST999",
                                       "EST5EDT,J0,J1" };
    static ZoneIntervals intervals;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (zone_rule_read(BAD[i], 0, &intervals))
            fail_msg("%s passed", BAD[i]);
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static size_t bytes_of(const char *name, unsigned char *bytes, size_t room)
{
    FILE *file = fopen(arena_format(arena, "%s/%s", FOLDER, name), "re");
    assert_non_null(file);
    size_t size = fread(bytes, 1, room, file);
    fclose(file);
    return size;
}

/* Each in memory of just its size, so that a step beyond it is seen. */
static void broken_files_are_refused_or_read_but_never_crash(void **state)
{
    (void)state;
    static unsigned char whole[1 << 16];
    static ZoneIntervals intervals;
    size_t size = bytes_of("America/New_York", whole, sizeof whole);
    assert_true(zone_bytes_read(whole, size, &intervals));
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *part = malloc(cut + 1);
        memcpy(part, whole, cut);
        assert_false(zone_bytes_read(part, cut, &intervals));
        free(part);
    }
    for (int i = 0; i < BROKEN; i++) {
        unsigned char *part = malloc(size);
        memcpy(part, whole, size);
        for (int b = 0; b < 3; b++)
            part[below(b ? size : 2 * 44)] = (unsigned char)below(256);
        if (zone_bytes_read(part, size, &intervals))
            for (int k = 1; k < intervals.count; k++)
                assert_true(intervals.items[k].start > intervals.items[k - 1].start);
        free(part);
    }
}

static void without_the_systems_data_there_are_those_of_icu(void **state)
{
    (void)state;
    char folder[] = "/tmp/banso-zones-XXXXXX";
    assert_non_null(mkdtemp(folder));
    setenv("TZDIR", folder, 1);
    const Zone *zone = zone_find(OF_ICU);
    unsetenv("TZDIR");
    rmdir(folder);
    assert_non_null(zone);
    assert_false(zone_data(zone).is_of_system);
    assert_true(strlen(zone_data(zone).version) >= 5);
    assert_int_equal(zone_midnight(zone, day("2026-07-01")), at("2026-06-30T22:00:00Z"));
}

static void names_that_are_not_of_zones_are_unknown(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "right/Asia/Tokyo", "posix/Asia/Tokyo", "localtime",    "posixrules", "zone.tab",  "Asia", "Asia/", "/Asia",
        "Asia//Tokyo",      "../passwd",        "Asia/./Tokyo", "+VERSION",   "asia tokyo"
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (zone_find(BAD[i]))
            fail_msg("%s passed", BAD[i]);
}

static void the_systems_data_say_how_new_they_are(void **state)
{
    (void)state;
    ZoneData data = zone_data(zone_find("Asia/Tokyo"));
    assert_true(data.is_of_system);
    assert_true(strncmp(data.version, "20", 2) == 0 && strlen(data.version) == 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First, so that no zone is known from elsewhere. */
        cmocka_unit_test(without_the_systems_data_there_are_those_of_icu),
        cmocka_unit_test(every_zone_has_the_days_that_the_system_has),
        cmocka_unit_test(countries_that_changed_their_time_have_the_new_one),
        cmocka_unit_test(a_rule_tells_all_later_years),
        cmocka_unit_test(what_is_no_rule_is_refused),
        cmocka_unit_test(broken_files_are_refused_or_read_but_never_crash),
        cmocka_unit_test(names_that_are_not_of_zones_are_unknown),
        cmocka_unit_test(the_systems_data_say_how_new_they_are),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
