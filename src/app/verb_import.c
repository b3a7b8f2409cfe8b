/*
 * banso import: the steps of the web UI's wizard over the API: upload, options and mapping, check, run. The file is
 * mapped, not read, since it may be hundreds of megabytes. Bad rows go to standard error and, with --bad, into a CSV
 * file, and the exit code is 3: the good rows are in, somebody has to look at the rest.
 *
 * In order: the file, what the options say, the steps, undoing.
 */
#include "app/import_fields.h"
#include "app/import_shown.h"
#include "app/verbs.h"
#include "app/wait.h"
#include "house/import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const Option IMPORT[] = {
    { "map", "COLUMN=TARGET", "Map a column to a field; repeatable. An empty target skips the column", false },
    { "field", "COLUMN=KIND",
      "Add the column as a custom field that holds text, number, date or flag, unless there is one of this name; "
      "repeatable. Without =KIND the cells decide. With --dry-run only listed",
      false },
    { "replace", "TARGET:TEXT=OTHER", "Read OTHER where a cell of the target holds TEXT; repeatable", false },
    { "ends", "WAY",
      "inclusive or exclusive: whether end dates are the last day in force or the day after (default: as for the last "
      "file with the same headings, else asked for)",
      false },
    { "dry-run", NULL, "Validate everything, change nothing", false },
    { "bad", "FILE", "Write rejected rows to a CSV file, with the reason", false },
    { "encoding", "NAME",
      "utf-8, utf-16, shift_jis, euc-jp, iso-2022-jp or windows-1252 (default: guessed, asked for when unsure)",
      false },
    { "sheet", "NAME", "Sheet of an Excel workbook, by name or number (default: the first with rows)", false },
    { "delimiter", "NAME", "Column separator: comma, semicolon, tab or pipe, or the character (default: guessed)",
      false },
    { "heading", "LINE", "Line of the file that names the columns (default: guessed)", false },
    { "totals", "WAY",
      "skip or take rows of totals such as 合計 or Total (default: "
      "as for the last file with the same headings, else skip)",
      false },
    { "bad-cells", "WAY",
      "skip-cell or skip-row: take rows without an optional cell that is wrong, or not at all (default: as for "
      "the last file with the same headings, else skip-cell)",
      false },
    { "date-order", "ORDER",
      "ymd, dmy or mdy, where days do not show it (default: as each column proves, else as for the last file with the "
      "same headings)",
      false },
    { "decimal-mark", "MARK", "point or comma, where numbers do not show it (default: as the columns prove)", false },
    { "time-zone", "NAME",
      "Time zone of times without one (default: as for the last file with the same headings, else the workspace's)",
      false },
    { "currency", "CODE",
      "Currency of amounts without one (default: as for the last file with the same headings, else the workspace's)",
      false },
    { "product", "ID",
      "Product of contract lines without one (default: as for the last file with the same headings, else none)",
      false },
    { 0 },
};

/* ---- the file ------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *bytes;
    size_t size;
} File;

static bool file_map(const char *path, File *file, Error *error)
{
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &found) != 0) {
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return fail(error, ERROR_INPUT, NULL, "%s: %s", path, strerror(reason));
    }
    void *bytes = found.st_size ? mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (!found.st_size || bytes == MAP_FAILED)
        return fail(error, ERROR_INPUT, NULL, "%s is empty or not a file", path);
    *file = (File) { bytes, (size_t)found.st_size };
    return true;
}

/* ---- what was asked for --------------------------------------------------------------------------------------- */

static bool mapping_to(const Command *command, const Json *import, Text *body, Error *error)
{
    const char *map;
    json_key_to(body, "mapping");
    text_char(body, '{');
    for (int n = 0; (map = command_option_nth(command, "map", n)) != NULL; n++) {
        const char *equals = strrchr(map, '=');
        if (!equals)
            return fail(error, ERROR_INPUT, "map", "--map must be COLUMN=TARGET, not \"%.60s\"", map);
        const char *name = arena_text_n(command->arena, map, (size_t)(equals - map));
        int64_t index = import_column_named(import, name);
        if (index < 0)
            return fail(error, ERROR_INPUT, "map", "no column \"%.60s\" in the file", name);
        json_key_to(body, arena_format(command->arena, "%lld", (long long)index));
        json_string_to(body, equals[1] ? equals + 1 : NULL);
    }
    text_char(body, '}');
    return true;
}

