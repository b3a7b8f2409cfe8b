/*
 * Databases for unit tests. SQLite gets a file per test. PostgreSQL gets one cluster per program; its migrated template
 * is built once, and each test's database is a copy of it, so that no test migrates.
 *
 * The cluster's processes die with the test that started them, even when it crashes (PR_SET_PDEATHSIG). In order:
 * folders, a cluster, databases, work, and db_test_every_fault, which lets each statement of a piece of work fail once.
 */
#include "db/db_testkit.h"

#include "base/text.h"

#include <errno.h>
#include <ftw.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- folders ---------------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    (void)what;
    (void)kind;
    (void)where;
    return remove(path);
}

static void folder_make(char folder[64])
{
    snprintf(folder, 64, "/tmp/banso-test-XXXXXX");
    if (!mkdtemp(folder))
        fail_msg("no temporary folder: %s", strerror(errno));
}

static void folder_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- a cluster -------------------------------------------------------------------------------------------------- */

static const char *const PLACES[] = { "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin",
                                      "/usr/lib/postgresql/17/bin", "/usr/local/pgsql/bin", NULL };

static const char *postgres_place(void)
{
    char path[128];
    for (int i = 0; PLACES[i]; i++) {
        snprintf(path, sizeof path, "%s/initdb", PLACES[i]);
        if (access(path, X_OK) == 0)
            return PLACES[i];
    }
    fail_msg("PostgreSQL's server programs are missing: install Debian's package “postgresql”");
    return NULL;
}

/* PostgreSQL refuses to run as root. */
static const struct passwd *cluster_user(void)
{
    if (getuid() != 0)
        return getpwuid(getuid());
    const struct passwd *user = getpwnam("postgres");
    if (!user)
        user = getpwnam("nobody");
    if (!user)
        fail_msg("there is no user that PostgreSQL could run as");
    return user;
}

