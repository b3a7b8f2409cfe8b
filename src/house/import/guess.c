/*
 * A table looked over once: its head, names and samples of its columns, what their cells prove, which column fits which
 * target.
 *
 * All cells are looked at, since one at the end may be the only one that tells 3 April from 4 March. A day counts for
 * an order only where its numbers allow no other (13/01), an amount for a decimal mark only where the other cannot be
 * ("1.234,50"). Targets choose in the order of the kind's list: each takes the free column that fits best, by key, then
 * by name in either language, then by synonym.
 */
#include "house/import/guess.h"
#include "house/import/when.h"

#include <ctype.h>
#include <string.h>

enum { SAMPLE_MAX = 100, NAME_MAX_SHOWN = 200, HEADS_LOOKED_AT = 12, NUMBER_MAX = 40 };

/* ---- cells ----------------------------------------------------------------------------------------------------- */

static void look_at_number(Arena *arena, Evidence *told, const char *text)
{
    MoneyTyped point, comma;
    if (strlen(text) > NUMBER_MAX)
        return;
    bool with_point = money_read(arena, text, '.', &point), with_comma = money_read(arena, text, ',', &comma);
    told->numbers += with_point || with_comma;
    if (with_point && with_comma)
        told->either += point.micros != comma.micros;
    else if (strpbrk(text, ".,") != NULL) {
        told->point += with_point;
        told->comma += with_comma;
    }
}

static void look_at_cell(Arena *arena, Evidence *told, const char *text)
{
    DayLook look;
    When when;
    told->filled++;
    if (strpbrk(text, "0123456789") == NULL && (unsigned char)*text < 128)
        return;
    if (day_look(text, &look)) {
        told->days++;
        told->loose++;
        told->day_first += !look.month_first;
        told->month_first += !look.day_first;
        return;
    }
    told->days += when_read(text, ORDER_YMD, &when);
    look_at_number(arena, told, text);
}

static void sample_take(Guess *guess, GuessedColumn *column, const char *text)
{
    for (size_t i = 0; i < column->sample_count; i++)
        if (strncmp(column->samples[i], text, SAMPLE_MAX) == 0)
            return;
    column->samples[column->sample_count++] = arena_text_n(guess->arena, text, text_cut(text, SAMPLE_MAX));
}

typedef struct {
    Guess *guess;
    Arena *arena; /* of one cell */
} Looking;

static bool head_take(Guess *guess, const TableRow *row)
{
    guess->head = (TableRow) { .problem = row->problem, .arg = arena_text(guess->arena, row->arg) };
    guess->heading = row->line;
    for (size_t i = 0; i < row->count; i++)
        guess->columns[i].name = arena_text_n(guess->arena, row->fields[i], text_cut(row->fields[i], NAME_MAX_SHOWN));
    guess->column_count = row->count;
    return row->problem == REASON_NONE;
}

static bool guess_take(const TableRow *row, void *context)
{
    Looking *looking = context;
    Guess *guess = looking->guess;
    if (guess->column_count == 0)
        return head_take(guess, row);
    guess->rows++;
    for (size_t i = 0; i < row->count && i < guess->column_count && row->problem == REASON_NONE; i++) {
        if (text_is_empty(row->fields[i]))
            continue;
        arena_reset(looking->arena);
        look_at_cell(looking->arena, &guess->columns[i].told, text_trim(looking->arena, row->fields[i]));
        if (guess->columns[i].sample_count < SAMPLES)
            sample_take(guess, &guess->columns[i], row->fields[i]);
    }
    return true;
}

bool guess_table(Arena *arena, const Table *table, Guess **guess, Error *error)
{
    Guess *made = arena_make(arena, Guess);
    Looking looking = { made, arena_new() };
    made->arena = arena;
    bool ok = table_read(table, guess_take, &looking, &made->rest, error);
    arena_free(looking.arena);
    if (!ok)
        return false;
    if (made->head.problem != REASON_NONE)
        return refuse(error, "file", made->head.problem, made->head.arg, NULL);
    if (made->column_count == 0 || made->rows == 0)
        return fail(error, ERROR_INPUT, "file", "the file needs a header line and at least one row");
    *guess = made;
    return true;
}

FieldKind guess_field_kind(const GuessedColumn *column)
{
    const Evidence *told = &column->told;
    bool flag;
    size_t flags = 0;
    for (size_t i = 0; i < column->sample_count; i++)
        flags += field_flag_of(column->samples[i], &flag);
    if (told->filled == 0)
        return FIELD_KIND_TEXT;
    if (flags == column->sample_count && told->numbers == 0)
        return FIELD_KIND_FLAG;
    /* Plain numbers of five digits can be serials of days; most are not. */
    if (told->numbers == told->filled)
        return FIELD_KIND_NUMBER;
    return told->days == told->filled ? FIELD_KIND_DATE : FIELD_KIND_TEXT;
}