/* "skip-row" is skip_row, and a separator may be given as itself. */
static const char *option_value(const Command *command, const char *option, const char *value)
{
    static const struct {
        const char *mark, *name;
    } MARKS[] = { { ",", "comma" }, { ";", "semicolon" }, { "\t", "tab" }, { "|", "pipe" } };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS && text_equal(option, "delimiter"); i++)
        if (text_equal(value, MARKS[i].mark))
            return MARKS[i].name;
    if (!text_equal(option, "bad-cells"))
        return value;
    char *name = arena_text(command->arena, value);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : *c;
    return name;
}

/* By name, else by number; when there is none, a number that the server refuses. */
static int64_t sheet_named(const Json *import, const char *given)
{
    const char *name;
    int64_t number = 0;
    for (const Json *sheet = json_first(json_get(import, "sheets")); sheet; sheet = json_next(sheet)) {
        number++;
        if (json_text_value(sheet, &name) && text_equal(name, given))
            return number;
    }
    return *given && strspn(given, "0123456789") == strlen(given) ? strtoll(given, NULL, 10) : !number;
}

/* Only what was given; the rest stays as guessed. */
static void options_to(const Command *command, const Json *import, Text *body)
{
    static const struct {
        const char *option, *key;
        bool number;
    } NAMES[] = { { "encoding", "encoding", false },
                  { "delimiter", "delimiter", false },
                  { "heading", "heading", true },
                  { "totals", "totals", false },
                  { "bad-cells", "bad_cells", false },
                  { "date-order", "date_order", false },
                  { "decimal-mark", "decimal_mark", false },
                  { "ends", "ends", false },
                  { "time-zone", "time_zone", false },
                  { "currency", "currency", false },
                  { "product", "product_id", true } };
    json_key_to(body, "options");
    text_char(body, '{');
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = command_option(command, NAMES[i].option);
        if (!value)
            continue;
        json_key_to(body, NAMES[i].key);
        if (NAMES[i].number && *value && strspn(value, "0123456789") == strlen(value))
            text_add(body, value);
        else
            json_string_to(body, option_value(command, NAMES[i].option, value));
    }
    const char *sheet = command_option(command, "sheet");
    if (sheet) {
        json_key_to(body, "sheet");
        json_int_to(body, sheet_named(import, sheet));
    }
    text_char(body, '}');
}

/* One at a time: each goes over what was replaced before. */
static bool replace_texts(Line *line, const Command *command, const char *path, const Json **import, Error *error)
{
    const char *given;
    for (int n = 0; (given = command_option_nth(command, "replace", n)) != NULL; n++) {
        const char *equals = strrchr(given, '='), *colon = strchr(given, ':');
        colon = text_starts(given, "field:") ? strchr(given + strlen("field:"), ':') : colon;
        if (!equals || !colon || colon > equals)
            return fail(error, ERROR_INPUT, "replace", "--replace must be TARGET:TEXT=OTHER, not \"%.60s\"", given);
        Text body = text_new(command->arena);
        text_char(&body, '{');
        json_key_to(&body, "replaced");
        text_char(&body, '{');
        json_key_to(&body, arena_text_n(command->arena, given, (size_t)(colon - given)));
        text_char(&body, '{');
        json_key_to(&body, arena_text_n(command->arena, colon + 1, (size_t)(equals - colon - 1)));
        json_string_to(&body, equals + 1);
        text_add(&body, "}}}");
        if (!line_call(line, PATCH, path, text_string(&body), import, error))
            return false;
    }
    return true;
}

