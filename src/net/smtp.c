/*
 * SMTP through libcurl. libcurl tells of a failed mail in one code; what matters is what the server said, to whom, and
 * whether the mail was handed over whole. So the conversation is followed line by line as libcurl shows it for
 * debugging, and judged here.
 *
 * In order: time; what we say; what the server says; the mail; how it ended; the whole.
 */
#include "net/smtp.h"

#include "base/clock.h"
#include "net/reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of an answer after the whole mail, and of any other step. libcurl's own bounds lie behind ours. */
enum { END_SECONDS = 600, STEP_SECONDS = 120, ANSWER_SECONDS = END_SECONDS + 60, WHOLE_MS = 3600000 };
enum { LINE_MAX_SHOWN = 500, CODE_FINE = 200, CODE_MORE = 300, CODE_BAD = 400, CODE_FINAL = 500, US = 1000000 };

typedef enum { STAGE_GREETING, STAGE_MAIL, STAGE_RECIPIENT, STAGE_DATA } Stage;

typedef struct {
    Reach reach; /* first: net/reach.h */
    Arena *arena;
    const SmtpMail *mail;
    const char **asked; /* recipients that libcurl names, in its order */
    size_t asked_count, named;
    Stage stage;
    bool secret; /* what we say now is a password */
    bool over;   /* we took our leave */
    Text talk;
    const char *begun; /* the first lines of an answer of several; NULL = none */
    const char *answer;
    int code;
    SmtpRefusal *refused;
    size_t refused_count;
    bool handed, answered, unread; /* the whole mail; the answer to it; it could not be read */
    int64_t moved_at;              /* clock_monotonic, when either side last did something */
} Talk;

/* ---- time ---------------------------------------------------------------------------------------------------------
 */

bool smtp_is_late(bool handed_over, int64_t still_us)
{
    return still_us > (int64_t)US * (handed_over ? END_SECONDS : STEP_SECONDS);
}

static bool is_late(const Reach *reach)
{
    const Talk *talk = (const Talk *)reach;
    return smtp_is_late(talk->handed, clock_monotonic() - talk->moved_at);
}

/* ---- what we say --------------------------------------------------------------------------------------------------
 */

static Stage stage_of(const char *line, Stage stage)
{
    static const struct {
        const char *word;
        Stage stage;
    } WORDS[] = { { "MAIL FROM:", STAGE_MAIL }, { "RCPT TO:", STAGE_RECIPIENT }, { "DATA", STAGE_DATA } };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strncasecmp(line, WORDS[i].word, strlen(WORDS[i].word)) == 0)
            return WORDS[i].stage;
    return stage;
}

static void we_said(Talk *talk, const char *line)
{
    bool begins = strncasecmp(line, "AUTH ", 5) == 0;
    text_format(&talk->talk, "C: %s\n", begins ? "AUTH …" : talk->secret ? "…" : line);
    talk->secret = talk->secret || begins;
    talk->over = talk->over || strncasecmp(line, "QUIT", 4) == 0;
    if (talk->over)
        return;
    talk->stage = stage_of(line, talk->stage);
    talk->named += talk->stage == STAGE_RECIPIENT;
}

/* ---- what the server says -----------------------------------------------------------------------------------------
 */

static void answer_take(Talk *talk, int code)
{
    enum { MORE_OF_LOGIN = 334 };
    talk->code = code;
    talk->secret = talk->secret && code == MORE_OF_LOGIN;
    talk->answered = talk->answered || talk->handed;
    if (talk->stage == STAGE_RECIPIENT && code >= CODE_BAD && talk->named && talk->named <= talk->asked_count)
        talk->refused[talk->refused_count++] =
            (SmtpRefusal) { talk->asked[talk->named - 1], code, arena_text(talk->arena, talk->answer) };
}

/* "250-one" goes on, "250 two" ends. */
static void they_said(Talk *talk, const char *line)
{
    text_format(&talk->talk, "S: %s\n", line);
    if (talk->over)
        return;
    bool goes_on = strlen(line) > 3 && line[3] == '-';
    const char *said =
        talk->begun ? arena_format(talk->arena, "%s %s", talk->begun, strlen(line) > 4 ? line + 4 : "") : line;
    talk->begun = goes_on ? said : NULL;
    if (goes_on)
        return;
    talk->answer = arena_format(talk->arena, "%.*s", (int)text_cut(said, LINE_MAX_SHOWN), said);
    answer_take(talk, (int)strtol(line, NULL, 10));
}

static int hear(CURL *curl, curl_infotype type, char *bytes, size_t size, void *context)
{
    Talk *talk = context;
    (void)curl;
    if (type != CURLINFO_HEADER_OUT && type != CURLINFO_HEADER_IN)
        return 0;
    talk->moved_at = clock_monotonic();
    char *line = arena_text_n(talk->arena, bytes, size);
    line[strcspn(line, "\r\n")] = '\0';
    text_mend(line);
    line = text_printable(talk->arena, line);
    if (type == CURLINFO_HEADER_OUT)
        we_said(talk, line);
    else
        they_said(talk, line);
    return 0;
}

/* ---- the mail -----------------------------------------------------------------------------------------------------
 */

static size_t mail_read_piece(char *buffer, size_t one, size_t count, void *context)
{
    Talk *talk = context;
    size_t got = 0;
    talk->moved_at = clock_monotonic();
    if (!talk->mail->read(talk->mail->context, buffer, one * count, &got)) {
        talk->unread = true;
        return CURL_READFUNC_ABORT;
    }
    talk->handed = got == 0;
    return got;
}

