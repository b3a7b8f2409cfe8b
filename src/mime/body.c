/*
 * Which parts are the text of a mail and which are its files. Plain texts follow each other; HTML counts as text where
 * no plain text stands beside it as its alternative. A part with a name, or one that says it is an attachment, is a
 * file.
 *
 * In order: content, text, files, the walk.
 */
#include "mime/charset.h"
#include "mime/html_text.h"
#include "mime/mail_inside.h"
#include "mime/tnef.h"

#include <ctype.h>
#include <string.h>

/* ---- content ------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Text text;
    size_t most;
    bool cut;
} Content;

static bool content_take(const char *bytes, size_t size, void *context, Error *error)
{
    Content *content = context;
    (void)error;
    size_t room = content->most - content->text.size;
    content->cut = size > room;
    text_add_n(&content->text, bytes, content->cut ? room : size);
    return !content->cut;
}

Bytes part_content(Arena *arena, const Part *part, size_t most, bool *cut)
{
    Content content = { .text = text_new(arena), .most = most };
    Error error = { 0 };
    if (part->transfer == TRANSFER_PLAIN) {
        *cut = part->body.size > most;
        return (Bytes) { part->body.data, *cut ? most : part->body.size };
    }
    transfer_decode(part->transfer, part->body, content_take, &content, &error);
    *cut = content.cut;
    return (Bytes) { (const uint8_t *)text_string(&content.text), content.text.size };
}

static bool count_take(const char *bytes, size_t size, void *context, Error *error)
{
    int64_t *total = context;
    (void)bytes;
    (void)error;
    *total += (int64_t)size;
    return true;
}

/* ---- text ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Arena *arena;
    Mail *mail;
    const Parts *parts;
    const MailReading *reading;
    bool *has_plain; /* of each part: a plain text is among what it holds */
    Text text, html;
    MailFile *files;
    size_t file_count, file_capacity;
    bool from_plain, from_html;
} Walk;

/* "\n" for all ends of lines, no byte order mark at the start. */
static const char *text_lines(Arena *arena, const char *text)
{
    char *out = arena_text(arena, text_starts(text, "\xEF\xBB\xBF") ? text + 3 : text), *kept = out;
    for (const char *c = out; *c; c++) {
        if (*c == '\r' && c[1] == '\n')
            continue;
        *kept++ = *c == '\r' ? '\n' : *c;
    }
    *kept = '\0';
    return out;
}

static const char *part_text(Walk *walk, const Part *part)
{
    bool cut;
    const char *used = NULL, *text;
    size_t taken = walk->text.size + walk->html.size, most = walk->reading->text;
    Bytes bytes = part_content(walk->arena, part, taken < 2 * most ? most : 0, &cut);
    if (walk->reading->charset) {
        text = charset_forced(walk->arena, bytes, walk->reading->charset);
        used = walk->reading->charset;
    } else {
        text = charset_text(walk->arena, bytes, header_param(&part->type, "charset"), &used);
    }
    walk->mail->text_cut |= cut;
    if (!walk->mail->charset)
        walk->mail->charset = used;
    return text_lines(walk->arena, text);
}

static void text_append(Walk *walk, const char *text)
{
    if (walk->text.size && *text && walk->text.data[walk->text.size - 1] != '\n')
        text_char(&walk->text, '\n');
    text_add(&walk->text, text);
}

static void plain_take(Walk *walk, const Part *part)
{
    const char *text = part_text(walk, part);
    const char *format = header_param(&part->type, "format"), *delsp = header_param(&part->type, "delsp");
    if (format && strcasecmp(format, "flowed") == 0)
        text = flowed_text(walk->arena, text, delsp && strcasecmp(delsp, "yes") == 0);
    text_append(walk, text);
    walk->from_plain = true;
}

/* Whether a plain text says the same as this HTML. */
static bool has_alternative(const Walk *walk, const Part *part)
{
    for (int up = part->parent; up >= 0; up = walk->parts->items[up].parent)
        if (part_is(&walk->parts->items[up], "multipart/alternative") && walk->has_plain[up])
            return true;
    return false;
}

static void html_take(Walk *walk, const Part *part)
{
    const char *html = part_text(walk, part);
    if (walk->html.size)
        text_char(&walk->html, '\n');
    text_add(&walk->html, html);
    if (has_alternative(walk, part))
        return;
    text_append(walk, html_text(walk->arena, html));
    walk->from_html = true;
}

/* ---- files --------------------------------------------------------------------------------------------------------
 */

/* A name as a name: no folders, no controls. */
static const char *clean_name(Arena *arena, const char *name)
{
    if (!name)
        return NULL;
    char *clean = arena_text(arena, text_trim(arena, name));
    const char *from = clean;
    for (char *c = clean; *c; c++) {
        if (*c == '/' || *c == '\\')
            from = c + 1;
        else if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = '_';
    }
    return *from ? from : NULL;
}

static const char *name_of(const Walk *walk, const Part *part)
{
    const char *name = header_param(&part->disposition, "filename");
    if (!name || !*name)
        name = header_param(&part->type, "name");
    return clean_name(walk->arena, name);
}

