/*
 * The words of our common SQL in statements that are put together while the program runs: IN LIST($n) and JSON_TEXT, as
 * tools/sqlgen writes them for each engine in statements that it knows, and JSON_NUMBER.
 */
#include "db/inside.h"

#include "base/text.h"

#include <string.h>

#define IN_LIST     " IN LIST("
#define NOT_IN_LIST " NOT IN LIST("
#define JSON_TEXT   "JSON_TEXT("
#define JSON_NUMBER "JSON_NUMBER("

/* The place behind the bracket that closes the one open at `at`; *comma is the first comma outside further brackets. */
static const char *closing(const char *at, const char **comma)
{
    *comma = NULL;
    for (int depth = 1; *at; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at;
        if (depth == 1 && *at == ',' && !*comma)
            *comma = at;
    }
    bug("an open bracket in a list's SQL");
}

typedef struct {
    const char *word;       /* "JSON_TEXT(" */
    const char *before[2];  /* what replaces it, by engine */
    const char *between[2]; /* for the comma */
    const char *after[2];   /* for its closing bracket */
} ListWord;

/* NOT IN LIST stands before IN LIST, which is a part of it. A number is none of its text: SQLite writes 15 digits of it
 * there, and two that differ behind those would be one. SQLite's own ->> takes a key that begins with a digit for a
 * place in an array. */
static const ListWord WORDS[] = {
    { NOT_IN_LIST, { " NOT IN (SELECT value FROM json_each(", " <> ALL(" }, { ",", "," }, { "))", ")" } },
    { IN_LIST, { " IN (SELECT value FROM json_each(", " = ANY(" }, { ",", "," }, { "))", ")" } },
    { JSON_TEXT,
      { "CAST(json_extract(", "(CAST((" },
      { ", '$.\"' || (", ") AS jsonb) ->> (" },
      { ") || '\"') AS TEXT)", "))" } },
    { JSON_NUMBER,
      { "CAST(json_extract(", "CAST((CAST((" },
      { ", '$.\"' || (", ") AS jsonb) ->> (" },
      { ") || '\"') AS REAL)", ")) AS DOUBLE PRECISION)" } },
};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

static const ListWord *word_at(const char *at)
{
    for (int i = 0; i < WORD_COUNT; i++)
        if (text_starts(at, WORDS[i].word))
            return &WORDS[i];
    return NULL;
}

static void translate(Text *to, const char *at, const char *end, DbKind kind)
{
    while (at < end) {
        const ListWord *word = word_at(at);
        const char *comma, *close;
        if (!word) {
            text_char(to, *at++);
            continue;
        }
        at += strlen(word->word);
        close = closing(at, &comma);
        text_add(to, word->before[kind]);
        translate(to, at, comma ? comma : close, kind);
        if (comma) {
            text_add(to, word->between[kind]);
            translate(to, comma + 1, close, kind);
        }
        text_add(to, word->after[kind]);
        at = close + 1;
    }
}

const char *list_sql(Arena *arena, const char *sql, DbKind kind)
{
    Text text = text_new(arena);
    translate(&text, sql, sql + strlen(sql), kind);
    return text_string(&text);
}

const char *db_select(Arena *arena, const char *columns, const char *rest)
{
    return arena_format(arena, "SELECT %s %s", columns, rest);
}
