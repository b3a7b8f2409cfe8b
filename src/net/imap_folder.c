/* What is asked of a mail server: folders and mails; what is done to a mail. */
#include "base/clock.h"
#include "base/text.h"
#include "net/imap_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

typedef enum { CAN_MOVE = 1, CAN_EXPUNGE_ONE = 2 } Can;

/* ---- folders and mails ----------------------------------------------------------------------------------------- */

/* In quotes, and in the encoding of folder names (RFC 3501, 5.1.3). */
static const char *folder_name(Arena *arena, const char *name)
{
    enum { ROOM = 2048 };
    char encoded[ROOM];
    UErrorCode code = U_ZERO_ERROR;
    Text quoted = text_new(arena);
    int32_t size = ucnv_convert("IMAP-mailbox-name", "UTF-8", encoded, ROOM - 1, name, -1, &code);
    encoded[U_SUCCESS(code) && size < ROOM ? size : 0] = '\0';
    text_char(&quoted, '"');
    for (const char *c = encoded; *c; c++) {
        if (*c == '"' || *c == '\\')
            text_char(&quoted, '\\');
        if ((unsigned char)*c >= ' ')
            text_char(&quoted, *c);
    }
    text_char(&quoted, '"');
    return text_string(&quoted);
}

/* The number behind the word, where the line has it. */
static bool number_behind(const char *line, const char *word, int64_t *number)
{
    const char *at = strstr(line, word);
    if (at)
        *number = strtoll(at + strlen(word), NULL, 10);
    return at;
}

static void folder_take(Imap *imap, const char *line, void *context)
{
    ImapFolder *folder = context;
    char *end;
    long long count = strtoll(line, &end, 10);
    (void)imap;
    if (!number_behind(line, "[UIDVALIDITY ", &folder->uid_validity) &&
        !number_behind(line, "[UIDNEXT ", &folder->uid_next) && strcasecmp(end, " EXISTS") == 0)
        folder->mails = count;
}

bool imap_select(Imap *imap, const char *name, ImapFolder *folder, Error *error)
{
    const char *text = arena_format(imap->arena, "%s %s", "SELECT", folder_name(imap->arena, name));
    *folder = (ImapFolder) { 0 };
    return imap_command(imap, imap->arena, text, folder_take, folder, error);
}

typedef struct {
    int64_t from;
    int64_t *items;
    size_t count, most;
} Found;

/* Kept in order, as a server may name them in any. */
static void uid_add(Found *found, int64_t uid)
{
    size_t place = found->count;
    if (uid < found->from)
        return;
    while (place > 0 && found->items[place - 1] > uid)
        place--;
    if (place >= found->most)
        return;
    size_t last = found->count < found->most ? found->count : found->most - 1;
    memmove(found->items + place + 1, found->items + place, (last - place) * sizeof *found->items);
    found->items[place] = uid;
    found->count = last + 1;
}

static void uids_take(Imap *imap, const char *line, void *context)
{
    (void)imap;
    if (strncasecmp(line, "SEARCH", strlen("SEARCH")) != 0)
        return;
    for (const char *at = line + strlen("SEARCH"); *at;) {
        char *end;
        long long uid = strtoll(at, &end, 10);
        if (end == at)
            return;
        uid_add(context, uid);
        at = end;
    }
}

/* "1-Feb-1994" */
static const char *day_written(Arena *arena, int64_t day)
{
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int year, month, day_of_month;
    day_split(day, &year, &month, &day_of_month);
    return arena_format(arena, "%d-%s-%d", day_of_month, MONTHS[month - 1], year);
}

/* "n:*" always names the last mail, whatever n is: it is left out by what `from` says. */
bool imap_search(Imap *imap, const ImapSearch *search, size_t most, Ids *uids, Error *error)
{
    Found found = { search->from, arena_array(imap->arena, most + 1, sizeof(int64_t)), 0, most };
    Text text = text_new(imap->arena);
    text_format(&text, "UID SEARCH UID %lld:", (long long)search->from);
    if (search->to)
        text_format(&text, "%lld", (long long)search->to);
    else
        text_char(&text, '*');
    if (search->since.known)
        text_format(&text, " SINCE %s", day_written(imap->arena, search->since.value));
    text_add(&text, search->without_marked ? " UNDELETED" : "");
    if (!imap_command(imap, imap->arena, text_string(&text), uids_take, &found, error))
        return false;
    *uids = (Ids) { found.count, found.items };
    return true;
}

