/*
 * JSON: reading with cJSON behind this face (depth at most 64, NUL and invalid UTF-8 refused, whole numbers exact up to
 * 2^53), writing into a Text. The hot path of the tracking API reads with simdjson in usage/track instead.
 *
 * Units: sizes in bytes.
 * Errors: INPUT for what is not JSON or is nested too deep; readers of a member are false when it is missing or of
 * another type.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_BASE_JSON_H
#define BANSO_BASE_JSON_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cJSON Json;

enum { JSON_DEPTH_MAX = 64 };

/* The tree lives as long as the arena. */
bool json_parse(Arena *arena, const char *bytes, size_t size, const Json **json, Error *error);
/* The same, but a number with more digits than a double can return becomes a text, as written. */
bool json_parse_exact(Arena *arena, const char *bytes, size_t size, const Json **json, Error *error);

/* INPUT when an object names a member twice, at any depth: one reader would take the first, another the last. */
bool json_names_once(Arena *arena, const Json *json, Error *error);

/* Whether these bytes are a number by JSON's grammar, even one that is too large for a double. */
bool json_is_number(const char *bytes, size_t size);

bool json_is_object(const Json *json);
bool json_is_array(const Json *json);
bool json_is_null(const Json *json);                       /* JSON null or absent (NULL) */
const Json *json_get(const Json *object, const char *key); /* NULL when absent; case-sensitive */
size_t json_count(const Json *array);
const Json *json_first(const Json *container); /* first child of an array or object; iterate with json_next */
const Json *json_next(const Json *child);
const char *json_key(const Json *child);
/* These return false when the value is absent or of another type. */
bool json_get_text(const Json *object, const char *key, const char **value);
bool json_get_int(const Json *object, const char *key, int64_t *value);
bool json_get_real(const Json *object, const char *key, double *value);
bool json_get_flag(const Json *object, const char *key, bool *value);
bool json_text_value(const Json *json, const char **value);
bool json_int_value(const Json *json, int64_t *value);
bool json_real_value(const Json *json, double *value);
bool json_flag_value(const Json *json, bool *value);
/* Compact text of a tree. */
const char *json_print(Arena *arena, const Json *json);

/* Writing. json_comma_to writes a comma unless something has just been opened, json_key_to one and `"key":`. */
void json_comma_to(Text *text);
void json_string_to(Text *text, const char *string); /* NULL writes null, U+FFFD what is no UTF-8 */
void json_key_to(Text *text, const char *key);
void json_int_to(Text *text, int64_t value);
void json_real_to(Text *text, double value); /* shortest form that reads back equal; NaN and infinities write null */
void json_flag_to(Text *text, bool value);

#endif
