/* What the program knows of files. */
#include "house/file/file_store.h"
#include "jobs/module.h"

static const FactKind FACTS[] = {
    { "file.attached", &FILE_OF, .group = "file", .wakes = { "files", "notes", "calls", "tasks" }, .touches = true,
      .hangs_on = true },
    { "file.removed", &FILE_OF, .group = "file", .wakes = { "files", "notes", "calls", "tasks" } },
    { "file.restored", &FILE_OF, .group = "file", .wakes = { "files", "notes", "calls", "tasks" } },
    { 0 },
};

static const AccountMoved MOVED[] = { { "files", file_ids_of_account, file_account_move, NULL, false }, { 0 } };

const Module FILE_MODULE = {
    .name = "file",
    .routes = (const Route *const[]) { FILE_ROUTES, NULL },
    .schedules = FILE_SCHEDULES,
    .facts = FACTS,
    .blobs = &FILE_BLOBS,
    .moved = MOVED,
};
