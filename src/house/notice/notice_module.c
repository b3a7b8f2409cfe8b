/* What the program knows of notices. */
#include "house/notice/notice_store.h"
#include "jobs/module.h"

static const NoticeKind KINDS[] = { { NOTICE_MENTIONED }, { 0 } };

static const AccountMoved MOVED[] = { { "notices", notice_ids_of_account, notice_account_move, NULL, true }, { 0 } };

const Module NOTICE_MODULE = {
    .name = "notice",
    .routes = (const Route *const[]) { NOTICE_ROUTES, NULL },
    .notices = KINDS,
    .moved = MOVED,
};
