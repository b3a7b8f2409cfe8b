/* Inside the module: who is mentioned in a text. */
#ifndef BANSO_NOTICE_NOTICE_STORE_H
#define BANSO_NOTICE_NOTICE_STORE_H

#include "notice.sql.h"

#include "house/notice/notice.h"

/*
 * The people whose name or address follows an "@" in the text, in any case and width of letters. Where one name begins
 * another ("Ken", "Ken Abe"), the longer one is meant; two people of one name are both meant. Behind a Latin name no
 * letter and no digit may follow. Ascending, each once.
 */
Ids mentioned_in(Arena *arena, const char *text, const NoticeStaffRow *people, size_t count);

extern const Route NOTICE_ROUTES[];

#endif