/* INTERNALDATE "17-Jul-1996 02:44:25 -0700" */
static const char *received_read(Arena *arena, const char *line)
{
    static const char NAME[] = "INTERNALDATE \"";
    const char *at = strstr(line, NAME);
    if (!at)
        return NULL;
    at += strlen(NAME);
    char *text = arena_text_n(arena, at, strcspn(at, "\""));
    for (char *c = text + strspn(text, " "); *c && *c != ' '; c++)
        *c = *c == '-' ? ' ' : *c;
    return text;
}

static void look_take(Imap *imap, const char *line, void *context)
{
    ImapMail *mail = context;
    if (number_behind(line, "RFC822.SIZE ", &mail->size))
        mail->received = received_read(imap->arena, line);
}

bool imap_look(Imap *imap, int64_t uid, ImapMail *mail, Error *error)
{
    const char *text = arena_format(imap->arena, "UID FETCH %lld (RFC822.SIZE INTERNALDATE)", (long long)uid);
    *mail = (ImapMail) { .size = -1 };
    return imap_command(imap, imap->arena, text, look_take, mail, error);
}

static void body_take(Imap *imap, const char *line, void *context)
{
    if (imap->has_literal && strstr(line, "FETCH"))
        *(Bytes *)context = (Bytes) { (const uint8_t *)text_string(&imap->literal), imap->literal.size };
}

bool imap_fetch(Imap *imap, Arena *arena, int64_t uid, size_t most, Bytes *raw, Error *error)
{
    *raw = (Bytes) { 0 };
    imap->literal_most = most;
    bool ok = imap_command(imap, arena, arena_format(arena, "UID FETCH %lld (BODY.PEEK[])", (long long)uid), body_take,
                           raw, error);
    imap->literal_most = IMAP_LITERAL_MOST;
    return ok;
}

/* ---- what is done to a mail ------------------------------------------------------------------------------------ */

static bool has_word(const char *line, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = strchr(line, ' '); at; at = strchr(at + 1, ' '))
        if (strncasecmp(at + 1, word, size) == 0 && (at[1 + size] == ' ' || !at[1 + size]))
            return true;
    return false;
}

static void can_take(Imap *imap, const char *line, void *context)
{
    (void)context;
    if (strncasecmp(line, "CAPABILITY ", strlen("CAPABILITY ")) == 0)
        imap->can |= (has_word(line, "MOVE") ? (unsigned)CAN_MOVE : 0u) |
                     (has_word(line, "UIDPLUS") ? (unsigned)CAN_EXPUNGE_ONE : 0u);
}

/* Asked once, after signing in: before it a server may say less. */
static bool can_ask(Imap *imap, Error *error)
{
    if (!imap->asked_can && !imap_command(imap, imap->arena, "CAPABILITY", can_take, NULL, error))
        return false;
    imap->asked_can = true;
    return true;
}

bool imap_mark_seen(Imap *imap, int64_t uid, Error *error)
{
    const char *text = arena_format(imap->arena, "UID STORE %lld +FLAGS.SILENT (\\Seen)", (long long)uid);
    return imap_command(imap, imap->arena, text, NULL, NULL, error);
}

bool imap_delete(Imap *imap, int64_t uid, Error *error)
{
    const char *mark = arena_format(imap->arena, "UID STORE %lld +FLAGS.SILENT (\\Deleted)", (long long)uid);
    const char *one = arena_format(imap->arena, "UID EXPUNGE %lld", (long long)uid);
    return can_ask(imap, error) && imap_command(imap, imap->arena, mark, NULL, NULL, error) &&
           (!(imap->can & (unsigned)CAN_EXPUNGE_ONE) || imap_command(imap, imap->arena, one, NULL, NULL, error));
}

/* The folder is made where it is missing. */
static bool to_folder(Imap *imap, const char *verb, int64_t uid, const char *folder, Error *error)
{
    const char *name = folder_name(imap->arena, folder);
    const char *text = arena_format(imap->arena, "UID %s %lld %s", verb, (long long)uid, name);
    Error why = { 0 };
    if (imap_command(imap, imap->arena, text, NULL, NULL, &why))
        return true;
    if (imap->lost || !strstr(imap->answer, "[TRYCREATE]")) {
        *error = why;
        return false;
    }
    return imap_command(imap, imap->arena, arena_format(imap->arena, "CREATE %s", name), NULL, NULL, error) &&
           imap_command(imap, imap->arena, text, NULL, NULL, error);
}

bool imap_can_move(Imap *imap, bool *can, Error *error)
{
    if (!can_ask(imap, error))
        return false;
    *can = imap->can & (unsigned)CAN_MOVE;
    return true;
}

bool imap_move(Imap *imap, int64_t uid, const char *folder, Error *error)
{
    return to_folder(imap, "MOVE", uid, folder, error);
}

bool imap_copy(Imap *imap, int64_t uid, const char *folder, Error *error)
{
    return to_folder(imap, "COPY", uid, folder, error);
}
