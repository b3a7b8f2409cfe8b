/* What a file looks like before anybody said anything: its columns with samples, which target each is for, the order of
 * its dates. Pure. */
#ifndef BANSO_IMPORT_GUESS_H
#define BANSO_IMPORT_GUESS_H

#include "house/field/field.h"
#include "house/import/import.h"
#include "house/import/table.h"

enum { SAMPLES = 5 };

typedef struct {
    const char *name;
    const char *samples[SAMPLES];
    size_t sample_count;
} GuessedColumn;

typedef struct {
    Arena *arena;
    GuessedColumn columns[TABLE_COLUMNS_MAX];
    size_t column_count;
    int64_t rows;                   /* without the head */
    int64_t day_first, month_first; /* dates that can only be so */
    int64_t loose;                  /* dates without the year first */
    Reason problem;
} Guess;

/* INPUT when it is not a table or has no rows. */
bool guess_table(Arena *arena, const char *text, size_t size, char delimiter, Guess **guess, Error *error);
const char *guess_date_order(const Guess *guess);
/* Index into targets, or of a custom field behind them; −1 = none. Each target is given to one column only. */
void guess_mapping(Arena *arena, const Guess *guess, const ImportKind *kind, const FieldsDefined *fields, int *mapping);

#endif
