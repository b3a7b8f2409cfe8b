/* libFuzzer: whatever bytes are handed in as a workbook, or as a sheet in a workbook, are read within bounds, or
 * refused with a word; what comes out is a table's text. */
#include "house/import/table.h"
#include "house/import/xlsx.h"

#include "base/text.h"

#include <string.h>
#include <zip.h>

static void read_book(Arena *arena, const char *bytes, size_t size)
{
    Error error = { 0 };
    const char *text;
    size_t length;
    Texts names;
    int64_t sheet;
    if (xlsx_first(arena, bytes, size, &names, &sheet, &text, &length, &error) && !text_is_utf8(text, length))
        bug("the first sheet is no text");
    for (size_t i = 0; i < names.count && i < 3; i++)
        if (xlsx_text(arena, bytes, size, (int64_t)i + 1, &text, &length, &error) && !text_is_utf8(text, length))
            bug("a sheet is no text");
}

static void part_add(zip_t *zip, const char *name, const char *bytes, size_t size)
{
    zip_file_add(zip, name, zip_source_buffer(zip, bytes, size, 0), 0);
}

static void part_text(zip_t *zip, const char *name, const char *text)
{
    part_add(zip, name, text, strlen(text));
}

/* The bytes as the sheet, the styles and the strings of a workbook that is whole otherwise. */
static void read_sheet(Arena *arena, const char *bytes, size_t size)
{
    zip_error_t why;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &why);
    if (!zip)
        return;
    part_text(zip, "_rels/.rels", "<R><Relationship Id='a' Type='/officeDocument' Target='b.xml'/></R>");
    part_text(zip, "b.xml", "<w xmlns:r='r'><sheet name='s' r:id='a'/></w>");
    part_text(zip, "_rels/b.xml.rels",
              "<R><Relationship Id='a' Type='/worksheet' Target='c.xml'/><Relationship Id='b' Type='/styles' "
              "Target='d.xml'/><Relationship Id='c' Type='/sharedStrings' Target='e.xml'/></R>");
    part_add(zip, "c.xml", bytes, size);
    part_add(zip, "d.xml", bytes, size);
    part_add(zip, "e.xml", bytes, size);
    zip_stat_t about;
    if (zip_close(zip) != 0)
        zip_discard(zip);
    else if (zip_source_stat(source, &about) == 0 && zip_source_open(source) == 0) {
        char *book = arena_alloc(arena, (size_t)about.size);
        zip_source_read(source, book, about.size);
        zip_source_close(source);
        read_book(arena, book, (size_t)about.size);
    }
    zip_source_free(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    read_book(arena, (const char *)data, size);
    read_sheet(arena, (const char *)data, size);
    arena_free(arena);
    return 0;
}
