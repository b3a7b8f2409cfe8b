/* Inside xlsx: parts of the archive as streams of XML, and the sheet that is made of them. */
#ifndef BANSO_IMPORT_XLSX_INSIDE_H
#define BANSO_IMPORT_XLSX_INSIDE_H

#include "house/import/xlsx.h"

#include "base/text.h"

#include <expat.h>
#include <zip.h>

enum { XLSX_SHEETS_MAX = 500 };
#define XLSX_TEXT_MAX ((size_t)256 * 1024 * 1024) /* bytes that come out, as many as a file may have */

typedef struct Xml Xml;
struct Xml {
    XML_Parser parser;
    /* Names come without their prefix. NULL = not asked for. */
    void (*begin)(Xml *xml, const char *name, const char **attributes);
    void (*end)(Xml *xml, const char *name);
    void (*words)(Xml *xml, const char *bytes, size_t size);
    void *context;
    int depth;
    size_t quiet; /* bytes since something was parsed */
    bool stopped; /* enough was read */
    bool large;
    bool wrong;
};

typedef struct {
    Arena *arena;
    zip_t *zip;
} Book;

typedef struct {
    const char *id, *name, *path;
    bool hidden;
} Sheet;

typedef struct {
    const Book *book;
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
bool part_read(const Book *book, const char *name, Xml *xml, bool *found, Error *error);

/* ---- xlsx_cells.c: the sheet at `path`, as CSV */
bool xlsx_sheet(const Book *book, const Parts *parts, const char *path, Text *out, Error *error);

#endif
