/*
 * Lists as files, CSV and Excel: the fields of a row by its shape, the custom fields, and what else a list knows of a
 * row. Written piece by piece, each a page of the list in its order, so a file of any length needs the memory of a
 * page.
 *
 * A file is for programs or for people (`heads`). For programs its head has the names of the API, and its columns are
 * those that were asked for. For people the head is in the reader's language, and beside a column stands what one needs
 * to bring the file back: the external id, an amount's currency, an owner's e-mail.
 *
 * Units: amounts in major units with as many digits as the currency has, days and times as in JSON; in Excel times are
 * those of the workspace's zone.
 * Errors: INPUT with columns; INPUT on the way when a sheet can hold no more rows.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_FIELD_LIST_FILE_H
#define BANSO_FIELD_LIST_FILE_H

#include "base/amount.h"
#include "base/text.h"
#include "house/field/field.h"
#include "http/route.h"

/* LIST_NUMBER and LIST_AMOUNT: `text` is printed digits. An empty one has no text, or is LIST_EMPTY. */
typedef enum { LIST_EMPTY, LIST_TEXT, LIST_NUMBER, LIST_AMOUNT, LIST_DAY, LIST_TIME } ListCellType;
typedef struct {
    ListCellType type;
    const char *text;
    int64_t value; /* a day, or ms */
    int digits;    /* of an amount */
} ListCell;

typedef struct {
    const char *name, *head, *head_ja;
    const char *with; /* the column that stands beside it in a file for people; NULL = none */
    /* NULL = the field of the row that has this name; else the list adds it, or writes it in its own way. */
    ListCell (*cell)(const Request *request, Arena *arena, const void *row);
    unsigned circle; /* of one that the list adds: who may see it (base/circle.h) */
} ListColumn;

/* Rows of `size` bytes, each of which begins with the struct of the list's shape. */
typedef struct {
    const void *rows;
    size_t count, size;
    const char *next; /* NULL = this was the last page */
} ListFilePage;

typedef struct {
    const Shape *row;
    const char *object;        /* of its custom fields: "account"; NULL = it has none */
    size_t fields_at;          /* where the row has their values as JSON (const char *) */
    const char *usual;         /* the columns when none are named: "name,domain" */
    const char *first;         /* the column that every file for people begins with; NULL = none */
    const ListColumn *columns; /* that have a heading, ended by { 0 } */
    bool (*page)(Request *request, const char *cursor, size_t limit, ListFilePage *page, Error *error);
} ListFile;

/* Of the query. */
typedef struct {
    const char *columns; /* names of the row's fields and "field:<key>", separated by commas; NULL = the usual ones */
    const char *heads;   /* LIST_HEADS; NULL = names */
    const char *cursor;  /* where the file begins; NULL = with the list */
} ListFileAsk;
#define LIST_HEADS "names|words"
/* In the shape of a query whose struct has `const char *columns, *heads`. */
#define LIST_FILE_FIELDS(type_)                                                                                        \
    SHAPE_OPT(type_, columns, FIELD_TEXT, .max = 2000),                                                                \
        SHAPE_OPT(type_, heads, FIELD_TEXT, .choices = LIST_HEADS,                                                     \
                  .about = "Of a file: names of the API, or words in the reader's language.")

/* An amount in major units with as many digits as the currency has: 1234.50; NULL = an empty cell. */
ListCell list_amount(Arena *arena, const Money *money);
/* The reply to a route whose path ends in .csv or .xlsx. `pieces` calls list_file_piece. */
bool list_file_reply(Request *request, const char *stem, Pieces pieces, Error *error);
/* Pieces (http/route.h). Of the columns asked for, one that is not seen is FORBIDDEN; of the others it is left out. */
bool list_file_piece(Request *request, const ListFile *list, const ListFileAsk *ask, const char *from, Text *out,
                     const char **next, Error *error);

#endif
