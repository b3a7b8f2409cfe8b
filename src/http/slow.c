/*
 * A bounded queue and SLOW_THREADS threads for work that would hold up libmicrohttpd's: password hashes, long reads.
 * The connection is suspended meanwhile (run.c). A full queue answers BUSY at once. When stopping, what is queued is
 * still done.
 */
#include "http/server_inside.h"

static Exchange *slow_take(Slow *slow)
{
    pthread_mutex_lock(&slow->lock);
    while (!slow->first && !slow->stopping)
        pthread_cond_wait(&slow->wake, &slow->lock);
    Exchange *exchange = slow->first;
    if (exchange) {
        slow->first = exchange->next;
        if (!slow->first)
            slow->last = &slow->first;
        slow->waiting--;
    }
    pthread_mutex_unlock(&slow->lock);
    return exchange;
}

static void *slow_loop(void *context)
{
    Exchange *exchange;
    while ((exchange = slow_take(context)))
        exchange_run_slow(exchange);
    return NULL;
}

bool slow_start(Slow *slow, Error *error)
{
    pthread_mutex_init(&slow->lock, NULL);
    pthread_cond_init(&slow->wake, NULL);
    slow->last = &slow->first;
    for (; slow->started < SLOW_THREADS; slow->started++)
        if (pthread_create(&slow->threads[slow->started], NULL, slow_loop, slow))
            return fail(error, ERROR_INTERNAL, NULL, "no thread for slow work");
    return true;
}

void slow_stop(Slow *slow)
{
    pthread_mutex_lock(&slow->lock);
    slow->stopping = true;
    pthread_cond_broadcast(&slow->wake);
    pthread_mutex_unlock(&slow->lock);
    for (int i = 0; i < slow->started; i++)
        pthread_join(slow->threads[i], NULL);
    pthread_cond_destroy(&slow->wake);
    pthread_mutex_destroy(&slow->lock);
}

bool slow_submit(Slow *slow, Exchange *exchange, Error *error)
{
    pthread_mutex_lock(&slow->lock);
    bool room = slow->waiting < SLOW_QUEUE_MAX;
    if (room) {
        exchange->next = NULL;
        *slow->last = exchange;
        slow->last = &exchange->next;
        slow->waiting++;
        pthread_cond_signal(&slow->wake);
    }
    pthread_mutex_unlock(&slow->lock);
    return room || fail(error, ERROR_BUSY, NULL, "too many slow requests are waiting");
}
