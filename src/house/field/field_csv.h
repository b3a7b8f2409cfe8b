/*
 * Lists as CSV files: the fields of a row by its shape, the custom fields, and what else a list knows of a row.
 *
 * Units: amounts in major units with as many digits as the currency has, days and times as in JSON.
 * Errors: INPUT with columns.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_FIELD_FIELD_CSV_H
#define BANSO_FIELD_FIELD_CSV_H

#include "base/text.h"
#include "house/field/field.h"
#include "http/route.h"

typedef struct {
    const Shape *row;
    const char *object; /* of its custom fields: "account" */
    size_t fields_at;   /* where the row has their values as JSON (const char *) */
    const char *usual;  /* the columns when none are named: "name,domain" */
    /* Further columns, NULL-ended, and the text of one; NULL = empty. */
    const char *const *more;
    unsigned more_circle; /* who may see them (base/circle.h); 0 = everybody */
    const char *(*cell)(Arena *arena, const char *name, const void *row);
} ListCsv;

/* Adds rows; `head`: the file begins here. `columns` NULL = the usual ones, of those that the caller sees; one that was
 * asked for and is not seen is FORBIDDEN. */
bool list_csv(const Request *request, Text *csv, const ListCsv *list, const char *columns, bool head, const void *rows,
              size_t count, Error *error);

#endif
