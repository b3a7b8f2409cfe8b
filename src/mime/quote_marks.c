/* See quote_marks.h. In order: lines, sentences before quotes, heads of quoted mails, signatures. */
#include "mime/quote_marks.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- lines --------------------------------------------------------------------------------------------------------
 */

enum { LINE_MAX_READ = 600 };

/* U+3000, which Japanese text is indented with. */
static size_t blank_at(const char *at, const char *end)
{
    if (at < end && strchr(" \t\r*", *at) && *at)
        return 1;
    return end - at >= 3 && memcmp(at, "\u3000", 3) == 0 ? 3 : 0;
}

static QuoteLine trimmed(QuoteLine line)
{
    const char *at = line.at, *end = line.at + line.size;
    for (size_t size; (size = blank_at(at, end)) > 0;)
        at += size;
    while (end > at) {
        if (strchr(" \t\r*", end[-1]))
            end--;
        else if (end - at >= 3 && memcmp(end - 3, "\u3000", 3) == 0)
            end -= 3;
        else
            break;
    }
    return (QuoteLine) { at, (size_t)(end - at) };
}

bool line_is_blank(QuoteLine line)
{
    return trimmed(line).size == 0;
}

/* "YT> …" */
static size_t initials(QuoteLine text)
{
    enum { INITIALS_MAX = 3 };
    size_t letters = 0;
    while (letters < text.size && letters < INITIALS_MAX && isupper((unsigned char)text.at[letters]))
        letters++;
    return letters && letters < text.size && text.at[letters] == '>' ? letters + 1 : 0;
}

/* "| …"; with a second bar it is a row of a table. */
static bool is_barred(QuoteLine text)
{
    return text.at[0] == '|' && (text.size == 1 || text.at[1] == ' ') && !memchr(text.at + 1, '|', text.size - 1);
}

static size_t quote_mark(QuoteLine line)
{
    QuoteLine text = trimmed(line);
    size_t before = (size_t)(text.at - line.at), size = 0;
    if (text.size == 0)
        return 0;
    if (text.at[0] == '>' || is_barred(text))
        size = 1;
    else if (text.size >= 3 && memcmp(text.at, "＞", 3) == 0)
        size = 3;
    else
        size = initials(text);
    return size ? before + size : 0;
}

bool line_is_quoted(QuoteLine line)
{
    return quote_mark(line) > 0;
}

QuoteLine line_unquoted(QuoteLine line)
{
    for (size_t size; (size = quote_mark(line)) > 0;) {
        line.at += size;
        line.size -= size;
    }
    return line;
}

/* A copy that ends in NUL, cut where it is longer than any mark. */
static const char *copied(QuoteLine line, char out[LINE_MAX_READ])
{
    QuoteLine text = trimmed(line);
    size_t size = text.size < LINE_MAX_READ - 1 ? text.size : LINE_MAX_READ - 1;
    memcpy(out, text.at, size);
    out[size] = '\0';
    return out;
}

static bool ends(const char *text, const char *with)
{
    size_t size = strlen(text), end = strlen(with);
    return size >= end && strcasecmp(text + size - end, with) == 0;
}

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

static bool holds_any(const char *text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (strcasestr(text, *phrases))
            return true;
    return false;
}

static bool begins_any(const char *text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (begins(text, *phrases))
            return true;
    return false;
}

static bool ends_any(const char *text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (ends(text, *phrases))
            return true;
    return false;
}

/* ---- sentences before quotes --------------------------------------------------------------------------------------
 */

static const char *const VERBS[] = { " wrote",       " writes",      "schrieb",    "a écrit",    "escribió",
                                     "escreveu",     "ha scritto",   "skrev",      "schreef",    "geschreven",
                                     "napisał",      "napisal",      "написал",    "пишет",      "写道",
                                     "寫道",         "yazdı",        "书きました", "書きました", "のメール",
                                     "のメッセージ", "からのメール", "님이 작성",  "kirjoitti",  NULL };
static const char *const OPENINGS[] = { "On ",   "Am ",     "Le ",  "El ",        "Op ", "Den ", "Em ", "Il ", "At ",
                                        "Dnia ", "W dniu ", "Dne ", "Il giorno ", "På ", "Em ",  "在",  "(",   NULL };

static bool digits_at(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isdigit((unsigned char)at[i]))
            return false;
    return true;
}

