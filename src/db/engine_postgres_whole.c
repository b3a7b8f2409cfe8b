/*
 * The whole database at once: pg_dump for a copy, and a look at the catalog for a check. PostgreSQL's programs run as
 * children with the address in their environment, as an argument shows a password to everybody on the machine. A dump
 * blocks nobody and sees one snapshot.
 */
#include "db/engine_postgres.h"

#include "base/text.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* ---- a copy ---------------------------------------------------------------------------------------------------------
 */

/* As environment, because a password in an argument can be read by everyone on the machine. */
static const struct {
    const char *keyword, *variable;
} VARIABLES[] = {
    { "host", "PGHOST" },
    { "hostaddr", "PGHOSTADDR" },
    { "port", "PGPORT" },
    { "dbname", "PGDATABASE" },
    { "user", "PGUSER" },
    { "password", "PGPASSWORD" },
    { "passfile", "PGPASSFILE" },
    { "service", "PGSERVICE" },
    { "sslmode", "PGSSLMODE" },
    { "sslcert", "PGSSLCERT" },
    { "sslkey", "PGSSLKEY" },
    { "sslrootcert", "PGSSLROOTCERT" },
    { "options", "PGOPTIONS" },
    { "gssencmode", "PGGSSENCMODE" },
    { "channel_binding", "PGCHANNELBINDING" },
};

static const char *variable_of(const char *keyword)
{
    for (size_t i = 0; i < sizeof VARIABLES / sizeof *VARIABLES; i++)
        if (strcmp(VARIABLES[i].keyword, keyword) == 0)
            return VARIABLES[i].variable;
    return NULL;
}

static char **environment_for(Arena *arena, const PQconninfoOption *options)
{
    size_t count = 0, own = sizeof VARIABLES / sizeof *VARIABLES;
    while (environ[count])
        count++;
    char **all = arena_array(arena, count + own + 1, sizeof *all);
    size_t at = 0;
    for (const PQconninfoOption *option = options; option->keyword; option++) {
        const char *variable = option->val ? variable_of(option->keyword) : NULL;
        if (variable)
            all[at++] = arena_format(arena, "%s=%s", variable, option->val);
    }
    /* The first of two equal names counts. */
    memcpy(all + at, environ, count * sizeof *all);
    return all;
}

static bool program_ended_well(const char *name, char *const *arguments, char **environment, Error *error)
{
    pid_t child;
    int status = 0;
    int code = posix_spawnp(&child, name, NULL, NULL, arguments, environment);
    if (code != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s (it comes with postgresql-client)", name, strerror(code));
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s failed; see standard error for the reason", name);
    return true;
}

static PQconninfoOption *options_of(const char *url, Error *error)
{
    char *said = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &said);
    if (!options)
        fail(error, ERROR_INPUT, "database", "%s", said ? said : "not a database address");
    PQfreemem(said);
    return options;
}

bool pg_program(const char *url, char *const *arguments, Error *error)
{
    PQconninfoOption *options = options_of(url, error);
    if (!options)
        return false;
    Arena *arena = arena_new();
    bool done = program_ended_well(arguments[0], arguments, environment_for(arena, options), error);
    arena_free(arena);
    PQconninfoFree(options);
    return done;
}

bool pg_copy(const char *url, const char *path, Error *error)
{
    Arena *arena = arena_new();
    char *const arguments[] = { "pg_dump", "--format=custom",       "--no-owner", "--no-password",
                                "--file",  arena_text(arena, path), NULL };
    bool done = pg_program(url, arguments, error);
    arena_free(arena);
    return done;
}

/* ---- a check --------------------------------------------------------------------------------------------------------
 */

static const char SCAN[] =
    "SELECT 'index ' || indexrelid::regclass || ' is not valid' FROM pg_index WHERE NOT indisvalid"
    " UNION ALL SELECT 'constraint ' || conname || ' of ' || conrelid::regclass || ' is not validated'"
    " FROM pg_constraint WHERE NOT convalidated"
    " UNION ALL SELECT 'table ' || c.oid::regclass || ' has a switched-off trigger' FROM pg_trigger t"
    " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'D'";

bool pg_check(const char *url, Arena *arena, const char **report, Error *error)
{
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    PGresult *result = PQexec(link, SCAN);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK ||
                fail(error, ERROR_INTERNAL, NULL, "check: %s", PQerrorMessage(link));
    Text lines = text_new(arena);
    for (int i = 0; done && i < PQntuples(result); i++)
        text_format(&lines, "%s\n", PQgetvalue(result, i, 0));
    if (done)
        *report = lines.size ? text_string(&lines) : "ok";
    PQclear(result);
    PQfinish(link);
    return done;
}
