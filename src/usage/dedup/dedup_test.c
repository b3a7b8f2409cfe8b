#include "base/test.h"

#include "usage/dedup/dedup_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static uint64_t spread(uint64_t number)
{
    number = (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    number ^= number >> 29;
    return number * UINT64_C(0xbf58476d1ce4e5b9) | 1;
}

static Repeat *open_in(char *folder, size_t newest)
{
    Repeat *repeat;
    Error error;
    if (!repeat_open(folder, newest, &repeat, &error))
        fail_msg("%s", error.text);
    return repeat;
}

static void an_id_is_new_once(void **state)
{
    char folder[] = "/tmp/banso-repeat-XXXXXX";
    (void)state;
    Repeat *repeat = open_in(mkdtemp(folder), 0);
    assert_true(repeat_add(repeat, 5));
    assert_false(repeat_add(repeat, 5));
    repeat_remove(repeat, 5);
    assert_true(repeat_add(repeat, 5));
    repeat_close(repeat);
}

static void ids_are_found_in_runs_as_in_memory(void **state)
{
    char folder[] = "/tmp/banso-repeat-XXXXXX";
    enum { IDS = 50000, FULL = 7000 };
    RepeatRun runs[16];
    size_t run_count = 0, mapped, sum = 0;
    Error error;
    (void)state;
    Repeat *repeat = open_in(mkdtemp(folder), FULL);
    for (uint64_t i = 0; i < IDS; i++) {
        assert_true(repeat_add(repeat, spread(i)));
        if (i % 1000 != 0)
            continue;
        repeat_spill(repeat, (int64_t)i + 1);
        repeat_settle(repeat);
        if (repeat_written(repeat, &runs[run_count])) {
            run_count++;
            repeat_registered(repeat);
        }
    }
    assert_in_range(run_count, 5, 8);
    assert_int_equal(repeat_count(repeat), IDS);
    for (uint64_t i = 0; i < IDS; i++)
        assert_false(repeat_add(repeat, spread(i)));
    for (uint64_t i = IDS; i < 2 * IDS; i++)
        assert_true(repeat_add(repeat, spread(i)));
    repeat_close(repeat);

    /* Another start maps the runs; a run whose file is gone is told. */
    repeat = open_in(folder, FULL);
    for (size_t i = 0; i < run_count; i++) {
        assert_true(repeat_map(repeat, runs[i].name, &mapped, &error));
        assert_int_equal(mapped, runs[i].ids);
        sum += mapped;
    }
    repeat_index(repeat);
    for (uint64_t i = 0; i < sum; i++)
        assert_false(repeat_add(repeat, spread(i)));
    assert_true(repeat_map(repeat, "nothing.run", &mapped, &error));
    assert_int_equal(mapped, 0);
    repeat_unmap(repeat, runs[0].name);
    assert_true(repeat_add(repeat, spread(0)));
    repeat_close(repeat);
}

static void taking_back_leaves_the_others(void **state)
{
    char folder[] = "/tmp/banso-repeat-XXXXXX";
    (void)state;
    Repeat *repeat = open_in(mkdtemp(folder), 0);
    /* Neighbours in the table: they differ in their high bits only. */
    for (uint64_t i = 1; i <= 1000; i++)
        assert_true(repeat_add(repeat, (i << 32) | (i % 7)));
    for (uint64_t i = 1; i <= 1000; i += 2)
        repeat_remove(repeat, (i << 32) | (i % 7));
    for (uint64_t i = 1; i <= 1000; i++)
        assert_int_equal(repeat_add(repeat, (i << 32) | (i % 7)), i % 2);
    repeat_close(repeat);
}

static void a_growing_set_knows_every_id_at_every_step(void **state)
{
    char folder[] = "/tmp/banso-repeat-XXXXXX";
    enum { IDS = 20000 };
    (void)state;
    Repeat *repeat = open_in(mkdtemp(folder), 0);
    for (uint64_t i = 0; i < IDS; i++) {
        assert_true(repeat_add(repeat, spread(i)));
        assert_false(repeat_add(repeat, spread(i)));
        assert_false(repeat_add(repeat, spread(i / 2)));
        /* Taken back while the set is half copied, and taken again. */
        if (i % 1999 == 0) {
            repeat_remove(repeat, spread(i / 3));
            assert_false(repeat_has(repeat, spread(i / 3)));
            assert_true(repeat_add(repeat, spread(i / 3)));
        }
    }
    for (uint64_t i = 0; i < IDS; i++)
        assert_true(repeat_has(repeat, spread(i)));
    assert_int_equal(repeat_count(repeat), IDS);
    repeat_close(repeat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_new_once),
        cmocka_unit_test(ids_are_found_in_runs_as_in_memory),
        cmocka_unit_test(taking_back_leaves_the_others),
        cmocka_unit_test(a_growing_set_knows_every_id_at_every_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
