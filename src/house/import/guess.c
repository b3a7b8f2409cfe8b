/*
 * A table looked over once: names and samples of its columns, what its dates look like, which column fits which target.
 *
 * The whole file is read, since rows are counted and an unclosed quote anywhere refuses the file; samples and dates
 * come from the first 1,000 rows. A date counts for an order only where its numbers allow no other (13/01). Targets
 * choose in the order of the kind's list: each takes the free column that fits best, by key, then by name in either
 * language, then by synonym.
 */
#include "house/import/guess.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LOOKED_AT = 1000, SAMPLE_MAX = 100, NAME_MAX_SHOWN = 200 };

static void look_at_date(Guess *guess, const char *text)
{
    int first, second, third;
    char mark;
    if (sscanf(text, "%2d%*1[-/.]%2d%*1[-/.]%4d", &first, &second, &third) != 3 || third < 1000 ||
        sscanf(text, "%*2d%c", &mark) != 1 || strchr("-/.", mark) == NULL)
        return;
    guess->loose++;
    guess->day_first += first > 12;
    guess->month_first += second > 12;
}

static void sample_take(Guess *guess, GuessedColumn *column, const char *text)
{
    for (size_t i = 0; i < column->sample_count; i++)
        if (strncmp(column->samples[i], text, SAMPLE_MAX) == 0)
            return;
    column->samples[column->sample_count++] = arena_text_n(guess->arena, text, text_cut(text, SAMPLE_MAX));
}

static bool guess_take(const TableRow *row, void *context)
{
    Guess *guess = context;
    if (guess->column_count == 0) {
        guess->problem = row->problem;
        for (size_t i = 0; i < row->count; i++)
            guess->columns[i].name =
                arena_text_n(guess->arena, row->fields[i], text_cut(row->fields[i], NAME_MAX_SHOWN));
        guess->column_count = row->count;
        return guess->problem == REASON_NONE;
    }
    if (++guess->rows > LOOKED_AT)
        return true;
    for (size_t i = 0; i < row->count && i < guess->column_count; i++) {
        if (text_is_empty(row->fields[i]))
            continue;
        look_at_date(guess, row->fields[i]);
        if (guess->columns[i].sample_count < SAMPLES)
            sample_take(guess, &guess->columns[i], row->fields[i]);
    }
    return true;
}

bool guess_table(Arena *arena, const char *text, size_t size, char delimiter, Guess **guess, Error *error)
{
    Guess *made = arena_make(arena, Guess);
    made->arena = arena;
    if (!table_read(text, size, delimiter, guess_take, made, error))
        return false;
    if (made->problem != REASON_NONE)
        return refuse(error, "file", made->problem, NULL, NULL);
    if (made->column_count == 0 || made->rows == 0)
        return fail(error, ERROR_INPUT, "file", "the file needs a header line and at least one row");
    *guess = made;
    return true;
}

const char *guess_date_order(const Guess *guess)
{
    if (guess->loose == 0)
        return "ymd";
    return guess->month_first > guess->day_first ? "mdy" : "dmy";
}

/* Folded, letters and digits of any script only: "Account ID" and "account_id" are one. */
static const char *plain_name(Arena *arena, const char *name)
{
    const char *folded = text_fold(arena, name);
    Text plain = text_new(arena);
    for (; *folded != 0; folded++)
        if ((unsigned char)*folded >= 128 || isalnum((unsigned char)*folded))
            text_char(&plain, *folded);
    return text_string(&plain);
}

static bool is_among(Arena *arena, const char *plain, const char *synonyms)
{
    while (synonyms != NULL && *synonyms != 0) {
        size_t size = strcspn(synonyms, ",");
        if (strcmp(plain_name(arena, arena_text_n(arena, synonyms, size)), plain) == 0)
            return true;
        synonyms += size + (synonyms[size] == ',');
    }
    return false;
}

/* 3 = by key, 2 = by name, 1 = by a synonym. */
static int likeness(Arena *arena, const char *plain, const ImportTarget *target)
{
    if (*plain == 0)
        return 0;
    if (strcmp(plain, plain_name(arena, target->key)) == 0)
        return 3;
    if (strcmp(plain, plain_name(arena, target->name)) == 0 || strcmp(plain, plain_name(arena, target->name_ja)) == 0)
        return 2;
    return is_among(arena, plain, target->synonyms) ? 1 : 0;
}

static void guess_target(Arena *arena, const Guess *guess, const ImportTarget *target, int index, int *mapping)
{
    int best = 0, column = -1;
    for (size_t i = 0; i < guess->column_count; i++) {
        int like = mapping[i] < 0 ? likeness(arena, plain_name(arena, guess->columns[i].name), target) : 0;
        if (like > best) {
            best = like;
            column = (int)i;
        }
    }
    if (column >= 0)
        mapping[column] = index;
}

void guess_mapping(Arena *arena, const Guess *guess, const ImportKind *kind, const FieldsDefined *fields, int *mapping)
{
    int targets = 0;
    for (size_t i = 0; i < guess->column_count; i++)
        mapping[i] = -1;
    for (; kind->targets[targets].key != NULL; targets++)
        guess_target(arena, guess, &kind->targets[targets], targets, mapping);
    for (size_t i = 0; i < fields->count; i++) {
        const FieldDefined *field = &fields->items[i];
        ImportTarget target = { field->key, field->name, field->name_ja == NULL ? field->name : field->name_ja, false,
                                NULL };
        guess_target(arena, guess, &target, targets + (int)i, mapping);
    }
}
