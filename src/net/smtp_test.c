/* One mail to a server that says what a test tells it to: what arrives, and how it ended. */
#include "base/test.h"

#include "net/smtp.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const LOOPBACK[] = { "127.0.0.1", NULL };

static Arena *arena;

static int arena_open(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* ---- the server ---------------------------------------------------------------------------------------------------
 */

typedef struct {
    const char *to, *says; /* to a line that begins so; says NULL = it hangs up */
} Answer;

typedef struct {
    int listening, port, connections;
    const Answer *answers; /* ended by { 0 }; what is not there is answered as usual */
    char heard[8192], mail[8192];
    pthread_t thread;
} Server;

static const Answer *answer_to(const Server *server, const char *line)
{
    static const Answer USUAL[] = { { "EHLO", "250-test\r\n250 AUTH PLAIN\r\n" },
                                    { "DATA", "354 go on\r\n" },
                                    { "AUTH", "235 welcome\r\n" },
                                    { "QUIT", "221 bye\r\n" },
                                    { "", "250 fine\r\n" } };
    for (const Answer *at = server->answers; at && at->to; at++)
        if (strncmp(line, at->to, strlen(at->to)) == 0)
            return at;
    const Answer *at = USUAL;
    while (strncmp(line, at->to, strlen(at->to)) != 0)
        at++;
    return at;
}

static bool say(int fd, const char *text)
{
    return text && send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

/* Until the end of a line; false at the end. */
static bool hear(int fd, char *line, size_t room)
{
    size_t size = 0;
    while (size + 1 < room && recv(fd, line + size, 1, 0) == 1)
        if (line[size++] == '\n') {
            line[size] = '\0';
            return true;
        }
    return false;
}

static void add(char *to, size_t room, const char *text)
{
    size_t size = strlen(to);
    snprintf(to + size, room - size, "%s", text);
}

static bool mail_take(Server *server, int fd)
{
    char line[1024];
    while (hear(fd, line, sizeof line) && strcmp(line, ".\r\n") != 0)
        add(server->mail, sizeof server->mail, line);
    return say(fd, answer_to(server, "BODY")->says);
}

static void serve(Server *server, int fd)
{
    char line[1024];
    const char *greeting = answer_to(server, "GREETING")->says;
    if (!say(fd, greeting && *greeting == '2' ? "220 test ready\r\n" : greeting))
        return;
    while (hear(fd, line, sizeof line)) {
        add(server->heard, sizeof server->heard, line);
        const char *says = answer_to(server, line)->says;
        if (!say(fd, says) || (strncmp(says, "354", 3) == 0 && !mail_take(server, fd)))
            return;
    }
}

static void *server_run(void *context)
{
    Server *server = context;
    for (int fd; (fd = accept(server->listening, NULL, NULL)) >= 0; close(fd)) {
        server->connections++;
        serve(server, fd);
    }
    return NULL;
}

static void server_open(Server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    server->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->listening, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(server->listening, 8), 0);
    assert_int_equal(getsockname(server->listening, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server->thread, NULL, server_run, server), 0);
}

static void server_close(Server *server)
{
    shutdown(server->listening, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listening);
}

/* ---- the mail -----------------------------------------------------------------------------------------------------
 */

static const char MAIL[] = "Subject: Hello\r\n\r\nOne\r\n.\r\n..two\r\n";

static bool mail_read(void *context, char *buffer, size_t room, size_t *got)
{
    const char **left = context;
    *got = strlen(*left) < room ? strlen(*left) : room;
    memcpy(buffer, *left, *got);
    *left += *got;
    return true;
}

static SmtpMail mail_to(const Server *server, const char *const *recipients, const char **left)
{
    size_t count = 0;
    while (recipients[count])
        count++;
    *left = MAIL;
    return (SmtpMail) { .host = "127.0.0.1",
                        .port = server->port,
                        .security = SMTP_PLAIN,
                        .name = "example.com",
                        .from = "help@example.com",
                        .recipients = { count, recipients },
                        .read = mail_read,
                        .context = left,
                        .allowed = LOOPBACK };
}

static const char *const TWO[] = { "one@example.test", "two@example.test", NULL };

static SmtpOutcome sent_with(Server *server, const Answer *answers)
{
    const char *left;
    server->answers = answers;
    server_open(server);
    SmtpMail mail = mail_to(server, TWO, &left);
    SmtpOutcome outcome = smtp_send(arena, &mail);
    server_close(server);
    return outcome;
}

/* ---- tests --------------------------------------------------------------------------------------------------------
 */

static void a_mail_arrives_whole_at_those_of_the_envelope(void **state)
{
    Server server = { 0 };
    (void)state;
    SmtpOutcome outcome = sent_with(&server, NULL);
    assert_int_equal(outcome.end, SMTP_SENT);
    assert_string_equal(outcome.answer, "250 fine");
    assert_int_equal(outcome.refused.count, 0);
    assert_string_equal(server.mail, "Subject: Hello\r\n\r\nOne\r\n..\r\n...two\r\n");
    assert_non_null(strstr(server.heard, "EHLO example.com\r\n"));
    assert_non_null(strstr(server.heard, "MAIL FROM:<help@example.com>"));
    assert_non_null(strstr(server.heard, "RCPT TO:<one@example.test>\r\nRCPT TO:<two@example.test>\r\n"));
}

static void a_recipient_who_is_refused_is_named_and_the_others_get_it(void **state)
{
    static const Answer ANSWERS[] = { { "RCPT TO:<one", "550-5.1.1 nobody\r\n550 of this name\r\n" }, { 0 } };
    Server server = { 0 };
    (void)state;
    SmtpOutcome outcome = sent_with(&server, ANSWERS);
    const SmtpRefusal *refused = outcome.refused.items;
    assert_int_equal(outcome.end, SMTP_SENT);
    assert_int_equal(outcome.refused.count, 1);
    assert_string_equal(refused->address, "one@example.test");
    assert_int_equal(refused->code, 550);
    assert_string_equal(refused->answer, "550-5.1.1 nobody of this name");
    assert_true(*server.mail);
}

static void what_is_refused_for_good_is_told_from_what_may_go_later(void **state)
{
    static const struct {
        Answer answers[2];
        SmtpEnd end;
    } CASES[] = {
        { { { "RCPT", "550 nobody\r\n" } }, SMTP_REFUSED },
        { { { "RCPT", "450 greylisted\r\n" } }, SMTP_LATER },
        { { { "MAIL", "553 not you\r\n" } }, SMTP_REFUSED },
        { { { "MAIL", "451 busy\r\n" } }, SMTP_LATER },
        { { { "BODY", "554 spam\r\n" } }, SMTP_REFUSED },
        { { { "BODY", "452 full\r\n" } }, SMTP_LATER },
        { { { "GREETING", "421 away\r\n" } }, SMTP_LATER },
        { { { "GREETING", "554 closed\r\n" } }, SMTP_LATER },
        { { { "RCPT TO:<one", "450 wait\r\n" } }, SMTP_SENT },
        { { { "DATA", NULL } }, SMTP_LATER },
        { { { "BODY", NULL } }, SMTP_MAYBE },
        { { { "BODY", "333 what\r\n" } }, SMTP_MAYBE },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Server server = { 0 };
        SmtpOutcome outcome = sent_with(&server, CASES[i].answers);
        if (outcome.end != CASES[i].end)
            fail_msg("\"%s\" to %s ends as %d, not %d", CASES[i].answers->says, CASES[i].answers->to, outcome.end,
                     CASES[i].end);
    }
}

static void starttls_that_is_not_offered_ends_it_before_anything_is_said(void **state)
{
    Server server = { 0 };
    const char *left;
    (void)state;
    server_open(&server);
    SmtpMail mail = mail_to(&server, TWO, &left);
    mail.security = SMTP_STARTTLS;
    SmtpOutcome outcome = smtp_send(arena, &mail);
    server_close(&server);
    assert_int_equal(outcome.end, SMTP_LATER);
    assert_string_equal(outbound_word(outcome.reached), "tls");
    assert_null(strstr(server.heard, "MAIL"));
}

static void an_address_that_nobody_allowed_is_not_connected_to(void **state)
{
    Server server = { 0 };
    const char *left;
    (void)state;
    server_open(&server);
    SmtpMail mail = mail_to(&server, TWO, &left);
    mail.allowed = NULL;
    SmtpOutcome outcome = smtp_send(arena, &mail);
    server_close(&server);
    assert_int_equal(outcome.end, SMTP_LATER);
    assert_string_equal(outbound_word(outcome.reached), "refused_address");
    assert_int_equal(server.connections, 0);
}

static void a_password_is_in_no_talk_that_is_shown(void **state)
{
    static const Answer ANSWERS[] = { { "AUTH", "334 \r\n" }, { "AGhlbHA", "235 welcome\r\n" }, { 0 } };
    Server server = { .answers = ANSWERS };
    const char *left;
    (void)state;
    server_open(&server);
    SmtpMail mail = mail_to(&server, TWO, &left);
    mail.user = "help";
    mail.password = "secret words";
    SmtpOutcome outcome = smtp_send(arena, &mail);
    server_close(&server);
    assert_int_equal(outcome.end, SMTP_SENT);
    assert_non_null(strstr(server.heard, "AUTH PLAIN"));
    assert_non_null(strstr(outcome.talk, "C: AUTH …\n"));
    assert_non_null(strstr(outcome.talk, "S: 235 welcome\n"));
    assert_null(strstr(outcome.talk, "AGhlbHA")); /* NUL and "help" */
}

static void an_address_with_a_line_in_it_is_asked_of_no_server(void **state)
{
    static const char *const BAD[] = { "a@example.test>\r\nRCPT TO:<b@example.test", "one@example.test", NULL };
    Server server = { 0 };
    const char *left;
    (void)state;
    server_open(&server);
    SmtpMail mail = mail_to(&server, BAD, &left);
    SmtpOutcome outcome = smtp_send(arena, &mail);
    server_close(&server);
    assert_int_equal(outcome.end, SMTP_SENT);
    assert_int_equal(outcome.refused.count, 1);
    assert_null(strstr(server.heard, "b@example.test"));
}

static void a_server_that_has_the_whole_mail_gets_ten_minutes_to_say_so(void **state)
{
    const int64_t second = 1000000;
    (void)state;
    assert_false(smtp_is_late(true, 599 * second));
    assert_true(smtp_is_late(true, 601 * second));
    assert_false(smtp_is_late(false, 119 * second));
    assert_true(smtp_is_late(false, 121 * second));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_open, arena_close)
    const struct CMUnitTest tests[] = {
        TEST(a_mail_arrives_whole_at_those_of_the_envelope),
        TEST(a_recipient_who_is_refused_is_named_and_the_others_get_it),
        TEST(what_is_refused_for_good_is_told_from_what_may_go_later),
        TEST(starttls_that_is_not_offered_ends_it_before_anything_is_said),
        TEST(an_address_that_nobody_allowed_is_not_connected_to),
        TEST(a_password_is_in_no_talk_that_is_shown),
        TEST(an_address_with_a_line_in_it_is_asked_of_no_server),
        TEST(a_server_that_has_the_whole_mail_gets_ten_minutes_to_say_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
