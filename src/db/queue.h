/*
 * Writes that wait for a writer. Where pieces share a commit, small ones go before large ones: a call of one event, or
 * a click, waits for the group under way and not for every batch that came before it. Large ones lose little: every
 * second group has some of them, at least one, in the order in which they came.
 *
 * A writer of single pieces (PostgreSQL) takes them as they came. Of those that join one another it takes all that
 * wait, and no other writer takes such pieces until it has committed: two groups at once would change the same rows,
 * and one of them would have to start again.
 *
 * Units: weights in bytes of what a write brings (Write.weight).
 * Errors: BUSY when QUEUE_MAX wait, or it is closed.
 */
#ifndef BANSO_DB_QUEUE_H
#define BANSO_DB_QUEUE_H

#include "db/db.h"

#include <pthread.h>

enum { QUEUE_MAX = 4096, WEIGHT_SMALL_MAX = 16 * 1024, WEIGHT_BESIDE_SMALL = 320 * 1024, SMALL_LATELY_US = 100 * 1000 };
enum { JOINED_MAX = 256, WEIGHT_JOINED_MAX = 8 * 1024 * 1024 };

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t filled; /* for writers: a write has come, or joining ones may be taken again */
    pthread_cond_t ended;  /* for holders: the group under way has ended */
    Write *first, **end;
    int length, small; /* how many, and how many of them are small */
    int64_t small_at;  /* when one was taken last, monotonic µs */
    bool small_alone;  /* the last group was of small ones alone */
    bool joining;      /* a group of joining writes is under way, or somebody holds them back */
    int holders;       /* how many wait to hold: no group begins before them */
    bool closing;
} Queue;

void queue_open(Queue *queue);
void queue_free(Queue *queue);
bool queue_put(Queue *queue, Write *write, Error *error);
/* Accepts no more writes and wakes the waiting writers. */
void queue_close(Queue *queue);
/* Waits for work; at most `max` pieces, 0 once it is closed and empty. `max` 1 takes them as they came, and of those
 * that join at most JOINED_MAX. */
int queue_take(Queue *queue, Write **taken, int max);
/* The group of joining writes has ended: the next one may begin. */
void queue_joined(Queue *queue);
/* Waits until no such group is under way, and keeps others from starting until queue_joined: for a single piece that
 * has lost a race, and would lose again as long as groups follow one another. Goes before the groups that wait. */
void queue_hold(Queue *queue);

#endif
