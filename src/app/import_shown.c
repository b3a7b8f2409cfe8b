/*
 * What banso import says of an import.
 *
 * In order: how it was read; what is wrong; the whole; what an undo left.
 */
#include "app/import_shown.h"

#include "base/text.h"

static int64_t number(const Json *import, const char *key)
{
    int64_t value = 0;
    json_get_int(import, key, &value);
    return value;
}

/* ---- how it was read ---- */

static bool has_column(const Json *import, const char *key)
{
    const char *target = NULL;
    for (const Json *column = json_first(json_get(import, "columns")); column; column = json_next(column))
        if (json_get_text(column, "target", &target) && text_equal(target, key))
            return true;
    return false;
}

void import_print_targets(const Json *import, FILE *out)
{
    fputs("other targets:", out);
    for (const Json *target = json_first(json_get(import, "targets")); target; target = json_next(target)) {
        const char *key = "";
        json_get_text(target, "key", &key);
        if (!has_column(import, key))
            fprintf(out, " %s", key);
    }
    fputc('\n', out);
}

/* Where each column goes. */
static void print_columns(const Json *import)
{
    for (const Json *column = json_first(json_get(import, "columns")); column; column = json_next(column)) {
        const char *name = "", *target = NULL, *order = NULL;
        json_get_text(column, "name", &name);
        json_get_text(column, "target", &target);
        json_get_text(column, "date_order", &order);
        printf("%s → %s%s%s%s\n", name, target ? target : "(skipped)", order ? " (days: " : "", order ? order : "",
               order ? ")" : "");
    }
}

/* Where the columns and options of an earlier file were taken, since nobody asked for them. */
static void print_remembered(const Json *import)
{
    const char *mapped_as = NULL;
    if (json_get_text(import, "mapped_as", &mapped_as) && mapped_as)
        printf("columns as on %.10s\n", mapped_as);
}

/* How the file was read; so that a dry run shows what was guessed. */
static void print_reading(const Json *import)
{
    static const char *const SHOWN[] = { "encoding", "delimiter", "heading" };
    const Json *options = json_get(import, "options");
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        const char *value = NULL;
        json_get_text(options, SHOWN[i], &value);
        if (value)
            printf("%s%s: %s", i ? ", " : "", SHOWN[i], value);
        else
            printf(", %s: line %lld", SHOWN[i], (long long)number(options, SHOWN[i]));
    }
    if (number(options, "sheet"))
        printf(", sheet: %lld", (long long)number(options, "sheet"));
    putchar('\n');
    print_columns(import);
    import_print_targets(import, stdout);
}

/* What was passed over around the rows. */
static void print_rest(const Json *import)
{
    int64_t totals = number(import, "total_rows"), empty = number(import, "empty_rows");
    const char *way = "skip";
    json_get_text(json_get(import, "options"), "totals", &way);
    if (totals)
        printf("%lld row%s of totals %s (line %lld%s)\n", (long long)totals, totals == 1 ? "" : "s",
               text_equal(way, "take") ? "taken" : "left out", (long long)number(import, "total_line"),
               totals == 1 ? "" : ", …");
    if (empty)
        printf("%lld empty row%s left out\n", (long long)empty, empty == 1 ? "" : "s");
}

/* ---- what is wrong ---- */

/* Most sentences begin with their field. */
static void print_trouble(const Json *item, const char *place)
{
    const char *field = NULL, *text = "";
    bool taken = false;
    json_get_text(item, "field", &field);
    json_get_text(item, "text", &text);
    json_get_flag(item, "taken", &taken);
    bool named = !field || text_starts(text, field);
    fprintf(stderr, "%s: %s%s%s%s\n", place, named ? "" : field, named ? "" : ": ", text,
            taken ? " (left empty; the row is taken)" : "");
}

/* What is wrong in the same way in many rows first, then line by line. */
static void print_errors(const Json *import)
{
    for (const Json *group = json_first(json_get(import, "groups")); group; group = json_next(group)) {
        const char *field = "", *reason = "", *arg = "";
        json_get_text(group, "field", &field);
        json_get_text(group, "reason", &reason);
        json_text_value(json_first(json_get(group, "args")), &arg);
        fprintf(stderr, "%lld rows: %s %s%s%s\n", (long long)number(group, "rows"), field, reason, *arg ? " " : "",
                arg);
    }
    for (const Json *item = json_first(json_get(import, "errors")); item; item = json_next(item)) {
        char place[32];
        snprintf(place, sizeof place, "line %lld", (long long)number(item, "line"));
        print_trouble(item, place);
    }
}

/* Ids that are another's in a different writing: two customers where one may be meant. */
static void print_near(const Json *import)
{
    int64_t count = number(import, "near_count");
    if (!count)
        return;
    fprintf(stderr, "%lld id%s look%s like another in a different writing:\n", (long long)count, count == 1 ? "" : "s",
            count == 1 ? "s" : "");
    for (const Json *item = json_first(json_get(import, "near_ids")); item; item = json_next(item)) {
        const char *field = "", *given = "", *other = "";
        int64_t rows = number(item, "rows"), line = number(item, "other_line");
        json_get_text(item, "field", &field);
        json_get_text(item, "given", &given);
        json_get_text(item, "other", &other);
        fprintf(stderr, "line %lld: %s \"%s\" is like \"%s\" ", (long long)number(item, "line"), field, given, other);
        if (line)
            fprintf(stderr, "in line %lld", (long long)line);
        else
            fputs("of the workspace", stderr);
        if (rows > 1)
            fprintf(stderr, " (%lld rows)", (long long)rows);
        fputc('\n', stderr);
    }
}

/* ---- the whole ---- */

/* How to have it back, for as long as the import is kept. */
static void print_undo(const Json *import)
{
    bool can = false;
    json_get_flag(import, "can_undo", &can);
    if (can && number(import, "changes"))
        printf("undo it with: banso import undo %lld\n", (long long)number(import, "id"));
}

static void print_counts(const Json *import, bool dry)
{
    int64_t rows = number(import, "rows"), partly = number(import, "partly");
    printf("%lld row%s: %lld good, %lld bad", (long long)rows, rows == 1 ? "" : "s", (long long)number(import, "good"),
           (long long)number(import, "bad"));
    if (!dry)
        printf("; %lld added, %lld changed, %lld unchanged", (long long)number(import, "added"),
               (long long)number(import, "changed"), (long long)number(import, "unchanged"));
    putchar('\n');
    if (partly)
        printf("%lld of the good rows without a cell that was wrong\n", (long long)partly);
}

void import_print(const Json *import, bool dry)
{
    print_remembered(import);
    if (dry)
        print_reading(import);
    print_rest(import);
    print_errors(import);
    print_near(import);
    print_counts(import, dry);
    if (!dry)
        print_undo(import);
}

/* ---- what an undo left ---- */

/* What stays, by line, with its name and the reason. */
static void print_kept(const Json *import)
{
    for (const Json *item = json_first(json_get(import, "kept_things")); item; item = json_next(item)) {
        const char *name = "", *text = "";
        json_get_text(item, "name", &name);
        json_get_text(item, "text", &text);
        fprintf(stderr, "line %lld, %s: %s\n", (long long)number(item, "line"), name ? name : "", text);
    }
}

void import_print_undone(const Json *import)
{
    print_kept(import);
    printf("%lld undone, %lld kept\n", (long long)number(import, "undone"), (long long)number(import, "kept"));
}
