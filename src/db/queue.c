/*
 * The list of waiting writes under one lock, and the two ways to take from it: groups for SQLite's single writer
 * (pieces_take), single pieces or joined ones for PostgreSQL's pool (single_take). The list keeps the order of arrival;
 * only taking prefers small writes. The bounds in queue.h decide how much large work a click may have to wait for.
 */
#include "db/queue.h"

#include "base/clock.h"

void queue_open(Queue *queue)
{
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    pthread_cond_init(&queue->ended, NULL);
    queue->end = &queue->first;
}

void queue_free(Queue *queue)
{
    pthread_cond_destroy(&queue->ended);
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->lock);
}

void queue_close(Queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closing = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

static bool is_small(const Write *write)
{
    return write->weight <= WEIGHT_SMALL_MAX;
}

bool queue_put(Queue *queue, Write *write, Error *error)
{
    write->next = NULL;
    write->since = write->since ? write->since : clock_monotonic();
    pthread_mutex_lock(&queue->lock);
    bool closing = queue->closing, taken = !closing && queue->length < QUEUE_MAX;
    if (taken) {
        *queue->end = write;
        queue->end = &write->next;
        queue->length++;
        queue->small += is_small(write);
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->lock);
    if (closing)
        return fail(error, ERROR_BUSY, NULL, "the database is closing");
    return taken || fail(error, ERROR_BUSY, NULL, "%d writes are already waiting", QUEUE_MAX);
}

/* How much large writes may weigh together in the next group; 0 = none of them. The first large one always fits. */
static int64_t room_for_large(Queue *queue, int max)
{
    bool small_alone = max > 1 && queue->small > 0 && queue->small < queue->length && !queue->small_alone;
    queue->small_alone = small_alone;
    if (queue->small > 0)
        queue->small_at = clock_monotonic();
    if (small_alone)
        return 0;
    bool lately = max > 1 && clock_monotonic() - queue->small_at < SMALL_LATELY_US;
    return lately ? WEIGHT_BESIDE_SMALL : INT64_MAX;
}

static bool fits(const Write *write, int64_t room, int64_t large)
{
    return is_small(write) || (room > 0 && (large == 0 || large + write->weight <= room));
}

static int pieces_take(Queue *queue, Write **taken, int max)
{
    int64_t room = room_for_large(queue, max), large = 0;
    int count = 0;
    Write **at = &queue->first;
    while (*at && count < max) {
        Write *write = *at;
        if (!fits(write, room, large)) {
            at = &write->next;
            continue;
        }
        *at = write->next;
        queue->small -= is_small(write);
        large += is_small(write) ? 0 : write->weight;
        taken[count++] = write;
    }
    while (*at)
        at = &(*at)->next;
    queue->end = at;
    queue->length -= count;
    return count;
}

static Write *unlink_at(Queue *queue, Write **at)
{
    Write *write = *at;
    *at = write->next;
    if (!*at)
        queue->end = at;
    queue->length--;
    queue->small -= is_small(write);
    return write;
}

/* From the first one that joins. */
static int joined_take(Queue *queue, Write **at, Write **taken)
{
    int64_t weight = 0;
    int count = 0;
    queue->joining = true;
    while (*at && count < JOINED_MAX) {
        if (!(*at)->joins) {
            at = &(*at)->next;
            continue;
        }
        weight += (*at)->weight;
        if (count > 0 && weight > WEIGHT_JOINED_MAX)
            break;
        taken[count++] = unlink_at(queue, at);
    }
    return count;
}

/* 0 when only joining writes wait, and a group of them is under way or somebody is about to hold them. */
static int single_take(Queue *queue, Write **taken)
{
    Write **at = &queue->first;
    bool may_join = !queue->joining && queue->holders == 0;
    while (*at && (*at)->joins && !may_join)
        at = &(*at)->next;
    if (!*at)
        return 0;
    if ((*at)->joins)
        return joined_take(queue, at, taken);
    taken[0] = unlink_at(queue, at);
    return 1;
}

int queue_take(Queue *queue, Write **taken, int max)
{
    int count = 0;
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        if (queue->first)
            count = max == 1 ? single_take(queue, taken) : pieces_take(queue, taken, max);
        if (count > 0 || (queue->closing && !queue->first))
            break;
        pthread_cond_wait(&queue->filled, &queue->lock);
    }
    pthread_mutex_unlock(&queue->lock);
    return count;
}

void queue_joined(Queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->joining = false;
    /* A holder goes before the writes that wait: its piece has lost against groups already. */
    if (queue->holders > 0)
        pthread_cond_signal(&queue->ended);
    else
        pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

/* Waits on its own condition: on the writers' one, a write's single signal could wake only the holder, and the write
 * would wait although writers are idle. */
void queue_hold(Queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->holders++;
    while (queue->joining)
        pthread_cond_wait(&queue->ended, &queue->lock);
    queue->holders--;
    queue->joining = true;
    pthread_mutex_unlock(&queue->lock);
}
