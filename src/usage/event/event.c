/*
 * One record: a head of fixed size, then name, anonymous id and properties without padding. The head holds the record's
 * size and version, so a reader steps from one to the next and stops at the first that does not add up. Texts are not
 * copied: they point into the body, without a NUL.
 */
#include "usage/event/event.h"

#include "base/clock.h"

#include <string.h>

/* On disk, little-endian as every machine that Banso runs on. */
typedef struct {
    uint32_t size;
    uint8_t version;
    uint8_t type;
    uint16_t name_size;
    uint32_t properties_size;
    uint16_t anonymous_size;
    uint16_t flags;
    int64_t id;
    int64_t at;
    int64_t received_at;
    int64_t contact;
    uint64_t message;
} RecordHead;

enum { RECORD_VERSION = 1, RECORD_NAMED = 1, RECORD_ROBOT = 2 };

size_t event_size(const EventRecord *record)
{
    return sizeof(RecordHead) + record->name_size + record->anonymous_size + record->properties_size;
}

static uint8_t *put(uint8_t *at, const char *text, size_t size)
{
    if (size > 0)
        memcpy(at, text, size);
    return at + size;
}

void event_write(uint8_t *at, const EventRecord *record)
{
    RecordHead head = {
        .size = (uint32_t)event_size(record),
        .version = RECORD_VERSION,
        .type = (uint8_t)record->type,
        .name_size = (uint16_t)record->name_size,
        .properties_size = record->properties_size,
        .anonymous_size = (uint16_t)record->anonymous_size,
        .flags = (uint16_t)((record->named ? RECORD_NAMED : 0) | (record->robot ? RECORD_ROBOT : 0)),
        .id = record->id,
        .at = record->at,
        .received_at = record->received_at,
        .contact = record->contact,
        .message = record->message,
    };
    memcpy(at, &head, sizeof head);
    at = put(at + sizeof head, record->name, record->name_size);
    at = put(at, record->anonymous, record->anonymous_size);
    put(at, record->properties, record->properties_size);
}

bool event_next(Bytes body, size_t *offset, EventRecord *record)
{
    RecordHead head;
    if (body.size - *offset < sizeof head)
        return false;
    memcpy(&head, body.data + *offset, sizeof head);
    size_t texts = (size_t)head.name_size + head.anonymous_size + head.properties_size;
    if (head.version != RECORD_VERSION || head.size != sizeof head + texts || head.size > body.size - *offset)
        return false;
    const char *text = (const char *)body.data + *offset + sizeof head;
    *record = (EventRecord) {
        .id = head.id,
        .at = head.at,
        .received_at = head.received_at,
        .contact = head.contact,
        .message = head.message,
        .type = head.type < TRACK_TYPES ? (TrackType)head.type : TRACK_NONE,
        .robot = (head.flags & RECORD_ROBOT) != 0,
        .named = (head.flags & RECORD_NAMED) != 0,
        .name = text,
        .name_size = head.name_size,
        .anonymous = text + head.name_size,
        .anonymous_size = head.anonymous_size,
        .properties = text + head.name_size + head.anonymous_size,
        .properties_size = head.properties_size,
    };
    *offset += head.size;
    return true;
}

int64_t event_day(int64_t ms)
{
    return (ms >= 0 ? ms : ms - (MS_PER_DAY - 1)) / MS_PER_DAY;
}
