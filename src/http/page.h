/*
 * Pages of a list: how many rows one has, and where the next one begins. A list asks for one row more than it shows; if
 * that one is there, a next page begins behind the last row shown.
 *
 * A Cursor is the place of that row: what the list is ordered by (a time, a day, a number), and the id among equals. A
 * client sends its text back unchanged. Lists ordered by id alone use the id as a cursor (PageById).
 *
 * Units: those of the order.
 * Errors: INPUT "cursor" for a text that no list gave.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_HTTP_PAGE_H
#define BANSO_HTTP_PAGE_H

#include "base/shape.h"

enum { PAGE_ROWS = 50, PAGE_ROWS_MAX = 200 };

typedef struct {
    int64_t place, id;
} Cursor;

/* NULL leaves the cursor as it is: where the list begins. */
bool cursor_read(const char *text, Cursor *cursor, Error *error);
const char *cursor_text(Arena *arena, int64_t place, int64_t id);

/* How many rows: those asked for, else PAGE_ROWS. */
int64_t page_limit(OptInt asked);
/* Whether `*count` rows, up to limit + 1, leave a next page. The extra row is taken off. */
bool page_goes_on(size_t *count, int64_t limit);

/* In the shape of a query whose struct has `const char *cursor; OptInt limit`. */
#define PAGE_FIELDS(type_)                                                                                             \
    SHAPE_OPT(type_, cursor, FIELD_TEXT, .max = 60), SHAPE_OPT(type_, limit, FIELD_INT, .min = 1, .max = PAGE_ROWS_MAX)

/* The query of a list by id. */
typedef struct {
    OptInt cursor, limit;
} PageById;
extern const Shape PAGE_BY_ID;
#define PAGE_BY_ID_FIELDS(type_)                                                                                       \
    SHAPE_OPT(type_, cursor, FIELD_ID), SHAPE_OPT(type_, limit, FIELD_INT, .min = 1, .max = PAGE_ROWS_MAX)
/* "12": the cursor of such a list. */
const char *page_id(Arena *arena, int64_t id);

#endif
