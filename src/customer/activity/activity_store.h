/* Inside the module: how meetings and mails are stored. */
#ifndef BANSO_ACTIVITY_ACTIVITY_STORE_H
#define BANSO_ACTIVITY_ACTIVITY_STORE_H

#include "activity.sql.h"

#include "customer/account/account.h"
#include "customer/activity/activity.h"
#include "customer/contact/contact.h"
#include "house/file/file.h"
#include "house/notice/notice.h"
#include "house/search/search.h"
#include "house/timeline/timeline.h"

/* What differs between the two. */
typedef struct {
    const char *name; /* "meeting"; the first word of its facts */
    const char *logged, *changed, *shared, *deleted;
    const SearchSource *search;
} ActivityKind;
/* NULL for a kind that is none. */
const ActivityKind *activity_kind(const char *name);

/* Those who took part; a list that is not given stays as it is. */
typedef struct {
    Ids contacts, staff;
    bool contacts_given, staff_given;
} ActivityPeople;

Audience activity_audience(const ActivityRow *row);
/* Tells whoever is mentioned in one of its texts; `before` NULL = it is new. */
bool activity_notices(const Writer *writer, const ActivityRow *before, const ActivityRow *after, Error *error);
/* INPUT with the field for what the kind does not have, lacks, or is still to come; `before` NULL = it is new. */
bool activity_fits(const Writer *writer, const ActivityRow *before, const ActivityRow *row, Error *error);
/* INPUT names contact_ids or staff_ids. */
bool activity_people_are_there(const Writer *writer, const ActivityPeople *people, Error *error);
bool activity_add(const Writer *writer, ActivityRow *row, const ActivityPeople *people, Error *error);
bool activity_people_set(const Writer *writer, int64_t id, const ActivityPeople *people, Error *error);
bool activity_view(Db *db, Arena *arena, const ActivityRow *row, Activity *view, Error *error);

extern const AccountHolder ACTIVITY_HOLDER;
extern const ContactHolder ACTIVITY_CONTACTS;
extern const FileSubject ACTIVITY_FILES[];
extern const SearchSource MEETING_SEARCH, MAIL_SEARCH;
extern const TimelineSource ACTIVITY_TIMELINE[];

#endif
