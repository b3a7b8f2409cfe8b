/*
 * Whether an event can be taken, and when it happened. The first trouble found is the reason: what the parser said,
 * then size, what is missing, lengths, time. Runs in the thread that took the call, before the writer. A refused event
 * keeps the time of receipt, which is what the list of rejected events shows.
 */
#include "usage/track/track.h"

#include "base/clock.h"
#include "base/ident.h"
#include "base/json.h"
#include "base/text.h"

#include <string.h>

const char *const TRACK_TYPE_NAMES[TRACK_TYPES] = {
    "", "identify", "track", "page", "screen", "group", "alias",
};

const char TRACK_NO_MEMORY[] = "no memory to read the body";

bool track_parse_key(Arena *arena, const char *body, size_t size, const char **key)
{
    TrackBody read = { 0 };
    const char *problem;
    bool ok = track_parse(arena, body, size, TRACK_TRACK, &read, &problem);
    *key = ok ? read.write_key : NULL;
    return ok || problem != TRACK_NO_MEMORY;
}

/* ---- robots ---- */

bool track_is_robot(const char *agent)
{
    static const char *const WORDS[] = { "bot",        "crawl",      "spider",   "slurp",
                                         "headless",   "lighthouse", "pingdom",  "uptime",
                                         "monitor",    "phantomjs",  "selenium", "puppeteer",
                                         "playwright", "cypress",    "preview",  "facebookexternalhit" };
    if (!agent || strcasestr(agent, "cubot")) /* a maker of phones */
        return false;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcasestr(agent, WORDS[i]))
            return true;
    return false;
}

TrackType track_type_of(const char *name)
{
    for (TrackType type = TRACK_IDENTIFY; name != NULL && type < TRACK_TYPES; type++)
        if (strcmp(name, TRACK_TYPE_NAMES[type]) == 0)
            return type;
    return TRACK_NONE;
}

static bool is_hex(const char *digits)
{
    return strspn(digits, "0123456789abcdefABCDEF") >= 4;
}

bool track_escapes_are_json(const char *at)
{
    for (; *at != '"'; at++)
        if (*at == '\\' && (*++at == 'u' ? !is_hex(at + 1) : strchr("\"\\/bfnrt", *at) == NULL))
            return false;
    return true;
}

bool track_number_is_json(const char *bytes, size_t size)
{
    return json_is_number(bytes, size);
}

bool track_type_counts(TrackType type)
{
    return type == TRACK_TRACK || type == TRACK_PAGE || type == TRACK_SCREEN;
}

/* In characters; few texts have as many bytes, and only those are counted. */
static bool is_longer(const char *text, size_t most)
{
    return text != NULL && strnlen(text, most + 1) > most && text_characters(text) > most;
}

#define REFUSAL_ROW(name, word, text) [TRACK_##name] = { word, text },
static const struct {
    const char *word, *text;
} REFUSALS[] = { TRACK_REFUSALS(REFUSAL_ROW) };

const char *track_refusal_word(TrackRefusal refusal)
{
    return REFUSALS[refusal].word;
}

const char *track_refusal_text(TrackRefusal refusal)
{
    return REFUSALS[refusal].text;
}

static TrackRefusal length_problem(const TrackEvent *event)
{
    if (is_longer(event->message_id, TRACK_ID_MAX))
        return TRACK_MESSAGE_ID_LONG;
    if (ident_is_long(event->user_id) || ident_is_long(event->anonymous_id))
        return TRACK_USER_ID_LONG;
    if (ident_is_long(event->group_id) || ident_is_long(event->context_group))
        return TRACK_GROUP_ID_LONG;
    if (ident_is_long(event->previous_id))
        return TRACK_PREVIOUS_ID_LONG;
    return is_longer(event->name, TRACK_NAME_MAX) ? TRACK_NAME_LONG : TRACK_GOOD;
}

static TrackRefusal alias_problem(const TrackEvent *event)
{
    bool whole = event->previous_id != NULL && event->user_id != NULL;
    return whole ? TRACK_GOOD : TRACK_ALIAS_MISSING;
}

