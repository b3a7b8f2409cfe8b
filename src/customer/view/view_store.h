/* Private to view: what its files share. */
#ifndef BANSO_VIEW_VIEW_STORE_H
#define BANSO_VIEW_VIEW_STORE_H

#include "customer/contact/contact.h"
#include "customer/view/view.h"
#include "house/condition/subject.h"
#include "view.sql.h"

enum { VIEWS_OWN_MAX = 50, VIEWS_SHARED_MAX = 100 };

extern const Route VIEW_ROUTES[], VIEW_COUNT_ROUTES[];
extern const ContactHolder VIEW_CONTACTS;

/* What its filter asks about, for this caller: fields that are gone are unknown, and circles count. */
bool view_of(const Request *request, const char *subject, ConditionOf *of, Error *error);
/* All that the caller sees, in their order. */
bool views_of(const Request *request, SavedViewRow **rows, size_t *count, Error *error);
/* As the caller may read it. */
bool view_shown(const Request *request, const SavedViewRow *row, SavedView *shown, Error *error);
/* INPUT or FORBIDDEN unless the caller may ask for that. */
bool view_is_valid(const Request *request, const SavedViewRow *row, Error *error);

#endif
