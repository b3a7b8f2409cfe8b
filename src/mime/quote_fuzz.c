/* libFuzzer: folds of any text are that text, in its order, and what is own stands in it. */
#include "mime/html_text.h"
#include "mime/quote.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    char *text = arena_text_n(arena, (const char *)data, size);
    text_mend(text);
    const char *texts[] = { text, html_text(arena, text) };
    for (size_t n = 0; n < sizeof texts / sizeof *texts; n++) {
        List folds = mail_folds(arena, texts[n]);
        const MailFold *items = folds.items;
        int64_t at = 0;
        for (size_t i = 0; i < folds.count; i++) {
            if (items[i].from != at || items[i].size < 0)
                bug("fold %zu begins at %lld, not at %lld", i, (long long)items[i].from, (long long)at);
            at += items[i].size;
        }
        if (at != (int64_t)strlen(texts[n]))
            bug("folds of %lld bytes for a text of %zu", (long long)at, strlen(texts[n]));
        mail_own(arena, texts[n], &folds);
    }
    arena_free(arena);
    return 0;
}
