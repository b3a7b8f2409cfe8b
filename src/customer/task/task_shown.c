/* Who may say for whom a note or a call is, and the change of it. */
#include "customer/task/task_store.h"

#include "base/reason.h"

#include <string.h>

/* What a key wrote has no author: whoever sees it may open or narrow it to a circle of theirs. */
static bool is_of_another(const Request *request, const Audience *before)
{
    return before && before->author_id && before->author_id != request_staff(request);
}

bool shown_by(const Request *request, const Audience *before, const char *visible_to, Error *error)
{
    const char *was = before ? before->visible_to : NULL;
    int64_t author = before ? before->author_id : request_staff(request);
    if (text_equal(was, visible_to))
        return true;
    if (is_of_another(request, before))
        return refuse(error, "visible_to", REASON_NOT_AUTHOR, NULL, NULL);
    if (visible_to && !strcmp(visible_to, VISIBLE_TO_ME))
        return author || refuse(error, "visible_to", REASON_NO_AUTHOR, NULL, NULL);
    return request_sees(request, visible_needs(visible_to), "visible_to", error);
}
