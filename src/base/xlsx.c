/*
 * A workbook is a ZIP archive of XML. The parts that are the same in every file are stored as they are; the sheet comes
 * last among them, deflated, its sizes behind its bytes (a data descriptor), since nobody knows them before. Raw
 * deflate makes the pieces independent: each ends on a byte boundary (Z_SYNC_FLUSH), the last one ends the stream.
 *
 * In order: the fixed parts; cells; the archive.
 */
#include "base/xlsx.h"

#include "base/clock.h"
#include "base/csv.h"

#include <inttypes.h>
#include <string.h>
#include <zlib.h>

/* ---- the fixed parts ------------------------------------------------------------------------------------------- */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OPEN_XML "http://schemas.openxmlformats.org/"
#define SHEET_NS "xmlns=\"" OPEN_XML "spreadsheetml/2006/main\""
#define PART_OF  "application/vnd.openxmlformats-officedocument.spreadsheetml."

typedef struct {
    const char *name, *text;
} Part;

static const Part PARTS[] = {
    { "[Content_Types].xml",
      XML_HEAD "<Types xmlns=\"" OPEN_XML "package/2006/content-types\">"
               "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
               "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
               "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" PART_OF "sheet.main+xml\"/>"
               "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" PART_OF "worksheet+xml\"/>"
               "<Override PartName=\"/xl/styles.xml\" ContentType=\"" PART_OF "styles+xml\"/></Types>" },
    { "_rels/.rels", XML_HEAD "<Relationships xmlns=\"" OPEN_XML "package/2006/relationships\">"
                              "<Relationship Id=\"rId1\" Type=\"" OPEN_XML
                              "officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
                              "</Relationships>" },
    { "xl/workbook.xml", XML_HEAD "<workbook " SHEET_NS " xmlns:r=\"" OPEN_XML "officeDocument/2006/relationships\">"
                                  "<sheets><sheet name=\"Banso\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels",
      XML_HEAD "<Relationships xmlns=\"" OPEN_XML "package/2006/relationships\">"
               "<Relationship Id=\"rId1\" Type=\"" OPEN_XML
               "officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
               "<Relationship Id=\"rId2\" Type=\"" OPEN_XML
               "officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>" },
    { "xl/styles.xml",
      XML_HEAD "<styleSheet " SHEET_NS ">"
               "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
               "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
               "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
               "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
               "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
               "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
               "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
               "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
               "<cellXfs count=\"7\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
               "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
               "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\"/>"
               "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
               "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
               "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
               "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
               "</cellXfs></styleSheet>" },
};
enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
/* As cellXfs has them. */
enum { STYLE_PLAIN, STYLE_HEAD, STYLE_QUOTED, STYLE_DAY, STYLE_MOMENT, STYLE_WHOLE, STYLE_CENTS };

static const char SHEET_NAME[] = "xl/worksheets/sheet1.xml";
/* The first row stays in sight. */
static const char SHEET_HEAD[] = XML_HEAD
    "<worksheet " SHEET_NS "><sheetViews><sheetView workbookViewId=\"0\">"
    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    "<sheetFormatPr defaultColWidth=\"18\" defaultRowHeight=\"15\"/><sheetData>";
static const char SHEET_FOOT[] = "</sheetData></worksheet>";

/* ---- cells ----------------------------------------------------------------------------------------------------- */

/* Days from 30 December 1899, the day 0 of spreadsheets; up to 1 March 1900 they have a day too many. */
enum { SERIAL_1970 = 25569, SERIAL_FIRST = 61 };

Xlsx xlsx_open(Arena *arena, const XlsxAt *at)
{
    Xlsx sheet = { .arena = arena, .at = *at, .xml = text_new(arena) };
    if (!at->plain)
        text_add(&sheet.xml, SHEET_HEAD);
    return sheet;
}

static void cell_begin(Xlsx *sheet, int style, const char *type)
{
    char letters[4] = { 0 };
    int column = sheet->column++, count = 0;
    if (!column)
        text_format(&sheet->xml, "<row r=\"%" PRId64 "\">", sheet->at.rows + 1);
    for (int at = column + 1; at > 0; at = (at - 1) / 26, count++) {
        memmove(letters + 1, letters, (size_t)count);
        letters[0] = (char)('A' + (at - 1) % 26);
    }
    text_format(&sheet->xml, "<c r=\"%s%" PRId64 "\"", letters, sheet->at.rows + 1);
    if (style)
        text_format(&sheet->xml, " s=\"%d\"", style);
    if (type)
        text_format(&sheet->xml, " t=\"%s\"", type);
    text_char(&sheet->xml, '>');
}

