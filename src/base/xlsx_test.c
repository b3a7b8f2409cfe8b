/* Bytes of a workbook, looked at through zlib alone; that programs open it is shown by tests/program/lists_out. */
#include "base/xlsx.h"

#include "base/test.h"
#include "base/test_arena.h"

#include <string.h>
#include <zlib.h>

static Error error;

/* The sheet of an archive that this program wrote: its deflated bytes stand after the last local head. */
static const char *sheet_of(const Text *file)
{
    static const char NAME[] = "xl/worksheets/sheet1.xml";
    const char *at = memmem(file->data, file->size, NAME, strlen(NAME));
    z_stream stream = { 0 };
    char *plain = arena_array(arena, 1 << 20, 1);
    assert_non_null(at);
    /* The first part names the sheet, too. */
    for (const char *more; (more = memmem(at + 1, (size_t)(file->data + file->size - at - 1), NAME, strlen(NAME)));) {
        if (memcmp(more - 46, "PK\x01\x02", 4) == 0)
            break;
        at = more;
    }
    at += strlen(NAME);
    assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)at;
    stream.avail_in = (uInt)(file->data + file->size - at);
    stream.next_out = (unsigned char *)plain;
    stream.avail_out = (1 << 20) - 1;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return plain;
}

static void contains(const char *xml, const char *part)
{
    if (!strstr(xml, part))
        fail_msg("%s is not in %s", part, xml);
}

static void cells_have_types_and_texts_never_become_formulas(void **state)
{
    Text out = text_new(arena);
    Xlsx sheet = xlsx_open(arena, &(XlsxAt) { 0 });
    (void)state;
    xlsx_head_to(&sheet, "名称");
    xlsx_end_to(&sheet);
    xlsx_text_to(&sheet, "=1+1");
    xlsx_text_to(&sheet, "a < b & \x0b _x0041_");
    xlsx_empty_to(&sheet);
    xlsx_number_to(&sheet, "-12.5");
    xlsx_amount_to(&sheet, "1234.50", 2);
    xlsx_day_to(&sheet, 20454);
    xlsx_moment_to(&sheet, 20454 * (int64_t)86400000 + 43200000);
    xlsx_day_to(&sheet, -30000);
    xlsx_end_to(&sheet);
    assert_true(xlsx_close(&sheet, true, &out, &error));
    const char *xml = sheet_of(&out);
    contains(xml,
             "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">名称</t></is></c></row>");
    contains(xml, "<c r=\"A2\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t></is></c>");
    contains(xml, "<t xml:space=\"preserve\">a &lt; b &amp; _x000B_ _x005F_x0041_</t>");
    contains(xml, "<c r=\"D2\"><v>-12.5</v></c><c r=\"E2\" s=\"6\"><v>1234.50</v></c>");
    contains(xml, "<c r=\"F2\" s=\"3\"><v>46023</v></c><c r=\"G2\" s=\"4\"><v>46023.500000000</v></c>");
    contains(xml, "<c r=\"H2\" t=\"inlineStr\">");
    assert_null(strstr(xml, "<f>"));
}

/* As pieces are written: nothing but XlsxAt stands between two of them. */
static void a_workbook_of_many_pieces_is_one_sheet(void **state)
{
    enum { ROWS = 4000, PIECE = 500 };
    Text out = text_new(arena);
    XlsxAt at = { 0 };
    (void)state;
    for (int row = 0; row < ROWS; row += PIECE) {
        Xlsx sheet = xlsx_open(arena, &at);
        for (int i = row; i < row + PIECE; i++) {
            xlsx_text_to(&sheet, arena_format(arena, "row %d", i));
            xlsx_end_to(&sheet);
        }
        assert_true(xlsx_close(&sheet, row + PIECE == ROWS, &out, &error));
        at = sheet.at;
    }
    const char *xml = sheet_of(&out);
    assert_int_equal(strlen(xml), at.plain);
    assert_int_equal(crc32(0, (const Bytef *)xml, (uInt)strlen(xml)), at.crc);
    contains(xml, "<row r=\"4000\"><c r=\"A4000\" t=\"inlineStr\"><is><t xml:space=\"preserve\">row 3999</t>");
    assert_int_equal(at.rows, ROWS);
}

static void columns_are_named_as_spreadsheets_do(void **state)
{
    Text out = text_new(arena);
    Xlsx sheet = xlsx_open(arena, &(XlsxAt) { 0 });
    (void)state;
    for (int i = 0; i < 703; i++)
        xlsx_number_to(&sheet, "1");
    xlsx_end_to(&sheet);
    assert_true(xlsx_close(&sheet, true, &out, &error));
    const char *xml = sheet_of(&out);
    contains(xml, "<c r=\"Z1\"><v>1</v></c><c r=\"AA1\">");
    contains(xml, "<c r=\"ZZ1\"><v>1</v></c><c r=\"AAA1\">");
}

static void a_sheet_holds_no_more_rows_than_excel_shows(void **state)
{
    Text out = text_new(arena);
    Xlsx sheet = xlsx_open(arena, &(XlsxAt) { .plain = 1, .rows = XLSX_ROWS_MAX });
    (void)state;
    xlsx_text_to(&sheet, "one more");
    xlsx_end_to(&sheet);
    assert_false(xlsx_close(&sheet, true, &out, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
}

static void a_long_text_is_cut_where_a_cell_ends(void **state)
{
    char *words = arena_array(arena, XLSX_CELL_MAX + 11, 1);
    Text out = text_new(arena);
    Xlsx sheet = xlsx_open(arena, &(XlsxAt) { 0 });
    (void)state;
    memset(words, 'a', XLSX_CELL_MAX + 10);
    xlsx_text_to(&sheet, words);
    xlsx_text_to(&sheet, words + 10);
    xlsx_end_to(&sheet);
    assert_true(xlsx_close(&sheet, true, &out, &error));
    const char *first = strstr(sheet_of(&out), "preserve\">") + strlen("preserve\">");
    assert_int_equal(strspn(first, "a"), XLSX_CELL_MAX - 1);
    assert_true(text_starts(first + XLSX_CELL_MAX - 1, "…"));
    const char *second = strstr(first, "preserve\">") + strlen("preserve\">");
    assert_int_equal(strspn(second, "a"), XLSX_CELL_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_types_and_texts_never_become_formulas),
        cmocka_unit_test(a_workbook_of_many_pieces_is_one_sheet),
        cmocka_unit_test(columns_are_named_as_spreadsheets_do),
        cmocka_unit_test(a_sheet_holds_no_more_rows_than_excel_shows),
        cmocka_unit_test(a_long_text_is_cut_where_a_cell_ends),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
