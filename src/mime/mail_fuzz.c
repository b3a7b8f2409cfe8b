/* libFuzzer: any bytes are a mail, or a broken one; its folds are its text, and it survives being written as JSON. */
#include "base/json.h"
#include "mime/mail.h"
#include "mime/quote.h"

#include <string.h>

static bool count(const char *bytes, size_t size, void *context, Error *error)
{
    (void)bytes;
    (void)error;
    *(int64_t *)context += (int64_t)size;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Error error = { 0 };
    Mail mail;
    MailReading reading = MAIL_READING;
    reading.trusted = "mx.example.com";
    mail_read(arena, (Bytes) { data, size }, &reading, &mail);
    int64_t folded = 0;
    for (size_t i = 0; i < mail.folds.count; i++)
        folded += ((const MailFold *)mail.folds.items)[i].size;
    if (folded != (int64_t)strlen(mail.text))
        bug("folds of %lld bytes for a text of %zu", (long long)folded, strlen(mail.text));
    for (size_t i = 0; i < mail.files.count; i++) {
        const MailFile *file = (const MailFile *)mail.files.items + i;
        int64_t written = 0;
        mail_file_write(file, count, &written, &error);
        if (written != file->size)
            bug("a file of %lld bytes says %lld", (long long)written, (long long)file->size);
    }
    Text text = text_new(arena);
    const Json *json;
    shape_write(&text, &MAIL, &mail);
    if (!text_is_utf8(text_string(&text), text.size) || !json_parse(arena, text.data, text.size, &json, &error))
        bug("what was read is no JSON: %s", error.text);
    arena_free(arena);
    return 0;
}
