/* Mails of a server that says what a test tells it to: what it is asked, and what is made of its answers. */
#include "base/test.h"

#include "base/text.h"
#include "net/imap.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const LOOPBACK[] = { "127.0.0.1", NULL };

static Arena *arena;

/* ---- the server ------------------------------------------------------------------------------------------------- */

/* To a command that begins so. "#" in what it says is the command's tag. */
typedef struct {
    const char *to, *says;
} Answer;

typedef struct {
    int listening, port;
    const Answer *answers; /* ended by { 0 }; the rest is "OK" */
    char heard[8192];
    pthread_t thread;
} Server;

static Server server;

static void say(int fd, const char *tag, const char *text)
{
    for (const char *at = text; *at; at++) {
        const char *piece = *at == '#' ? tag : at;
        size_t size = *at == '#' ? strlen(tag) : 1;
        if (send(fd, piece, size, MSG_NOSIGNAL) != (ssize_t)size)
            return;
    }
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

static void answer(int fd, const char *tag, const char *asked)
{
    for (const Answer *at = server.answers; at && at->to; at++)
        if (text_starts(asked, at->to)) {
            say(fd, tag, at->says);
            return;
        }
    say(fd, tag, "# OK fine\r\n");
}

/* What libcurl asks to sign in is not kept, and its farewell not either: nobody waits until that is heard. */
static void serve(int fd)
{
    char line[1024], tag[32];
    say(fd, "", "* OK ready\r\n");
    while (hear(fd, line, sizeof line)) {
        size_t size = strcspn(line, " ");
        snprintf(tag, sizeof tag, "%.*s", (int)size, line);
        if (*tag == 'b' && !text_starts(line + size + 1, "LOGOUT"))
            snprintf(server.heard + strlen(server.heard), sizeof server.heard - strlen(server.heard), "%s",
                     line + size + 1);
        if (*tag != 'b' && text_starts(line + size + 1, "CAPABILITY"))
            say(fd, tag, "* CAPABILITY IMAP4rev1\r\n# OK fine\r\n");
        else
            answer(fd, tag, line + size + 1);
    }
}

static void *server_run(void *context)
{
    (void)context;
    for (int fd; (fd = accept(server.listening, NULL, NULL)) >= 0; close(fd))
        serve(fd);
    return NULL;
}

static int begin(void **state)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    (void)state;
    arena = arena_new();
    server = (Server) { .listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
    assert_int_equal(bind(server.listening, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(server.listening, 8), 0);
    assert_int_equal(getsockname(server.listening, (struct sockaddr *)&address, &size), 0);
    server.port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server.thread, NULL, server_run, NULL), 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    shutdown(server.listening, SHUT_RDWR);
    pthread_join(server.thread, NULL);
    close(server.listening);
    arena_free(arena);
    return 0;
}

static Imap *open_with(const Answer *answers)
{
    static ImapServer way;
    Imap *imap;
    OutboundEnd how;
    Error error = { 0 };
    server.answers = answers;
    way = (ImapServer) { .host = "127.0.0.1",
                         .port = server.port,
                         .security = "plain",
                         .user = "support",
                         .password = "secret",
                         .allowed = LOOPBACK };
    if (!imap_open(arena, &way, &imap, &how, &error))
        fail_msg("%s", error.text);
    return imap;
}

/* ---- what is done to a mail -------------------------------------------------------------------------------------- */

static const Answer ABLE[] = { { "CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS MOVE\r\n# OK fine\r\n" }, { 0 } };
static const Answer UNABLE[] = { { "CAPABILITY", "* CAPABILITY IMAP4rev1 XMOVE UIDPLUSX\r\n# OK fine\r\n" }, { 0 } };

static void one_mail_is_deleted_and_no_other(void **state)
{
    Imap *imap = open_with(ABLE);
    Error error = { 0 };
    (void)state;
    assert_true(imap_delete(imap, 7, &error));
    assert_true(imap_delete(imap, 8, &error));
    imap_close(imap);
    assert_string_equal(server.heard, "CAPABILITY\r\n"
                                      "UID STORE 7 +FLAGS.SILENT (\\Deleted)\r\nUID EXPUNGE 7\r\n"
                                      "UID STORE 8 +FLAGS.SILENT (\\Deleted)\r\nUID EXPUNGE 8\r\n");
}

static void where_one_mail_cannot_be_deleted_alone_it_is_only_marked(void **state)
{
    Imap *imap = open_with(UNABLE);
    Error error = { 0 };
    bool can;
    (void)state;
    assert_true(imap_delete(imap, 7, &error));
    assert_true(imap_can_move(imap, &can, &error));
    assert_false(can);
    imap_close(imap);
    assert_string_equal(server.heard, "CAPABILITY\r\nUID STORE 7 +FLAGS.SILENT (\\Deleted)\r\n");
}

static void a_folder_that_is_missing_is_made(void **state)
{
    static const Answer MISSING[] = { { "UID MOVE", "# NO [TRYCREATE] no such folder\r\n" }, { 0 } };
    Imap *imap = open_with(MISSING);
    Error error = { 0 };
    (void)state;
    assert_false(imap_move(imap, 7, "済み", &error));
    imap_close(imap);
    assert_string_equal(server.heard, "UID MOVE 7 \"&bggwfw-\"\r\nCREATE \"&bggwfw-\"\r\nUID MOVE 7 \"&bggwfw-\"\r\n");
}

static void a_server_that_says_no_can_be_asked_on(void **state)
{
    static const Answer NO[] = { { "UID COPY", "# NO over quota\r\n" }, { 0 } };
    Imap *imap = open_with(NO);
    Error error = { 0 }, none = { 0 };
    (void)state;
    assert_false(imap_copy(imap, 7, "Done", &error));
    assert_string_equal(error.text, "the e-mail server answered: NO over quota");
    assert_false(imap_is_lost(imap));
    assert_true(imap_mark_seen(imap, 7, &none));
    imap_close(imap);
    assert_string_equal(server.heard, "UID COPY 7 \"Done\"\r\nUID STORE 7 +FLAGS.SILENT (\\Seen)\r\n");
}

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

static void a_search_is_of_a_window_and_rises(void **state)
{
    static const Answer FOUND[] = { { "UID SEARCH", "* SEARCH 12 9 4 11\r\n# OK fine\r\n" }, { 0 } };
    Imap *imap = open_with(FOUND);
    ImapSearch window = { .from = 5, .to = 50004, .since = { 20000, true }, .without_marked = true };
    Error error = { 0 };
    Ids uids;
    (void)state;
    assert_true(imap_search(imap, &window, 2, &uids, &error));
    imap_close(imap);
    assert_int_equal(uids.count, 2);
    assert_int_equal(uids.items[0], 9);
    assert_int_equal(uids.items[1], 11);
    assert_string_equal(server.heard, "UID SEARCH UID 5:50004 SINCE 4-Oct-2024 UNDELETED\r\n");
}

static void a_mail_is_fetched_with_when_it_arrived(void **state)
{
    static const Answer MAIL[] = {
        { "UID FETCH 7 (RFC",
          "* 1 FETCH (UID 7 RFC822.SIZE 9 INTERNALDATE \" 7-Jul-1996 02:44:25 -0700\")\r\n# OK fine\r\n" },
        { "UID FETCH 7 (BODY", "* 1 FETCH (UID 7 BODY[] {9}\r\nline\r\nend)\r\n# OK fine\r\n" },
        { 0 },
    };
    Imap *imap = open_with(MAIL);
    Error error = { 0 };
    ImapMail mail;
    Bytes raw;
    (void)state;
    assert_true(imap_look(imap, 7, &mail, &error));
    assert_int_equal(mail.size, 9);
    assert_string_equal(mail.received, " 7 Jul 1996 02:44:25 -0700");
    assert_true(imap_fetch(imap, arena, 7, 9, &raw, &error));
    assert_int_equal(raw.size, 9);
    assert_true(imap_look(imap, 8, &mail, &error));
    assert_int_equal(mail.size, -1);
    imap_close(imap);
}

static void a_server_that_sends_more_than_it_was_asked_for_is_left(void **state)
{
    static const Answer LARGE[] = { { "UID FETCH", "* 1 FETCH (UID 7 BODY[] {999999999}\r\n" }, { 0 } };
    Imap *imap = open_with(LARGE);
    Error error = { 0 };
    Bytes raw;
    (void)state;
    assert_false(imap_fetch(imap, arena, 7, 1000, &raw, &error));
    assert_true(imap_is_lost(imap));
    imap_close(imap);
}

static void a_password_in_the_clear_goes_only_where_the_operator_allows_it(void **state)
{
    ImapServer way = { .host = "127.0.0.1", .port = server.port, .security = "plain", .user = "u", .password = "p" };
    OutboundEnd how;
    Error error = { 0 };
    Imap *imap;
    (void)state;
    assert_false(imap_open(arena, &way, &imap, &how, &error));
    assert_int_equal(how, OUTBOUND_REFUSED);
    assert_string_equal(server.heard, "");
}

#define ASKED(test) cmocka_unit_test_setup_teardown(test, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKED(one_mail_is_deleted_and_no_other),
        ASKED(where_one_mail_cannot_be_deleted_alone_it_is_only_marked),
        ASKED(a_folder_that_is_missing_is_made),
        ASKED(a_server_that_says_no_can_be_asked_on),
        ASKED(a_search_is_of_a_window_and_rises),
        ASKED(a_mail_is_fetched_with_when_it_arrived),
        ASKED(a_server_that_sends_more_than_it_was_asked_for_is_left),
        ASKED(a_password_in_the_clear_goes_only_where_the_operator_allows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
