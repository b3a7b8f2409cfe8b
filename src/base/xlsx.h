/*
 * Writing an Excel workbook (.xlsx) of one sheet, piece by piece: nothing but an XlsxAt stands between two pieces, so a
 * file of any length needs the memory of one piece, and a piece can be written by a call that knows nothing of the one
 * before it. Each piece is deflated for itself; sizes and checksum of the sheet follow its bytes.
 *
 * Texts are cells of type text and never formulas. One that a spreadsheet would run if somebody typed it (base/csv.h)
 * also keeps Excel's mark of a quoted text, so that editing the cell does not run it. Days, instants and numbers are
 * numbers with a format.
 *
 * Not for: reading (house/import/xlsx.h).
 * Units: UTF-8; days as day numbers; instants in ms as a clock on the wall counts; rows from 1.
 * Errors: INPUT when a sheet can hold no more rows, or is larger than 4 GB.
 * Forgets a person: writes what it is given and keeps nothing.
 */
#ifndef BANSO_BASE_XLSX_H
#define BANSO_BASE_XLSX_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
enum { XLSX_ROWS_MAX = 1048576, XLSX_CELL_MAX = 32767 };

/* What came before a piece. All zero = the file begins. */
typedef struct {
    uint32_t crc;
    int64_t packed, plain; /* bytes of the sheet */
    int64_t rows;
} XlsxAt;

/* One piece on its way: cells are added row by row, then xlsx_close writes their bytes. */
typedef struct {
    Arena *arena;
    XlsxAt at;
    int column; /* of the next cell, from 0 */
    Text xml;
} Xlsx;

Xlsx xlsx_open(Arena *arena, const XlsxAt *at);
void xlsx_empty_to(Xlsx *sheet);
void xlsx_head_to(Xlsx *sheet, const char *words); /* a bold text */
void xlsx_text_to(Xlsx *sheet, const char *words); /* longer ones are cut at what a cell may hold */
/* `printed`: digits, with a sign and a point where it has them. */
void xlsx_number_to(Xlsx *sheet, const char *printed);
void xlsx_amount_to(Xlsx *sheet, const char *printed, int digits);
void xlsx_day_to(Xlsx *sheet, int64_t day);
void xlsx_moment_to(Xlsx *sheet, int64_t local_ms);
void xlsx_end_to(Xlsx *sheet); /* ends the row */
/* Adds the piece's bytes to `out`; `sheet->at` is then what stands before the next one. */
bool xlsx_close(Xlsx *sheet, bool last, Text *out, Error *error);

#endif