/* What could end the command that it stands in is asked of no server. */
static bool is_plain(const char *address)
{
    for (const char *c = address; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F || strchr("<>", *c))
            return false;
    return strchr(address, '@') != NULL;
}

static struct curl_slist *recipients_of(Talk *talk)
{
    const Texts *all = &talk->mail->recipients;
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < all->count; i++) {
        if (!is_plain(all->items[i])) {
            talk->refused[talk->refused_count++] = (SmtpRefusal) { all->items[i], CODE_FINAL, "not an e-mail address" };
            continue;
        }
        list = curl_slist_append(list, arena_format(talk->arena, "<%s>", all->items[i]));
        if (!list)
            bug("out of memory: recipients");
        talk->asked[talk->asked_count++] = all->items[i];
    }
    return list;
}

/* ---- how it ended -------------------------------------------------------------------------------------------------
 */

static bool is_for_good(const Talk *talk)
{
    for (size_t i = 0; i < talk->refused_count; i++)
        if (talk->refused[i].code < CODE_FINAL)
            return false;
    return talk->code >= CODE_FINAL || !talk->asked_count;
}

static bool is_fine(int code)
{
    return code >= CODE_FINE && code < CODE_MORE;
}

/* What is no answer of a mail server, behind the whole mail, leaves open whether it has it. */
static SmtpEnd end_of(const Talk *talk)
{
    if (talk->answered && is_fine(talk->code))
        return SMTP_SENT;
    if (talk->handed && (!talk->answered || talk->code < CODE_BAD))
        return SMTP_MAYBE;
    bool of_mail = talk->stage == STAGE_MAIL || talk->stage == STAGE_RECIPIENT || talk->stage == STAGE_DATA;
    return of_mail && is_for_good(talk) ? SMTP_REFUSED : SMTP_LATER;
}

/* A server that answered was reached, whatever it said. */
static OutboundEnd reached_of(const Talk *talk, CURLcode code)
{
    OutboundEnd end = reach_end(&talk->reach, code);
    return end == OUTBOUND_BROKEN && talk->code >= CODE_BAD ? OUTBOUND_ANSWERED : end;
}

/* ---- the whole ----------------------------------------------------------------------------------------------------
 */

/* The host is set as a part, so that nothing in it can become another part. */
static bool url_set(CURL *curl, CURLU *url, const SmtpMail *mail)
{
    char port[16], path[256];
    snprintf(port, sizeof port, "%d", mail->port);
    snprintf(path, sizeof path, "/%s", mail->name);
    return curl_url_set(url, CURLUPART_SCHEME, mail->security == SMTP_TLS ? "smtps" : "smtp", 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_HOST, mail->host, 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_PORT, port, 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_PATH, path, CURLU_URLENCODE) == CURLUE_OK &&
           curl_easy_setopt(curl, CURLOPT_CURLU, url) == CURLE_OK;
}

static CURL *talk_open(Talk *talk, struct curl_slist *recipients)
{
    const SmtpMail *mail = talk->mail;
    CURL *curl = reach_open(&talk->reach, "smtp,smtps", WHOLE_MS);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_SECONDS);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     mail->security == SMTP_PLAIN ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_format(talk->arena, "<%s>", mail->from));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, mail_read_piece);
    curl_easy_setopt(curl, CURLOPT_READDATA, talk);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, talk);
    if (mail->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password ? mail->password : "");
    }
    return curl;
}

static CURLcode talk_run(Talk *talk, struct curl_slist *recipients)
{
    CURL *curl = talk_open(talk, recipients);
    CURLU *url = curl_url();
    if (!url)
        bug("out of memory: a URL");
    CURLcode code = url_set(curl, url, talk->mail) ? curl_easy_perform(curl) : CURLE_COULDNT_RESOLVE_HOST;
    curl_easy_cleanup(curl);
    curl_url_cleanup(url);
    return code;
}

SmtpOutcome smtp_send(Arena *arena, const SmtpMail *mail)
{
    size_t count = mail->recipients.count;
    Talk talk = { .reach = { .allowed = mail->allowed,
                             .stopping = mail->stopping,
                             .late = is_late,
                             .own_only = mail->user && mail->security == SMTP_PLAIN },
                  .arena = arena,
                  .mail = mail,
                  .asked = arena_array(arena, count + 1, sizeof(const char *)),
                  .talk = text_new(arena),
                  .answer = "",
                  .refused = arena_array(arena, 2 * count + 1, sizeof(SmtpRefusal)),
                  .moved_at = clock_monotonic() };
    struct curl_slist *recipients = recipients_of(&talk);
    if (!recipients)
        return (SmtpOutcome) { .end = SMTP_REFUSED,
                               .reached = OUTBOUND_ANSWERED,
                               .answer = "",
                               .refused = { talk.refused_count, talk.refused },
                               .talk = "" };
    CURLcode code = is_plain(mail->from) ? talk_run(&talk, recipients) : CURLE_BAD_FUNCTION_ARGUMENT;
    curl_slist_free_all(recipients);
    return (SmtpOutcome) { .end = end_of(&talk),
                           .reached = reached_of(&talk, code),
                           .answer = talk.answer,
                           .code = talk.code,
                           .refused = { talk.refused_count, talk.refused },
                           .talk = text_string(&talk.talk) };
}
