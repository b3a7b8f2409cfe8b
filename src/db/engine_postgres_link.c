/*
 * Connecting, errors and waiting. All waiting goes through pg_next: after 3 s of silence it asks over a second
 * connection whether the server still answers, and gives the link up (`dead`) if not; the socket alone cannot tell a
 * hung server from a long statement. pg_fail turns an SQLSTATE into our kind of error and says whether the work may run
 * again and whether the transaction is lost.
 *
 * Every connection gets our settings (durable commits, a bound on waiting for locks), and is refused on a database that
 * orders texts otherwise than SQLite does.
 */
#include "db/engine_postgres.h"

#include "base/clock.h"

#include <poll.h>
#include <stdatomic.h>
#include <string.h>

enum { SILENCE_MS = 3000 };

/* ---- connecting ---------------------------------------------------------------------------------------------------
 */

/* The address itself may override what comes before `dbname`. */
static const char *const CONNECT_NAMES[] = { "fallback_application_name",
                                             "connect_timeout",
                                             "tcp_user_timeout",
                                             "keepalives_idle",
                                             "keepalives_interval",
                                             "keepalives_count",
                                             "dbname",
                                             "client_encoding",
                                             NULL };

/* A cursor is read to its end, so it is planned for all rows; a lock that is not granted soon is a lost race. Long
 * values are packed with LZ4 where the server has it: its default takes ten times as long. */
static const char SETTINGS[] = "SET cursor_tuple_fraction = 1; SET lock_timeout = 4000;"
                               "SET default_transaction_deferrable = off; SET bytea_output = 'hex';"
                               "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings"
                               " WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals);"
                               "SELECT set_config('synchronous_commit', 'on', false)"
                               " WHERE current_setting('synchronous_commit') = 'off'";

static const char ORDER_CHECK[] = "SELECT datcollate FROM pg_database WHERE datname = current_database() AND"
                                  " datcollate NOT IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8')";

static void say_nothing(void *context, const char *message)
{
    (void)context;
    (void)message;
}

/* Other collations order names differently from SQLite, and the two engines must not differ. */
static bool order_is_ours(PGconn *link, Error *error)
{
    PGresult *result = PQexec(link, ORDER_CHECK);
    bool good = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!good)
        fail(error, ERROR_BUSY, NULL, "the database does not answer: %s", PQerrorMessage(link));
    else if (PQntuples(result) > 0)
        good = fail(error, ERROR_INPUT, "database",
                    "the database has collation %s; create it with: createdb --template=template0 --encoding=UTF8 "
                    "--lc-collate=C --lc-ctype=C NAME",
                    PQgetvalue(result, 0, 0));
    PQclear(result);
    return good;
}

static bool settle(PGconn *link, Error *error)
{
    PQsetNoticeProcessor(link, say_nothing, NULL);
    PGresult *result = PQexec(link, SETTINGS);
    bool good = PQresultStatus(result) == PGRES_TUPLES_OK ||
                fail(error, ERROR_BUSY, NULL, "the database does not answer: %s", PQerrorMessage(link));
    PQclear(result);
    return good && order_is_ours(link, error);
}

/* libpq waits for two seconds at least. */
static const char *seconds_left(int64_t until)
{
    return until && until - clock_monotonic() <= 2000000 ? "2" : "3";
}

/* Whether the last attempt of this process failed. Who has waited long for other reasons has one; behind a failed one
 * their waits would add up. */
static atomic_bool away;

PGconn *pg_connect(const char *url, int64_t until, Error *error)
{
    if (until && clock_monotonic() >= until && atomic_load(&away)) {
        fail(error, ERROR_BUSY, NULL, "the database does not answer");
        return NULL;
    }
    const char *values[] = { "banso", seconds_left(until), "8000", "5", "2", "2", url, "UTF8", NULL };
    PGconn *link = PQconnectdbParams(CONNECT_NAMES, values, 1);
    atomic_store(&away, PQstatus(link) != CONNECTION_OK);
    if (PQstatus(link) != CONNECTION_OK)
        fail(error, ERROR_BUSY, NULL, "the database does not answer: %s", PQerrorMessage(link));
    else if (settle(link, error))
        return link;
    PQfinish(link);
    return NULL;
}

