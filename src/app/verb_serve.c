/*
 * banso serve: one process, two servers over the same services: the public one, and the command line's on
 * <data>/banso.sock. Signals are blocked before the first thread starts and taken by sigwait in the main thread, so no
 * handler runs in the midst of work. On SIGTERM requests get nine seconds; after ten an alarm ends the process, and
 * jobs that were cut off go on after the next start.
 */
#include "app/program.h"
#include "app/verbs.h"
#include "base/log.h"
#include "http/opening.h"
#include "jobs/module.h"
#include "jobs/unrest.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Requests get nine of the ten seconds; what still works then (a long job, which is repeatable) is cut off. Not in a
 * test: what a program leaves behind at its end does not depend on how slow the machine is. */
#ifdef BANSO_TESTING
enum { CUT_OFF_SECONDS = 180 };
#else
enum { CUT_OFF_SECONDS = 10 };
#endif
enum { DRAIN_SECONDS = 9, SOCKET_THREADS = 2 };

static void cut_off(int signal_number)
{
    (void)signal_number;
    static const char LINE[] =
        "{\"level\":\"warn\",\"message\":\"stopped before all work was done; it resumes after the next start\"}\n";
    if (write(STDERR_FILENO, LINE, sizeof LINE - 1) < 0)
        _exit(EXIT_FAILED);
    _exit(EXIT_DONE);
}

/* Blocked before any thread begins, so that only the wait below takes them. Under nohup SIGHUP stays ignored. */
static sigset_t signals_block(void)
{
    sigset_t ends;
    struct sigaction hangup;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
        sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    return ends;
}

typedef struct {
    Server *public;
    Server *local; /* the command line's, on the unix socket */
} Servers;

/* Before the database is open: whoever asks is told that the server starts. */
static bool public_start(Program *program, const Settings *settings, Servers *servers, Error *error)
{
    ServerOptions options = { .listen = settings->listen,
                              .tls_certificate = settings->tls_certificate,
                              .tls_key = settings->tls_key,
                              .tables = modules_routes(program->arena),
                              .identify = modules_identify(),
                              .threads = settings->threads,
                              .patience_ms = unrest_patience() * 1000,
                              .connections_max = (size_t)settings->connections };
    return server_start(&program->services, &options, &servers->public, error);
}

static bool local_start(Program *program, const Settings *settings, Servers *servers, Error *error)
{
    ServerOptions local = { .tables = modules_routes(program->arena),
                            .identify = modules_identify(),
                            .threads = SOCKET_THREADS };
    local.listen = arena_format(program->arena, "unix:%s", program_socket(program->arena, settings));
    return server_start(&program->services, &local, &servers->local, error);
}

static void servers_stop(const Servers *servers)
{
    if (servers->public)
        server_stop(servers->public, unrest_patience() ? unrest_patience() : DRAIN_SECONDS);
    if (servers->local)
        server_stop(servers->local, 1);
}

/* "127.0.0.1:0" gets its real port. */
static const char *address(Program *program, const Settings *settings, const Server *server)
{
    if (text_starts(settings->listen, "unix:"))
        return settings->listen;
    size_t host = (size_t)(strrchr(settings->listen, ':') - settings->listen);
    return arena_format(program->arena, "%s://%.*s:%d", settings->tls_key ? "https" : "http", (int)host,
                        settings->listen, server_port(server));
}

/* A terminal that goes away ends the server in good order. Elsewhere SIGHUP asks to read the settings again, which only
 * a start does. */
static int wait_for_end(const sigset_t *ends, bool on_terminal)
{
    int told = 0;
    while (sigwait(ends, &told) == 0 && told == SIGHUP && !on_terminal)
        log_line(LOG_INFO, "SIGHUP: settings are read at the start only; restart to change them");
    return told;
}

static bool serve_until_told(Program *program, const Settings *settings, const sigset_t *ends, Error *error)
{
    Servers servers = { NULL, NULL };
    bool on_terminal = isatty(STDIN_FILENO);
    bool ok = public_start(program, settings, &servers, error);
    if (ok)
        log_line(LOG_INFO, "starting on %s", address(program, settings, servers.public));
    ok = ok && program_ready(program, settings, error);
    if (ok && !settings->public_url)
        program->services.public_url = address(program, settings, servers.public);
    ok = ok && program_run_jobs(program, error) && local_start(program, settings, &servers, error);
    if (ok) {
        const char *at = address(program, settings, servers.public);
        server_open(servers.public);
        log_line(LOG_INFO, "listening on %s, version %s, data in %s", at, BANSO_VERSION, settings->data);
        log_line(LOG_INFO, "stopping on %s", strsignal(wait_for_end(ends, on_terminal)));
        signal(SIGALRM, cut_off);
        alarm(CUT_OFF_SECONDS);
    }
    program->services.stopping = true;
    servers_stop(&servers);
    return ok;
}

static bool serve(Command *command, Error *error)
{
    Program *program;
    sigset_t ends = signals_block();
    if (!program_begin(&command->settings, true, &program, error))
        return false;
    bool ok = serve_until_told(program, &command->settings, &ends, error);
    program_close(program);
    if (ok)
        log_line(LOG_INFO, "stopped");
    return ok;
}

const Action SERVE_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Run in the foreground; log one JSON object per line to standard error", NULL, serve },
    { 0 },
};