static void file_add(Walk *walk, MailFile file)
{
    walk->files = arena_room(walk->arena, walk->files, walk->file_count, 1, &walk->file_capacity, sizeof *walk->files);
    walk->files[walk->file_count++] = file;
}

static bool is_tnef(const Part *part, const char *name)
{
    return part_is(part, "application/ms-tnef") || part_is(part, "application/vnd.ms-tnef") ||
           (name && strcasecmp(name, "winmail.dat") == 0);
}

/* What a winmail.dat holds, in its place; false when it cannot be read, and then it stays a file. */
static bool tnef_take(Walk *walk, const Part *part)
{
    bool cut;
    Tnef tnef;
    Bytes bytes = part_content(walk->arena, part, walk->reading->size, &cut);
    if (!tnef_read(walk->arena, bytes, &tnef))
        return false;
    const TnefFile *files = tnef.files.items;
    for (size_t i = 0; i < tnef.files.count; i++)
        file_add(walk, (MailFile) { .name = clean_name(walk->arena, files[i].name),
                                    .type = files[i].type,
                                    .disposition = "attachment",
                                    .size = (int64_t)files[i].bytes.size,
                                    .unpacked = true,
                                    .raw = files[i].bytes });
    if (tnef.text && !walk->text.size) {
        size_t size = text_cut(tnef.text, walk->reading->text);
        walk->mail->text_cut |= tnef.text[size] != '\0';
        text_append(walk, text_lines(walk->arena, arena_text_n(walk->arena, tnef.text, size)));
    }
    return true;
}

static void file_take(Walk *walk, const Part *part)
{
    Error error = { 0 };
    const char *name = name_of(walk, part);
    if (is_tnef(part, name) && tnef_take(walk, part))
        return;
    Texts ids = header_ids(&part->headers, "Content-ID");
    MailFile file = { .name = name,
                      .type = part->type.value,
                      .disposition = part->disposition.value,
                      .content_id = ids.count ? ids.items[0] : NULL,
                      .raw = part->body,
                      .transfer = part->transfer };
    transfer_decode(file.transfer, file.raw, count_take, &file.size, &error);
    file_add(walk, file);
}

/* "METHOD:REQUEST" inside, where the type does not say. */
static void calendar_take(Walk *walk, const Part *part)
{
    enum { HEAD = 4096 };
    bool cut;
    const char *method = header_param(&part->type, "method");
    if (!method) {
        Bytes bytes = part_content(walk->arena, part, HEAD, &cut);
        const char *text = arena_text_n(walk->arena, (const char *)bytes.data, bytes.size);
        const char *at = strstr(text, "METHOD:");
        method = at ? arena_text_n(walk->arena, at + 7, strcspn(at + 7, "\r\n ")) : "PUBLISH";
    }
    char *upper = arena_text(walk->arena, method);
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    text_mend(upper);
    walk->mail->calendar = upper;
}

/* ---- the walk -----------------------------------------------------------------------------------------------------
 */

/* A file: it says so, or it has a name. An attachment without a disposition may still be the text of the mail. */
static bool is_file(const Walk *walk, const Part *part)
{
    return text_starts(part->disposition.value, "attachment") || name_of(walk, part) != NULL;
}

static void plain_find(Walk *walk)
{
    for (size_t i = 0; i < walk->parts->count; i++) {
        const Part *part = &walk->parts->items[i];
        if (!part_is(part, "text/plain") || is_file(walk, part))
            continue;
        for (int up = part->parent; up >= 0; up = walk->parts->items[up].parent)
            walk->has_plain[up] = true;
    }
}

static void part_take(Walk *walk, const Part *part)
{
    if (part_is(part, "multipart/"))
        return;
    if (part_is(part, "text/calendar") || part_is(part, "application/ics"))
        calendar_take(walk, part);
    bool file = is_file(walk, part);
    if (part_is(part, "text/plain") && !file)
        plain_take(walk, part);
    else if (part_is(part, "text/html") && !file)
        html_take(walk, part);
    else
        file_take(walk, part);
}

static const char *source_of(const Walk *walk)
{
    if (walk->from_plain && walk->from_html)
        return "both";
    if (walk->from_plain || walk->text.size)
        return walk->from_html ? "html" : "plain";
    return walk->from_html ? "html" : "none";
}

void body_read(Mail *mail, const Parts *parts, const MailReading *reading)
{
    Arena *arena = parts->arena;
    Walk walk = { .arena = arena,
                  .mail = mail,
                  .parts = parts,
                  .reading = reading,
                  .text = text_new(arena),
                  .html = text_new(arena) };
    walk.has_plain = arena_array(arena, parts->count, sizeof *walk.has_plain);
    plain_find(&walk);
    for (size_t i = 0; i < parts->count; i++)
        part_take(&walk, &parts->items[i]);
    mail->text = text_string(&walk.text);
    mail->text_from = source_of(&walk);
    mail->html = walk.html.size ? text_string(&walk.html) : NULL;
    mail->files = (List) { walk.file_count, walk.files };
}