static TrackRefusal missing_problem(const TrackEvent *event)
{
    if (event->type == TRACK_NONE)
        return event->type_name ? TRACK_TYPE_UNKNOWN : TRACK_TYPE_MISSING;
    if (event->type == TRACK_ALIAS)
        return alias_problem(event);
    if (event->user_id == NULL && event->anonymous_id == NULL)
        return TRACK_USER_MISSING;
    if (event->type == TRACK_TRACK && event->name == NULL)
        return TRACK_EVENT_MISSING;
    if (event->type == TRACK_GROUP && event->group_id == NULL)
        return TRACK_GROUP_MISSING;
    return TRACK_GOOD;
}

static bool read_time(const char *text, int64_t *ms)
{
    return text == NULL || (time_parse(text, ms) && *ms >= 0);
}

/* receivedAt − (sentAt − timestamp): the client's clock may be wrong, the span between its two readings is right. */
static TrackRefusal time_problem(const TrackBody *body, TrackEvent *event, int64_t received_at, bool as_given)
{
    const char *happened = event->timestamp != NULL ? event->timestamp : event->original_timestamp;
    const char *sent = event->sent_at != NULL ? event->sent_at : body->sent_at;
    int64_t at = received_at, sent_at = 0;
    if (!read_time(happened, &at))
        return TRACK_NO_TIME;
    if (!as_given && happened != NULL && sent != NULL && read_time(sent, &sent_at))
        at = received_at - (sent_at - at);
    if (at > received_at + MS_PER_DAY || at < 0)
        at = received_at;
    event->at = at;
    return TRACK_GOOD;
}

/* What PostHog's clients send of themselves and of the software they are in: nobody does anything by it. */
static bool is_machinery(const char *name)
{
    static const char *const NAMES[] = {
        "$feature_flag_called",
        "$exception",
        "$unset",
        "$snapshot",
        "$performance_event",
        "$web_vitals",
        "$$heatmap",
        "$csp_violation",
        "$ai_generation",
        "$ai_embedding",
        "$ai_span",
        "$ai_trace",
        "$ai_metric",
        "$$client_ingestion_warning",
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(name, NAMES[i]) == 0)
            return true;
    return false;
}

static TrackType type_of_reserved(const char *name)
{
    static const struct {
        const char *name;
        TrackType type;
    } NAMED[] = { { "$identify", TRACK_IDENTIFY },
                  { "$set", TRACK_IDENTIFY },
                  { "$groupidentify", TRACK_GROUP },
                  { "$create_alias", TRACK_ALIAS },
                  { "$merge_dangerously", TRACK_ALIAS } };
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
        if (strcmp(name, NAMED[i].name) == 0)
            return NAMED[i].type;
    return TRACK_TRACK;
}

static bool capture(TrackEvent *event)
{
    event->message_id = event->capture_uuid;
    event->user_id = event->capture_user_id;
    event->type = event->name ? type_of_reserved(event->name) : TRACK_TRACK;
    if (event->type == TRACK_GROUP) {
        event->anonymous_id = event->user_id; /* "$company_acme": nobody is called that */
        event->user_id = NULL;
    }
    return !event->name || !is_machinery(event->name);
}

void track_capture(TrackBody *body)
{
    size_t kept = 0;
    for (size_t i = 0; i < body->count; i++)
        if (capture(&body->events[i]))
            body->events[kept++] = body->events[i];
    body->count = kept;
}

void track_check(const TrackBody *body, TrackEvent *event, int64_t received_at, bool as_given)
{
    TrackRefusal problem = event->reject;
    if (event->type == TRACK_NONE)
        event->type = track_type_of(event->type_name);
    event->at = received_at;
    if (problem == TRACK_GOOD && event->raw.size > TRACK_EVENT_MAX)
        problem = TRACK_TOO_LARGE;
    if (problem == TRACK_GOOD)
        problem = missing_problem(event);
    if (problem == TRACK_GOOD)
        problem = length_problem(event);
    if (problem == TRACK_GOOD)
        problem = time_problem(body, event, received_at, as_given);
    if (event->context_group == NULL)
        event->context_group = body->group_id;
    event->reject = problem;
}
