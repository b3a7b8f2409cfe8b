#include "house/import/table.h"

#include "base/test_arena.h"

#include <string.h>
#include <unicode/ucnv.h>

typedef struct {
    Text said;
    int64_t good, bad;
} Said;

/* "2:a|b 3:! " */
static bool say(const TableRow *row, void *context)
{
    Said *said = context;
    said->good += row->problem == REASON_NONE;
    said->bad += row->problem != REASON_NONE;
    text_format(&said->said, "%s%lld:%s", said->said.size ? " " : "", (long long)row->line, row->problem ? "!" : "");
    for (size_t i = 0; i < row->count; i++)
        text_format(&said->said, "%s%s", i ? "|" : "", row->fields[i]);
    return true;
}

static const char *rows_of(Table table, TableRest *rest)
{
    Said said = { .said = text_new(arena) };
    Error error = { 0 };
    table.size = strlen(table.text);
    table.delimiter = table.delimiter ? table.delimiter : ',';
    assert_true(table_read(&table, say, &said, rest, &error));
    return text_string(&said.said);
}

static void a_stray_quote_spoils_its_line_alone(void **state)
{
    (void)state;
    static const char *const FILES[][2] = {
        { "a,b\n1,5\" disk\n2,Foo \"Bar\" Inc.\n3,ok\n", "1:a|b 2:!1,5\" disk 3:!2,Foo \"Bar\" Inc. 4:3|ok" },
        { "a,b\n1,\"open\n2,x\n3,y\n", "1:a|b 2:!1,\"open 3:2|x 4:3|y" },
        { "a,b\n1,\"open\n2,\"x\"\n", "1:a|b 2:!1,\"open 3:2|x" },
        { "a,b\r\n1,\"x\"y\r\n2,z\r\n", "1:a|b 2:!1,\"x\"y 3:2|z" },
        { "a,b\n1,\"say \"\"hi\"\"\"\n\"2\nand\", \"y\" \n3,z", "1:a|b 2:1|say \"hi\" 3:2\nand|y 5:3|z" },
        { "a;b\r1;x\r2;y", "1:a;b 2:1;x 3:2;y" },
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        assert_string_equal(rows_of((Table) { .text = FILES[i][0] }, NULL), FILES[i][1]);
}

static void empty_rows_titles_and_totals_are_passed_over_and_counted(void **state)
{
    (void)state;
    TableRest rest;
    const char *file =
        "顧客一覧,,\n,,\nid,name,n\na,x,1\n,,\n , ,\n\n小計,,1\nb,合計商事,2\n合計(2社),,3\nTotal: 2,,\nTotal "
        "Energies,y,4\n";
    assert_string_equal(rows_of((Table) { .text = file, .heading = 3 }, &rest),
                        "3:id|name|n 4:a|x|1 9:b|合計商事|2 12:Total Energies|y|4");
    assert_int_equal(rest.totals, 3);
    assert_int_equal(rest.total_line, 8);
    assert_int_equal(rest.empty, 3);
    rows_of((Table) { .text = file, .heading = 3, .takes_totals = true }, &rest);
    assert_int_equal(rest.totals, 3);
    assert_string_equal(rows_of((Table) { .text = "a,b\n\n合計,2\n", .takes_totals = true }, NULL), "1:a|b 3:合計|2");
}

static void the_delimiter_is_the_one_that_cuts_all_lines_alike(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char delimiter;
    } FILES[] = {
        { "a,b\n1,2\n", ',' },
        { "a;b\n1,5;2\n3,5;4\n", ';' },
        { "Report, by month\nid|name\n1|x\n2|y\n", '|' },
        { "id\tname\n1\tFoo, Inc.\n2\tBar\n", '\t' },
        { "name\nFoo\n", ',' },
        { "a;\"b,c,d\"\n1;\"x,y,z\"\n", ';' },
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        assert_int_equal(table_delimiter(FILES[i].text, strlen(FILES[i].text)), FILES[i].delimiter);
}

static const char *encoded(const char *text, const char *encoding, size_t *size)
{
    UErrorCode status = U_ZERO_ERROR;
    char *bytes = arena_alloc(arena, 4096);
    *size = (size_t)ucnv_convert(encoding, "UTF-8", bytes, 4096, text, (int32_t)strlen(text), &status);
    assert_true(U_SUCCESS(status));
    return bytes;
}

static void the_encoding_is_told_and_read_or_it_is_unsure(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written, *named;
        bool sure;
    } FILES[] = {
        { "id,name\nk1,株式会社テスト\n", "UTF-8", "utf-8", true },
        { "id,name\nk1,株式会社テスト\n", "ibm-943_P15A-2003", "shift_jis", true },
        { "id,name\nk1,髙橋㈱\n", "ibm-943_P15A-2003", "shift_jis", true },
        { "顧客ID,会社名\nk1,ｶﾌﾞｼｷｶﾞｲｼｬ山田\n", "ibm-943_P15A-2003", "shift_jis", true },
        { "id,name\nk1,株式会社テスト\n", "EUC-JP", "euc-jp", true },
        { "id,name\nk1,株式会社テスト\n", "ISO-2022-JP", "iso-2022-jp", true },
        { "id,name\nw1,Señor Peña\n", "windows-1252", "windows-1252", true },
        { "id,name\nw2,Bäckerei Köln GmbH\nw3,Café “Müller”\n", "windows-1252", "windows-1252", true },
        { "id,name\nk1,テスト\n", "UTF-16LE", "utf-16", true },
        { "id,name\nk1,テスト\n", "UTF-16BE", "utf-16", true },
        { "id,name\nk1,テスト\n", "UTF-16", "utf-16", true },
        { "id,name\ng1,北京公司\n", "GBK", NULL, false },
        { "id,name\nr1,ООО Ромашка\n", "windows-1251", NULL, false },
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        size_t size, text_size;
        const char *bytes = encoded(FILES[i].text, FILES[i].written, &size), *text;
        TableEncoding found = table_encoding(arena, bytes, size);
        if (found.sure != FILES[i].sure || (FILES[i].named && strcmp(found.name, FILES[i].named) != 0))
            fail_msg("%s in %s: %s, sure %d", FILES[i].text, FILES[i].written, found.name, found.sure);
        Error error = { 0 };
        if (!FILES[i].named)
            continue;
        assert_true(table_decode(arena, bytes, size, found.name, &text, &text_size, &error));
        assert_string_equal(arena_text_n(arena, text, text_size), FILES[i].text);
    }
}

/* The sample ends within it, in one of the two in the middle of a character. */
static void a_line_without_end_tells_its_encoding(void **state)
{
    (void)state;
    for (int shift = 0; shift < 2; shift++) {
        Text file = text_new(arena);
        text_add(&file, shift ? "id,name\na," : "id,name\na,\x83\x65x");
        for (int i = 0; i < 100000; i++)
            text_add(&file, "\x83\x65");
        TableEncoding found = table_encoding(arena, file.data, file.size);
        assert_string_equal(found.name, "shift_jis");
        assert_true(found.sure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stray_quote_spoils_its_line_alone),
        cmocka_unit_test(empty_rows_titles_and_totals_are_passed_over_and_counted),
        cmocka_unit_test(the_delimiter_is_the_one_that_cuts_all_lines_alike),
        cmocka_unit_test(the_encoding_is_told_and_read_or_it_is_unsure),
        cmocka_unit_test(a_line_without_end_tells_its_encoding),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
