/* libFuzzer: what json_parse takes it can print, and takes again. */
#include "base/json.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Error error = { 0 };
    const Json *json, *again;
    if (json_parse(arena, (const char *)data, size, &json, &error)) {
        const char *printed = json_print(arena, json);
        if (!json_parse(arena, printed, strlen(printed), &again, &error))
            bug("what was printed cannot be read: %s: %s", error.text, printed);
        if (strcmp(printed, json_print(arena, again)) != 0)
            bug("printed twice it is not the same: %s", printed);
    }
    arena_free(arena);
    return 0;
}
