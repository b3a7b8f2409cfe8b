/* libFuzzer: whatever a tracking call holds, parsing it and judging its events neither reads nor writes astray, and
 * what is taken points into the body. */
#include "base/error.h"
#include "usage/track/track.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_BEHIND = 64 }; /* as track_parse asks for */

static void inside(const char *body, size_t size, TrackSlice slice)
{
    if (slice.data && (slice.data < body || slice.data + slice.size > body + size))
        bug("a slice lies outside the body");
}

static void judge(const char *body, size_t size, TrackBody *call, bool as_given)
{
    for (size_t i = 0; i < call->count; i++) {
        TrackEvent *event = &call->events[i];
        track_check(call, event, 1795348800000, as_given);
        if (event->reject)
            continue;
        inside(body, size, event->properties);
        inside(body, size, event->traits);
        inside(body, size, event->raw);
        if (event->type <= TRACK_NONE || event->type >= TRACK_TYPES)
            bug("a good event has no type");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    const char *problem = NULL, *key;
    TrackBody call = { 0 };
    if (size == 0 || size > TRACK_BATCH_MAX) {
        arena_free(arena);
        return 0;
    }
    TrackType type = (TrackType)(data[0] % TRACK_TYPES);
    size_t length = size - 1;
    char *body = malloc(length + ROOM_BEHIND);
    if (!body)
        bug("out of memory");
    memcpy(body, data + 1, length);
    memset(body + length, 0, ROOM_BEHIND);
    if (track_parse(arena, body, length, type, &call, &problem))
        judge(body, length, &call, data[0] & 0x80);
    else if (!problem)
        bug("a body was refused without a word");
    track_parse_key(arena, body, length, &key);
    free(body);
    arena_free(arena);
    return 0;
}