/* A year or a time of day. */
static bool is_year(const char *c)
{
    return digits_at(c, 4) && !isdigit((unsigned char)c[4]) && (begins(c, "19") || begins(c, "20"));
}

static bool is_time(const char *c)
{
    size_t hour = digits_at(c, 2) ? 2 : 1;
    return (c[hour] == ':' || c[hour] == '.') && digits_at(c + hour + 1, 2);
}

static bool holds_date(const char *text)
{
    for (const char *c = text; *c; c++) {
        bool begins_number = isdigit((unsigned char)*c) && (c == text || !isdigit((unsigned char)c[-1]));
        if (begins_number && (is_year(c) || is_time(c)))
            return true;
    }
    return false;
}

static bool ends_in_colon(const char *text)
{
    return ends(text, ":") || ends(text, "：");
}

/* "2026年9月18日(金) 17:00 山田太郎 <taro@example.com>:" has no verb. */
static bool dated_address(const char *text)
{
    const char *angle = strchr(text, '<');
    return isdigit((unsigned char)text[0]) && angle && strchr(angle, '@');
}

/* Whether the first line can begin such a sentence: with a date, an opening word and a digit, or a name and the verb.
 */
static bool can_begin(const char *first)
{
    bool digit = strpbrk(first, "0123456789") != NULL;
    return (digit && (isdigit((unsigned char)first[0]) || begins_any(first, OPENINGS))) || holds_any(first, VERBS) ||
           (begins_any(first, OPENINGS) && strlen(first) < 40 && strchr(first, ','));
}

static bool is_head(const char *text, size_t lines)
{
    bool has_address = strchr(text, '@') != NULL;
    if (lines > 2 && !has_address)
        return false;
    if (!ends_in_colon(text) || !holds_date(text))
        return false;
    return holds_any(text, VERBS) || (dated_address(text) && (ends(text, ">:") || ends(text, ">：")));
}

/* "Taro Yamada <taro@example.com> wrote:", "山田さん wrote:", "2013/7/20 sam <sam@example.com>": only above a quote. */
static bool is_bare_head(const char *text)
{
    bool named = (strchr(text, '@') || strstr(text, "さん")) && ends_in_colon(text) && holds_any(text, VERBS);
    return named || (dated_address(text) && holds_date(text) && ends(text, ">"));
}

static bool is_above_quote(const QuoteLine *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!line_is_blank(lines[i]))
            return line_is_quoted(lines[i]);
    return false;
}

/* The sentence may be folded over lines; the shortest that fits is it. */
static size_t folded_head(const QuoteLine *lines, size_t count)
{
    enum { LINES_MAX = 6 };
    char joined[LINE_MAX_READ * 2] = "";
    for (size_t i = 0, size = 0; i < count && i < LINES_MAX; i++) {
        QuoteLine line = trimmed(lines[i]);
        if (size + line.size + 2 > LINE_MAX_READ)
            return 0;
        size += (size_t)snprintf(joined + size, sizeof joined - size, "%s%.*s", size && line.size ? " " : "",
                                 (int)line.size, line.at);
        if (is_head(joined, i + 1))
            return i + 1;
    }
    return 0;
}

size_t quote_head(const QuoteLine *lines, size_t count)
{
    char first[LINE_MAX_READ];
    if (lines[0].size > LINE_MAX_READ || line_is_blank(lines[0]))
        return 0;
    copied(lines[0], first);
    if (is_bare_head(first) && is_above_quote(lines + 1, count - 1))
        return 1;
    return can_begin(first) ? folded_head(lines, count) : 0;
}

bool quote_head_addressed(const QuoteLine *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memchr(lines[i].at, '@', lines[i].size))
            return true;
    return false;
}

/* ---- heads of quoted mails ----------------------------------------------------------------------------------------
 */

enum { ROLE_FROM = 1, ROLE_DATE = 2, ROLE_TO = 4, ROLE_SUBJECT = 8, ROLE_OTHER = 16 };

static const struct {
    unsigned role;
    const char *keys; /* each between bars */
} ROLES[] = {
    { ROLE_FROM, "|From|Von|De|Da|Van|Fra|Från|Od|От|差出人|送信者|送信元|发件人|寄件者|보낸 사람|" },
    { ROLE_DATE, "|Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Date d'envoi|Enviado|Enviado el|Fecha|Data|Inviato|"
                 "Verzonden|Sendt|Dato|Skickat|送信日時|日時|日付|送信|发送时间|日期|寄件日期|보낸 날짜|" },
    { ROLE_TO, "|To|An|À|A|Para|Aan|Til|Till|Do|宛先|收件人|收件者|받는 사람|" },
    { ROLE_SUBJECT, "|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Emne|Ämne|Temat|件名|主题|主旨|제목|" },
    { ROLE_OTHER, "|Cc|CC|Bcc|Reply-To|Kopie|Risposta|Répondre à|Antwort an|Importance|Priority|Attachments|"
                  "添付ファイル|重要度|抄送|" },
};