/* ---- columns and targets --------------------------------------------------------------------------------------- */

/* Brackets hold what is not the name: "月額(税抜)". From the folded text, so there is one form of each. */
static size_t bracket_at(const char *text)
{
    static const char *const PAIRS[][2] = { { "(", ")" }, { "[", "]" }, { "【", "】" }, { "<", ">" }, { "〔", "〕" } };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        const char *end = text_starts(text, PAIRS[i][0]) ? strstr(text, PAIRS[i][1]) : NULL;
        if (end)
            return (size_t)(end - text) + strlen(PAIRS[i][1]);
    }
    return 0;
}

/* Folded, letters and digits of any script only: "Account ID" and "account_id" are one. */
static const char *plain_name(Arena *arena, const char *name, bool bare)
{
    const char *folded = text_fold(arena, name);
    Text plain = text_new(arena);
    while (*folded != 0) {
        size_t skipped = bare ? bracket_at(folded) : text_starts(folded, "・") ? strlen("・") : 0;
        if (!skipped && ((unsigned char)*folded >= 128 || isalnum((unsigned char)*folded)))
            text_char(&plain, *folded);
        folded += skipped ? skipped : 1;
    }
    return text_string(&plain);
}

/* Without what a heading says of the unit of its amounts: "mrr_usd", "月額税抜". */
static const char *without_unit(Arena *arena, const char *plain)
{
    static const char *const UNITS[] = { "税抜", "税別", "円", "jpy", "yen", "usd", "eur", "gbp" };
    size_t size = strlen(plain);
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
        size_t unit = strlen(UNITS[i]);
        if (size > unit && strcmp(plain + size - unit, UNITS[i]) == 0)
            return arena_text_n(arena, plain, size - unit);
    }
    return plain;
}

static bool is_other(Arena *arena, const char *mark, const char *currency)
{
    MoneyTyped typed;
    return money_read(arena, arena_format(arena, "1%s", mark), '.', &typed) && (*typed.code || typed.codes) &&
           !money_fits(&typed, currency);
}

/* A mark of a currency, or a word of letters: "usd", "us$", "k"; else one character of any script. */
static size_t word_at(const char *folded)
{
    size_t size = 0, more = 1;
    while ((folded[size] >= 'a' && folded[size] <= 'z') || folded[size] == '$')
        size++;
    while (((unsigned char)folded[more] & 0xc0) == 0x80)
        more++;
    return size ? size : more;
}

/* Names of currencies, which stand anywhere in a heading, and codes, with which a name of several words ends. */
static bool names_other(Arena *arena, const char *folded, const char *currency)
{
    static const char *const NAMES[][2] = { { "ドル", "$" },   { "dollar", "$" },   { "ユーロ", "eur" },
                                            { "euro", "eur" }, { "ポンド", "gbp" }, { "pound", "gbp" },
                                            { "yen", "jpy" },  { "元", "cny" },     { "ウォン", "krw" } };
    static const char *const CODES[] = { "jpy", "usd", "eur", "gbp" };
    const char *plain = plain_name(arena, folded, false);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strstr(folded, text_fold(arena, NAMES[i][0])) && is_other(arena, NAMES[i][1], currency))
            return true;
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (strlen(plain) > 3 && strcmp(plain + strlen(plain) - 3, CODES[i]) == 0 &&
            is_other(arena, CODES[i], currency))
            return true;
    return false;
}

static bool is_letters(const char *word)
{
    static const char *const LETTERS[] = { "k", "m", "mm", "mn", "mio", "k$", "kusd", "keur", "kgbp", "$k" };
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++)
        if (strcmp(word, LETTERS[i]) == 0)
            return true;
    return false;
}

/* Whether the amounts under a heading would be read wrong as they stand: in thousands, with tax, in another currency
 * than the import's. A person has to decide. */
static bool means_others(Arena *arena, const char *heading, const char *currency)
{
    static const char *const SCALES[] = { "千",      "万",      "億",           "000",          "thousand", "million",
                                          "税込",    "内税",    "taxincl",      "includingtax", "incltax",  "inctax",
                                          "withtax", "withvat", "includingvat", "inclvat",      "vatincl" };
    const char *folded = text_fold(arena, heading), *plain = plain_name(arena, heading, false);
    for (size_t i = 0; i < sizeof SCALES / sizeof *SCALES; i++)
        if (strstr(plain, SCALES[i]))
            return true;
    for (size_t size; *folded; folded += size) {
        const char *word = arena_text_n(arena, folded, size = word_at(folded));
        if (is_letters(word) || is_other(arena, word, currency))
            return true;
    }
    return names_other(arena, text_fold(arena, heading), currency);
}

