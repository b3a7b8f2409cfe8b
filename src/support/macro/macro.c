/* The texts of macros: what they may ask for, and how they are filled. */
#include "base/text.h"
#include "customer/contact/contact_words.h"
#include "http/placeholder.h"
#include "support/macro/macro_store.h"

#include <string.h>

const char *const MACRO_PLACEHOLDERS[] = { "requester", "account", "number", "subject", "agent", NULL };

MacroValues macro_sample(bool japanese, const char *agent)
{
    return japanese ? (MacroValues) { "山田太郎", "さくら商事株式会社", "請求書について", agent, 1042 }
                    : (MacroValues) { "Taro Yamada", "Sakura Trading", "Question about an invoice", agent, 1042 };
}

bool macro_text_fits(Arena *arena, const char *text, const char *field, Error *error)
{
    Texts asked;
    return !text || placeholders_read(arena, text, MACRO_PLACEHOLDERS, field, &asked, error);
}

/* ---- filling --------------------------------------------------------------------------------------------------- */

static void value_to(Text *json, const char *name, const char *value)
{
    json_key_to(json, name);
    json_string_to(json, value);
}

static bool values_tree(Arena *arena, const MacroValues *values, const Json **tree, Error *error)
{
    Text json = text_new(arena);
    text_char(&json, '{');
    value_to(&json, "requester", values->requester);
    value_to(&json, "account", values->account);
    value_to(&json, "number", arena_format(arena, "%lld", (long long)values->number));
    value_to(&json, "subject", values->subject);
    value_to(&json, "agent", values->agent);
    text_char(&json, '}');
    return json_parse(arena, text_string(&json), json.size, tree, error);
}

static Texts missing_of(Arena *arena, Texts asked, const Json *tree)
{
    const char **missing = arena_array(arena, asked.count + 1, sizeof *missing), *value;
    size_t count = 0;
    for (size_t i = 0; i < asked.count; i++)
        if (!json_get_text(tree, asked.items[i], &value) || text_is_empty(value))
            missing[count++] = asked.items[i];
    return (Texts) { count, missing };
}

bool macro_fill(Arena *arena, const char *text, const MacroValues *values, const char **filled, Texts *missing,
                Error *error)
{
    const Json *tree;
    Texts asked;
    if (!placeholders_read(arena, text, MACRO_PLACEHOLDERS, "text", &asked, error) ||
        !values_tree(arena, values, &tree, error))
        return false;
    *missing = missing_of(arena, asked, tree);
    return placeholders_fill(arena, text, tree, MACRO_FILLED_MAX, filled, error);
}

const char *macro_text_in(const MacroRow *row, bool japanese)
{
    const char *wanted = japanese ? row->text_ja : row->text;
    return wanted ? wanted : japanese ? row->text : row->text_ja;
}

/* ---- who goes -------------------------------------------------------------------------------------------------- */

static const ContactText TEXTS[] = {
    { &MACRO_NAME_WORDS_EACH_STATEMENT, &MACRO_NAME_WORDS_SET_STATEMENT, NULL },
    { &MACRO_NAME_JA_WORDS_EACH_STATEMENT, &MACRO_NAME_JA_WORDS_SET_STATEMENT, NULL },
    { &MACRO_TEXT_WORDS_EACH_STATEMENT, &MACRO_TEXT_WORDS_SET_STATEMENT, NULL },
    { &MACRO_TEXT_JA_WORDS_EACH_STATEMENT, &MACRO_TEXT_JA_WORDS_SET_STATEMENT, NULL },
    { 0 },
};

const ContactHolder MACRO_CONTACTS = { .name = "macro", .texts = TEXTS };
