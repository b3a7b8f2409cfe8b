/*
 * Writing CSV: RFC 4180 with a UTF-8 byte order mark, so that spreadsheets read Japanese. A cell that a spreadsheet
 * would run as a formula (= + - @ tab CR at its start, and the full-width forms) gets an apostrophe before it.
 *
 * Units: UTF-8, cells as texts.
 * Errors: none.
 * Forgets a person: writes what it is given and keeps nothing.
 */
#ifndef BANSO_BASE_CSV_H
#define BANSO_BASE_CSV_H

#include "base/text.h"

#include <stdbool.h>

#define CSV_MARK "\xef\xbb\xbf"

/* A person's or customer's words, made harmless. NULL is an empty cell. */
void csv_cell_to(Text *csv, const char *value);
/* A number or day that this program printed, unchanged: "-12.5" stays a number. */
void csv_plain_to(Text *csv, const char *value);
void csv_end_to(Text *csv); /* ends the line */

/* A cell as it was before csv_cell_to made it harmless: what is written can be read again. */
const char *csv_plain(const char *cell);
/* True when a spreadsheet would take the text for a formula. */
bool csv_is_formula(const char *value);

#endif
