/* Inside xlsx: parts of the archive as streams of XML, and the sheet that is made of them. */
#ifndef BANSO_IMPORT_XLSX_INSIDE_H
#define BANSO_IMPORT_XLSX_INSIDE_H

#include "house/import/xlsx.h"

#include "base/text.h"

#include <expat.h>
#include <zip.h>

enum { XLSX_SHEETS_MAX = 500 };
#define XLSX_TEXT_MAX ((size_t)256 * 1024 * 1024)      /* bytes that come out, as many as a file may have */
#define XLSX_PART_MAX ((size_t)2 * 1024 * 1024 * 1024) /* bytes of a sheet, or of the strings */

typedef struct Xml Xml;
struct Xml {
    XML_Parser parser;
    /* Names come without their prefix. NULL = not asked for. */
    void (*begin)(Xml *xml, const char *name, const char **attributes);
    void (*end)(Xml *xml, const char *name);
    void (*words)(Xml *xml, const char *bytes, size_t size);
    void *context;
    size_t most; /* bytes of the part; 0 = as many as parts may have that hold no cells */
    int depth;
    size_t quiet; /* bytes since something was parsed */
    bool stopped; /* enough was read */
    bool large;
    bool wrong;
};

typedef struct {
    Arena *arena;
    zip_t *zip;
    size_t size;       /* of the file */
    uint64_t inflated; /* of all that was read of it */
} Book;

typedef struct {
    const char *id, *name, *path;
    bool hidden;
} Sheet;

typedef struct {
    Book *book;
    const char *folder; /* "xl/" */
    const char *workbook, *strings, *styles;
    Sheet sheets[XLSX_SHEETS_MAX];
    size_t count;
    bool from_1904;
} Parts;

/* NULL = the element has none of this name. */
const char *xml_attribute(const char **attributes, const char *name);
bool xml_is_true(const char *value);
/* Ends the reading; xml->stopped, large or wrong says why. */
void xml_stop(Xml *xml);
/* Reads the part through the functions of `xml`; *found = false when there is no such part, where that may be. */
bool part_read(Book *book, const char *name, Xml *xml, bool *found, Error *error);

/* ---- xlsx_cells.c */

/* The styles and strings that the sheets of a workbook share. */
typedef struct XlsxShared XlsxShared;
bool xlsx_shared(Book *book, const Parts *parts, const XlsxShared **shared, Error *error);
/* The sheet at `path`, as CSV. */
bool xlsx_sheet(Book *book, const Parts *parts, const XlsxShared *shared, const char *path, Text *out, Error *error);

#endif
