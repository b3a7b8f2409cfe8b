#include "base/test.h"

#include "db/queue.h"

#include <string.h>

/* Names of what was taken: letters for small ones, numbers for large ones, capitals for those that join. */
typedef struct {
    Queue queue;
    Write writes[64];
    int count;
    char told[256];
} Line;

static int line_open(void **state)
{
    static Line line;
    line = (Line) { .count = 0 };
    queue_open(&line.queue);
    *state = &line;
    return 0;
}

static int line_close(void **state)
{
    queue_free(&((Line *)*state)->queue);
    return 0;
}

static void line_put(Line *line, const char *names, int64_t large)
{
    Error error;
    for (; *names; names++) {
        Write *write = &line->writes[line->count++];
        *write = (Write) { .weight = *names >= '0' && *names <= '9' ? large : 300,
                           .joins = *names >= 'A' && *names <= 'Z',
                           .context = (void *)(intptr_t)*names };
        assert_true(queue_put(&line->queue, write, &error));
    }
}

/* As if no time had passed since a small one was taken. */
static const char *line_take(Line *line, int max)
{
    Write *taken[64];
    if (line->queue.small_at)
        line->queue.small_at = INT64_MAX;
    int count = queue_take(&line->queue, taken, max);
    for (int i = 0; i < count; i++)
        line->told[i] = (char)(intptr_t)taken[i]->context;
    line->told[count] = 0;
    return line->told;
}

static void without_small_ones_all_that_waits_is_one_group(void **state)
{
    Line *line = *state;
    line_put(line, "12345678", 150000);
    assert_string_equal(line_take(line, 64), "12345678");
}

static void small_ones_go_first_and_alone_and_large_ones_come_in_their_turn(void **state)
{
    Line *line = *state;
    line_put(line, "1a2b3456", 150000);
    assert_string_equal(line_take(line, 64), "ab");
    line_put(line, "c", 0);
    /* Beside small ones two of them fit; those that wait longest. */
    assert_string_equal(line_take(line, 64), "12c");
    line_put(line, "d", 0);
    assert_string_equal(line_take(line, 64), "d");
    assert_string_equal(line_take(line, 64), "34");
    assert_string_equal(line_take(line, 64), "56");
    line_put(line, "ef", 0);
    assert_string_equal(line_take(line, 64), "ef");
    /* Small ones that went alone leave little room to those behind them as well: more may come. */
    line_put(line, "g78", 150000);
    line_put(line, "9", 150000);
    assert_string_equal(line_take(line, 64), "g");
    assert_string_equal(line_take(line, 64), "78");
    assert_string_equal(line_take(line, 64), "9");
}

static void one_that_is_larger_than_the_room_goes_alone(void **state)
{
    Line *line = *state;
    line_put(line, "a12", 5000000);
    assert_string_equal(line_take(line, 64), "a");
    line_put(line, "b", 0);
    assert_string_equal(line_take(line, 64), "1b");
    assert_string_equal(line_take(line, 64), "2");
}

static void a_writer_of_single_pieces_takes_them_as_they_came(void **state)
{
    Line *line = *state;
    line_put(line, "1a2", 150000);
    assert_string_equal(line_take(line, 1), "1");
    assert_string_equal(line_take(line, 1), "a");
    assert_string_equal(line_take(line, 1), "2");
}

static void once_no_small_one_came_for_a_while_all_that_waits_is_one_group_again(void **state)
{
    Line *line = *state;
    line_put(line, "a", 0);
    assert_string_equal(line_take(line, 64), "a");
    line_put(line, "1234", 150000);
    assert_string_equal(line_take(line, 64), "12");
    line->queue.small_at = 0;
    assert_string_equal(line_take(line, 64), "34");
    line_put(line, "5678", 150000);
    assert_string_equal(line_take(line, 64), "5678");
}

static void a_closed_queue_gives_what_it_has_and_takes_no_more(void **state)
{
    Line *line = *state;
    Write late = { .weight = 1 };
    Error error = { 0 };
    line_put(line, "12", 150000);
    queue_close(&line->queue);
    assert_false(queue_put(&line->queue, &late, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_null(strstr(error.text, "already waiting"));
    assert_string_equal(line_take(line, 1), "1");
    assert_string_equal(line_take(line, 1), "2");
    assert_string_equal(line_take(line, 1), "");
}

static void those_that_join_are_taken_together_and_no_others_until_they_are_done(void **state)
{
    Line *line = *state;
    line_put(line, "aAbBC", 0);
    assert_string_equal(line_take(line, 1), "a");
    assert_string_equal(line_take(line, 1), "ABC");
    line_put(line, "Dc", 0);
    assert_string_equal(line_take(line, 1), "b");
    assert_string_equal(line_take(line, 1), "c");
    line_put(line, "Ed", 0);
    assert_string_equal(line_take(line, 1), "d");
    queue_joined(&line->queue);
    assert_string_equal(line_take(line, 1), "DE");
    queue_joined(&line->queue);
    line_put(line, "e", 0);
    assert_string_equal(line_take(line, 1), "e");
}

static void who_holds_the_queue_keeps_those_that_join_waiting(void **state)
{
    Line *line = *state;
    queue_hold(&line->queue);
    line_put(line, "AaB", 0);
    assert_string_equal(line_take(line, 1), "a");
    queue_joined(&line->queue);
    assert_string_equal(line_take(line, 1), "AB");
}

static void on_sqlite_those_that_join_are_like_all_others(void **state)
{
    Line *line = *state;
    line_put(line, "AbC", 0);
    assert_string_equal(line_take(line, 64), "AbC");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, line_open, line_close)
    const struct CMUnitTest tests[] = {
        TEST(without_small_ones_all_that_waits_is_one_group),
        TEST(small_ones_go_first_and_alone_and_large_ones_come_in_their_turn),
        TEST(one_that_is_larger_than_the_room_goes_alone),
        TEST(a_writer_of_single_pieces_takes_them_as_they_came),
        TEST(once_no_small_one_came_for_a_while_all_that_waits_is_one_group_again),
        TEST(those_that_join_are_taken_together_and_no_others_until_they_are_done),
        TEST(who_holds_the_queue_keeps_those_that_join_waiting),
        TEST(on_sqlite_those_that_join_are_like_all_others),
        TEST(a_closed_queue_gives_what_it_has_and_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
