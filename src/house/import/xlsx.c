/*
 * A workbook is a zip archive of XML parts. The parts are read as a stream (libzip inflates, expat parses), so memory
 * holds the shared strings and the text that comes out, not the XML.
 *
 * In order: XML; parts; relations and sheets; the whole.
 */
#include "house/import/xlsx_inside.h"

#include "base/reason.h"

#include <string.h>

enum {
    ENTRIES_MAX = 10000,
    DEPTH_MAX = 64,
    PIECE = 64 * 1024,
    QUIET_MAX = 4 * 1024 * 1024,  /* bytes of one tag, or of one comment */
    NAME_MAX_BYTES = 255,         /* of a sheet; Excel has 31 characters */
    SMALL_MAX = 16 * 1024 * 1024, /* bytes of a part that holds no cells */
    RATIO_FROM = 16 * 1024 * 1024,
    RATIO_MAX = 200, /* inflated to deflated, once much was inflated: sheets have 5 to 40 */
};
static const uint64_t BOOK_MAX = 2 * (uint64_t)XLSX_PART_MAX; /* bytes that are inflated, of all parts together */

static bool damaged(Error *error)
{
    return refuse(error, "file", REASON_BAD_WORKBOOK, NULL, NULL);
}

static bool too_large(Error *error)
{
    return refuse(error, "file", REASON_LARGE_WORKBOOK, NULL, NULL);
}

bool xlsx_is(const char *bytes, size_t size)
{
    return size > 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* ---- XML --------------------------------------------------------------------------------------------------------- */

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

void xml_stop(Xml *xml)
{
    XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL xml_begin(void *user, const char *name, const char **attributes)
{
    Xml *xml = user;
    xml->quiet = 0;
    if (++xml->depth > DEPTH_MAX) {
        xml->wrong = true;
        xml_stop(xml);
        return;
    }
    if (xml->begin)
        xml->begin(xml, local_name(name), attributes);
}

static void XMLCALL xml_end(void *user, const char *name)
{
    Xml *xml = user;
    xml->quiet = 0;
    xml->depth--;
    if (xml->end)
        xml->end(xml, local_name(name));
}

static void XMLCALL xml_words(void *user, const char *bytes, int size)
{
    Xml *xml = user;
    xml->quiet = 0;
    if (xml->words)
        xml->words(xml, bytes, (size_t)size);
}

/* Where entities would be declared. */
static void XMLCALL xml_doctype(void *user, const char *name, const char *system, const char *public, int subset)
{
    Xml *xml = user;
    (void)name;
    (void)system;
    (void)public;
    (void)subset;
    xml->wrong = true;
    xml_stop(xml);
}

static bool xml_feed(Xml *xml, const char *piece, size_t size, Error *error)
{
    enum XML_Status status = XML_Parse(xml->parser, piece, (int)size, size == 0);
    xml->quiet += size;
    if (xml->stopped)
        return true;
    if (xml->large || xml->quiet > QUIET_MAX)
        return too_large(error);
    return (!xml->wrong && status == XML_STATUS_OK) || damaged(error);
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

/* Of a part that is `packed` bytes in the file, and of all parts together. */
static bool inflates_too_much(const Book *book, const Xml *xml, size_t total, size_t packed)
{
    return total > (xml->most ? xml->most : SMALL_MAX) || book->inflated > BOOK_MAX ||
           (total > RATIO_FROM && total / RATIO_MAX > packed);
}

/* Inflates no more than is asked for, and stops where the archive makes too much of too little. */
static bool part_stream(Book *book, zip_file_t *file, size_t packed, Xml *xml, Error *error)
{
    char piece[PIECE];
    size_t total = 0;
    for (;;) {
        zip_int64_t got = zip_fread(file, piece, sizeof piece);
        if (got < 0)
            return damaged(error);
        total += (size_t)got;
        book->inflated += (uint64_t)got;
        if (inflates_too_much(book, xml, total, packed))
            return too_large(error);
        if (!xml_feed(xml, piece, (size_t)got, error))
            return false;
        if (!got || xml->stopped)
            return true;
    }
}

bool part_read(Book *book, const char *name, Xml *xml, bool *found, Error *error)
{
    zip_stat_t about;
    zip_int64_t index = zip_name_locate(book->zip, name, ZIP_FL_NOCASE);
    *found = index >= 0;
    if (!*found)
        return true;
    if (zip_stat_index(book->zip, (zip_uint64_t)index, 0, &about) != 0 || !(about.valid & ZIP_STAT_COMP_SIZE))
        return damaged(error);
    zip_file_t *file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
    if (!file)
        return damaged(error);
    xml->parser = XML_ParserCreate(NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, xml_begin, xml_end);
    XML_SetCharacterDataHandler(xml->parser, xml_words);
    XML_SetStartDoctypeDeclHandler(xml->parser, xml_doctype);
    size_t packed = about.comp_size < book->size ? (size_t)about.comp_size : book->size;
    bool ok = part_stream(book, file, packed, xml, error);
    XML_ParserFree(xml->parser);
    zip_fclose(file);
    return ok;
}

/* ---- relations and sheets ---------------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* "/xl/a.xml" and "a.xml" of folder "xl/". */
static const char *target_path(const Parts *parts, const char *target)
{
    Arena *arena = parts->book->arena;
    return *target == '/' ? arena_text(arena, target + 1) : arena_format(arena, "%s%s", parts->folder, target);
}

static void sheet_place(Parts *parts, const char *id, const char *target)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strcmp(parts->sheets[i].id, id) == 0)
            parts->sheets[i].path = target_path(parts, target);
}

static void relation_begin(Xml *xml, const char *name, const char **attributes)
{
    Parts *parts = xml->context;
    const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
        return;
    if (ends_with(type, "/worksheet"))
        sheet_place(parts, id, target);
    else if (ends_with(type, "/officeDocument"))
        parts->workbook = target_path(parts, target);
    else if (ends_with(type, "/sharedStrings"))
        parts->strings = target_path(parts, target);
    else if (ends_with(type, "/styles"))
        parts->styles = target_path(parts, target);
}

bool xml_is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void workbook_begin(Xml *xml, const char *name, const char **attributes)
{
    Parts *parts = xml->context;
    Arena *arena = parts->book->arena;
    if (strcmp(name, "workbookPr") == 0)
        parts->from_1904 = xml_is_true(xml_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0 || parts->count == XLSX_SHEETS_MAX)
        return;
    const char *shown = xml_attribute(attributes, "name"), *state = xml_attribute(attributes, "state"), *id = NULL;
    for (const char **at = attributes; at[0]; at += 2) /* r:id, beside sheetId */
        if (strcmp(local_name(at[0]), "id") == 0)
            id = at[1];
    if (!shown || !id)
        return;
    parts->sheets[parts->count++] = (Sheet) { .id = arena_text(arena, id),
                                              .name = arena_text_n(arena, shown, text_cut(shown, NAME_MAX_BYTES)),
                                              .hidden = state && strcmp(state, "visible") != 0 };
}

static bool relations_read(Parts *parts, const char *path, Error *error)
{
    Xml xml = { .begin = relation_begin, .context = parts };
    bool found;
    return part_read(parts->book, path, &xml, &found, error) && (found || damaged(error));
}

/* Sheets that have no cells of their own, charts, have no path. */
static void sheets_sift(Parts *parts)
{
    size_t shown = 0, kept = 0;
    for (size_t i = 0; i < parts->count; i++)
        shown += parts->sheets[i].path && !parts->sheets[i].hidden;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->sheets[i].path && (!shown || !parts->sheets[i].hidden))
            parts->sheets[kept++] = parts->sheets[i];
    parts->count = kept;
}