/* The options first: in another encoding, or between other separators, the columns have other names. */
static bool settle_mapping(Line *line, const Command *command, const char *path, const Json **import, Error *error)
{
    Text options = text_new(command->arena), mapping = text_new(command->arena);
    text_char(&options, '{');
    options_to(command, *import, &options);
    text_char(&options, '}');
    if (!line_call(line, PATCH, path, text_string(&options), import, error))
        return false;
    if (!import_fields_bring(line, command, path, import, error))
        return false;
    text_char(&mapping, '{');
    if (!mapping_to(command, *import, &mapping, error))
        return false;
    text_char(&mapping, '}');
    return line_call(line, PATCH, path, text_string(&mapping), import, error) &&
           replace_texts(line, command, path, import, error);
}

/* ---- the steps ------------------------------------------------------------------------------------------------ */

/* Starts "check" or "run" and waits for its end. */
static bool step(Line *line, const Command *command, const char *path, const char *what, const Json **import,
                 Error *error)
{
    static const char *const RUNNING[] = { "checking", "running", NULL };
    const char *state = NULL, *why = NULL;
    if (!line_call(line, POST, arena_format(command->arena, "%s/%s", path, what), NULL, NULL, error))
        return false;
    if (!wait_while(line, path, RUNNING, import, error))
        return false;
    json_get_text(*import, "state", &state);
    json_get_text(*import, "error", &why);
    if (text_equal(state, "failed") || text_equal(state, "cancelled"))
        return fail(error, ERROR_INTERNAL, NULL, "the import %s%s%s", state, why ? ": " : "", why ? why : "");
    return true;
}

static bool save_bad(Line *line, const Command *command, const char *path, Error *error)
{
    const char *name = command_option(command, "bad"), *bytes;
    size_t size;
    if (!name)
        return true;
    if (!line_fetch(line, arena_format(command->arena, "%s/bad.csv", path), &bytes, &size, error))
        return false;
    FILE *file = fopen(name, "we");
    bool ok = file && fwrite(bytes, 1, size, file) == size;
    if (file && fclose(file) != 0)
        ok = false;
    return ok || fail(error, ERROR_INTERNAL, NULL, "%s: %s", name, strerror(errno));
}

static bool finish(Line *line, Command *command, const char *path, const Json *import, Error *error)
{
    int64_t bad = 0, partly = 0;
    json_get_int(import, "bad", &bad);
    json_get_int(import, "partly", &partly);
    import_print(import, command_option(command, "dry-run") != NULL);
    if (!bad && !partly)
        return true;
    command->status = EXIT_LOOK;
    return save_bad(line, command, path, error);
}

static bool steps(Line *line, Command *command, const char *path, const Json **import, Error *error)
{
    if (!settle_mapping(line, command, path, import, error) || !step(line, command, path, "check", import, error)) {
        if (text_equal(error->field, "mapping"))
            import_print_targets(*import, stderr);
        return false;
    }
    if (!command_option(command, "dry-run") && !step(line, command, path, "run", import, error))
        return false;
    return finish(line, command, path, *import, error);
}

/* Done, or stopped on the way, after which its line tells what came in. */
static bool is_over(const Json *import)
{
    const char *state = NULL;
    json_get_text(import, "state", &state);
    return text_equal(state, "done") || text_equal(state, "failed") || text_equal(state, "cancelled");
}

static bool import_on(Line *line, Command *command, const File *file, Error *error)
{
    const char *slash = strrchr(command->words[1], '/');
    const char *name = slash ? slash + 1 : command->words[1];
    const Json *import;
    int64_t id;
    const char *create =
        arena_format(command->arena, "/api/v1/imports?kind=%s&file_name=%s",
                     line_escape(command->arena, command->words[0]), line_escape(command->arena, name));
    if (!line_send(line, create, "text/csv", file->bytes, file->size, &import, error))
        return false;
    if (!json_get_int(import, "id", &id))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not start an import");
    const char *path = arena_format(command->arena, "/api/v1/imports/%lld", (long long)id);
    bool ok = steps(line, command, path, &import, error);
    /* What was only tried leaves nothing in the list. */
    if ((!ok || command_option(command, "dry-run")) && !is_over(import)) {
        Error ignored = { 0 };
        line_call(line, DELETE, path, NULL, NULL, &ignored);
    }
    return ok;
}

