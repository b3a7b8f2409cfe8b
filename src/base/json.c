/*
 * JSON in and out. Reading takes two passes: a walk of our own refuses what cJSON would accept (control characters,
 * NUL, "01", deep nesting), then cJSON builds the tree, which goes with the arena. Where a double would round a number,
 * json_parse_exact keeps it as text.
 *
 * In order: the walk, parsing, looking into a tree, printing a tree, printing values. Printing never fails: what is not
 * UTF-8 becomes U+FFFD, and a number that JSON cannot write becomes null.
 */
#include "base/json.h"

#include "base/memory.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *tree_take(size_t size)
{
    return memory_resize(NULL, 1, size);
}

/* Without memory cJSON fails as if the text were not JSON, so it allocates through memory_resize, which never fails. */
__attribute__((constructor)) static void tree_memory(void)
{
    cJSON_InitHooks(&(cJSON_Hooks) { tree_take, free });
}

/* Beyond it a double skips integers, and the sender's number may not be ours any more. */
static const double EXACT_MAX = 9007199254740991.0;
/* cJSON reads at most 63 characters of a number. */
enum { NUMBER_MAX = 60 };

/*
 * cJSON is lenient where we must not be (raw control characters, \u0000, "01", depth 1,000). So the bytes are walked
 * once before: strings, numbers and depth are judged here, the grammar of the rest by cJSON.
 */
typedef struct {
    const char *at;
    const char *end;
    int depth;
    Error *error;
} Walk;

static bool walk_fail(Walk *walk, const char *what)
{
    return fail(walk->error, ERROR_INPUT, NULL, "bad JSON: %s", what);
}

static bool walk_string(Walk *walk)
{
    for (walk->at++; walk->at < walk->end; walk->at++) {
        unsigned char c = (unsigned char)*walk->at;
        if (c == '"') {
            walk->at++;
            return true;
        }
        if (c < 0x20)
            return walk_fail(walk, "a control character in a string");
        if (c != '\\')
            continue;
        if (walk->end - walk->at >= 6 && memcmp(walk->at, "\\u0000", 6) == 0)
            return walk_fail(walk, "a NUL in a string");
        walk->at++;
    }
    return walk_fail(walk, "a string does not end");
}

static bool walk_digits(Walk *walk)
{
    const char *start = walk->at;
    while (walk->at < walk->end && *walk->at >= '0' && *walk->at <= '9')
        walk->at++;
    return walk->at > start;
}

static bool walk_is(Walk *walk, const char *any)
{
    if (walk->at == walk->end || !*walk->at || !strchr(any, *walk->at))
        return false;
    walk->at++;
    return true;
}

static bool walk_grammar(Walk *walk)
{
    walk_is(walk, "-");
    const char *first = walk->at;
    bool ok = walk_digits(walk) && !(*first == '0' && walk->at - first > 1);
    if (ok && walk_is(walk, "."))
        ok = walk_digits(walk);
    if (ok && walk_is(walk, "eE")) {
        walk_is(walk, "+-");
        ok = walk_digits(walk);
    }
    return ok;
}

bool json_is_number(const char *bytes, size_t size)
{
    Walk walk = { bytes, bytes + size, 0, NULL };
    return walk_grammar(&walk) && walk.at == walk.end;
}

static bool walk_number(Walk *walk)
{
    const char *start = walk->at;
    bool ok = walk_grammar(walk);
    return ok && walk->at - start <= NUMBER_MAX ? true : walk_fail(walk, "a malformed number");
}

static bool walk_other(Walk *walk)
{
    switch (*walk->at++) {
    case 0:
        return walk_fail(walk, "a NUL");
    case '{':
    case '[':
        return ++walk->depth <= JSON_DEPTH_MAX ? true : walk_fail(walk, "nested deeper than 64");
    case '}':
    case ']':
        walk->depth--;
        return true;
    default:
        return true;
    }
}

static bool walk_all(const char *bytes, size_t size, Error *error)
{
    Walk walk = { bytes, bytes + size, 0, error };
    while (walk.at < walk.end) {
        char c = *walk.at;
        bool ok = c == '"'                               ? walk_string(&walk)
                  : (c == '-' || (c >= '0' && c <= '9')) ? walk_number(&walk)
                                                         : walk_other(&walk);
        if (!ok)
            return false;
    }
    return true;
}

