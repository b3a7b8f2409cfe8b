/* libFuzzer: whatever bytes are handed in as a table, they are decoded and read within bounds, or refused with a word;
 * every field is text that ends. */
#include "house/import/table.h"

#include <string.h>

static bool measure(const TableRow *row, void *context)
{
    size_t *total = context;
    if (row->count > TABLE_COLUMNS_MAX)
        bug("a row has %zu columns", row->count);
    for (size_t i = 0; !row->problem && i < row->count; i++)
        *total += strlen(row->fields[i]);
    return true;
}

static void read_as(Arena *arena, const char *bytes, size_t size, const char *encoding)
{
    Error error = { 0 };
    const char *text;
    size_t length, total = 0;
    if (table_decode(arena, bytes, size, encoding, &text, &length, &error))
        table_read(&(Table) { text, length, table_delimiter(text, length), 0, true }, measure, &total, NULL, &error);
    if (total > 4 * size + 4)
        bug("%zu bytes gave %zu bytes of text", size, total);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const ENCODINGS[] = { "utf-8", "shift_jis", "utf-16", "euc-jp", "iso-2022-jp", "windows-1252" };
    Arena *arena = arena_new();
    const char *bytes = (const char *)data;
    read_as(arena, bytes, size, table_encoding(arena, bytes, size).name);
    if (size > 0)
        read_as(arena, bytes + 1, size - 1, ENCODINGS[data[0] % 6]);
    arena_free(arena);
    return 0;
}
