/* libFuzzer: a header of any bytes gives text, parameters, addresses and ids that are UTF-8. */
#include "mime/header.h"

#include <string.h>

static void judge(const char *text)
{
    if (text && !text_is_utf8(text, strlen(text)))
        bug("not UTF-8");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    HeaderField field = { "X", 1, { data, size } };
    Headers headers = { .arena = arena, .fields = &field, .count = 1 };
    judge(header_text(&headers, "X"));
    HeaderValue value = header_value(&headers, "X");
    judge(value.value);
    for (size_t i = 0; i < value.count; i++) {
        judge(value.params[i].name);
        judge(value.params[i].value);
    }
    List list = header_addresses(&headers, "X");
    for (size_t i = 0; i < list.count; i++) {
        judge(((const MailAddress *)list.items)[i].name);
        judge(((const MailAddress *)list.items)[i].address);
    }
    Texts ids = header_ids(&headers, "X");
    for (size_t i = 0; i < ids.count; i++)
        judge(ids.items[i]);
    arena_free(arena);
    return 0;
}
