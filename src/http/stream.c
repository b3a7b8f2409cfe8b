/*
 * Server-sent events. Publishers only add keys to a set under `lock`; one thread tells all subscribers at most four
 * times a second and, with each heartbeat, asks whether they may still listen. libmicrohttpd's threads take messages
 * (subscriber_read) and suspend a connection that has none; telling resumes it. Messages are counted, not copied.
 *
 * In order: messages and subscribers, keys, the thread, start and end, one browser.
 */
#include "http/stream.h"

#include "base/memory.h"
#include "http/server_inside.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    KEYS_MAX = 512,    /* waiting to be told; beyond that everything has changed */
    KEY_SLOTS = 1024,  /* of the hash set: a power of two */
    MESSAGES_MAX = 16, /* waiting for one slow browser; beyond that it is told to read everything again */
    COALESCE_US = 250000,
    BEAT_MS = 15000
};

typedef struct Message {
    int users;
    size_t size;
    char bytes[];
} Message;

struct Subscriber {
    struct Subscriber *next, *previous;
    Stream *stream;
    struct MHD_Connection *connection;
    Peers *peers;
    Peer *peer;
    Listener who;
    int64_t round; /* the last one in which it was told keys */
    Message *waiting[MESSAGES_MAX];
    int first, count;
    size_t sent; /* of the first message */
    bool suspended;
    bool ended;
};

/* Waiting to be told to those who see its circle, and to its author. The same name may wait for everybody too. */
typedef struct {
    char *name;
    unsigned circle;
    int64_t author;
} Key;

struct Stream {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    Subscriber *subscribers;
    int count;
    Key keys[KEY_SLOTS];
    int key_count;
    bool authored; /* some keys are for their author too: no two listeners are told the same for sure */
    int64_t round;
    bool overflow;          /* more keys than we remember */
    int64_t told, beaten;   /* microseconds: the last message, the last heartbeat */
    int64_t beat;           /* microseconds between two */
    pthread_mutex_t asking; /* held while the guard is asked; taken before `lock` */
    StreamGuard may_listen;
    Services *services;
    bool ended;
    bool stopping;
};

static Message *message_new(const char *bytes, size_t size)
{
    Message *message = memory_resize(NULL, 1, sizeof *message + size);
    message->users = 1;
    message->size = size;
    memcpy(message->bytes, bytes, size);
    return message;
}

static void message_release(Message *message)
{
    if (--message->users == 0)
        free(message);
}

static void subscriber_drop_first(Subscriber *subscriber)
{
    message_release(subscriber->waiting[subscriber->first]);
    subscriber->first = (subscriber->first + 1) % MESSAGES_MAX;
    subscriber->count--;
    subscriber->sent = 0;
}

static void subscriber_wake(Subscriber *subscriber)
{
    if (!subscriber->suspended)
        return;
    subscriber->suspended = false;
    MHD_resume_connection(subscriber->connection);
}

/* One that sleeps wakes and ends in order. One that does not sleep has unread bytes under way, and a client that does
 * not read would keep a stopping server waiting: its socket is shut. While it is in the list its peer exists. */
static void subscriber_end(Subscriber *subscriber)
{
    subscriber->ended = true;
    if (subscriber->suspended)
        subscriber_wake(subscriber);
    else
        peer_cut(subscriber->peers, subscriber->peer);
}

static void subscriber_give(Subscriber *subscriber, Message *message)
{
    /* A browser that reads this slowly has lost its place: its stream ends, it reconnects and reads everything again.
     */
    if (subscriber->count == MESSAGES_MAX) {
        subscriber_end(subscriber);
        return;
    }
    subscriber->waiting[(subscriber->first + subscriber->count++) % MESSAGES_MAX] = message;
    message->users++;
    subscriber_wake(subscriber);
}

static void stream_give(Stream *stream, const char *bytes, size_t size)
{
    Message *message = message_new(bytes, size);
    for (Subscriber *one = stream->subscribers; one; one = one->next)
        subscriber_give(one, message);
    message_release(message);
}

/* ---- keys: a set, until they are told ---- */

