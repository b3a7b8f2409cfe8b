/*
 * A signature, a key, then records: level, attribute, size, data, checksum. A record attAttachRenddata begins a file;
 * attAttachTitle is its short name, attAttachData its content, and attAttachment a list of MAPI properties, among them
 * the long name.
 *
 * In order: numbers, MAPI properties, records.
 */
#include "mime/tnef.h"

#include "mime/charset.h"

#include <string.h>

enum { FILES_MAX = 1000, PROPERTIES_MAX = 2000, VALUES_MAX = 2000 };

/* ---- numbers ------------------------------------------------------------------------------------------------------
 */

/* What is left to read. `bad` once something was not there; from then on all numbers are 0. */
typedef struct {
    const uint8_t *at;
    size_t size;
    bool bad;
} Left;

static Bytes take(Left *left, size_t size)
{
    if (left->bad || size > left->size) {
        left->bad = true;
        return (Bytes) { 0 };
    }
    Bytes bytes = { left->at, size };
    left->at += size;
    left->size -= size;
    return bytes;
}

/* Little-endian. */
static uint32_t number(Left *left, size_t size)
{
    Bytes bytes = take(left, size);
    uint32_t value = 0;
    for (size_t i = bytes.size; i-- > 0;)
        value = value << 8 | bytes.data[i];
    return value;
}

/* ---- MAPI properties ----------------------------------------------------------------------------------------------
 */

enum {
    TYPE_MULTIPLE = 0x1000,
    TYPE_STRING = 0x1E,
    TYPE_UNICODE = 0x1F,
    TYPE_BINARY = 0x102,
    TYPE_OBJECT = 0x0D,
    ID_LONG_NAME = 0x3707,
    ID_NAME = 0x3704,
    ID_MIME_TAG = 0x370E,
    ID_NAMED = 0x8000
};

/* Bytes of a value of a fixed type, as it is padded; 0 = the type is not known. */
static size_t fixed_size(uint32_t type)
{
    switch (type) {
    case 0x02: /* short */
    case 0x03: /* long */
    case 0x04: /* float */
    case 0x0A: /* error */
    case 0x0B: /* boolean */
        return 4;
    case 0x05: /* double */
    case 0x06: /* currency */
    case 0x07: /* application time */
    case 0x14: /* 64 bits */
    case 0x40: /* file time */
        return 8;
    case 0x48: /* GUID */
        return 16;
    default:
        return 0;
    }
}

static bool is_counted(uint32_t type)
{
    return type == TYPE_STRING || type == TYPE_UNICODE || type == TYPE_BINARY || type == TYPE_OBJECT;
}

static Bytes counted_value(Left *left)
{
    enum { PAD = 4 };
    uint32_t size = number(left, 4);
    Bytes value = take(left, size);
    take(left, (PAD - size % PAD) % PAD);
    return value;
}

static void skip_name(Left *left)
{
    take(left, 16);
    if (number(left, 4) == 0)
        take(left, 4);
    else
        counted_value(left);
}

static const char *string_of(Arena *arena, uint32_t type, Bytes value)
{
    if (type == TYPE_UNICODE)
        return charset_forced(arena, value, "utf-16le");
    while (value.size && value.data[value.size - 1] == 0)
        value.size--;
    return charset_text(arena, value, NULL, NULL);
}

/* The first value is what counts; the others are passed. */
static Bytes values_read(Left *left, uint32_t type)
{
    uint32_t base = type & 0xFFFu;
    bool counted = is_counted(base);
    uint32_t count = counted || type & TYPE_MULTIPLE ? number(left, 4) : 1;
    Bytes first = { 0 };
    left->bad |= count > VALUES_MAX || (!counted && fixed_size(base) == 0);
    for (uint32_t i = 0; i < count && !left->bad; i++) {
        Bytes value = counted ? counted_value(left) : take(left, fixed_size(base));
        first = i == 0 ? value : first;
    }
    return first;
}

static void property_take(Arena *arena, uint32_t id, uint32_t type, Bytes value, TnefFile *file)
{
    if (!value.size || (type != TYPE_STRING && type != TYPE_UNICODE))
        return;
    if (id == ID_LONG_NAME || (id == ID_NAME && !file->name))
        file->name = string_of(arena, type, value);
    else if (id == ID_MIME_TAG)
        file->type = string_of(arena, type, value);
}

static void properties_read(Arena *arena, Bytes bytes, TnefFile *file)
{
    Left left = { bytes.data, bytes.size, false };
    uint32_t count = number(&left, 4);
    for (uint32_t i = 0; i < count && i < PROPERTIES_MAX && !left.bad; i++) {
        uint32_t type = number(&left, 2), id = number(&left, 2);
        if (id >= ID_NAMED)
            skip_name(&left);
        Bytes value = values_read(&left, type);
        if (!left.bad)
            property_take(arena, id, type, value, file);
    }
}

/* ---- records ------------------------------------------------------------------------------------------------------
 */

enum {
    LEVEL_FILE = 2,
    ATTRIBUTE_BODY = 0x2800C,
    ATTRIBUTE_RENDDATA = 0x69002,
    ATTRIBUTE_TITLE = 0x18010,
    ATTRIBUTE_DATA = 0x6800F,
    ATTRIBUTE_ATTACHMENT = 0x69005
};
static const uint32_t SIGNATURE = 0x223E9F78;

typedef struct {
    Arena *arena;
    TnefFile *files;
    size_t count;
    const char *text;
} Reading;

static void file_record(Reading *reading, uint32_t attribute, Bytes data)
{
    if (attribute == ATTRIBUTE_RENDDATA && reading->count < FILES_MAX)
        reading->files[reading->count++].type = "application/octet-stream";
    if (!reading->count)
        return;
    TnefFile *file = &reading->files[reading->count - 1];
    if (attribute == ATTRIBUTE_DATA)
        file->bytes = data;
    else if (attribute == ATTRIBUTE_TITLE && !file->name)
        file->name = string_of(reading->arena, TYPE_STRING, data);
    else if (attribute == ATTRIBUTE_ATTACHMENT)
        properties_read(reading->arena, data, file);
}

static bool record_read(Reading *reading, Left *left)
{
    uint32_t level = number(left, 1), attribute = number(left, 4), size = number(left, 4);
    Bytes data = take(left, size);
    take(left, 2); /* the checksum, which says nothing that sizes do not */
    if (left->bad)
        return false;
    if (level == LEVEL_FILE)
        file_record(reading, attribute, data);
    else if (attribute == ATTRIBUTE_BODY)
        reading->text = string_of(reading->arena, TYPE_STRING, data);
    return true;
}

bool tnef_read(Arena *arena, Bytes bytes, Tnef *tnef)
{
    enum { LEAST = 9 }; /* of a record without its data */
    Left left = { bytes.data, bytes.size, false };
    Reading reading = { .arena = arena };
    if (number(&left, 4) != SIGNATURE)
        return false;
    number(&left, 2);
    reading.files = arena_array(arena, FILES_MAX, sizeof *reading.files);
    while (left.size >= LEAST)
        if (!record_read(&reading, &left))
            break;
    *tnef = (Tnef) { { reading.count, reading.files }, reading.text };
    return reading.count > 0 || reading.text;
}