/* In the child. It dies with us, also when a test crashes. */
static void become(const struct passwd *user, int parent)
{
    if (getuid() == 0 && (setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != parent)
        _exit(126);
}

/* PostgreSQL's programs look for each other beside the path that they were called by. */
static pid_t spawn(const char *folder, const char *program, char *arguments[])
{
    const struct passwd *user = cluster_user();
    char path[160];
    snprintf(path, sizeof path, "%s/%s", postgres_place(), program);
    arguments[0] = path;
    int parent = getpid();
    pid_t child = fork();
    if (child != 0)
        return child;
    become(user, parent);
    if (chdir(folder) != 0 || !freopen("log", "a", stdout) || dup2(fileno(stdout), STDERR_FILENO) < 0)
        _exit(125);
    execv(path, arguments);
    _exit(127);
}

void db_test_cluster_make(TestCluster *cluster)
{
    const struct passwd *user = cluster_user();
    int status = 1;
    *cluster = (TestCluster) { 0 };
    folder_make(cluster->folder);
    if (getuid() == 0 && chown(cluster->folder, user->pw_uid, user->pw_gid) != 0)
        fail_msg("chown: %s", strerror(errno));
    snprintf(cluster->url, sizeof cluster->url, "host=%s user=postgres dbname=postgres", cluster->folder);
    char *arguments[] = { "initdb", "-D", "data", "-U",         "postgres", "-A",
                          "trust",  "-E", "UTF8", "--locale=C", "-N",       NULL };
    pid_t child = spawn(cluster->folder, "initdb", arguments);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        fail_msg("initdb failed, see %s/log", cluster->folder);
}

/* fsync is off: these tests kill processes, never the machine. */
void db_test_cluster_start(TestCluster *cluster)
{
    char *arguments[] = {
        "postgres",  "-D", "data",           "-k", cluster->folder,      "-c", "listen_addresses=",   "-c",
        "fsync=off", "-c", "autovacuum=off", "-c", "max_connections=60", "-c", "shared_buffers=16MB", NULL
    };
    cluster->process = spawn(cluster->folder, "postgres", arguments);
    if (cluster->process < 0)
        fail_msg("PostgreSQL did not start, see %s/log", cluster->folder);
    assert_becomes(PQping(cluster->url) == PQPING_OK);
}

void db_test_cluster_stop(TestCluster *cluster)
{
    if (!cluster->process)
        return;
    kill(cluster->process, SIGQUIT);
    waitpid(cluster->process, NULL, 0);
    cluster->process = 0;
}

void db_test_cluster_remove(TestCluster *cluster)
{
    db_test_cluster_stop(cluster);
    if (cluster->folder[0])
        folder_remove(cluster->folder);
    *cluster = (TestCluster) { 0 };
}

/* ---- databases -------------------------------------------------------------------------------------------------- */

static TestCluster own;
static char server[240]; /* without dbname */
static char template_name[64];
static int databases;

/* The address without its database, whichever way it is written. */
static void server_of(const char *address)
{
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    size_t size = 0;
    if (!options)
        fail_msg("BANSO_TEST_POSTGRES is no address of a PostgreSQL: %s", address);
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (option->val && strcmp(option->keyword, "dbname") != 0 && size < sizeof server)
            size += (size_t)snprintf(server + size, sizeof server - size, "%s='%s' ", option->keyword, option->val);
    PQconninfoFree(options);
    if (size >= sizeof server)
        fail_msg("BANSO_TEST_POSTGRES is too long");
}

static void server_find(void)
{
    if (server[0])
        return;
    const char *shared = getenv("BANSO_TEST_POSTGRES");
    if (shared) {
        server_of(shared);
        return;
    }
    db_test_cluster_make(&own);
    db_test_cluster_start(&own);
    snprintf(server, sizeof server, "host=%s user=postgres", own.folder);
}

static void server_execute(const char *sql)
{
    char url[300];
    snprintf(url, sizeof url, "%s dbname=postgres", server);
    PGconn *link = PQconnectdb(url);
    PGresult *result = PQexec(link, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
}

static Store *store_at(const char *url)
{
    Error error = { 0 };
    Store *store = NULL;
    StoreOptions options = { .url = url, .readers = 2, .writers = 2 };
    if (!store_open(&options, &store, &error) || !migrate(store, MIGRATIONS, &error))
        fail_msg("%s: %s", url, error.text);
    return store;
}

/* Migrated once; each test's database is a copy of it. */
static void template_make(void)
{
    char sql[200], url[320];
    if (template_name[0])
        return;
    snprintf(template_name, sizeof template_name, "banso_template_%d", getpid());
    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
             template_name);
    server_execute(sql);
    snprintf(url, sizeof url, "%s dbname=%s", server, template_name);
    store_close(store_at(url));
}

static TestDb *test_new(DbKind kind)
{
    char folder[64];
    Arena *arena = arena_new();
    TestDb *test = arena_make(arena, TestDb);
    folder_make(folder);
    test->arena = arena;
    test->kind = kind;
    test->folder = arena_text(arena, folder);
    return test;
}

int db_test_on_sqlite(void **state)
{
    TestDb *test = test_new(DB_SQLITE);
    test->url = arena_format(test->arena, "sqlite:%s/banso.db", test->folder);
    test->store = store_at(test->url);
    *state = test;
    return 0;
}

int db_test_on_postgres(void **state)
{
    char name[64], sql[200];
    TestDb *test = test_new(DB_POSTGRES);
    server_find();
    template_make();
    snprintf(name, sizeof name, "banso_test_%d_%d", getpid(), ++databases);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", name, template_name);
    server_execute(sql);
    test->url = arena_format(test->arena, "%s dbname=%s", server, name);
    test->store = store_at(test->url);
    *state = test;
    return 0;
}

const char *db_test_disk(TestDb *test, const char *size)
{
    const char *disk = arena_format(test->arena, "%s/disk", test->folder);
    assert_int_equal(mkdir(disk, 0700), 0);
    if (mount("tmpfs", disk, "tmpfs", 0, size) != 0) {
        print_message("not tested: only root can make a small disk (%s)\n", strerror(errno));
        skip();
    }
    test->disk = disk;
    return disk;
}

int db_test_done(void **state)
{
    TestDb *test = *state;
    store_close(test->store);
    if (test->disk)
        umount2(test->disk, MNT_DETACH); /* a test that failed left its files open */
    folder_remove(test->folder);
    if (test->kind == DB_POSTGRES)
        server_execute(arena_format(test->arena, "DROP DATABASE %s WITH (FORCE)", strstr(test->url, "banso_test_")));
    arena_free(test->arena);
    return 0;
}

int db_test_run(const struct CMUnitTest *tests, size_t count)
{
    int failed = _cmocka_run_group_tests("tests", tests, count, NULL, NULL);
    if (template_name[0] && !own.process) {
        char sql[120];
        snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", template_name);
        server_execute(sql);
    }
    db_test_cluster_remove(&own);
    return failed;
}

int db_test_run_alone(const struct CMUnitTest *tests, size_t count)
{
    unsetenv("BANSO_TEST_POSTGRES");
    return db_test_run(tests, count);
}

/* ---- work ------------------------------------------------------------------------------------------------------- */

void db_test_write(const TestDb *test, DbWork work, void *context)
{
    Error error = { 0 };
    if (!store_write(test->store, work, context, &error))
        fail_msg("write: %s: %s", error_code(error.kind), error.text);
}

void db_test_read(const TestDb *test, DbWork work, void *context)
{
    Error error = { 0 };
    if (!store_read(test->store, work, context, &error))
        fail_msg("read: %s: %s", error_code(error.kind), error.text);
}

#ifdef BANSO_TESTING
void db_test_every_fault(const TestDb *test, DbWork work, void *context, void (*unchanged)(const TestDb *test))
{
    for (int n = 1; n < 10000; n++) {
        Error error = { 0 };
        db_fault_at(n);
        bool done = store_write(test->store, work, context, &error);
        bool hit = db_fault_hit();
        db_fault_at(0);
        if (!hit && !done)
            fail_msg("without any fault: %s", error.text);
        if (!hit)
            return;
        if (done || error.kind == ERROR_NONE)
            fail_msg("statement %d failed, but the work said that it was done", n);
        if (unchanged)
            unchanged(test);
    }
    fail_msg("ten thousand statements and no end");
}
#endif
