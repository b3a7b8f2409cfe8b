/*
 * What a file looks like before anybody said anything: where its head is, its columns with samples, which target each
 * is for, and for each column the order of its days and its decimal mark, as far as its cells prove them. Pure.
 *
 * What the whole column leaves open is not guessed: it is asked (plan.c).
 */
#ifndef BANSO_IMPORT_GUESS_H
#define BANSO_IMPORT_GUESS_H

#include "house/field/field.h"
#include "house/import/import.h"
#include "house/import/table.h"

enum { SAMPLES = 5 };

/* How many cells of a column speak for what. */
typedef struct {
    int64_t filled;
    int64_t loose, day_first, month_first; /* days with the year last; those that can only be so */
    int64_t days;                          /* cells that are days at all */
    int64_t numbers, point, comma, either; /* numbers; those with that decimal mark; those that could have either */
} Evidence;

typedef struct {
    const char *name;
    const char *samples[SAMPLES];
    size_t sample_count;
    Evidence told;
} GuessedColumn;

typedef struct {
    Arena *arena;
    GuessedColumn columns[TABLE_COLUMNS_MAX];
    size_t column_count;
    int64_t heading; /* line */
    int64_t rows;    /* without the head */
    TableRest rest;
    TableRow head; /* when it is a bad row: its problem */
} Guess;

/* The line of the head: of the first rows, the one whose cells are names of targets, else the first that is as wide as
 * the others. Titles above it are narrower. */
int64_t guess_heading(Table table, const ImportKind *kind);
/* INPUT when it is not a table or has no rows. */
bool guess_table(Arena *arena, const Table *table, Guess **guess, Error *error);
/* Index into targets, or of a custom field behind them; −1 = none. Each target is given to one column only. A column of
 * money whose heading tells of thousands, of tax or of another currency than this one is left to a person. */
void guess_mapping(const Guess *guess, const ImportKind *kind, const FieldsDefined *fields, const char *currency,
                   int *mapping);
/* What a custom field of this column would be. */
FieldKind guess_field_kind(const GuessedColumn *column);

#endif
