#include "base/test.h"

#include "db/queue.h"

#include <stdio.h>

/* Names of what was taken: letters for small ones, numbers for large ones. */
typedef struct {
    Queue queue;
    Write writes[64];
    int count;
    char told[256];
} Line;

static void line_put(Line *line, const char *names, int64_t large)
{
    Error error;
    for (; *names; names++) {
        Write *write = &line->writes[line->count++];
        *write =
            (Write) { .weight = *names >= '0' && *names <= '9' ? large : 300, .context = (void *)(intptr_t)*names };
        assert_true(queue_put(&line->queue, write, &error));
    }
}

static const char *line_take(Line *line, int max)
{
    Write *taken[64];
    int count = queue_take(&line->queue, taken, max);
    for (int i = 0; i < count; i++)
        line->told[i] = (char)(intptr_t)taken[i]->context;
    line->told[count] = 0;
    return line->told;
}

static void without_small_ones_all_that_waits_is_one_group(void **state)
{
    Line line = { 0 };
    (void)state;
    queue_open(&line.queue);
    line_put(&line, "12345678", 150000);
    assert_string_equal(line_take(&line, 64), "12345678");
    queue_free(&line.queue);
}

static void small_ones_go_first_and_alone_and_large_ones_come_in_their_turn(void **state)
{
    Line line = { 0 };
    (void)state;
    queue_open(&line.queue);
    line_put(&line, "1a2b3456", 150000);
    assert_string_equal(line_take(&line, 64), "ab");
    line_put(&line, "c", 0);
    /* Beside small ones two of them fit; those that wait longest. */
    assert_string_equal(line_take(&line, 64), "12c");
    line_put(&line, "d", 0);
    assert_string_equal(line_take(&line, 64), "d");
    assert_string_equal(line_take(&line, 64), "34");
    assert_string_equal(line_take(&line, 64), "56");
    line_put(&line, "ef", 0);
    assert_string_equal(line_take(&line, 64), "ef");
    /* Small ones that went alone leave little room to those behind them as well: more may come. */
    line_put(&line, "g78", 150000);
    line_put(&line, "9", 150000);
    assert_string_equal(line_take(&line, 64), "g");
    assert_string_equal(line_take(&line, 64), "78");
    assert_string_equal(line_take(&line, 64), "9");
    queue_free(&line.queue);
}

static void one_that_is_larger_than_the_room_goes_alone(void **state)
{
    Line line = { 0 };
    (void)state;
    queue_open(&line.queue);
    line_put(&line, "a12", 5000000);
    assert_string_equal(line_take(&line, 64), "a");
    line_put(&line, "b", 0);
    assert_string_equal(line_take(&line, 64), "1b");
    assert_string_equal(line_take(&line, 64), "2");
    queue_free(&line.queue);
}

static void a_writer_of_single_pieces_takes_them_as_they_came(void **state)
{
    Line line = { 0 };
    (void)state;
    queue_open(&line.queue);
    line_put(&line, "1a2", 150000);
    assert_string_equal(line_take(&line, 1), "1");
    assert_string_equal(line_take(&line, 1), "a");
    assert_string_equal(line_take(&line, 1), "2");
    queue_close(&line.queue);
    assert_string_equal(line_take(&line, 1), "");
    queue_free(&line.queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_small_ones_all_that_waits_is_one_group),
        cmocka_unit_test(small_ones_go_first_and_alone_and_large_ones_come_in_their_turn),
        cmocka_unit_test(one_that_is_larger_than_the_room_goes_alone),
        cmocka_unit_test(a_writer_of_single_pieces_takes_them_as_they_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