static bool parts_find(Book *book, Parts *parts, Error *error)
{
    Xml xml = { .begin = workbook_begin, .context = parts };
    bool found;
    *parts = (Parts) { .book = book, .folder = "" };
    if (!relations_read(parts, "_rels/.rels", error))
        return false;
    if (!parts->workbook)
        return damaged(error);
    const char *slash = strrchr(parts->workbook, '/');
    const char *base = slash ? slash + 1 : parts->workbook;
    parts->folder = arena_text_n(book->arena, parts->workbook, (size_t)(base - parts->workbook));
    if (!part_read(book, parts->workbook, &xml, &found, error) ||
        !relations_read(parts, arena_format(book->arena, "%s_rels/%s.rels", parts->folder, base), error))
        return false;
    sheets_sift(parts);
    return parts->count || damaged(error);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static bool book_open(Arena *arena, const char *bytes, size_t size, Book *book, Error *error)
{
    zip_error_t why;
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &why);
    *book = (Book) { arena, source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL, size, 0 };
    if (source && !book->zip)
        zip_source_free(source);
    if (!book->zip)
        return damaged(error);
    if (zip_get_num_entries(book->zip, 0) <= ENTRIES_MAX)
        return true;
    zip_discard(book->zip);
    return too_large(error);
}

static Texts sheet_names(Arena *arena, const Parts *parts)
{
    const char **list = arena_array(arena, parts->count + 1, sizeof *list);
    for (size_t i = 0; i < parts->count; i++)
        list[i] = parts->sheets[i].name;
    return (Texts) { parts->count, list };
}

bool xlsx_first(Arena *arena, const char *bytes, size_t size, Texts *names, int64_t *sheet, const char **text,
                size_t *text_size, Error *error)
{
    Book book;
    Parts *parts = arena_make(arena, Parts);
    const XlsxShared *shared;
    Text out = text_new(arena);
    bool ok = book_open(arena, bytes, size, &book, error);
    *sheet = 0;
    if (ok) {
        ok = parts_find(&book, parts, error) && xlsx_shared(&book, parts, &shared, error);
        while (ok && out.size == 0 && *sheet < (int64_t)parts->count)
            ok = xlsx_sheet(&book, parts, shared, parts->sheets[(*sheet)++].path, &out, error);
        zip_discard(book.zip);
    }
    *names = sheet_names(arena, parts);
    *text = text_string(&out);
    *text_size = out.size;
    return ok;
}

bool xlsx_text(Arena *arena, const char *bytes, size_t size, int64_t sheet, const char **text, size_t *text_size,
               Error *error)
{
    Book book;
    Parts *parts = arena_make(arena, Parts);
    const XlsxShared *shared;
    Text out = text_new(arena);
    bool ok = book_open(arena, bytes, size, &book, error);
    if (ok) {
        ok = parts_find(&book, parts, error) &&
             ((sheet >= 1 && (size_t)sheet <= parts->count) ||
              refuse(error, "sheet", REASON_OUT_OF_RANGE, "1", arena_format(arena, "%zu", parts->count))) &&
             xlsx_shared(&book, parts, &shared, error) &&
             xlsx_sheet(&book, parts, shared, parts->sheets[sheet - 1].path, &out, error);
        zip_discard(book.zip);
    }
    *text = text_string(&out);
    *text_size = out.size;
    return ok;
}
