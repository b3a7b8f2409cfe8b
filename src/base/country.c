/*
 * Looks countries up by what people write. At the first call ICU is asked once for the codes and the names of every
 * country in English and Japanese; from then on a search compares folded names in one array, without locks, in any
 * thread. The names that ICU does not have (UK, 米国) are a table here.
 */
#include "base/country.h"

#include "base/error.h"
#include "base/text.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAMES_MAX = 2048, NAME_MAX_BYTES = 200, PLACE_MAX = 8 };

typedef struct {
    const char *name, *code;
} Name;

/* What people write beside the names that ICU knows. */
static const Name ALSO[] = {
    { "uk", "GB" },      { "england", "GB" }, { "英国", "GB" },     { "u.s.", "US" },  { "u.s.a.", "US" },
    { "america", "US" }, { "米国", "US" },    { "アメリカ", "US" }, { "korea", "KR" }, { "holland", "NL" },
};

/* Kept until the process ends: the names of a few hundred countries in two languages. */
static Arena *kept;
static Name names[NAMES_MAX];
static size_t name_count;
static pthread_once_t named = PTHREAD_ONCE_INIT;

static void name_keep(const char *name, const char *code)
{
    if (name_count == NAMES_MAX)
        bug("more than %d names of countries", NAMES_MAX);
    if (*name != 0)
        names[name_count++] = (Name) { text_fold(kept, name), code };
}

static void display_keep(const char *code, const char *language)
{
    UChar shown[NAME_MAX_BYTES];
    char place[PLACE_MAX], name[NAME_MAX_BYTES] = "";
    UErrorCode status = U_ZERO_ERROR;
    snprintf(place, sizeof place, "und_%s", code);
    uloc_getDisplayCountry(place, language, shown, NAME_MAX_BYTES, &status);
    u_strToUTF8(name, sizeof name - 1, NULL, shown, -1, &status);
    if (U_SUCCESS(status))
        name_keep(name, code);
}

static void names_read(void)
{
    kept = arena_new();
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        char place[PLACE_MAX];
        snprintf(place, sizeof place, "und_%s", *code);
        name_keep(*code, *code);
        name_keep(uloc_getISO3Country(place), *code);
        display_keep(*code, "en");
        display_keep(*code, "ja");
    }
    for (size_t i = 0; i < sizeof ALSO / sizeof *ALSO; i++)
        name_keep(ALSO[i].name, ALSO[i].code);
}

bool country_is_known(const char *code)
{
    for (const char *const *known = uloc_getISOCountries(); *known; known++)
        if (strcmp(*known, code) == 0)
            return true;
    return false;
}

const char *country_find(Arena *arena, const char *text)
{
    const char *wanted = text_fold(arena, text_trim(arena, text));
    pthread_once(&named, names_read);
    for (size_t i = 0; i < name_count; i++)
        if (strcmp(names[i].name, wanted) == 0)
            return names[i].code;
    return NULL;
}
