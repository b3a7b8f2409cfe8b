/*
 * Polls a job or an import until it has ended, every 20 ms at first and every 500 ms later: short work ends at once,
 * and a long rebuild costs the server two requests a second. Progress goes to standard error, and only to a terminal.
 */
#include "app/wait.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_FIRST_MS = 20, PAUSE_LAST_MS = 500 };

void wait_ms(int ms)
{
    struct timespec pause = { ms / 1000, ms % 1000 * 1000000L };
    nanosleep(&pause, NULL);
}

static bool is_one_of(const char *state, const char *const *states)
{
    for (; *states; states++)
        if (text_equal(state, *states))
            return true;
    return false;
}

/* Jobs report a share, imports a count of rows, and while they are undone of things. */
static void show_progress(const Json *json)
{
    double progress;
    int64_t done, rows, undone = 0, kept = 0, changes = 0;
    const char *state = NULL;
    if (!isatty(STDERR_FILENO))
        return;
    if (json_get_real(json, "progress", &progress))
        fprintf(stderr, "\r%3.0f %%", progress * 100);
    else if (json_get_text(json, "state", &state) && text_equal(state, "undoing") &&
             json_get_int(json, "undone", &undone) && json_get_int(json, "kept", &kept) &&
             json_get_int(json, "changes", &changes))
        fprintf(stderr, "\r%lld of %lld", (long long)(undone + kept), (long long)changes);
    else if (json_get_int(json, "done", &done) && json_get_int(json, "rows", &rows))
        fprintf(stderr, "\r%lld of %lld rows", (long long)done, (long long)rows);
}

bool wait_while(Line *line, const char *path, const char *const *running, const Json **last, Error *error)
{
    for (int pause = PAUSE_FIRST_MS;; pause = pause * 2 < PAUSE_LAST_MS ? pause * 2 : PAUSE_LAST_MS) {
        const char *state = NULL;
        if (!line_call(line, GET, path, NULL, last, error))
            return false;
        if (!json_get_text(*last, "state", &state)) /* of a scheduled import that of its last run */
            json_get_text(json_get(*last, "last"), "state", &state);
        if (!is_one_of(state, running))
            break;
        show_progress(*last);
        wait_ms(pause);
    }
    if (isatty(STDERR_FILENO))
        fputs("\r                              \r", stderr);
    return true;
}
