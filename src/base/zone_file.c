/* The system's zone data: a folder of files in the format TZif (RFC 9636), kept up to date by the package tzdata. A
 * file holds a part of version 1 with 32 bits, which we skip, the same again with 64 bits, and the rule for all later
 * times. A file with anything unexpected counts as unknown, and ICU is asked instead. */
#include "base/zone_read.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER_SIZE = 44, FILE_SIZE_MAX = 1 << 18, TYPE_SIZE = 6, TYPES_MAX = 256, RULE_MAX = 120 };

typedef struct {
    const unsigned char *at;
    size_t left;
} Bytes;

typedef struct {
    int64_t utc_marks, standard_marks, leaps, changes, types, names;
} Counts;

static int64_t number_at(const unsigned char *at, int size)
{
    uint64_t number = at[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | at[i];
    return (int64_t)number;
}

static const unsigned char *take(Bytes *bytes, int64_t size)
{
    const unsigned char *at = bytes->at;
    if (size < 0 || (uint64_t)size > bytes->left)
        return NULL;
    bytes->at += size;
    bytes->left -= (size_t)size;
    return at;
}

/* Version 1 ends with 32 bits, in 2038, and names no rule. */
static bool take_header(Bytes *bytes, Counts *counts)
{
    const unsigned char *header = take(bytes, HEADER_SIZE);
    if (!header || memcmp(header, "TZif", 4) != 0 || header[4] < '2')
        return false;
    int64_t *const all[] = { &counts->utc_marks, &counts->standard_marks, &counts->leaps,
                             &counts->changes,   &counts->types,          &counts->names };
    for (int i = 0; i < 6; i++) {
        *all[i] = number_at(header + 20 + 4 * i, 4);
        if (*all[i] < 0 || *all[i] > FILE_SIZE_MAX)
            return false;
    }
    return true;
}

static int64_t body_size(const Counts *counts, int time_size)
{
    return counts->changes * (time_size + 1) + counts->types * TYPE_SIZE + counts->names +
           counts->leaps * (time_size + 4) + counts->standard_marks + counts->utc_marks;
}

static int64_t offset_of(const unsigned char *types, int type)
{
    return number_at(types + TYPE_SIZE * type, 4) * MS_PER_SECOND;
}

/* Leap seconds would count in every instant; the files of "right/" have them. */
static bool counts_are_sane(const Counts *counts)
{
    return counts->leaps == 0 && counts->types >= 1 && counts->types <= TYPES_MAX;
}

/* Nothing on Earth is a day and two hours away from UTC. */
static bool offsets_are_sane(const unsigned char *types, int64_t count)
{
    for (int i = 0; i < count; i++)
        if (llabs(offset_of(types, i)) > 26 * (int64_t)MS_PER_HOUR)
            return false;
    return true;
}

/* Some files begin with the Big Bang, which milliseconds cannot express. */
static int64_t ms_of(int64_t seconds)
{
    const int64_t far = INT64_MAX / MS_PER_SECOND / 2;
    return (seconds < -far ? -far : seconds > far ? far : seconds) * MS_PER_SECOND;
}

static bool changes_add(const unsigned char *times, const unsigned char *types, const Counts *counts,
                        ZoneIntervals *intervals, int64_t *last)
{
    const unsigned char *kinds = times + counts->changes * 8;
    for (int i = 0; i < counts->changes; i++) {
        int64_t ms = ms_of(number_at(times + (size_t)i * 8, 8));
        if (kinds[i] >= counts->types || (i > 0 && ms <= *last))
            return false;
        *last = ms;
        if (!zone_interval_add(intervals, *last, offset_of(types, kinds[i])))
            return false;
    }
    return true;
}

/* Between two ends of lines; empty = nothing changes any more. */
static bool rule_add(Bytes *bytes, int64_t last, ZoneIntervals *intervals)
{
    char rule[RULE_MAX + 1];
    const unsigned char *begin = take(bytes, 1);
    const unsigned char *end = begin && *begin == '\n' ? memchr(bytes->at, '\n', bytes->left) : NULL;
    size_t size = end ? (size_t)(end - bytes->at) : 0;
    if (!end || size > RULE_MAX || memchr(bytes->at, 0, size))
        return false;
    memcpy(rule, bytes->at, size);
    rule[size] = 0;
    return size == 0 || zone_rule_read(rule, last, intervals);
}

bool zone_bytes_read(const unsigned char *bytes, size_t size, ZoneIntervals *intervals)
{
    Bytes rest = { bytes, size };
    Counts counts;
    int64_t last = day_from(ZONE_FIRST_YEAR, 1, 1) * MS_PER_DAY;
    intervals->count = 0;
    if (!take_header(&rest, &counts) || !take(&rest, body_size(&counts, 4)) || !take_header(&rest, &counts))
        return false;
    const unsigned char *times = take(&rest, body_size(&counts, 8));
    if (!times || !counts_are_sane(&counts))
        return false;
    const unsigned char *types = times + counts.changes * 9;
    return offsets_are_sane(types, counts.types) && zone_interval_add(intervals, INT64_MIN, offset_of(types, 0)) &&
           changes_add(times, types, &counts, intervals, &last) && rule_add(&rest, last, intervals);
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static const char *folder(void)
{
    const char *given = getenv("TZDIR");
    return given && given[0] ? given : "/usr/share/zoneinfo";
}

static bool is_plain(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("_-+", c);
}

/* Plain names below the folder; not those that count leap seconds, nor this machine's own zone. */
static bool name_is_safe(const char *name)
{
    static const char *const OTHERS[] = { "right/", "posix/", "localtime", "posixrules", "Factory" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (strncmp(name, OTHERS[i], strlen(OTHERS[i])) == 0)
            return false;
    for (const char *at = name; *at; at++)
        if (!is_plain(*at) && (*at != '/' || at == name || at[-1] == '/' || at[1] == 0))
            return false;
    return true;
}

static bool bytes_of(const char *path, unsigned char **bytes, size_t *size)
{
    struct stat found;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = file >= 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size <= FILE_SIZE_MAX;
    *bytes = ok ? calloc(1, (size_t)found.st_size + 1) : NULL;
    ssize_t got = *bytes ? read(file, *bytes, (size_t)found.st_size) : -1;
    if (file >= 0)
        close(file);
    *size = got > 0 ? (size_t)got : 0;
    return got > 0;
}

bool zone_file_read(const char *name, ZoneIntervals *intervals)
{
    char path[PATH_MAX];
    unsigned char *bytes;
    size_t size;
    if (!name_is_safe(name) || snprintf(path, sizeof path, "%s/%s", folder(), name) >= (int)sizeof path)
        return false;
    bool ok = bytes_of(path, &bytes, &size) && zone_bytes_read(bytes, size, intervals);
    free(bytes);
    return ok;
}

/* ---- how old it is --------------------------------------------------------------------------------------------- */

static bool first_line(const char *name, char *line, size_t size)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder(), name) >= (int)sizeof path)
        return false;
    FILE *file = fopen(path, "re");
    bool ok = file && fgets(line, (int)size, file);
    if (file)
        fclose(file);
    return ok;
}

/* "# version 2025b" in tzdata.zi, as Debian and others have it, or "2025b" in +VERSION. */
bool zone_file_version(char *version, size_t size)
{
    static const char BEFORE[] = "# version ";
    char line[80];
    const char *found = line;
    if (first_line("tzdata.zi", line, sizeof line) && strncmp(line, BEFORE, strlen(BEFORE)) == 0)
        found = line + strlen(BEFORE);
    else if (!first_line("+VERSION", line, sizeof line))
        return false;
    size_t length = strspn(found, "0123456789abcdefghijklmnopqrstuvwxyz");
    if (length < 4 || length >= size)
        return false;
    memcpy(version, found, length);
    version[length] = 0;
    return true;
}
