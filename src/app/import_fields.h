/* banso import --field: custom fields made of columns, in place, as the web UI makes them. */
#ifndef BANSO_APP_IMPORT_FIELDS_H
#define BANSO_APP_IMPORT_FIELDS_H

#include "app/command.h"
#include "app/line.h"

/* For each --field the field of that name, created unless it is there, and its column mapped to it. A dry run creates
 * none: it says on standard output which ones would be. *import is as the last answer has it. INPUT "field" for a
 * column that the file does not have, a kind that is none, and a field of that name that is of another kind. */
bool import_fields_bring(Line *line, const Command *command, const char *path, const Json **import, Error *error);

/* -1 = the file has no column of this name. */
int64_t import_column_named(const Json *import, const char *name);

#endif