static const char *colon_of(const char *text)
{
    const char *plain = strchr(text, ':'), *wide = strstr(text, "：");
    return !plain || (wide && wide < plain) ? wide : plain;
}

static unsigned role_of(QuoteLine line)
{
    char text[LINE_MAX_READ], key[64];
    copied(line, text);
    const char *colon = colon_of(text);
    size_t size = colon ? (size_t)(colon - text) : 0;
    while (size && strchr(" \t*", text[size - 1]))
        size--;
    if (!size || size + 3 > sizeof key)
        return 0;
    snprintf(key, sizeof key, "|%.*s|", (int)size, text);
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        if (strstr(ROLES[i].keys, key))
            return ROLES[i].role;
    return 0;
}

size_t quote_block(const QuoteLine *lines, size_t count)
{
    enum { LINES_MAX = 14, STRANGERS_MAX = 3 };
    unsigned seen = role_of(lines[0]);
    if (seen != ROLE_FROM)
        return 0;
    size_t strangers = 0, last = 0;
    for (size_t i = 1; i < count && i < LINES_MAX && strangers < STRANGERS_MAX; i++) {
        unsigned role = role_of(lines[i]);
        seen |= role;
        last = role ? i : last;
        strangers = role || line_is_blank(lines[i]) ? 0 : strangers + 1; /* a list of recipients goes on */
    }
    return seen & ROLE_DATE && seen & (ROLE_TO | ROLE_SUBJECT) ? last + 1 : 0;
}

static bool is_between_dashes(const char *text)
{
    return (begins(text, "--") || begins(text, "__") || begins(text, "==")) &&
           (ends(text, "--") || ends(text, "__") || ends(text, "=="));
}

bool quote_rule(QuoteLine line)
{
    static const char *const PHRASES[] = { "Original Message",
                                           "Original Appointment",
                                           "Ursprüngliche Nachricht",
                                           "Originalnachricht",
                                           "Original-Nachricht",
                                           "Message d'origine",
                                           "Message original",
                                           "Mensaje original",
                                           "Mensagem original",
                                           "Messaggio originale",
                                           "Oorspronkelijk bericht",
                                           "Oprindelig meddelelse",
                                           "元のメッセージ",
                                           "元のメール",
                                           "オリジナルメッセージ",
                                           "オリジナル メッセージ",
                                           "原始邮件",
                                           "原始郵件",
                                           "Исходное сообщение",
                                           "Wiadomość oryginalna",
                                           "Ursprungligt meddelande",
                                           "受信メール",
                                           NULL };
    char text[LINE_MAX_READ];
    return is_between_dashes(copied(line, text)) && holds_any(text, PHRASES);
}

bool forward_rule(QuoteLine line)
{
    static const char *const PHRASES[] = { "Forwarded message",
                                           "Forwarded Message",
                                           "Weitergeleitete Nachricht",
                                           "Message transféré",
                                           "転送メッセージ",
                                           "転送された",
                                           "Begin forwarded message",
                                           "転送されたメッセージ",
                                           "Mensaje reenviado",
                                           NULL };
    char text[LINE_MAX_READ];
    copied(line, text);
    return strlen(text) < 100 && (is_between_dashes(text) || ends_in_colon(text)) && holds_any(text, PHRASES);
}

/* ---- signatures ---------------------------------------------------------------------------------------------------
 */

bool signature_dashes(QuoteLine line)
{
    while (line.size && strchr(" \t\r", line.at[line.size - 1]))
        line.size--;
    return line.size == 2 && memcmp(line.at, "--", 2) == 0;
}

/* How many of the line's characters are `mark`, when it has no other. */
static size_t repeated(QuoteLine line, const char *mark)
{
    size_t size = strlen(mark), count = 0;
    for (QuoteLine text = trimmed(line); text.size >= size; text.at += size, text.size -= size, count++)
        if (memcmp(text.at, mark, size) != 0)
            return 0;
    return count;
}