static Key *key_slot(Stream *stream, const StreamKey *key)
{
    unsigned hash = 2166136261u ^ key->circle ^ (unsigned)key->author;
    for (const char *c = key->name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    unsigned slot = hash % KEY_SLOTS;
    while (stream->keys[slot].name &&
           (stream->keys[slot].circle != key->circle || stream->keys[slot].author != key->author ||
            strcmp(stream->keys[slot].name, key->name)))
        slot = (slot + 1) % KEY_SLOTS;
    return &stream->keys[slot];
}

static void key_add(Stream *stream, const StreamKey *key)
{
    Key *slot = key_slot(stream, key);
    if (slot->name)
        return;
    if (stream->key_count == KEYS_MAX) {
        stream->overflow = true;
        return;
    }
    *slot = (Key) { strdup(key->name), key->circle, key->author };
    if (!slot->name)
        bug("no memory for a key");
    stream->key_count++;
    stream->authored = stream->authored || key->author;
}

static int64_t staff_of(const Listener *who)
{
    return who->kind == CALLER_STAFF ? who->caller : 0;
}

static bool may_hear(const Listener *who, const Key *key)
{
    return !(key->circle & ~who->rights) || (key->author && key->author == staff_of(who));
}

/* What is told to this one; NULL = nothing. STREAM_ALL says that everything may have changed. */
static Message *keys_message(const Stream *stream, Arena *arena, const Listener *who)
{
    Text text = text_new(arena);
    bool any = stream->overflow;
    text_add(&text, "event: changed\ndata: {\"keys\":[");
    if (stream->overflow)
        json_string_to(&text, STREAM_ALL);
    for (int i = 0; !stream->overflow && i < KEY_SLOTS; i++) {
        const Key *key = &stream->keys[i];
        if (!key->name || !may_hear(who, key))
            continue;
        if (any)
            text_char(&text, ',');
        json_string_to(&text, key->name);
        any = true;
    }
    text_add(&text, "]}\n\n");
    return any ? message_new(text_string(&text), text.size) : NULL;
}

static bool hears_the_same(const Stream *stream, const Listener *one, const Listener *other)
{
    return !((one->rights ^ other->rights) & (CIRCLES_ALL | CIRCLE_AUTHOR)) &&
           (!stream->authored || staff_of(one) == staff_of(other));
}

/* To all who see the same as `first`, and stand behind it in the list. */
static void keys_give(Stream *stream, Subscriber *first)
{
    Arena *arena = arena_new();
    Message *message = keys_message(stream, arena, &first->who);
    for (Subscriber *one = first; one; one = one->next) {
        if (!hears_the_same(stream, &one->who, &first->who))
            continue;
        one->round = stream->round;
        if (message)
            subscriber_give(one, message);
    }
    if (message)
        message_release(message);
    arena_free(arena);
}

/* One message, and its arena, for each set of circles among those who listen; for each member of staff where a key has
 * an author. */
static void keys_tell(Stream *stream)
{
    stream->round++;
    for (Subscriber *one = stream->subscribers; one; one = one->next)
        if (one->round != stream->round)
            keys_give(stream, one);
    for (int i = 0; i < KEY_SLOTS; i++) {
        free(stream->keys[i].name);
        stream->keys[i] = (Key) { 0 };
    }
    stream->key_count = 0;
    stream->authored = false;
    stream->overflow = false;
}

/* With the lock held: the first key that waits wakes the thread. */
static void key_wait(Stream *stream, const StreamKey *key)
{
    if (!stream->subscribers)
        return;
    key_add(stream, key);
    if (stream->key_count == 1)
        pthread_cond_signal(&stream->wake);
}

void stream_publish(Stream *stream, const char *const *keys, int count)
{
    pthread_mutex_lock(&stream->lock);
    for (int i = 0; i < count; i++)
        key_wait(stream, &(StreamKey) { .name = keys[i] });
    pthread_mutex_unlock(&stream->lock);
}

void stream_publish_narrowed(Stream *stream, const StreamKey *keys, int count)
{
    pthread_mutex_lock(&stream->lock);
    for (int i = 0; i < count; i++)
        key_wait(stream, &keys[i]);
    pthread_mutex_unlock(&stream->lock);
}

int stream_count(Stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    int count = stream->count;
    pthread_mutex_unlock(&stream->lock);
    return count;
}

/* ---- the thread that tells and beats ---- */

static Listener *listeners_of(Stream *stream, Arena *arena, int *count)
{
    pthread_mutex_lock(&stream->lock);
    Listener *listeners = arena_array(arena, (size_t)stream->count + 1, sizeof *listeners);
    *count = 0;
    for (const Subscriber *one = stream->subscribers; one; one = one->next)
        listeners[(*count)++] = one->who;
    pthread_mutex_unlock(&stream->lock);
    return listeners;
}

static void listener_drop(Stream *stream, const Listener *listener)
{
    pthread_mutex_lock(&stream->lock);
    for (Subscriber *one = stream->subscribers; one; one = one->next)
        if (one->who.kind == listener->kind && one->who.caller == listener->caller &&
            one->who.session == listener->session && one->who.rights == listener->rights)
            subscriber_end(one);
    pthread_mutex_unlock(&stream->lock);
}

/* The database is asked without the lock: those who publish never wait for it. */
static void listeners_check(Stream *stream)
{
    Arena *arena = arena_new();
    int count = 0;
    pthread_mutex_lock(&stream->asking);
    const Listener *listeners = stream->may_listen ? listeners_of(stream, arena, &count) : NULL;
    for (int i = 0; i < count; i++)
        if (!stream->may_listen(stream->services, &listeners[i]))
            listener_drop(stream, &listeners[i]);
    pthread_mutex_unlock(&stream->asking);
    arena_free(arena);
}

static bool beat_is_due(const Stream *stream, int64_t now)
{
    return now - stream->beaten >= stream->beat;
}

static int64_t stream_turn(Stream *stream, int64_t now)
{
    if (stream->key_count && now - stream->told >= COALESCE_US) {
        keys_tell(stream);
        stream->told = now;
    }
    if (beat_is_due(stream, now)) {
        stream_give(stream, ": beat\n\n", 8);
        stream->beaten = now;
    }
    int64_t next = stream->beaten + stream->beat;
    int64_t tell = stream->told + COALESCE_US;
    return stream->key_count && tell < next ? tell : next;
}

static void *stream_loop(void *context)
{
    Stream *stream = context;
    pthread_mutex_lock(&stream->lock);
    while (!stream->stopping) {
        if (beat_is_due(stream, clock_monotonic())) {
            pthread_mutex_unlock(&stream->lock);
            listeners_check(stream);
            pthread_mutex_lock(&stream->lock);
        }
        int64_t next = stream_turn(stream, clock_monotonic());
        struct timespec until = { .tv_sec = next / 1000000, .tv_nsec = next % 1000000 * 1000 };
        if (!stream->stopping)
            pthread_cond_timedwait(&stream->wake, &stream->lock, &until);
    }
    pthread_mutex_unlock(&stream->lock);
    return NULL;
}

void stream_guard(Stream *stream, StreamGuard may_listen, Services *services)
{
    pthread_mutex_lock(&stream->asking);
    stream->may_listen = may_listen;
    stream->services = services;
    pthread_mutex_unlock(&stream->asking);
}

Stream *stream_new(int beat_ms)
{
    Stream *stream = calloc(1, sizeof *stream);
    pthread_condattr_t monotonic;
    if (!stream)
        bug("no memory for the streams");
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&stream->lock, NULL);
    pthread_mutex_init(&stream->asking, NULL);
    pthread_cond_init(&stream->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    stream->beaten = clock_monotonic();
    stream->beat = (beat_ms ? beat_ms : BEAT_MS) * INT64_C(1000);
    if (pthread_create(&stream->thread, NULL, stream_loop, stream))
        bug("no thread for the streams");
    return stream;
}

void stream_free(Stream *stream)
{
    if (!stream)
        return;
    pthread_mutex_lock(&stream->lock);
    stream->stopping = true;
    pthread_cond_signal(&stream->wake);
    pthread_mutex_unlock(&stream->lock);
    pthread_join(stream->thread, NULL);
    for (int i = 0; i < KEY_SLOTS; i++)
        free(stream->keys[i].name);
    pthread_cond_destroy(&stream->wake);
    pthread_mutex_destroy(&stream->asking);
    pthread_mutex_destroy(&stream->lock);
    free(stream);
}

void stream_drop(Stream *stream, CallerKind kind, int64_t caller_id)
{
    pthread_mutex_lock(&stream->lock);
    for (Subscriber *one = stream->subscribers; one; one = one->next)
        if (one->who.kind == kind && one->who.caller == caller_id)
            subscriber_end(one);
    pthread_mutex_unlock(&stream->lock);
}

void stream_end(Stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->ended = true;
    for (Subscriber *one = stream->subscribers; one; one = one->next)
        subscriber_end(one);
    pthread_mutex_unlock(&stream->lock);
}

/* ---- one browser ---- */

static ssize_t subscriber_read(void *context, uint64_t position, char *buffer, size_t max)
{
    Subscriber *subscriber = context;
    ssize_t given = 0;
    (void)position;
    pthread_mutex_lock(&subscriber->stream->lock);
    if (subscriber->ended) {
        given = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (subscriber->count == 0) {
        subscriber->suspended = true;
        MHD_suspend_connection(subscriber->connection);
    } else {
        Message *message = subscriber->waiting[subscriber->first];
        size_t size = message->size - subscriber->sent < max ? message->size - subscriber->sent : max;
        memcpy(buffer, message->bytes + subscriber->sent, size);
        subscriber->sent += size;
        if (subscriber->sent == message->size)
            subscriber_drop_first(subscriber);
        given = (ssize_t)size;
    }
    pthread_mutex_unlock(&subscriber->stream->lock);
    return given;
}

static void subscriber_free(void *context)
{
    Subscriber *subscriber = context;
    Stream *stream = subscriber->stream;
    pthread_mutex_lock(&stream->lock);
    while (subscriber->count)
        subscriber_drop_first(subscriber);
    if (subscriber->previous)
        subscriber->previous->next = subscriber->next;
    else
        stream->subscribers = subscriber->next;
    if (subscriber->next)
        subscriber->next->previous = subscriber->previous;
    stream->count--;
    pthread_mutex_unlock(&stream->lock);
    free(subscriber);
}

struct MHD_Response *stream_response(Subscriber *subscriber, struct MHD_Connection *connection)
{
    subscriber->connection = connection;
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, subscriber_read, subscriber, subscriber_free);
    if (!response)
        subscriber_free(subscriber);
    return response;
}

bool stream_handler(Request *request, Error *error)
{
    static const char HELLO[] = "retry: 2000\n: hello\n\n";
    Stream *stream = request->services->stream;
    if (!stream || !exchange_of(request)->server)
        return fail(error, ERROR_BUSY, NULL, "streams are not available");
    Subscriber *subscriber = calloc(1, sizeof *subscriber);
    if (!subscriber)
        return fail(error, ERROR_BUSY, NULL, "no memory for a stream");
    subscriber->stream = stream;
    const Caller *caller = request->caller;
    subscriber->who = (Listener) { caller->kind, caller->id, caller->session_id, caller->rights };
    subscriber->peers = &exchange_of(request)->server->peers;
    subscriber->peer = peer_of(exchange_of(request)->connection);
    subscriber->waiting[subscriber->count++] = message_new(HELLO, sizeof HELLO - 1);
    pthread_mutex_lock(&stream->lock);
    subscriber->ended = stream->ended;
    subscriber->next = stream->subscribers;
    if (subscriber->next)
        subscriber->next->previous = subscriber;
    stream->subscribers = subscriber;
    stream->count++;
    pthread_mutex_unlock(&stream->lock);
    request->reply->status = 200;
    request->reply->type = "text/event-stream";
    request->reply->stream = subscriber;
    reply_header(request, "X-Accel-Buffering", "no");
    return true;
}