static void tree_delete(void *tree)
{
    cJSON_Delete(tree);
}

static bool rest_is_space(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n", *at))
        at++;
    return at == end;
}

bool json_parse(Arena *arena, const char *bytes, size_t size, const Json **json, Error *error)
{
    if (!text_is_utf8(bytes, size))
        return fail(error, ERROR_INPUT, NULL, "the body is not valid UTF-8");
    if (!walk_all(bytes, size, error))
        return false;
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(bytes, size, &end, false);
    if (!tree)
        return fail(error, ERROR_INPUT, NULL, "invalid JSON at position %td", end ? end - bytes : (ptrdiff_t)0);
    arena_defer(arena, tree_delete, tree);
    if (!rest_is_space(end, bytes + size))
        return fail(error, ERROR_INPUT, NULL, "invalid JSON: unexpected text after its end, at position %td",
                    end - bytes);
    *json = tree;
    return true;
}

static int name_order(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool names_differ(Arena *arena, const Json *object, Error *error)
{
    size_t count = json_count(object), at = 0;
    const char **names = arena_array(arena, count, sizeof *names);
    for (const Json *member = json_first(object); member; member = json_next(member))
        names[at++] = json_key(member);
    qsort(names, count, sizeof *names, name_order);
    for (size_t i = 1; i < count; i++)
        if (!strcmp(names[i - 1], names[i]))
            return fail(error, ERROR_INPUT, names[i], "\"%.100s\" is given twice", names[i]);
    return true;
}

bool json_names_once(Arena *arena, const Json *json, Error *error)
{
    if (json_is_object(json) && json_first(json) && !names_differ(arena, json, error))
        return false;
    for (const Json *child = json_first(json); child; child = json_next(child))
        if (!json_names_once(arena, child, error))
            return false;
    return true;
}

/* Behind a string that begins at `at`. */
static const char *string_end(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        at += *at == '\\' && at + 1 < end;
    return at < end ? at + 1 : end;
}

static const char *number_end(const char *at, const char *end)
{
    while (at < end && *at && strchr("+-.0123456789eE", *at))
        at++;
    return at;
}

static bool is_number_start(char c)
{
    return c == '-' || (c >= '0' && c <= '9');
}

bool json_parse_exact(Arena *arena, const char *bytes, size_t size, const Json **json, Error *error)
{
    /* A double keeps any 15 digits; a longer number it may change. */
    enum { SURE_DIGITS = 15 };
    Text quoted = text_new(arena);
    const char *end = bytes + size;
    for (const char *at = bytes, *next; at < end; at = next) {
        bool number = is_number_start(*at);
        next = *at == '"' ? string_end(at, end) : number ? number_end(at, end) : at + 1;
        const char *mark = number && next - at > SURE_DIGITS ? "\"" : "";
        text_add(&quoted, mark);
        text_add_n(&quoted, at, (size_t)(next - at));
        text_add(&quoted, mark);
    }
    return json_parse(arena, text_string(&quoted), quoted.size, json, error);
}

bool json_is_object(const Json *json)
{
    return cJSON_IsObject(json);
}

bool json_is_array(const Json *json)
{
    return cJSON_IsArray(json);
}

bool json_is_null(const Json *json)
{
    return !json || cJSON_IsNull(json);
}

const Json *json_get(const Json *object, const char *key)
{
    return json_is_object(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

size_t json_count(const Json *array)
{
    size_t count = 0;
    for (const Json *child = json_first(array); child; child = json_next(child))
        count++;
    return count;
}

const Json *json_first(const Json *container)
{
    return json_is_object(container) || json_is_array(container) ? container->child : NULL;
}

const Json *json_next(const Json *child)
{
    return child->next;
}

const char *json_key(const Json *child)
{
    return child->string;
}

bool json_text_value(const Json *json, const char **value)
{
    if (!cJSON_IsString(json))
        return false;
    *value = json->valuestring;
    return true;
}

bool json_int_value(const Json *json, int64_t *value)
{
    if (!cJSON_IsNumber(json) || fabs(json->valuedouble) > EXACT_MAX || trunc(json->valuedouble) != json->valuedouble)
        return false;
    *value = (int64_t)json->valuedouble;
    return true;
}

bool json_real_value(const Json *json, double *value)
{
    if (!cJSON_IsNumber(json) || !isfinite(json->valuedouble))
        return false;
    *value = json->valuedouble;
    return true;
}

bool json_flag_value(const Json *json, bool *value)
{
    if (!cJSON_IsBool(json))
        return false;
    *value = cJSON_IsTrue(json);
    return true;
}

bool json_get_text(const Json *object, const char *key, const char **value)
{
    return json_text_value(json_get(object, key), value);
}

bool json_get_int(const Json *object, const char *key, int64_t *value)
{
    return json_int_value(json_get(object, key), value);
}

bool json_get_real(const Json *object, const char *key, double *value)
{
    return json_real_value(json_get(object, key), value);
}

bool json_get_flag(const Json *object, const char *key, bool *value)
{
    return json_flag_value(json_get(object, key), value);
}

static void value_to(Text *text, const Json *json);

static void container_to(Text *text, const Json *json, bool keyed)
{
    text_char(text, keyed ? '{' : '[');
    for (const Json *child = json->child; child; child = child->next) {
        if (child != json->child)
            text_char(text, ',');
        if (keyed) {
            json_string_to(text, child->string);
            text_char(text, ':');
        }
        value_to(text, child);
    }
    text_char(text, keyed ? '}' : ']');
}

/* Recursion is bounded: json_parse refuses what is deeper than JSON_DEPTH_MAX. */
static void value_to(Text *text, const Json *json)
{
    if (cJSON_IsObject(json) || cJSON_IsArray(json))
        container_to(text, json, cJSON_IsObject(json));
    else if (cJSON_IsString(json))
        json_string_to(text, json->valuestring);
    else if (cJSON_IsNumber(json))
        json_real_to(text, json->valuedouble);
    else if (cJSON_IsBool(json))
        json_flag_to(text, cJSON_IsTrue(json));
    else
        text_add(text, "null");
}

const char *json_print(Arena *arena, const Json *json)
{
    Text text = text_new(arena);
    value_to(&text, json);
    return text_string(&text);
}

static void escape_to(Text *text, unsigned char c)
{
    static const char SHORT[256] = {
        ['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\t'] = 't', ['\r'] = 'r', ['\b'] = 'b', ['\f'] = 'f'
    };
    if (SHORT[c])
        text_format(text, "\\%c", SHORT[c]);
    else
        text_format(text, "\\u%04x", c);
}

void json_string_to(Text *text, const char *string)
{
    if (!string) {
        text_add(text, "null");
        return;
    }
    text_char(text, '"');
    const char *plain = string;
    while (*string) {
        unsigned char c = (unsigned char)*string;
        size_t size = text_character(string);
        if (size && c >= 0x20 && c != '"' && c != '\\') {
            string += size;
            continue;
        }
        text_add_n(text, plain, (size_t)(string - plain));
        if (size)
            escape_to(text, c);
        else
            text_add(text, "\ufffd");
        plain = ++string;
    }
    text_add_n(text, plain, (size_t)(string - plain));
    text_char(text, '"');
}

void json_comma_to(Text *text)
{
    char last = text->size ? text->data[text->size - 1] : '{';
    if (last != '{' && last != '[')
        text_char(text, ',');
}

void json_key_to(Text *text, const char *key)
{
    json_comma_to(text);
    json_string_to(text, key);
    text_char(text, ':');
}

void json_int_to(Text *text, int64_t value)
{
    char digits[24];
    text_add_n(text, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

void json_real_to(Text *text, double value)
{
    if (!isfinite(value)) {
        text_add(text, "null");
        return;
    }
    if (fabs(value) <= EXACT_MAX && trunc(value) == value) {
        json_int_to(text, (int64_t)value);
        return;
    }
    char digits[40];
    int size = 0;
    for (int precision = 15; precision <= 17; precision++) {
        size = snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    text_add_n(text, digits, (size_t)size);
}

void json_flag_to(Text *text, bool value)
{
    text_add(text, value ? "true" : "false");
}
