/* What banso import says of an import: counts to standard output, what is wrong or was kept to standard error. */
#ifndef BANSO_APP_IMPORT_SHOWN_H
#define BANSO_APP_IMPORT_SHOWN_H

#include "base/json.h"

#include <stdio.h>

/* What --map takes beside what is mapped, for who has to map a column. */
void import_print_targets(const Json *import, FILE *out);
/* After a check or a run. `dry`: nothing was imported, and how the file was read is of interest. */
void import_print(const Json *import, bool dry);
/* After an undo: what stays, by line, with its name and the reason. */
void import_print_undone(const Json *import);

#endif
