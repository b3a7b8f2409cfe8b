/* Which circles a caller may give: only those that they see. What a row held before may stay. */
#include "house/staff/inside.h"

#include "base/reason.h"

bool circles_given(const Request *request, Texts named, unsigned *circles, Error *error)
{
    if (!request_given(request, "circles")) {
        *circles = request->caller->rights & CIRCLES_ALL;
        return true;
    }
    *circles = circles_of(named);
    return request_sees(request, *circles, "circles", error);
}

bool circles_changed(const Request *request, Texts named, unsigned before, unsigned *after, Error *error)
{
    *after = request_given(request, "circles") ? circles_of(named) : before;
    return request_sees(request, *after & ~before, "circles", error);
}

bool circles_are_own(const Request *request, unsigned circles, Error *error)
{
    unsigned others = circles & ~request->caller->rights;
    return !others || refuse(error, NULL, REASON_CIRCLE_OTHERS, circle_name(others), NULL);
}
