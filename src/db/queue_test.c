#include "base/test.h"

#include "db/queue.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

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

/* One that holds, in a thread of its own; `order` says who came first. */
typedef struct {
    Queue *queue;
    int order, held_as;
} Holder;

static void *hold_and_let_go(void *context)
{
    Holder *holder = context;
    queue_hold(holder->queue);
    holder->held_as = ++holder->order;
    queue_joined(holder->queue);
    return NULL;
}

/* Returns once as many wait to hold as are expected. */
static void await_holders(Queue *queue, int count)
{
    int waiting = -1;
    for (int looks = 0; waiting != count && looks < HUNG_SECONDS * 1000; looks++, usleep(1000)) {
        pthread_mutex_lock(&queue->lock);
        waiting = queue->holders;
        pthread_mutex_unlock(&queue->lock);
    }
    assert_int_equal(waiting, count);
}

static void who_waits_to_hold_goes_before_the_next_of_those_that_join(void **state)
{
    Line *line = *state;
    Holder holder = { &line->queue, 0, 0 };
    pthread_t thread;
    line_put(line, "A", 0);
    assert_string_equal(line_take(line, 1), "A");
    line_put(line, "B", 0);
    assert_int_equal(pthread_create(&thread, NULL, hold_and_let_go, &holder), 0);
    await_holders(&line->queue, 1);
    queue_joined(&line->queue);
    assert_string_equal(line_take(line, 1), "B");
    assert_int_equal(++holder.order, 2);
    pthread_join(thread, NULL);
    assert_int_equal(holder.held_as, 1);
}

static void *take_one(void *context)
{
    Write *taken[1];
    return queue_take(context, taken, 1) == 1 ? taken[0]->context : NULL;
}

/* The holder began to wait first: the signal for the write must not be spent on it. */
static void a_write_wakes_an_idle_writer_and_not_one_that_waits_to_hold(void **state)
{
    Line *line = *state;
    Holder holder = { &line->queue, 0, 0 };
    pthread_t holding, taking;
    void *name;
    line_put(line, "A", 0);
    assert_string_equal(line_take(line, 1), "A");
    assert_int_equal(pthread_create(&holding, NULL, hold_and_let_go, &holder), 0);
    await_holders(&line->queue, 1);
    assert_int_equal(pthread_create(&taking, NULL, take_one, &line->queue), 0);
    usleep(1000);
    line_put(line, "a", 0);
    pthread_join(taking, &name);
    assert_int_equal((char)(intptr_t)name, 'a');
    assert_int_equal(holder.held_as, 0);
    queue_joined(&line->queue);
    pthread_join(holding, NULL);
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
        TEST(who_waits_to_hold_goes_before_the_next_of_those_that_join),
        TEST(a_write_wakes_an_idle_writer_and_not_one_that_waits_to_hold),
        TEST(on_sqlite_those_that_join_are_like_all_others),
        TEST(a_closed_queue_gives_what_it_has_and_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
