/*
 * Commands run by root beside a service with a user of its own: `sudo banso restore --data /var/lib/banso` writes a
 * database that the service must be able to open. systemd does not look into a directory whose owner is right already.
 */
#include "app/owner.h"

#include "base/log.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_entry(const FTSENT *entry)
{
    return entry->fts_info != FTS_DP && entry->fts_info != FTS_NS && entry->fts_info != FTS_ERR;
}

void owner_hand_over(const char *data)
{
    struct stat owner;
    char *roots[] = { (char *)(uintptr_t)data, NULL };
    if (geteuid() != 0 || stat(data, &owner) != 0 || owner.st_uid == 0)
        return;
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    for (FTSENT *entry; tree && (entry = fts_read(tree));)
        if (is_entry(entry) && entry->fts_statp->st_uid == 0 &&
            lchown(entry->fts_accpath, owner.st_uid, owner.st_gid) != 0)
            log_line(LOG_WARN, "%s stays root's: %s", entry->fts_path, strerror(errno));
    if (tree)
        fts_close(tree);
}
