/*
 * Lists of texts as JSON, for columns that hold one (circles, origins, choices). Reading skips what is not a string and
 * fails only on what is not JSON. texts_words splits a plain list of words, as the engine holds it in a text column.
 */
#include "base/texts.h"

#include "base/json.h"

#include <string.h>

bool texts_parse(Arena *arena, const char *json, Texts *texts, Error *error)
{
    const Json *list;
    if (!json_parse(arena, json, strlen(json), &list, error))
        return false;
    const char **items = arena_array(arena, json_count(list) + 1, sizeof *items);
    size_t count = 0;
    for (const Json *item = json_first(list); item; item = json_next(item))
        if (json_text_value(item, &items[count]))
            count++;
    *texts = (Texts) { count, items };
    return true;
}

const char *texts_print(Arena *arena, Texts texts)
{
    Text json = text_new(arena);
    text_char(&json, '[');
    for (size_t i = 0; i < texts.count; i++) {
        if (i)
            text_char(&json, ',');
        json_string_to(&json, texts.items[i]);
    }
    text_char(&json, ']');
    return text_string(&json);
}

Texts texts_words(Arena *arena, const char *words)
{
    size_t room = words ? strlen(words) / 2 + 1 : 0, count = 0;
    const char **items = arena_array(arena, room, sizeof *items);
    for (const char *at = words; at && *at; count++) {
        size_t size = strcspn(at, " ");
        items[count] = arena_text_n(arena, at, size);
        at += size + (at[size] == ' ');
    }
    return (Texts) { count, items };
}
