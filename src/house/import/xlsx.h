/*
 * An Excel workbook (.xlsx, Office Open XML) as the text of a table: one sheet, in the form of CSV with commas, each
 * row of the sheet on the line of its number. So a workbook goes the way of any other file. Pure: no database.
 *
 * Cells come as the sheet shows them: days and times by their style (both date systems), numbers with a point, numbers
 * whose format is all zeros with their leading zeros, TRUE and FALSE, errors such as #N/A as their text. Of a formula
 * its stored value counts. A line break in a cell becomes a space. Of merged cells the first has the value.
 *
 * Not for: .xls of before 2007, .xlsb, and files with a password, which are no zip archives of XML.
 * Limits: see the constants in xlsx.c; what an archive says of its sizes is not believed. No DOCTYPE, so no entities.
 * Errors: INPUT "file": bad_workbook, large_workbook; INPUT "sheet".
 * Forgets a person: keeps nothing.
 */
#ifndef BANSO_IMPORT_XLSX_H
#define BANSO_IMPORT_XLSX_H

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"

#include <stddef.h>

/* Whether the bytes begin as a zip archive does: no text does. */
bool xlsx_is(const char *bytes, size_t size);
/* The first sheet that has something in it, with its number from 1; without a text when none has. `names`: of the
 * sheets that are shown, in their order; of all, when none is. */
bool xlsx_first(Arena *arena, const char *bytes, size_t size, Texts *names, int64_t *sheet, const char **text,
                size_t *text_size, Error *error);
/* `sheet` counts from 1 among those names. */
bool xlsx_text(Arena *arena, const char *bytes, size_t size, int64_t sheet, const char **text, size_t *text_size,
               Error *error);

#endif