static bool is_among(Arena *arena, const char *plain, const char *synonyms)
{
    while (synonyms != NULL && *synonyms != 0) {
        size_t size = strcspn(synonyms, ",");
        if (strcmp(plain_name(arena, arena_text_n(arena, synonyms, size), false), plain) == 0)
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
    if (strcmp(plain, plain_name(arena, target->key, false)) == 0)
        return 3;
    if (strcmp(plain, plain_name(arena, target->name, false)) == 0 ||
        strcmp(plain, plain_name(arena, target->name_ja, false)) == 0)
        return 2;
    return is_among(arena, plain, target->synonyms) ? 1 : 0;
}

/* As it is written counts most, then without brackets, then without its unit. */
static int likeness_to(Arena *arena, const char *heading, const ImportTarget *target)
{
    const char *plain = plain_name(arena, heading, false), *bare = plain_name(arena, heading, true);
    int like = likeness(arena, plain, target);
    if (like)
        return 6 + like;
    like = strcmp(plain, bare) == 0 ? 0 : likeness(arena, bare, target);
    return like ? 3 + like : likeness(arena, without_unit(arena, bare), target);
}

typedef struct {
    Arena *arena; /* of one cell */
    const Guess *guess;
    const char *currency;
    int *mapping;
} Choosing;

static int likeness_of(const Choosing *choosing, const char *heading, const ImportTarget *target)
{
    arena_reset(choosing->arena);
    int like = likeness_to(choosing->arena, heading, target);
    bool leaves = like && target->cell == CELL_MONEY && means_others(choosing->arena, heading, choosing->currency);
    return leaves ? 0 : like;
}

static void guess_target(const Choosing *choosing, const ImportTarget *target, int index)
{
    const Guess *guess = choosing->guess;
    int *mapping = choosing->mapping;
    int best = 0, column = -1;
    for (size_t i = 0; i < guess->column_count; i++) {
        int like = mapping[i] < 0 ? likeness_of(choosing, guess->columns[i].name, target) : 0;
        if (like > best) {
            best = like;
            column = (int)i;
        }
    }
    if (column >= 0)
        mapping[column] = index;
}

void guess_mapping(const Guess *guess, const ImportKind *kind, const FieldsDefined *fields, const char *currency,
                   int *mapping)
{
    Choosing choosing = { arena_new(), guess, currency, mapping };
    int targets = 0;
    for (size_t i = 0; i < guess->column_count; i++)
        mapping[i] = -1;
    for (; kind->targets[targets].key != NULL; targets++)
        guess_target(&choosing, &kind->targets[targets], targets);
    for (size_t i = 0; i < fields->count; i++) {
        const FieldDefined *field = &fields->items[i];
        ImportTarget target = { .key = field->key,
                                .name = field->name,
                                .name_ja = field->name_ja == NULL ? field->name : field->name_ja };
        guess_target(&choosing, &target, targets + (int)i);
    }
    arena_free(choosing.arena);
}

/* ---- the head -------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t line;
    size_t width, known; /* cells that are not empty; that are names of targets */
    bool bad;
} HeadSeen;

typedef struct {
    Arena *arena; /* of one cell */
    const ImportKind *kind;
    HeadSeen rows[HEADS_LOOKED_AT];
    size_t count, widest;
} Heads;

static bool is_known(Arena *arena, const ImportKind *kind, const char *cell)
{
    for (const ImportTarget *target = kind->targets; target->key != NULL; target++) {
        arena_reset(arena);
        if (likeness_to(arena, cell, target) > 0)
            return true;
    }
    return false;
}

static bool heads_take(const TableRow *row, void *context)
{
    Heads *heads = context;
    HeadSeen *seen = &heads->rows[heads->count++];
    *seen = (HeadSeen) { .line = row->line, .bad = row->problem != REASON_NONE };
    for (size_t i = 0; i < row->count && !seen->bad; i++) {
        if (text_is_empty(row->fields[i]))
            continue;
        seen->width++;
        seen->known += strlen(row->fields[i]) <= NAME_MAX_SHOWN && is_known(heads->arena, heads->kind, row->fields[i]);
    }
    heads->widest = seen->width > heads->widest ? seen->width : heads->widest;
    return heads->count < HEADS_LOOKED_AT;
}

/* A row that cannot be read may be the head: it is told, not passed over. */
static size_t first_wide(const Heads *heads)
{
    for (size_t i = 0; i < heads->count; i++)
        if (heads->rows[i].bad || heads->rows[i].width * 2 > heads->widest)
            return i;
    return 0;
}

int64_t guess_heading(Table table, const ImportKind *kind)
{
    Heads heads = { .arena = arena_new(), .kind = kind };
    Error error = { 0 };
    table.heading = 0;
    table.takes_totals = true;
    bool ok = table_read(&table, heads_take, &heads, NULL, &error);
    arena_free(heads.arena);
    if (!ok || heads.count == 0)
        return 1;
    size_t head = first_wide(&heads);
    for (size_t i = 0; i < heads.count && !heads.rows[head].bad; i++)
        if (heads.rows[i].known >= 2 && heads.rows[i].known > heads.rows[head].known)
            head = i;
    return heads.rows[head].line;
}