/* "_x000B_" stands for a character that XML does not have; a text that reads so itself is escaped. */
static bool reads_as_escape(const char *at)
{
    return at[0] == '_' && at[1] == 'x' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4 && at[6] == '_';
}

static void character_to(Text *xml, const char *at, size_t size)
{
    unsigned char c = (unsigned char)*at;
    if (c == '&')
        text_add(xml, "&amp;");
    else if (c == '<')
        text_add(xml, "&lt;");
    else if (c == '>')
        text_add(xml, "&gt;");
    else if (reads_as_escape(at))
        text_add(xml, "_x005F_");
    else if (c < ' ' && c != '\t' && c != '\n')
        text_format(xml, "_x%04X_", c);
    else if (text_starts(at, "\xef\xbf\xbe") || text_starts(at, "\xef\xbf\xbf"))
        text_add(xml, "\xef\xbf\xbd"); /* no characters of XML */
    else
        text_add_n(xml, at, size);
}

/* A cell counts in units of UTF-16. */
static void words_to(Text *xml, const char *words)
{
    size_t size, units = 0;
    for (; (size = text_character(words)); words += size) {
        units += size == 4 ? 2 : 1;
        if (units > XLSX_CELL_MAX - 1 && words[size]) {
            text_add(xml, "…");
            return;
        }
        character_to(xml, words, size);
    }
}

static void inline_to(Xlsx *sheet, int style, const char *words)
{
    cell_begin(sheet, style, "inlineStr");
    text_add(&sheet->xml, "<is><t xml:space=\"preserve\">");
    words_to(&sheet->xml, words);
    text_add(&sheet->xml, "</t></is></c>");
}

static void value_to(Xlsx *sheet, int style, const char *printed)
{
    cell_begin(sheet, style, NULL);
    text_format(&sheet->xml, "<v>%s</v></c>", printed);
}

void xlsx_empty_to(Xlsx *sheet)
{
    if (sheet->column)
        sheet->column++;
    else
        inline_to(sheet, STYLE_PLAIN, "");
}

void xlsx_head_to(Xlsx *sheet, const char *words)
{
    inline_to(sheet, STYLE_HEAD, words);
}

void xlsx_text_to(Xlsx *sheet, const char *words)
{
    if (words && *words)
        inline_to(sheet, csv_is_formula(words) ? STYLE_QUOTED : STYLE_PLAIN, words);
    else
        xlsx_empty_to(sheet);
}

void xlsx_number_to(Xlsx *sheet, const char *printed)
{
    value_to(sheet, STYLE_PLAIN, printed);
}

void xlsx_amount_to(Xlsx *sheet, const char *printed, int digits)
{
    value_to(sheet, digits ? STYLE_CENTS : STYLE_WHOLE, printed);
}

void xlsx_day_to(Xlsx *sheet, int64_t day)
{
    int64_t serial = day + SERIAL_1970;
    if (serial < SERIAL_FIRST)
        xlsx_text_to(sheet, day_format(sheet->arena, day));
    else
        value_to(sheet, STYLE_DAY, arena_format(sheet->arena, "%" PRId64, serial));
}

void xlsx_moment_to(Xlsx *sheet, int64_t local_ms)
{
    double serial = (double)local_ms / MS_PER_DAY + SERIAL_1970;
    if (serial < SERIAL_FIRST)
        xlsx_text_to(sheet, time_format(sheet->arena, local_ms));
    else
        value_to(sheet, STYLE_MOMENT, arena_format(sheet->arena, "%.9f", serial));
}

void xlsx_end_to(Xlsx *sheet)
{
    text_add(&sheet->xml, "</row>");
    sheet->at.rows++;
    sheet->column = 0;
}

/* ---- the archive ----------------------------------------------------------------------------------------------- */

enum {
    LOCAL_MARK = 0x04034b50,
    DESCRIPTOR_MARK = 0x08074b50,
    CENTRAL_MARK = 0x02014b50,
    END_MARK = 0x06054b50,
    VERSION = 20,
    SIZES_FOLLOW = 8, /* a flag */
    STORED = 0,
    DEFLATED = 8,
    LOCAL_SIZE = 30,
    DESCRIPTOR_SIZE = 16,
    DAY_1980 = 0x21 /* the archive says nothing of when */
};

static void number2(Text *out, unsigned value)
{
    text_char(out, (char)(value & 0xff));
    text_char(out, (char)(value >> 8 & 0xff));
}

static void number4(Text *out, uint32_t value)
{
    number2(out, value & 0xffff);
    number2(out, value >> 16);
}