static bool import(Command *command, Error *error)
{
    File file = { 0 };
    Line line;
    if (!file_map(command->words[1], &file, error))
        return false;
    bool ok = line_open(command->arena, &command->settings, false, true, &line, error);
    if (ok) {
        ok = import_on(&line, command, &file, error);
        line_close(&line);
    }
    munmap((void *)(uintptr_t)file.bytes, file.size);
    return ok;
}

/* ---- undoing --------------------------------------------------------------------------------------------------- */

static bool undo_on(Line *line, Command *command, Error *error)
{
    static const char *const RUNNING[] = { "undoing", NULL };
    const char *path =
        arena_format(command->arena, "/api/v1/imports/%s", line_escape(command->arena, command->words[0]));
    const char *state = NULL, *why = NULL;
    const Json *import;
    int64_t kept;
    if (!line_call(line, POST, arena_format(command->arena, "%s/undo", path), NULL, NULL, error) ||
        !wait_while(line, path, RUNNING, &import, error))
        return false;
    json_get_text(import, "state", &state);
    json_get_text(import, "error", &why);
    if (!text_equal(state, "undone"))
        return fail(error, ERROR_INTERNAL, NULL, "the undo %s%s%s", state, why ? ": " : "", why ? why : "");
    import_print_undone(import);
    if (json_get_int(import, "kept", &kept) && kept)
        command->status = EXIT_LOOK;
    return true;
}

static bool undo(Command *command, Error *error)
{
    return line_with(command, true, undo_on, error);
}

/* ---- scheduled imports ----------------------------------------------------------------------------------------- */

static bool schedule_print(const Json *item, void *context, Error *error)
{
    static const char *const KEYS[] = { "id", "kind", "source", "place", "next_at", "name", NULL };
    const char *state = "-";
    (void)context;
    (void)error;
    json_get_text(json_get(item, "last"), "state", &state);
    printf("%s\t", state);
    line_print(item, KEYS);
    return true;
}

static bool schedules_on(Line *line, Command *command, Error *error)
{
    (void)command;
    return line_list(line, "/api/v1/import-schedules?", schedule_print, NULL, error);
}

static bool schedules(Command *command, Error *error)
{
    return line_with(command, false, schedules_on, error);
}

static const char *state_of(const Json *schedule)
{
    const char *state = "";
    json_get_text(json_get(schedule, "last"), "state", &state);
    return state;
}

/* Fetching, checking and importing follow each other; it is over when none of them goes on. */
static bool schedule_run(Line *line, Command *command, Error *error)
{
    const char *path =
        arena_format(command->arena, "/api/v1/import-schedules/%s", line_escape(command->arena, command->words[0]));
    static const char *const RUNNING[] = { "fetching", "checking", "running", NULL };
    const char *text = NULL;
    const Json *last;
    if (!line_call(line, POST, arena_format(command->arena, "%s/run", path), NULL, NULL, error) ||
        !wait_while(line, path, RUNNING, &last, error))
        return false;
    json_get_text(json_get(last, "last"), "text", &text);
    printf("%s%s%s\n", state_of(last), text ? ": " : "", text ? text : "");
    if (text_equal(state_of(last), "held") || text_equal(state_of(last), "failed"))
        command->status = EXIT_LOOK;
    return true;
}

static bool run_now(Command *command, Error *error)
{
    return line_with(command, true, schedule_run, error);
}

const Action IMPORT_ACTIONS[] = {
    { NULL, "KIND FILE", 2, 2, "Import good rows, report bad ones by line; exit with 3 if there were any", IMPORT,
      import, .choices = import_kinds },
    { "undo", "ID", 1, 1,
      "Undo an import: delete what it added, restore what it changed; exit with 3 if anything was kept", NULL, undo },
    { "schedules", NULL, 0, 0, "List scheduled imports: state of the last run, id, kind, source, place, next run, name",
      NULL, schedules },
    { "run", "ID", 1, 1, "Run a scheduled import now; exit with 3 if it failed or waits for somebody", NULL, run_now },
    { 0 },
};