/* Several marks in turn are a rule too: "-=-=-=-", "━━☆━━". */
bool signature_ruled(QuoteLine line)
{
    static const char *const MARKS[] = { "=",  "-",  "_",  "~", "+", "#", "＝", "─", "━", "―", "－", "－", "＿", "ー",
                                         "〜", "∞",  "☆",  "★", "◆", "◇", "□",  "■", "○", "●", "◎",  "・", "…",  "+",
                                         "/",  "／", "＊", "♪", "═", "‥", "┃",  "┏", "┗", "┓", "┛",  NULL };
    enum { LEAST = 6 };
    QuoteLine text = trimmed(line);
    size_t count = 0;
    while (text.size) {
        size_t size = *text.at == ' ' ? 1 : 0;
        for (const char *const *mark = MARKS; *mark && !size; mark++)
            if (text.size >= strlen(*mark) && memcmp(text.at, *mark, strlen(*mark)) == 0)
                size = strlen(*mark);
        if (!size)
            return false;
        count++;
        text.at += size;
        text.size -= size;
    }
    return count >= LEAST && repeated(line, "#") == 0;
}

bool signature_underlined(QuoteLine line)
{
    enum { LEAST = 5 };
    return repeated(line, "_") >= LEAST;
}

/* "Sent from …" begins sentences too, so what it was sent from must be a thing that sends. */
static bool names_sender(const char *text)
{
    static const char *const THINGS[] = { "my ",    "a phone", "mail",   "mobile",   "outlook", "windows",
                                          "yahoo",  "iphone",  "ipad",   "android",  "samsung", "blackberry",
                                          "galaxy", "[",       "proton", "gmail",    "airmail", "thunderbird",
                                          "spark",  "xperia",  "huawei", "a mobile", "rakuten", NULL };
    static const char *const VERBS_SENT[] = {
        "sent from ", "sent via ", "sent with ", "sent by ", "sent using ", NULL
    };
    for (const char *const *verb = VERBS_SENT; *verb; verb++)
        if (begins(text, *verb))
            return begins_any(text + strlen(*verb), THINGS);
    return begins(text, "from my ") && strlen(text) < 30;
}

bool signature_mobile(QuoteLine line)
{
    static const char *const OPEN[] = { "Envoyé depuis mon",
                                        "Envoyé de mon",
                                        "Envoyé à partir",
                                        "Von meinem ",
                                        "Gesendet von",
                                        "Gesendet mit",
                                        "Diese Nachricht wurde von meinem",
                                        "Enviado desde mi",
                                        "Enviado do meu",
                                        "Enviado de mi",
                                        "Inviato da",
                                        "Verzonden met",
                                        "Verzonden vanaf",
                                        "Verstuurd vanaf",
                                        "Skickat från",
                                        "Sendt fra",
                                        "Wysłane z",
                                        "Отправлено с",
                                        "Get Outlook for",
                                        "Get [Outlook for",
                                        "從我的",
                                        "从我的",
                                        "發自我的",
                                        "发自我的",
                                        NULL };
    static const char *const END[] = { "から送信", "から送信されました", "から送信しました", "から送信。", NULL };
    enum { LONGEST = 160, NAMED_LONGEST = 40 };
    char text[LINE_MAX_READ];
    const char *at = copied(line, text);
    at += strspn(at, "(<[");
    if (!*at || strlen(at) > LONGEST)
        return false;
    bool japanese = begins(at, "Outlook for") && (strstr(at, "を入手") || strstr(at, "を取得"));
    bool named = ends(at, " from mobile") && strlen(at) < NAMED_LONGEST;
    return japanese || named || ends_any(at, END) || names_sender(at) || begins_any(at, OPEN);
}

bool signature_contact(QuoteLine line)
{
    static const char *const CONTACTS[] = { "TEL",      "FAX",    "電話",     "〒",       "携帯", "株式会社", "(株)",
                                            "（株）",   "㈱",     "有限会社", "合同会社", "http", "E-mail",   "Email",
                                            "メール：", "Mobile", "Phone",    "Inc.",     "GmbH", "℡",        "Ｔｅｌ",
                                            "ＴＥＬ",   "住所",   "代表",     NULL };
    char text[LINE_MAX_READ];
    copied(line, text);
    const char *at = strchr(text, '@');
    return (at && strchr(at, '.')) || holds_any(text, CONTACTS);
}