/* What both heads of an entry say of it. */
typedef struct {
    const char *name;
    unsigned flags, method;
    uint32_t crc, packed, plain;
} Entry;

static void entry_to(Text *out, const Entry *entry)
{
    number2(out, VERSION);
    number2(out, entry->flags);
    number2(out, entry->method);
    number2(out, 0);
    number2(out, DAY_1980);
    number4(out, entry->crc);
    number4(out, entry->packed);
    number4(out, entry->plain);
    number2(out, (unsigned)strlen(entry->name));
    number2(out, 0);
}

static void local_to(Text *out, const Entry *entry)
{
    number4(out, LOCAL_MARK);
    entry_to(out, entry);
    text_add(out, entry->name);
}

static void central_to(Text *out, const Entry *entry, uint32_t offset)
{
    number4(out, CENTRAL_MARK);
    number2(out, VERSION);
    entry_to(out, entry);
    number2(out, 0);
    number2(out, 0);
    number2(out, 0);
    number4(out, 0);
    number4(out, offset);
    text_add(out, entry->name);
}

static Entry part_entry(const Part *part)
{
    uint32_t size = (uint32_t)strlen(part->text);
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)part->text, size);
    return (Entry) { part->name, 0, STORED, crc, size, size };
}

static void archive_begin(Text *out)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        Entry entry = part_entry(&PARTS[i]);
        local_to(out, &entry);
        text_add(out, PARTS[i].text);
    }
    local_to(out, &(Entry) { SHEET_NAME, SIZES_FOLLOW, DEFLATED, 0, 0, 0 });
}

static void archive_end(Text *out, const XlsxAt *at)
{
    Entry sheet = { SHEET_NAME, SIZES_FOLLOW, DEFLATED, at->crc, (uint32_t)at->packed, (uint32_t)at->plain };
    Text central = text_new(out->arena);
    uint32_t offset = 0;
    number4(out, DESCRIPTOR_MARK);
    number4(out, sheet.crc);
    number4(out, sheet.packed);
    number4(out, sheet.plain);
    for (size_t i = 0; i < PART_COUNT; i++) {
        Entry entry = part_entry(&PARTS[i]);
        central_to(&central, &entry, offset);
        offset += LOCAL_SIZE + (uint32_t)strlen(entry.name) + entry.packed;
    }
    central_to(&central, &sheet, offset);
    offset += LOCAL_SIZE + (uint32_t)strlen(SHEET_NAME) + sheet.packed + DESCRIPTOR_SIZE;
    text_add_n(out, central.data, central.size);
    number4(out, END_MARK);
    number4(out, 0);
    number2(out, PART_COUNT + 1);
    number2(out, PART_COUNT + 1);
    number4(out, (uint32_t)central.size);
    number4(out, offset);
    number2(out, 0);
}

static bool deflate_to(Text *out, const Text *xml, bool last, int64_t *packed, Error *error)
{
    z_stream stream = { 0 };
    unsigned char block[16384];
    int flush = last ? Z_FINISH : Z_SYNC_FLUSH;
    *packed = 0;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(error, ERROR_BUSY, NULL, "no memory to write the workbook");
    stream.next_in = (unsigned char *)xml->data;
    stream.avail_in = (uInt)xml->size;
    do {
        stream.next_out = block;
        stream.avail_out = sizeof block;
        (void)deflate(&stream, flush);
        text_add_n(out, (const char *)block, sizeof block - stream.avail_out);
        *packed += (int64_t)(sizeof block - stream.avail_out);
    } while (!stream.avail_out);
    deflateEnd(&stream);
    return true;
}

bool xlsx_close(Xlsx *sheet, bool last, Text *out, Error *error)
{
    XlsxAt *at = &sheet->at;
    int64_t packed;
    if (at->rows > XLSX_ROWS_MAX)
        return fail(error, ERROR_INPUT, NULL, "an Excel sheet holds at most %d rows; export CSV instead",
                    XLSX_ROWS_MAX);
    if (!at->plain)
        archive_begin(out);
    if (last)
        text_add(&sheet->xml, SHEET_FOOT);
    if (!deflate_to(out, &sheet->xml, last, &packed, error))
        return false;
    at->crc = (uint32_t)crc32(at->crc, (const Bytef *)sheet->xml.data, (uInt)sheet->xml.size);
    at->plain += (int64_t)sheet->xml.size;
    at->packed += packed;
    if (at->plain > UINT32_MAX || at->packed > UINT32_MAX - (1 << 20))
        return fail(error, ERROR_INPUT, NULL, "the workbook would be larger than 4 GB; export CSV instead");
    if (last)
        archive_end(out, at);
    return true;
}
