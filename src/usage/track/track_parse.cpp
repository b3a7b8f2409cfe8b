/* The only C++ of the program: simdjson's on-demand reader behind track.h. No exception leaves this file. */
extern "C" {
#include "base/arena.h"
#include "base/ident.h"
#include "base/memory.h"
}
#include "usage/track/track.h"

#include <cstring>
#include <simdjson.h>
#include <string_view>

using namespace simdjson;

namespace
{

constexpr int DEPTH_MAX = 64;

thread_local ondemand::parser reader;

struct Reading {
    Arena *arena;
    ondemand::document *document;
    TrackType type;      /* what the path says, TRACK_NONE for a batch */
    const char *problem; /* static; set when reading must stop */
    TrackRefusal reject; /* set when the event under way cannot be kept, but reading goes on */
};

bool stop(Reading &reading, const char *problem)
{
    if (reading.problem == nullptr)
        reading.problem = problem;
    return false;
}

/* The first reason stands. */
void refuse_event(Reading &reading, TrackRefusal reject)
{
    if (reading.reject == TRACK_GOOD)
        reading.reject = reject;
}

/* A text that is JSON and yet none that can be kept spoils its own event and no other: NUL, and half of a character,
 * which is what JavaScript leaves of an emoji that it cuts in two. It is empty then. False when it is not even JSON. */
bool take_bytes(Reading &reading, simdjson_result<std::string_view> unescaped, const char *raw, std::string_view *text)
{
    TrackRefusal reject = TRACK_GOOD;
    if (std::move(unescaped).get(*text) != SUCCESS) {
        if (!track_escapes_are_json(raw))
            return stop(reading, "invalid JSON");
        reject = TRACK_HALF_CHARACTER;
    } else if (std::memchr(text->data(), 0, text->size()) != nullptr) {
        reject = TRACK_NUL;
    }
    if (reject != TRACK_GOOD)
        *text = {};
    refuse_event(reading, reject);
    return true;
}

bool take_key(Reading &reading, simdjson_result<ondemand::field> item, ondemand::field *field, std::string_view *key)
{
    if (std::move(item).get(*field))
        return stop(reading, "invalid JSON");
    const char *raw = field->key().raw();
    return take_bytes(reading, field->unescaped_key(), raw, key);
}

bool take_string(Reading &reading, ondemand::value value, std::string_view *text)
{
    const char *raw = value.raw_json_token().data() + 1;
    return take_bytes(reading, value.get_string(), raw, text);
}

bool walk(Reading &reading, ondemand::value value, int depth);

bool walk_object(Reading &reading, ondemand::value value, int depth)
{
    ondemand::object object;
    if (value.get_object().get(object))
        return stop(reading, "invalid JSON");
    for (auto item : object) {
        ondemand::field field;
        std::string_view key;
        if (!take_key(reading, std::move(item), &field, &key))
            return false;
        if (!walk(reading, field.value(), depth + 1))
            return false;
    }
    return true;
}

bool walk_array(Reading &reading, ondemand::value value, int depth)
{
    ondemand::array array;
    if (value.get_array().get(array))
        return stop(reading, "invalid JSON");
    for (auto item : array) {
        ondemand::value element;
        if (std::move(item).get(element))
            return stop(reading, "invalid JSON");
        if (!walk(reading, element, depth + 1))
            return false;
    }
    return true;
}

/* A number that is JSON and yet beyond what a double holds spoils its own event. */
bool walk_number(Reading &reading, ondemand::value value)
{
    std::string_view token = value.raw_json_token();
    double number;
    if (!value.get_double().get(number))
        return true;
    if (!track_number_is_json(token.data(), token.find_last_not_of(" \t\r\n") + 1))
        return stop(reading, "invalid JSON");
    refuse_event(reading, TRACK_NUMBER_LARGE); /* not taken, so simdjson passes over it */
    return true;
}

bool walk_scalar(Reading &reading, ondemand::value value, ondemand::json_type type)
{
    std::string_view text;
    bool flag;
    bool bad = false;
    if (type == ondemand::json_type::string) {
        return take_string(reading, value, &text);
    } else if (type == ondemand::json_type::number) {
        return walk_number(reading, value);
    } else if (type == ondemand::json_type::boolean) {
        bad = value.get_bool().get(flag);
    } else {
        bad = value.is_null().get(flag) || !flag;
    }
    return bad ? stop(reading, "invalid JSON") : true;
}

/* Visits every value, because raw slices are stored and simdjson checks only what it is asked for. */
bool walk(Reading &reading, ondemand::value value, int depth)
{
    ondemand::json_type type;
    if (value.type().get(type))
        return stop(reading, "invalid JSON");
    if (depth > DEPTH_MAX && (type == ondemand::json_type::object || type == ondemand::json_type::array)) {
        refuse_event(reading, TRACK_TOO_DEEP); /* not opened, so simdjson passes over it, whatever is in it */
        return true;
    }
    if (type == ondemand::json_type::object)
        return walk_object(reading, value, depth);
    if (type == ondemand::json_type::array)
        return walk_array(reading, value, depth);
    return walk_scalar(reading, value, type);
}

/* The bytes of a value that was just read: from its first to the last that is not white space before what follows. */
TrackSlice slice_from(Reading &reading, const char *start)
{
    const char *end;
    if (reading.document->current_location().get(end) || end < start)
        return { nullptr, 0 };
    while (end > start && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t'))
        end--;
    return { start, size_t(end - start) };
}

const char *start_of(ondemand::value &value)
{
    return value.raw_json_token().data();
}

/* A text, or a number as it is written: some clients send numeric ids. Anything else is walked and left out. */
bool take_text(Reading &reading, ondemand::value value, const char **out)
{
    ondemand::json_type type;
    std::string_view text;
    if (value.type().get(type))
        return stop(reading, "invalid JSON");
    if (type == ondemand::json_type::number) {
        text = value.raw_json_token();
        while (!text.empty() && std::strchr(" \t\r\n", text.back()) != nullptr)
            text.remove_suffix(1);
        *out = arena_text_n(reading.arena, text.data(), text.size());
        return walk(reading, value, 0);
    }
    if (type != ondemand::json_type::string)
        return walk(reading, value, 2);
    if (!take_string(reading, value, &text))
        return false;
    *out = text.empty() ? nullptr : arena_text_n(reading.arena, text.data(), text.size());
    return true;
}

/* The same, of an id: one way of reading it on all roads. */
bool take_id(Reading &reading, ondemand::value value, const char **out)
{
    const char *text = nullptr;
    if (!take_text(reading, value, &text))
        return false;
    *out = ident_read(reading.arena, text);
    return true;
}

/* The first id among the values of {"company":"acme"}, or the id itself. */
bool take_groups(Reading &reading, ondemand::value value, const char **out)
{
    ondemand::json_type type;
    ondemand::object groups;
    if (value.type().get(type))
        return stop(reading, "invalid JSON");
    if (type != ondemand::json_type::object)
        return take_id(reading, value, out);
    if (value.get_object().get(groups))
        return stop(reading, "invalid JSON");
    for (auto item : groups) {
        ondemand::field field;
        std::string_view key;
        const char *text = nullptr;
        if (!take_key(reading, std::move(item), &field, &key))
            return false;
        if (!take_id(reading, field.value(), &text))
            return false;
        if (*out == nullptr)
            *out = text;
    }
    return true;
}

using Take = bool (*)(Reading &, std::string_view key, ondemand::value value, void *into);

/* Each member of an object to `take`; what is not an object is walked, and *is_object says so. */
bool each_member(Reading &reading, ondemand::value value, Take take, void *into, bool *is_object)
{
    ondemand::json_type type;
    ondemand::object object;
    if (value.type().get(type))
        return stop(reading, "invalid JSON");
    *is_object = type == ondemand::json_type::object;
    if (!*is_object)
        return walk(reading, value, 2);
    if (value.get_object().get(object))
        return stop(reading, "invalid JSON");
    for (auto item : object) {
        ondemand::field field;
        std::string_view key;
        if (!take_key(reading, std::move(item), &field, &key))
            return false;
        if (!take(reading, key, field.value(), into))
            return false;
    }
    return true;
}

bool take_trait(Reading &reading, std::string_view, ondemand::value value, void *)
{
    return walk(reading, value, 3);
}

bool is_write_key(std::string_view key)
{
    return key == "writeKey" || key == "api_key";
}

bool take_traits(Reading &reading, ondemand::value value, TrackSlice *out)
{
    const char *start = start_of(value);
    bool is_object;
    if (!each_member(reading, value, take_trait, nullptr, &is_object))
        return false;
    if (is_object)
        *out = slice_from(reading, start);
    return true;
}

bool take_property(Reading &reading, std::string_view key, ondemand::value value, void *into)
{
    auto *event = static_cast<TrackEvent *>(into);
    if (key == "$groups")
        return take_groups(reading, value, &event->context_group);
    if (key == "$group_key")
        return take_id(reading, value, &event->group_id);
    if (key == "$set" || key == "$group_set")
        return take_traits(reading, value, &event->traits);
    if (key == "$raw_user_agent")
        return take_text(reading, value, &event->agent);
    return walk(reading, value, 3);
}

bool take_object(Reading &reading, ondemand::value value, Take take, TrackEvent *event, TrackSlice *out)
{
    const char *start = start_of(value);
    bool is_object;
    if (!each_member(reading, value, take, event, &is_object))
        return false;
    TrackSlice slice = slice_from(reading, start);
    if (is_object)
        *out = slice;
    else if (slice.size != 4 || std::memcmp(slice.data, "null", 4) != 0)
        event->reject = TRACK_NO_PROPERTIES;
    return true;
}

struct TextField {
    std::string_view key;
    const char *TrackEvent::*field;
    bool (*take)(Reading &, ondemand::value, const char **);
};

const TextField TEXT_FIELDS[] = {
    { "messageId", &TrackEvent::message_id, take_text },
    { "userId", &TrackEvent::user_id, take_id },
    { "anonymousId", &TrackEvent::anonymous_id, take_id },
    { "event", &TrackEvent::name, take_text },
    { "timestamp", &TrackEvent::timestamp, take_text },
    { "type", &TrackEvent::type_name, take_text },
    { "groupId", &TrackEvent::group_id, take_id },
    { "originalTimestamp", &TrackEvent::original_timestamp, take_text },
    { "sentAt", &TrackEvent::sent_at, take_text },
    { "previousId", &TrackEvent::previous_id, take_id },
    { "uuid", &TrackEvent::capture_uuid, take_text },
    { "sent_at", &TrackEvent::capture_sent_at, take_text },
    { "distinct_id", &TrackEvent::capture_user_id, take_id },
};

struct EventReading {
    TrackEvent *event;
    const char *page_name;     /* `name` of page and screen */
    const char *context_group; /* context.groupId */
    TrackSlice context_traits; /* where RudderStack's clients say who a person is */
    const char *write_key;
    TrackBody *body; /* set for the outermost object, which may be a batch */
};

bool take_event(Reading &reading, std::string_view key, ondemand::value value, void *into);

bool take_context(Reading &reading, std::string_view key, ondemand::value value, void *into)
{
    auto *taken = static_cast<EventReading *>(into);
    if (key == "groupId")
        return take_id(reading, value, &taken->context_group);
    if (key == "userAgent")
        return take_text(reading, value, &taken->event->agent);
    if (key != "traits")
        return walk(reading, value, 3);
    return take_traits(reading, value, &taken->context_traits);
}

bool is_empty_object(TrackSlice slice)
{
    std::string_view text(slice.data, slice.size);
    return text.size() < 2 || text.substr(1, text.size() - 2).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/* What stands in the event's own place, or in its context. */
void settle_event(TrackType type, const EventReading &taken, TrackEvent *event)
{
    if (event->name == nullptr)
        event->name = taken.page_name;
    bool is_group = type == TRACK_GROUP ||
                    (type == TRACK_NONE && event->type_name != nullptr && std::strcmp(event->type_name, "group") == 0);
    if (!is_group && taken.context_group != nullptr)
        event->context_group = taken.context_group;
    if (!is_group && is_empty_object(event->traits))
        event->traits = taken.context_traits;
}

bool read_event(Reading &reading, ondemand::value value, TrackEvent *event, TrackBody *body)
{
    EventReading taken = { event, nullptr, nullptr, {}, nullptr, body };
    const char *start = start_of(value);
    TrackRefusal around = reading.reject;
    bool is_object;
    reading.reject = TRACK_GOOD;
    if (!each_member(reading, value, take_event, &taken, &is_object))
        return false;
    if (reading.reject != TRACK_GOOD && body != nullptr && body->is_batch)
        return stop(reading,
                    track_refusal_text(reading.reject)); /* it stands around the events, so it is nobody's alone */
    if (reading.reject != TRACK_GOOD)
        event->reject = reading.reject;
    reading.reject = around;
    event->raw = slice_from(reading, start);
    if (!is_object)
        event->reject = TRACK_NO_OBJECT;
    settle_event(reading.type, taken, event);
    if (body != nullptr) {
        body->write_key = taken.write_key;
        body->group_id = taken.context_group;
    }
    return true;
}

bool read_batch(Reading &reading, ondemand::value value, TrackBody *body)
{
    ondemand::array array;
    size_t capacity = 0;
    if (value.get_array().get(array))
        return stop(reading, "batch must be a list");
    if (body->is_batch)
        return stop(reading, "batch is given twice");
    body->is_batch = true;
    body->count = 0;
    body->events = nullptr;
    for (auto item : array) {
        ondemand::value element;
        if (std::move(item).get(element))
            return stop(reading, "invalid JSON");
        body->events = static_cast<TrackEvent *>(
            arena_room(reading.arena, body->events, body->count, 1, &capacity, sizeof(TrackEvent)));
        body->events[body->count] = {};
        if (!read_event(reading, element, &body->events[body->count], nullptr))
            return false;
        body->count++;
    }
    return true;
}

bool take_event(Reading &reading, std::string_view key, ondemand::value value, void *into)
{
    auto *taken = static_cast<EventReading *>(into);
    for (const TextField &known : TEXT_FIELDS)
        if (key == known.key)
            return known.take(reading, value, &(taken->event->*known.field));
    if (key == "properties")
        return take_object(reading, value, take_property, taken->event, &taken->event->properties);
    if (key == "traits")
        return take_object(reading, value, take_trait, taken->event, &taken->event->traits);
    bool is_object;
    if (key == "context")
        return each_member(reading, value, take_context, taken, &is_object);
    if (key == "name")
        return take_text(reading, value, &taken->page_name);
    if (is_write_key(key))
        return take_text(reading, value, &taken->write_key);
    if (key == "batch" && taken->body != nullptr)
        return read_batch(reading, value, taken->body);
    return walk(reading, value, 1);
}

/* simdjson does not look whether it was given its buffer for texts (parser::allocate), and would write to nowhere. */
bool begin(Reading &reading, padded_string_view view, ondemand::document &document)
{
    const bool room = view.size() <= reader.capacity() || memory_would_give(2 * (view.size() + SIMDJSON_PADDING));
    const error_code failed = room ? reader.iterate(view).get(document) : MEMALLOC;
    return !failed || stop(reading, failed == MEMALLOC ? TRACK_NO_MEMORY : "invalid JSON");
}

bool parse_body(Reading &reading, const char *data, size_t size, TrackType type, TrackBody *out)
{
    ondemand::document document;
    ondemand::value root;
    ondemand::json_type kind;
    padded_string_view view(data, size, size + SIMDJSON_PADDING);
    if (!begin(reading, view, document))
        return false;
    reading.document = &document;
    if (document.get_value().get(root) || root.type().get(kind) || kind != ondemand::json_type::object)
        return stop(reading, "the body must be a JSON object");
    auto *outer = static_cast<TrackEvent *>(arena_alloc(reading.arena, sizeof(TrackEvent)));
    if (!read_event(reading, root, outer, out))
        return false;
    const char *rest;
    if (!document.current_location().get(rest))
        return stop(reading, "unexpected text after the JSON");
    out->sent_at = outer->sent_at != nullptr ? outer->sent_at : outer->capture_sent_at;
    if (out->is_batch)
        return true;
    if (type == TRACK_NONE)
        return stop(reading, "batch is missing");
    outer->type = type;
    outer->raw = { data, size };
    out->events = outer;
    out->count = 1;
    return true;
}

} // namespace

extern "C" bool track_parse(Arena *arena, const char *body, size_t size, TrackType type, TrackBody *out,
                            const char **problem)
{
    Reading reading = { arena, nullptr, type, nullptr, TRACK_GOOD };
    TrackBody read = {};
    bool ok = false;
    try {
        ok = parse_body(reading, body, size, type, &read);
    } catch (const std::bad_alloc &) {
        reading.problem = TRACK_NO_MEMORY;
    } catch (const std::exception &) {
        stop(reading, "the body could not be read");
    }
    if (!ok) {
        *problem = reading.problem;
        return false;
    }
    *out = read;
    return true;
}
