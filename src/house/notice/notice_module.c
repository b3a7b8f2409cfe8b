/* What the program knows of notices. */
#include "house/notice/notice_store.h"
#include "jobs/module.h"

static const NoticeKind KINDS[] = { { NOTICE_MENTIONED }, { 0 } };

const Module NOTICE_MODULE = {
    .name = "notice",
    .routes = (const Route *const[]) { NOTICE_ROUTES, NULL },
    .notices = KINDS,
};