/* ---- errors -------------------------------------------------------------------------------------------------------
 */

typedef struct {
    const char *state; /* the beginning of an SQLSTATE */
    ErrorKind kind;
    bool again, lost;
} Trouble;

/* A broken UNIQUE may come from a race, so the work runs once more; the second run finds the other's row. */
static const Trouble TROUBLES[] = {
    { "40001", ERROR_BUSY, true, false },      /* serialization failure */
    { "40P01", ERROR_BUSY, true, false },      /* deadlock */
    { "55P03", ERROR_BUSY, true, false },      /* lock timeout */
    { "0A000", ERROR_INTERNAL, true, true },   /* a cached plan whose table changed */
    { "57014", ERROR_BUSY, false, false },     /* cancelled */
    { "53100", ERROR_FULL, false, false },     /* disk full */
    { "53", ERROR_BUSY, false, false },        /* out of memory, too many connections */
    { "23505", ERROR_CONFLICT, true, false },  /* unique */
    { "23503", ERROR_CONFLICT, false, false }, /* foreign key */
    { "57P", ERROR_BUSY, true, true },         /* the server is stopping or starting */
    { "08", ERROR_BUSY, true, true },          /* the connection is gone */
    { "25006", ERROR_BUSY, true, true },       /* read-only: we talk to a standby */
    { "", ERROR_INTERNAL, false, false },
};

static const Trouble *trouble_of(const char *state)
{
    const Trouble *trouble = TROUBLES;
    while (strncmp(trouble->state, state, strlen(trouble->state)) != 0)
        trouble++;
    return trouble;
}

bool pg_fail(Pg *pg, const PGresult *result, const char *name, Error *error)
{
    bool gone = pg->dead || PQstatus(pg->link) != CONNECTION_OK;
    const char *state = result && !gone ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *said = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const Trouble *trouble = trouble_of(state ? state : gone ? "08006" : "");
    pg->db.again = trouble->again;
    pg->db.lost = trouble->lost;
    if (trouble->lost)
        pg->dead = true;
    if (!said)
        said = gone ? "the connection to the database is lost" : PQerrorMessage(pg->link);
    return fail(error, trouble->kind, NULL, "%s: %s", name, said);
}

/* ---- waiting ------------------------------------------------------------------------------------------------------
 */

/* A long statement looks like a dead server, so before giving up we ask whether it accepts connections. */
static bool server_answers(const Pg *pg)
{
    const char *values[] = { "banso", "2", "2000", "5", "2", "2", pg->url, "UTF8", NULL };
    PGPing ping = PQpingParams(CONNECT_NAMES, values, 1);
    return ping == PQPING_OK || ping == PQPING_REJECT;
}

PGresult *pg_next(Pg *pg)
{
    while (!pg->dead && PQisBusy(pg->link)) {
        struct pollfd socket = { PQsocket(pg->link), POLLIN, 0 };
        int ready = poll(&socket, 1, SILENCE_MS);
        if (ready == 0 && !server_answers(pg))
            pg->dead = true;
        if (ready > 0 && !PQconsumeInput(pg->link))
            break;
    }
    return pg->dead ? NULL : PQgetResult(pg->link);
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

bool pg_result(Pg *pg, const char *name, PGresult **result, Error *error)
{
    PGresult *last = NULL, *next;
    while ((next = pg_next(pg)) != NULL) {
        bool keep_last = last && !is_good(last); /* the first error tells most */
        PQclear(keep_last ? next : last);
        last = keep_last ? last : next;
    }
    if (last && is_good(last) && !pg->dead) {
        *result = last;
        return true;
    }
    pg_fail(pg, last, name, error);
    PQclear(last);
    return false;
}

bool pg_execute(Pg *pg, const char *sql, Error *error)
{
    PGresult *result;
    if (pg->dead || !PQsendQuery(pg->link, sql))
        return pg_fail(pg, NULL, "statement", error);
    if (!pg_result(pg, "statement", &result, error))
        return false;
    PQclear(result);
    return true;
}
