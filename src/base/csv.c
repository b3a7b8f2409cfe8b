/*
 * Writes the cells of a CSV file into a Text, each with the comma before it. Two ways to write a cell: csv_cell_to for
 * what people typed, which quotes and disarms formulas, and csv_plain_to for numbers and days of ours, where the
 * apostrophe would spoil "-12.5". csv_plain undoes the apostrophe, so that an import reads our own exports unchanged.
 */
#include "base/csv.h"

#include <string.h>

bool csv_is_formula(const char *value)
{
    static const char *const LEADS[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    };
    for (size_t i = 0; i < sizeof LEADS / sizeof *LEADS; i++)
        if (text_starts(value, LEADS[i]))
            return true;
    return false;
}

const char *csv_plain(const char *cell)
{
    return cell[0] == '\'' && csv_is_formula(cell + 1) ? cell + 1 : cell;
}

static void separate(Text *csv)
{
    if (csv->size && csv->data[csv->size - 1] != '\n' && strcmp(text_string(csv), CSV_MARK) != 0)
        text_char(csv, ',');
}

static void quoted_to(Text *csv, const char *value, bool formula)
{
    text_char(csv, '"');
    if (formula)
        text_char(csv, '\'');
    for (; *value; value++) {
        if (*value == '"')
            text_char(csv, '"');
        text_char(csv, *value);
    }
    text_char(csv, '"');
}

/* Every cell is quoted where it is not plain, an empty one too: a bare empty first cell would hide the comma after it.
 */
void csv_cell_to(Text *csv, const char *value)
{
    separate(csv);
    bool formula = value && csv_is_formula(value);
    if (!value || !*value || formula || strpbrk(value, ",;\"\r\n\t "))
        quoted_to(csv, value ? value : "", formula);
    else
        text_add(csv, value);
}

void csv_plain_to(Text *csv, const char *value)
{
    separate(csv);
    text_add(csv, value && *value ? value : "\"\"");
}

void csv_end_to(Text *csv)
{
    text_add(csv, "\r\n");
}
